"""Columns that `init` writes though no usual name tells them: the only one that they can be."""

from collections.abc import Mapping

import pandas as pd

from solver.intake.fields import NEEDED
from solver.intake.reading.columns import about_tax, aliases
from solver.intake.reading.composed_names import composed_names
from solver.intake.reading.header_names import plain_name
from solver.intake.reading.hints import fits, meant_otherwise, words_for
from solver.intake.reading.parts import ways_to_work_out
from solver.intake.words import spread

HOLDS = {"date": "date", "revenue_eur": "number"}  # what cells tell; a code looks like any other


def only_candidates(table: str, mapping: Mapping[str, str], cells: pd.DataFrame) -> dict[str, str]:
    """Return the day and the amount that a file needs, where one column alone can be it.

    Parameters
    ----------
    table : str
        What the file holds.
    mapping : mapping of str to str
        The columns that are recognised.
    cells : DataFrame of str
        The rows.

    Notes
    -----
    Behind the short name of a table, as in “ACT_DATE” and “LIG_NET_HT”, a name says what it says alone. A day
    is known by what stands in its column too, where no other column holds days; an amount is not: it may
    include tax, or be a cost.
    """
    columns = list(map(str, cells.columns))
    worked_out = ways_to_work_out(dict(mapping), cells) if table == "sales" else {}
    found = {}
    for name in NEEDED[table]:
        if name not in HOLDS or name in mapping or name in worked_out:
            continue
        fitting = [column for column in columns if fits(HOLDS[name], cells[column])]
        free = [c for c in fitting if c not in mapping.values() and not about_tax(c)]
        free = [c for c in free if not meant_otherwise(name, c, columns)]
        told = [column for column in free if _says(table, name, column)]
        if not told and name == "date" and fitting == free:
            told = free
        if len(told) == 1:
            found[name] = told[0]
    return found


def _says(table: str, name: str, column: str) -> bool:
    """Tell whether a name says what one of ours is called, the short name of its table taken off it."""
    words, usual = spread(column).split(), aliases(table)
    behind = [" ".join(words[first:]) for first in range(1, len(words))]
    usually = any(plain_name(said, usual[name]) in usual[name] for said in behind)
    composed = any(ours == name for said in behind for ours, _said in composed_names([said], table, usual))
    return usually or composed or (name == "date" and not words_for("of_day").isdisjoint(behind[-1:]))
