"""Deals of a CRM: what was won is proposed as sales where nothing else says what was sold."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from solver.intake.drafting.comments import source_in_comments
from solver.intake.drafting.found import Found
from solver.intake.reading.columns import find_columns
from solver.intake.reading.hints import fits, numeric, words_for
from solver.intake.values.counting import speaks_of_deals, speaks_of_states, won_among, won_by_flag
from solver.intake.words import spread
from solver.parameters import Source
from solver.words.i18n import _

DAYS = ("won_on", "closed_on", "changed_on")
MANY = 24  # different values: more are no stages


class Stages(NamedTuple):
    """A column with the stages of deals: its words for those that were won, or all of them."""

    column: str
    words: list[str]
    known: bool = True


def stages_of_deals(cells: pd.DataFrame, file: str) -> Stages | None:
    """Return the column with the stages of deals, and the words in it for those that were won.

    All its words are returned, as not `known`, where only the firm can say which of them were won.
    """
    few = [str(column) for column in cells if cells[column].nunique() < MANY]
    for column in few:
        values = [value for value in cells[column].unique().tolist() if value.strip()]
        if won := won_among(values) or won_by_flag(column, values):
            return Stages(column, won)
    if not speaks_of_deals(Path(file).stem, map(str, cells.columns)):
        return None
    for column in few:
        values = sorted({value.strip() for value in cells[column]} - {""})
        words = not fits("date", cells[column]) and not numeric(cells[column])
        if words and speaks_of_states(column) and len(values) > 1:
            return Stages(column, values, known=False)
    return None


def won_deals(files: Iterable[Found]) -> Iterator[str]:
    """Write a source of won deals in comments, for each file of deals that holds a value and a day.

    Parameters
    ----------
    files : iterable of Found
        Those of a folder without sales.
    """
    for found in files:
        stages = None if found.cells.empty else stages_of_deals(found.cells, found.file)
        columns = {**_as_sales(found), **found.columns}
        day = next((columns[name] for name in DAYS if name in columns), None) or _closed_on(found.cells)
        value = next((column for column in found.left_alone if _is_value(found, column)), None)
        if stages is None or day is None or value is None or "account_id" not in columns:
            continue
        said = _(
            "The deals of {file} that were won may stand in for sales, if each was invoiced once and at its "
            "value without tax. If so, take the # off these lines:"
        )
        if not stages.known:
            said = _(
                "The deals of {file} that were won may stand in for sales, if each was invoiced once and at "
                "its value without tax. If so, take the # off these lines, and leave under keep only the "
                "stages of deals that were won:"
            )
        pairs = {"account_id": columns["account_id"], "date": day, "revenue_eur": value}
        lines = {"columns": pairs, "keep": {stages.column: stages.words}}
        yield from source_in_comments(found, "sales", said.format(file=found.file), lines)


def _as_sales(found: Found) -> dict[str, str]:
    source = Source.model_validate({"table": "sales", "path": found.file})
    return find_columns(source, list(map(str, found.cells.columns)), found.file)


def _closed_on(cells: pd.DataFrame) -> str | None:
    named = (c for c in map(str, cells.columns) if not words_for("of_closing").isdisjoint(spread(c).split()))
    return next((column for column in named if fits("date", cells[column])), None)


def _is_value(found: Found, column: str) -> bool:
    named = not words_for("of_amount").isdisjoint(spread(column).split())
    return named and column in found.cells and numeric(found.cells[column])
