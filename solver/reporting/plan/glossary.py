"""The sheet of the words of the method."""

from typing import Any

from solver.i18n import _
from solver.reporting.columns import column_label
from solver.reporting.html.appendix import glossary
from solver.reporting.plan.content import Plan
from solver.reporting.plan.table import Area, Field, Layout, write_table


def write_glossary(plan: Plan, sheet: Any) -> Area:
    """Write the words of the method and what they mean."""
    terms, meanings = zip(*glossary(), strict=True)
    layout = Layout(
        _("Glossary"),
        _("The words of the method, as this workbook uses them."),
        [
            Field("term", _("Word"), terms, least=26, most=34),
            Field("meaning", column_label("meaning"), meanings, least=70, most=100),
        ],
        frozen=1,
    )
    return write_table(sheet, plan.styles, layout)
