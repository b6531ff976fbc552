"""What our own workbooks tell beside the cells to fill in: nobody has to ask what that means."""

from functools import cache

from solver.intake.presets.catalogue import presets
from solver.tables.dictionary import column_label
from solver.tables.quality import OWN_SHEETS
from solver.words.i18n import BABEL_LOCALES, _, mark, spoken

HEADINGS = (
    mark("Account"),
    mark("Planned at"),
    mark("To ring"),
    mark("What was promised"),
    mark("What the visit is for"),
    mark("Its like buy, it does not"),
    mark("What to verify"),
    mark("Revenue of the last 12 months"),
    mark("People known today"),
    mark("Name of the likely double"),
    mark("Kept"),
    mark("From the file"),
    mark("Not kept"),
    mark("Why the one was kept"),
)
COLUMNS = (
    *("asked_for", "why", "evidence", "field", "reason", "file", "row", "column", "problem", "found", "used"),
    "last_contact_on",
)


@cache
def told_beside() -> frozenset[str]:
    """Return every heading of our own sheets, in every language."""
    parts = presets()[OWN_SHEETS].tables.values()
    written = {name for part in parts for names in part.columns.values() for name in names}
    for language in BABEL_LOCALES:
        with spoken(language):
            written |= {_(heading) for heading in HEADINGS} | {column_label(name) for name in COLUMNS}
    return frozenset(written)
