"""A plan beside the optimiser's, beside last year's, and beside what luck alone makes of each."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from solver.course.quarters.play import luck_of, play, total
from solver.course.quarters.world import best_plan, last_years_plan, spread, world

LUCKS = 1000
EIGHT_IN_TEN = (0.1, 0.9)
YOURS, LAST_YEAR, BEST = "yours", "last_year", "best"


def compare(plans: Sequence[np.ndarray], luck: str) -> pd.DataFrame:
    """Play a pair's visits, last year's and the optimiser's with the same luck, and with a thousand others.

    Parameters
    ----------
    plans : sequence of ndarray
        The four quarters of the pair; what it changed on the way is taken as it was.
    luck : str
        The luck it played with.

    Returns
    -------
    DataFrame
        One line a plan, the index: `yours`, `last_year`, `best`; `mean_eur` over all lucks, `result_eur` with
        this one, `low_eur`, `high_eur`, between which eight games in ten end, and `lower`, the share of
        games with the same visits that end lower than with this luck.
    """
    firm, own = world(), luck_of(luck, world())
    rows = []
    for name, quarters in (
        (YOURS, plans),
        (LAST_YEAR, spread(last_years_plan())),
        (BEST, spread(best_plan())),
    ):
        games = play(firm, quarters, _lucks())
        results = total(games, "result_eur")
        result = float(total(play(firm, quarters, own), "result_eur"))
        low, high = np.quantile(results, EIGHT_IN_TEN)
        mean, lower = total(games, "expected_eur").mean(), (results < result).mean()
        rows.append((name, float(mean), result, float(low), float(high), float(lower)))
    columns = ["plan", "mean_eur", "result_eur", "low_eur", "high_eur", "lower"]
    return pd.DataFrame(rows, columns=columns).set_index("plan")


def way_to_the_best(table: pd.DataFrame) -> float:
    """Return which part of the way from last year's plan to the optimiser's a pair has gone, on average."""
    mean = table["mean_eur"]
    return float((mean[YOURS] - mean[LAST_YEAR]) / (mean[BEST] - mean[LAST_YEAR]))


@cache
def _lucks() -> np.ndarray:
    firm = world()
    return np.stack([luck_of(f"luck {number}", firm) for number in range(LUCKS)])
