"""Type into cells of workbooks as a person does in LibreOffice, and save them; run by a Python with `uno`.

Reads from its standard input the pipe and, for each workbook, its path, where to save it, the place of the
sheet, the first heading, and what is typed, as [first cell of the line, how many such lines come before,
{heading: text}]; a line that is still empty has no first cell.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

WAIT, TRIES = 0.5, 240
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


def office(pipe):
    """Return the desktop of the LibreOffice that listens at a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(TRIES):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            time.sleep(WAIT)
    raise SystemExit("LibreOffice does not answer")


def told(name, value):
    return PropertyValue(Name=name, Value=value)


def type_in(sheet, first, changes):
    """Type each text into the cell of its line and heading."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows, columns = cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1
    head = next(row for row in range(rows) if sheet.getCellByPosition(0, row).String == first)
    heads = {sheet.getCellByPosition(place, head).String: place for place in range(columns)}
    for key, before, texts in changes:
        lines = [row for row in range(head + 1, rows) if sheet.getCellByPosition(0, row).String == key]
        line = lines[before] if key else head + 1 + before
        for heading, text in texts.items():
            sheet.getCellByPosition(heads[heading], line).FormulaLocal = text


def main():
    given = json.load(sys.stdin)
    desktop = office(given["pipe"])
    for path, to, place, first, changes in given["books"]:
        book = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (told("Hidden", True),))
        type_in(book.Sheets.getByIndex(place), first, changes)
        book.storeToURL(Path(to).as_uri(), (told("FilterName", FILTERS[Path(to).suffix]),))
        book.close(True)
    desktop.terminate()


main()
