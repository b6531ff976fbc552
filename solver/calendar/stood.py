"""The dates of a plan that stands, and which visit of the plan made again each of them belongs to."""

from itertools import product

import numpy as np
import pandas as pd

from solver.calendar.agreed import AGREED
from solver.calendar.occurrences import last_visits_done
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables


def least_days(tables: CalendarTables, settings: CalendarSettings) -> dict[str, int]:
    """Return the first day of the plan that the least gap after its last visit leaves each account."""
    least = tables.visit_rules.dropna(subset="min_gap_days").set_index("account_id")["min_gap_days"]
    done = last_visits_done(tables.visits)
    start = pd.Timestamp(settings.plan_start)
    return {str(one): (done[one] - start).days + int(gap) for one, gap in least.items() if one in done}


def held_rows(
    rows: pd.DataFrame, stood: list[int | None], frozen: list[bool], least_days: dict[str, int]
) -> pd.DataFrame:
    """Widen the window of each visit whose date is frozen, so that it holds that date.

    A date that lies nearer to the last visit than the account asks for cannot stand.
    """
    planned = np.array(frozen, dtype=bool) & rows["status"].ne(AGREED).to_numpy()
    days = np.array([0 if day is None else day for day in stood], dtype="int64")
    planned &= days >= rows["account_id"].map(least_days).fillna(0).to_numpy()
    return rows.assign(
        first_day=rows["first_day"].where(~planned, np.minimum(rows["first_day"], days)),
        last_day=rows["last_day"].where(~planned, np.maximum(rows["last_day"], days)),
    )


def where_they_stood(
    rows: pd.DataFrame, appointments: pd.DataFrame, settings: CalendarSettings, first_free: int
) -> tuple[list[int | None], list[int], set[tuple[str, int]], dict[str, list[int]]]:
    """Give each visit, in order, the first date of its account that its window holds, and that none has yet.

    Dates before `first_free` are frozen and given out first, whatever the window. Returns the day of the plan
    of each visit, its stop on that day, the dates that were given out, and the planned ones that were not.
    """
    start = pd.Timestamp(settings.plan_start)
    own = appointments[appointments["account_id"].isin(rows["account_id"]) & appointments["date"].ge(start)]
    dates: dict[str, list[int]] = {}
    stops: dict[tuple[str, int], int] = {}
    for row in own.sort_values(["account_id", "date", "visit_no"], kind="stable").to_dict("records"):
        dates.setdefault(str(row["account_id"]), []).append((row["date"] - start).days)
        stops[str(row["account_id"]), (row["date"] - start).days] = int(row["stop"])
    stood: list[int | None] = [None] * len(rows)
    columns = ("account_id", "status", "first_day", "last_day")
    lines = list(zip(range(len(rows)), *(rows[name] for name in columns), strict=True))
    for visit, account_id, status, first, _last in lines:
        if status == AGREED and (waiting := dates.get(account_id)):
            # What somebody agreed to takes the place of the date proposed nearest to it.
            nearest = min(waiting, key=lambda day: abs(day - first))
            waiting.remove(nearest)
            stood[visit] = nearest
    # The frozen dates first; of each kind, first to the visits whose window holds one, then to the others.
    for free, widened in product((False, True), repeat=2):
        for visit, account_id, status, first, last in lines:
            if stood[visit] is not None or status == AGREED:
                continue
            waiting = [day for day in dates.get(account_id, []) if free or day < first_free]
            able = [day for day in waiting if widened or first <= day <= last]
            if able:
                stood[visit] = able[0]
                dates[account_id].remove(able[0])
    given = zip(rows["account_id"], stood, strict=True)
    used = {(str(account_id), day) for account_id, day in given if day is not None}
    order = [
        0 if day is None else stops[str(account_id), day]
        for account_id, day in zip(rows["account_id"], stood, strict=True)
    ]
    return stood, order, used, dates
