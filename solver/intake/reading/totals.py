"""Totals that stand among the rows: found by their word or by their amount, and checked against the rows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.intake.repairs import repairs
from solver.intake.values.numbers import MICRO
from solver.intake.words import each_value, fold
from solver.words.i18n import _, format_number

SAYS_TOTAL = re.compile(
    r"(sous |grand |sub |s |montant |ca |chiffre d affaires )?(total|totaux|totals|subtotal|cumul|somme"
    r"|summe|gesamt|gesamtsumme|totale|totaal|suma)"
    r"( .*)?"
)
TOTAL_ALONE = re.compile(
    r"(?:grand |sous )?(?:total|totaux|totals|totale|totaal|summe|gesamt|gesamtsumme)(?: general)?"
)
# “1001 Total”, as spreadsheets write below a group: a name may end so too, and only its amount tells.
ENDS_ON_TOTAL = re.compile(r".+ (total|totaux|totals|subtotal|summe|gesamt|ergebnis|totale|totaal|suma)")
# A single line has the amount of the line above it too often to be called its total.
FEWEST_LINES = 2


class Total(NamedTuple):
    """A line that is a total: its amount, and the sum of the lines it may stand for that comes nearest."""

    line: int
    micros: int
    nearest: int


def find_totals(
    table: pd.DataFrame,
    incomplete: pd.Series,
    bare: pd.Series,
    micros: pd.Series,
    called: pd.Series | None = None,
) -> list[Total]:
    """Find the totals among the rows.

    Parameters
    ----------
    table : DataFrame of str
        The rows as the file writes them; the index is the line of the file.
    incomplete : Series of bool
        Rows that lack a column which every row must have: only they can be totals.
    bare : Series of bool
        Rows that lack all of these columns.
    micros : Series of int64
        The amount of each row in millionths; empty where the table has no amounts.
    called : Series of bool, optional
        Rows of an account called “Total”: a total where its amount is that of the rows above it, though the
        row lack nothing; else a client.

    Returns
    -------
    list of Total
        In the order of the lines.

    Notes
    -----
    A row is a total if one of its cells says so, or if it is bare and its amount is, to the cent, the sum of
    at least two rows above it: all of them, or those since the last total.
    """
    amounts = micros.to_numpy() if len(micros) else np.zeros(len(table), dtype=np.int64)
    sums = np.concatenate([[0], amounts.cumsum()])
    totals: list[Total] = []
    counted, start = 0, 0
    perhaps = incomplete if called is None else incomplete | called
    for place in np.flatnonzero(perhaps.to_numpy()).tolist():
        amount = int(amounts[place])
        above = [int(sums[place]) - counted, int(sums[place] - sums[start])]
        if place == 0:
            above = [int(sums[-1]) - amount]
        lines = (place - len(totals), place - start)
        adds_up = bool(amount and bare.iloc[place]) and any(
            amount == total and count >= FEWEST_LINES for total, count in zip(above, lines, strict=False)
        )
        if amount not in above and not incomplete.iloc[place]:
            continue
        said = [fold(cell) for cell in table.iloc[place]]
        below = bool(amount in above) and any(map(ENDS_ON_TOTAL.fullmatch, said))
        if adds_up or below or any(map(SAYS_TOTAL.fullmatch, said)):
            nearest = min(above, key=lambda total: abs(total - amount))
            totals.append(Total(int(table.index[place]), amount, nearest))
            counted, start = counted + amount, place + 1
    return totals


def says_total_alone(texts: pd.Series) -> pd.Series:
    """Tell the cells that say total and nothing else."""
    said = each_value(texts, lambda text: bool(TOTAL_ALONE.fullmatch(fold(text))))
    return pd.Series(said, index=texts.index).astype(bool)


def differences(totals: Sequence[Total], file: str, column: str | None) -> pd.DataFrame:
    """List the totals that are not the sum of their lines (table `repairs`).

    Parameters
    ----------
    totals : sequence of Total
        Totals of the file.
    file, column : str
        Name of the file, and of its column of amounts.
    """
    wrong = [total for total in totals if total.micros and total.micros != total.nearest]
    return repairs(
        file,
        [total.line for total in wrong],
        column=column,
        problem=_("this total is not the sum of its lines; is something missing from the export?"),
        found=[format_number(total.micros / MICRO, 2) for total in wrong],
        used=[
            _("the lines, which add up to {sum}").format(sum=format_number(total.nearest / MICRO, 2))
            for total in wrong
        ],
        worth_eur=[abs(total.micros - total.nearest) / MICRO for total in wrong],
    )
