"""Columns that look as if somebody objected there, and that nothing is read from: they are asked about."""

import re
from collections.abc import Sequence

import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.words import spread
from solver.words.i18n import _

TABLES = ("accounts", "contacts", "visit_reports")
LOOKS = re.compile(
    r"\b(?:oppos\w*|opt(?:ed)? ?out\w*|rgpd|gdpr|cnil|demarch\w*|bloctel|unsubscri\w*"
    r"|desabonn\w*|desinscri\w*|blacklist\w*|liste (?:rouge|noire)|no (?:call|mailing)"
    r"|do ?not (?:call|contact|e ?mail|mail)"
    r"|werbesperre\w*|kontaktsperre\w*|keine? (?:werbung|kontakt\w*)|nicht kontaktieren|privacy blocked"
    r"|geen (?:contact|reclame|mailing)|niet (?:bellen|benaderen|contacteren)|\w*robinson|non contattare"
    r"|no (?:contactar|llamar|contact)"
    r"|(?:ne (?:plus|pas)|refus\w*) \w+)\b"
)
CONSENTS = re.compile(r"\b(?:consent\w*|opt(?:ed)? ?in|accept\w*|autoris\w*)\b")


def unread_objections(sources: Sequence[Typed]) -> pd.DataFrame:
    """Ask about each column of accounts and people whose name speaks of objections and that is not read.

    Parameters
    ----------
    sources : sequence of Typed
        The files.

    Returns
    -------
    DataFrame
        The table `repairs`: one line a column.
    """
    listed = []
    for typed in sources:
        raw = typed.raw
        if raw.source.table not in TABLES:
            continue
        free = [name for name in raw.table.columns if name not in raw.columns.values()]
        named = [name for name in free if LOOKS.search(spread(name)) or CONSENTS.search(spread(name))]
        asked = pd.Series([name for name in named if raw.table[name].str.strip().any()], dtype="str")
        listed.append(
            repairs(
                raw.file,
                [None] * len(asked),
                column=asked,
                problem=asked.map(_what_it_looks_like),
                found=asked,
                used=_("nothing"),
            )
        )
    return gather(listed)


def _what_it_looks_like(column: str) -> str:
    if CONSENTS.search(spread(column)):
        return _(
            "this column looks like a consent and is not read: where no means an objection, name it under "
            "columns as opposed, with codes: {codes} in its own words"
        ).format(codes="{opposed: {yes: no, no: yes}}")
    return _(
        "this column looks like an objection and is not read: name it under columns as opposed "
        "(or no_email), or tell that it is none"
    )
