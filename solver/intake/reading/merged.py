"""Merged cells of spreadsheets: where one value stands for several rows, and where nobody can be sure."""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

import pandas as pd

from solver.intake.fields import fields
from solver.intake.reading.two_lines import over_two_lines
from solver.intake.reading.units_below import with_units
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.values.periods import month_number, named_period, year_in
from solver.words.i18n import _, ngettext
from solver.words.numbers import take_apart as number_in

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FEWEST_MONTHS = 2
SPANS = (b"number-rows-spanned", b"number-columns-spanned")


class Block(NamedTuple):
    """A region of merged cells: lines of the sheet from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def blocks_of(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None, content: bytes, sheet: str
) -> tuple[Block, ...]:
    """Return the merged cells of a sheet.

    Parameters
    ----------
    ranges : sequence of pairs of (row, column) from 0, or None
        What the reader of spreadsheets tells; it tells nothing of OpenDocument.
    content : bytes
        The whole file.
    sheet : str
        Name of the sheet.
    """
    if ranges is not None:
        found = [Block(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]
    else:
        found = _of_open_document(content, sheet)
    return tuple(sorted(found))


def header_in_one_row(cells: pd.DataFrame, place: int, blocks: Collection[Block]) -> tuple[int, pd.DataFrame]:
    """Return the place of the lowest header row and the cells, what the rows above it say written into it.

    Parameters
    ----------
    cells : DataFrame of str
        The sheet.
    place : int
        Where the header seems to be.
    blocks : collection of Block
        Its merged cells.
    """
    for upper in (place, place - 1):
        if (written := _under_group_names(cells, upper)) is not None:
            return upper + 1, with_units(written, upper + 1)
    if not blocks and (told := over_two_lines(cells, place)) is not None:
        place, cells = told
    if blocks:
        place, cells = _under_merged_header(cells, place, blocks)
    return place, with_units(_years_over_months(cells, place), place)


def _under_group_names(cells: pd.DataFrame, upper: int) -> pd.DataFrame | None:
    """Write into the second line of a header what the first says once over a group; none where it has one.

    Such a line holds words, or periods, and nothing under the names that stand alone.
    """
    if not 0 <= upper < len(cells) - 1:
        return None
    above, below = (cells.iloc[place].str.strip() for place in (upper, upper + 1))
    grouped, alone = below.ne(""), below.eq("") & above.ne("")
    said = below[grouped]
    periods = said.map(lambda text: year_in(text) is not None or named_period(text, year=2000) is not None)
    if (
        not alone.any()
        or grouped.sum() < FEWEST_MONTHS
        or not above[grouped].iloc[0]
        or not (grouped & above.eq("")).any()
        or (~periods & said.map(lambda text: number_in(text) is not None)).any()
    ):
        return None
    over = above.where(above.ne("")).ffill()
    # A name that stands in one group alone says enough; a month or a year does not.
    lacking = grouped & (below.duplicated(keep=False) | periods.reindex(below.index, fill_value=False))
    written = cells.copy()
    written.iloc[upper + 1] = below.mask(lacking, below + " " + over).where(grouped, above)
    return written


def _under_merged_header(
    cells: pd.DataFrame, place: int, blocks: Collection[Block]
) -> tuple[int, pd.DataFrame]:
    first = int(cells.index[0])
    line = first + place
    while deeper := [block.bottom for block in blocks if block.top <= line < block.bottom]:
        line = max(deeper)
    written = cells.copy()
    for block in blocks:
        if block.top <= line <= block.bottom:
            columns = range(block.left, min(block.right + 1, cells.shape[1]))
            written.loc[line, list(columns)] = str(cells.loc[block.top, block.left])
    return line - first, written


def _years_over_months(cells: pd.DataFrame, place: int) -> pd.DataFrame:
    """Write the year into the names of months where it stands once above them: “Jan” becomes “Jan 2024”."""
    header = cells.iloc[place]
    months = header.map(lambda name: not name.strip().isdigit() and month_number(name) is not None)
    if place == 0 or months.sum() < FEWEST_MONTHS:
        return cells
    above = cells.iloc[place - 1].str.strip().where(months.cummax(), "")
    years = above.map(lambda text: year_in(text) if text else None)
    if years[above.ne("")].isna().any() or not above.any():
        return cells
    told = years.ffill()
    named = header.mask(months & told.notna(), header + " " + told.fillna(0).astype("int64").astype("str"))
    written = cells.copy()
    written.iloc[place] = named
    return written


def fill_blocks(
    table: pd.DataFrame, mapping: Mapping[str, str], ours: str, file: str, blocks: Collection[Block]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write a merged value on each row of its block where that is sure, and say what was done.

    Parameters
    ----------
    table : DataFrame of str
        The rows under the header; the index is the line of the sheet.
    mapping : mapping of str to str
        Our column: column of the file.
    ours : str
        Our table.
    file : str
        Name for the messages.
    blocks : collection of Block
        Merged cells of the sheet.

    Notes
    -----
    A code, a word or a date over several rows of one column belongs to each of them. An amount does not: it
    would be counted several times, so it stays on its first row.
    """
    if not blocks:
        return table, no_repairs()
    names = {column: name for name, column in mapping.items()}
    known = fields(ours)
    filled = table.copy()
    told = []
    for left in sorted({block.left for block in blocks if block.left < table.shape[1]}):
        column = table.columns[left]
        here = [block for block in blocks if block.left == left and block.bottom > block.top in table.index]
        if column not in names or not here:
            continue
        amount = known[names[column]].holds in ("number", "whole")
        sure = [] if amount else [block for block in here if block.right == left]
        for block in sure:
            rows = table.index[(table.index >= block.top) & (table.index <= block.bottom)]
            filled.loc[rows, column] = str(table.loc[block.top, column])
        unsure = [block for block in here if block not in sure]
        told.append(_told(file, column, sure, _("a value in cells merged over several rows"), _each_row()))
        told.append(_told(file, column, unsure, _unsure(amount=amount), _("on the first row only")))
    return filled, gather(told)


def headings(table: pd.DataFrame, blocks: Collection[Block]) -> pd.Index:
    """Return the lines on which one text over several columns stands alone: a heading among the rows."""
    lines = sorted({block.top for block in blocks if block.right > block.left and block.top == block.bottom})
    if not lines:
        return table.index[:0]
    rows = table.index[table.index.isin(lines)]
    return rows[(table.loc[rows] != "").sum(axis=1).eq(1).to_numpy()]


def _told(file: str, column: str, blocks: Sequence[Block], problem: str, used: str) -> pd.DataFrame:
    """Say once for a column how many of its blocks were read in one way."""
    return repairs(
        file,
        [block.top for block in blocks[:1]],
        column=column,
        problem=problem,
        found=ngettext("{n} block of merged cells", "{n} blocks of merged cells", len(blocks)).format(
            n=len(blocks)
        ),
        used=used,
    )


def _each_row() -> str:
    return _("the value for each row of its block")


def _unsure(*, amount: bool) -> str:
    if amount:
        return _("an amount in cells merged over several rows; it is counted once")
    return _("cells merged over rows and columns at once: nobody can tell what they stand for")


def _of_open_document(content: bytes, sheet: str) -> list[Block]:
    """Read the merged cells of one sheet out of an OpenDocument spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("content.xml")
    if not any(span in text for span in SPANS):
        return []
    table = next(
        (
            each
            for each in ElementTree.fromstring(text).iter(TABLE + "table")
            if each.get(TABLE + "name") == sheet
        ),
        None,
    )
    found: list[Block] = []
    line = 1
    for row in table.iter(TABLE + "table-row") if table is not None else ():
        column = 0
        for cell in row:
            down = int(cell.get(TABLE + "number-rows-spanned", "1"))
            along = int(cell.get(TABLE + "number-columns-spanned", "1"))
            if down > 1 or along > 1:
                found.append(Block(line, column, line + down - 1, column + along - 1))
            column += int(cell.get(TABLE + "number-columns-repeated", "1"))
        line += int(row.get(TABLE + "number-rows-repeated", "1"))
    return found
