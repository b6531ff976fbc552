"""Names of columns as programs squeeze and lengthen them, and what they say of the unit: “CA (en k€)”."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from solver.intake.values.currencies import currency_in_name, folded, listed
from solver.intake.values.numbers import HUNDREDTH, Unit
from solver.intake.words import fold, spread

BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
MOST_WORDS = 30  # a longer text is no name
TOKEN = re.compile(r"1[ .,'’\u00a0\u202f]?000(?!\d)|[^\W_]+|[€$£¥]")
SCALED = re.compile(r"([kmt])([a-z]{3})", re.IGNORECASE)
TECHNICAL = re.compile(r"[A-Za-z]\w*[._]\w[\w.]*")
DATE_FORM = re.compile(r"[jdmyath]{1,4}(?:[/.\- :][jdmyaths]{1,4})+", re.IGNORECASE)
# Our own names say `eur` for the currency of the portfolio, whatever it is.
OURS = re.compile(r"[a-z]+(?:_[a-z]+)*_eur")


class Header(NamedTuple):
    """What the name of a column says.

    Attributes
    ----------
    name : str
        The name without what it says of currency and unit.
    unit : int or Fraction
        What one stands for in its cells: 1,000 under “k€”, a hundredth under “cents”.
    currency : str, optional
        Code of the currency.
    """

    name: str
    unit: Unit = 1
    currency: str | None = None


@lru_cache(maxsize=4096)
def header_of(column: str) -> Header:
    """Take the currency and the unit out of the name of a column, wherever in it they stand."""
    tokens = list(TOKEN.finditer(column))
    if OURS.fullmatch(column.strip()) or len(tokens) > MOST_WORDS:
        return Header(column)
    unit: Unit = 1
    name, currency, place = column, None, 0
    cuts: list[tuple[int, int]] = []
    while place < len(tokens):
        sizes = range(len(tokens) - place, 0, -1)
        told = ((size, _unit_of(tokens, place, size, column)) for size in sizes)
        size, said = next((each for each in told if each[1]), (0, None))
        if said:
            unit, currency = unit if said[0] == 1 else said[0], currency or said[1]
            cuts.append((tokens[place].start(), tokens[place + size - 1].end()))
        place += size or 1
    for start, end in reversed(cuts):
        name = f"{name[:start]} {name[end:]}"
    bare = re.sub(r"[(\[]\W*[)\]]", " ", name)
    return (
        Header(" ".join(bare.split()).rstrip(" ,;:/-–") or column, unit, currency) if cuts else Header(column)
    )


def plain_name(column: str, known: Collection[str]) -> str:
    """Return the known name that a column bears; its own folded one where none is known.

    Parameters
    ----------
    column : str
        As the file writes it.
    known : collection of str
        Folded names.

    Notes
    -----
    Tried in turn: the name, without currency and unit, without brackets that say nothing, with its humps
    apart (CustomerID), and all but its spaces (CUSTOMERID): the surest way wins. What any other bracket says
    counts: an amount “(budget)” is none that was invoiced.
    """
    name = fold(column)
    if name in known:
        return name
    bare = header_of(column).name
    ways = [bare, without_idle_brackets(bare)]
    for way in ways:
        for folded_way in (fold(way), spread(way)):
            if folded_way in known:
                return folded_way
    squeezed = _squeezed(frozenset(known))
    return next(
        (squeezed[key] for way in ways if (key := fold(way).replace(" ", "")) in squeezed), fold(bare)
    )


def _unit_of(
    tokens: Sequence[re.Match[str]], place: int, size: int, column: str
) -> tuple[Unit, str | None] | None:
    """Return the unit and the currency that some tokens mean together; nothing where they do not."""
    words = [found[0] for found in tokens[place : place + size]]
    plain = [fold(word) or word for word in words]
    joining = folded("joining")
    if plain[-1] in joining or plain[0] in joining - {"en", "in", "x"}:
        return None
    start, end = tokens[place].start(), tokens[place + size - 1].end()
    if "/" in column[start:end]:
        return None  # per metre, per thousand: what stands after the stroke is no unit of the amount
    unit: Unit = 1
    currency, strong, weak = None, False, False
    at = 0
    while at < size:
        scaled = SCALED.fullmatch(words[at])
        pair = currency_in_name(words[at : at + 2]) if at + 1 < size else None
        if pair:
            currency, at = pair, at + 1
        elif one := currency_in_name(words[at : at + 1]):
            currency = one
        elif scaled and (code := currency_in_name([scaled[2]])) in listed("usual"):
            unit, currency = listed("beside")[scaled[1].lower()], code
        elif plain[at] in folded("thousands"):
            unit, strong = 1000, True
        elif plain[at] in folded("hundredths"):
            unit, strong = HUNDREDTH, True
        elif plain[at] in folded("millions"):
            unit, strong = 1_000_000, True
        elif (key := plain[at].replace(" ", "")) in listed("beside"):
            unit, weak = listed("beside")[key], True
        elif plain[at] not in joining:
            return None
        at += 1
    if weak and currency is None and not strong:
        # Alone, the letter must fill its bracket or follow “en”; a lone t or m is too little to go by.
        alone = column[start - 1 : start] in ("(", "[") and column[end : end + 1] in (")", "]")
        strong = plain[-1] not in ("t", "m") and (alone or plain[0] in ("en", "in"))
    return (unit, currency) if currency or strong else None


def without_idle_brackets(name: str) -> str:
    """Return a name without the brackets that say nothing of what the column holds."""
    return BRACKETS.sub(lambda found: "" if _says_nothing(found[1]) else found[0], name)


def _says_nothing(bracket: str) -> bool:
    """Tell whether a bracket holds a field’s technical name, a form of dates, or idle words."""
    text = bracket.strip()
    return (
        not text
        or fold(text) in folded("idle") | folded("own")
        or bool(TECHNICAL.fullmatch(text))
        or bool(DATE_FORM.fullmatch(text))
    )


@lru_cache(maxsize=64)
def _squeezed(known: frozenset[str]) -> dict[str, str]:
    """Return the known names of several words by their letters alone."""
    return {name.replace(" ", ""): name for name in sorted(known) if " " in name}
