"""What every sheet of the plan is written from: the run, the workbook, and where the other tables lie."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Area, Field, quoted
from solver.handover.excel.looks import Styles, plain_values
from solver.handover.excel.plan.people import called
from solver.method.behaviour.private_lines import without_private_lines
from solver.report.findings.read import Findings
from solver.report.past.sentences import class_label
from solver.tables.codes import label
from solver.tables.dictionary import column_label, unit_called
from solver.tables.units import UnitName


@dataclass
class Plan:
    """One workbook in the making.

    Attributes
    ----------
    findings : Findings
    book : Workbook
    styles : Styles
    names : dict of str to str
        What each rep is called, by code.
    sheets : dict of str to worksheet
        By the code of the sheet.
    areas : dict of str to Area
        Where the tables that are written already lie, by the code of the sheet.
    lists : dict of str to str
        Ranges of the words on offer.
    made : dict of str to DataFrame
        Tables that several sheets read, by the code of the sheet that made them; nobody changes one.
    """

    findings: Findings
    book: Any
    styles: Styles
    names: dict[str, str]
    sheets: dict[str, Any] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    made: dict[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the run."""
        table: pd.DataFrame = self.findings.artifacts.table(name)
        return table

    def has(self, *names: str) -> bool:
        """Tell whether the run holds these."""
        return self.findings.has(*names)

    def sheet_name(self, code: str) -> str:
        """Return what a sheet is called."""
        return str(self.sheets[code].get_name())

    def link(self, code: str) -> str:
        """Return the address of a sheet within the workbook."""
        return f"internal:{quoted(self.sheet_name(code))}!A1"

    def with_accounts(self, table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        """Add columns of the accounts; without accounts they are empty."""
        if not self.has("accounts"):
            return table.assign(**dict.fromkeys(columns))
        accounts = self.table("accounts")
        if self.has("contacts"):
            accounts = without_private_lines(accounts, self.table("contacts"))
        facts = accounts[["account_id", *columns]]
        kept = table.drop(columns=[name for name in columns if name in table])
        return kept.merge(facts, on="account_id", how="left")

    def with_facts(self, table: pd.DataFrame, name: str, *columns: str) -> pd.DataFrame:
        """Add columns of another table of accounts where the run holds it and them."""
        if not self.has(name):
            return table
        there = [column for column in columns if column in self.table(name)]
        return table.merge(self.table(name)[["account_id", *there]], on="account_id", how="left")

    def score_class(self, rows: pd.DataFrame) -> Field:
        """Return the column of the score classes, whose head says where the past does not confirm them."""
        heading = class_label(self.findings.artifacts.facts("evidence.json"))
        return known(rows, "score_class", heading=heading, most=16)

    def reps(self, values: pd.Series) -> list[Any]:
        """Return what the reps of a column are called."""
        return called(values, self.names)


def column(table: pd.DataFrame, name: str) -> list[Any]:
    """Return the values of a column as Python has them; of a column that is not there, nothing."""
    return plain_values(table[name]) if name in table else [None] * len(table)


def labelled(table: pd.DataFrame, name: str) -> list[Any]:
    """Return the codes of a column by what they are called."""
    words: dict[Any, str] = {}
    made = []
    for code in column(table, name):
        if code is not None and code not in words:
            words[code] = label(name, code)
        made.append(None if code is None else words[code])
    return made


def text_of(values: Sequence[Any]) -> list[Any]:
    """Return values as texts, for codes must keep their zeros."""
    return [None if value is None else str(value) for value in values]


def known(
    rows: pd.DataFrame, name: str, *, unit: UnitName | None = None, heading: str | None = None, **facts: Any
) -> Field:
    """Return a column as the dictionary has it: its head, its unit, its codes by what they are called."""
    unit = unit or unit_called(name)
    values = labelled(rows, name) if unit == "code" else column(rows, name)
    values = text_of(values) if unit in ("id", "phone") else values
    return Field(name, heading or column_label(name), values, unit, **facts)
