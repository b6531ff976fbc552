"""How far the firm's own pursuits of prospects came, stage by stage."""

from datetime import date

import pandas as pd

from solver.method.prospects.rates import wilson_interval
from solver.tables.codes import STAGES
from solver.words.months import months_before

# A client is won per prospect visited: a quotation is one way there, not a gate.
STAGE_BEFORE = {
    "reached": "called",
    "appointment": "reached",
    "visited": "appointment",
    "quoted": "visited",
    "won": "visited",
}
RANK = {stage: rank for rank, stage in enumerate(STAGES)}


def pursuits(events: pd.DataFrame) -> pd.DataFrame:
    """Group the events of each prospect into pursuits.

    Parameters
    ----------
    events : DataFrame
        The canonical table `prospect_events`.

    Returns
    -------
    DataFrame
        `account_id, pursuit, started_on, first_rank, last_rank`; ranks are places in `STAGES`. A pursuit
        begins with a call, after a win or a loss, and whenever the prospect is back at an earlier stage.
    """
    ordered = events.assign(rank=events["stage"].map(RANK)).sort_values(
        ["account_id", "date", "rank"], ignore_index=True
    )
    before = ordered.groupby("account_id")["rank"].shift()
    begins = (
        before.isna()
        | (ordered["rank"] == RANK["called"])
        | (ordered["rank"] < before)
        | (before >= RANK["won"])
    )
    ordered["pursuit"] = begins.groupby(ordered["account_id"]).cumsum()
    moves = ordered[ordered["stage"] != "lost"]
    return moves.groupby(["account_id", "pursuit"], as_index=False).agg(
        started_on=("date", "min"), first_rank=("rank", "min"), last_rank=("rank", "max")
    )


def funnel_rates(
    events: pd.DataFrame,
    *,
    as_of: date,
    sales_cycle_months: float,
    minimum_cases: int,
    reach_rate: float,
    appointment_rate: float,
    kept_rate: float,
    conversion_rate: float,
) -> pd.DataFrame:
    """Return the conversion rate of every stage, measured where the history is long enough.

    Parameters
    ----------
    events : DataFrame
        The canonical table `prospect_events`.
    as_of : date
        Last day of the history.
    sales_cycle_months : float
        Pursuits begun in the last so many months have not had their time and are left out.
    minimum_cases : int
        With fewer cases the stated rate is used, and called a judgement.
    reach_rate, appointment_rate, kept_rate, conversion_rate : float
        Stated rates: prospects reached per call, appointments per prospect reached, appointments kept,
        clients won per prospect visited.

    Returns
    -------
    DataFrame
        The table `funnel`, stages in order. A stage counts every pursuit that came at least to the stage
        before it, and `won` counts from the prospects visited; a stage that was passed over counts as
        passed. `quoted`, which has no stated rate, is there when it could be measured.
    """
    stated = {
        "reached": reach_rate,
        "appointment": appointment_rate,
        "visited": kept_rate,
        "quoted": None,
        "won": conversion_rate,
    }
    found = pursuits(events)
    ripe = found[found["started_on"] <= months_before(as_of, sales_cycle_months)]
    rows = [_stage(ripe, stage, stated[stage], minimum_cases) for stage in STAGE_BEFORE]
    table = pd.DataFrame(rows)
    return table[table["rate"].notna()].reset_index(drop=True)


def rate_of(funnel: pd.DataFrame, stage: str) -> float:
    """Return the rate of one stage of the table `funnel`."""
    return float(funnel.set_index("stage")["rate"][stage])


def _stage(
    ripe: pd.DataFrame, stage: str, stated_rate: float | None, minimum_cases: int
) -> dict[str, object]:
    """One row of the funnel."""
    before = RANK[STAGE_BEFORE[stage]]
    could = ripe[(ripe["first_rank"] <= before) & (ripe["last_rank"] >= before)]
    cases, successes = len(could), int((could["last_rank"] >= RANK[stage]).sum())
    measured = cases >= minimum_cases
    low, high = wilson_interval(successes, cases) if measured else (None, None)
    return {
        "stage": stage,
        "cases": cases,
        "successes": successes,
        "rate": successes / cases if measured else stated_rate,
        "low_rate": low,
        "high_rate": high,
        "basis": "history" if measured else "judgement",
        "stated_rate": stated_rate,
    }
