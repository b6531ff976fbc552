"""Step 9's risk of each client read for step 11: who is more likely to leave than to stay."""

from collections.abc import Collection

import pandas as pd

from solver.method.behaviour.complaints import called
from solver.tables.method import LEAVING


def who_may_leave(loss_risk: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the clients that buy, and are more likely to buy nothing in the year to come than something.

    Parameters
    ----------
    loss_risk, segments : DataFrame
        The canonical tables of steps 9 and 4.

    Returns
    -------
    DataFrame
        Their lines of `loss_risk`, with `revenue_eur` and `margin_eur` of the last twelve months.
    """
    bought = segments[["account_id", "revenue_eur", "margin_eur"]]
    return loss_risk.query(LEAVING).merge(bought, on="account_id").query("revenue_eur > 0")


def journeys_to_make(
    journeys: pd.DataFrame, complaints: pd.DataFrame, may_leave: Collection[str]
) -> pd.DataFrame:
    """Return the contacts of the journeys that are made as such.

    Who complained or may leave is called for that at once, and that call asks what a first contact of
    prevention would ask. Who may leave is not thanked for being loyal.

    Parameters
    ----------
    journeys, complaints : DataFrame
        The canonical tables of steps 8 and 7.
    may_leave : collection of str
        Who is called as it may leave, by account_id.
    """
    leaving = journeys["account_id"].isin(may_leave)
    asked = opens_prevention(journeys) & (leaving | journeys["account_id"].isin(called(complaints)))
    thanked = journeys["journey"].eq("retention") & leaving
    return journeys[~(asked | thanked)]


def opens_prevention(journeys: pd.DataFrame) -> pd.Series:
    """Tell the first contacts of prevention, which ask what is wrong."""
    return journeys["journey"].eq("prevention") & journeys["contact_no"].eq(1)
