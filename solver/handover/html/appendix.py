"""The tables of the page's appendix: the judged curves, and what was found in the data."""

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.appendix import CURVES, repair_columns, repairs_by_problem
from solver.report.figures import completeness
from solver.report.findings.artifacts import Artifacts
from solver.report.look.picture import Picture
from solver.value.judged import CURVE_COLUMNS
from solver.words.i18n import _


def judgement_table(artifacts: Artifacts) -> Markup | None:
    """Return the judged response curves, type by type, with who judged them where somebody did."""
    if not artifacts.has("judgements"):
        return None
    curves = artifacts.table("judgements")
    judged = [] if curves["judges"].sum() == 0 else ["judges", "spread", "judged_by"]
    return data_table(
        curves,
        [*CURVE_COLUMNS, *judged],
        title=_(CURVES),
    )


def quality_tables(artifacts: Artifacts) -> list[Markup | Picture]:
    """Return how full the fields are, what was repaired, the likely doubles, the visits without a day."""
    made: list[Markup | Picture] = []
    if artifacts.has("quality.json"):
        made.append(completeness(artifacts.facts("quality.json")))
    if artifacts.has("repairs"):
        problems = repairs_by_problem(artifacts.table("repairs"))
        made.append(data_table(problems, repair_columns(), title=_("Values mended or left out")))
    if artifacts.has("duplicates"):
        doubles = artifacts.table("duplicates").sort_values("revenue_eur", ascending=False, kind="stable")
        made.append(data_table(doubles, title=_("Accounts that look the same")))
    if artifacts.has("unplaced"):
        columns = ["rep_id", "account_id", "visit_no", "cause"]
        made.append(
            data_table(
                artifacts.table("unplaced"),
                columns,
                title=_("Visits without a day"),
                accounts=artifacts.get("accounts"),
            )
        )
    return made
