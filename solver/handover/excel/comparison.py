"""The comparison of two runs as a workbook: figures, causes, accounts and reps, all of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Kind, Styles, plain_values, write_value
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
from solver.words.i18n import _

WIDTHS = (44, 18, 18, 18)
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
    portfolio = comparison.two.after.portfolio
    with comparison.two.spoken(), new_book(path, _title(comparison)) as book:
        styles = Styles(book, brand_of(portfolio.branding))
        _summary(book, styles, comparison)
        for title, rows, heads in (
            (_("Accounts"), comparison.accounts, _account_heads()),
            (_("Per rep"), comparison.reps, _rep_heads()),
            (_("Causes"), _all_causes(comparison), _cause_heads()),
        ):
            write_table(book.add_worksheet(sheet_name(title)), styles, _layout(title, rows, heads))
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
        kind = KINDS_OF_FIGURES.get(figure["kind"], "euros")
        write_value(sheet, row, 0, figure["label"], styles("wrapped"))
        for column, name in enumerate(("before", "after", "change"), start=1):
            write_value(sheet, row, column, figure[name], styles("cell", kind))
    print_on_a4(sheet)


def _layout(title: str, rows: pd.DataFrame, heads: Heads) -> Layout:
    """Return a sheet with one table; an empty text is no text."""
    fields = [
        Field(
            name,
            head,
            [None if value == "" else value for value in plain_values(rows[name])],
            kind,
            most=most,
        )
        for name, head, most, kind in heads
    ]
    return Layout(title, "", fields, above=1, sums=False, coded=False)


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
