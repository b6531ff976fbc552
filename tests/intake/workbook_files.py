"""The least that makes a spreadsheet file of each kind: enough for a reader, written by no spreadsheet."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(sheets, merged=None, hidden=()):
    """Return an .xlsx; `merged` holds (top, left, bottom, right) from 0, by sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            for top, left, bottom, right in (merged or {}).get(name, ()):
                sheet.merge_range(top, left, bottom, right, rows[top][left])
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def ods(sheets, merged=None):
    """Return an OpenDocument spreadsheet; `merged` as for `xlsx`."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    tables = "".join(_ods_table(name, rows, (merged or {}).get(name, ())) for name, rows in sheets.items())
    document = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", document)
    return content.getvalue()


def _ods_table(name, rows, merged):
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    body = "".join(
        "<table:table-row>"
        + "".join(_ods_cell(value, spans.get((place, column))) for column, value in enumerate(row))
        + "</table:table-row>"
        for place, row in enumerate(rows)
    )
    return f'<table:table table:name="{escape(name)}">{body}</table:table>'


def _ods_cell(value, span):
    spanned = (
        ""
        if span is None
        else f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    )
    if value in (None, ""):
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, str):
        return (
            f'<table:table-cell office:value-type="string"{spanned}><text:p>{escape(value)}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"{spanned}/>'


def xls(sheets, merged=None):
    """Return an Excel 97 workbook; `merged` as for `xlsx`."""
    return _compound_file(_biff(sheets, merged or {}))


def _biff(sheets, merged):
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    closing = _record(0x000A, b"")
    parts = [_biff_sheet(rows, merged.get(name, ())) for name, rows in sheets.items()]
    start = len(opening) + sum(12 + len(name) for name in sheets) + len(closing)
    listed = b""
    for name, part in zip(sheets, parts, strict=True):
        listed += _record(0x0085, struct.pack("<IHBB", start, 0, len(name), 0) + name.encode("latin-1"))
        start += len(part)
    return opening + listed + closing + b"".join(parts)


def _biff_sheet(rows, merged):
    cells = b"".join(
        _biff_cell(place, column, value)
        for place, row in enumerate(rows)
        for column, value in enumerate(row)
        if value not in (None, "")
    )
    ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged)
    blocks = _record(0x00E5, struct.pack("<H", len(merged)) + ranges) if merged else b""
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    extent = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    return opening + extent + cells + blocks + _record(0x000A, b"")


def _biff_cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _record(number, data):
    return struct.pack("<HH", number, len(data)) + data


def _compound_file(stream):
    """Wrap a stream named Workbook into the container of Office 97."""
    stream = stream.ljust(max(len(stream), 4096), b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    table = [FAT, END, *range(3, count + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x003E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    directory += _entry("", 0, 0, 0) * 2
    return header + struct.pack(f"<{len(table)}I", *table) + directory + stream


def _entry(name, kind, start, size, child=FREE):
    written = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
