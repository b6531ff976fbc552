"""Deals of a CRM: what was won is proposed as sales where nothing else says what was sold."""

from collections.abc import Iterable, Iterator

import pandas as pd

from solver.intake.drafting.comments import source_in_comments
from solver.intake.drafting.found import Found
from solver.intake.reading.columns import find_columns
from solver.intake.reading.hints import fits, numeric, words_for
from solver.intake.values.counting import won_among
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.i18n import _

DAYS = ("won_on", "closed_on", "changed_on")
MANY = 24  # different values: more are no stages


def stages_of_deals(cells: pd.DataFrame) -> tuple[str, list[str]] | None:
    """Return the column with the stages of deals, and the words in it for those that were won."""
    for column in cells:
        if cells[column].nunique() < MANY and (won := won_among(cells[column].unique())):
            return str(column), won
    return None


def won_deals(files: Iterable[Found]) -> Iterator[str]:
    """Write a source of won deals in comments, for each file of deals that holds a value and a day.

    Parameters
    ----------
    files : iterable of Found
        Those of a folder without sales.
    """
    for found in files:
        stages = None if found.cells.empty else stages_of_deals(found.cells)
        columns = {**_as_sales(found), **found.columns}
        day = next((columns[name] for name in DAYS if name in columns), None) or _closed_on(found.cells)
        value = next((column for column in found.left_alone if _is_value(found, column)), None)
        if stages is None or day is None or value is None or "account_id" not in columns:
            continue
        said = _(
            "The deals of {file} that were won may stand in for sales, if each was invoiced once and at its "
            "value without tax. If so, take the # off these lines:"
        )
        pairs = {"account_id": columns["account_id"], "date": day, "revenue_eur": value}
        lines = {"columns": pairs, "keep": dict([stages])}
        yield from source_in_comments(found, "sales", said.format(file=found.file), lines)


def _as_sales(found: Found) -> dict[str, str]:
    source = Source.model_validate({"table": "sales", "path": found.file})
    return find_columns(source, list(map(str, found.cells.columns)), found.file)


def _closed_on(cells: pd.DataFrame) -> str | None:
    named = (c for c in map(str, cells.columns) if not words_for("of_closing").isdisjoint(fold(c).split()))
    return next((column for column in named if fits("date", cells[column])), None)


def _is_value(found: Found, column: str) -> bool:
    named = not words_for("of_amount").isdisjoint(fold(column).split())
    return named and column in found.cells and numeric(found.cells[column])
