"""Step 11: what stops, and what replaces it; how many calls in place of visits earn their cost."""

import numpy as np
import pandas as pd

from solver.tables import empty
from solver.words.i18n import _, counted

CALLS_WITHOUT_VISIT = 2  # a year, to a client that gets no visit
QUARTERS, YEAR = 4, 365  # of a year, its days: asked how it goes more often than once a quarter, people tire


def calls_instead(
    targets: pd.DataFrame,
    response: pd.DataFrame | None,
    call_worth: float | None,
    call_cost_eur: float,
    days: int = YEAR,
) -> pd.Series:
    """Return the calls in place of visits: as many as bring most beyond what they cost, none that do not pay.

    Parameters
    ----------
    targets : DataFrame
        `account_id, visits, visits_today`. At most a call for each visit given up is made, two a year to
        an account that gets none, and one a quarter to any.
    response : DataFrame, optional
        The canonical table of step 10: a call brings a part of what one visit more would.
    call_worth : float, optional
        That part, times the years over which what a visit brings is counted. Where it or `response` is
        missing, nobody can say what a call brings, and every one is made.
    call_cost_eur : float
    days : int
        Length of the plan.
    """
    given_up = (targets["visits_today"].fillna(0) - targets["visits"]).clip(lower=0).astype("int64")
    most = given_up.where(targets["visits"] > 0, given_up.clip(lower=CALLS_WITHOUT_VISIT))
    most = most.clip(upper=max(round(QUARTERS * days / YEAR), 1))
    if response is None or call_worth is None:
        return most
    facts = targets[["account_id"]].assign(planned=targets["visits"], most=most)
    levels = response[["account_id", "visits", "contribution_eur"]].merge(facts, on="account_id")
    levels["calls"] = levels["visits"] - levels["planned"]
    levels = levels[levels["calls"].between(0, levels["most"])].set_index("account_id")
    without = levels.loc[levels["calls"].eq(0), "contribution_eur"]
    brought = (levels["contribution_eur"] - without.reindex(levels.index)) * call_worth
    levels["net_eur"] = (brought - levels["calls"] * call_cost_eur).round(6)
    best = levels.sort_values(["account_id", "net_eur", "calls"], ascending=[True, False, True])
    paid = best[~best.index.duplicated()]["calls"]
    return targets["account_id"].map(paid).fillna(most).astype("int64")


def list_stopped(
    accounts: pd.DataFrame, allocation: pd.DataFrame, action_plan: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the accounts that lose visits against today, and what replaces them.

    Parameters
    ----------
    accounts, allocation : DataFrame
        The canonical tables of steps 1 and 10. Without a visit log nothing is known of today: none is listed.
    action_plan : DataFrame, optional
        The canonical table of this step: the calls it books are named.

    Returns
    -------
    DataFrame
        The canonical table `stopped`, the most hours freed first. What nobody chose (no day was found, too
        far for a day), and after it records on hold and accounts that object, come last. An account that gets
        no visit any more and stands in a town where the rep still calls is seen in passing.
    """
    known = accounts.loc[~accounts["opposition_scope"].eq("processing"), ["account_id", "town", "opposed"]]
    table = allocation.merge(known, on="account_id")
    towns = table["rep_id"] + "/" + table["town"]
    passed = towns.notna() & towns.isin(towns[table["visits"] > 0])
    on_hold = table["binding"].eq("hold")
    no_choice = table["binding"].isin(["no_day", "too_far"])
    # Nobody has to give these up: they are given up already.
    table["settled"] = np.select([table["opposed"] | on_hold, no_choice], [2, 1], 0)
    table["reason"] = np.select(
        [
            table["opposed"],
            on_hold,
            table["binding"].eq("no_day"),
            table["binding"].eq("too_far"),
            table["binding"].isin(["decision", "lock", "agreed"]),
        ],
        [
            _("it objects to being canvassed"),
            _("on hold"),
            _("no day was found"),
            _("too far for a day"),
            _("decided or agreed"),
        ],
        _("by choice"),
    )
    lost = (table["visits_today"].fillna(0) - table["visits"]).astype("int64")
    table["hours_freed"] = lost * table["hours_per_visit"]
    table["instead"] = np.select(
        [
            table["opposed"],
            on_hold,
            table["visits"] > 0,
            table["kind"] == "prospect",
            passed,
        ],
        [
            _("Nothing: the account objects to being canvassed."),
            _("Nothing until somebody decides whether this record stays."),
            _("Fewer visits, better prepared."),
            _("The newsletter, until a need shows."),
            _("A word in passing when the rep is in town."),
        ],
        _("The web shop."),
    )
    booked = empty("action_plan") if action_plan is None else action_plan
    calls = booked.groupby("account_id")["calls"].sum()
    made = table["account_id"].map(calls).fillna(0).astype("int64")
    table["instead"] = [
        f"{instead} {counted(n, 'In the year, {n} call.', 'In the year, {n} calls.')}" if n else instead
        for instead, n in zip(table["instead"], made, strict=True)
    ]
    table = table[lost > 0].sort_values(
        ["settled", "hours_freed", "account_id"], ascending=[True, False, True], ignore_index=True
    )
    columns = ["account_id", "rep_id", "visits_today", "visits", "hours_freed", "reason", "instead"]
    return table[columns].astype({"visits_today": "int64"})
