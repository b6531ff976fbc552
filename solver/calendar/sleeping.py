"""What a rep may do about nights away: how many, what one has to save, where there is a bed."""

import numpy as np

from solver.calendar.tables import CalendarTables
from solver.calendar.territory import Sleeping
from solver.method.time.overnight import TERMS
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads


def night_terms(rep_id: str, tables: CalendarTables) -> Sleeping | None:
    """Return a rep's terms, without beds; None where the rep sleeps at home, or no hour has its cost."""
    asked = tables.reps.reindex(columns=["rep_id", *TERMS]).set_index("rep_id").astype("float64")
    most, cost, least = asked.loc[[rep_id]].to_numpy()[0]
    hour = tables.visit_cost.set_index("rep_id")["cost_per_hour_eur"].get(rep_id, 0.0)
    if not most > 0 or not hour > 0:
        return None
    return Sleeping(int(most), float(cost), float(hour), float(least))


def beds(rep_id: str, tables: CalendarTables, roads: Roads) -> list[str]:
    """Return the stays that the rep can drive to."""
    stays = tables.stays.reset_index(drop=True)
    minutes = tour_minutes(rep_id, stays.rename(columns={"place_id": "account_id"}), tables.reps, roads)
    no_way = np.isnan(minutes[0, 1:]) | np.isnan(minutes[1:, 0])
    return list(stays.loc[~no_way, "place_id"])
