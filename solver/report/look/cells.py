"""How a value is told and written anywhere: its kind by its column, its decimals by its size."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from solver.tables.column_labels import column_label
from solver.tables.labels import CODES, label
from solver.words.i18n import MISSING, _, format_date, format_hours, format_money, format_number, format_share

Kind = Literal["money", "number", "hours", "share", "bar", "date", "month", "yes_no", "code", "text"]
Formatter = Callable[[object], str]

ADDITIVE: tuple[Kind, ...] = ("money", "number", "hours")
LEFT: tuple[Kind, ...] = ("text", "code", "date", "month", "yes_no")
SHARES = re.compile(r"(^|_)(share|rate|trend)($|_)")
NOT_MONEY_PER = re.compile(r"_per_|^price_|^plus_one|^minus_one|_note$|_rate$|rank|score|_no$|priority")


@dataclass(frozen=True)
class Column:
    """How one column is shown.

    Attributes
    ----------
    label : str, optional
        Head of the column; the usual name of the column when left out.
    kind : str, optional
        money, number, hours, share, bar (a share with a bar behind it), date, month, yes_no, code (shown by
        its label) or text; told from the column's name and type when left out.
    decimals : int, optional
        Told from the size of the numbers when left out.
    """

    label: str | None = None
    kind: Kind | None = None
    decimals: int | None = None


def with_names(table: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Put the account's name after its code."""
    names = accounts.set_index("account_id")["name"]
    named = table.drop(columns="name", errors="ignore")
    place = named.columns.get_loc("account_id")
    assert isinstance(place, int)
    named.insert(place + 1, "name", named["account_id"].map(names))
    return named


def without_false_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Leave the gap unknown where the potential is: nothing to win and nothing known are not the same."""
    if not {"gap_eur", "potential_eur"} <= set(table.columns):
        return table
    return table.assign(gap_eur=table["gap_eur"].where(table["potential_eur"].notna()))


def complete(name: str, spec: Column, values: pd.Series) -> Column:
    """Fill in what the caller left to be told from the column."""
    kind = spec.kind or kind_of(name, values)
    decimals = spec.decimals if spec.decimals is not None else decimals_of(kind, values)
    return replace(spec, label=spec.label or column_label(name), kind=kind, decimals=decimals)


def kind_of(name: str, values: pd.Series) -> Kind:
    """Kind of a column by its name, which holds its unit, and its type."""
    if name in CODES and not pd.api.types.is_numeric_dtype(values):  # a criterion may be called like a code
        return "code"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_bool_dtype(values):
        return "yes_no"
    if name == "month":
        return "month"
    if name == "year" or not pd.api.types.is_numeric_dtype(values):
        return "text"
    if name.endswith("_eur"):
        return "money"
    if SHARES.search(name) or name in ("low", "high", "change"):
        return "share"
    return "hours" if "hours" in name else "number"


def decimals_of(kind: Kind, values: pd.Series) -> int:
    """As many decimals as it takes to tell the values apart, and no more."""
    if kind not in ("money", "number", "hours", "share", "bar"):
        return 0
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    largest = float(numbers.abs().max()) if len(numbers) else 0.0
    if kind in ("share", "bar"):
        return 1 if 0 < largest < 0.1 else 0
    if kind == "number" and (numbers % 1 == 0).all():
        return 0
    if kind == "money":
        return 2 if 0 < largest < 10 else 0
    return 2 if largest < 3 else 1 if largest < 100 else 0


def formatter(spec: Column, name: str) -> Formatter:
    """Return the function that writes one cell."""
    decimals = spec.decimals or 0
    numeric: dict[str, Callable[..., str]] = {
        "money": format_money,
        "number": format_number,
        "hours": format_hours,
        "share": format_share,
        "bar": format_share,
    }
    if spec.kind in numeric:
        write = numeric[spec.kind]
        return lambda value: write(value, decimals)
    words: dict[str, Formatter] = {
        "date": lambda value: format_date(value),  # type: ignore[arg-type]
        "month": lambda value: format_date(f"{value}-01", "LLL y"),
        "yes_no": lambda value: _("yes") if value else _("no"),
        "code": lambda value: label(name, value),
    }
    return words.get(str(spec.kind), lambda value: MISSING if pd.isna(value) else str(value))  # type: ignore[call-overload]
