"""A visit that is due by a day and found none of its weeks is made as little late as there is room."""

import numpy as np
import pandas as pd

from solver.calendar.build import build_territory
from solver.calendar.occurrences import is_due
from solver.calendar.search import take_in
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.tours import NOWHERE, Tours

LATE_DAYS = (14, 28, 56, 112, 366)  # tried in turn; the last ends where the other weeks of the visit do


def when_due(
    tours: Tours,
    rows: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Tours:
    """Give visits that found no day in the weeks before they are due the first weeks after with room.

    Parameters
    ----------
    tours : Tours
        Finished tours of a rep.
    rows : DataFrame
        The rep's rows of `solver.calendar.occurrences.list_occurrences`.
    tables, values, settings
        See `solver.calendar.plan.plan_appointments`.
    """
    windows, due = rows[["first_day", "last_day"]].copy(), is_due(rows).to_numpy()
    earliest = np.minimum(
        rows["first_day"], rows["block_first"]
    )  # who goes for a reason need not wait as long
    for late in LATE_DAYS:
        out = due & (np.array(tours.day_of) == NOWHERE)
        if not out.any():
            break
        latest = (rows["last_day"] + late).clip(upper=rows["block_last"])
        windows["first_day"] = windows["first_day"].mask(out, earliest)
        windows["last_day"] = windows["last_day"].mask(out, latest)
        tours = _within(windows, tours, rows, tables, values, settings)
    return tours


def _within(
    windows: pd.DataFrame,
    tours: Tours,
    rows: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Tours:
    """Return the tours with the visits that were out taken in where these windows have room."""
    territory = build_territory(tours.territory.rep_id, rows.assign(**windows), tables, values, settings)
    wider = Tours(territory)
    wider.fill([list(stops) for stops in tours.stops])
    take_in(wider)
    return wider
