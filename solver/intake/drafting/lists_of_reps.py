"""Lists of the firm's own reps, which look like lists of accounts: a code, a name and a town each."""

import pandas as pd

from solver.intake.drafting.found import Found
from solver.intake.reading.hints import speaks
from solver.intake.words import fold
from solver.words.i18n import _

MOSTLY = 0.8


def without_lists_of_reps(found: list[Found]) -> list[Found]:
    """Leave out files of accounts whose rows are the reps that other files name."""
    said = _("these are the firm’s own reps, whom the other files name: they are written below, under reps.")
    staff = _("a register of the firm’s own staff: no account stands in it.")
    return [
        each.without(said)
        if each.table == "accounts" and "rep_id" not in each.columns and _are_reps(each, found)
        else each.without(staff)
        if each.table in ("accounts", "contacts") and each.preset is None and _are_staff(each)
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


def _are_staff(found: Found) -> bool:
    """Tell a register of staff: what only an employer knows, beside posts, and no address of a firm."""
    known, posts = (
        [column for column in found.header if speaks(column, of)] for of in ("of_staff", "of_post")
    )
    # A post or a day of entry alone is of contacts too, and of clients.
    return len(known) > 1 and len({*known, *posts}) > 2 and not {"siret", "siren", "kind"} & {*found.columns}


def _folded(texts: pd.Series) -> list[str]:
    return [fold(text) for text in texts if text.strip()]
