"""The sheet of the action plan on one page: an action a line, by track."""

from typing import Any

from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import write_table
from solver.report.findings.pac import first_to_give_up, pac_lines
from solver.words.i18n import _


def write_pac(plan: Plan, sheet: Any) -> Area:
    """Write the action plan on one page."""
    rows = pac_lines(
        plan.table("action_plan"), plan.findings.artifacts.facts("certificate.json").get("prospects_expected")
    )
    spare = first_to_give_up(plan.table("action_plan"), plan.table("allocation"))
    layout = Layout(
        _("The action plan on one page"),
        _(
            "An action a line, in each track those first that should add most to the year's revenue. The "
            "next sheet has them all."
        )
        + (f" {spare}" if spare else ""),
        [
            known(rows, "track", least=14),
            known(rows, "action", most=26),
            Field("accounts", _("Accounts"), column(rows, "accounts"), "count"),
            Field("objective", _("Goal of all of them"), column(rows, "objective"), most=38),
            known(rows, "visits", total=True),
            known(rows, "calls", total=True),
            known(rows, "hours", total=True),
            known(rows, "budget_eur", total=True),
            Field("due", _("Due"), column(rows, "due"), most=22),
        ],
        filters=False,
        printed=len(rows),
    )
    area = write_table(sheet, plan.styles, layout)
    sheet.fit_to_pages(1, 1)
    return area
