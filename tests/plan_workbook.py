"""A plan as a run writes it, cut down to what is read back; and the editing of one, cell by cell."""

import xlsxwriter
from python_calamine import load_workbook

VISITS = {
    "account_id": "Code",
    "name": "Name",
    "rep_id": "Rep",
    "visits": "Visits proposed",
    "locked_visits": "Exactly",
    "min_visits": "At least",
    "max_visits": "At most",
    "refused": "No visit at all",
    "new_rep_id": "New rep",
    "decision_reason": "Reason",
    "decision_author": "Author",
    "decided_in_files": "In the files",
}
ACTIONS = {
    "action_id": "No.",
    "account_id": "Code",
    "track": "Track",
    "action": "Action",
    "due_on": "Due on",
    "status": "Status",
    "action_owner": "Done by",
    "comment": "Comment",
    "due_on_proposed": "Proposed",
}


def write_plan(path, visits, actions=(), *, above=3, columns=None):
    """Write the two sheets; `columns` may leave some out or add others."""
    with xlsxwriter.Workbook(path) as book:
        wanted = columns or list(VISITS)
        _sheet(book.add_worksheet("Visits"), {name: VISITS.get(name, name) for name in wanted}, visits, above)
        _sheet(book.add_worksheet("Action plan"), ACTIONS, actions, above)
    return path


def edit_plan(path, sheet_ids, changes):
    """Rewrite a plan with some cells changed: `changes` maps a key to our columns and their new values."""
    with load_workbook(path) as book:
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    found = False
    for lines in sheets.values():
        row = next((n for n, line in enumerate(lines[:12]) if set(sheet_ids) <= set(line)), None)
        if row is None:
            continue
        ids, found = lines[row], True
        for line in lines[row + 2 :]:
            for column, value in changes.get(line[ids.index(sheet_ids[0])], {}).items():
                line[ids.index(column)] = value
    assert found
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if value != "":
                        sheet.write(
                            row, column, value if isinstance(value, str | int | float) else str(value)
                        )


def _sheet(sheet, headings, rows, above):
    sheet.write(0, 0, "A title")
    for place, (name, heading) in enumerate(headings.items()):
        sheet.write(above, place, name)
        sheet.write(above + 1, place, heading)
        for line, row in enumerate(rows, start=above + 2):
            if row.get(name) is not None:
                sheet.write(line, place, row[name])
    sheet.set_row(above, None, None, {"hidden": True})
