"""Names beside the points of a drawing, none over another: what finds no room stays without a name."""

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from solver.report.figures.shared import HALO
from solver.report.look.theme import INK, SMALL_SIZE

CHARACTER = 0.58  # width of a letter over its height, on average
LINE = 1.25  # height of a line over that of its letters
AWAY = 5.0  # points between a point and its name
PLACES = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1))
ACROSS, UP = {1: "left", -1: "right", 0: "center"}, {1: "bottom", -1: "top", 0: "center"}


def name_points(
    axes: Axes,
    points: np.ndarray,
    names: Sequence[str],
    *,
    size: float = SMALL_SIZE - 1,
    taken: Sequence[Bbox] = (),
) -> None:
    """Write each name at the first place around its point that is free.

    Parameters
    ----------
    axes : Axes
        With its limits and scales set: places are looked for in points of the page.
    points : ndarray, shape (n, 2)
        Data coordinates, the most important first.
    names : sequence of str
    size : float
        Of the letters, in points.
    taken : sequence of Bbox
        Where something stands already, in points of the page, as `place_of_text` returns it.
    """
    if len(points) == 0:
        return
    on_page = _on_page(axes, points)
    # A point of its own may touch a name's place; the others may not.
    marks = [Bbox.from_bounds(x - AWAY / 2, y - AWAY / 2, AWAY, AWAY) for x, y in on_page]
    used = list(taken)
    for own, (point, name) in enumerate(zip(on_page, names, strict=True)):
        others = used + [mark for place, mark in enumerate(marks) if place != own]
        for side, place in _places(point, name, size):
            if not any(place.overlaps(other) for other in others):
                axes.annotate(
                    name,
                    points[own],
                    xytext=(AWAY * side[0], AWAY * side[1]),
                    textcoords="offset points",
                    ha=ACROSS[side[0]],
                    va=UP[side[1]],
                    color=INK,
                    fontsize=size,
                    bbox=HALO,
                    zorder=4,
                )
                used.append(place)
                break


def place_of_text(axes: Axes, point: tuple[float, float], text: str, size: float) -> Bbox:
    """Return about where a text stands that begins at the upper right of a point."""
    return dict(_places(_on_page(axes, np.array([point]))[0], text, size))[1, 1]


def _on_page(axes: Axes, points: np.ndarray) -> np.ndarray:
    """Turn data coordinates into points of the page."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # proportions are settled only when something is drawn
    return np.asarray(axes.transData.transform(points)) * 72.0 / figure.dpi


def _places(point: np.ndarray, text: str, size: float) -> Iterator[tuple[tuple[int, int], Bbox]]:
    """Yield the room a text takes on each side of a point."""
    rows = text.split("\n")
    wide, high = CHARACTER * size * max(map(len, rows)), LINE * size * len(rows)
    for side in PLACES:
        left = point[0] + side[0] * AWAY - wide * (1 - side[0]) / 2
        low = point[1] + side[1] * AWAY - high * (1 - side[1]) / 2
        yield side, Bbox.from_bounds(left, low, wide, high)
