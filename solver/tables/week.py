"""Opening hours and days of the week as people write them, and as the table `visit_rules` holds them."""

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise

MINUTES_A_DAY = 24 * 60
CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# Two letters that are another day in another of these languages (`ma`, `di`, `do`) are left out.
NAMES = (
    "mo mon monday lu lun lundi montag lunes lunedi maandag",
    "tu tue tues tuesday mar mardi dienstag martes martedi dinsdag",
    "we wed wednesday me mer mercredi mi mittwoch mie miercoles mercoledi wo woensdag",
    "th thu thur thurs thursday je jeu jeudi donnerstag ju jue jueves gi gio giovedi donderdag",
    "fr fri friday ve ven vendredi freitag vi vie viernes venerdi vr vrijdag",
    "sa sat saturday sam samedi samstag sab sabado sabato za zaterdag",
    "su sun sunday dim dimanche so sonntag dom domingo domenica zo zondag",
)
DAYS: Mapping[str, int] = {
    word: day for day, names in enumerate(NAMES) for name in names.split() for word in (name, name + "s")
}
HOLIDAYS = "ph"  # a rep is not in the field on public holidays
CLOSED = frozenset(["off", "closed", "ferme", "fermee", "geschlossen", "cerrado", "chiuso", "gesloten"])
TO = re.compile(r"\s*(?:[-\u2010-\u2015]|\b(?:a|au|to|bis|al|tot)\b)\s*")
BETWEEN = re.compile(r"\b(?:et|and|und|y|e|en|de|du|des|les?|from|von|tous|chaque|every)\b|[,/&]|:(?!\d)")
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
        do: `lun-ven 8h-12h / 14h-18h`. Days that are not named are closed, hours without a day hold for
        the days of the rule before, or for all; hours of a day in two rules add up, `off` alone replaces.

    Raises
    ------
    WeekError
        A part cannot be read, closes before it opens, contradicts another, or nothing is ever open.
    """
    week: list[Intervals | None] = [None] * len(CODES)
    before = list(range(len(CODES)))
    for rule in re.split(r"[;|\n]", _plain(text).replace("24/7", "0-24")):
        for days, hours in _rules(BETWEEN.sub(" ", TO.sub("-", rule)).split(), before):
            for day in days:
                week[day] = _both(week[day], hours)
            before = days
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
        As in `tue, thu`; with an exclamation mark, `tue, thu!`, there is no other day.

    Raises
    ------
    WeekError
        A part is no day of the week.
    """
    plain = _plain(text)
    days: set[int] = set()
    for token in BETWEEN.sub(" ", TO.sub("-", plain.replace("!", " ").replace(";", " "))).split():
        days.update(_days(token))
    if not days:
        raise WeekError(text.strip())
    return frozenset(days), "!" in plain


def weekdays_text(days: frozenset[int], must: bool) -> str:
    """Return days of the week as `read_weekdays` reads them."""
    return ",".join(CODES[day] for day in sorted(days)) + ("!" if must else "")


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


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in spread if not unicodedata.combining(c))
    return re.sub(r"(?<=\d)\.(?=\d)", ":", plain).replace(".", " ")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
