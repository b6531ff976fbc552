"""Opening a file of the firm: every cell as text, every row with the line of the file it stands on."""

import codecs
import csv
import io
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from solver.intake.reading.bounds import printable, refuse_vast_workbook, unpacked
from solver.intake.reading.encoding import decode
from solver.intake.reading.fixed_places import columns_at_places
from solver.intake.reading.listings import printed_list
from solver.intake.reading.merged import Block
from solver.intake.reading.workbooks import read_parquet, read_workbook
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.files import read_whole
from solver.words.i18n import _, format_number, ngettext

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
READ = (".csv", ".tsv", ".txt", ".lst", ".prn", ".lis", *WORKBOOKS, ".parquet", ".gz")
SEPARATORS = (";", "\t", "|", ",")
PLAIN_SEPARATORS = ("\t", "|")
SAMPLE_LINES, HEADER_LINES = 50, 20
SAMPLE_CHARACTERS = 200_000
WIDEST = 1000
LONGEST_START = 200
NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}
# What programs call .xls or .csv though it is neither.
OTHER_TEXTS = {
    b"<!doctype html": "HTML",
    b"<html": "HTML",
    b"<table": "HTML",
    b"<?xml": "XML",
    b'[{"': "JSON",
    b'{"': "JSON",
}
WORKBOOK_PARTS = ("xl/", "content.xml")


@dataclass(frozen=True)
class Grid:
    """The cells of a file before anything is known about them.

    Attributes
    ----------
    file : str
        Name for the messages.
    cells : DataFrame of str
        Columns numbered from 0; the index is the line of the file, as a spreadsheet counts.
    encoding, separator, sheet : str or None
        How it was read.
    broken_lines : tuple of int
        Lines with bytes foreign to the file's encoding.
    blocks : tuple of Block
        Merged cells of a sheet.
    """

    file: str
    cells: pd.DataFrame
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    broken_lines: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()


def read_grids(
    source: Source,
    known: Collection[str],
    *,
    likely_encoding: str | None = None,
    likely_separator: str | None = None,
    quoted: bool = True,
) -> list[Grid]:
    """Read a file, whatever its kind, or a query to a database into text cells.

    Parameters
    ----------
    source : Source
        The file and what the portfolio says about it.
    known : collection of str
        Folded column names that its header may hold; they help to find the separator and the sheet.
    likely_encoding, likely_separator : str, optional
        How its package writes, for where the file leaves a doubt.
    quoted : bool, optional
        Whether quotation marks may enclose cells; accounting entries write them as part of their wording.

    Returns
    -------
    list of Grid
        One; several where sheets of a workbook go on under the same header.

    Raises
    ------
    PortfolioError
        There is no such file, it is empty, damaged, or not a table.
    """
    file = source.name
    if source.database:
        # Loaded where it is needed: most firms send files, and the library takes its time.
        from solver.intake.reading.database import read_database

        return [Grid(file, read_database(source))]
    content = unpacked(_content(source.path), file)
    if not content or content.isspace():
        raise _empty(file)
    if kind := _no_table(content):
        raise PortfolioError(
            _("this is a {kind} file, not a table").format(kind=kind),
            file=file,
            fix=_("export the list as CSV or as an Excel workbook (.xlsx)"),
        )
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        refuse_vast_workbook(content, file)
        sheets = read_workbook(content, source.sheet, source.decimal, known, file)
        if all(sheet.cells.empty for sheet in sheets):
            raise _empty(file)
        return [Grid(file, sheet.cells, sheet=sheet.name, blocks=sheet.blocks) for sheet in sheets]
    if content.startswith(b"PAR1"):
        return [Grid(file, read_parquet(content, source.decimal, file))]
    text, encoding, broken_lines = decode(content, source.encoding, file, likely_encoding)
    del content  # of a large file each copy counts
    text = printable(text).rstrip("\r\n")
    if not text or text.isspace():
        raise _empty(file)
    head = _one_line_end(text[:SAMPLE_CHARACTERS])
    separator = _stated_separator(source.separator, file) or sniff_separator(head, known, likely_separator)
    if source.separator is None and not any(mark in head for mark in SEPARATORS[:-1]):
        least = _tabular(head, separator, known)[0]
        lines = _one_line_end(text)
        ways = [
            placed for placed in (columns_at_places(lines), printed_list(lines, known)) if placed is not None
        ]
        said = [_names_known(placed.head(HEADER_LINES).to_numpy(), known) for placed in ways]
        if ways and max(said) > least:
            placed = ways[said.index(max(said))]
            return [Grid(file, placed, encoding, None, broken_lines=tuple(broken_lines))]
    plain = not quoted and separator in PLAIN_SEPARATORS and '"' not in head.split("\n", 1)[0]
    cells = _plain_cells(text, separator) if plain else _cells(text, separator, file)
    return [Grid(file, cells, encoding, separator, broken_lines=tuple(broken_lines))]


def read_grid(source: Source, known: Collection[str]) -> Grid:
    """Read a file of one table into text cells, as `read_grids` does."""
    return read_grids(source, known)[0]


def sniff_separator(text: str, known: Collection[str], likely: str | None = None) -> str:
    """Return the separator under which the first lines look most like a table.

    Notes
    -----
    Known column names count first, then lines of equal width, then the width: decimal commas cut lines too.
    """
    head = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])
    first = [] if likely is None else [likely]
    return max([*first, *SEPARATORS], key=lambda separator: _tabular(head, separator, known))


def _content(path: str) -> bytes:
    if "://" in path:
        raise PortfolioError(
            _("only files on this computer can be read"), file=path, fix=_("download it and give its path")
        )
    try:
        return read_whole(Path(path))
    except FileNotFoundError:
        raise PortfolioError(
            _("there is no such file: {path}").format(path=path),
            file=path,
            fix=_("correct `path` under `sources`; it is looked for from the folder of portfolio.yaml"),
        ) from None
    except (OSError, ValueError) as error:
        if Path(path).is_dir():  # Windows calls it a lack of permission
            raise PortfolioError(
                _("this is a folder, not a file"), file=path, fix=_("give the path of the file in it")
            ) from None
        raise PortfolioError(
            _("the file cannot be read ({reason})").format(reason=getattr(error, "strerror", None) or error),
            file=path,
            fix=_("close it where it is open and check that you may read it"),
        ) from None


def _no_table(content: bytes) -> str | None:
    """Name the kind of a file that is no table; none for whatever may be one."""
    for start, kind in NOT_TABLES.items():
        if content.startswith(start):
            return kind
    head = content[:LONGEST_START].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for start, kind in OTHER_TEXTS.items():
        if head.replace(b" ", b"").replace(b"\n", b"").startswith(start.replace(b" ", b"")):
            return kind
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist() if content.startswith(b"PK") else []
    except (zipfile.BadZipFile, NotImplementedError):  # the latter where a byte asks for a version to come
        return None
    return "ZIP" if names and not any(name.startswith(WORKBOOK_PARTS) for name in names) else None


def _stated_separator(separator: str | None, file: str) -> str | None:
    named = {"tab": "\t", "\\t": "\t"}.get((separator or "").lower(), separator)
    if named is not None and (len(named) != 1 or named in '"\n\r'):
        raise PortfolioError(
            _("“{separator}” cannot separate columns").format(separator=separator),
            file=file,
            fix=_("write one character, such as ; or tab"),
        )
    return named


def _tabular(head: str, separator: str, known: Collection[str]) -> tuple[int, float, int]:
    try:
        rows = [row for row in csv.reader(io.StringIO(head), delimiter=separator) if any(row)]
    except csv.Error:
        return 0, 0.0, 0
    widths = [len(row) for row in rows]
    usual = max(widths, key=widths.count, default=0)
    even = widths.count(usual) / len(widths) if usual > 1 else 0.0
    return _names_known(rows[:HEADER_LINES], known), round(even, 1), usual


def _names_known(rows: Iterable[Iterable[str]], known: Collection[str]) -> int:
    """Return how many cells of the row that names most are known names."""
    return max((sum(fold(cell) in known for cell in row) for row in rows), default=0)


def _cells(text: str, separator: str, file: str) -> pd.DataFrame:
    # Without quotation marks no cell runs over a line, and most files end here.
    even = _cells_of_even_lines(text, separator) if '"' not in text else None
    if even is None:
        text = _one_line_end(text)
        even = _cells_of_even_lines(text, separator)
    return even if even is not None else _cells_of_any_lines(text, separator, file)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain_cells(text: str, separator: str) -> pd.DataFrame:
    """Read a file in which a quotation mark is a letter, unless it stands at both ends of a cell."""
    rows = [line.split(separator) for line in _one_line_end(text).split("\n")]
    rows = [[_unquoted(cell) if cell.startswith('"') else cell for cell in row] for row in rows]
    columns = zip_longest(*rows, fillvalue="")
    cells = pd.DataFrame(
        {position: pd.Series(column, dtype="str") for position, column in enumerate(columns)}
    )
    cells.index = pd.RangeIndex(1, len(cells) + 1, name="row")
    return cells


def _unquoted(cell: str) -> str:
    closed = len(cell) > 1 and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if closed and not cell[1:-1].replace('""', "").count('"') else cell


def _cells_of_even_lines(text: str, separator: str) -> pd.DataFrame | None:
    """Read a file in which every line is a row of the same width; none where that does not hold."""
    end = text.find("\n")
    first_line = text if end < 0 else text[:end]
    width = first_line.count(separator) + 1
    if '"' in first_line and width <= WIDEST:
        width = len(next(csv.reader([first_line], delimiter=separator)))
    if not 1 < width <= WIDEST:
        return None
    names = [str(position) for position in range(width)]
    quoted = '"' in text
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(text.encode("utf-8")),
            read_options=pa.csv.ReadOptions(column_names=names),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string())),
        )
    except (pa.ArrowException, UnicodeEncodeError):
        return None
    if table.num_rows != text.count("\n") + 1:
        return None
    # In one piece: every later choice of rows would put the pieces together first.
    cells = table.combine_chunks().to_pandas().astype("str")
    cells.columns = range(width)
    cells.index = pd.RangeIndex(1, len(cells) + 1, name="row")
    return cells


def _cells_of_any_lines(text: str, separator: str, file: str) -> pd.DataFrame:
    """Read a file with blank lines, lines of several widths, or cells that run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        rest = text.split("\n")[line - 1 :]
        if sum(each.count('"') for each in rest) % 2:
            raise _never_closed(file, line) from None
        raise PortfolioError(
            _("a cell holds more than {n} characters").format(n=format_number(csv.field_size_limit())),
            file=file,
            row=line,
            fix=_("leave the column of long texts out of the export"),
        ) from None
    last_record = text.split("\n")[lines[-1] - 1 :]
    if len(last_record) > 1 and "\n".join(last_record).count('"') % 2:
        raise _never_closed(file, lines[-1])
    if max(map(len, rows), default=0) > WIDEST:
        raise PortfolioError(
            ngettext(
                "a line has more than {n} cell: this is not a table",
                "a line has more than {n} cells: this is not a table",
                WIDEST,
            ).format(n=WIDEST),
            file=file,
            row=next(at for row, at in zip(rows, lines, strict=True) if len(row) > WIDEST),
            fix=_("export the list as CSV or as an Excel workbook (.xlsx)"),
        )
    columns = zip_longest(*rows, fillvalue="")
    cells = pd.DataFrame(
        {position: pd.Series(column, dtype="str") for position, column in enumerate(columns)}
    )
    cells.index = pd.Index(lines, dtype="int64", name="row")
    return cells


def _empty(file: str) -> PortfolioError:
    return PortfolioError(_("the file is empty"), file=file, fix=_("export it again"))


def _never_closed(file: str, row: int) -> PortfolioError:
    return PortfolioError(
        _("a quotation mark is opened here and never closed"),
        file=file,
        row=row,
        fix=_("close or remove it, or export the file again"),
    )
