"""The comparison of two runs as a workbook: figures, causes, accounts and reps, all of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.excel.looks import Kind, Styles, new_book, print_on_a4, write_value
from solver.handover.excel.sheets import sheet_name
from solver.report.compare.comparison import Comparison
from solver.words.i18n import _

TITLE_ROW, LEAD_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 3, 4
KINDS_OF_FIGURES: dict[str, Kind] = {
    "money": "euros",
    "number": "number",
    "hours": "number",
    "share": "share",
}
Heads = Sequence[tuple[str, str, float, Kind]]


def write_sheet(comparison: Comparison, path: Path) -> Path:
    """Write the workbook.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    firm = comparison.two.after.portfolio.firm
    with new_book(path, _("{firm}: two plans compared").format(firm=firm)) as book:
        styles = Styles(book)
        _summary(book, styles, comparison)
        _table(book, styles, _("Accounts"), comparison.accounts, _account_heads())
        _table(book, styles, _("Per rep"), comparison.reps, _rep_heads())
        _table(book, styles, _("Causes"), _all_causes(comparison), _cause_heads())
    return path


def _summary(book: Any, styles: Styles, comparison: Comparison) -> None:
    """Write the sentences, then the key figures, each as a number of its kind."""
    sheet = book.add_worksheet(sheet_name(_("Summary")))
    sheet.hide_gridlines(2)
    for column, width in enumerate((44, 18, 18, 18)):
        sheet.set_column(column, column, width)
    two = comparison.two
    sheet.write_string(TITLE_ROW, 0, two.after.portfolio.firm, styles("title"))
    sheet.set_row(TITLE_ROW, 28)
    names = _("Before: {before}. Now: {after}.").format(before=two.before.name, after=two.after.name)
    sheet.write_string(LEAD_ROW, 0, names, styles("soft"))
    row = LEAD_ROW + 2
    for sentence in comparison.sentences():
        sheet.merge_range(row, 0, row, 3, "", styles("line"))
        sheet.write_string(row, 0, sentence, styles("line"))
        sheet.set_row(row, 16 * -(-len(sentence) // 95) + 4)
        row += 1
    row += 1
    for column, head in enumerate((_("Figure"), _("Before"), _("Now"), _("Change"))):
        sheet.write_string(row, column, head, styles("heading"))
    for figure in comparison.figures.to_dict("records"):
        row += 1
        kind = KINDS_OF_FIGURES.get(figure["kind"], "euros")
        write_value(sheet, row, 0, figure["label"], styles("known"))
        for column, name in enumerate(("before", "after", "change"), start=1):
            write_value(sheet, row, column, figure[name], styles("known", kind))
    print_on_a4(sheet, HEAD_ROW)


def _table(book: Any, styles: Styles, title: str, rows: pd.DataFrame, heads: Heads) -> None:
    """Write one table with its filters; its head stays in sight."""
    sheet = book.add_worksheet(sheet_name(title))
    sheet.write_string(TITLE_ROW, 0, title, styles("title"))
    sheet.set_row(TITLE_ROW, 28)
    sheet.set_row(HEAD_ROW, 34)
    for column, (name, head, width, kind) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, head, styles("heading"))
        for line, value in enumerate(rows[name].tolist()):
            plain = None if isinstance(value, str) and not value else value
            write_value(sheet, FIRST_ROW + line, column, plain, styles("known", kind))
    last = FIRST_ROW + max(len(rows), 1) - 1
    sheet.autofilter(HEAD_ROW, 0, last, len(heads) - 1)
    sheet.freeze_panes(FIRST_ROW, min(2, len(heads) - 1))
    print_on_a4(sheet, HEAD_ROW)


def _account_heads() -> Heads:
    return (
        ("account_id", _("Code"), 13, "code"),
        ("name", _("Name"), 28, "text"),
        ("rep_before", _("Rep before"), 18, "text"),
        ("rep_after", _("Rep now"), 18, "text"),
        ("visits_before", _("Visits before"), 10, "whole"),
        ("visits_after", _("Visits now"), 10, "whole"),
        ("visits_change", _("Change in visits"), 12, "whole"),
        ("hours_change", _("Change in hours"), 12, "hours"),
        ("contribution_change_eur", _("Change in contribution"), 15, "euros"),
        ("cause", _("Cause"), 18, "text"),
        ("sentence", _("In words"), 70, "text"),
    )


def _rep_heads() -> Heads:
    return (
        ("rep", _("Rep"), 24, "text"),
        ("visits_before", _("Visits before"), 12, "whole"),
        ("visits_after", _("Visits now"), 12, "whole"),
        ("hours_before", _("Hours before"), 12, "hours"),
        ("hours_after", _("Hours now"), 12, "hours"),
        ("contribution_eur_before", _("Contribution before"), 15, "euros"),
        ("contribution_eur_after", _("Contribution now"), 15, "euros"),
        ("contribution_eur_change", _("Change in contribution"), 15, "euros"),
        ("hour_price_eur_before", _("Price of an hour before"), 15, "money"),
        ("hour_price_eur_after", _("Price of an hour now"), 15, "money"),
    )


def _cause_heads() -> Heads:
    return (
        ("kind", _("Kind"), 16, "text"),
        ("what", _("What"), 32, "text"),
        ("before", _("Before"), 40, "text"),
        ("after", _("Now"), 40, "text"),
        ("meaning", _("Meaning"), 50, "text"),
    )


def _all_causes(comparison: Comparison) -> pd.DataFrame:
    """Put the causes of every kind below each other."""
    causes = comparison.causes
    decided = causes.decisions.rename(columns={"account_id": "what", "source": "meaning"})
    parts = (
        (_("Data"), causes.data),
        (_("Parameters"), causes.parameters),
        (_("Decisions"), decided),
        (_("Software"), causes.software),
    )
    columns = ["kind", "what", "before", "after", "meaning"]
    listed = [part.assign(kind=kind).reindex(columns=columns).fillna("") for kind, part in parts if len(part)]
    return pd.concat(listed, ignore_index=True) if listed else pd.DataFrame(columns=columns)
