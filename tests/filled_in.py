"""A workbook of ours as somebody gives it back: some cells of one sheet filled in, the rest as it was."""

from datetime import date, datetime

import xlsxwriter
from python_calamine import load_workbook


def sheet_lines(path, place):
    """Return the name of a sheet, and its lines as a reader sees them."""
    with load_workbook(path) as book:
        name = book.sheet_names[place]
        return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def table_lines(path, place, first):
    """Return the lines of the table of a sheet, by their headings; `first` is the first heading."""
    _name, lines = sheet_lines(path, place)
    head = next(n for n, line in enumerate(lines) if line and line[0] == first)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if line[0] != ""]


def fill_in(path, to, place, first, changes, more=()):
    """Write a copy with cells filled in, and return the name of the sheet.

    Parameters
    ----------
    path, to : Path
    place : int
        Of the sheet, from 0.
    first : str
        First heading of the table.
    changes : mapping
        Value of the first column, or (first, n) for its n-th line, to headings and what is written there.
    more : sequence of mapping
        Lines written below the table: headings to what is written there.
    """
    name, lines = sheet_lines(path, place)
    head = next(n for n, line in enumerate(lines) if line and line[0] == first)
    seen = {}
    for line in lines[head + 1 :]:
        seen[line[0]] = seen.get(line[0], -1) + 1
        told = changes.get((line[0], seen[line[0]]), changes.get(line[0]) if seen[line[0]] == 0 else None)
        for heading, value in (told or {}).items():
            line[lines[head].index(heading)] = value
    lines += [[told.get(heading, "") for heading in lines[head]] for told in more]
    with xlsxwriter.Workbook(to, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, date | datetime):
                    sheet.write_datetime(row, column, value)
                elif value != "":
                    sheet.write(row, column, value if isinstance(value, str | int | float) else str(value))
    return name
