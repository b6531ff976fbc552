"""Which column of a file is which of ours: what the portfolio says, then its preset, then the usual names."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from solver.intake.fields import NEEDED, fields
from solver.intake.presets import headers_of, part_of, preset_of, presets, recognise
from solver.intake.presets.foreign_entries import ask_for_the_fec, client_ledger, looks_like_a_ledger
from solver.intake.reading.composed_names import composed_names
from solver.intake.reading.header_names import plain_name
from solver.intake.reading.hints import fits, likely, speaks
from solver.intake.reading.parts import ways_to_work_out
from solver.intake.reading.taxes import gross_and_tax
from solver.intake.reading.unlike_codes import told_by_cells
from solver.intake.words import fold, nearest, one_line, quoted, word_list
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, with_label

ALIASES = Path(__file__).with_name("aliases.yaml")
HEADER_LINES = 25
NARROW = 2  # columns
FEWEST_OF_LINES = 3
# What the lines of documents may say of a client; their types, dates and notes are the documents' own.
TOLD_BY_DOCUMENTS = frozenset(
    ("account_id", "name", "rep_id", "siren", "siret", "vat_number", "address", "postcode", "town", "country")
)
# A year or a month in a header is a name, as where each has a column of its own; a day is none.
PERIOD = re.compile(r"(?!\d{4} \d{1,2} \d{1,2}\b)(?:.*[^0-9])?(?:19|20)[0-9]{2}(?:[^0-9].*)?")
# What Access and its kin write before a column that stands in several tables.
TABLE_NAME = re.compile(
    r"(?:tbl|tab|table|qry|req|rqt|dbo)(?:[_ .][^\W\d_]+|[^\W\d_]+)[._](?=.)", re.IGNORECASE
)
NUMBERED = re.compile(r"[^\W\d]+ (\d+) [^\W\d]+ [^\W\d]+(?: [^\W\d]+)?")
DIGITS, LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W0-9_]+")


@cache
def aliases(table: str) -> dict[str, list[str]]:
    """Return the folded names that files give to our columns, the surest first, for one table."""
    listed = word_list(ALIASES)[table]
    return {
        name: list(dict.fromkeys([fold(name), *(fold(alias) for alias in listed.get(name, []))]))
        for name in fields(table)
    }


@cache
def every_usual_name() -> frozenset[str]:
    """Return the folded usual names of every column of every table."""
    listed = word_list(ALIASES)
    return frozenset(alias for table in listed for names in aliases(table).values() for alias in names)


def known_names(source: Source) -> frozenset[str]:
    """Return every folded column name that a header of this source may hold."""
    usual = (alias for names in aliases(source.table).values() for alias in names)
    preset = headers_of(preset_of(source, source.name), source.table)
    stated = (
        *source.columns.values(),
        *source.across,
        *(p for way in source.computed.values() for p in way.parts),
    )
    return frozenset({*usual, *preset, *(fold(name) for name in stated)} - {""})


def header_position(cells: pd.DataFrame, known: Iterable[str]) -> int:
    """Return the place of the header: among the first rows, the one that names and looks unlike those below.

    Parameters
    ----------
    cells : DataFrame of str
        Every row of the file.
    known : iterable of str
        Folded column names.
    """
    names = frozenset(known)
    head = cells.head(HEADER_LINES).to_numpy().tolist()
    shapes = [[shape_of(cell) for cell in row] for row in head]
    marks = [
        len(names_in(row, names)) - like_the_others(shapes, place) - _repeated(head, place)
        for place, row in enumerate(head)
    ]
    widths = [sum(bool(cell.strip()) for cell in row) for row in head]
    # A title or a client may be called as a column is; alone on a line of a wide table it names none.
    marks = [
        min(mark, 0) if width == 1 and max(widths) > NARROW else mark
        for mark, width in zip(marks, widths, strict=True)
    ]
    if max(marks) > 0:
        return marks.index(max(marks))
    wide = [place for place, width in enumerate(widths) if 2 * width >= max(widths) > 0]
    return next((place for place in wide if marks[place] >= 0), wide[0] if wide else 0)


def names_in(row: Sequence[str], names: frozenset[str]) -> set[str]:
    """Return the known names in a row, what most of its cells begin with taken off them."""
    begin = common_beginning(row)
    said = {plain_name(cell, names) for cell in row if cell}
    return (said | {plain_name(_of_no_table(cell, begin), names) for cell in row if cell}) & names


def _repeated(head: Sequence[Sequence[str]], place: int) -> int:
    """Count the cells of a row that stand in other rows of their column as well: a name stands there once."""
    others = [row for row in head if row != head[place]]
    return sum(bool(cell) and any(row[at] == cell for row in others) for at, cell in enumerate(head[place]))


def like_the_others(shapes: Sequence[Sequence[str]], place: int) -> int:
    """Count the cells of a row that look like data because most cells in their column are written so."""
    others = [*shapes[:place], *shapes[place + 1 :]]
    return sum(
        bool(shape)
        and 2 * sum(row[column] == shape for row in others) > sum(bool(row[column]) for row in others) > 0
        for column, shape in enumerate(shapes[place])
    )


def shape_of(cell: str) -> str:
    """Return how a cell is written where it is a date, an amount, a code or an address; nothing for words."""
    text = cell.strip()
    if "@" in text:
        return "@"
    if not any(c.isdigit() for c in text) or PERIOD.fullmatch(fold(text)):
        return ""
    return LETTERS.sub("A", DIGITS.sub("9", text))


def check_keys(source: Source, file: str) -> None:
    """Refuse a source that maps, sets or translates a column that its table does not have.

    Raises
    ------
    PortfolioError
        The first unknown name, with the nearest known one.
    """
    known = fields(source.table)
    for part in ("columns", "constants", "codes", "computed"):
        for name in getattr(source, part):
            if name not in known:
                near = nearest(name, known)
                raise PortfolioError(
                    _("{part}: the table {table} has no column “{name}”").format(
                        part=part, table=source.table, name=name
                    ),
                    file=file,
                    fix=_("did you mean “{name}”?").format(name=near)
                    if near
                    else _("its columns are: {names}").format(names=quoted(known)),
                )


def includes_tax(column: str) -> bool:
    """Tell whether the name of a column says that tax is in its amounts."""
    return speaks(column, "tax_included")


def map_columns(
    source: Source, header: list[str], file: str, cells: pd.DataFrame | None = None
) -> dict[str, str]:
    """Return which column of the file holds each of our columns.

    Parameters
    ----------
    source : Source
        Its `columns` win; an empty name there leaves our column out; `constants` need no column. Its preset
        comes next, then the usual names.
    header : list of str
        The file's column names.
    file : str
        Name for the messages.
    cells : DataFrame of str, optional
        The rows under the header; they tell which column to propose for one that is missing, and which holds
        remarks and no codes.

    Returns
    -------
    dict of str to str
        Our column: column as the file writes it.

    Raises
    ------
    PortfolioError
        A stated column is not in the file, or a needed column is neither stated nor recognised.
    """
    check_keys(source, file)
    for rules in (source.keep, source.drop, source.credit_notes):
        for column in rules:
            column_named(column, header, file, _("the rows that count"))
    if source.currency_column:
        column_named(source.currency_column, header, file, _("the currency of each row"))
    mapping = find_columns(source, header, file)
    if cells is not None:
        mapping = told_by_cells(mapping, source, cells, aliases(source.table).get("name", ()))
        _refuse_tax_included(mapping, source, file, cells)
    _check_needed(source, mapping, header, file, cells)
    return mapping


def _refuse_tax_included(mapping: Mapping[str, str], source: Source, file: str, cells: pd.DataFrame) -> None:
    """Refuse amounts whose tax stands beside them and is in them: never gross for net."""
    revenue = mapping.get("revenue_eur")
    if source.table != "sales" or revenue is None or source.across:
        return
    told = source.computed.get("revenue_eur")
    if told is not None and told.less is not None:
        return  # what is left once the tax has come off
    taxed = gross_and_tax(cells, [revenue])
    if taxed is not None:
        way = {"revenue_eur": {"multiply": [revenue], "less": taxed[1]}}
        raise PortfolioError(
            _("“{column}” includes tax; the amount without tax (HT) is needed").format(column=revenue),
            file=file,
            column=revenue,
            fix=_("work it out from its parts: write under this source {lines}").format(
                lines=f"computed: {one_line(way)}"
            ),
        )


def find_columns(source: Source, header: list[str], file: str) -> dict[str, str]:
    """Return which column of the file holds each of our columns, as far as one does.

    Raises
    ------
    PortfolioError
        A stated column is not in the file.
    """
    stated = {
        name: column_named(column, header, file, name)
        for name, column in source.columns.items()
        if column.strip()
    }
    free: dict[str, str] = {}
    known = known_names(source)
    left = [column for column in header if column not in stated.values()]
    # A name as it stands comes before one that has to be taken apart.
    begin = common_beginning(header)
    for column in sorted(left, key=lambda column: fold(column) not in known):
        name = plain_name(column, known)
        free.setdefault(name if name in known else plain_name(_of_no_table(column, begin), known), column)
    settled = {*source.columns, *source.constants}
    if source.from_lines:
        settled |= {*fields(source.table)} - TOLD_BY_DOCUMENTS
    mapping = dict(stated)
    part = part_of(preset_of(source, file), source.table)
    there = dict(free)
    for name, names in part.columns.items():
        # In an export without codes the name may be the code as well.
        offered = there if name == "name" else free
        alias = next((fold(each) for each in names if fold(each) in offered), None)
        if name not in settled and alias is not None:
            mapping[name] = there[alias]
            free.pop(alias, None)
    settled |= {*part.constants, *(name for name, names in part.columns.items() if not names)}
    # The surest names are shared out first, so that a vague one never takes a sure one's place.
    by_rank = sorted(
        (rank, order, name, alias)
        for order, (name, names) in enumerate(aliases(source.table).items())
        for rank, alias in enumerate(names)
        if name not in settled
    )
    for _rank, _order, name, alias in by_rank:
        if name not in mapping and alias in free:
            mapping[name] = free.pop(alias)
    nameless = [column for column in left if column not in mapping.values()]
    bare = {_of_no_table(column, begin): column for column in reversed(nameless)}
    for name, called in composed_names(list(reversed(bare)), source.table, aliases(source.table)):
        column = bare[called]
        if name not in settled and column not in mapping.values():
            mapping.setdefault(name, column)
    if source.table == "visits" and "date" not in {*mapping, *settled} and "start_time" in mapping:
        mapping["date"] = mapping.pop("start_time")  # a meeting “From” a day and an hour
    mapping = _source_of_potential(mapping, header, settled)
    return {name: mapping[name] for name in fields(source.table) if name in mapping}


def common_beginning(header: Sequence[str]) -> str:
    """Return what most columns begin with, as “Activity - ” in an export that names its own record.

    “Order lines/” says so of three columns already: the others are of the document.
    """
    most = len(header) // 2 + 1
    for sign, least in ((" - ", most), ("_", most), (".", most), ("/", FEWEST_OF_LINES)):
        begins = Counter(column.partition(sign)[0] for column in header if sign in column)
        word, count = max(begins.items(), key=lambda item: item[1], default=("", 0))
        if count >= max(least, 2):
            return f"{word}{sign}"
    return ""


def _of_no_table(column: str, begin: str) -> str:
    """Return a name without what most begin with, or the table of a database, as in “tblClients.Nom”."""
    bare = TABLE_NAME.sub("", column, count=1)
    return bare if bare != column else column.removeprefix(begin)


def _source_of_potential(
    mapping: dict[str, str], header: list[str], settled: Collection[str]
) -> dict[str, str]:
    """Read a column “Source” that stands right behind a potential, or its day, as the source of that."""
    if (
        "source" not in mapping
        or {"source", "potential_source"} & {*settled}
        or "potential_source" in mapping
    ):
        return mapping
    before = header[max(header.index(mapping["source"]) - 1, 0)]
    if before not in (mapping.get("potential_eur"), mapping.get("potential_on")):
        return mapping
    return {"potential_source" if name == "source" else name: column for name, column in mapping.items()}


def column_named(column: str, header: Sequence[str], file: str, name: str) -> str:
    """Return the file's spelling of a column that the portfolio names to read `name` from.

    Raises
    ------
    PortfolioError
        The file has no such column.
    """
    if column in header:
        return column
    alike = [written for written in header if fold(written) == fold(column) != ""]
    # A column called by its number, in whatever language that was written.
    number = NUMBERED.fullmatch(column)
    alike += [
        name for name in header if number and name == _("column {n} without a name").format(n=number[1])
    ]
    if alike:
        return alike[0]
    near = nearest(column, header)
    has = _("the file has: {columns}").format(columns=quoted(header))
    raise PortfolioError(
        _("there is no column “{column}” to read {name} from").format(column=column, name=name),
        file=file,
        column=column,
        fix=_("did you mean “{name}”?").format(name=near) + " " + _capital(has) if near else has,
    )


def _check_needed(
    source: Source, mapping: dict[str, str], header: list[str], file: str, cells: pd.DataFrame | None
) -> None:
    part = part_of(preset_of(source, file), source.table)
    held = {*mapping, *source.constants, *part.constants}
    missing = [name for name in NEEDED[source.table] if name not in held]
    free = [column for column in header if column not in mapping.values()]
    perhaps = likely(source.table, missing, free, cells, aliases(source.table)) if missing else {}
    for name in missing:
        amount = name == "revenue_eur"
        offered = [column for column in header if not (amount and about_tax(column))]
        if amount:
            offered = [c for c in free if c in offered and (cells is None or fits("number", cells[c]))]
        fix = _("write under `columns` of this source {name}: followed by one of {columns}").format(
            name=name, columns=quoted(offered)
        )
        if near := perhaps[name]:
            fix += " " + _("(perhaps “{column}”)").format(column=near)
        alike = recognise(header) if source.preset is None else []
        if alike and source.table in presets()[alike[0][0]].tables:
            fix = _("this looks like an export of {label}: write preset: {name} for this source").format(
                label=presets()[alike[0][0]].label, name=alike[0][0]
            )
        ways = ways_to_work_out(mapping, cells).get(name) if cells is not None else None
        if ways:
            lines = f" {_('or')} ".join(f"computed: {one_line({name: way})}" for way in ways)
            fix = _("work it out from its parts: write under this source {lines}").format(lines=lines)
        taxed = next((column for column in header if amount and includes_tax(column)), None)
        if taxed is not None:
            said = _("“{column}” includes tax; the amount without tax (HT) is needed").format(column=taxed)
            fix = with_label(said, fix) if offered else said
        elif not offered:
            fix = _("ask for an export with the amounts without tax (HT)")
        if amount and not alike and looks_like_a_ledger(header):
            told = [_("a debit and a credit make this a ledger or a balance"), client_ledger()]
            fix = with_label(clauses(told), ask_for_the_fec())
        raise PortfolioError(
            _("no column of this file is recognised as {name}").format(name=name), file=file, fix=fix
        )


def about_tax(column: str) -> bool:
    """Tell whether the name of a column speaks of amounts of tax, or with tax."""
    return includes_tax(column) or (speaks(column, "taxes") and not speaks(column, "without_tax"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
