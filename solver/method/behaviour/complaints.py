"""Step 7: what clients reproach the firm with, whether it was settled, and who may leave because of it."""

from datetime import date
from typing import Any

import pandas as pd

from solver.tables import check
from solver.words.i18n import clauses, counted

ALARMING = 2  # complaints in 12 months
FRESH_MONTHS = 3  # a complaint that nobody calls settled is asked about for so long; a judgement
STEADY = ("loyal", "standard")  # a stronger sign than a complaint says the other behaviours already


def complaints_by_account(told: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return who complained in the last 12 months, or still waits for an answer.

    Parameters
    ----------
    told : DataFrame
        As `all_complaints` returns it.
    as_of : date

    Returns
    -------
    DataFrame
        The canonical table `complaints`; `alarm` where one is open, or two were made in 12 months, whichever
        log tells; `ask_first` where none is open and one was noted at a visit alone, in the last three months
        or as one of two in 12. An older one the client would have come back to at the visits since.
    """
    table = (
        told.groupby("account_id")
        .agg(
            complaints=("lately", "sum"),
            open=("open", "sum"),
            unsaid=("unsaid", "sum"),
            complained_on=("date", "max"),
            days_to_close=("days", "median"),
        )
        .reset_index()
    )
    table["alarm"] = (table["open"] > 0) | (table["complaints"] >= ALARMING)
    fresh = table["complained_on"].gt(pd.Timestamp(as_of) - pd.DateOffset(months=FRESH_MONTHS))
    table["ask_first"] = (
        table["open"].eq(0) & table["unsaid"].gt(0) & (fresh | table["complaints"].ge(ALARMING))
    )
    table["reason"] = pd.Series(
        [_in_words(row) for row in table.itertuples()], index=table.index, dtype="str"
    )
    return check("complaints", table.sort_values("account_id", kind="stable"))


def all_complaints(touchpoints: pd.DataFrame, visits: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the complaints of both logs, each once: those of the last 12 months, and older ones still open.

    Parameters
    ----------
    touchpoints, visits : DataFrame
        The canonical tables of step 1. A visit says that somebody complained, not whether it was settled.
    as_of : date

    Returns
    -------
    DataFrame
        `account_id, date, cause`, `lately` (of the last 12 months), `open`, `unsaid` (noted at a visit:
        nobody says whether it is settled) and `days` to settle it.
    """
    told = _told(touchpoints, as_of).rename(columns={"touch_cause": "cause"})
    end = pd.Timestamp(as_of)
    year = visits["date"].gt(end - pd.DateOffset(years=1)) & visits["date"].le(end)
    heard = visits.loc[visits["complaint"].notna() & year, ["account_id", "date", "complaint"]]
    heard = heard.merge(told[["account_id", "date"]], how="left", on=["account_id", "date"], indicator=True)
    heard = heard[heard["_merge"].eq("left_only")].rename(columns={"complaint": "cause"})
    columns = ["account_id", "date", "cause", "lately", "open", "unsaid", "days"]
    parts = [
        told[told["lately"] | told["open"]].assign(unsaid=False),
        heard.assign(lately=True, open=False, unsaid=True, days=float("nan")),
    ]
    both = pd.concat([part[columns] for part in parts if len(part)] or [parts[0][columns]], ignore_index=True)
    return both.assign(cause=both["cause"].fillna("other"))


def complaints_by_cause(told: pd.DataFrame, revenue: pd.Series) -> pd.DataFrame:
    """Return what is complained of: how often, by whom worth how much, and how soon it is settled.

    Parameters
    ----------
    told : DataFrame
        As `all_complaints` returns it.
    revenue : Series
        Of the year, by account_id.

    Returns
    -------
    DataFrame
        `complaint, complaints, open, unsaid, accounts, revenue_eur, days_to_close`; the most revenue first.
    """
    once = told.drop_duplicates(["cause", "account_id"])
    table = told.groupby("cause").agg(
        complaints=("date", "size"),
        open=("open", "sum"),
        unsaid=("unsaid", "sum"),
        accounts=("account_id", "nunique"),
        days_to_close=("days", "median"),
    )
    table.insert(4, "revenue_eur", _worth(once["account_id"], revenue).groupby(once["cause"]).sum())
    return (
        table.rename_axis("complaint")
        .sort_values(["revenue_eur", "complaint"], ascending=[False, True], kind="stable")
        .reset_index()
    )


def called(complaints: pd.DataFrame) -> pd.Series:
    """Return who is called for a complaint, by account_id: it is open, or may be.

    Before it is settled nothing is offered there, and no newsletter and no invitation goes there.
    """
    return complaints.loc[(complaints["open"] > 0) | complaints["ask_first"], "account_id"]


def to_call_first(complaints: pd.DataFrame, revenue: pd.Series) -> pd.DataFrame:
    """Return who waits for an answer, complained twice, or may still wait: the largest first.

    Parameters
    ----------
    complaints : DataFrame
        The canonical table.
    revenue : Series
        Of the year, by account_id.
    """
    table = complaints[complaints["alarm"] | complaints["ask_first"]]
    table = table.assign(revenue_eur=_worth(table["account_id"], revenue))
    return table.sort_values(
        ["revenue_eur", "account_id"], ascending=[False, True], ignore_index=True, kind="stable"
    )


def _worth(account_ids: pd.Series, revenue: pd.Series) -> pd.Series:
    return account_ids.map(revenue).astype("float64").fillna(0.0)


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
    waiting = [counted(row.open, "{n} open", "{n} open")] if row.open else []
    alone = counted(row.unsaid, "{n} noted at a visit alone", "{n} noted at visits alone")
    return clauses([made, *waiting, *([alone] if row.unsaid else [])])
