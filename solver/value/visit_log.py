"""What the visit log says of today's plan, and of visits that found nobody."""

from datetime import date

import pandas as pd


def visits_of_the_year(visits: pd.DataFrame, as_of: date) -> pd.Series | None:
    """Return how many visits each account had in the last 12 months.

    Parameters
    ----------
    visits : DataFrame
        The table `visits`; only those done count, not those that found nobody.
    as_of : date
        Last day of the 12 months.

    Returns
    -------
    Series of int or None
        By account_id, accounts without a visit left out; none when the firm keeps no log.
    """
    done = visits[visits["status"] == "done"]
    if done.empty:
        return None
    return _of_the_year(done, as_of).groupby("account_id").size().rename("visits_today")


def found_nobody(visits: pd.DataFrame, visit_time: pd.DataFrame, as_of: date) -> dict[str, float]:
    """Return what the last 12 months cost in visits that found nobody.

    Returns
    -------
    dict
        `visits` made, `not_met` of them, and `drive_hours` that those took, at the drive that a visit of the
        account is reckoned with (`visit_time`).
    """
    made = _of_the_year(visits[visits["status"] != "agreed"], as_of)
    missed = made.loc[made["status"] == "not_met", "account_id"]
    minutes = missed.map(visit_time.set_index("account_id")["travel_minutes"]).astype("float64")
    return {"visits": len(made), "not_met": len(missed), "drive_hours": float(minutes.sum() / 60)}


def _of_the_year(visits: pd.DataFrame, as_of: date) -> pd.DataFrame:
    end = pd.Timestamp(as_of)
    return visits[(visits["date"] > end - pd.DateOffset(years=1)) & (visits["date"] <= end)]


def agreed_visits(visits: pd.DataFrame, plan_start: date, plan_end: date) -> pd.Series:
    """Return how many dates within the plan are already agreed with each account, by account_id."""
    within = visits["date"].between(pd.Timestamp(plan_start), pd.Timestamp(plan_end))
    agreed = visits[(visits["status"] == "agreed") & within]
    return agreed.groupby("account_id").size().rename("agreed_visits")


def visits_of_journeys(journeys: pd.DataFrame) -> pd.Series:
    """Return how many visits the journeys of step 8 count on, by account_id."""
    visits = journeys[journeys["channel"] == "visit"]
    return visits.groupby("account_id").size().rename("journey_visits")
