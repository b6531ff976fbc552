"""Answers with the tables behind them, ready for the page; and the part on what the quarter brought."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.findings.answer import Answer
from solver.report.findings.read import Findings
from solver.report.quarter import what_it_brought

Told = list[tuple[Answer, Markup | None]]


@dataclass(frozen=True)
class Part:
    """What the quarter brought, ready for the page.

    Attributes
    ----------
    title : str
    answers : list of tuple
        From `with_tables`.
    """

    title: str
    answers: Told


def quarter(findings: Findings) -> Part | None:
    """Return the part; none where no earlier run was read back."""
    told = what_it_brought(findings)
    return None if told is None else Part(told.title, with_tables(told.brought))


def with_tables(answers: Sequence[Answer], *, total: bool = False) -> Told:
    """Return each answer, and the table behind it; none where there is none.

    Parameters
    ----------
    answers : sequence of Answer
    total : bool
        The last line of a table is a sum: the table stays in its order.
    """

    def shown(each: Answer) -> Markup | None:
        if each.table.empty:
            return None
        return data_table(each.table, each.columns, name=each.question, total=total)

    return [(each, shown(each)) for each in answers]
