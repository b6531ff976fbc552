"""Small maps: places projected and scaled into their frame, marks and names that would touch set apart."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KM_PER_DEGREE = 111.2
SMALLEST_KM = 3.0  # a map of one street tells nothing
SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)
ROUNDS = 16
GOLDEN_ANGLE = 2.4
LARGEST_DOT, SMALLEST_DOT = 5.0, 1.6
TOWNS, TOWN_LETTER, TOWN_HEIGHT, HOME_WIDTH = 12, 3.7, 8.0, 8.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """The room that a map has, in points of the page, and the marks drawn on it."""

    width: float
    height: float
    margin: float = 9.0
    mark: float = 9.0


def tour_map(
    home: Point | None,
    stops: Sequence[tuple[int, Point | None]],
    frame: Frame,
    ends: tuple[Point | None, Point | None] | None = None,
) -> dict[str, Any]:
    """Place a day's stops in a frame, the same scale both ways.

    Parameters
    ----------
    home : (latitude, longitude) or None
        Where the day starts and ends.
    stops : sequence of (number, (latitude, longitude) or None)
        In the order they are visited; a stop without a place is left out.
    frame : Frame
    ends : pair of (latitude, longitude) or None, optional
        Where the day starts and where it ends, if not at home both.

    Returns
    -------
    dict
        `home` (x, y or none), `stops` (n, mark, at: where the number stands and where the account is),
        `route` (points in order), `scale` (length in points, kilometres, the corner that is free), from the
        top left; empty where no place is known.

    Notes
    -----
    Equirectangular: kilometres east = 111.2 x cos(middle latitude) x degrees; within a day's drive it is off
    by less than a part in a hundred.
    """
    places = [(number, place) for number, place in stops if place is not None]
    first, last = ends or (home, home)
    home = home if home in (first, last) else None
    known = [place for place in (*(place for _number, place in places), first, last) if place]
    if not places:
        return {}
    to_page, points_per_km = _projection(known, frame)
    exact = [to_page(place) for _number, place in places]
    start = to_page(home) if home else None
    marks = _apart(exact, start, frame)
    route = [*([to_page(first)] if first else []), *exact, *([to_page(last)] if last else [])]
    length = max((km for km in SCALES_KM if km * points_per_km <= frame.width / 3), default=SCALES_KM[0])
    return {
        "home": _rounded(start) if start else None,
        "stops": [
            {"n": number, "mark": _rounded(mark), "at": _rounded(at)}
            for (number, _place), mark, at in zip(places, marks, exact, strict=True)
        ],
        "route": [_rounded(point) for point in route],
        "scale": {
            "length": round(length * points_per_km, 1),
            "km": length,
            "corner": _free_corner([*marks, *exact, *([start] if start else [])], frame),
        },
    }


def _free_corner(taken: Sequence[Point], frame: Frame) -> tuple[str, str]:
    """Return the corner that is farthest from everything drawn, the bottom left where they are equal."""
    inset = 2 * frame.margin
    corners = {
        ("bottom", "left"): (inset, frame.height - frame.margin / 2),
        ("bottom", "right"): (frame.width - inset, frame.height - frame.margin / 2),
        ("top", "left"): (inset, frame.margin / 2),
        ("top", "right"): (frame.width - inset, frame.margin / 2),
    }
    room = {name: min(math.dist(place, other) for other in taken) for name, place in corners.items()}
    return max(corners, key=lambda name: round(room[name], 3))


def territory_map(
    home: Point | None, places: Mapping[Point, int], towns: Mapping[str, tuple[Point, int]], frame: Frame
) -> dict[str, Any]:
    """Place all that a rep visits in a frame.

    Parameters
    ----------
    home : (latitude, longitude) or None
    places : mapping of (latitude, longitude) to int
        Visits to each place.
    towns : mapping of str to ((latitude, longitude), int)
        Where a town is, and the visits there; the most visited are named as far as there is room.
    frame : Frame

    Returns
    -------
    dict
        `home`, `dots` (at, radius), `names` (at, name); empty where no place is known.
    """
    if not places:
        return {}
    to_page, _scale = _projection([*places, *([home] if home else [])], frame)
    most = max(places.values())
    dots = [
        {
            "at": _rounded(to_page(place)),
            "radius": round(max(LARGEST_DOT * math.sqrt(visits / most), SMALLEST_DOT), 1),
        }
        for place, visits in sorted(places.items(), key=lambda item: (-item[1], item[0]))
    ]
    ordered = sorted(towns.items(), key=lambda item: (-item[1][1], item[0]))[:TOWNS]
    names: list[tuple[Point, str]] = []
    start = to_page(home) if home else None
    marked = [((start[0] - HOME_WIDTH / 2, start[1] - TOWN_HEIGHT / 2), "hm")] if start else []
    for town, (place, _visits) in ordered:
        x, y = to_page(place)
        at = (x + LARGEST_DOT, y - TOWN_HEIGHT / 2)
        room = at[0] + len(town) * TOWN_LETTER <= frame.width and 0 <= at[1] <= frame.height - TOWN_HEIGHT
        if room and not any(_touch(at, town, other, name) for other, name in [*names, *marked]):
            names.append((at, town))
    return {
        "home": _rounded(start) if start else None,
        "dots": dots,
        "names": [{"at": _rounded(at), "name": name} for at, name in names],
    }


def _touch(at: Point, name: str, other: Point, other_name: str) -> bool:
    left, right = (at, name), (other, other_name)
    if other[0] < at[0]:
        left, right = right, left
    apart = right[0][0] - left[0][0] >= len(left[1]) * TOWN_LETTER
    return not apart and abs(at[1] - other[1]) < TOWN_HEIGHT


def _projection(known: Sequence[Point], frame: Frame) -> tuple[Callable[[Point], Point], float]:
    """Return the function from degrees to the page, and how long a kilometre is there."""
    lats, lons = [place[0] for place in known], [place[1] for place in known]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    east = KM_PER_DEGREE * math.cos(math.radians(lat))
    wide = max((max(lons) - min(lons)) * east, SMALLEST_KM)
    high = max((max(lats) - min(lats)) * KM_PER_DEGREE, SMALLEST_KM)
    scale = min((frame.width - 2 * frame.margin) / wide, (frame.height - 2 * frame.margin) / high)

    def to_page(place: Point) -> Point:
        x = frame.width / 2 + (place[1] - lon) * east * scale
        return x, frame.height / 2 - (place[0] - lat) * KM_PER_DEGREE * scale

    return to_page, scale


def _apart(exact: Sequence[Point], start: Point | None, frame: Frame) -> list[Point]:
    """Move marks that would cover each other, or the home, until each can be read."""
    marks = [_fanned_out(place, list(exact[:i]).count(place), frame) for i, place in enumerate(exact)]
    for _round in range(ROUNDS):
        before = list(marks)
        for i in range(len(marks)):
            for other in [*marks[:i], *marks[i + 1 :], *([start] if start else [])]:
                marks[i] = _pushed(marks[i], other, frame)
        if marks == before:
            break
    return marks


def _fanned_out(place: Point, others: int, frame: Frame) -> Point:
    """Start the marks of one spot on a spiral around it."""
    radius, angle = frame.mark * math.sqrt(others), GOLDEN_ANGLE * others
    return _inside((place[0] + radius * math.cos(angle), place[1] + radius * math.sin(angle)), frame)


def _pushed(mark: Point, other: Point, frame: Frame) -> Point:
    dx, dy = mark[0] - other[0], mark[1] - other[1]
    distance = math.hypot(dx, dy)
    if distance >= frame.mark - 0.01:
        return mark
    angle = math.atan2(dy, dx) if distance > 0.01 else GOLDEN_ANGLE
    step = (frame.mark - distance) / 2 + 0.1
    return _inside((mark[0] + step * math.cos(angle), mark[1] + step * math.sin(angle)), frame)


def _inside(mark: Point, frame: Frame) -> Point:
    half = frame.mark / 2
    return min(max(mark[0], half), frame.width - half), min(max(mark[1], half), frame.height - half)


def _rounded(point: Point) -> list[float]:
    return [round(point[0], 1), round(point[1], 1)]
