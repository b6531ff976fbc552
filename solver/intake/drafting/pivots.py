"""Pivot tables of clients and years or months: read where another file has the clients."""

from dataclasses import replace
from datetime import date

import pandas as pd

from solver.intake.drafting.forms import amounts_across, called_so, looks_pivoted
from solver.intake.drafting.found import Found
from solver.intake.drafting.one_file import MOST_ABOVE
from solver.intake.reading.totals import says_total
from solver.intake.values.numbers import CENT, read_either_way
from solver.intake.words import fold


def pivots_of_clients(found: list[Found]) -> list[Found]:
    """Read pivot tables whose labels are the clients of another file.

    A label that is no client must be the sum of the clients below it, up to the next such label, in every
    period: it is a rep, or another group. A table with any other label stays refused.
    """
    lists = [called_so(each) for each in found if each.table == "accounts" and not each.problem]
    known = frozenset[str]().union(*lists)
    return [_read(each, known) if each.problem and known else each for each in found]


def _read(pivot: Found, known: frozenset[str]) -> Found:
    cells = _under_labels(pivot.cells)
    labels = next((name for name in cells.columns if looks_pivoted([name])), None)
    if labels is None:
        return pivot
    across = amounts_across(pivot, cells)
    groups = _groups(cells, labels, across, known) if across else None
    if groups is None:
        return pivot
    return replace(
        pivot,
        cells=cells,
        lines=len(cells),
        table="sales",
        problem=None,
        columns={"account_id": labels},
        across=across,
        groups=groups,
        left_alone=tuple(name for name in cells.columns if name not in (labels, *across)),
    )


def _under_labels(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows below the last row that names labels: those of the columns may stand above it."""
    places = [place for place in range(min(MOST_ABOVE, len(cells))) if looks_pivoted(cells.iloc[place])]
    if not places:
        return cells
    header, below = cells.iloc[places[-1]].str.strip().tolist(), cells.iloc[places[-1] + 1 :]
    named = [place for place, name in enumerate(header) if name and name not in header[:place]]
    return below.iloc[:, named].set_axis([header[place] for place in named], axis=1)


def _groups(
    cells: pd.DataFrame, labels: str, across: dict[str, date], known: frozenset[str]
) -> tuple[str, ...] | None:
    """Return the labels that head groups of clients; none where one is neither client nor such a head."""
    rows = cells[cells[labels].str.strip().ne("") & ~cells[labels].map(says_total)]
    client = rows[labels].map(lambda text: fold(text) in known)
    if not client.any():
        return None
    heads = (~client).cumsum()
    for column in across:
        micros = pd.Series(read_either_way(rows[column]).micros, index=rows.index)
        below = micros.where(client, 0).groupby(heads).sum()
        above = micros.where(~client, 0).groupby(heads).sum()
        if ((below - above).abs() > CENT)[below.index > 0].any():
            return None
    named = rows.loc[~client, labels].str.strip()
    if not named.empty and client.iloc[0]:
        return None  # clients before the first head: of whom are they?
    return tuple(dict.fromkeys(named))
