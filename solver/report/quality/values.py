"""What was fixed or set aside, and how full and how right the fields are."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.report.look.cells import Column
from solver.report.look.display import Table, show_table
from solver.tables.dictionary import column_label
from solver.words.i18n import MISSING, _, counted, format_number

Quality = Mapping[str, Any]

WORTH_MOST = 10


def repairs_worth_most(repairs: pd.DataFrame, accounts: pd.DataFrame, rows: int = WORTH_MOST) -> Table:
    """Show the values fixed or set aside on which most revenue hangs."""
    costly = repairs.sort_values(["worth_eur", "file", "row"], ascending=[False, True, True], kind="stable")
    top = costly.head(rows)
    names = accounts.set_index("account_id")["name"]
    return show_table(
        top.assign(
            account=[_account(code, names.get(code)) for code in top["account_id"]],
            place=[_place(file, row) for file, row in zip(top["file"], top["row"], strict=True)],
        ),
        {
            "account": _("Account"),
            "problem": Column(),
            "found": Column(),
            "used": Column(),
            "place": _("Where"),
            "worth_eur": Column(),
        },
        title=_("The repairs worth most"),
        rows=rows,
    )


def repairs_by_problem(quality: Quality) -> Table:
    """Show what was found, problem by problem: how often, fixed or set aside, and the revenue behind it."""
    found = pd.DataFrame(list(quality["repairs"]), columns=["problem", "cases", "mended", "worth_eur"])
    found["set_aside"] = found["cases"] - found["mended"]
    ordered = found.sort_values(["worth_eur", "cases"], ascending=False, kind="stable")
    return show_table(
        ordered,
        ["problem", "cases", "mended", "set_aside", "worth_eur"],
        title=_("What was found, by problem"),
        rows=len(ordered),
        total=len(ordered) > 1,
    )


def field_quality(quality: Quality) -> Table:
    """Show the fields in which something is empty, wrong or fixed: how full they are, and how right."""
    names = ["table", "field", "rows", "given_share", "valid_share", "wrong", "mended"]
    facts = pd.DataFrame(list(quality["fields"]), columns=names)
    whole = facts["given_share"].eq(1) & facts["wrong"].eq(0) & facts["mended"].eq(0)
    shown = facts[~whole].assign(field=facts["field"].map(column_label))
    return show_table(
        shown,
        {
            "table": Column(),
            "field": Column(),
            "rows": Column(),
            "given_share": Column(_("Filled"), bar=True),
            "valid_share": Column(_("Right, of the filled"), bar=True),
            "wrong": Column(),
            "mended": Column(),
        },
        title=_("The fields with something empty, wrong or mended"),
        note=counted(whole.sum(), "{n} more field is full and right.", "{n} more fields are full and right."),
        rows=len(shown),
    )


def _account(code: Any, name: Any) -> str:
    """Write an account by its code and name, as far as they are known."""
    return " ".join(str(part) for part in (code, name) if not pd.isna(part)) or MISSING


def _place(file: str, row: Any) -> str:
    """Write the place of a repair: its file, and the line where there is one."""
    return file if pd.isna(row) else _("{file}, line {row}").format(file=file, row=format_number(row))
