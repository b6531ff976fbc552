"""The action plan as a workbook, sheet by sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.handover.excel.looks import TO_FILL_HEAD, Styles, numbers_of
from solver.handover.excel.plan.actions import write_actions
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.plan.diary import lists_appointments, write_appointments, write_calendar
from solver.handover.excel.plan.glossary import write_glossary
from solver.handover.excel.plan.lists import write_lists
from solver.handover.excel.plan.matrix import write_matrix
from solver.handover.excel.plan.pac import write_pac
from solver.handover.excel.plan.parameters import write_parameters
from solver.handover.excel.plan.portfolio import write_portfolio
from solver.handover.excel.plan.repairs import write_repairs
from solver.handover.excel.plan.reps import write_reps
from solver.handover.excel.plan.summary import write_summary
from solver.handover.excel.plan.visits import write_visits
from solver.handover.excel.sheet import new_book, sheet_name
from solver.parameters import Portfolio
from solver.report.findings.read import Findings, in_its_language
from solver.words.i18n import _, format_date, mark
from solver.words.sentences import rep_names

FILE = "plan.xlsx"
LONGEST_HEADER = 120
SCREEN, SUMMARY_SCREEN = 90, 100  # zoom, in percent


@dataclass(frozen=True)
class SheetSpec:
    """One sheet.

    Attributes
    ----------
    code : str
    name : str
    needs : tuple of str
        Artifacts without which it is left out.
    write : callable
        Writes it and returns where its table lies.
    place : int
        Its turn to be written: sheets that others point at come first.
    to_fill : bool
        Whether somebody may write in it.
    suits : callable
        Whether the plan is one for it.
    """

    code: str
    name: str
    needs: tuple[str, ...]
    write: Callable[[Plan, Any], Any]
    place: int
    to_fill: bool = False
    suits: Callable[[Plan], bool] = lambda plan: True


SHEETS = (
    SheetSpec("summary", mark("Summary"), (), write_summary, 99),
    SheetSpec("pac", mark("On one page"), ("action_plan",), write_pac, 0),
    SheetSpec("actions", mark("Action plan"), ("action_plan",), write_actions, 1, to_fill=True),
    SheetSpec("visits", mark("Visits"), ("allocation",), write_visits, 2, to_fill=True),
    SheetSpec("portfolio", mark("Portfolio"), ("allocation",), write_portfolio, 3),
    SheetSpec("matrix", mark("Matrix"), ("allocation", "account_types"), write_matrix, 4),
    SheetSpec("reps", mark("Per rep"), ("allocation", "reps", "action_plan"), write_reps, 6),
    SheetSpec("calendar", mark("Calendar"), ("appointments", "reps"), write_calendar, 7),
    SheetSpec(
        "appointments",
        mark("Appointments"),
        ("appointments",),
        write_appointments,
        5,
        suits=lists_appointments,
    ),
    SheetSpec("parameters", mark("Parameters"), (), write_parameters, 8),
    SheetSpec("repairs", mark("Data to repair"), (), write_repairs, 9),
    SheetSpec("glossary", mark("Glossary"), (), write_glossary, 10),
)


@in_its_language
def write_plan(findings: Findings) -> list[Path]:
    """Write the action plan as a workbook, in the language of the run.

    Parameters
    ----------
    findings : Findings
        Visits and action plan at least; a sheet whose tables are missing is left out.

    Returns
    -------
    list of Path
        `plan.xlsx` in the folder of the run.

    Raises
    ------
    PortfolioError
        The file cannot be written, as where it is open elsewhere.
    """
    path, portfolio = findings.run.path / FILE, findings.portfolio
    title = _("{firm}: action plan").format(firm=portfolio.firm)
    names = rep_names(findings.artifacts.table("reps")) if findings.has("reps") else {}
    with new_book(path, title, subject=_period(portfolio), company=portfolio.firm) as book:
        styles = Styles(book, findings.brand, numbers_of(portfolio.currency))
        plan = Plan(findings, book, styles, names)
        asked = [spec for spec in SHEETS if findings.has(*spec.needs) and spec.suits(plan)]
        for spec in asked:
            plan.sheets[spec.code] = book.add_worksheet(sheet_name(_(spec.name)))
        write_lists(plan)
        for spec in sorted(asked, key=lambda spec: spec.place):
            _write(plan, spec)
        plan.sheets["summary"].activate()
    return [path]


def _write(plan: Plan, spec: SheetSpec) -> None:
    """Write one sheet, its header, its colour and how large it shows."""
    sheet = plan.sheets[spec.code]
    area = spec.write(plan, sheet)
    if area is not None:
        plan.areas[spec.code] = area
    brand = plan.findings.brand
    sheet.set_tab_color(TO_FILL_HEAD if spec.to_fill else brand.primary)
    sheet.set_zoom(SUMMARY_SCREEN if spec.code == "summary" else SCREEN)
    portfolio = plan.findings.portfolio
    firm = portfolio.firm[:LONGEST_HEADER].replace("&", "&&")
    sheet.set_header(f"&L&8 {firm}&R&8 {_period(portfolio)}")
    sheet.set_footer("&L&8 &A&R&8 &P / &N")


def _period(portfolio: Portfolio) -> str:
    start, end = (format_date(day, "long") for day in (portfolio.plan_start, portfolio.plan_end))
    return _("{start} to {end}").format(start=start, end=end)
