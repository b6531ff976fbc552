"""How far the firm's own pursuits of prospects came, stage by stage."""

from datetime import date
from math import prod
from typing import Any

import pandas as pd

from solver.method.prospects.rates import measured_or_stated, wilson_interval
from solver.tables.codes import STAGES
from solver.tables.method import STAGE_BEFORE
from solver.words.months import months_before

LOST_AGAIN = 0.5  # judgement: who has said no once is won half as often
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


def met_per_pursuit(funnel: pd.DataFrame) -> dict[str, Any]:
    """Return how many pursuits it takes to meet a prospect, as a rate.

    Returns
    -------
    dict
        `rate, low_rate, high_rate` (95 %, Wilson), `successes, cases, basis`: prospects visited over pursuits
        begun with a call; where a stage between is judged, the product of the three rates in force, without
        an interval.
    """
    way = funnel.set_index("stage").loc[["reached", "appointment", "visited"]]
    successes, cases = int(way["successes"]["visited"]), int(way["cases"]["reached"])
    if (way["basis"] != "history").any():
        judged = {"rate": prod(way["rate"].tolist()), "low_rate": None, "high_rate": None}
        return judged | {"successes": successes, "cases": cases, "basis": "judgement"}
    return _measured_rate(successes, cases)


def win_rates(funnel: pd.DataFrame, *, minimum_cases: int) -> dict[str, float]:
    """Return the chance that a prospect who is met becomes a client, by the stage it has reached.

    Parameters
    ----------
    funnel : DataFrame
        The table `funnel`.
    minimum_cases : int
        With fewer quotations the rate of those visited stands for those quoted.

    Returns
    -------
    dict of str to float
        By stage, all but won. Quoted: won over quoted. Lost: half the rate of the others, by judgement. The
        others: won over visited.
    """
    by_stage = funnel.set_index("stage")
    visited, quoted = float(by_stage["rate"]["won"]), float(by_stage["rate"]["won"])
    if "quoted" in by_stage.index and by_stage["successes"]["quoted"] >= minimum_cases:
        quoted = float(by_stage["successes"]["won"] / by_stage["successes"]["quoted"])
    of_stage = {"quoted": quoted, "lost": visited * LOST_AGAIN}
    return {stage: of_stage.get(stage, visited) for stage in STAGES if stage != "won"}


def _measured_rate(successes: int, cases: int) -> dict[str, Any]:
    """One measured rate with its interval."""
    low, high = wilson_interval(successes, cases)
    counted = {"successes": successes, "cases": cases, "basis": "history"}
    return {"rate": successes / cases, "low_rate": low, "high_rate": high} | counted


def _stage(
    ripe: pd.DataFrame, stage: str, stated_rate: float | None, minimum_cases: int
) -> dict[str, object]:
    """One row of the funnel."""
    before = RANK[STAGE_BEFORE[stage]]
    could = ripe[(ripe["first_rank"] <= before) & (ripe["last_rank"] >= before)]
    cases, successes = len(could), int((could["last_rank"] >= RANK[stage]).sum())
    rate = measured_or_stated(successes, cases, minimum_cases=minimum_cases, stated_rate=stated_rate)
    return {"stage": stage, **rate}
