"""How a value is told and written anywhere: its unit by the dictionary, its decimals by its size."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from solver.tables.codes import label
from solver.tables.dictionary import column_label, sums, unit_of
from solver.tables.units import UNITS, Unit, UnitName
from solver.words.sentences import rep_names, usual_case

Formatter = Callable[[object], str]
REPS = ("rep_id", "nearer_rep_id", "new_rep_id", "owner")  # columns that hold the code of a rep


@dataclass(frozen=True)
class Column:
    """How one column is shown.

    Attributes
    ----------
    label : str, optional
        Head of the column; what the dictionary calls it when left out.
    unit : str, optional
        One of `UNITS`; told by the dictionary, else by the type of the values, when left out.
    decimals : int, optional
        Told from the size of the numbers when left out.
    bar : bool
        A share with a bar behind it.
    """

    label: str | None = None
    unit: UnitName | None = None
    decimals: int | None = None
    bar: bool = False

    @property
    def facts(self) -> Unit:
        """What the table of units says of the column, once its unit is known."""
        return UNITS[self.unit or "text"]


def with_names(table: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Put the account's name after its code."""
    names = accounts.set_index("account_id")["name"]
    named = table.drop(columns="name", errors="ignore")
    place = named.columns.get_loc("account_id")
    assert isinstance(place, int)
    named.insert(place + 1, "name", named["account_id"].map(names))
    return named


def with_rep_names(table: pd.DataFrame, reps: pd.DataFrame) -> pd.DataFrame:
    """Put the name of each rep in the place of the code; whoever is no rep keeps what stands there."""
    names = rep_names(reps)
    held = [name for name in REPS if name in table.columns]
    return table.assign(**{name: table[name].map(names).fillna(table[name]) for name in held})


def without_false_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Leave the gap unknown where the potential is: nothing to win and nothing known are not the same."""
    if not {"gap_eur", "potential_eur"} <= set(table.columns):
        return table
    return table.assign(gap_eur=table["gap_eur"].where(table["potential_eur"].notna()))


def complete(name: str, spec: Column, values: pd.Series) -> Column:
    """Fill in what the caller left to be told from the column."""
    unit = spec.unit or unit_of(name, values)
    decimals = spec.decimals if spec.decimals is not None else decimals_of(unit, values)
    return replace(spec, label=spec.label or column_label(name), unit=unit, decimals=decimals)


def decimals_of(unit: UnitName, values: pd.Series) -> int:
    """As many decimals as it takes to tell the values apart, and no more."""
    if not UNITS[unit].is_number:
        return 0
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    largest = float(numbers.abs().max()) if len(numbers) else 0.0
    if unit == "minutes":
        return 0
    if unit == "share":
        return 1 if 0 < largest < 0.1 else 0
    if unit == "money":
        return 2 if 0 < largest < 10 else 0
    if unit != "hours" and (numbers % 1 == 0).all():
        return 0
    return 2 if largest < 3 else 1 if largest < 100 else 0


def adds_up(name: str, spec: Column) -> bool:
    """Tell whether the sum of a column means something."""
    return spec.facts.adds and sums(name)


def formatter(spec: Column, name: str) -> Formatter:
    """Return the function that writes one cell."""
    if spec.unit == "code":
        return lambda value: label(name, value)
    if name == "town":
        return usual_case
    decimals, write = spec.decimals or 0, spec.facts.write
    return lambda value: write(value, decimals)
