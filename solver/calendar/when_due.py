"""A visit that is due by a day and found none of its weeks is made as little late as there is room."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from solver.calendar.occurrences import is_due
from solver.calendar.search import take_in
from solver.calendar.tours import NOWHERE, Tours

LATE_DAYS = (14, 28, 56, 112, 366)  # tried in turn; the last ends where the other weeks of the visit do


def when_due(tours: Tours, rows: pd.DataFrame) -> Tours:
    """Give visits that found no day in the weeks before they are due the first weeks after with room.

    Parameters
    ----------
    tours : Tours
        Finished tours of a rep.
    rows : DataFrame
        The rep's rows of `solver.calendar.occurrences.list_occurrences`.
    """
    due = is_due(rows).to_numpy()
    # Who goes for a reason need not wait as long.
    earliest = rows[["first_day", "block_first"]].min(axis=1).to_numpy()
    for late in LATE_DAYS:
        out = due & (np.array(tours.day_of) == NOWHERE)
        if not out.any():
            break
        latest = (rows["last_day"] + late).clip(upper=rows["block_last"]).to_numpy()
        tours = _within(
            {int(visit): (int(earliest[visit]), int(latest[visit])) for visit in np.flatnonzero(out)}, tours
        )
    return tours


def _within(windows: Mapping[int, tuple[int, int]], tours: Tours) -> Tours:
    """Return the tours with the visits that were out taken in where these windows have room."""
    territory = tours.territory
    occurrences = [
        replace(one, first_day=windows[visit][0], last_day=windows[visit][1]) if visit in windows else one
        for visit, one in enumerate(territory.occurrences)
    ]
    wider = Tours(replace(territory, occurrences=occurrences))
    wider.fill([list(stops) for stops in tours.stops])
    take_in(wider)
    return wider
