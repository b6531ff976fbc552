"""What a visit would take with the rep whom the files name, where a returned plan names another."""

import pandas as pd

from solver.method.time.measure_time import visit_time
from solver.parameters import Portfolio
from solver.roads.roads import Roads


def former_hours(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    decisions: pd.DataFrame,
    roads: Roads,
    portfolio: Portfolio,
) -> pd.Series:
    """Return the hours of one visit by the rep whom a decision replaces.

    Parameters
    ----------
    accounts, reps, decisions : DataFrame
        Canonical tables of step 1.
    roads : Roads
        How long a drive takes.
    portfolio : Portfolio
        The parameters of step 2.

    Returns
    -------
    Series of float, indexed by account_id
        Only the accounts that change rep by decision.
    """
    moved = decisions.dropna(subset="replaces_rep_id").set_index("account_id")["replaces_rep_id"]
    if moved.empty:
        return pd.Series(dtype="float64")
    before = accounts["account_id"].map(moved).fillna(accounts["rep_id"]).astype("str")
    times = visit_time(
        accounts.assign(rep_id=before),
        reps,
        roads,
        visit_minutes=portfolio.visit_minutes,
        prospect_visit_minutes=portfolio.prospect_visit_minutes,
        preparation_minutes=portfolio.preparation_minutes,
        stops_per_day=portfolio.stops_per_day,
        travel_minutes_per_visit=portfolio.travel_minutes_per_visit,
    )
    hours = times.set_index("account_id")["hours_per_visit"]
    return hours[hours.index.isin(moved.index)]
