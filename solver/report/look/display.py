"""Tables for notebooks and the report: one look, the reader's language, names from outside made safe."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path

import pandas as pd

from solver.report.look.cells import (
    Column,
    adds_up,
    complete,
    formatter,
    with_names,
    with_rep_names,
    without_false_gaps,
)
from solver.report.look.markup import body, foot, head, side
from solver.words.i18n import MISSING, _, counted, format_number, with_label

UNBROKEN = ("phone", "week")
LONGEST_WORD = 18  # characters
WORD_END = re.compile(r"(?<=[_./\\])(?=\w)|(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
LONG_TEXT = 40  # characters; a longer column is kept wide enough to be read
MANY_COLUMNS = 8  # more than this are set smaller on paper
SHORT_TABLE = 10  # lines; up to so many are kept on one sheet of paper


@dataclass(frozen=True, repr=False)
class Table:
    """A table ready to be shown.

    Attributes
    ----------
    html : str
        The table without its stylesheet.
    text : str
        The same for a terminal.
    """

    html: str
    text: str

    def __repr__(self) -> str:
        """Return the table for a terminal."""
        return self.text

    def _repr_html_(self) -> str:
        return f'<style class="table-style">{table_style()}</style>{self.html}'


def show_table(
    table: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str | Column] | None = None,
    *,
    title: str | None = None,
    note: str | None = None,
    rows: int = 12,
    total: bool = False,
    accounts: pd.DataFrame | None = None,
    reps: pd.DataFrame | None = None,
) -> Table:
    """Show the first rows of a table.

    Parameters
    ----------
    table : DataFrame
        Values as they are; nothing in it is trusted to be safe HTML.
    columns : sequence of str, or mapping of str to str or Column, optional
        Which columns, in which order, and how where the usual way will not do; all when left out.
    title, note : str, optional
        Above and below the table.
    rows : int
        At most so many; a line says how many more there are.
    total : bool
        Add a line with the sums of the amounts, numbers and hours, over all rows.
    accounts : DataFrame, optional
        `account_id, name`: puts each account's name after its code.
    reps : DataFrame, optional
        `rep_id, name`: puts each rep's name in the place of the code.
    """
    shown, specs = chosen(table if reps is None else with_rep_names(table, reps), columns, accounts)
    if shown.empty:
        return _nothing(title, note)
    heads = {name: str(spec.label) for name, spec in specs.items()}
    cells = pd.DataFrame({name: written(shown[name].head(rows), spec) for name, spec in specs.items()})
    if total:
        cells = pd.concat([cells, _totals(shown, specs)], ignore_index=True)
    notes = [*([note] if note else []), *rows_left(len(shown), rows)]
    return Table(_html(cells, specs, heads, title, notes, total), in_words(cells, heads, title, notes))


def _nothing(title: str | None, note: str | None) -> Table:
    """Return what stands in the place of a table without a line: heads over nothing say nothing."""
    said = with_label(title, _("No line.")) if title else _("No line.")
    lines = [said, *([note] if note else [])]
    return Table("".join(f"<p>{escape(line)}</p>" for line in lines), "\n".join(lines))


@cache
def table_style() -> str:
    """Return the stylesheet of the tables."""
    return Path(__file__).with_name("table.css").read_text(encoding="utf-8")


def chosen(
    table: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str | Column] | None = None,
    accounts: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, dict[str, Column]]:
    """Return the columns to show, and how each is shown; the parameters are those of `show_table`."""
    named = without_false_gaps(table if accounts is None else with_names(table, accounts))
    wanted = _wanted(named, columns, with_name=accounts is not None)
    shown = named[list(wanted)]
    return shown, {name: complete(name, spec, shown[name]) for name, spec in wanted.items()}


def _wanted(
    table: pd.DataFrame, columns: Sequence[str] | Mapping[str, str | Column] | None, *, with_name: bool
) -> dict[str, Column]:
    """Columns to show, each with what was said of it."""
    if isinstance(columns, Mapping):
        wanted = {
            name: spec if isinstance(spec, Column) else Column(label=spec) for name, spec in columns.items()
        }
    else:
        wanted = {str(name): Column() for name in (table.columns if columns is None else columns)}
    if with_name and "name" not in wanted and "account_id" in wanted:
        pairs = list(wanted.items())
        place = list(wanted).index("account_id") + 1
        wanted = dict([*pairs[:place], ("name", Column()), *pairs[place:]])
    return wanted


def written(values: pd.Series, spec: Column) -> list[str]:
    """Return the cells of a column as safe HTML."""
    write = formatter(spec, str(values.name))
    cells = [MISSING if value is None or value is pd.NA else write(value) for value in values]
    if spec.unit in ("date", "month"):
        cells = [cell.replace(" ", "\u00a0") for cell in cells]
    if values.name in UNBROKEN:
        return [f'<span class="whole">{escape(cell)}</span>' for cell in cells]
    if spec.facts.holds == "text" and max(map(len, cells), default=0) > LONG_TEXT:
        return [f'<span class="long">{_breakable(cell)}</span>' for cell in cells]
    if not spec.bar:
        return [_breakable(cell) for cell in cells]
    parts = [0.0 if pd.isna(value) else min(max(float(value), 0.0), 1.0) for value in values]
    return [
        f'<span class="bar" style="--part:{100 * part:.0f}%">{escape(cell)}</span>'
        for part, cell in zip(parts, cells, strict=True)
    ]


def _breakable(cell: str) -> str:
    """Let a long file name run over two lines: it would push the last columns out of sight."""
    return "".join(
        "<wbr>".join(map(escape, WORD_END.split(word))) if len(word) > LONGEST_WORD else escape(word)
        for word in re.split(r"(\s+)", cell)
    )


def _totals(table: pd.DataFrame, specs: Mapping[str, Column]) -> pd.DataFrame:
    """One line: sums where sums mean something, the word “Total” first."""
    cells = {
        name: escape(formatter(spec, name)(table[name].sum())) if adds_up(name, spec) else ""
        for name, spec in specs.items()
    }
    first = next(iter(cells))
    cells[first] = cells[first] or escape(_("Total"))
    return pd.DataFrame([cells])


def rows_left(count: int, rows: int) -> list[str]:
    """Say what is not shown."""
    if count == 0:
        return [_("No line.")]
    if count <= rows:
        return []
    sentence = counted(rows, "The first of {count} lines.", "The first {n} of {count} lines.")
    return [sentence.format(count=format_number(count))]


def _html(
    cells: pd.DataFrame,
    specs: Mapping[str, Column],
    heads: Mapping[str, str],
    title: str | None,
    notes: Sequence[str],
    total: bool,
) -> str:
    """Return the table; its cells are safe already."""
    columns = [[f"<td{side(spec)}>{cell}</td>" for cell in cells[name]] for name, spec in specs.items()]
    size = (" many" if len(specs) > MANY_COLUMNS else "") + (" short" if len(cells) <= SHORT_TABLE else "")
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    table = f"{caption}{head(heads, specs)}{body(columns, total=total)}{foot(notes, len(specs))}"
    return f'<div class="data-table{size}"><table>{table}</table></div>'


def in_words(cells: pd.DataFrame, heads: Mapping[str, str], title: str | None, notes: Sequence[str]) -> str:
    """Return the table for a terminal, without the marks of the bars."""
    plain = cells.apply(lambda column: column.map(_plain))
    plain.columns = pd.Index([heads[name] for name in cells.columns])
    body = plain.to_string(index=False) if len(plain) else ""
    return "\n".join(line for line in (title, body, *notes) if line)


def _plain(cell: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", cell))
