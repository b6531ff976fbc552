"""Lines of entries that a separator inside their wording has unquoted into too many cells."""

from collections.abc import Mapping

import pandas as pd

from solver.intake.values.dates import take_apart as date_in
from solver.words.numbers import take_apart as number_in

WORDINGS = ("label", "client_name", "account_name", "piece")
AMOUNTS = ("debit", "credit", "amount")


def put_together(
    cells: pd.DataFrame, width: int, roles: Mapping[str, int], separator: str
) -> tuple[pd.DataFrame, pd.Index]:
    """Put unquoted lines together where the dates and the amounts then stand in their columns.

    Parameters
    ----------
    cells : DataFrame of str
        The lines, columns numbered from 0; the index is the line of the file.
    width : int
        Columns that the header has.
    roles : mapping of str to int
        Part in the entry: number of its column.
    separator : str
        What tore the lines.

    Returns
    -------
    tuple of DataFrame and Index
        The cells, and the lines that were put together.
    """
    extra = cells.shape[1] - width
    if extra <= 0:
        return cells, cells.index[:0]
    amounts = [roles[role] for role in AMOUNTS if role in roles]
    unread = pd.Series(False, index=cells.index)
    for place in amounts:
        known = {text: number_in(text) is not None for text in cells[place].unique()}
        unread |= ~cells[place].map(known).astype(bool)
    unquoted = cells.index[(unread | (cells.iloc[:, width:] != "").any(axis=1)).to_numpy()]
    whole: dict[int, list[str]] = {}
    for line in unquoted:
        row = cells.loc[line].tolist()
        found = _whole(row, width, roles, amounts, separator)
        if found is not None:
            whole[line] = found
    if not whole:
        return cells, cells.index[:0]
    fixed = cells.copy()
    lines = pd.DataFrame.from_dict(whole, orient="index", columns=cells.columns, dtype="str")
    fixed.loc[lines.index] = lines
    return fixed, pd.Index(lines.index, name=cells.index.name)


def _whole(
    row: list[str], width: int, roles: Mapping[str, int], amounts: list[int], separator: str
) -> list[str] | None:
    """Return the line with one wording put together again, filled up to its length; none where none fits."""
    dates = [roles["date"]]
    for unquoted in range(1, len(row) - width + 1):
        for wording in WORDINGS:
            if wording not in roles:
                continue
            place = roles[wording]
            joined = [
                *row[:place],
                separator.join(row[place : place + unquoted + 1]),
                *row[place + unquoted + 1 :],
            ]
            read = [number_in(joined[at]) for at in amounts]
            if (
                all(number is not None for number in read)
                and any(number != "" for number in read)
                and all(date_in(joined[at]) for at in dates)
                and not any(joined[width:])
            ):
                return joined + [""] * (len(row) - len(joined))
    return None
