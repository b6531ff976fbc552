"""What visits to prospects and former clients bring: first-year revenue, chance to win, chance to be met."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.value.curves import exponential, rate_from_funnel

FEWEST_OF_A_TRADE = 10  # known potentials of a NAF division, below which all trades are taken together
FORMER_MOST_VISITS = 2  # one and a reminder; more only by decision
SEEN = ("visited", "quoted", "won")  # who has received us receives us again


def prospect_terms(
    accounts: pd.DataFrame,
    win_rates: Mapping[str, float],
    meeting: Mapping[str, float],
    *,
    pursuits_a_year: float,
    first_year_share: float,
    new_client_revenue_eur: float,
) -> pd.DataFrame:
    """Return what the value of each prospect rests on.

    Parameters
    ----------
    accounts : DataFrame
        As `first_year_revenue` takes it, all kinds, with `stage`.
    win_rates : mapping of str to float
        As `solver.method.prospects.prospect_funnel.win_rates` returns it.
    meeting : mapping
        As `met_in_the_year` takes it.
    pursuits_a_year, first_year_share, new_client_revenue_eur : float
        As the functions of this module take them.

    Returns
    -------
    DataFrame
        One line a prospect, in the order of `accounts`: `account_id, first_year_eur` (F), `win_rate` (W) and
        `met` (t).
    """
    revenue = first_year_revenue(
        accounts, first_year_share=first_year_share, new_client_revenue_eur=new_client_revenue_eur
    )
    stage = accounts.loc[accounts["kind"].eq("prospect"), "stage"].reset_index(drop=True)
    return revenue.assign(
        win_rate=stage.fillna("called").map(dict(win_rates)).fillna(win_rates["visited"]).astype("float64"),
        met=met_in_the_year(stage, meeting, pursuits_a_year),
    )


def first_year_revenue(
    accounts: pd.DataFrame, *, first_year_share: float, new_client_revenue_eur: float
) -> pd.DataFrame:
    """Return what each prospect would buy in its first year, if it were won.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, kind, account_type` (step 6), `naf, headcount` and step 5's `accessible_eur, flag`; all
        kinds, for clients tell what a head of their trade buys.
    first_year_share : float
        Part of its accessible potential that a new client buys in its first year.
    new_client_revenue_eur : float
        What a new client brings on average, step 3: the mean of what is returned.

    Returns
    -------
    DataFrame
        One line a prospect, in the order of `accounts`: `account_id, first_year_eur`. A potential out of date
        counts with the geometric mean of itself and the median of the known prospects; one that nobody knows
        by headcount, else with that median, and never above the mean of the known prospects to follow.
    """
    prospects = accounts[accounts["kind"].eq("prospect")]
    accessible = prospects["accessible_eur"].astype("float64")
    unknown = accessible.isna()
    median = accessible.median()
    if unknown.all():
        # Nothing tells one prospect from another: each is worth the mean newcomer.
        same = prospects[["account_id"]].assign(first_year_eur=new_client_revenue_eur)
        return same.reset_index(drop=True)
    by_heads = prospects["headcount"].astype("float64") * _per_head(accounts).reindex(prospects.index)
    stale = prospects["flag"].eq("stale") & ~unknown
    worth = accessible.mask(stale, (accessible * median) ** 0.5)
    most = worth[prospects["account_type"].eq("prospect_to_follow") & ~unknown].mean()
    estimate = by_heads.fillna(median)
    worth = worth.mask(unknown, estimate if np.isnan(most) else estimate.clip(upper=most))
    first_year = first_year_share * worth
    factor = new_client_revenue_eur / first_year.mean() if first_year.mean() > 0 else 0.0
    found = prospects[["account_id"]].assign(first_year_eur=first_year * factor)
    return found.reset_index(drop=True)


def met_in_the_year(stage: pd.Series, meeting: Mapping[str, float], pursuits_a_year: float) -> np.ndarray:
    """Return the chance that a prospect receives us within the year.

    Parameters
    ----------
    stage : Series
        Stage reached; empty for a prospect nobody has called.
    meeting : mapping
        `met_per_pursuit, appointment_rate, kept_rate` (shares).
    pursuits_a_year : float
        How often a prospect is pursued in a year.

    Returns
    -------
    array of float
        1 − (1 − met per pursuit)^(pursuits a year), from a call or from the contact already made; the rate of
        kept appointments where there is one; 1 for whoever has been visited.
    """
    per_pursuit = np.where(
        stage.eq("reached"),
        meeting["appointment_rate"] * meeting["kept_rate"],
        meeting["met_per_pursuit"],
    )
    within = 1 - (1 - per_pursuit) ** pursuits_a_year
    kept = np.where(stage.eq("appointment"), meeting["kept_rate"], within)
    return np.where(stage.isin(SEEN), 1.0, kept)


def win_chances(
    rate: np.ndarray, visits: np.ndarray, *, visits_per_prospect: float, ceiling_ratio: float
) -> np.ndarray:
    """Return the chance to win an account that is met, accounts by visits.

    Parameters
    ----------
    rate : array
        Chance after the usual visits, of each account.
    visits : array
        Numbers of visits.
    visits_per_prospect, ceiling_ratio : float
        As `solver.value.curves.rate_from_funnel` takes them.

    Notes
    -----
    rate × ceiling ratio × (1 − e^(−βk)), never above 1; β is such that the usual visits have the usual rate.
    """
    rises = exponential(visits, ceiling_ratio, rate_from_funnel(visits_per_prospect, ceiling_ratio))
    return np.minimum(np.asarray(rate, dtype="float64")[:, None] * rises, 1.0)


def former_client_values(
    past_margin_eur: np.ndarray,
    visits: np.ndarray,
    *,
    win_back_rate: float | np.ndarray,
    visits_per_prospect: float,
    ceiling_ratio: float,
) -> np.ndarray:
    """Return the margin of each number of visits to each former client, in euros, accounts by visits.

    Parameters
    ----------
    past_margin_eur : array
        Margin of the last active year (`solver.method.behaviour.order_facts.last_active_year`); what is
        unknown or below zero is worth nothing.
    win_back_rate : float or array
        Share of former clients who come back after the usual visits, of all or of each.
    visits, visits_per_prospect, ceiling_ratio
        As in `win_chances`. The number of visits is held at `FORMER_MOST_VISITS` by the ceilings.
    """
    margin = np.nan_to_num(np.asarray(past_margin_eur, dtype="float64")).clip(min=0.0)
    rates = np.broadcast_to(win_back_rate, margin.shape)
    chances = win_chances(rates, visits, visits_per_prospect=visits_per_prospect, ceiling_ratio=ceiling_ratio)
    return margin[:, None] * chances


def expected_of_plan(
    terms: pd.DataFrame, visits: pd.Series, *, visits_per_prospect: float, ceiling_ratio: float
) -> dict[str, Any]:
    """Return what a plan's visits to prospects are expected to come to.

    Parameters
    ----------
    terms : DataFrame
        As `prospect_terms` returns it.
    visits : Series
        Visits planned to each prospect that receives us, by account_id; who is not in it gets none.
    visits_per_prospect, ceiling_ratio : float
        As in `win_chances`.

    Returns
    -------
    dict
        `approached` (prospects), `planned_visits`, and as expected numbers `met, visits, clients,
        revenue_eur`: Σ t, Σ t·k, Σ t·W(k), Σ t·W(k)·F.
    """
    planned = visits.reindex(terms["account_id"]).fillna(0.0).to_numpy(dtype="float64")
    met = np.where(planned > 0, terms["met"].to_numpy(dtype="float64"), 0.0)
    rises = exponential(planned, ceiling_ratio, rate_from_funnel(visits_per_prospect, ceiling_ratio))
    won = met * np.minimum(terms["win_rate"].to_numpy(dtype="float64") * rises, 1.0)
    return {
        "approached": int((planned > 0).sum()),
        "planned_visits": float(planned.sum()),
        "met": float(met.sum()),
        "visits": float((met * planned).sum()),
        "clients": float(won.sum()),
        "revenue_eur": float((won * terms["first_year_eur"].to_numpy(dtype="float64")).sum()),
    }


def visits_to_date(allocation: pd.DataFrame) -> pd.DataFrame:
    """Return the plan as a calendar takes it: to a prospect as many visits as are expected, one at least.

    Nobody knows which prospects will receive us. Their hours are planned by the chance to be met, and so are
    the visits that get a date; whoever receives us gets the others of the plan from then on.

    Parameters
    ----------
    allocation : DataFrame
        `kind, visits, expected_visits`.
    """
    unsure = allocation["kind"].eq("prospect") & allocation["visits"].gt(0)
    expected = np.floor(allocation["expected_visits"] + 0.5).clip(lower=1).astype("int64")
    return allocation.assign(visits=allocation["visits"].mask(unsure, expected))


def _per_head(accounts: pd.DataFrame) -> pd.Series:
    """Return what a head of each account's trade could buy: the median of what is known, all kinds."""
    heads = accounts["headcount"].astype("float64")
    known = (accounts["accessible_eur"].astype("float64") / heads.where(heads > 0)).dropna()
    division = accounts["naf"].astype("str").where(accounts["naf"].notna()).str[:2]
    of_trade = known.groupby(division.reindex(known.index)).agg(["size", "median"])
    enough = of_trade.loc[of_trade["size"] >= FEWEST_OF_A_TRADE, "median"]
    return division.map(enough).astype("float64").fillna(known.median())
