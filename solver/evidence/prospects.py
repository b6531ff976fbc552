"""Which order of the prospects would have found those who became clients: the score's, or raw potential."""

from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.cut_offs import CutOff
from solver.evidence.measures import captured, places, top_count
from solver.evidence.resample import in_parts, measured
from solver.method.behaviour.order_facts import orders_of

FEWEST_PROSPECTS = 50
FEWEST_WON = 10


def prospect_evidence(
    prospects: pd.DataFrame | None, sales: pd.DataFrame, day: CutOff, *, draws: int, seed: int
) -> dict[str, Any] | None:
    """Return how many times more clients than by lot the first fifth of the prospects held.

    `prospects` were such on that day: `account_id, score, potential_eur` as they were known then. Returns
    `prospects, won` and the `lifts` by `score` and `potential` (`value, low, high`; 1 is chance); None below
    50 prospects, or 10 who became clients.
    """
    if prospects is None or len(prospects) < FEWEST_PROSPECTS:
        return None
    after = sales[(sales["date"] > pd.Timestamp(day.on)) & (sales["date"] <= pd.Timestamp(day.judged_until))]
    won = prospects["account_id"].isin(orders_of(after)["account_id"]).to_numpy()
    if won.sum() < FEWEST_WON:
        return None
    whole = np.ones((1, len(won)), dtype=int)
    fifth = top_count(len(won)) / len(won)
    lifts = {}
    potential = prospects["potential_eur"].fillna(prospects["potential_eur"].median()).fillna(0.0).to_numpy()
    for name, worth in (("score", prospects["score"].fillna(0.0).to_numpy()), ("potential", potential)):
        order = places(worth, np.zeros(len(worth)))
        once = captured(order, won, whole)[0] / fifth
        drawn = in_parts(len(won), draws, np.random.default_rng(seed))
        lifts[name] = measured(once, np.concatenate([captured(order, won, part) for part in drawn]) / fifth)
    return {"prospects": len(won), "won": int(won.sum()), "lifts": lifts}
