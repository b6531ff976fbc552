"""A visit that is due by a day and found none of its weeks is made late: that is better than never."""

import numpy as np
import pandas as pd

from solver.calendar.build import build_territory
from solver.calendar.search import take_in
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.tours import NOWHERE, Tours


def when_due(
    tours: Tours,
    rows: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Tours:
    """Give visits that found no day in the weeks before they are due one of the days they had otherwise.

    Parameters
    ----------
    tours : Tours
        Finished tours of a rep.
    rows : DataFrame
        The rep's rows of `solver.calendar.occurrences.list_occurrences`.
    tables, values, settings
        See `solver.calendar.plan.plan_appointments`.
    """
    drawn = rows["first_day"].ne(rows["block_first"]) | rows["last_day"].ne(rows["block_last"])
    out = drawn.to_numpy() & (np.array(tours.day_of) == NOWHERE)
    if not out.any():
        return tours
    free = rows.assign(
        first_day=rows["first_day"].mask(out, rows["block_first"]),
        last_day=rows["last_day"].mask(out, rows["block_last"]),
    )
    wider = Tours(build_territory(tours.territory.rep_id, free, tables, values, settings))
    wider.fill([list(stops) for stops in tours.stops])
    take_in(wider)
    return wider
