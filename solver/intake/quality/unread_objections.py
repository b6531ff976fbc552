"""Columns that look as if somebody objected there, and that nothing is read from: they are asked about."""

import re
from collections.abc import Sequence

import pandas as pd

from solver.intake.reading.sources import RawTable
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
# What somebody notes who was told not to come back; "opposition" alone may be that of a cheque.
SAYS = re.compile(
    r"\b(?:ne (?:plus|pas|souhaite (?:plus|pas)) (?:etre )?(?:les? |la )?"
    r"(?:demarch|contact|appel|relanc|sollicit)"
    r"|droit d ?opposition|aucun contact"
    r"|oppos\w* (?:\w+ ){0,3}(?:contact|demarch|prospection|sollicitation|donnees)"
    r"|do ?not (?:contact|call|e ?mail|mail)|opt(?:ed)? ?out|unsubscribed"
    r"|object(?:s|ed)? to (?:\w+ ){0,2}(?:contact|marketing|calls?)"
    r"|werbewiderspruch|keine? (?:werbung|anrufe|kontakt)|nicht (?:mehr )?(?:kontaktieren|anrufen)"
    r"|geen (?:contact|reclame)|niet (?:meer )?(?:bellen|benaderen|contacteren)"
    r"|non (?:vuole )?(?:piu )?(?:contattare|essere contattato|chiamare)|(?:si|se) oppon"
    r"|no (?:volver a )?(?:contactar|llamar))"
)
OF_A_PROGRAM = re.compile(r"(?:ne pas modifier|do not modify|nicht andern|niet wijzigen|no modificar)\b")
CONSENTS = re.compile(r"\b(?:consent\w*|opt(?:ed)? ?in|accept\w*|autoris\w*)\b")


def unread_objections(sources: Sequence[Typed]) -> pd.DataFrame:
    """Ask about columns that speak of objections, by name or in a note, and that nothing is read from.

    Parameters
    ----------
    sources : sequence of Typed
        The files.

    Returns
    -------
    DataFrame
        The table `repairs`: one line a column, and one for each note in a column of another name.
    """
    listed = []
    for typed in sources:
        raw = typed.raw
        if raw.source.table not in TABLES:
            continue
        free = [name for name in raw.table.columns if name not in raw.columns.values()]
        free = [name for name in free if not OF_A_PROGRAM.match(spread(name))]
        named = [name for name in free if LOOKS.search(spread(name)) or CONSENTS.search(spread(name))]
        asked = pd.Series([name for name in named if raw.table[name].str.strip().any()], dtype="str")
        listed += [_notes(raw, name) for name in free if name not in named]
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


def _notes(raw: RawTable, column: str) -> pd.DataFrame:
    """List the cells of a column that read like an objection."""
    cells = raw.table[column].str.strip()
    notes = [cell for cell in cells.unique() if " " in cell]
    saying = [note for note in notes if SAYS.search(spread(note))]
    told = cells[cells.isin(saying)]
    problem = _(
        "this note reads like an objection, and the column is not read: name the column under columns as "
        "opposed, and the run asks what its words mean; or list the address under objection_files"
    )
    return repairs(raw.file, told.index, column=column, problem=problem, found=told, used=_("nothing"))


def _what_it_looks_like(column: str) -> str:
    if CONSENTS.search(spread(column)):
        return _(
            "this column looks like a consent and is not read: where no means an objection, name it under "
            "columns as opposed, with codes: {codes} in its own words"
        ).format(codes='{opposed: {"yes": "no", "no": "yes"}}')
    return _(
        "this column looks like an objection and is not read: name it under columns as opposed "
        "(or no_email), or tell that it is none"
    )
