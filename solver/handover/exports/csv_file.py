"""One table as a text file, in the dialect that a description asks for."""

import csv
import io
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.handover.exports.target import LINE_ENDS, Target
from solver.tables.units import UNITS, UnitName
from solver.words.errors import PortfolioError
from solver.words.harmless import harmless
from solver.words.i18n import _

ABROAD = re.compile(r"^\+(?=[\d\s().-]+$)")
DATES = {"dd/mm/yyyy": "%d/%m/%Y", "mm/dd/yyyy": "%m/%d/%Y", "yyyy-mm-dd": "%Y-%m-%d"}


@dataclass(frozen=True)
class OutColumn:
    """One column as it is written: its heading, its unit, its cells."""

    heading: str
    unit: UnitName
    cells: pd.Series


def content(columns: list[OutColumn], target: Target) -> bytes:
    """Return the whole file.

    Parameters
    ----------
    columns : list of OutColumn
    target : Target
        Separator, decimal mark, encoding, line ends and dates.

    Raises
    ------
    PortfolioError
        A sign cannot be written in that encoding.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=target.separator, lineterminator=LINE_ENDS[target.line_end])
    writer.writerow([harmless(column.heading) for column in columns])
    texts = [_texts(column, target) for column in columns]
    writer.writerows(zip(*texts, strict=True))
    try:
        return written.getvalue().encode(target.encoding)
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        raise PortfolioError(
            _("the sign “{sign}” cannot be written in {encoding}").format(
                sign=sign, encoding=target.encoding
            ),
            file=target.file,
            fix=_("write encoding: utf-8 in its description"),
        ) from None


def is_harmless_code(code: str) -> bool:
    """Tell whether a code can be written as it is: an apostrophe before it would make another code of it."""
    return harmless(code) == code


def _texts(column: OutColumn, target: Target) -> list[str]:
    write = _writer(column.unit, target)
    seen: dict[Hashable, str] = {}
    texts = []
    for value, missing in zip(column.cells.tolist(), column.cells.isna().tolist(), strict=True):
        if missing:
            texts.append("")
            continue
        if value not in seen:
            seen[value] = write(value)
        texts.append(seen[value])
    return texts


def _writer(unit: UnitName, target: Target) -> Callable[[Any], str]:
    day, decimals = DATES[target.date_format], UNITS[unit].decimals
    if unit == "phone":
        return lambda value: harmless(ABROAD.sub("00", str(value).strip()))
    if UNITS[unit].holds == "date":
        form = f"{day} %H:%M" if unit == "moment" else day
        return lambda value: str(value.strftime(form))
    if not UNITS[unit].is_number:
        return lambda value: harmless(str(value))
    if not decimals:
        return lambda value: str(round(float(value)))
    return lambda value: _number(float(value), decimals, target.decimal)


def _number(value: float, decimals: int, mark: str) -> str:
    """Write a number without separators of thousands and without idle zeros."""
    text = f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".")
    return text.replace(".", mark)
