"""What was known of each client on a day of the past, and what it did afterwards; dated facts only."""

from datetime import date

import numpy as np
import pandas as pd

from solver.evidence.cut_offs import CutOff, months_before
from solver.method.accounts.revenue import CENT
from solver.method.behaviour.build_typology import note_rfm
from solver.method.behaviour.order_facts import orders_of, usual_interval
from solver.words.months import DAYS_PER_MONTH

SHORTEST_INTERVAL_DAYS = 7  # two orders in a week are one need


def clients_then(sales: pd.DataFrame, day: CutOff, known_months: int | None = None) -> pd.DataFrame:
    """Return who had bought in the time before a cut-off, with what was known of them.

    Parameters
    ----------
    sales : DataFrame
        The canonical table.
    day : CutOff
    known_months : int, optional
        How far back to look, all of the history by default: two days are compared on the same length.

    Returns
    -------
    DataFrame
        By account_id: `revenue_eur, orders, order_days, recency_months, silence_ratio` (the silence over the
        account's own usual interval), `months_bought, late_share` (part bought in the second half),
        `before_eur` (the time before that; empty where the history does not reach), `age_months`,
        `families` (empty where lines bear none) and `rfm` (the three notes added up).
    """
    looked = known_months or day.known_months
    end, begins = pd.Timestamp(day.on), pd.Timestamp(day.begins)
    opened = pd.Timestamp(months_before(day.on, looked))
    known = sales[(sales["date"] > opened) & (sales["date"] <= end)]
    term = known[known["date"] > begins]
    revenue = term.groupby("account_id")["revenue_eur"].sum().round(2)
    found = pd.DataFrame({"revenue_eur": revenue[revenue > CENT]}).sort_index()
    orders = orders_of(known)
    orders = orders[orders["account_id"].isin(found.index)]
    of_term = orders[orders["date"] > begins].groupby("account_id")["date"]
    days = orders.groupby("account_id")["date"]
    silent_days = (end - days.max()).dt.days.reindex(found.index)
    found["orders"] = of_term.size().reindex(found.index, fill_value=0)
    found["order_days"] = of_term.nunique().reindex(found.index, fill_value=0)
    found["recency_months"] = silent_days / DAYS_PER_MONTH
    spread = day.months * DAYS_PER_MONTH / found["order_days"].clip(lower=1)
    usual = usual_interval(orders, 2).reindex(found.index).fillna(spread)
    found["silence_ratio"] = silent_days / usual.clip(lower=SHORTEST_INTERVAL_DAYS)
    found["months_bought"] = _months_bought(orders[orders["date"] > begins]).reindex(
        found.index, fill_value=0
    )
    late = term[term["date"] > pd.Timestamp(months_before(day.on, day.months // 2))]
    found["late_share"] = (_sum(late, found.index) / found["revenue_eur"]).clip(0, 1)
    before = known[known["date"] <= begins]
    reaches = looked >= 2 * day.months
    found["before_eur"] = _sum(before, found.index).clip(lower=0) if reaches else np.nan
    found["age_months"] = (end - days.min()).dt.days.reindex(found.index) / DAYS_PER_MONTH
    found["families"] = _families(term, found.index)
    found["rfm"] = _rfm(found)
    return found.fillna({"recency_months": looked, "silence_ratio": 1.0, "age_months": looked}).reset_index()


def _months_bought(orders: pd.DataFrame) -> pd.Series:
    months = orders["date"].dt.year * 12 + orders["date"].dt.month
    return months.groupby(orders["account_id"]).nunique()


def _families(term: pd.DataFrame, index: pd.Index) -> pd.Series:
    if "family" not in term.columns or term["family"].isna().all():
        return pd.Series(np.nan, index=index)
    return term.groupby("account_id")["family"].nunique().reindex(index).astype("float64")


def _rfm(found: pd.DataFrame) -> pd.Series:
    named = found.rename(columns={"orders": "orders_12m", "revenue_eur": "revenue_12m_eur"})
    return note_rfm(named)[["recency_note", "frequency_note", "money_note"]].sum(axis=1)


def _sum(lines: pd.DataFrame, index: pd.Index) -> pd.Series:
    return lines.groupby("account_id")["revenue_eur"].sum().round(2).reindex(index, fill_value=0.0)


def outcome(sales: pd.DataFrame, clients: pd.DataFrame, day: CutOff) -> pd.DataFrame:
    """Return what the same clients did in the time after: `account_id, next_eur, lost`.

    As in `client_flow`, a client is lost when its revenue of that time is not above zero.
    """
    begins, end = pd.Timestamp(day.on), pd.Timestamp(day.judged_until)
    after = sales[(sales["date"] > begins) & (sales["date"] <= end)]
    ids = clients["account_id"]
    bought = ids.map(after.groupby("account_id")["revenue_eur"].sum().round(2)).fillna(0.0)
    return pd.DataFrame({"account_id": ids, "next_eur": bought.clip(lower=0.0), "lost": ~(bought > CENT)})


def known_potential(potentials: pd.DataFrame, ids: pd.Series, on: date) -> pd.Series:
    """Return the potential of each account as it stood on a day: the latest that bears an earlier date.

    `potentials` has `account_id, potential_eur, potential_on`, a line for each time it was noted.
    """
    dated = potentials[potentials["potential_eur"].notna() & (potentials["potential_on"] <= pd.Timestamp(on))]
    latest = dated.sort_values(["account_id", "potential_on"], kind="stable").groupby("account_id").last()
    return ids.map(latest["potential_eur"]).astype("float64")
