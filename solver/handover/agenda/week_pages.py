"""A rep's weeks and months as a sheet shows them, every word and every place on the maps worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from solver.handover.agenda.tour_map import Frame, Point, tour_map
from solver.handover.agenda.visits import Visit
from solver.report.look.theme import SERIES, ink_on
from solver.words.i18n import _, clauses, counted, current_language, format_date, format_hours, mark

# One day of each; the labels of the codes name the whole of them.
DAY_USES = {
    "weekend": mark("Weekend"),
    "holiday": mark("Public holiday"),
    "leave": mark("Leave"),
    "training": mark("Training"),
    "fair": mark("Fair"),
    "meeting": mark("Meeting"),
    "admin": mark("Office work"),
}
EN_SPACE = "\u2002"
WORKWEEK, FEW_DAYS = 5, 2
WEEKS_IN_FULL = 4  # the next ones; dates further on still move, and a line a visit is enough
PAGE_WIDTH, GAP, MAP_HEIGHT = 533.0, 6.0, 78.0  # points, as the template lays the page out
GOALS = 3  # of a visit


@dataclass(frozen=True)
class Year:
    """What the weeks are set in.

    Attributes
    ----------
    home : (latitude, longitude) or None
    start, end : date
        First and last day of the plan.
    activities : dict of date to (code, share of the day in the field)
        What each day is for; a day that is missing is a field day.
    driving : dict of date to minutes
        On the road, home and back.
    elsewhere : dict of date to str
        Where days start or end that do not do so at home.
    ends : dict of date to a pair of (latitude, longitude) or None
        The same as places; a day that is missing starts and ends at home.
    nights : dict of date to str
        Where the nights away are spent.
    """

    home: Point | None
    start: date
    end: date
    activities: dict[date, tuple[str, float]]
    driving: dict[date, float]
    elsewhere: Mapping[date, str] = field(default_factory=dict)
    ends: Mapping[date, tuple[Point | None, Point | None]] = field(default_factory=dict)
    nights: Mapping[date, str] = field(default_factory=dict)


def week_pages(visits: Sequence[Visit], year: Year) -> list[dict[str, Any]]:
    """Return the first weeks that have visits, each with all there is to say of its visits.

    Parameters
    ----------
    visits : sequence of Visit
        By day and hour.
    year : Year
    """
    weeks = groupby(visits, key=attrgetter("monday"))
    return [_week(monday, list(part), year) for monday, part in islice(weeks, WEEKS_IN_FULL)]


def month_pages(visits: Sequence[Visit], year: Year) -> list[dict[str, Any]]:
    """Return the months after the weeks in full, a line a visit.

    Parameters
    ----------
    visits : sequence of Visit
        By day and hour.
    year : Year
    """
    mondays = sorted({visit.monday for visit in visits})
    if len(mondays) <= WEEKS_IN_FULL:
        return []
    later = [visit for visit in visits if visit.day >= mondays[WEEKS_IN_FULL]]
    months = groupby(later, key=lambda visit: visit.day.replace(day=1))
    return [_month(first, list(part), year) for first, part in months]


def _month(first: date, visits: list[Visit], year: Year) -> dict[str, Any]:
    days = [(day, list(part)) for day, part in groupby(visits, key=lambda visit: visit.day)]
    return {
        "title": day_words(first, "MMMM y"),
        "facts": _facts(visits, sum(year.driving.get(day, 0.0) for day, _visits in days)),
        "days": [
            {
                "day": day_words(day, "EEE d MMM"),
                "colour": colour_of(day),
                "visits": [
                    {
                        "start": clock(visit.start),
                        "agreed": _("agreed") if visit.agreed else "",
                        "name": visit.account.title,
                    }
                    for visit in part
                ]
                + _night(day, year),
            }
            for day, part in days
        ],
    }


def _night(day: date, year: Year) -> list[dict[str, str]]:
    """Return a line that says where the night is spent; none at home."""
    if day not in year.nights:
        return []
    return [{"start": "", "agreed": "", "name": _("Night: {place}").format(place=year.nights[day])}]


def _week(monday: date, visits: list[Visit], year: Year) -> dict[str, Any]:
    by_day = {day: list(part) for day, part in groupby(visits, key=lambda visit: visit.day)}
    workdays = [monday + timedelta(days=n) for n in range(WORKWEEK)]
    days = sorted({*workdays, *by_day})
    widths = _widths(days, set(by_day))
    return {
        "title": _("Week {number}").format(number=monday.isocalendar().week),
        "range": _("{start} to {end}").format(
            start=day_words(workdays[0], "d MMM"), end=day_words(days[-1], "d MMM y")
        ),
        "facts": _facts(visits, sum(year.driving.get(day, 0.0) for day in by_day)),
        "map_height": MAP_HEIGHT,
        "widths": [round(width, 1) for width in widths],
        "cells": [
            _cell(day, by_day.get(day, []), year, Frame(width, MAP_HEIGHT))
            for day, width in zip(days, widths, strict=True)
        ],
        "days": [_day(day, part, year) for day, part in by_day.items()],
    }


def _widths(days: Sequence[date], visited: set[date]) -> list[float]:
    """Share the width of the page between the days; in a week of few days out they get the larger part."""
    quiet = 0.5 if len(visited) <= FEW_DAYS else 1.0
    parts = [1.0 if day in visited else quiet for day in days]
    width = (PAGE_WIDTH - GAP * (len(days) - 1)) / sum(parts)
    return [part * width for part in parts]


def _facts(visits: Sequence[Visit], driving: float) -> list[str]:
    on_site = sum((visit.end - visit.start).total_seconds() / 3600 for visit in visits)
    agreed = sum(visit.agreed for visit in visits)
    said = [
        counted(len(visits), "{n} visit", "{n} visits"),
        _("{hours} on site").format(hours=format_hours(on_site, 1)),
    ]
    if driving:
        said.append(_("{hours} on the road").format(hours=format_hours(driving / 60, 1)))
    if agreed:
        said.append(counted(agreed, "{n} agreed", "{n} agreed"))
    return said


def _cell(day: date, visits: list[Visit], year: Year, frame: Frame) -> dict[str, Any]:
    colour = colour_of(day)
    return {
        "day": day_words(day, "EEE d MMM"),
        "colour": colour,
        "on_colour": ink_on(colour),
        "map": tour_map(
            year.home, [(visit.stop, place_of(visit)) for visit in visits], frame, year.ends.get(day)
        ),
        "note": _use_of(day, bool(visits), year),
        "visits": bool(visits),
    }


def _use_of(day: date, visited: bool, year: Year) -> str:
    """Say what a day without visits is for, and what the other half of a half day is for."""
    if not year.start <= day <= year.end:
        return _("Outside the plan")
    activity, share = year.activities.get(day, ("field", 1.0))
    if activity == "field":
        return "" if visited else _("No visit planned")
    use = _(DAY_USES.get(activity, activity))
    return use if share == 0 else _("½ day: {activity}").format(activity=use)


def _day(day: date, visits: list[Visit], year: Year) -> dict[str, Any]:
    colour, driving = colour_of(day), year.driving.get(day)
    return {
        "day": day_words(day, "EEEE d MMMM"),
        "colour": colour,
        "on_colour": ink_on(colour),
        "times": clauses(part for part in (year.elsewhere.get(day), _times(visits, driving)) if part),
        "visits": [_visit(visit) for visit in visits],
    }


def _times(visits: list[Visit], driving: float | None) -> str:
    """Say when to leave and when one is back; nothing where the drive is not known."""
    if driving is None:
        return ""
    there = sum(visit.travel_minutes for visit in visits)
    leave = visits[0].start - timedelta(minutes=visits[0].travel_minutes)
    back = visits[-1].end + timedelta(minutes=max(driving - there, 0.0))
    return _("leave at {leave}, back at {back} · {hours} on the road").format(
        leave=clock(leave), back=clock(back), hours=format_hours(driving / 60, 1)
    )


def _visit(visit: Visit) -> dict[str, Any]:
    account = visit.account
    number = _("visit {number}/{count}").format(number=visit.turn or visit.number, count=visit.count)
    drive = _("{minutes} min").format(minutes=round(visit.travel_minutes))
    where = [line for line in (account.address, account.person) if line]
    phone_alone = bool(account.call) and not account.person
    return {
        "stop": str(visit.stop),
        "start": clock(visit.start),
        "until": f"\n– {clock(visit.end)}\n→ {drive}",
        "agreed": _("agreed") if visit.agreed else "",
        "name": account.name,
        "where": "".join(f"\n{line}" for line in where) + ("\n" if phone_alone else EN_SPACE),
        "phone": account.call,
        "what": f"{account.account_type or account.kind} · {number}{EN_SPACE}",
        "verify": f"{EN_SPACE}{account.verify}" if account.verify else "",
        "goals": [
            *([f"\n{heading}", f"{EN_SPACE}{words}"] for heading, words in visit.first),
            *([f"\n{goal.action}", f"{EN_SPACE}{goal.objective}"] for goal in visit.goals[:GOALS]),
        ],
        "reason": f"\n{_('Why')}{EN_SPACE}{account.reason}" if account.reason else "",
    }


def clock(moment: datetime) -> str:
    """Write an hour, as in 09:30; to the nearest minute."""
    return f"{moment + timedelta(seconds=30):%H:%M}"


def colour_of(day: date) -> str:
    """Return the colour of a day of the week."""
    return SERIES[day.weekday()]


def day_words(day: date, style: str) -> str:
    """Write a day in words, a capital at the start."""
    return _day_words(day, style, current_language())


@cache
def _day_words(day: date, style: str, _language: str) -> str:
    words = format_date(day, style)
    return words[:1].upper() + words[1:]


def place_of(visit: Visit) -> Point | None:
    """Return latitude and longitude of the account, where they are known."""
    lat, lon = visit.account.lat, visit.account.lon
    return None if lat is None or lon is None else (lat, lon)
