"""Step 7: what clients reproach the firm with, whether it was settled, and who may leave because of it."""

from datetime import date
from typing import Any

import pandas as pd

from solver.tables import check
from solver.words.i18n import clauses, counted

ALARMING = 2  # complaints in 12 months
STEADY = ("loyal", "standard")  # a stronger sign than a complaint says the other behaviours already


def complaints_by_account(touchpoints: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return who complained in the last 12 months, or still waits for an answer.

    Parameters
    ----------
    touchpoints : DataFrame
        The canonical table of step 1. A complaint without a day of settlement is open.
    as_of : date

    Returns
    -------
    DataFrame
        The canonical table `complaints`; `alarm` where one is open, or two were made in 12 months.
    """
    told = _told(touchpoints, as_of)
    by_account = told.groupby("account_id")
    table = by_account.agg(
        complaints=("lately", "sum"),
        open=("open", "sum"),
        complained_on=("date", "max"),
        days_to_close=("days", "median"),
    ).reset_index()
    table = table[(table["complaints"] > 0) | (table["open"] > 0)]
    table["alarm"] = (table["open"] > 0) | (table["complaints"] >= ALARMING)
    table["reason"] = pd.Series(
        [_in_words(row) for row in table.itertuples()], index=table.index, dtype="str"
    )
    return check("complaints", table.sort_values("account_id", kind="stable"))


def complaints_by_cause(touchpoints: pd.DataFrame, revenue: pd.Series, *, as_of: date) -> pd.DataFrame:
    """Return what is complained of: how often, by whom worth how much, and how soon it is settled.

    Parameters
    ----------
    touchpoints, as_of
        As in `complaints_by_account`; complaints of the last 12 months, and older ones that are open.
    revenue : Series
        Of the year, by account_id.

    Returns
    -------
    DataFrame
        `touch_cause, complaints, open, accounts, revenue_eur, days_to_close`; the most revenue first.
    """
    told = _told(touchpoints, as_of)
    told = told[told["lately"] | told["open"]]
    told = told.assign(touch_cause=told["touch_cause"].fillna("other"))
    once = told.drop_duplicates(["touch_cause", "account_id"])
    worth = once["account_id"].map(revenue).astype("float64").fillna(0.0).groupby(once["touch_cause"]).sum()
    table = told.groupby("touch_cause").agg(
        complaints=("date", "size"),
        open=("open", "sum"),
        accounts=("account_id", "nunique"),
        days_to_close=("days", "median"),
    )
    table.insert(3, "revenue_eur", worth)
    return table.reset_index().sort_values(
        ["revenue_eur", "touch_cause"], ascending=[False, True], ignore_index=True, kind="stable"
    )


def with_complaints(typology: pd.DataFrame, complaints: pd.DataFrame) -> pd.DataFrame:
    """Return the typology in which a loyal or standard client with an alarm is at risk.

    Parameters
    ----------
    typology, complaints : DataFrame
        The canonical tables.
    """
    alarmed = typology["account_id"].isin(complaints.loc[complaints["alarm"], "account_id"])
    risky = alarmed & typology["behaviour"].isin(STEADY)
    return (
        typology.assign(behaviour=typology["behaviour"].mask(risky, "at_risk")) if risky.any() else typology
    )


def _told(touchpoints: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the complaints by then, with whether they are of the last 12 months, and open."""
    end = pd.Timestamp(as_of)
    told = touchpoints[touchpoints["touch_kind"].eq("complaint") & touchpoints["date"].le(end)]
    return told.assign(
        lately=told["date"].gt(end - pd.DateOffset(years=1)),
        open=told["closed_on"].isna(),
        days=(told["closed_on"] - told["date"]).dt.days.astype("float64"),
    )


def _in_words(row: Any) -> str:
    made = counted(row.complaints, "{n} complaint in 12 months", "{n} complaints in 12 months")
    return clauses([made, *([counted(row.open, "{n} open", "{n} open")] if row.open else [])])
