"""A firm small enough to check by hand: one rep at (48, -2), 1° of latitude = 157.7 minutes by road."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from solver.calendar.plan import plan_appointments
from solver.calendar.settings import CalendarSettings
from tests.calendar.brittany import Firm
from tests.roads.one_way import steady

MINUTES_PER_DEGREE = 6371.0088 * np.pi / 180 * 1.3 / 55 * 60
MONDAY = pd.Timestamp("2026-01-05")


def four_weeks(**changes):
    """Return settings of four weeks of five days, from Monday 5 January, no reserve unless asked for."""
    usual = {
        "plan_start": date(2026, 1, 5),
        "plan_end": date(2026, 2, 1),
        "roads": steady(),
        "day_reserve_share": 0.0,
        "iterations_per_visit": 60,
    }
    return CalendarSettings(**usual | changes)


def village_firm(places, visits, minutes=60.0, days=20, hours=8.0, log=(), values=None):
    """Return a firm with one account per place (degrees north of home, degrees east of home)."""
    ids = [f"C{i}" for i in range(1, len(places) + 1)]
    site = minutes if isinstance(minutes, list) else [minutes] * len(ids)
    working = pd.bdate_range(MONDAY, periods=days)
    field = hours if isinstance(hours, list) else [hours] * len(working)
    lat = [np.nan if place is None else 48.0 + place[0] for place in places]
    lon = [np.nan if place is None else -2.0 + place[1] for place in places]
    columns = ["account_id", "date", "start_time", "status", "duration_minutes", "rep_id"]
    return Firm(
        allocation=pd.DataFrame({"account_id": ids, "rep_id": "R1", "visits": visits}),
        accounts=pd.DataFrame(
            {"account_id": ids, "name": ids, "town": [f"T{p}" for p in places], "lat": lat, "lon": lon}
        ),
        reps=pd.DataFrame({"rep_id": ["R1"], "home_lat": [48.0], "home_lon": [-2.0]}),
        rep_days=pd.DataFrame({"rep_id": "R1", "date": working, "field_hours": field}),
        visit_time=pd.DataFrame({"account_id": ids, "visit_minutes": site, "travel_minutes": 30.0}),
        visits=pd.DataFrame(list(log), columns=columns),
        worth=pd.DataFrame(values or [], columns=["account_id", "visit_no", "value_eur"]),
    )


def another_order(firm):
    """Return a firm with the rows of every table shuffled."""
    tables = {name: table for name, table in vars(firm).items() if table is not None}
    return replace(firm, **{name: table.sample(frac=1.0, random_state=3) for name, table in tables.items()})


def agreed(account_id, day, start, minutes=np.nan):
    """Return a log line of an agreed visit, `day` days after the first Monday."""
    return (account_id, MONDAY + pd.Timedelta(days=day), start, "agreed", minutes, "R1")


def done(account_id, days_ago):
    """Return a log line of a visit done, `days_ago` days before the first Monday."""
    return (account_id, MONDAY - pd.Timedelta(days=days_ago), None, "done", np.nan, "R1")


def plan(firm, settings=None):
    """Plan a firm."""
    return plan_appointments(firm, settings or four_weeks(), firm.worth)


def planned_on(result, account_id):
    """Return the days after the first Monday on which an account is visited."""
    own = result.appointments[result.appointments["account_id"] == account_id]
    return [(day - MONDAY).days for day in own["date"]]
