"""A calendar kept as a table: its appointments can be read as visits, if somebody says they took place."""

from collections.abc import Iterator
from typing import Any

from solver.intake.drafting.comments import source_in_comments
from solver.intake.drafting.file_names import WORDS
from solver.intake.drafting.found import Found
from solver.intake.reading.columns import find_columns
from solver.intake.values.counting import cancelled_in_title, verdict_of
from solver.intake.words import fold, word_list
from solver.parameters import Source
from solver.words.i18n import _

MANY = 24  # different words: more are no kinds of appointments


def calendar_too(found: Found) -> Iterator[str]:
    """Write the lines, to be uncommented, that read the appointments of a calendar as visits."""
    cells = found.cells
    called = {fold(name): name for name in map(str, cells.columns)}
    subject, kinds = (
        next((called[fold(word)] for word in word_list(WORDS)[key] if fold(word) in called), None)
        for key in ("calendar_subject", "calendar_kinds")
    )
    bare = Source.model_validate({"table": "visits", "path": found.file})
    date = find_columns(bare, list(called.values()), found.file).get("date")
    if subject is None or date is None:
        return
    lines: dict[str, Any] = {"columns": {"date": date}, "computed": {"account_id": {"within": subject}}}
    called_off = {cancelled_in_title(text, "visits") for text in cells[subject].unique()} - {None}
    if called_off:
        lines["drop"] = {subject: sorted(f"{title.casefold()}*" for title in map(str, called_off))}
    said = [value for value in cells[kinds].str.strip().unique() if value] if kinds else []
    if 0 < len(said) < MANY:
        lines["keep"] = {kinds: [each for each in said if verdict_of(each, "visits") == "counts"] or said}
    told = _(
        "Where its appointments took place, they can be read as visits to the accounts that their subjects "
        "name: keep those kinds that are visits, and take the # off these lines."
    )
    yield from source_in_comments(found, "visits", told, lines)
