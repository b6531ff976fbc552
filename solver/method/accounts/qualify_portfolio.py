"""Step 5, criterion 2: what each account could buy, how much of it we have, and what is left to win."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.method.accounts.abc_curve import AbcRule, abc_classes
from solver.method.accounts.revenue import CENT
from solver.tables.codes import VISITED_KINDS
from solver.words.months import months_before

WEAK_SHARE, STRONG_SHARE = 0.25, 0.60


def qualify(
    accounts: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    as_of: date,
    potential_per_head_eur: float | None,
    accessible_share: float,
    potential_fresh_months: float,
    potential_cut_a: float = 0.80,
    potential_cut_b: float = 0.95,
    abc_rule: AbcRule = "own_line_included",
) -> pd.DataFrame:
    """Return the potential, the share of wallet and the gap of every account that may be visited.

    Parameters
    ----------
    accounts, segments : DataFrame
        The canonical table, and step 4's: the revenue of the clients.
    as_of : date
        The day the portfolio is looked at.
    potential_per_head_eur : float or None
        Yearly purchases per employee, for accounts without a potential and with a headcount.
    accessible_share : float
        Part of a potential that can be won, where the account does not say.
    potential_fresh_months : float
        An older potential is flagged.
    potential_cut_a, potential_cut_b, abc_rule
        As `solver.method.accounts.abc_curve.abc_classes` takes them.

    Returns
    -------
    DataFrame
        The table `qualification`, by account_id.

    Notes
    -----
    share of wallet = revenue / potential; gap = accessible potential - revenue, never below zero.

    A potential that nobody gave and that cannot be estimated stays unknown: it is not zero. The cuts are
    found on the clients; prospects and former clients are held against the amounts at which they fall, so
    that a prospect of class A' is as large as a client of class A' (without a client of known potential,
    the cuts are found on everybody). A potential below the revenue is kept as it was given, and flagged,
    for it is wrong or old.
    """
    table = accounts[accounts["kind"].isin(VISITED_KINDS)].sort_values(
        "account_id", ignore_index=True, kind="stable"
    )
    revenue = segments.set_index("account_id")["revenue_eur"]
    table["revenue_eur"] = table["account_id"].map(revenue).astype("float64").fillna(0.0)
    table = _potential(table, as_of, potential_per_head_eur)
    share = table["accessible_share"].astype("float64").fillna(accessible_share)
    table["accessible_eur"] = table["potential_eur"] * share
    table["share_of_wallet"] = (table["revenue_eur"] / table["potential_eur"]).where(
        table["potential_eur"] > 0
    )
    table["gap_eur"] = (table["accessible_eur"] - table["revenue_eur"].clip(lower=0)).clip(lower=0)
    table["potential_class"] = _classes(table, potential_cut_a, potential_cut_b, abc_rule)
    table["flag"] = _flags(table, as_of, potential_fresh_months)
    columns = ["account_id", "revenue_eur", "potential_eur", "potential_basis", "potential_on"]
    figures = ["accessible_eur", "share_of_wallet", "gap_eur", "potential_class", "flag"]
    return table[[*columns, *figures]]


def wallet(qualification: pd.DataFrame, accounts: pd.DataFrame) -> dict[str, Any]:
    """Return the facts of the whole portfolio.

    Parameters
    ----------
    qualification, accounts : DataFrame
        As `qualify` returns it, and the canonical table.

    Returns
    -------
    dict
        Of the clients: `clients`, `known_clients`, and over those whose potential is known `revenue_eur`,
        `potential_eur`, `accessible_eur`, `gap_eur`, `portfolio_rate` (revenue over potential, sum over
        sum) and `mean_rate` (mean of the rates, which a few small accounts push about), and how many are
        `weak`, `medium` and `strong` (below 25 %, up to 60 %, above). Of prospects and former clients:
        `prospects`, `known_prospects`, `prospect_accessible_eur`. Of all: `unknown`, `over_100`, `stale`,
        and `a_from_eur`, `b_from_eur`, the smallest client potential of classes A' and B'. What cannot be
        computed is None.
    """
    table = qualification.merge(accounts[["account_id", "kind"]], on="account_id")
    clients, others = table[table["kind"] == "client"], table[table["kind"] != "client"]
    known = clients[clients["potential_eur"] > 0]
    rates = known["share_of_wallet"]
    potential = known["potential_eur"].sum()
    flags = table["flag"].value_counts()
    floors = table.groupby("potential_class")["potential_eur"].min()
    return {
        "clients": len(clients),
        "known_clients": len(known),
        "revenue_eur": float(known["revenue_eur"].sum()),
        "potential_eur": float(potential),
        "accessible_eur": float(known["accessible_eur"].sum()),
        "gap_eur": float(known["gap_eur"].sum()),
        "portfolio_rate": float(known["revenue_eur"].sum() / potential) if potential > 0 else None,
        "mean_rate": float(rates.mean()) if len(known) else None,
        "weak": int((rates < WEAK_SHARE).sum()),
        "medium": int(rates.between(WEAK_SHARE, STRONG_SHARE).sum()),
        "strong": int((rates > STRONG_SHARE).sum()),
        "prospects": len(others),
        "known_prospects": int(others["potential_eur"].notna().sum()),
        "prospect_accessible_eur": float(others["accessible_eur"].sum()),
        **{flag: int(flags.get(flag, 0)) for flag in ("unknown", "over_100", "stale")},
        "a_from_eur": _floor(floors, "A'"),
        "b_from_eur": _floor(floors, "B'"),
    }


def _potential(table: pd.DataFrame, as_of: date, per_head_eur: float | None) -> pd.DataFrame:
    """Complete the potentials by the headcount, and say where each comes from."""
    given = table["potential_eur"].notna()
    estimated = table["headcount"].astype("float64") * (np.nan if per_head_eur is None else per_head_eur)
    from_heads = ~given & estimated.notna()
    potential = table["potential_eur"].astype("float64").where(given, estimated)
    basis = pd.Series("unknown", index=table.index, dtype="str").mask(from_heads, "estimated")
    return table.assign(
        potential_eur=potential,
        potential_basis=basis.mask(given, "given"),
        potential_on=table["potential_on"].where(given, pd.NaT).mask(from_heads, pd.Timestamp(as_of)),
    )


def _classes(table: pd.DataFrame, cut_a: float, cut_b: float, rule: AbcRule) -> pd.Series:
    """Class of each potential: cut on the clients, then held against the amounts found."""
    potential = table["potential_eur"]
    positive = potential[potential > 0]
    if positive.empty:
        return pd.Series("C'", index=table.index, dtype="str").mask(potential.isna(), "?")
    clients = positive[table["kind"].loc[positive.index] == "client"]
    reference = clients if len(clients) else positive
    ranked = abc_classes(reference.set_axis(table.loc[reference.index, "account_id"]), cut_a, cut_b, rule)
    amounts = reference.set_axis(table.loc[reference.index, "account_id"]).loc[ranked.index]
    floor_a = amounts[ranked["abc"] == "A"].min()
    floor_b = amounts[ranked["abc"] != "C"].min()
    classes = pd.Series("C'", index=table.index, dtype="str")
    classes = classes.mask(potential >= floor_b - CENT, "B'").mask(potential >= floor_a - CENT, "A'")
    return classes.mask(potential.isna(), "?")


def _flags(table: pd.DataFrame, as_of: date, fresh_months: float) -> pd.Series:
    """Why a potential is to be verified: the gravest reason only; one without a date counts as old."""
    oldest = months_before(as_of, fresh_months)
    stale = (table["potential_basis"] == "given") & ~(table["potential_on"] >= oldest)
    over = table["revenue_eur"] > table["potential_eur"] + CENT
    unknown = table["potential_basis"] == "unknown"
    flags = pd.Series(pd.NA, index=table.index, dtype="str")
    return flags.mask(stale, "stale").mask(over, "over_100").mask(unknown, "unknown")


def _floor(floors: pd.Series, potential_class: str) -> float | None:
    return float(floors[potential_class]) if potential_class in floors else None
