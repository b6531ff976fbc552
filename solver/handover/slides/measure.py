"""How much room a text takes, without the font: the widths of Arial, which Helvetica and Liberation share."""

import unicodedata
from collections.abc import Sequence
from functools import cache

POINTS = 72.0  # an inch
LESS = 4  # points that a text gives up to stand on one line
LINE = 1.2  # height of a line over the size of its letters
BOLD = 1.09  # width of a bold text over that of a plain one
USUAL = 556  # thousandths of the size
WIDTHS: dict[int, str] = {
    191: "'",
    222: "ijl’‘",
    260: "|",
    278: " !,./:;I[\\]ft\u00a0\u202f·",
    333: "()-r`“”",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckvsxyz",
    584: "+<=>~−",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%æ",
    944: "Wœ",
    1000: "…—@",
}
OF_SIGN = {sign: width for width, signs in WIDTHS.items() for sign in signs}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text on one line, in inches.

    Parameters
    ----------
    text : str
    size : float
        In points.
    bold : bool
    """
    units = sum(_of_sign(sign) for sign in text)
    return units / 1000 * size / POINTS * (BOLD if bold else 1.0)


@cache
def _of_sign(sign: str) -> int:
    base = unicodedata.normalize("NFD", sign)[0]
    if unicodedata.combining(base) or unicodedata.category(base) == "Cf":
        return 0
    wide = unicodedata.east_asian_width(base) in "WF"
    return OF_SIGN.get(sign, OF_SIGN.get(base, 1000 if wide else USUAL))


def count_lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a paragraph takes in a room of that width, in inches."""
    space = width(" ", size, bold=bold)
    lines, filled = 1, 0.0
    for word in text.split(" "):
        long = width(word, size, bold=bold)
        if filled and filled + space + long > room:
            lines, filled = lines + 1, 0.0
        elif filled:
            filled += space
        while long > room:  # a word is broken only where it is longer than a line
            lines, long = lines + 1, long - room
        filled += long
    return lines


def height(lines: int, size: float) -> float:
    """Return the height of so many lines, in inches."""
    return lines * size * LINE / POINTS


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a name on one line, its end cut with an ellipsis where the line is short."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def largest(text: str, sizes: Sequence[int], room: tuple[float, float], *, bold: bool = False) -> int:
    """Return the largest size at which a paragraph fits its room; the smallest where none does.

    A text that is short of one line by little is made a little smaller.

    Parameters
    ----------
    text : str
    sizes : sequence of int
        In points, the largest first.
    room : tuple of float
        Width and height, in inches.
    bold : bool
    """
    for size in sizes:
        if count_lines(text, size, room[0], bold=bold) == 1 and size >= sizes[0] - LESS:
            return size
    for size in sizes:
        if height(count_lines(text, size, room[0], bold=bold), size) <= room[1]:
            return size
    return sizes[-1]
