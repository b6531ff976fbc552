"""What a rep may do about nights away: how many, what one has to save, where there is a bed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.calendar.tables import CalendarTables
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads

TERMS = ["nights_max", "night_cost_eur", "night_min_minutes"]


@dataclass(frozen=True)
class NightTerms:
    """A rep's nights away.

    Attributes
    ----------
    most : int
        Most nights in the plan.
    cost_eur : float
        What one costs.
    least_minutes : float
        Drive from home, the mean of there and back, below which nobody stays away.
    hour_eur : float
        What an hour of the rep costs: what a night saves is worth as much.
    """

    most: int
    cost_eur: float
    least_minutes: float
    hour_eur: float


def night_terms(rep_id: str, tables: CalendarTables) -> NightTerms | None:
    """Return a rep's terms; None where the rep sleeps at home, or nobody knows what an hour costs."""
    asked = tables.reps.reindex(columns=["rep_id", *TERMS]).set_index("rep_id").astype("float64")
    most, cost, least = asked.loc[[rep_id]].to_numpy()[0]
    hour = tables.visit_cost.set_index("rep_id")["cost_per_hour_eur"].get(rep_id, 0.0)
    if not most > 0 or not hour > 0:
        return None
    return NightTerms(int(most), float(cost), float(least), float(hour))


def beds(rep_id: str, tables: CalendarTables, roads: Roads) -> tuple[pd.DataFrame, list[str]]:
    """Return the stays that the rep can drive to, and those to which there is no way.

    Parameters
    ----------
    rep_id : str
    tables : CalendarTables
    roads : Roads
    """
    stays = tables.stays.reset_index(drop=True)
    minutes = tour_minutes(rep_id, stays.rename(columns={"place_id": "account_id"}), tables.reps, roads)
    no_way = np.isnan(minutes[0, 1:]) | np.isnan(minutes[1:, 0])
    return stays[~no_way], stays.loc[no_way, "place_id"].tolist()
