"""The parts of an HTML table that all of ours share: heads, lines, and the notes beneath."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from solver.report.look.cells import Column


def side(spec: Column) -> str:
    """Return the class of a cell: numbers stand to the right."""
    return ' class="n"' if spec.facts.is_number else ""


def head(heads: Mapping[str, str], specs: Mapping[str, Column]) -> str:
    """Return the line of heads, by column."""
    cells = (
        f'<th scope="col"{side(specs[column])}>{escape(words, quote=False)}</th>'
        for column, words in heads.items()
    )
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def body(columns: Iterable[Sequence[str]], *, total: bool) -> str:
    """Return the lines of whole cells, column by column; the last one is set apart where it is a sum."""
    lines = [f"<tr>{''.join(line)}</tr>" for line in zip(*columns, strict=True)]
    if total and lines:
        lines[-1] = lines[-1].replace("<tr>", '<tr class="total">', 1)
    return f"<tbody>{''.join(lines)}</tbody>"


def foot(notes: Sequence[str], columns: int) -> str:
    """Return the notes, each over all columns."""
    if not notes:
        return ""
    lines = "".join(f'<tr><td colspan="{columns}"><span>{escape(note)}</span></td></tr>' for note in notes)
    return f"<tfoot>{lines}</tfoot>"
