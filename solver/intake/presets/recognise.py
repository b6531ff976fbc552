"""Which package a file comes from, by its column names."""

from collections.abc import Sequence

from solver.intake.fields import NEEDED
from solver.intake.presets.catalogue import Part, Preset, presets
from solver.intake.presets.ledger import has_needed, ledger_roles
from solver.intake.words import fold

LEAST_SHARE = 0.4
# Columns that play a part in an entry: 18 in the French file, without lettering, dates and foreign currency.
ENTRY_COLUMNS = 12


def recognise(header: Sequence[str]) -> list[tuple[str, float]]:
    """Return the presets that a header may belong to, the likeliest first.

    Parameters
    ----------
    header : sequence of str
        Column names of a file.

    Returns
    -------
    list of (str, float)
        Name of the preset, and the share of the columns it knows that the file has. A preset without a needed
        column, or without any of the columns that only its package writes, is left out.
    """
    held = frozenset(fold(name) for name in header) - {""}
    found = []
    for name, preset in presets().items():
        if preset.ledger:
            marks = _ledger_likeness(preset, header)
        else:
            marks = [mark for table, part in preset.tables.items() if (mark := _likeness(table, part, held))]
        if marks:
            share, explained = max(marks)
            found.append((share, explained, name))
    ordered = sorted(found, key=lambda mark: (-mark[0], -mark[1], mark[2]))
    return [(name, round(share, 4)) for share, _explained, name in ordered if share >= LEAST_SHARE]


def _ledger_likeness(preset: Preset, header: Sequence[str]) -> list[tuple[float, float]]:
    roles = ledger_roles(header, preset.ledger)
    if not has_needed(roles) or not {"client", "journal", "entry"} & roles.keys():
        return []
    # An amount with its direction stands for a debit and a credit.
    telling = len(roles.keys() - {"piece_date", "lettering"})  # few exports have them, and none by them alone
    return [(min(telling / ENTRY_COLUMNS, 1.0), telling / len(header))]


def _likeness(table: str, part: Part, held: frozenset[str]) -> tuple[float, float] | None:
    """Return which share of the preset's columns the file has, and which share of the file's it explains."""
    signature = {fold(name) for name in part.signature}
    if signature and not signature & held:
        return None
    known = {name: {fold(alias) for alias in names} for name, names in part.columns.items() if names}
    there = {name for name, names in known.items() if names & held}
    if set(NEEDED[table]) - there - part.constants.keys() or not there:
        return None
    explained = len(held & ({alias for names in known.values() for alias in names} | signature))
    return len(there) / len(known), explained / len(held)
