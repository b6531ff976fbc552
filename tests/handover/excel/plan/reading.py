"""Reading a plan back with another tool than the one that wrote it."""

import re
import zipfile
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
IN_SIGHT = 12  # lines in which a reader looks for the codes of the columns


def sheets(path):
    """Return the cells of every sheet, by its name."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def table(path, *codes):
    """Return the lines of the sheet that has these codes, each a dict by code, as part of a plan is read."""
    for cells in sheets(path).values():
        for number, row in enumerate(cells[:IN_SIGHT]):
            if set(codes) <= set(row):
                return [dict(zip(row, line, strict=True)) for line in cells[number + 2 :]]
    raise AssertionError(f"no sheet with {codes}")


def parts(path):
    """Return the parsed XML of the sheets, in order."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        names.sort(key=lambda name: int(re.search(r"(\d+)\.xml", name)[1]))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def formulas(path):
    """Return every formula of the workbook."""
    return [cell.text for sheet in parts(path) for cell in sheet.iter(f"{MAIN}f")]


def without_cached_values(path, target):
    """Copy a workbook, nought where a formula had its value: whoever opens it must work it out."""
    count = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content, found = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1<v>0</v>", content)
                count += found
            copy.writestr(name, content)
    return count
