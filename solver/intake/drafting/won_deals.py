"""Won deals of a known package, proposed as sales where nothing else says what was sold."""

from collections.abc import Iterable, Iterator

from solver.intake.drafting.comments import comment
from solver.intake.drafting.found import Found
from solver.intake.presets import part_of, presets
from solver.intake.reading.hints import words_for
from solver.intake.reading.parts import numeric
from solver.intake.words import fold, one_line
from solver.words.i18n import _

DAYS = ("won_on", "closed_on", "changed_on")


def won_deals(files: Iterable[Found]) -> Iterator[str]:
    """Write a source of won deals in comments, for each file of deals that holds a value and a day.

    Parameters
    ----------
    files : iterable of Found
        Those of a folder without sales.
    """
    for found in files:
        columns = found.columns
        day = next((columns[name] for name in DAYS if name in columns), None)
        value = next((column for column in found.left_alone if _is_value(found, column)), None)
        won = _won(found)
        if found.table != "prospect_events" or day is None or value is None or not won:
            continue
        said = _(
            "The deals of {file} that were won may stand in for sales, if each was invoiced once and at its "
            "value without tax. If so, take the # off these lines:"
        )
        yield from comment(said.format(file=found.file), "  ")
        pairs = {"account_id": columns["account_id"], "date": day, "revenue_eur": value}
        yield "  # - table: sales"
        yield f"  #   path: {one_line(found.file)}"
        if found.sheet is not None:
            yield f"  #   sheet: {one_line(found.sheet)}"
        yield f"  #   columns: {one_line(pairs)}"
        yield f"  #   keep: {one_line({columns['outcome']: won})}"


def _is_value(found: Found, column: str) -> bool:
    return not words_for("of_amount").isdisjoint(fold(column).split()) and numeric(found.cells[column])


def _won(found: Found) -> list[str]:
    """Return the words of a file for a deal that was won."""
    column = found.columns.get("outcome")
    if column is None or found.table is None or found.preset is None:
        return []
    codes = part_of(presets()[found.preset], found.table).codes.get("outcome", {})
    known = {fold(word): code for word, code in codes.items()}
    said = sorted({text.strip() for text in found.cells[column]} - {""})
    return [text for text in said if known.get(fold(text)) == "won"]
