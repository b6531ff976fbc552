"""Step 9: how much of the ranking hangs on the weights, which are judgements."""

from collections.abc import Mapping
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from solver.method.score.score_accounts import GRID_OF_KIND, score_accounts
from solver.method.score.score_grid import TOLERANCE, TOP_SCORE

CHANGE = 0.20
TOP_SHARE = 0.10
WEIGHTS_OF_GRID = {"clients": "score_weights", "prospects": "score_weights_prospects"}
COLUMNS = (
    "grid",
    "criterion",
    "change",
    "weight",
    "kept_share",
    "rank_correlation",
    "class_changes",
)


def weight_sensitivity(notes: pd.DataFrame, *, change: float = CHANGE, **grid: Any) -> pd.DataFrame:
    """Score again with each weight raised and lowered, the others scaled so that all sum to 100.

    Parameters
    ----------
    notes : DataFrame
        As `solver.method.score.score_accounts.note_accounts` returns it.
    change : float, default 0.20
        Part by which a weight is raised and lowered.
    **grid
        The arguments of `solver.method.score.score_accounts.score_accounts`.

    Returns
    -------
    DataFrame
        One row per grid, criterion and direction: `grid, criterion, change, weight` (the new one),
        `kept_share` (part of the top tenth that stays in it), `rank_correlation` (Spearman, empty where all
        scores are equal) and `class_changes` (accounts that change class).

    Notes
    -----
    Notes take few values, so scores tie. The top tenth takes in all the accounts that tie with its last one,
    and an account stays in it as long as no more than that number of accounts score better.
    """
    rows = []
    for name, argument in WEIGHTS_OF_GRID.items():
        mine = notes[notes["kind"].map(GRID_OF_KIND) == name]
        before = score_accounts(mine, **grid)
        for criterion, weight in grid[argument].items():
            for step in (-change, change):
                if len(before) == 0 or not 0 < weight < TOP_SCORE:
                    continue
                weights = _moved(grid[argument], criterion, step)
                after = score_accounts(mine, **{**grid, argument: weights})
                rows.append((name, criterion, step, weights[criterion], *_moves(before, after)))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"class_changes": "int64"})


def sensitivity_facts(sensitivity: pd.DataFrame) -> dict[str, Any]:
    """Return the facts that go into `sensitivity.json`.

    Parameters
    ----------
    sensitivity : DataFrame
        As `weight_sensitivity` returns it.

    Returns
    -------
    dict
        `grids` (by grid: `kept_share_min` and the `criterion` it belongs to, `kept_share_mean`,
        `rank_correlation_min, class_changes_max`) and `scenarios` (the rows of the table).
    """
    grids = {}
    for name, rows in sensitivity.groupby("grid", sort=True):
        worst = rows.sort_values(["kept_share", "criterion", "change"]).iloc[0]
        correlation = rows["rank_correlation"].min()
        grids[str(name)] = {
            "kept_share_min": float(worst["kept_share"]),
            "criterion": str(worst["criterion"]),
            "kept_share_mean": float(rows["kept_share"].mean()),
            "rank_correlation_min": None if np.isnan(correlation) else float(correlation),
            "class_changes_max": int(rows["class_changes"].max()),
        }
    correlation_or_none = (
        sensitivity["rank_correlation"].astype(object).where(sensitivity["rank_correlation"].notna(), None)
    )
    scenarios = sensitivity.assign(rank_correlation=correlation_or_none).to_dict("records")
    return {"grids": grids, "scenarios": scenarios}


def rank_correlation(first: pd.Series, second: pd.Series) -> float:
    """Return Spearman's correlation, NaN where one of the two does not vary."""
    ranks = first.rank().to_numpy(), second.rank().to_numpy()
    if any(np.ptp(rank) == 0 for rank in ranks):
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])


def _moved(weights: Mapping[str, float], criterion: str, step: float) -> dict[str, float]:
    """Weights with one moved and all scaled back to 100."""
    moved = {name: weight * (1 + step if name == criterion else 1) for name, weight in weights.items()}
    total = sum(moved.values())
    return {name: weight * TOP_SCORE / total for name, weight in moved.items()}


def _moves(before: pd.DataFrame, after: pd.DataFrame) -> tuple[float, float, int]:
    """Share of the top tenth that stays, rank correlation, accounts that change class."""
    top = before["score"] >= _nth_best(before["score"], ceil(TOP_SHARE * len(before))) - TOLERANCE
    stays = after["score"] >= _nth_best(after["score"], int(top.sum())) - TOLERANCE
    kept = float((top & stays).sum() / top.sum())
    changed = int((before["score_class"] != after["score_class"]).sum())
    return kept, rank_correlation(before["score"], after["score"]), changed


def _nth_best(scores: pd.Series, place: int) -> float:
    return float(np.sort(scores.to_numpy())[-place])
