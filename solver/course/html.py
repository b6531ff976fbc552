"""Pages, tables and sentences as HTML, for what the course prints and shows."""

from collections.abc import Iterable, Sequence
from html import escape

from solver.words.i18n import current_language

NUMBERS = "text-align:right!important;font-variant-numeric:tabular-nums"
ONE_LINE = ";white-space:nowrap"


def html_page(title: str, style: str, body: str) -> str:
    """Return a page of its own, in the language in force."""
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{style}</style>"
    return f"<!doctype html><html lang='{current_language()}'><head>{head}</head><body>{body}</body></html>\n"


def paragraph(words: str) -> str:
    """Return a sentence as HTML."""
    return f"<p>{escape(words)}</p>"


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a table as HTML.

    Parameters
    ----------
    heads : sequence of str
    rows : iterable of sequences of str
    words : int
        How many of the first columns hold words; the others hold numbers.
    """

    def cell(name: str, place: int, text: str) -> str:
        style = f" style='{NUMBERS}{ONE_LINE * (name == 'td')}'" if place >= words else ""
        return f"<{name}{style}>{escape(text)}</{name}>"

    def line(name: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(cell(name, place, text) for place, text in enumerate(cells))}</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table><thead>{line('th', heads)}</thead><tbody>{body}</tbody></table>"
