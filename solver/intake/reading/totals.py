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
    r"(sous |grand |gran |sub |s |montant |ca |chiffre d affaires )?(total|totaux|totals|totales|totali"
    r"|subtotal|cumul|somme|summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|endsumme|ergebnis|totale|subtotale"
    r"|totaal|subtotaal|eindtotaal|suma)"
    r"( .*)?"
    # What is carried from one printed page to the next.
    r"|(montant )?(a )?report(er|e)?( (de )?(la )?page.*)?|(carried|brought) forward( .*)?|ubertrag"
)
TOTAL_ALONE = re.compile(
    r"(?:grand |gran |sous )?(?:total|totaux|totals|totales|totali|totale|totaal|summe|gesamt|gesamtsumme"
    r"|gesamtergebnis|eindtotaal)(?: general[ei]?)?"
)
# “1001 Total”, as spreadsheets write below a group: a name may end so too, and only its amount tells.
ENDS_ON_TOTAL = re.compile(r".+ (total|totaux|totals|subtotal|summe|gesamt|ergebnis|totale|totaal|suma)")
# A single line has the amount of the line above it too often to be called its total.
FEWEST_LINES = 2
MOST_GROUPS = 5000


class Total(NamedTuple):
    """A line that is a total: its amount, and the sum of the lines it may stand for that comes nearest."""

    line: int
    micros: int
    nearest: int


class Group(NamedTuple):
    """Rows that a total may stand for: their amount, and how many they are."""

    micros: int
    lines: int


def says_total(text: str) -> bool:
    """Tell whether a cell says that its row is a total."""
    return bool(SAYS_TOTAL.fullmatch(fold(text)))


def may_be_total(text: str) -> bool:
    """Tell whether a cell says that its row is a total, in front or behind: a name may end so too."""
    return says_total(text) or bool(ENDS_ON_TOTAL.fullmatch(fold(text)))


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
    at least two rows above it. What it may stand for are the rows since the last total, with as many of the
    groups before them as it takes: a grand total stands for the groups below the last grand total.
    """
    amounts = micros.to_numpy() if len(micros) else np.zeros(len(table), dtype=np.int64)
    sums = np.concatenate([[0], amounts.cumsum()])
    totals: list[Total] = []
    groups: list[Group] = []
    start = 0
    perhaps = incomplete if called is None else incomplete | called
    for place in np.flatnonzero(perhaps.to_numpy()).tolist():
        amount = int(amounts[place])
        above = _may_stand_for(Group(int(sums[place] - sums[start]), place - start), groups, amount)
        if place == 0:
            above = [Group(int(sums[-1]) - amount, len(table))]
        adds_up = bool(amount and bare.iloc[place]) and above[-1].micros == amount
        adds_up = adds_up and above[-1].lines >= FEWEST_LINES
        if above[-1].micros != amount and not incomplete.iloc[place]:
            continue
        said = [fold(cell) for cell in table.iloc[place]]
        below = above[-1].micros == amount and any(map(ENDS_ON_TOTAL.fullmatch, said))
        if adds_up or below or any(map(SAYS_TOTAL.fullmatch, said)):
            some = [group for group in above if group.lines] or above
            nearest = min(some, key=lambda group: abs(group.micros - amount))
            totals.append(Total(int(table.index[place]), amount, nearest.micros))
            if place:
                groups = [*groups[: len(groups) - above.index(nearest)], nearest]
            start = place + 1
    return totals


def _may_stand_for(rows: Group, groups: Sequence[Group], amount: int) -> list[Group]:
    """Return the rows since the last total, then those with ever more groups before them."""
    above = [rows]
    for group in reversed(groups[-MOST_GROUPS:]):
        if above[-1].micros == amount and above[-1].lines:
            break
        above.append(Group(above[-1].micros + group.micros, above[-1].lines + group.lines))
    return above


def ruled_out_totals(micros: pd.Series, ruled_out: pd.Series, counting: pd.Series) -> list[Total]:
    """Return the totals among rows that a rule of the source leaves out already.

    Parameters
    ----------
    micros : Series of int64
        The amount of each row in millionths.
    ruled_out, counting : Series of bool
        Rows without account and day that do not count; rows that do.

    Notes
    -----
    What a program adds up below a list are the rows that count, or all of them.
    """
    if not len(micros):
        return []
    every = int(micros[~ruled_out].sum())
    above = (int(micros[counting].sum()), every)
    here = micros[ruled_out.to_numpy()]
    return [
        Total(line, amount, min(above, key=lambda total: abs(total - amount)))
        for line, amount in zip(here.index.tolist(), here.tolist(), strict=True)
    ]


def as_written(total: Total, cells: Sequence[int]) -> Total:
    """Return a total of amounts that are worked out, by the figures in its row: quantity × price is none.

    Parameters
    ----------
    total : Total
        As the product of its cells.
    cells : sequence of int
        The figures of its row in millionths, from left to right.
    """
    if not cells:
        return total._replace(micros=0)
    return total._replace(micros=total.nearest if total.nearest in cells else cells[-1])


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
