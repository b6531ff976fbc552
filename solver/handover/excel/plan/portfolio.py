"""The sheet of the portfolio: every account, what it is worth, and the points its score is made of."""

from typing import Any

import pandas as pd

from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import write_table
from solver.report.look.cells import without_false_gaps
from solver.tables.criteria import POINTS
from solver.tables.dictionary import column_label, unit_called
from solver.words.i18n import _

NEAR = 1e-6
PRINTED = 80  # lines: four pages


def write_portfolio(plan: Plan, sheet: Any) -> Area:
    """Write the accounts with their score and its make-up."""
    rows = portfolio_rows(plan)
    layout = Layout(
        _("Portfolio"),
        _("Every account that may be visited, its cell of the crossed matrix, and the points of its score."),
        [*_who(plan, rows), *_worth(rows), *_score(plan, rows)],
        printed=PRINTED,
    )
    return write_table(sheet, plan.styles, layout)


def portfolio_rows(plan: Plan) -> pd.DataFrame:
    """Return one line per account that may be visited, the highest score first."""
    rows = plan.table("allocation")[["account_id", "kind", "rep_id"]]
    rows = plan.with_accounts(rows, "name", "town")
    rows = plan.with_facts(rows, "account_types", "cell", "account_type")
    rows = plan.with_facts(rows, "typology", "behaviour")
    worth = ("revenue_eur", "potential_eur", "share_of_wallet", "gap_eur")
    rows = without_false_gaps(plan.with_facts(rows, "qualification", *worth))
    if plan.has("scores"):
        points = [str(name) for name in plan.table("scores") if str(name).endswith(POINTS)]
        rows = plan.with_facts(rows, "scores", *points, "score", "score_class", "known_share")
    if "cell" in rows:
        rows[["segment", "potential_class"]] = rows["cell"].str.split("/", n=1, expand=True)
    rising = {"score_class": True, "score": False, "revenue_eur": False, "account_id": True}
    order = [name for name in rising if name in rows]
    ascending = [rising[name] for name in order]
    return rows.sort_values(order, ascending=ascending, ignore_index=True, kind="stable")


def _who(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    return [
        known(rows, "account_id", most=12),
        known(rows, "name", least=18, most=28),
        known(rows, "town", least=12, most=16, folded=True),
        known(rows, "kind", most=14, folded=True),
        Field("rep_id", column_label("rep_id"), plan.reps(rows["rep_id"]), least=12, most=16),
        *(
            known(rows, name, least=8, most=20)
            for name in ("segment", "potential_class", "account_type", "behaviour")
            if name in rows
        ),
    ]


def _worth(rows: pd.DataFrame) -> list[Field]:
    names = ("revenue_eur", "potential_eur", "share_of_wallet", "gap_eur")
    return [known(rows, name, total=unit_called(name) == "money") for name in names if name in rows]


def _score(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    """Return the points criterion by criterion, and their sum by formula where it is their sum."""
    if "score" not in rows:
        return []
    points = [str(name) for name in rows if str(name).endswith(POINTS)]
    sums = bool(points) and (rows[points].sum(axis=1) - rows["score"]).abs().max() < NEAR

    def total(area: Area, row: int) -> str:
        return "=" + "+".join(f"N({area.cell(name, row)})" for name in points)

    return [
        *(Field(name, _points_of(name), column(rows, name), "points") for name in points),
        known(rows, "score", formula=total if sums else None),
        plan.score_class(rows),
        known(rows, "known_share"),
    ]


def _points_of(name: str) -> str:
    return _("{criterion} (points)").format(criterion=column_label(name))
