"""The rhythm that an account asks for, as calendars write it (RRULE, RFC 5545) and `visit_rules` holds it."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solver.tables.week import CODES, WeekError

BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
WEEKDAY = {code.upper(): number for number, code in enumerate(CODES)}
PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE")


@dataclass(frozen=True)
class Rhythm:
    """Every so many weeks or months, on which days, at what time.

    Attributes
    ----------
    monthly : bool
        Counted in months; in weeks otherwise.
    interval : int
        Every so many of them, counted from the one of the last visit.
    weekdays : tuple of (int, int)
        Which of its kind in the month, the last one as -1, any as 0; and the day of the week, Monday as 0.
    month_days : tuple of int
        Days of the month, the last one as -1.
    clock : int, optional
        When the visit starts, in minutes after midnight.
    """

    monthly: bool
    interval: int
    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    clock: int | None

    def falls_on(self, day: date, since: date) -> bool:
        """Whether a day is one of its dates, counted from the last visit, whose day counts where none is."""
        if self.monthly:
            apart = 12 * (day.year - since.year) + day.month - since.month
            alike = self._in_month(day) if self.weekdays or self.month_days else day.day == since.day
        else:
            mondays = [one - timedelta(days=one.weekday()) for one in (since, day)]
            apart = (mondays[1] - mondays[0]).days // 7
            wanted = [weekday for _which, weekday in self.weekdays] or [since.weekday()]
            alike = day.weekday() in wanted
        return alike and apart % self.interval == 0

    def _in_month(self, day: date) -> bool:
        length = calendar.monthrange(day.year, day.month)[1]
        from_start, from_end = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
        named = [which for which, weekday in self.weekdays if weekday == day.weekday()]
        return any(which in (0, from_start, from_end) for which in named) or any(
            number in (day.day, day.day - length - 1) for number in self.month_days
        )


def read_rhythm(text: str) -> Rhythm:
    """Return a rhythm.

    Parameters
    ----------
    text : str
        A part of RRULE: `FREQ=MONTHLY;BYDAY=1MO`, `FREQ=WEEKLY;INTERVAL=4;BYDAY=TU;BYHOUR=10`.

    Raises
    ------
    WeekError
        A part cannot be read, or is none of `PARTS`.
    """
    given: dict[str, str] = {}
    for part in re.sub(r"\s", "", text.upper()).removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = part.partition("=")
        if name not in PARTS or name in given or not (equals and value):
            raise WeekError(part or text.strip())
        given[name] = value
    monthly = given.get("FREQ") == "MONTHLY"
    if not monthly and given.get("FREQ") != "WEEKLY":
        raise WeekError(f"FREQ={given['FREQ']}" if "FREQ" in given else text.strip())
    if "BYMONTHDAY" in given and (not monthly or "BYDAY" in given):
        raise WeekError(f"BYMONTHDAY={given['BYMONTHDAY']}")
    if "BYMINUTE" in given and "BYHOUR" not in given:
        raise WeekError(f"BYMINUTE={given['BYMINUTE']}")
    hour, minute = _number(given, "BYHOUR", 0, 23, -1), _number(given, "BYMINUTE", 0, 59, 0)
    return Rhythm(
        monthly,
        _number(given, "INTERVAL", 1, 60, 1),
        tuple(_weekdays(given["BYDAY"], monthly)) if "BYDAY" in given else (),
        tuple(_month_days(given["BYMONTHDAY"])) if "BYMONTHDAY" in given else (),
        None if hour < 0 else 60 * hour + minute,
    )


def rhythm_text(rhythm: Rhythm) -> str:
    """Return a rhythm as `read_rhythm` reads it."""
    days = ",".join(f"{which or ''}{CODES[day].upper()}" for which, day in rhythm.weekdays)
    clock = rhythm.clock
    parts = {
        "FREQ": "MONTHLY" if rhythm.monthly else "WEEKLY",
        "INTERVAL": "" if rhythm.interval == 1 else str(rhythm.interval),
        "BYDAY": days,
        "BYMONTHDAY": ",".join(map(str, rhythm.month_days)),
        "BYHOUR": "" if clock is None else str(clock // 60),
        "BYMINUTE": "" if clock is None or clock % 60 == 0 else str(clock % 60),
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def rhythm_dates(text: str, first: date, last: date, last_visit: date | None) -> list[date]:
    """Return the dates of a rhythm from a first day to a last one, both included, after the last visit.

    Weeks and months are counted from the last visit made, or from the first day where there is none.
    """
    rhythm, since = read_rhythm(text), last_visit or first
    start = first if last_visit is None else max(first, last_visit + timedelta(days=1))
    days = (start + timedelta(days=n) for n in range((last - start).days + 1))
    return [day for day in days if rhythm.falls_on(day, since)]


def _number(given: dict[str, str], name: str, low: int, high: int, usual: int) -> int:
    text = given.get(name, str(usual))
    if name in given and not (text.isdecimal() and low <= int(text) <= high):
        raise WeekError(f"{name}={text}")
    return int(text)


def _weekdays(text: str, monthly: bool) -> Iterator[tuple[int, int]]:
    for part in text.split(","):
        found = BYDAY.fullmatch(part)
        if found is None or (found[1] and not monthly):
            raise WeekError(f"BYDAY={part}")
        yield int(found[1] or 0), WEEKDAY[found[2]]


def _month_days(text: str) -> Iterator[int]:
    for part in text.split(","):
        if not re.fullmatch(r"-?\d{1,2}", part) or not 1 <= abs(int(part)) <= 31:
            raise WeekError(f"BYMONTHDAY={part}")
        yield int(part)
