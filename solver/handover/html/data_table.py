"""The tables that the page makes itself: light, named, and in the order of their true values when sorted."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import pandas as pd
from markupsafe import Markup

from solver.report.look.cells import Column
from solver.report.look.display import MANY_COLUMNS, SHORT_TABLE, chosen, rows_left, written
from solver.report.look.markup import body, foot, head, side
from solver.words.i18n import _, ngettext

SORTED_FROM = 6  # lines; fewer are seen at a glance
SEARCHED_FROM = 25


def data_table(
    table: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str | Column] | None = None,
    *,
    title: str | None = None,
    name: str | None = None,
    note: str | None = None,
    rows: int | None = None,
    total: bool = False,
    accounts: pd.DataFrame | None = None,
    source: str | None = None,
    links: Sequence[str | None] | None = None,
) -> Markup:
    """Show a table that the page's script lets the reader sort and search, where all its lines are there.

    Parameters
    ----------
    table : DataFrame
        Values as they are; nothing in it is trusted to be safe HTML.
    columns : sequence of str, or mapping of str to str or Column, optional
        As in `show_table`.
    title, note : str, optional
        Above and below the table.
    name : str, optional
        What the table is called by those who hear the page, where there is no title.
    rows : int, optional
        At most so many, and a line says how many more there are; all when left out.
    total : bool
        The last line is the sum of the others: it is set apart, and the table stays in its order.
    accounts : DataFrame, optional
        `account_id, name`: puts each account's name after its code.
    source : str, optional
        Id of the data in the page that hold all lines: the script takes them from there, `rows` at a time.
    links : sequence of str or None, optional
        Where the first cell of each line leads.
    """
    shown, specs = chosen(table, columns, accounts)
    count = len(shown)
    shown = shown if rows is None else shown.head(rows)
    cells = pd.DataFrame({column: written(shown[column], spec) for column, spec in specs.items()})
    if links is not None:
        first = str(cells.columns[0])
        cells[first] = [_linked(cell, link) for cell, link in zip(cells[first], links, strict=True)]
    heads = {column: str(spec.label) for column, spec in specs.items()}
    notes = [*([note] if note else []), *rows_left(count, count if rows is None else rows)]
    whole = len(shown) == count or source is not None
    parts = [
        "<table",
        ' class="sortable"' if whole and not total and count >= SORTED_FROM else "",
        "" if title or not name else f' aria-label="{escape(name)}"',
        ">",
        f"<caption>{escape(title)}</caption>" if title else "",
        head(heads, specs),
        body(_cells(shown, cells, specs), total=total),
        foot(notes, len(specs)),
        "</table>",
    ]
    box = _box(len(specs), count, title or name if whole else None)
    if source is not None:
        box += f' data-source="{escape(source)}" data-first="{rows}"'
    return Markup(f"<div{box}>{''.join(parts)}</div>")


def sort_key(value: object, spec: Column) -> str | None:
    """Return what a cell is sorted by, none where its text will do; what is missing comes last.

    Parameters
    ----------
    value : object
    spec : Column
        Completed.
    """
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if spec.facts.holds == "date":
        return f"{value:%Y-%m-%d}"
    if not spec.facts.is_number:
        return str(value) if spec.unit == "month" else None
    return f"{float(value):.10g}"  # type: ignore[arg-type]


def _box(columns: int, lines: int, searched: str | None) -> str:
    """Attributes of the box in which a wide table scrolls; the script builds the search from them."""
    classes = ["data-table"]
    classes += ["many"] if columns > MANY_COLUMNS else []
    classes += ["short"] if lines <= SHORT_TABLE else []
    if searched is None or lines < SEARCHED_FROM:
        return f' class="{" ".join(classes)}"'
    return f' class="{" ".join([*classes, "list"])}" data-list="{escape(searched)}"'


def _cells(shown: pd.DataFrame, cells: pd.DataFrame, specs: Mapping[str, Column]) -> Iterator[list[str]]:
    for column, spec in specs.items():
        yield [
            f"<td{side(spec)}{_sorted_by(value, cell, spec)}>{cell}</td>"
            for value, cell in zip(shown[column], cells[column], strict=True)
        ]


def _linked(cell: str, link: str | None) -> str:
    return cell if link is None else f'<a href="{escape(link)}">{cell}</a>'


def _sorted_by(value: object, cell: str, spec: Column) -> str:
    key = sort_key(value, spec)
    return "" if key is None or key == cell else f' data-sort="{key}"'


def search_words() -> dict[str, str]:
    """Return what the script says, in the language in force."""
    return {
        "search": _("Search"),
        "one": ngettext("{shown} of {count} lines", "{shown} of {count} lines", 1),
        "left": ngettext("{shown} of {count} lines", "{shown} of {count} lines", 2),
        "none": _("No line holds these words."),
        "close": _("Close"),
        "sideways": _("Goes on to the right: swipe, or scroll."),
    }
