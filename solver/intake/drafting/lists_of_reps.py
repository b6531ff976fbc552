"""Lists of the firm's own reps, which look like lists of accounts: a code, a name and a town each."""

import pandas as pd

from solver.intake.drafting.found import Found
from solver.intake.words import fold
from solver.words.i18n import _

MOSTLY = 0.8


def without_lists_of_reps(found: list[Found]) -> list[Found]:
    """Leave out files of accounts whose rows are the reps that other files name."""
    said = _("these are the firm’s own reps, whom the other files name: they are written below, under reps.")
    return [
        each.without(said)
        if each.table == "accounts" and "rep_id" not in each.columns and _are_reps(each, found)
        else each
        for each in found
    ]


def _are_reps(accounts: Found, found: list[Found]) -> bool:
    """Tell whether a column has a rep of the other files on nearly each of its rows."""
    reps = {
        name
        for other in found
        if (other.file, other.sheet) != (accounts.file, accounts.sheet) and not other.problem
        for column in [other.columns.get("rep_id", "")]
        if column in other.cells
        for name in _folded(other.cells[column])
    } - {""}
    columns = (_folded(accounts.cells[column]) for column in accounts.cells)
    return any(
        len(set(names)) == len(names) and sum(name in reps for name in names) >= MOSTLY * len(names)
        for names in columns
        if names
    )


def _folded(texts: pd.Series) -> list[str]:
    return [fold(text) for text in texts if text.strip()]
