"""Names of columns as programs squeeze and lengthen them: CustomerID, “Code client (s.code_client)”."""

import re
from collections.abc import Collection
from functools import lru_cache

from solver.intake.words import fold

CURRENCY_BEHIND = re.compile(
    r"(?:\s+|\s*[(\[]\s*)(?:en\s+)?(?:milliers\s+d['’]euros|k?\s?€|k\s?euros?|k?eur|euros?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
BRACKETS_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# Within brackets these say what an amount is: they are part of the name.
WEIGHTY = re.compile(
    r"\b(?:ttc|ht|tva|incl\w*|excl\w*|gross|brutto|bruto|lordo|vat|tax|mwst|btw|iva|usd|gbp|chf|k)\b|[$£]",
    re.IGNORECASE,
)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


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
    Tried in turn: the name, without the currency behind it, without brackets behind it, with its humps apart
    (CustomerID), and all but its spaces (CUSTOMERID): the surest way wins.
    """
    name = fold(column)
    if name in known:
        return name
    bare = CURRENCY_BEHIND.sub("", column)
    ways = [bare]
    brackets = BRACKETS_BEHIND.search(bare)
    if brackets and not WEIGHTY.search(brackets[0]):
        ways.append(BRACKETS_BEHIND.sub("", bare))
    for way in ways:
        for folded in (fold(way), fold(HUMP.sub(" ", way))):
            if folded in known:
                return folded
    squeezed = _squeezed(frozenset(known))
    return next(
        (squeezed[key] for way in ways if (key := fold(way).replace(" ", "")) in squeezed), fold(bare)
    )


@lru_cache(maxsize=64)
def _squeezed(known: frozenset[str]) -> dict[str, str]:
    """Return the known names of several words by their letters alone."""
    return {name.replace(" ", ""): name for name in sorted(known) if " " in name}
