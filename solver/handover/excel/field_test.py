"""The list of a field test: pairs of like accounts, and how often each is to be visited."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles
from solver.handover.excel.sheet import new_book, sheet_name, write_table
from solver.words.i18n import _, format_date


def write_field_test(
    path: Path, test: pd.DataFrame, *, start: date, end: date, names: dict[str, str]
) -> Path:
    """Write the list.

    Parameters
    ----------
    path : Path
        The file to write (.xlsx); `read_field_test` reads it back in whatever language it was written.
    test : DataFrame
        As `draw_test` returns it.
    start, end : date
        First and last day of the test.
    names : dict of str to str
        Name of each rep.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    title = _("Field test of visits")
    sentence = _(
        "From {start} to {end}, every account is visited as often as the list says; the lot has decided."
    ).format(start=format_date(start), end=format_date(end))
    with new_book(path, title) as book:
        sheet = book.add_worksheet(sheet_name(title))
        layout = Layout(title, sentence, _fields(test, start, end, names), frozen=3, sums=False)
        write_table(sheet, Styles(book), layout)
    return path


def group_names() -> dict[str, str]:
    """Return what the two groups are called."""
    return {"more": _("A quarter more visits"), "usual": _("As many as last year")}


def _fields(test: pd.DataFrame, start: date, end: date, names: dict[str, str]) -> list[Field]:
    def column(name: str) -> list[Any]:
        return [None if pd.isna(value) else value for value in test[name].tolist()]

    count = len(test)
    return [
        Field("pair", _("Pair"), column("pair"), "count"),
        Field("account_id", _("Code"), column("account_id"), "id"),
        Field("name", _("Name"), column("name")),
        Field("town", _("Town"), column("town")),
        Field("rep", _("Rep"), [names.get(rep, rep) for rep in test["rep_id"]]),
        Field("group_name", _("By the lot"), [group_names()[group] for group in test["group"]]),
        Field("visits", _("Visits of last year"), column("visits"), "count"),
        Field("visits_wanted", _("Visits in the test"), column("visits_wanted"), "count"),
        Field("group", _("By the lot"), column("group"), hidden=True),
        Field("test_start", _("From"), [start.isoformat()] * count, hidden=True),
        Field("test_end", _("To"), [end.isoformat()] * count, hidden=True),
    ]
