"""A list of people who object: e-mails, or telephone numbers, with no client beside them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from solver.intake.drafting.file_names import WORDS
from solver.intake.drafting.found import Found
from solver.intake.partners.objection_lists import keys_in
from solver.intake.words import fold, word_list
from solver.words.i18n import _

MOSTLY = 0.9
COUNTRY = "FR"  # of telephone numbers that do not say
MOST_HEADS = 5  # of more columns one that says "blacklist" holds yes or no of each person: it is no list


def list_of_objections(bare: Found, cells: pd.DataFrame) -> Found | None:
    """Say that a file is a list of people who object, or may be one; none where it is neither.

    Parameters
    ----------
    bare : Found
        The file.
    cells : DataFrame of str
        Every row, the header among them if there is one.

    Notes
    -----
    Its name says so. A list of addresses and nothing else, under another name, may as well be of people who
    agreed: that is asked.
    """
    rows = [row for row in cells.to_numpy().tolist() if any(cell.strip() for cell in row)]
    start = next((place for place, row in enumerate(rows[:2]) if keys_in(row, COUNTRY)), None)
    if start is None:  # under one header at most, so that long exports are not looked through
        return None
    keys = [keys_in(row, COUNTRY) for row in rows[start:]]
    named = sum(map(bool, keys))
    if 2 * named < len(keys):
        return None
    heads = [cell for cell in rows[0] if cell.strip()] if start else []
    told_by_heads = " ".join(heads) if len(heads) <= MOST_HEADS else ""
    said = f"{Path(bare.file).stem} {bare.sheet or ''} {told_by_heads}"
    if any(f" {fold(word)}" in f" {fold(said)}" for word in word_list(WORDS)["objections"]):
        return replace(bare, lines=named, objections=True)
    alone = all(sum(bool(cell.strip()) for cell in row) == 1 for row in rows)
    if not alone or named < MOSTLY * len(keys):
        return None
    reason = _(
        "a list of addresses and nothing else. If they are of people who object or who unsubscribed, write "
        "at the top of this file: objection_files: [{file}]"
    )
    return replace(bare, lines=named, left_out=reason.format(file=bare.file))
