"""The one table of units: what a cell holds, how it is written in words, in a workbook and in a text file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from solver.words.i18n import (
    MISSING,
    _,
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
    is_missing,
)

if TYPE_CHECKING:
    import pandas as pd

Holds = Literal["text", "code", "number", "whole", "date", "flag", "time"]
UnitName = Literal[
    "text",
    "id",
    "phone",
    "code",
    "flag",
    "date",
    "moment",
    "time",
    "month",
    "week",
    "year",
    "money",
    "cents",
    "share",
    "hours",
    "duration",
    "minutes",
    "days",
    "count",
    "number",
    "fine",
    "points",
    "degrees",
]
DTYPES: Mapping[Holds, str] = {
    "text": "str",
    "code": "str",
    "time": "str",
    "number": "float64",
    "whole": "int64",
    "date": "datetime64[ns]",
    "flag": "bool",
}
DAY = "dd/mm/yyyy"


def _as_it_is(value: Any, _decimals: int) -> str:
    return MISSING if is_missing(value) else str(value)


@dataclass(frozen=True)
class Unit:
    """How the values of a column are kept, written and summed.

    Attributes
    ----------
    holds : str
        Text, code, number, whole number, date, flag or time of day.
    write : callable
        Writes a value with so many decimals, for a reader.
    sheet : str
        Number format of a workbook.
    decimals : int
        Most decimals in a file for another program.
    adds : bool
        Whether a sum of values means something.
    """

    holds: Holds
    write: Callable[[Any, int], str] = _as_it_is
    sheet: str = "@"
    decimals: int = 0
    adds: bool = False

    @property
    def is_number(self) -> bool:
        """Whether values are numbers, set to the right."""
        return self.holds in ("number", "whole")


UNITS: Mapping[UnitName, Unit] = MappingProxyType(
    {
        "text": Unit("text"),
        "id": Unit("text"),
        "phone": Unit("text"),
        "code": Unit("code"),
        "flag": Unit("flag", lambda value, _decimals: _("yes") if value else _("no")),
        "date": Unit("date", lambda value, _decimals: format_date(value), DAY),
        "moment": Unit("date", lambda value, _decimals: format_date(value), DAY),
        "time": Unit("time", sheet="hh:mm"),
        "month": Unit("text", lambda value, _decimals: format_date(f"{value}-01", "LLL y")),
        "week": Unit("text"),
        "year": Unit("text"),
        "money": Unit("number", format_money, "#,##0", 2, adds=True),
        "cents": Unit("number", format_money, "#,##0.00", 2, adds=True),
        "share": Unit("number", format_share, "0%", 2),
        "hours": Unit("number", format_hours, "#,##0.0", 2, adds=True),
        "duration": Unit("number", format_hours, "#,##0", 2, adds=True),
        "minutes": Unit("number", format_number, "#,##0.##", adds=True),
        "days": Unit("number", format_number, "#,##0.##", adds=True),
        "count": Unit("whole", format_number, "0", adds=True),
        "number": Unit("number", format_number, "#,##0.##", 2, adds=True),
        "fine": Unit("number", format_number, "#,##0.00", 2, adds=True),
        "points": Unit("number", format_number, "0.0", 1),
        "degrees": Unit("number", format_number, "0.000000", 6),
    }
)


def unit_by_ending(name: str) -> UnitName:
    """Return the unit that the name of a parameter ends on."""
    if name.endswith("_eur"):
        return "money"
    return "share" if name.endswith(("_share", "_rate")) else "number"


def unit_by_type(values: "pd.Series") -> UnitName:
    """Return the unit of a column that nobody declared, by the type of its values."""
    from pandas.api import types  # who only asks what a column is called loads no pandas

    if types.is_datetime64_any_dtype(values):
        return "date"
    if types.is_bool_dtype(values):
        return "flag"
    return "number" if types.is_numeric_dtype(values) else "text"


def fits(unit: UnitName, values: "pd.Series") -> bool:
    """Tell whether a column may hold values of a unit: a name can stand for other things in another table."""
    by_type = UNITS[unit_by_type(values)]
    mine = UNITS[unit]
    return unit == "year" or (
        mine.is_number == by_type.is_number
        and (mine.holds == "date") == (by_type.holds == "date")
        and (mine.holds == "flag") == (by_type.holds == "flag")
    )
