"""The people in the file: who objects, whose record should go, the line for the register."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.report.look.display import Table, show_table
from solver.words.i18n import _, counted, format_number

Quality = Mapping[str, Any]

WORTH_MOST = 10


def people(quality: Quality) -> list[str]:
    """Say who objects, and whose record there is no reason left to keep."""
    opposed, purge = quality["opposed"], quality["purge"]
    said = [
        _("Opposed to being canvassed: accounts {accounts}, contacts {contacts}. No visit, no call.").format(
            accounts=format_number(opposed["accounts"]), contacts=format_number(opposed["contacts"])
        ),
        counted(
            purge["silent"],
            "{n} prospect has been silent for too long: delete the record, or ask once.",
            "{n} prospects have been silent for too long: delete the records, or ask once.",
        ),
    ]
    if purge["undated"]:
        said.append(
            counted(
                purge["undated"],
                "Nothing says since when one prospect is on file.",
                "Nothing says since when {n} prospects are on file.",
            )
        )
    return said


def purge(purge_list: pd.DataFrame, rows: int = WORTH_MOST) -> Table | str:
    """Show the records that there is no reason left to keep."""
    if purge_list.empty:
        return _("No record is to be deleted.")
    return show_table(purge_list, rows=rows, title=_("Records to delete, or to ask about"))


def register(quality: Quality) -> Table:
    """Show the entry for the register of processing."""
    named = {
        "controller": _("Controller"),
        "file_owner": _("Keeps the file"),
        "purpose": _("Purpose"),
        "legal_basis": _("Legal basis"),
        "people": _("People concerned"),
        "categories": _("Data"),
        "sources": _("Sources"),
        "recipients": _("Recipients"),
        "retention": _("Kept for"),
        "rights": _("Rights"),
        "transfers": _("Transfers"),
        "written_on": _("Written on"),
        "note": _("Note"),
    }
    line = quality["register"]
    rows = pd.DataFrame(
        [(name, line[key]) for key, name in named.items() if key in line], columns=["entry", "text"]
    )
    return show_table(
        rows,
        {"entry": _("Register"), "text": _("What to write")},
        title=_("The line for the register of processing"),
        rows=len(rows),
    )
