"""The table of the page's appendix: the judged curves."""

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.appendix import CURVES
from solver.report.findings.artifacts import Artifacts
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
