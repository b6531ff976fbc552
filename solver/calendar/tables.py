"""The tables that a calendar is made from, and checked against."""

from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from solver.roads.places import stay_places
from solver.tables import empty


def no_dates() -> pd.DataFrame:
    """Return a table of dates of accounts without a line."""
    return empty("appointments")[["account_id", "date"]]


def no_goals() -> pd.DataFrame:
    """Return the table of days by which somebody is to be won without a line."""
    return empty("journeys")[["account_id", "due_on"]]


def no_limits() -> pd.DataFrame:
    """Return the table of what accounts accept in a quarter without a line."""
    return pd.DataFrame({"account_id": [], "quarter": [], "visits": []}).astype(
        {"account_id": "str", "quarter": "str", "visits": "int64"}
    )


@dataclass(frozen=True)
class CalendarTables:
    """What the steps before hand to the calendar.

    Attributes
    ----------
    allocation : DataFrame
        `account_id, rep_id, visits` (step 10).
    accounts : DataFrame
        `account_id, lat, lon, town`, and `opposition_scope` for the checker.
    reps : DataFrame
        `rep_id, home_lat, home_lon`, and where they are there `max_drive_minutes, max_visits_day,
        drive_factor`, and those of overtime and of nights.
    rep_days : DataFrame
        `rep_id, date, field_hours`; days without field hours hold no planned visit. Where they are there,
        `start_id, end_id, start_time` say where a day starts and ends, and when it starts.
    visit_time : DataFrame
        `account_id, visit_minutes, travel_minutes` (step 2).
    visits : DataFrame
        Log of visits: `account_id, date, status`, and for agreed ones `start_time, duration_minutes, rep_id`.
    journeys : DataFrame, optional
        `account_id, due_on, channel` (step 8): a visit of a journey is made by the day it is due.
    windows : DataFrame, optional
        `account_id, due_from, due_on` (step 11): weeks into which a visit of the account is to fall.
    goals : DataFrame
        `account_id, due_on`: somebody is to be won by then, and all its visits are made by then.
    visit_rules : DataFrame
        What accounts ask of the days of their visits (step 1).
    closures : DataFrame
        When an account, or every account, is closed (step 1).
    zone_days : DataFrame
        On which days a rep is in which zone (step 1).
    visit_cost : DataFrame
        `rep_id, cost_per_hour_eur` (step 2): what an hour on the road that a night saves is worth.
    stays : DataFrame
        `place_id, lat, lon`: where reps may sleep; without any, where the last visit of the day is.
    nights : DataFrame
        The nights of a plan that stands; where there are none, they are looked for.
    accepted : DataFrame
        `account_id, quarter, visits`: the most visits in a quarter, of accounts that could get more.
    frozen : DataFrame
        `account_id, date`: dates of a plan that stands, too near to today to be moved for their spacing.
    """

    allocation: pd.DataFrame
    accounts: pd.DataFrame
    reps: pd.DataFrame
    rep_days: pd.DataFrame
    visit_time: pd.DataFrame
    visits: pd.DataFrame
    journeys: pd.DataFrame | None = None
    windows: pd.DataFrame | None = field(default=None, kw_only=True)
    goals: pd.DataFrame = field(default_factory=no_goals, kw_only=True)
    visit_rules: pd.DataFrame = field(default_factory=partial(empty, "visit_rules"), kw_only=True)
    closures: pd.DataFrame = field(default_factory=partial(empty, "closures"), kw_only=True)
    zone_days: pd.DataFrame = field(default_factory=partial(empty, "zone_days"), kw_only=True)
    visit_cost: pd.DataFrame = field(default_factory=partial(empty, "visit_cost"), kw_only=True)
    stays: pd.DataFrame = field(default_factory=partial(stay_places, ()), kw_only=True)
    nights: pd.DataFrame = field(default_factory=partial(empty, "nights"), kw_only=True)
    accepted: pd.DataFrame = field(default_factory=no_limits, kw_only=True)
    frozen: pd.DataFrame = field(default_factory=no_dates, kw_only=True)
