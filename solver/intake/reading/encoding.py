"""From bytes to text: which alphabet table a file was written with."""

import codecs
import re

from charset_normalizer import from_bytes

from solver.intake.reading.bounds import printable
from solver.words.errors import PortfolioError
from solver.words.i18n import _

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What French accounting packages write when it is not UTF-8, most usual first.
ONE_BYTE_ENCODINGS = ("cp1252", "iso8859-15", "mac-roman", "cp850")
FREQUENT = frozenset("éèêàçâôîûëïùÉÈÀÇœ")
USUAL = frozenset("äöüÂÊËÎÏÔÖÛÜÙÄŒæÆñáíóúãõß€’‘“”–—«»°²³½¼…·\u00a0")
CAPITAL_INSIDE = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-ÞŒ]|[A-Z][À-ÖØ-ÞŒ][a-z]")
# 0x80 is € for Windows and Ç for DOS: after a number or alone it is no letter.
EURO_SIGN = re.compile(rb"\d[ \xa0]?\x80(?![a-z])|(?<![A-Za-z])[kKM]?\x80(?![A-Za-z])")
SAMPLE_BYTES = 200_000
BROKEN_SHARE = 0.2


def decode(
    content: bytes, encoding: str | None, file: str, likely: str | None = None
) -> tuple[str, str, list[int]]:
    """Turn the bytes of a file into text.

    Parameters
    ----------
    content : bytes
        The whole file.
    encoding : str, optional
        What the portfolio says; none = found out.
    file : str
        Name for the messages.
    likely : str, optional
        What a file of one byte a letter is written in, if it can be.

    Returns
    -------
    tuple of str, str and list of int
        The text, the encoding used, and the lines of an otherwise UTF-8 file that hold other bytes; those
        bytes are read as Windows-1252.

    Raises
    ------
    PortfolioError
        The file is not text, or the stated encoding does not fit it.
    """
    if encoding is not None:
        return _stated(content, encoding, file), encoding, []
    for mark, name in MARKS.items():
        if content.startswith(mark):
            text, lines = _marked(content, name, file)
            return text, name, lines
    if b"\0" in content:
        raise PortfolioError(
            _("this is not a text file"),
            file=file,
            fix=_("export it again as CSV, or as an Excel workbook (.xlsx)"),
        )
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(content):
        text, lines = _fixed(content)
        return text, "utf-8", lines
    found = _one_byte_encoding(content)
    if likely is not None and _likeness(content, likely) >= _likeness(content, found):
        found = likely
    return content.decode(found, errors="replace"), found, []


def _stated(content: bytes, encoding: str, file: str) -> str:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
        return text.encode("utf-8", errors="replace").decode("utf-8")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        raise PortfolioError(
            _("the file is not written in {encoding}").format(encoding=encoding),
            file=file,
            row=content.count(b"\n", 0, start) + 1,
            fix=_("leave `encoding` out: it is found out by itself"),
        ) from None
    except (LookupError, TypeError, ValueError):
        raise PortfolioError(
            _("there is no encoding “{encoding}”").format(encoding=printable(encoding)),
            file=file,
            fix=_("write utf-8, cp1252 or iso8859-15, or leave it out"),
        ) from None


def _marked(content: bytes, encoding: str, file: str) -> tuple[str, list[int]]:
    try:
        return content.decode(encoding), []
    except UnicodeError as error:
        if encoding == "utf-8-sig":
            return _fixed(content.removeprefix(codecs.BOM_UTF8))
        raise PortfolioError(
            _("the file starts as {encoding} text but goes on differently").format(encoding=encoding),
            file=file,
            row=content.count(b"\n", 0, getattr(error, "start", 0)) + 1,
            fix=_("export it again as CSV in UTF-8"),
        ) from None


def _mostly_utf8(content: bytes) -> bool:
    """Tell UTF-8 with a few extra bytes from another encoding."""
    text = content.decode("utf-8", errors="replace")
    extra = text.count("\ufffd")
    accented = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return extra <= BROKEN_SHARE * accented


def _fixed(content: bytes) -> tuple[str, list[int]]:
    """Decode UTF-8, reading the bytes that are not as Windows-1252, and say on which lines they stood."""
    escaped = content.decode("utf-8", errors="surrogateescape")
    lines: list[int] = []
    line, start = 1, 0
    for broken in re.finditer("[\udc80-\udcff]", escaped):
        line += escaped.count("\n", start, broken.start())
        start = broken.start()
        lines.append(line)
    text = re.sub("[\udc80-\udcff]", lambda broken: _windows_character(broken.group()), escaped)
    return text, list(dict.fromkeys(lines))


def _windows_character(broken: str) -> str:
    return bytes([ord(broken) - 0xDC00]).decode("cp1252", errors="replace")


def _one_byte_encoding(content: bytes) -> str:
    """Return the encoding under which the accents of the file look most like those of a French text."""
    sample = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    if EURO_SIGN.search(sample):
        return "cp1252"
    marks = [(_likeness(sample, encoding), encoding) for encoding in ONE_BYTE_ENCODINGS]
    best, found = max(marks, key=lambda mark: mark[0])
    if best > 0:
        return found
    # Nothing French about it: let a general guess decide.
    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _likeness(sample: bytes, encoding: str) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return float("-inf")
    accents = [character for character in text if ord(character) > 127]
    misplaced = len(CAPITAL_INSIDE.findall(text))
    return sum(2 if c in FREQUENT else 1 if c in USUAL else -3 for c in accents) - 6 * misplaced
