"""What a page of the report is made of, as the template reads it: a heading, then parts one below another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from solver.report.findings.summary import Tile
from solver.report.look.paper import picture_data, table_data
from solver.report.look.picture import Picture
from solver.words.i18n import counted, format_number

Part = dict[str, Any]
LONGEST_FILL = 44  # lines; more do not fit on a page


@dataclass(frozen=True)
class Page:
    """One page of the report.

    Attributes
    ----------
    name : str
        What stands above its title.
    title : str
        Its message.
    parts : list of dict
        What stands on it, from top to bottom.
    step : str
        Which steps of the method it shows, as in `4` or `5–6`; empty elsewhere.
    lead : str
        A sentence under the title.
    """

    name: str
    title: str
    parts: list[Part] = field(default_factory=list)
    step: str = ""
    lead: str = ""


def heading(words: str) -> Part:
    """Return a heading within a page."""
    return {"kind": "heading", "words": words}


def words(text: str) -> Part:
    """Return a paragraph."""
    return {"kind": "words", "words": text}


def bullets(sentences: Sequence[str]) -> Part:
    """Return a list of sentences."""
    return {"kind": "bullets", "items": list(sentences)}


def note(text: str) -> Part:
    """Return a remark in small type."""
    return {"kind": "note", "words": text}


def callout(title: str, sentences: Sequence[str]) -> Part:
    """Return what is to be noticed."""
    return {"kind": "callout", "title": title, "items": list(sentences)}


def picture(drawn: Picture, *, titled: bool = True) -> Part:
    """Return a picture under its message; without it where the page's title says it already."""
    return {"kind": "picture", "picture": picture_data(drawn), "titled": titled}


def table(*args: Any, **options: Any) -> Part:
    """Return a table; the arguments are those of `table_data`."""
    return {"kind": "table", "table": table_data(*args, **options)}


def filling_table(*args: Any, **options: Any) -> Part:
    """Return a table of as many lines as the page has room left for; its arguments are `table_data`'s."""
    made = table_data(*args, rows=LONGEST_FILL, **options)
    count = len(args[0])
    notes = [lines_left_out(shown, count) for shown in range(len(made["rows"]) + 1)]
    return {"kind": "filling", "table": made, "notes": notes}


def lines_left_out(shown: int, count: int) -> str:
    """Say how many lines of a table are shown; nothing where all are."""
    if shown >= count:
        return ""
    sentence = counted(shown, "The first of {count} lines.", "The first {n} of {count} lines.")
    return sentence.format(count=format_number(count))


def cards(tiles: Sequence[Tile], columns: int = 3) -> Part:
    """Return key figures side by side."""
    items = [{"label": tile.label, "figure": tile.figure, "note": tile.note} for tile in tiles]
    return {"kind": "cards", "items": items, "columns": columns}


def pairs(rows: Sequence[tuple[str, str]], *, wide: bool = False) -> Part:
    """Return names and what they stand for, one below another."""
    return {"kind": "pairs", "rows": [list(row) for row in rows], "wide": wide}
