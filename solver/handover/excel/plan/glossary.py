"""The sheet of the words of the method."""

from typing import Any

from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.sheet import write_table
from solver.report.appendix import glossary
from solver.tables.dictionary import column_label
from solver.words.i18n import _


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
