"""The comparison of two runs as a workbook: figures, causes, accounts and reps, all of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles, plain_values, write_value
from solver.handover.excel.sheet import (
    new_book,
    print_on_a4,
    sheet_name,
    write_across,
    write_table,
    write_title,
)
from solver.report.compare.comparison import Comparison
from solver.report.look.brand import brand_of
from solver.tables.dictionary import column_label, unit_called
from solver.words.i18n import _

WIDTHS = (44, 18, 18, 18)
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
    portfolio = comparison.two.after.portfolio
    with comparison.two.spoken(), new_book(path, _title(comparison)) as book:
        styles = Styles(book, brand_of(portfolio.branding), {"count": "#,##0"})
        _summary(book, styles, comparison)
        for title, rows, widths in (
            (_("Accounts"), comparison.accounts, ACCOUNTS),
            (_("Per rep"), comparison.reps, REPS),
            (_("Causes"), _all_causes(comparison), CAUSES),
        ):
            write_table(book.add_worksheet(sheet_name(title)), styles, _layout(title, rows, widths))
    return path


def _title(comparison: Comparison) -> str:
    return _("{firm}: two plans compared").format(firm=comparison.two.after.portfolio.firm)


def _summary(book: Any, styles: Styles, comparison: Comparison) -> None:
    """Write the sentences, then the key figures, each as a number of its kind."""
    sheet = book.add_worksheet(sheet_name(_("Summary")))
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    two = comparison.two
    names = _("Before: {before}. Now: {after}.").format(before=two.before.name, after=two.after.name)
    write_title(sheet, styles, two.after.portfolio.firm, names)
    row = 3
    for sentence in comparison.sentences():
        write_across(sheet, row, (0, len(WIDTHS) - 1), sentence, styles("line"), sum(WIDTHS))
        row += 1
    row += 1
    for column, head in enumerate((_("Figure"), _("Before"), _("Now"), _("Change"))):
        sheet.write_string(row, column, head, styles("heading"))
    for figure in comparison.figures.to_dict("records"):
        row += 1
        write_value(sheet, row, 0, figure["label"], styles("wrapped"))
        for column, name in enumerate(("before", "after", "change"), start=1):
            write_value(sheet, row, column, figure[name], styles("cell", figure["unit"]))
    print_on_a4(sheet)


def _layout(title: str, rows: pd.DataFrame, widths: Mapping[str, float]) -> Layout:
    """Return a sheet with one table; an empty text is no text."""
    fields = [
        Field(
            name,
            column_label(name),
            [None if value == "" else value for value in plain_values(rows[name])],
            unit_called(name),
            most=most,
        )
        for name, most in widths.items()
    ]
    return Layout(title, "", fields, above=1, sums=False, coded=False)


def _all_causes(comparison: Comparison) -> pd.DataFrame:
    """Put the causes of every kind below each other."""
    causes = comparison.causes
    decided = causes.decisions_shown.rename(columns={"account_id": "what", "source": "meaning"})
    parts = (
        (_("Data"), causes.data),
        (_("Parameters"), causes.parameters),
        (_("Decisions"), decided),
        (_("Software"), causes.software),
    )
    columns = ["kind", "what", "before", "after", "meaning"]
    listed = [part.assign(kind=kind).reindex(columns=columns).fillna("") for kind, part in parts if len(part)]
    return pd.concat(listed, ignore_index=True) if listed else pd.DataFrame(columns=columns)
