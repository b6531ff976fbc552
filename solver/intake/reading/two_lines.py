"""A header that runs over two lines without merged cells: “Date de” above “facture”."""

import pandas as pd

from solver.intake.reading.columns import every_usual_name, names_in


def over_two_lines(cells: pd.DataFrame, place: int) -> tuple[int, pd.DataFrame] | None:
    """Return the place of the lower line and the cells, the name of each column whole in it; none where not.

    Parameters
    ----------
    cells : DataFrame of str
        The sheet.
    place : int
        Where the header seems to be: either of its lines.

    Notes
    -----
    Both lines hold words alone, and read together they name more columns than either does.
    """
    for upper in (place, place - 1):
        if not 0 <= upper < len(cells) - 2:
            continue
        above, below = (cells.iloc[at].str.strip() for at in (upper, upper + 1))
        words = [*above, *below]
        if any(c.isdigit() for text in words for c in text) or not below.ne("").any():
            continue
        whole = (above + " " + below).str.strip()
        counts = [
            len(names_in([text for text in line if text], every_usual_name()))
            for line in (above, below, whole)
        ]
        both = (above.ne("") & below.ne("")).sum()
        if counts[2] > max(counts[:2]) and both > 1 and above[below.ne("")].ne("").all():
            written = cells.copy()
            written.iloc[upper + 1] = whole
            return upper + 1, written
    return None
