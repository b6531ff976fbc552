"""Dates whose year has two digits and no certain place, as 120125 and 25/01/12: one alone says nothing."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

Three = tuple[int, int, int]
# Where year, month and day stand in each order.
ORDERS: Mapping[str, Three] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
SIX, FIVE = re.compile(r"(\d\d)(\d\d)(\d\d)"), re.compile(r"\d{5}")
APART = re.compile(r"(\d\d)([-/. ])(\d\d)\2(\d\d)")
YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")
CENTURY = 70  # 69 is 2069, 70 is 1970
MOSTLY = 0.95
LONGEST_SPAN = 10  # years: days of the month read as years are spread over more


def six_digits(values: Sequence[str]) -> dict[int, Three]:
    """Return the three parts of each date of six digits, by its place; a spreadsheet takes a first 0 off.

    Years and months, such as 202501, are no dates.
    """
    found = {place: text for place, text in enumerate(values) if SIX.fullmatch(text)}
    if not found or all(map(YEAR_AND_MONTH.fullmatch, found.values())):
        return {}
    bare = {place: f"0{text}" for place, text in enumerate(values) if FIVE.fullmatch(text)}
    found |= bare if len(bare) <= len(found) else {}
    return {place: _parts(text) for place, text in found.items()}


def apart(values: Sequence[str]) -> dict[int, Three]:
    """Return the three parts of each date whose parts have two digits each and stand apart, by its place."""
    told = {place: APART.fullmatch(text) for place, text in enumerate(values)}
    return {place: (int(f[1]), int(f[3]), int(f[4])) for place, f in told.items() if f}


def plausible(threes: Collection[Three]) -> list[str]:
    """Return the orders in which nearly all are dates, of years that lie close together."""
    found = []
    for order in ORDERS:
        days = [day for three in threes if (day := in_order(three, order))]
        years = [day.year for day in days]
        if years and len(days) >= MOSTLY * len(threes) and max(years) - min(years) <= LONGEST_SPAN:
            found.append(order)
    return found


def in_order(three: Three, order: str) -> date | None:
    """Return the day that three parts mean in an order; none where there never was such a day."""
    year, month, day = (three[place] for place in ORDERS[order])
    try:
        return date(year + (2000 if year < CENTURY else 1900), month, day)
    except ValueError:
        return None


def _parts(text: str) -> Three:
    return int(text[:2]), int(text[2:4]), int(text[4:])
