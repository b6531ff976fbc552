"""Days on which agreed visits leave no half hour for lunch: the plan keeps them, and says so."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from solver.calendar.agreed import AGREED
from solver.calendar.settings import CalendarSettings, clock_minutes
from solver.words.i18n import _, format_date

AROUND = 90  # minutes on either side of the lunch wished for
SHORTEST = 30  # minutes of a lunch


def remarks_on_lunch(appointments: pd.DataFrame, settings: CalendarSettings) -> Iterator[dict[str, str]]:
    """Yield a remark for each day with an agreed visit on which no half hour near midday is free.

    Parameters
    ----------
    appointments : DataFrame
        `rep_id, account_id, date, stop, start, end, travel_minutes, status`.
    settings : CalendarSettings
        Without a lunch nobody misses one.
    """
    wished, lunch = clock_minutes(settings.lunch_start), settings.lunch_minutes
    if not lunch:
        return
    low, high = wished - AROUND, wished + lunch + AROUND
    timed = appointments.assign(
        begins=appointments["start"].map(clock_minutes), ends=appointments["end"].map(clock_minutes)
    )
    for (rep_id, _date), day in timed.groupby(["rep_id", "date"], sort=True):
        agreed = day[day["status"].eq(AGREED)]
        if len(agreed) and not _has_a_break(day.sort_values("stop", kind="stable"), low, high):
            remark = _("{date}: no half hour free for lunch near midday, beside the agreed visit of {start}")
            first = agreed.sort_values("stop", kind="stable").iloc[0]
            text = remark.format(date=format_date(first["date"]), start=first["start"])
            yield {"rep_id": str(rep_id), "account_id": str(first["account_id"]), "remark": text}


def _has_a_break(day: pd.DataFrame, low: int, high: int) -> bool:
    """Tell whether a half hour of these is free: before the first drive, after the last visit, or between."""
    rows = list(zip(day["begins"] - day["travel_minutes"], day["ends"], strict=True))
    free = [(low, rows[0][0]), (rows[-1][1], high), *((a[1], b[0]) for a, b in pairwise(rows))]
    return any(min(end, high) - max(start, low) >= SHORTEST for start, end in free)
