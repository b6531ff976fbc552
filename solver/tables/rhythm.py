"""The rhythm that an account asks for, as calendars write it (RRULE, RFC 5545) and `visit_rules` holds it."""

import re
from typing import NamedTuple

from solver.tables.week import CODES, WeekError

DAY_OF_WEEK = "|".join(code.upper() for code in CODES)
PARTS = {  # and what each of its values may be
    "FREQ": "WEEKLY|MONTHLY",
    "INTERVAL": r"0?[1-9]|[1-5]\d|60",
    "BYDAY": rf"(?:[+-]?[1-5])?(?:{DAY_OF_WEEK})",
    "BYMONTHDAY": r"-?(?:0?[1-9]|[12]\d|3[01])",
    "BYHOUR": r"0?\d|1\d|2[0-3]",
    "BYMINUTE": r"[0-5]?\d",
}
SEVERAL = ("BYDAY", "BYMONTHDAY")


class Rhythm(NamedTuple):
    """A rhythm that was read.

    Attributes
    ----------
    text : str
        As `visit_rules` holds it.
    weekdays : frozenset of int
        The days of the week that it names, Monday as 0.
    clock : int, optional
        When a visit starts, in minutes after midnight.
    """

    text: str
    weekdays: frozenset[int]
    clock: int | None


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
        if name not in PARTS or name in given:
            raise WeekError(part if equals else text.strip())
        values = value.split(",") if name in SEVERAL else [value]
        if not all(re.fullmatch(PARTS[name], one) for one in values):
            raise WeekError(part)
        given[name] = value
    if "FREQ" not in given:
        raise WeekError(text.strip())
    monthly, numbered = given["FREQ"] == "MONTHLY", bool(re.search(r"\d", given.get("BYDAY", "")))
    goes_with_the_rest = {
        "BYDAY": monthly or not numbered,
        "BYMONTHDAY": monthly and "BYDAY" not in given,
        "BYMINUTE": "BYHOUR" in given,
    }
    for name, goes in goes_with_the_rest.items():
        if name in given and not goes:
            raise WeekError(f"{name}={given[name]}")
    if numbered:  # who reads on takes every kind of day with its number, or none
        every = r"1\1,2\1,3\1,4\1,5\1"
        given["BYDAY"] = re.sub(rf"(?<!\d)({DAY_OF_WEEK})", every, given["BYDAY"])
    days = re.findall(DAY_OF_WEEK, given.get("BYDAY", ""))
    return Rhythm(
        ";".join(f"{name}={given[name]}" for name in PARTS if name in given),
        frozenset(CODES.index(day.capitalize()) for day in days),
        60 * int(given["BYHOUR"]) + int(given.get("BYMINUTE", 0)) if "BYHOUR" in given else None,
    )
