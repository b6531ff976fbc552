"""What the order book shows of each account on a given day: facts only, no judgement.

A fact that the history is too short to show is unknown (empty), never zero.
"""

from datetime import date

import numpy as np
import pandas as pd

from solver.method.accounts.revenue import CENT, line_margin, order_totals, year_sales
from solver.words.months import DAYS_PER_MONTH

YEARS_SHOWN = 3
FEWEST_ORDER_DAYS = 3
# An account seen in the first months of the history may have bought before it; whether it did is unknown.
OPENING_MONTHS = 3
# A year whose first month is missing from the history still counts as covered.
SLACK_MONTHS = 1
FACT_COLUMNS = (
    "account_id",
    "kind",
    "satisfaction",
    "recency_months",
    "silent_months",
    "first_order_months",
    "orders_12m",
    "revenue_12m_eur",
    "trend",
    "usual_interval_days",
    "years_bought",
)


def order_facts(accounts: pd.DataFrame, sales: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the facts on which a typology may rest, one row per client and former client.

    Parameters
    ----------
    accounts, sales : DataFrame
        The canonical tables of step 1. An order is an invoice with a positive amount.
    as_of : date
        Sales after this day are left out.

    Returns
    -------
    DataFrame
        `account_id, kind, satisfaction`;
        `recency_months` since the last order, empty without any;
        `silent_months` without an order: the same, or what the history and the start of the relation show;
        `first_order_months` since the first order, empty where it may lie before the history;
        `orders_12m, revenue_12m_eur` of the last 12 months;
        `trend`, the revenue of the last 12 months over that of the 12 before, minus one, empty where the
        account was not yet a client for the whole of the earlier year;
        `usual_interval_days`, the median of the days between orders, from three order days on;
        `years_bought`, one mark per year, oldest first: 1 bought, 0 did not, ? before the history.
    """
    until = pd.Timestamp(as_of)
    known = sales[sales["date"] <= until]
    wanted = accounts["kind"].isin(["client", "former_client"])
    clients = accounts.loc[wanted, ["account_id", "kind", "satisfaction", "since_on"]]
    facts = clients.sort_values("account_id", kind="stable").set_index("account_id")
    orders = orders_of(known)
    days = orders.groupby("account_id")["date"]
    first_on = days.min().reindex(facts.index)
    last_on = days.max().reindex(facts.index)
    opened_on = known["date"].min() if len(known) else until

    facts["recency_months"] = _months(until - last_on)
    relation = _months(until - facts["since_on"]).clip(lower=0)
    seen = (until - opened_on).days / DAYS_PER_MONTH
    facts["silent_months"] = facts["recency_months"].fillna(relation.fillna(seen).clip(upper=seen))
    opening_ends = opened_on + pd.DateOffset(months=OPENING_MONTHS)
    first_months = _months(until - first_on).where(first_on > opening_ends)
    facts["first_order_months"] = first_months.where(first_on.notna(), relation)
    last_year = year_sales(orders, as_of).groupby("account_id").size()
    facts["orders_12m"] = last_year.reindex(facts.index, fill_value=0).astype("int64")
    facts["revenue_12m_eur"] = _revenue(known, as_of, 0, facts.index)
    facts["trend"] = _trend(known, as_of, facts["revenue_12m_eur"], first_on, opened_on)
    facts["usual_interval_days"] = usual_interval(orders).reindex(facts.index)
    facts["years_bought"] = _years_bought(orders, as_of, opened_on, facts.index)
    return facts.reset_index()[list(FACT_COLUMNS)]


def orders_of(sales: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order, credit notes left out: account_id, order_id, date, revenue_eur."""
    totals = order_totals(sales)
    return totals[totals["revenue_eur"] > CENT]


def last_active_year(sales: pd.DataFrame, *, as_of: date, margin_rate: float) -> pd.DataFrame:
    """Return what each account brought in the 12 months that end with its last order.

    Parameters
    ----------
    sales : DataFrame
        The canonical table of step 1.
    as_of : date
        Sales after this day are left out.
    margin_rate : float
        Margin over revenue for the lines without a cost.

    Returns
    -------
    DataFrame
        `account_id, last_order_on, past_revenue_eur, past_margin_eur`, by account_id.
    """
    known = sales[sales["date"] <= pd.Timestamp(as_of)]
    last_on = orders_of(known).groupby("account_id")["date"].max().rename("last_order_on")
    lines = known.assign(margin_eur=line_margin(known, margin_rate)).merge(last_on, on="account_id")
    begins = lines["last_order_on"] - pd.DateOffset(years=1)
    year = lines[(lines["date"] > begins) & (lines["date"] <= lines["last_order_on"])]
    totals = year.groupby(["account_id", "last_order_on"])[["revenue_eur", "margin_eur"]].sum()
    return totals.add_prefix("past_").reset_index()


def _months(delay: pd.Series) -> pd.Series:
    """Delays in months of 30.4375 days."""
    return delay.dt.days / DAYS_PER_MONTH


def _revenue(sales: pd.DataFrame, as_of: date, years_back: int, index: pd.Index) -> pd.Series:
    year = year_sales(sales, as_of, years_back).groupby("account_id")["revenue_eur"].sum()
    return year.reindex(index, fill_value=0.0)


def _trend(
    sales: pd.DataFrame, as_of: date, revenue: pd.Series, first_on: pd.Series, opened_on: pd.Timestamp
) -> pd.Series:
    """Change from one year to the next, for accounts that were clients during the whole of both."""
    before = _revenue(sales, as_of, 1, revenue.index)
    begins = pd.Timestamp(as_of) - pd.DateOffset(years=2)
    was_client = first_on <= begins
    if opened_on <= begins + pd.DateOffset(months=SLACK_MONTHS):
        was_client |= first_on <= opened_on + pd.DateOffset(months=OPENING_MONTHS)
    return (revenue / before.where(before > CENT) - 1).where(was_client)


def usual_interval(orders: pd.DataFrame, fewest_days: int = FEWEST_ORDER_DAYS) -> pd.Series:
    """Return the median days between the days on which an account ordered; none with fewer such days."""
    days = orders[["account_id", "date"]].drop_duplicates().sort_values(["account_id", "date"])
    gaps = days.groupby("account_id")["date"].diff().dt.days
    by_account = gaps.groupby(days["account_id"])
    return by_account.median().where(by_account.size() >= fewest_days)


def _years_bought(orders: pd.DataFrame, as_of: date, opened_on: pd.Timestamp, index: pd.Index) -> pd.Series:
    """One mark a year, oldest first."""
    marks = pd.Series("", index=index, dtype="str")
    for years_back in range(YEARS_SHOWN - 1, -1, -1):
        bought = index.isin(year_sales(orders, as_of, years_back)["account_id"].unique())
        begins = pd.Timestamp(as_of) - pd.DateOffset(years=years_back + 1)
        covered = opened_on <= begins + pd.DateOffset(months=SLACK_MONTHS)
        marks += pd.Series(np.where(bought, "1", "0" if covered else "?"), index=index, dtype="str")
    return marks
