"""Lists that a program prints page by page in columns of fixed places: their rows, without what is around."""

import itertools
import re
from collections.abc import Collection, Sequence

import pandas as pd

from solver.intake.reading.totals import SAYS_TOTAL
from solver.intake.words import fold
from solver.words.numbers import take_apart as number_in

FEWEST_NAMES, FEWEST_ROWS = 3, 3
LONGEST_HEAD = 20  # lines: a header further down is none of the first page
LONGEST_TOP = 8
APART = re.compile(r"\S+(?: \S+)*")
RULES = frozenset("-=+|_*\u2500\u2550 ")
STRUCK = re.compile(r"[-=_\u2500\u2550]+")
# What stands at the top or the foot of a printed page.
PAGE = re.compile(r"(?:.* )?(?:page|pag|feuillet|folio|seite|pagina)(?: no| n)? \d+(?: .*)?")
CARRIED = re.compile(
    r"(?:(?:total |montant |solde )?(?:a )?(?:report|reporter|reporte|suivre)"
    r"|(?:carried|brought) forward|ubertrag)(?: .*)?"
)
END = re.compile(
    r"(?:fin|end|ende|fine)(?: (?:de|d|du|of|der|di|l))* (?:etat|edition|liste|listing|report|list|fichier).*"
)
# A client once above its lines: “CLIENT : 001234  GARAGE DU PORT”.
CLIENT = re.compile(
    r"[\s*]*(?:code |compte |num[ée]ro |n[°o] ?)?(?:client|tiers|compte|customer|kunde|cliente|klant)"
    r"(?: n[°o]\.?| no\.?)?\s*:?\s+(?P<code>\S*\d\S*)\s+(?:[-:]\s+)?(?P<name>[^\W\d].*)",
    re.IGNORECASE,
)
HEAD_OF_CLIENTS = ("Code client", "Raison sociale")
STARS = re.compile(r"[\s*]+$")


def printed_list(text: str, known: Collection[str]) -> pd.DataFrame | None:
    """Return the rows of a printed list under its header; none where a text is no such list.

    Parameters
    ----------
    text : str
        The whole file, its lines ended by line feeds.
    known : collection of str
        Folded column names that its header may hold.

    Returns
    -------
    DataFrame of str, optional
        Columns numbered from 0; the index is the line of the file. The top of each page, ruled lines and the
        amounts carried from page to page are blank; a total keeps its words in the first column.
    """
    lines = [line.replace("\f", "").rstrip() for line in text.split("\n")]
    names = frozenset(known)
    place = _header(lines, names)
    if place is None:
        return None
    header = lines[place]
    used = _used(lines, place)
    rows = [line for line, kind in zip(lines, used, strict=True) if kind == "row"]
    if len(rows) < FEWEST_ROWS:
        return None
    starts = _ruled(lines, place) or _starts(header, rows)
    if len(starts) < FEWEST_NAMES:
        return None
    ends: list[int | None] = [*starts[1:], None]
    cells: list[list[str]] = []
    for at, (line, kind) in enumerate(zip(lines, used, strict=True)):
        if at == place or kind == "row":
            cells.append([line[a:b].strip() for a, b in zip(starts, ends, strict=True)])
        elif kind == "total":
            cells.append(_total(line, starts))
        else:
            cells.append([""] * len(starts))
    if "client" in used:
        cells = _with_clients(cells, lines, used, place)
    return pd.DataFrame(cells, dtype="str", index=pd.RangeIndex(1, len(lines) + 1, name="row"))


def _with_clients(
    cells: Sequence[list[str]], lines: Sequence[str], used: Sequence[str], place: int
) -> list[list[str]]:
    """Write the client that stands once above its lines, code and name, in front of each of them."""
    above, written = ("", ""), []
    for at, (row, line, kind) in enumerate(zip(cells, lines, used, strict=True)):
        if kind == "client" and (found := CLIENT.fullmatch(line)):
            above = (found["code"], found["name"].strip())
        told = HEAD_OF_CLIENTS if at == place else above if kind == "row" else ("", "")
        written.append([row[0], "", "", *row[1:]] if kind == "total" else [*told, *row])
    return written


def _header(lines: Sequence[str], names: frozenset[str]) -> int | None:
    """Return the place of the line that names most columns, each apart from the next by blanks."""
    best, place = 0, None
    for at, line in enumerate(lines[:LONGEST_HEAD]):
        said = [fold(part) for part in APART.findall(line)]
        count = sum(part in names for part in said)
        worded = not any(c.isdigit() for c in line)
        beside = (lines[other].strip() for other in (at - 1, at + 1) if 0 <= other < len(lines))
        if count and worded and any(text and RULES.issuperset(text) for text in beside):
            count += FEWEST_NAMES - 1  # a line is drawn above it, or below
        if count > best and len(said) >= FEWEST_NAMES:
            best, place = count, at
    return place if best >= FEWEST_NAMES else None


def _used(lines: Sequence[str], place: int) -> list[str]:
    """Say of each line what it is: a row, a total, or nothing of the table."""
    header = " ".join(lines[place].split())
    used = []
    heads = [at for at, line in enumerate(lines) if " ".join(line.split()) == header]
    tops = {at for head in heads for at in _top(lines, head)}
    for at, line in enumerate(lines):
        said = fold(STARS.sub("", line.strip(" *")))
        around = at < place or at in tops or at in heads or not said or RULES.issuperset(line)
        if around or any(each.fullmatch(said) for each in (CARRIED, PAGE, END)):
            used.append("")
        else:
            used.append(
                "total" if SAYS_TOTAL.fullmatch(said) else "client" if CLIENT.fullmatch(line) else "row"
            )
    return used


def _top(lines: Sequence[str], head: int) -> range:
    """Return the lines above a header that are the top of its page: from the one with the number."""
    for at in range(head - 1, max(head - LONGEST_TOP, -1), -1):
        if PAGE.fullmatch(fold(lines[at])):
            return range(at, head)
    return range(head, head)


def _ruled(lines: Sequence[str], place: int) -> list[int]:
    """Return where columns start by the strokes that are drawn under, or over, each name of the header."""
    for at in (place + 1, place - 1):
        line = lines[at] if 0 <= at < len(lines) else ""
        if RULES.issuperset(line):
            strokes = [found.start() for found in STRUCK.finditer(line)]
            if len(strokes) >= FEWEST_NAMES:
                return strokes
    return []


def _starts(header: str, rows: Sequence[str]) -> list[int]:
    """Return where columns start: one for each name of the header, at blanks that stand on every row.

    Of the blanks before a name, or below it, the widest are taken: words stand under its left end, amounts
    under its right one. None where a place would cut a figure in two.
    """
    width = max(map(len, [header, *rows]))
    filled = [any(row[at : at + 1].strip() for row in rows) for at in range(width + 1)]
    parts = [(found.start(), found.end()) for found in APART.finditer(header)]
    starts = [0]
    for (before, end), (after, last) in itertools.pairwise(parts):
        # Amounts may reach to the left of their name, and of the end of the name before.
        runs = _runs([at for at in range(end, last) if not filled[at]])
        runs = runs or _runs([at for at in range(before + 1, end) if not filled[at]])
        ahead = [each for each in runs if each[0] < after and len(each) > 1]
        run = ahead[-1] if ahead else max(reversed(runs), key=len, default=[])
        if not run or (len(run) == 1 and _splits_figures(rows, run[0])):
            return []
        starts.append(min(run[-1] + 1, after) if run[0] < after <= run[-1] else run[-1] + 1)
    return starts


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return the runs of places side by side."""
    runs: list[list[int]] = []
    for at in places:
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _splits_figures(rows: Sequence[str], at: int) -> bool:
    """Tell whether a blank stands between two figures on any row, as within an amount."""
    return any(row[at - 1 : at].isdigit() and row[at + 1 : at + 2].isdigit() for row in rows)


def _total(line: str, starts: Sequence[int]) -> list[str]:
    """Return a total with its words in the first column, and its figures each in the column they end in."""
    cells = [""] * len(starts)
    body = STARS.sub("", line)
    said = []
    for found in APART.finditer(body):
        text = found.group()
        if number_in(text) is not None and any(c.isdigit() for c in text):
            column = max(n for n, start in enumerate(starts) if start < found.end())
            cells[column] = text
        else:
            said.append(text)
    cells[0] = " ".join(said)
    return cells
