"""The words on offer in the drop-downs, on a hidden sheet, with the codes they stand for."""

from collections.abc import Sequence

from solver.handover.excel.fields import quoted
from solver.handover.excel.plan.content import Plan
from solver.tables.codes import labels
from solver.words.i18n import _, current_language

STATUS_CODES = ("to_do", "under_way", "done", "dropped")


def write_lists(plan: Plan) -> None:
    """Write the hidden sheet of words, and note where each list lies."""
    sheet = plan.book.add_worksheet(_("Lists"))
    statuses = labels("status")
    columns: dict[str, Sequence[str]] = {
        "list_rep_id": list(plan.names),
        "list_rep_name": list(plan.names.values()),
        "list_status": STATUS_CODES,
        "list_status_label": [statuses[code] for code in STATUS_CODES],
        "list_yes": [_("yes")],
        "list_language": [current_language()],
    }
    for place, (name, words) in enumerate(columns.items()):
        sheet.write_string(0, place, name)
        for row, word in enumerate(words, start=1):
            sheet.write_string(row, place, word)
        letter = "ABCDEF"[place]
        last = max(len(words), 1) + 1
        plan.lists[name] = f"{quoted(sheet.get_name())}!${letter}$2:${letter}${last}"
    sheet.hide()
