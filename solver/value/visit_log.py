"""What the visit log says of today's plan, of visits that found nobody, and of complaints."""

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


def complaints_of_the_year(visits: pd.DataFrame, revenue: pd.Series, as_of: date) -> pd.DataFrame:
    """Return what was complained of at visits of the last 12 months, the most revenue first.

    Parameters
    ----------
    visits : DataFrame
    revenue : Series
        Of the year, by account_id.
    as_of : date

    Returns
    -------
    DataFrame
        `complaint, visits, accounts, repeated` (accounts that complained more than once, of anything) and
        `revenue_eur` of the accounts.
    """
    told = _of_the_year(visits[visits["complaint"].notna()], as_of)
    often = told["account_id"].map(told["account_id"].value_counts()).gt(1)
    accounts = told.assign(often=often).drop_duplicates(["complaint", "account_id"])
    accounts = accounts.assign(revenue_eur=accounts["account_id"].map(revenue).fillna(0.0))
    table = accounts.groupby("complaint").agg(
        accounts=("account_id", "size"), repeated=("often", "sum"), revenue_eur=("revenue_eur", "sum")
    )
    table.insert(0, "visits", told.groupby("complaint").size())
    return table.reset_index().sort_values(
        ["revenue_eur", "complaint"], ascending=[False, True], ignore_index=True, kind="stable"
    )


def complained_of(visits: pd.DataFrame, as_of: date) -> set[str]:
    """Return the accounts that complained in the 12 months."""
    return set(_of_the_year(visits[visits["complaint"].notna()], as_of)["account_id"])


def complained_again(visits: pd.DataFrame, revenue: pd.Series, as_of: date) -> pd.DataFrame:
    """Return who complained more than once in 12 months: `account_id, visits, date` (last), `revenue_eur`."""
    told = _of_the_year(visits[visits["complaint"].notna()], as_of).groupby("account_id")["date"]
    table = told.agg(["size", "max"]).rename(columns={"size": "visits", "max": "date"}).reset_index()
    table["revenue_eur"] = table["account_id"].map(revenue).fillna(0.0)
    return table[table["visits"] > 1].sort_values(
        ["revenue_eur", "account_id"], ascending=[False, True], ignore_index=True, kind="stable"
    )


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
