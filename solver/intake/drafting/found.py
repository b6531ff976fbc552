"""What one file of a folder, or one sheet of it, seems to be."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from solver.intake.booking.questions import Question
from solver.parameters import Computed


@dataclass(frozen=True)
class Found:
    """One file, or one sheet of a workbook, and what it seems to be.

    Attributes
    ----------
    file : str
        Its name in the folder.
    sheet : str, optional
        The sheet, where the workbook has several with rows.
    table, preset : str, optional
        What it fills, and the package it was exported from; none where nothing was recognised.
    columns : dict of str to str
        Our column: column of the file.
    beside_preset : dict of str to str
        Our columns that are read otherwise than the package has them.
    missing : dict of str to str
        Columns that the table needs and the file does not seem to have: the likeliest column, or nothing.
    left_alone : tuple of str
        Columns that nothing was recognised in.
    constants : dict of str to str
        What the name of the file says.
    computed : dict of str to dict
        Our column: how it is worked out from columns of the file.
    open_ways : dict of str to list of dict
        Our column: the ways to work it out among which somebody has to choose.
    across : dict of str to date
        Columns with the amounts of a month or a year, and its last day.
    groups : tuple of str
        Labels of a pivot table that head the clients below them: their rows are sums.
    times : str, optional
        The column that says how many visits each row stands for.
    fill_down : tuple of str
        Columns written once above the rows they stand for.
    from_lines : bool
        Whether it is a file of documents from which the accounts are taken.
    lines : int
        Rows below the header.
    problem : str, optional
        Why it cannot be read.
    questions : tuple of Question
        Columns that tell which rows count.
    left_out : str, optional
        Why it is no source though it could be read.
    cells : DataFrame of str
        The rows, under the names of the file.
    via : dict of str to str
        The file, its key and its column of accounts that lead from the key in this file to the account.
    heads : dict of str to str
        The file with the heads of its documents, and the number that both have.
    objections : bool
        Whether it lists people who object, by their addresses alone.
    first_line : tuple of str
        What its first line says, where it has no header.
    by_values : dict of str to dict
        For such a file: table, and which of its columns are which by what stands in them.
    totals_repeated : bool
        Whether each row of a document has the same amount, which may be that of the whole document.
    totals_on_first : bool
        Whether the amount of a document stands on the first of its lines alone.
    guessed : tuple of str
        Those of our columns that no usual name told: the one column that they can be.
    """

    file: str
    sheet: str | None = None
    table: str | None = None
    preset: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    beside_preset: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str | None] = field(default_factory=dict)
    left_alone: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    computed: dict[str, dict[str, Any]] = field(default_factory=dict)
    open_ways: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    across: dict[str, date] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    times: str | None = None
    fill_down: tuple[str, ...] = ()
    from_lines: bool = False
    lines: int = 0
    problem: str | None = None
    questions: tuple[Question, ...] = ()
    left_out: str | None = None
    cells: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)
    totals_repeated: bool = False
    totals_on_first: bool = False
    via: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    objections: bool = False
    first_line: tuple[str, ...] = ()
    by_values: dict[str, dict[str, str]] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Every column of the file."""
        parts = (part for way in self.computed.values() for part in Computed.model_validate(way).parts)
        counts = [self.times] if self.times else []
        return tuple(dict.fromkeys([*self.columns.values(), *parts, *self.across, *counts, *self.left_alone]))

    def without(self, reason: str) -> "Found":
        """Return it as a file that is told of and not used."""
        bare = Found(self.file, self.sheet, lines=self.lines, first_line=self.first_line)
        return replace(bare, left_alone=self.header, left_out=reason)
