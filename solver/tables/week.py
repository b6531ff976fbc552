"""Opening hours and days of the week as people write them, and as the table `visit_rules` holds them."""

import re
from collections.abc import Mapping
from itertools import pairwise

from solver.tables.week_words import EXCEPT, plain_hours, plain_weekdays

MINUTES_A_DAY = 24 * 60
CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# What is another day in another of these languages (`ma`, `di`, `do`, `m`, `s`) is left out.
NAMES = (
    "mo mon monday l lu lun lundi montag lunes lunedi maandag",
    "tu tue tues tuesday mar mardi dienstag martes martedi dinsdag",
    "we wed wednesday me mer mercredi mi mittwoch mie miercoles mercoledi wo woensdag",
    "th thu thur thurs thursday j je jeu jeudi donnerstag ju jue jueves gi gio giovedi donderdag",
    "fr fri friday v ve ven vendredi freitag vi vie viernes venerdi vr vrijdag",
    "sa sat saturday sam samedi samstag sab sabado sabato za zaterdag",
    "su sun sunday dim dimanche so sonntag dom domingo domenica zo zondag",
)
DAYS: Mapping[str, int] = {
    word: day for day, names in enumerate(NAMES) for name in names.split() for word in (name, name + "s")
}
HOLIDAYS = "ph"  # a rep is not in the field on public holidays
CLOSED = frozenset(["off", "closed", "ferme", "fermee", "geschlossen", "cerrado", "chiuso", "gesloten"])
TO = re.compile(r"\s*(?:[-\u2010-\u2015]|\b(?:a|au|to|bis|al|tot)\b)\s*")
BETWEEN = re.compile(
    r"\b(?:et|and|und|y|e|en|de|du|des|les?|los|el|il|ou|or|oder|o|from|von|tous|chaque|every)\b"
    r"|[,/&+]|:(?!\d)"
)
TIMES = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?(?:min)?-(\d{1,2})(?:[:h](\d{2})?)?")

type Intervals = tuple[tuple[int, int], ...]
type Week = tuple[Intervals, ...]


class WeekError(ValueError):
    """A cell that cannot be read; its text is the part that is to blame."""


def read_hours(text: str) -> Week:
    """Return the opening hours of each weekday, in minutes after midnight; closed where there are none.

    Parameters
    ----------
    text : str
        A subset of what OpenStreetMap writes, as in `Mo-Fr 08:00-12:00,14:00-18:00; Sa off`, or as people
        do: `lun-ven 8h-midi / 14h-18h`, `9-17 sauf mercredi`. Days that are not named are closed, hours
        without a day hold for the days of the rule before, or for all; hours of a day in two rules add up,
        `off` alone replaces. Where only closed days are named, the others are open all day.

    Raises
    ------
    WeekError
        A part cannot be read, closes before it opens, contradicts another, or nothing is ever open.
    """
    week: list[Intervals | None] = [None] * len(CODES)
    before = list(range(len(CODES)))
    for rule in re.split(r"[;|\n]", plain_hours(text)):
        tokens, never = _without_exceptions(BETWEEN.sub(" ", TO.sub("-", rule)).split())
        rules = _rules(tokens, before)
        if never and not tokens and not any(week):
            rules = [([*range(len(CODES))], ((0, MINUTES_A_DAY),))]
        for days, hours in rules:
            for day in days:
                if day not in never:
                    week[day] = _both(week[day], hours)
            before = [day for day in days if day not in never]
        for day in never:
            week[day] = ()
    if not any(week):
        raise WeekError(text.strip())
    return tuple(hours or () for hours in week)


def hours_text(week: Week) -> str:
    """Return opening hours as `read_hours` reads them, days with the same hours together."""
    parts = []
    for first, hours in enumerate(week):
        if not hours or (first and week[first - 1] == hours):
            continue
        last = first
        while last + 1 < len(week) and week[last + 1] == hours:
            last += 1
        days = CODES[first] if first == last else f"{CODES[first]}-{CODES[last]}"
        parts.append(f"{days} {','.join(f'{_clock(start)}-{_clock(end)}' for start, end in hours)}")
    return "; ".join(parts)


def read_weekdays(text: str) -> tuple[frozenset[int], bool]:
    """Return the days of the week that are wished for, Monday as 0, and whether no other day will do.

    Parameters
    ----------
    text : str
        As in `tue, thu`; with an exclamation mark, `tue, thu!`, or `only`, there is no other day. `never
        tue` is any other day.

    Raises
    ------
    WeekError
        A part is no day of the week.
    """
    said, must, never = plain_weekdays(text)
    named: set[int] = set()
    for token in BETWEEN.sub(" ", TO.sub("-", said.replace(";", " "))).split():
        named.update(_days(token))
    days = set(range(len(CODES))) - named if never else named
    if not named or not days:
        raise WeekError(text.strip())
    return frozenset(days), must


def weekdays_text(days: frozenset[int], must: bool) -> str:
    """Return days of the week as `read_weekdays` reads them."""
    return ",".join(CODES[day] for day in sorted(days)) + ("!" if must else "")


def _without_exceptions(tokens: list[str]) -> tuple[list[str], set[int]]:
    """Take out the closed days after `except`, or after `closed` where no day stands before it."""
    kept: list[str] = []
    never: set[int] = set()
    at = 0
    while at < len(tokens):
        token, at = tokens[at], at + 1
        before = tokens[at - 2] if at > 1 else ""
        closes = token in CLOSED and at < len(tokens) and not _is_day(before) and before not in CLOSED
        if not (token in EXCEPT or closes):
            kept.append(token)
            continue
        start = at
        while at < len(tokens) and (_is_day(tokens[at]) or tokens[at] == HOLIDAYS):
            never.update(_days(tokens[at]) if tokens[at] != HOLIDAYS else [])
            at += 1
        # Hours right after closed days, as in `closed Monday 9-12`, are anybody's guess: those of which days?
        if at == start or (at < len(tokens) and not _is_day(before)):
            raise WeekError(tokens[at] if at < len(tokens) else token)
    return kept, never


def _is_day(token: str) -> bool:
    first, _dash, last = token.partition("-")
    return first in DAYS and (not last or last in DAYS)


def _rules(tokens: list[str], days: list[int]) -> list[tuple[list[int], Intervals]]:
    """Bring each run of hours together with the days before it, at first those of the rule before."""
    rules: list[tuple[list[int], list[tuple[int, int]]]] = []
    named = closed = False
    for token in tokens:
        times = TIMES.fullmatch(token)
        if times is None and token not in CLOSED:
            days, named = [*(days if named else []), *([] if token == HOLIDAYS else _days(token))], True
            continue
        first = named or not rules
        # Hours after those of public holidays alone, or beside “closed”, are anybody's guess.
        if (first and not named and not days) or (not first and (closed or times is None)):
            raise WeekError(token)
        if first:
            rules.append((days, []))
        named, closed = False, times is None
        if times is not None:
            rules[-1][1].append(_interval(token, times))
    if named:
        raise WeekError(tokens[-1])
    return [(which, _apart(hours)) for which, hours in rules]


def _both(before: Intervals | None, hours: Intervals) -> Intervals:
    """Add hours to those that an earlier rule gave the day; where the two overlap, which holds is unclear."""
    if before is None or not hours or hours == before:
        return hours
    joined = sorted([*before, *hours])
    if not before or any(later[0] < earlier[1] for earlier, later in pairwise(joined)):
        raise WeekError(",".join(f"{_clock(start)}-{_clock(end)}" for start, end in hours))
    return _apart(joined)


def _days(token: str) -> list[int]:
    first, dash, last = token.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        raise WeekError(token)
    start, end = DAYS[first], DAYS[last] if dash else DAYS[first]
    return [(start + i) % len(CODES) for i in range((end - start) % len(CODES) + 1)]


def _interval(token: str, found: re.Match[str]) -> tuple[int, int]:
    hour, minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or not start < end <= MINUTES_A_DAY:
        raise WeekError(token)
    return start, end


def _apart(hours: list[tuple[int, int]]) -> Intervals:
    """Put intervals in order and make one of those that touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hours):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
