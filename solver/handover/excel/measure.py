"""How wide a column and how high a line must be: a spreadsheet measures neither when it opens a file."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from solver.handover.excel.fields import Field
from solver.tables.units import UNITS

FILTER_BUTTON = 3.0  # characters that the button of a filter covers in a head
LINE_HEIGHT, TEXT_LINE, EDGE = 13.5, 15.5, 4.5  # points: of a table, of a text, around them
MONEY_SIGNS = 3
FIXED = {"date": 11.5, "time": 8.0, "flag": 6.0}
DECIMALS = {"hours": 1, "points": 1, "fine": 2, "cents": 2, "share": 1}
SMALL, CAPITAL, BOLD = 0.78, 1.1, 1.08  # of a digit, which is what a column's width counts
INDENT, GUTTER = 1.5, 2.0


def width_of(one: Field) -> float:
    """Return the width of a column in characters, within its bounds."""
    longest_word = max((letters(word) for word in one.heading.split()), default=0.0)
    least = max(one.least, longest_word * BOLD + FILTER_BUTTON)
    contents = FIXED.get(one.unit)
    if contents is None:
        contents = max((_wide(value, one.unit) for value in _widest(one.values)), default=0.0) + GUTTER
    return min(max(least, contents), max(one.most, least))


def row_heights(fields: Sequence[Field], widths: Sequence[float], most_lines: int) -> list[float]:
    """Return the height of each line in points."""
    lines = [1] * len(fields[0].values)
    for one, width in zip(fields, widths, strict=True):
        if UNITS[one.unit].holds not in ("text", "code") or one.folded or one.hidden:
            continue
        for row, value in enumerate(one.values):
            if isinstance(value, str) and (len(value) * CAPITAL > width - INDENT or "\n" in value):
                lines[row] = max(lines[row], lines_of(value, width))
    return [EDGE + LINE_HEIGHT * min(count, most_lines) for count in lines]


def heading_height(fields: Sequence[Field], widths: Sequence[float]) -> float:
    """Return the height of the heads."""
    lines = max(
        lines_of(one.heading, width / BOLD)
        for one, width in zip(fields, widths, strict=True)
        if not one.hidden
    )
    return EDGE + 2 + LINE_HEIGHT * min(lines, 5)


@lru_cache(maxsize=50_000)
def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, words kept whole."""
    return sum(_lines_of_one(part, width - INDENT) for part in text.split("\n"))


def _lines_of_one(text: str, room: float) -> int:
    """Fill line after line with words."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = letters(word)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        lines += int(wide // room)  # a word longer than a line is broken
        used += wide % room + SMALL if wide > room else wide + SMALL
    return lines


@lru_cache(maxsize=50_000)
def letters(text: str) -> float:
    """Return how wide a text is, in digits."""
    capitals = sum(map(str.isupper, text))
    return SMALL * (len(text) - capitals) + CAPITAL * capitals


def _widest(values: Sequence[Any]) -> list[Any]:
    """Return the values among which the widest is: each text once, and of numbers the least and the most."""
    texts = {value for value in values if isinstance(value, str)}
    numbers = [value for value in values if isinstance(value, int | float) and value == value]
    others = [value for value in values if not isinstance(value, str | int | float | None)]
    return [*texts, *([min(numbers), max(numbers)] if numbers else []), *others[:1]]


def _wide(value: Any, unit: str) -> float:
    """Return how wide a value is as it is written, in digits."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        return max(letters(part) for part in value.split("\n")) + INDENT
    if not isinstance(value, int | float):
        return FIXED["date"]
    signs = MONEY_SIGNS if unit in ("money", "cents") else 2 if unit == "share" else 0
    scaled = value * 100 if unit == "share" else value
    return len(f"{scaled:,.{DECIMALS.get(unit, 0)}f}") + signs
