"""Files that would take all memory, or end the process that reads them, are told by their outside."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from solver.words.errors import PortfolioError
from solver.words.files import MOST_BYTES
from solver.words.i18n import _, format_number

PIECE = 1 << 20
MOST_TIMES = 1032  # no file can be packed smaller than by this
MOST_CELLS = 30_000_000  # a reader keeps a place for each cell up to the last, filled or not
# Characters that no document may hold: a report with one of them could not be opened.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FAR_COLUMN = re.compile(rb'<c[^>]*?\br="([A-Z]{2,3})[0-9]+"')
ANY_COLUMN = re.compile(rb'<c[^>]*?\br="([A-Z])[0-9]+"')
ROW = re.compile(rb'<row[^>]*?\br="([0-9]+)"')
CELL_ROW = re.compile(rb'<c[^>]*?\br="[A-Z]+([0-9]{6,7})"')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
OVERLAP = 200


def printable(text: str) -> str:
    """Return a text with a blank in place of each character that no document may hold."""
    return FORBIDDEN.sub(" ", text) if FORBIDDEN.search(text) else text


def unpacked(content: bytes, file: str) -> bytes:
    """Return what a compressed file holds; any other file as it is.

    Raises
    ------
    PortfolioError
        It is damaged, or holds more than can be read.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        if len(content) * MOST_TIMES > MOST_BYTES:  # counted first, and kept only where there is room for it
            sum(map(len, _pieces(content)))
        return b"".join(_pieces(content))
    except (OSError, EOFError, zlib.error):
        raise PortfolioError(
            _("the compressed file is damaged or cut short"),
            file=file,
            fix=_("copy it again, or unpack it first"),
        ) from None
    except OverflowError:
        raise too_large(file) from None


def _pieces(content: bytes) -> Iterator[bytes]:
    """Unpack piece by piece, up to the largest file that is read."""
    total = 0
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        while piece := packed.read(PIECE):
            total += len(piece)
            if total > MOST_BYTES:
                raise OverflowError
            yield piece


def too_large(file: str) -> PortfolioError:
    """Return the refusal of a file that holds more than can be read."""
    return PortfolioError(
        _("the file holds more than {size} MB").format(size=format_number(MOST_BYTES // 1_000_000)),
        file=file,
        fix=_("export one year at a time, with the columns that are needed"),
    )


def refuse_vast_workbook(content: bytes, file: str) -> None:
    """Refuse a workbook that unpacks beyond all bounds, or whose last cell lies far from the others.

    Raises
    ------
    PortfolioError
        It names the sheet's last cell.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise too_large(file)
            for part in archive.namelist():
                if SHEET.fullmatch(part):
                    _refuse_far_cell(archive, part, file)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError):
        return  # whoever opens it says what is wrong with it


def _refuse_far_cell(archive: zipfile.ZipFile, part: str, file: str) -> None:
    rows, columns = 0, 0
    total, tail = 0, b""
    with archive.open(part) as sheet:
        while piece := sheet.read(PIECE):
            total += len(piece)
            if total > MOST_BYTES:
                raise too_large(file)
            text = tail + piece
            lines = [int(found) for pattern in (ROW, CELL_ROW) for found in pattern.findall(text)]
            rows = max([rows, *lines])
            wide = FAR_COLUMN.findall(text) or ANY_COLUMN.findall(text[:PIECE])
            columns = max([columns, *map(_number, set(wide))])
            tail = text[-OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise PortfolioError(
            _("a sheet reaches to row {row} and column {column}, for a cell far from all others").format(
                row=format_number(rows), column=_letters(columns)
            ),
            file=file,
            fix=_("delete the empty rows below the list and the empty columns beside it, and save it again"),
        )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters
