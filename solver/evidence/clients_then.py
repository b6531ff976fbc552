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
    term, before = known[known["date"] > begins], known[known["date"] <= begins]
    late = term[term["date"] > pd.Timestamp(months_before(day.on, day.months // 2))]
    revenue = _bought(term)
    found = pd.DataFrame({"revenue_eur": revenue[revenue > CENT]}).sort_index()
    orders = orders_of(known)
    orders = orders[orders["account_id"].isin(found.index)]
    days, of_term = orders.groupby("account_id")["date"], orders[orders["date"] > begins]
    by_client = of_term.assign(month=of_term["date"].dt.to_period("M")).groupby("account_id")
    silent_days = (end - days.max()).dt.days.reindex(found.index)
    found["orders"] = by_client.size()
    found["order_days"], found["months_bought"] = by_client["date"].nunique(), by_client["month"].nunique()
    found = found.fillna(dict.fromkeys(("orders", "order_days", "months_bought"), 0))
    found["recency_months"] = silent_days / DAYS_PER_MONTH
    spread = day.months * DAYS_PER_MONTH / found["order_days"].clip(lower=1)
    usual = usual_interval(orders, 2).reindex(found.index).fillna(spread)
    found["silence_ratio"] = silent_days / usual.clip(lower=SHORTEST_INTERVAL_DAYS)
    found["late_share"] = (_bought(late, found.index) / found["revenue_eur"]).clip(0, 1)
    reaches = looked >= 2 * day.months
    found["before_eur"] = _bought(before, found.index).clip(lower=0) if reaches else np.nan
    found["age_months"] = (end - days.min()).dt.days / DAYS_PER_MONTH
    told = "family" in term and term["family"].notna().any()
    found["families"] = term.groupby("account_id")["family"].nunique().astype("float64") if told else np.nan
    notes = note_rfm(found.rename(columns={"orders": "orders_12m", "revenue_eur": "revenue_12m_eur"}))
    found["rfm"] = notes[["recency_note", "frequency_note", "money_note"]].sum(axis=1)
    return found.fillna({"recency_months": looked, "silence_ratio": 1.0, "age_months": looked}).reset_index()


def _bought(lines: pd.DataFrame, clients: pd.Index | None = None) -> pd.Series:
    """Add up what accounts bought by these lines; nought for clients who are not in them."""
    sums = lines.groupby("account_id")["revenue_eur"].sum().round(2)
    return sums if clients is None else sums.reindex(clients, fill_value=0.0)


def outcome(sales: pd.DataFrame, clients: pd.DataFrame, day: CutOff) -> pd.DataFrame:
    """Return what the same clients did in the time after: `account_id, next_eur, lost`.

    As in `client_flow`, a client is lost when its revenue of that time is not above zero.
    """
    begins, end = pd.Timestamp(day.on), pd.Timestamp(day.judged_until)
    after = sales[(sales["date"] > begins) & (sales["date"] <= end)]
    ids = clients["account_id"]
    bought = ids.map(_bought(after)).fillna(0.0)
    return pd.DataFrame({"account_id": ids, "next_eur": bought.clip(lower=0.0), "lost": ~(bought > CENT)})


def known_potential(potentials: pd.DataFrame, ids: pd.Series, on: date) -> pd.Series:
    """Return the potential of each account as it stood on a day: the latest that bears an earlier date.

    `potentials` has `account_id, potential_eur, potential_on`, a line for each time it was noted.
    """
    dated = potentials[potentials["potential_eur"].notna() & (potentials["potential_on"] <= pd.Timestamp(on))]
    latest = dated.sort_values(["account_id", "potential_on"], kind="stable").groupby("account_id").last()
    return ids.map(latest["potential_eur"]).astype("float64")
