"""What a table of a workbook is made of: its columns, what stands above them, and where it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from solver.tables.units import UNITS, UnitName

SPARE_LINES = 200  # lines somebody may add below are still summed, coloured and offered their words
TITLE_ROW, SENTENCE_ROW = 0, 1


@dataclass(frozen=True)
class Area:
    """Where a table lies in the workbook, so that formulas can point at it.

    Attributes
    ----------
    sheet : str
        Name of the sheet.
    heading : int
        Row of the heads, from 0.
    lines : int
        How many lines of data lie below.
    places : dict of str to int
        Column of each code, from 0.
    spare : int
        Lines below the last that are summed, coloured and checked as well.
    """

    sheet: str
    heading: int
    lines: int
    places: dict[str, int]
    spare: int = SPARE_LINES

    @property
    def first(self) -> int:
        """First row of data."""
        return self.heading + 1

    @property
    def last(self) -> int:
        """Last row of data."""
        return self.heading + max(self.lines, 1)

    @property
    def reach(self) -> int:
        """Last row that sums and colours reach."""
        return self.last + self.spare

    def cell(self, name: str, row: int) -> str:
        """Point at the cell of one line, from within the sheet."""
        return str(xl_rowcol_to_cell(row, self.places[name], col_abs=True))

    def column(self, name: str) -> str:
        """Point at a whole column, from within the sheet."""
        letter = xl_col_to_name(self.places[name])
        return f"${letter}${self.first + 1}:${letter}${self.reach + 1}"

    def outside(self, name: str) -> str:
        """Point at a whole column from another sheet."""
        return f"{quoted(self.sheet)}!{self.column(name)}"


@dataclass(frozen=True)
class Limits:
    """Between what a cell is expected; the bounds may be formulas of the first line.

    Attributes
    ----------
    what : {"integer", "decimal", "date"}
    low, high : number, str or date
        Without the latter, anything above the former.
    title, said : str
        What is told to whoever writes something else.
    """

    what: Literal["integer", "decimal", "date"]
    low: float | str | date
    high: float | str | None = None
    title: str = ""
    said: str = ""


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes
    ----------
    name : str
        Code in the hidden line.
    heading : str
    values : sequence
        What the cells hold; of a formula, what it comes to.
    unit : str
        How the values are written.
    units : sequence of str, optional
        The same line by line, where lines differ.
    formula : callable, optional
        Formula of a row, from its number.
    to_fill : bool
        Whether somebody may write here.
    total : bool
        Whether the shown lines are summed above the head.
    folded : bool
        Whether the column is folded away at first.
    hidden : bool
        Whether the column is for the reading back alone.
    least, most : float
        Bounds of the width, in characters.
    choices : str or tuple of str, optional
        Range of the words on offer, or the words.
    free : bool
        Whether other words than those on offer may be written.
    limits : Limits, optional
        What may be written.
    strict : bool
        Whether anything else is refused; else the program warns of it.
    hint : str, optional
        Said beside the cell when it is chosen.
    look : str, optional
        Of the cells, where they do not look as usual.
    looks : sequence of str, optional
        The same line by line, where lines differ.
    head : str, optional
        Look of the head, where it is not the usual one.
    """

    name: str
    heading: str
    values: Sequence[Any] = ()
    unit: UnitName = "text"
    units: Sequence[UnitName] | None = None
    formula: Callable[[Area, int], str] | None = None
    to_fill: bool = False
    total: bool = False
    folded: bool = False
    hidden: bool = False
    least: float = 7
    most: float = 40
    choices: str | tuple[str, ...] | None = None
    free: bool = False
    limits: Limits | None = None
    strict: bool = False
    hint: str | None = None
    look: str | None = None
    looks: Sequence[str] | None = None
    head: str | None = None

    def cell_looks(self) -> Sequence[str]:
        """Return how each cell looks."""
        if self.looks is not None:
            return self.looks
        usual = (
            "to_fill" if self.to_fill else "wrapped" if UNITS[self.unit].holds in ("text", "code") else "cell"
        )
        return [self.look or usual] * len(self.values)


@dataclass(frozen=True)
class Layout:
    """What a sheet holds beside its table.

    Attributes
    ----------
    title, sentence : str
    fields : sequence of Field
    frozen : int
        Columns that stay in sight.
    above : int
        Lines kept free between the sentence and the sums.
    most_lines : int
        Of text in one cell.
    sums : bool
        Whether a line above the heads sums and counts the lines shown.
    coded : bool
        Whether a hidden line above the heads holds the codes of the columns.
    filters : bool
        Whether the heads have the buttons of filters.
    blank_lines : int
        Of a table that is handed out empty, how many lines can be filled in.
    printed : int
        How many lines go on paper at most, and only as many columns as can be read there; everything where 0.
    """

    title: str
    sentence: str
    fields: Sequence[Field]
    frozen: int = 2
    above: int = 0
    most_lines: int = 4
    sums: bool = True
    coded: bool = True
    filters: bool = True
    blank_lines: int = 0
    printed: int = 0

    @property
    def heading(self) -> int:
        """Row of the heads: below the title, the sentence, what is kept free, the sums and the codes."""
        return SENTENCE_ROW + self.above + self.sums + self.coded + 1

    def area(self, sheet_name: str) -> Area:
        """Return where the table lies."""
        places = {one.name: place for place, one in enumerate(self.fields)}
        spare = self.blank_lines or SPARE_LINES
        return Area(sheet_name, self.heading, len(self.fields[0].values), places, spare)


def quoted(sheet_name: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + sheet_name.replace("'", "''") + "'"


def literal(text: str) -> str:
    """Return a text of ours as formulas write it."""
    return '"' + text.replace('"', '""') + '"'
