"""What the visit log says of today's plan."""

from datetime import date

import pandas as pd


def visits_of_the_year(visits: pd.DataFrame, as_of: date) -> pd.Series | None:
    """Return how many visits each account had in the last 12 months.

    Parameters
    ----------
    visits : DataFrame
        The table `visits`; only those done count.
    as_of : date
        Last day of the 12 months.

    Returns
    -------
    Series of int or None
        By account_id, accounts without a visit left out; none when the firm keeps no log.
    """
    end = pd.Timestamp(as_of)
    done = visits[visits["status"] == "done"]
    if done.empty:
        return None
    in_the_year = (done["date"] > end - pd.DateOffset(years=1)) & (done["date"] <= end)
    return done[in_the_year].groupby("account_id").size().rename("visits_today")


def agreed_visits(visits: pd.DataFrame, plan_start: date, plan_end: date) -> pd.Series:
    """Return how many dates within the plan are already agreed with each account, by account_id."""
    within = visits["date"].between(pd.Timestamp(plan_start), pd.Timestamp(plan_end))
    agreed = visits[(visits["status"] == "agreed") & within]
    return agreed.groupby("account_id").size().rename("agreed_visits")


def visits_of_journeys(journeys: pd.DataFrame) -> pd.Series:
    """Return how many visits the journeys of step 8 count on, by account_id."""
    visits = journeys[journeys["channel"] == "visit"]
    return visits.groupby("account_id").size().rename("journey_visits")
