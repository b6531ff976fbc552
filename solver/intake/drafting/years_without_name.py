"""“CA N” and “CA N-1”: amounts of years that only somebody who knows the file can name."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from solver.intake.drafting.comments import source_in_comments
from solver.intake.drafting.found import Found
from solver.intake.reading.hints import numeric
from solver.intake.values.periods import AMOUNT_WORDS
from solver.intake.words import fold
from solver.words.i18n import _

FEWEST = 2
YEAR = re.compile(r"(?:(.*) )?n ?([1-9])?(?: (.*))?")


def years_without_name(files: Iterable[Found], last_year: int) -> Iterator[str]:
    """Write the amounts of years N, N-1 … as sales in comments, for each list of accounts that has them.

    Parameters
    ----------
    files : iterable of Found
        Those of a folder without sales.
    last_year : int
        The year that N most likely is.
    """
    for found in files:
        if found.table != "accounts" or "account_id" not in found.columns:
            continue
        across = {column: _end(column, last_year) for column in found.left_alone}
        told = {c: day for c, day in across.items() if day is not None and numeric(found.cells[c])}
        if len(set(told.values())) < FEWEST:  # “N°” alone is a number
            continue
        said = _(
            "The amounts of {file} can be read as sales once their years are known and they are without tax: "
            "correct the days, and take the # off these lines."
        )
        lines = {"columns": {"account_id": found.columns["account_id"]}, "across": told}
        yield from source_in_comments(found, "sales", said.format(file=found.file), lines)


def _end(column: str, last_year: int) -> date | None:
    """Return the last day of the year that a name such as “CA N-1” means."""
    said = YEAR.fullmatch(fold(column))
    if said is None or not {*f"{said[1] or ''} {said[3] or ''}".split()} <= AMOUNT_WORDS:
        return None
    return date(last_year - int(said[2] or 0), 12, 31)
