"""Invoices that two files hold: exports whose periods overlap."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed
from solver.words.i18n import _

LINE = ["order_id", "account_id", "date", "micros"]


def without_repeated_documents(sources: Sequence[Typed]) -> list[Typed]:
    """Set the invoices aside that an earlier file holds already, line for line.

    Parameters
    ----------
    sources : sequence of Typed
        Files of sales, in the order of the portfolio.

    Notes
    -----
    An invoice is the same when its number is, and each of its lines has the same account, day and amount; it
    then counts once. One of which a line differs is left to be told or asked about, and so is a file without
    an invoice of its own: it may be the other one again.
    """
    result: list[Typed] = []
    for typed in sources:
        lines = _lines(typed)
        told: dict[str, pd.Index] = {}
        for other in result if len(lines) else ():
            again = _again(lines, _lines(other))
            told[other.raw.file] = again.difference([row for rows in told.values() for row in rows])
        if sum(map(len, told.values())) == len(lines):
            result.append(typed)
            continue
        asides = tuple(
            Aside(
                _("this invoice is in {other} too, and counts once").format(other=other),
                rows,
                typed.raw.columns.get("order_id"),
            )
            for other, rows in told.items()
            if len(rows)
        )
        result.append(replace(typed, raw=replace(typed.raw, asides=(*typed.raw.asides, *asides))))
    return result


def _lines(typed: Typed) -> pd.DataFrame:
    """Return what tells the lines of numbered invoices apart; none of accounting entries."""
    raw = typed.raw
    columns = [name for name in LINE if name != "micros"]
    if (raw.preset is not None and raw.preset.ledger) or not {*columns} <= {*typed.table.columns}:
        return pd.DataFrame(columns=LINE)
    lines = typed.table[columns].assign(micros=typed.micros)
    return lines[lines["order_id"].notna().to_numpy() & raw.counting]


def _again(lines: pd.DataFrame, earlier: pd.DataFrame) -> pd.Index:
    """Return the rows of the invoices that stand in an earlier file line for line."""
    # Files of different periods share no day: nothing else of a large file is looked at.
    if earlier.empty or not (
        lines["date"].min() <= earlier["date"].max() and earlier["date"].min() <= lines["date"].max()
    ):
        return lines.index[:0]
    both = {*lines["order_id"].unique()} & {*earlier["order_id"].unique()}
    mine, theirs = (
        each[each["order_id"].isin(both).to_numpy()].groupby(LINE, dropna=False).size()
        for each in (lines, earlier)
    )
    counts = pd.concat([mine, theirs], axis=1).fillna(0)
    unlike = counts.index.get_level_values("order_id")[(counts.iloc[:, 0] != counts.iloc[:, 1]).to_numpy()]
    same = both - {*unlike}
    return lines.index[lines["order_id"].isin(same).to_numpy()]
