"""Spreadsheets and parquet files, turned into the same text cells that a CSV file gives."""

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

from solver.intake.reading.bounds import printable, refuse_vast_workbook
from solver.intake.reading.merged import Block, blocks_of
from solver.intake.words import fold, nearest, quoted
from solver.words.errors import PortfolioError
from solver.words.i18n import _

LOCKED_XLSX = "EncryptedPackage".encode("utf-16-le")
LOCKED_ODS = b"encryption-data"
XLS_START = b"\x09\x08\x10\x00"  # the record that opens the book, 20 bytes long
XLS_PASSWORD = b"\x2f\x00"  # the record behind it where there is a password
HEADER_LINES = 20
LEAST_COLUMNS = 2


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its text cells (the index is its lines) and its merged cells."""

    name: str
    cells: pd.DataFrame
    blocks: tuple[Block, ...] = ()


def read_workbook(
    content: bytes, sheet: str | None, decimal: str | None, known: Collection[str], file: str
) -> list[Sheet]:
    """Read a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) as text.

    Parameters
    ----------
    content : bytes
        The whole file.
    sheet : str, optional
        Which sheet; none = the one in which most column names are known, and every other one that goes on
        under the same header, as when each year has its sheet.
    decimal : str, optional
        The decimal mark under which the numbers are to be written out; none = a point.
    known : collection of str
        Folded column names to look for.
    file : str
        Name for the messages.

    Returns
    -------
    list of Sheet
        One, or several of one header; text cells, one row per row of the sheet from 1 on.

    Raises
    ------
    PortfolioError
        The workbook cannot be opened, or has no such sheet.
    """
    try:
        # The reader is foreign code facing a foreign file: it may fail in a dozen ways that all mean this.
        with load_workbook(io.BytesIO(content)) as book:
            shown = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            names = [each.name for each in shown]
            visible = {each.name for each in shown if each.visible == SheetVisibleEnum.Visible}
            wanted = [name for name in names if sheet in (name, None)]
            read = [book.get_sheet_by_name(name) for name in wanted]
            rows = {each.name: each.to_python(skip_empty_area=False) for each in read}
            blocks = {each.name: each.merged_cell_ranges for each in read}
    except Exception as error:
        raise _cannot_be_opened(content, error, file) from None
    if not names:
        raise PortfolioError(_("the workbook has no sheet"), file=file, fix=_("export it again"))
    if sheet is not None and sheet not in names:
        raise _no_such_sheet(sheet, names, file)
    chosen = [sheet] if sheet is not None else _of_one_header(rows, visible, known)
    return [
        Sheet(name, _cells(rows[name], decimal or "."), blocks_of(blocks[name], content, name))
        for name in chosen
    ]


def every_sheet(content: bytes, file: str) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet of a workbook, line by line from the first on.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Name for the messages.

    Raises
    ------
    PortfolioError
        The workbook cannot be opened.
    """
    refuse_vast_workbook(content, file)
    try:  # foreign code facing a foreign file, as above
        with load_workbook(io.BytesIO(content)) as book:
            names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except Exception as error:
        raise _cannot_be_opened(content, error, file) from None


def _cannot_be_opened(content: bytes, error: Exception, file: str) -> PortfolioError:
    if _is_locked(content):
        return PortfolioError(
            _("the workbook is protected by a password"),
            file=file,
            fix=_("open it in a spreadsheet and save a copy without the password"),
        )
    return PortfolioError(
        _("the workbook cannot be opened ({reason})").format(reason=str(error) or type(error).__name__),
        file=file,
        fix=_("open it in a spreadsheet, save it again as .xlsx without a password, or export it as CSV"),
    )


def _is_locked(content: bytes) -> bool:
    """Tell a workbook under a password: .xlsx in a safe of its own, .ods with its keys, .xls by a record."""
    if not content.startswith(b"PK"):
        start = content.find(XLS_START)
        return LOCKED_XLSX in content or (start > 0 and content.startswith(XLS_PASSWORD, start + 20))
    try:
        return LOCKED_ODS in zipfile.ZipFile(io.BytesIO(content)).read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, RuntimeError):
        return False


def _of_one_header(rows: dict[str, list[Any]], visible: set[str], known: Collection[str]) -> list[str]:
    """Name the sheet with most known column names and those that have the same columns and rows below."""
    heads = {name: _header(lines, known) for name, lines in rows.items()}
    # A hidden sheet is read where no other will do: it may hold lists of choices, or an old state.
    best = max(rows, key=lambda name: (len(heads[name] & set(known)), name in visible))
    if len(heads[best] & set(known)) < LEAST_COLUMNS:
        return [best]
    twins = [
        name
        for name in rows
        if name != best and name in visible and heads[name] == heads[best] and len(rows[name]) > 1
    ]
    return [name for name in rows if name in (best, *twins)]


def _header(lines: list[Any], known: Collection[str]) -> frozenset[str]:
    """Return the folded cells of that one of the first rows which holds most known column names."""
    head = [frozenset(fold(str(cell)) for cell in line) - {""} for line in lines[:HEADER_LINES]]
    return max(head, key=lambda names: len(names & set(known)), default=frozenset())


def _cells(rows: list[Any], mark: str) -> pd.DataFrame:
    texts = [[cell_text(value, mark) for value in row] for row in rows]
    return _numbered(pd.DataFrame(texts, dtype="str"), first_line=1)


def _no_such_sheet(sheet: str, names: list[str], file: str) -> PortfolioError:
    near = nearest(sheet, names)
    return PortfolioError(
        _("the workbook has no sheet “{sheet}”").format(sheet=sheet),
        file=file,
        fix=_("did you mean “{name}”? The sheets are: {names}").format(name=near, names=quoted(names))
        if near
        else _("the sheets are: {names}").format(names=quoted(names)),
    )


def read_parquet(content: bytes, decimal: str | None, file: str) -> pd.DataFrame:
    """Read a parquet file as text; its column names become line 0.

    Raises
    ------
    PortfolioError
        The file is damaged.
    """
    try:
        table = pd.read_parquet(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
        raise PortfolioError(
            _("the parquet file cannot be opened ({reason})").format(reason=str(error).splitlines()[0]),
            file=file,
            fix=_("export it again"),
        ) from None
    header = pd.DataFrame([[str(name) for name in table.columns]])
    mark = decimal or "."
    body = pd.DataFrame({n: _column_text(table.iloc[:, n], mark) for n in range(table.shape[1])})
    return _numbered(pd.concat([header, body], ignore_index=True), first_line=0)


def cell_text(value: Any, decimal: str) -> str:
    """Write a cell's value as a person would type it.

    Notes
    -----
    A number never ends on exactly three decimals: the text “12.345” could be twelve thousand, a number not.
    """
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.strftime("%Y-%m-%d") if midnight else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float | Decimal):
        return _number_text(value, decimal)
    return str(value)


def _number_text(value: float | Decimal, decimal: str) -> str:
    if value == value // 1:
        return f"{value:.0f}"
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else repr(value)
    if "e" in text or "inf" in text:
        return text
    whole, _point, digits = text.partition(".")
    return whole + decimal + (digits + "0" if len(digits) == 3 else digits)


def _column_text(column: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_string_dtype(column):
        return column.astype(object).map(lambda value: cell_text(value, decimal))
    return (
        column.astype(object).where(column.notna(), None).map(lambda value: cell_text(_plain(value), decimal))
    )


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _numbered(cells: pd.DataFrame, first_line: int) -> pd.DataFrame:
    table = cells.fillna("").astype("str")
    lines = pd.RangeIndex(first_line, first_line + len(table), name="row")
    return table.set_axis(range(table.shape[1]), axis=1).set_axis(lines)
