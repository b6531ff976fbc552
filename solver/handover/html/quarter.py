"""The part of the page on what the quarter brought: answers, and the tables behind them, folded."""

from dataclasses import dataclass

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.findings.read import Findings
from solver.report.quarter import Brought, what_it_brought


@dataclass(frozen=True)
class Part:
    """What the quarter brought, ready for the page.

    Attributes
    ----------
    title : str
    answers : list of tuple
        Each answer, and the table behind it; none where there is none.
    """

    title: str
    answers: list[tuple[Brought, Markup | None]]


def quarter(findings: Findings) -> Part | None:
    """Return the part; none where no earlier run was read back."""
    told = what_it_brought(findings)
    if told is None:
        return None
    return Part(
        told.title,
        [
            (
                each,
                None if each.table.empty else data_table(each.table, each.columns, name=each.question),
            )
            for each in told.brought
        ],
    )
