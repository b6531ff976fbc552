"""Tables for notebooks and the report: one look, the reader's language, names from outside made safe."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Literal

import pandas as pd
from great_tables import GT, html

from solver.i18n import (
    MISSING,
    _,
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
)
from solver.reporting.columns import column_label
from solver.reporting.labels import CODES, label

Kind = Literal["money", "number", "hours", "share", "bar", "date", "month", "yes_no", "code", "text"]
Formatter = Callable[[object], str]

UNBROKEN = ("phone", "week")
LONGEST_WORD = 18  # characters
WORD_END = re.compile(r"(?<=[_./\\])(?=\w)|(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
LONG_TEXT = 40  # characters; a longer column is kept wide enough to be read
MANY_COLUMNS = 8  # more than this are set smaller on paper
SHORT_TABLE = 10  # lines; up to so many are kept on one sheet of paper
ADDITIVE: tuple[Kind, ...] = ("money", "number", "hours")
LEFT: tuple[Kind, ...] = ("text", "code", "date", "month", "yes_no")
SHARES = re.compile(r"(^|_)(share|rate|trend)($|_)")
NOT_MONEY_PER = re.compile(r"_per_|^price_|^plus_one|^minus_one|_note$|_rate$|rank|score|_no$|priority")


@dataclass(frozen=True)
class Column:
    """How one column is shown.

    Attributes
    ----------
    label : str, optional
        Head of the column; the usual name of the column when left out.
    kind : str, optional
        money, number, hours, share, bar (a share with a bar behind it), date, month, yes_no, code (shown by
        its label) or text; told from the column's name and type when left out.
    decimals : int, optional
        Told from the size of the numbers when left out.
    """

    label: str | None = None
    kind: Kind | None = None
    decimals: int | None = None


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

    Returns
    -------
    Table
    """
    named = _without_false_gaps(table if accounts is None else with_names(table, accounts))
    wanted = _wanted(named, columns, with_name=accounts is not None)
    shown = named[list(wanted)]
    specs = {name: _complete(name, spec, shown[name]) for name, spec in wanted.items()}
    heads = {name: str(spec.label) for name, spec in specs.items()}
    cells = pd.DataFrame({name: _format(shown[name].head(rows), spec) for name, spec in specs.items()})
    if total and len(shown):
        cells = pd.concat([cells, _totals(shown, specs)], ignore_index=True)
    notes = [*([note] if note else []), *_rows_left(len(shown), rows)]
    return Table(_html(cells, specs, heads, title, notes, total), _text(cells, heads, title, notes))


def with_names(table: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Put the account's name after its code."""
    names = accounts.set_index("account_id")["name"]
    named = table.drop(columns="name", errors="ignore")
    place = named.columns.get_loc("account_id")
    assert isinstance(place, int)
    named.insert(place + 1, "name", named["account_id"].map(names))
    return named


@cache
def table_style() -> str:
    """Return the stylesheet of the tables."""
    return Path(__file__).with_name("table.css").read_text(encoding="utf-8")


def _without_false_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Leave the gap unknown where the potential is: nothing to win and nothing known are not the same."""
    if not {"gap_eur", "potential_eur"} <= set(table.columns):
        return table
    return table.assign(gap_eur=table["gap_eur"].where(table["potential_eur"].notna()))


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


def _complete(name: str, spec: Column, values: pd.Series) -> Column:
    """Fill in what the caller left to be told from the column."""
    kind = spec.kind or _kind(name, values)
    decimals = spec.decimals if spec.decimals is not None else _decimals(kind, values)
    return replace(spec, label=spec.label or column_label(name), kind=kind, decimals=decimals)


def _kind(name: str, values: pd.Series) -> Kind:
    """Kind of a column by its name, which holds its unit, and its type."""
    if name in CODES and not pd.api.types.is_numeric_dtype(values):  # a criterion may be called like a code
        return "code"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_bool_dtype(values):
        return "yes_no"
    if name == "month":
        return "month"
    if name == "year" or not pd.api.types.is_numeric_dtype(values):
        return "text"
    if name.endswith("_eur"):
        return "money"
    if SHARES.search(name) or name in ("low", "high", "change"):
        return "share"
    return "hours" if "hours" in name else "number"


def _decimals(kind: Kind, values: pd.Series) -> int:
    """As many decimals as it takes to tell the values apart, and no more."""
    if kind not in ("money", "number", "hours", "share", "bar"):
        return 0
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    largest = float(numbers.abs().max()) if len(numbers) else 0.0
    if kind in ("share", "bar"):
        return 1 if 0 < largest < 0.1 else 0
    if kind == "number" and (numbers % 1 == 0).all():
        return 0
    if kind == "money":
        return 2 if 0 < largest < 10 else 0
    return 2 if largest < 3 else 1 if largest < 100 else 0


def _formatter(spec: Column, name: str) -> Formatter:
    """Return the function that writes one cell."""
    decimals = spec.decimals or 0
    numeric: dict[str, Callable[..., str]] = {
        "money": format_money,
        "number": format_number,
        "hours": format_hours,
        "share": format_share,
        "bar": format_share,
    }
    if spec.kind in numeric:
        write = numeric[spec.kind]
        return lambda value: write(value, decimals)
    words: dict[str, Formatter] = {
        "date": lambda value: format_date(value),  # type: ignore[arg-type]
        "month": lambda value: format_date(f"{value}-01", "LLL y"),
        "yes_no": lambda value: _("yes") if value else _("no"),
        "code": lambda value: label(name, value),
    }
    return words.get(str(spec.kind), lambda value: MISSING if pd.isna(value) else str(value))  # type: ignore[call-overload]


def _format(values: pd.Series, spec: Column) -> list[str]:
    write = _formatter(spec, str(values.name))
    written = [MISSING if value is None or value is pd.NA else write(value) for value in values]
    if spec.kind in ("date", "month"):
        written = [cell.replace(" ", "\u00a0") for cell in written]
    if values.name in UNBROKEN:
        return [f'<span class="whole">{escape(cell)}</span>' for cell in written]
    if spec.kind == "text" and max(map(len, written), default=0) > LONG_TEXT:
        return [f'<span class="long">{_breakable(cell)}</span>' for cell in written]
    if spec.kind != "bar":
        return [_breakable(cell) for cell in written]
    parts = [0.0 if pd.isna(value) else min(max(float(value), 0.0), 1.0) for value in values]
    return [
        f'<span class="bar" style="--part:{100 * part:.0f}%">{escape(cell)}</span>'
        for part, cell in zip(parts, written, strict=True)
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
        name: escape(_formatter(spec, name)(table[name].sum()))
        if spec.kind in ADDITIVE and not NOT_MONEY_PER.search(name)
        else ""
        for name, spec in specs.items()
    }
    first = next(iter(cells))
    cells[first] = cells[first] or escape(_("Total"))
    return pd.DataFrame([cells])


def _rows_left(count: int, rows: int) -> list[str]:
    """Say what is not shown."""
    if count == 0:
        return [_("No line.")]
    if count <= rows:
        return []
    sentence = _("The first {shown} of {count} lines.")
    return [sentence.format(shown=format_number(rows), count=format_number(count))]


def _html(
    cells: pd.DataFrame,
    specs: Mapping[str, Column],
    heads: Mapping[str, str],
    title: str | None,
    notes: Sequence[str],
    total: bool,
) -> str:
    """Let great-tables build the table, and leave its stylesheet out: ours is shared by all tables."""
    content = cells.to_csv(index=False) + "".join(heads.values()) + str(title)
    id_ = "t" + hashlib.sha256(content.encode()).hexdigest()[:8]
    left = [name for name, spec in specs.items() if spec.kind in LEFT]
    right = [name for name in specs if name not in left]
    # The cells are safe already; great-tables would escape them a second time.
    built = GT(cells, id=id_).fmt(lambda cell: cell).cols_label(dict(heads))
    built = built.cols_align("left", left).cols_align("right", right)
    if title:
        built = built.tab_header(title)
    for note in notes:
        built = built.tab_source_note(html(escape(note)))
    source = str(built.as_raw_html())
    table = source[source.index("<table") : source.index("</table>") + len("</table>")]
    table = re.sub(r' data-quarto-[a-z-]+="[^"]*"| headers="[^"]*"| (?:row|col)span="1"', "", table)
    table = re.sub(r">\s+<", "><", table)
    if total:
        start = table.rindex("<tr>")
        table = f'{table[:start]}<tr class="total">{table[start + 4 :]}'
    size = (" many" if len(specs) > MANY_COLUMNS else "") + (" short" if len(cells) <= SHORT_TABLE else "")
    return f'<div class="data-table{size}">{table}</div>'


def _text(cells: pd.DataFrame, heads: Mapping[str, str], title: str | None, notes: Sequence[str]) -> str:
    """Return the table for a terminal, without the marks of the bars."""
    plain = cells.apply(lambda column: column.map(_plain))
    plain.columns = pd.Index([heads[name] for name in cells.columns])
    body = plain.to_string(index=False) if len(plain) else ""
    return "\n".join(line for line in (title, body, *notes) if line)


def _plain(cell: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", cell))
