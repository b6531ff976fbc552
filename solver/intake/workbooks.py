"""Spreadsheets and parquet files, turned into the same text cells that a CSV file gives."""

import datetime as dt
import io
from collections.abc import Collection
from typing import Any

import pandas as pd
import pyarrow as pa

from solver.errors import PortfolioError
from solver.i18n import _
from solver.intake.words import fold, nearest, quoted


def read_workbook(
    content: bytes, sheet: str | None, decimal: str | None, known: Collection[str], file: str
) -> tuple[pd.DataFrame, str]:
    """Read one sheet of a workbook (.xlsx, .xlsm, .xls, .ods) as text.

    Parameters
    ----------
    content : bytes
        The whole file.
    sheet : str, optional
        Which sheet; none = the one in which most column names are known.
    decimal : str, optional
        The decimal mark under which the numbers are to be written out; none = a point.
    known : collection of str
        Folded column names to look for.
    file : str
        Name for the messages.

    Returns
    -------
    tuple of DataFrame and str
        Text cells, one row per row of the sheet from 1 on, and the name of the sheet.

    Raises
    ------
    PortfolioError
        The workbook cannot be opened, or has no such sheet.
    """
    try:
        # The reader is foreign code facing a foreign file: it may fail in a dozen ways that all mean this.
        sheets = pd.read_excel(
            io.BytesIO(content),
            sheet_name=None,
            engine="calamine",
            header=None,
            dtype=object,
            na_filter=False,
        )
    except Exception as error:
        raise PortfolioError(
            _("the workbook cannot be opened ({reason})").format(reason=str(error) or type(error).__name__),
            file=file,
            mend=_(
                "open it in a spreadsheet, save it again as .xlsx without a password, or export it as CSV"
            ),
        ) from None
    names = [str(name) for name in sheets]
    if sheet is not None and sheet not in names:
        near = nearest(sheet, names)
        raise PortfolioError(
            _("the workbook has no sheet “{sheet}”").format(sheet=sheet),
            file=file,
            mend=_("did you mean “{name}”? The sheets are: {names}").format(name=near, names=quoted(names))
            if near
            else _("the sheets are: {names}").format(names=quoted(names)),
        )
    chosen = sheet if sheet is not None else max(names, key=lambda name: _recognised(sheets[name], known))
    mark = decimal or "."
    cells = sheets[chosen].map(lambda value: cell_text(value, mark))
    return _numbered(cells, first_line=1), chosen


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
            mend=_("export it again"),
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
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.strftime("%Y-%m-%d") if midnight else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return _number_text(value, decimal)
    return str(value)


def _number_text(value: float, decimal: str) -> str:
    if value.is_integer():
        return f"{value:.0f}"
    text = repr(value)
    if "e" in text or "inf" in text:
        return text
    whole, _point, digits = text.partition(".")
    return whole + decimal + (digits + "0" if len(digits) == 3 else digits)


def _column_text(column: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_string_dtype(column):
        return column.astype(object).map(
            lambda value: value if isinstance(value, str) else cell_text(value, decimal)
        )
    return (
        column.astype(object).where(column.notna(), None).map(lambda value: cell_text(_plain(value), decimal))
    )


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _recognised(sheet: pd.DataFrame, known: Collection[str]) -> int:
    """Most known column names that one of the first rows of a sheet holds."""
    head = sheet.head(20).to_numpy().tolist()
    return max((sum(fold(str(cell)) in known for cell in row) for row in head), default=-1)


def _numbered(cells: pd.DataFrame, first_line: int) -> pd.DataFrame:
    table = cells.fillna("").astype("str")
    lines = pd.RangeIndex(first_line, first_line + len(table), name="row")
    return table.set_axis(range(table.shape[1]), axis=1).set_axis(lines)
