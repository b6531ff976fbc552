"""The comparison of two runs as a workbook: figures, causes, accounts and reps, all of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.compare.comparison import Comparison
from solver.handover.excel.looks import Styles, new_book, print_on_a4, write_value
from solver.handover.excel.sheets import sheet_name
from solver.tables.dictionary import column_label, unit_called
from solver.words.i18n import _

TITLE_ROW, LEAD_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 3, 4
# Columns of each sheet, with their widths in characters.
ACCOUNTS: Mapping[str, float] = {
    "account_id": 13,
    "name": 28,
    "rep_before": 18,
    "rep_after": 18,
    "visits_before": 10,
    "visits_after": 10,
    "visits_change": 12,
    "hours_change": 12,
    "contribution_change_eur": 15,
    "cause": 18,
    "sentence": 70,
}
REPS: Mapping[str, float] = {
    "rep": 24,
    "visits_before": 12,
    "visits_after": 12,
    "hours_before": 12,
    "hours_after": 12,
    "contribution_eur_before": 15,
    "contribution_eur_after": 15,
    "contribution_eur_change": 15,
    "hour_price_eur_before": 15,
    "hour_price_eur_after": 15,
}
CAUSES: Mapping[str, float] = {"kind": 16, "what": 32, "before": 40, "after": 40, "meaning": 50}


def write_sheet(comparison: Comparison, path: Path) -> Path:
    """Write the workbook.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    firm = comparison.two.after.portfolio.firm
    with new_book(path, _("{firm}: two plans compared").format(firm=firm)) as book:
        styles = Styles(book, numbers={"count": "#,##0"})
        _summary(book, styles, comparison)
        _table(book, styles, _("Accounts"), comparison.accounts, ACCOUNTS)
        _table(book, styles, _("Per rep"), comparison.reps, REPS)
        _table(book, styles, _("Causes"), _all_causes(comparison), CAUSES)
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
        write_value(sheet, row, 0, figure["label"], styles("known"))
        for column, name in enumerate(("before", "after", "change"), start=1):
            write_value(sheet, row, column, figure[name], styles("known", figure["unit"]))
    print_on_a4(sheet, HEAD_ROW)


def _table(book: Any, styles: Styles, title: str, rows: pd.DataFrame, columns: Mapping[str, float]) -> None:
    """Write one table with its filters; its head stays in sight."""
    sheet = book.add_worksheet(sheet_name(title))
    sheet.write_string(TITLE_ROW, 0, title, styles("title"))
    sheet.set_row(TITLE_ROW, 28)
    sheet.set_row(HEAD_ROW, 34)
    for column, (name, width) in enumerate(columns.items()):
        unit = unit_called(name)
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, column_label(name), styles("heading"))
        for line, value in enumerate(rows[name].tolist()):
            plain = None if isinstance(value, str) and not value else value
            write_value(sheet, FIRST_ROW + line, column, plain, styles("known", unit))
    last = FIRST_ROW + max(len(rows), 1) - 1
    sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    sheet.freeze_panes(FIRST_ROW, min(2, len(columns) - 1))
    print_on_a4(sheet, HEAD_ROW)


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
