"""The ABC cut of any amount, shared by revenue (step 4) and potential (step 5)."""

from typing import Literal

import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _

AbcRule = Literal["own_line_included", "crossing"]
TOLERANCE = 1e-9


def abc_classes(
    values: pd.Series, cut_a: float, cut_b: float, rule: AbcRule = "own_line_included"
) -> pd.DataFrame:
    """Rank amounts from the largest and cut them into A, B and C.

    Parameters
    ----------
    values : Series of float
        One amount per account, indexed by account; none missing.
    cut_a, cut_b : float
        Cumulative shares that close A and B.
    rule : {"own_line_included", "crossing"}
        Whether an account belongs to A while the cumulative share, its own line included, stays within
        the cut, or as long as the lines above it have not reached the cut.

    Returns
    -------
    DataFrame
        Same index as `values`, sorted by rank, with `rank` (1 is the largest), `share`,
        `cumulative_share` and `abc`.

    Raises
    ------
    PortfolioError
        No amount is positive.

    Notes
    -----
    Equal amounts, to the cent, share one class: they are cut as if they were one line. The largest account
    is always an A, else a client above the cut would leave the class empty. Shares are taken over the
    positive amounts, so that credit notes do not lengthen A; an amount of zero or less is a C.
    """
    total = values.clip(lower=0).sum()
    if not total > 0:
        raise PortfolioError(
            _("no account has a positive amount, so there is nothing to rank"),
            fix=_("look at the dates of the sales and at as_of"),
        )
    cents = values.round(2)
    order = pd.DataFrame({"cents": cents, "name": values.index.astype("str")}, index=values.index)
    table = pd.DataFrame(index=order.sort_values(["cents", "name"], ascending=[False, True]).index)
    ranked = values.loc[table.index]
    table["rank"] = range(1, len(table) + 1)
    table["share"] = ranked / total
    table["cumulative_share"] = table["share"].cumsum()
    table["abc"] = _classes(cents.loc[table.index], table, cut_a, cut_b, rule)
    return table


def _classes(cents: pd.Series, ranked: pd.DataFrame, cut_a: float, cut_b: float, rule: AbcRule) -> pd.Series:
    """Class of each line of a table sorted by rank, the same for equal amounts."""
    if rule == "crossing":
        level = (ranked["cumulative_share"] - ranked["share"]).groupby(cents).transform("first")
        in_a, in_b = level < cut_a - TOLERANCE, level < cut_b - TOLERANCE
    else:
        level = ranked["cumulative_share"].groupby(cents).transform("last")
        in_a, in_b = level <= cut_a + TOLERANCE, level <= cut_b + TOLERANCE
    in_a |= cents == cents.iloc[0]
    abc = pd.Series("C", index=cents.index, dtype="str").mask(in_b, "B").mask(in_a, "A")
    return abc.mask(cents <= 0, "C")
