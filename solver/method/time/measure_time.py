"""Step 2: from the calendar to field days, hours, and the cost of a visit."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from solver.method.time.visit_travel import visit_travel_minutes
from solver.method.time.working_days import calendar_days, place_absences, plan_share
from solver.parameters import Rep
from solver.roads.roads import Roads
from solver.tables.codes import ACTIVITIES, OFF_FIELD, VISITED_KINDS
from solver.words.errors import PortfolioError
from solver.words.i18n import _

KEYS = ("rep_id", "month")
ELSEWHERE = ("start_id", "end_id", "start_time")  # what a day may say of where and when it starts


def rep_days(
    reps: Sequence[Rep],
    plan_start: date,
    plan_end: date,
    country: str,
    region: str | None = None,
    *,
    day_start: str,
) -> pd.DataFrame:
    """Return what each day of the plan is for, rep by rep.

    Parameters
    ----------
    reps : sequence of Rep
        With their dated absences and the yearly amounts of the others, which a written rule places (see
        `solver.method.time.working_days`).
    plan_start, plan_end : date
        Both included.
    country, region : str
        Whose public holidays.
    day_start : str
        When days start, as in 08:30: one that starts later has so many field hours less.

    Returns
    -------
    DataFrame
        The table `rep_days`, by rep then date.

    Raises
    ------
    PortfolioError
        A rep is left without an hour in the field, or the country has no calendar.
    """
    calendar = calendar_days(plan_start, plan_end, country, region)
    tables = []
    for rep in sorted(reps, key=lambda rep: rep.rep_id):
        days = place_absences(rep, calendar)
        days["field_hours"] = days["field_share"] * rep.day_hours
        days = _with_places(days, rep, day_start)
        if not days["field_hours"].sum() > 0:
            raise PortfolioError(
                _("{name} ({rep_id}) has no hour in the field between {start} and {end}").format(
                    name=rep.name, rep_id=rep.rep_id, start=plan_start, end=plan_end
                ),
                column="reps",
                fix=_("shorten this rep's absences, or take the rep out and give the accounts to another"),
            )
        tables.append(days.assign(rep_id=rep.rep_id))
    columns = ["rep_id", "date", "activity", "field_share", "field_hours", *ELSEWHERE]
    return pd.concat(tables, ignore_index=True)[columns]


def _with_places(days: pd.DataFrame, rep: Rep, day_start: str) -> pd.DataFrame:
    """Say of each field day where it starts and ends and when it starts, where that is not as usual.

    The last line that speaks of a day wins, whole. A day that starts late is so much shorter.
    """
    days = days.assign(**{name: pd.Series(None, index=days.index, dtype="str") for name in ELSEWHERE})
    for said in rep.elsewhere:
        concerned = days["date"].dt.day_name().str.lower().isin(said.weekdays) & days["field_hours"].gt(0)
        for name in ELSEWHERE:
            days.loc[concerned, name] = getattr(said, name) or None
    late = _hour(days["start_time"].fillna(day_start)) - _hour(pd.Series(day_start, index=days.index))
    return days.assign(field_hours=(days["field_hours"] - late.clip(lower=0)).clip(lower=0))


def _hour(clock: pd.Series) -> pd.Series:
    """Return the hours after midnight of times such as 09:30."""
    return pd.to_timedelta(clock + ":00").dt.total_seconds() / 3600


def rep_time(days: pd.DataFrame, reserve_share: float) -> pd.DataFrame:
    """Return days and hours per rep and month.

    Parameters
    ----------
    days : DataFrame
        The table `rep_days`.
    reserve_share : float
        Part of the field hours kept for the unforeseen.

    Returns
    -------
    DataFrame
        The table `rep_time`. A day shared between the office and the field counts half on each side, so
        that the calendar days are the sum of all the others.
    """
    spent = days.assign(
        month=days["date"].dt.strftime("%Y-%m"),
        calendar_days=1.0,
        field_days=days["field_share"],
        capacity_hours=days["field_hours"],
        **{
            f"{activity}_days": (1 - days["field_share"]).where(days["activity"] == activity, 0.0)
            for activity in OFF_FIELD
        },
    )
    columns = ["calendar_days", *(f"{activity}_days" for activity in ACTIVITIES), "capacity_hours"]
    time = spent.groupby(list(KEYS))[columns].sum().sort_index().reset_index()
    time["reserve_hours"] = time["capacity_hours"] * reserve_share
    time["available_hours"] = time["capacity_hours"] - time["reserve_hours"]
    return time


def time_by_rep(time: pd.DataFrame) -> pd.DataFrame:
    """Return one row per rep of the table `rep_time`, its months summed."""
    return time.drop(columns="month").groupby("rep_id").sum().sort_index().reset_index()


def visit_time(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    roads: Roads,
    *,
    visit_minutes: float,
    prospect_visit_minutes: float,
    preparation_minutes: float,
    stops_per_day: float,
    travel_minutes_per_visit: float | None = None,
) -> pd.DataFrame:
    """Return the time that one visit takes, account by account.

    Parameters
    ----------
    accounts, reps : DataFrame
        Canonical tables.
    roads : Roads
        How long a drive takes.
    visit_minutes, prospect_visit_minutes : float
        On site, at a client or former client, and at a prospect.
    preparation_minutes : float
        Preparing and writing up one visit.
    stops_per_day : float
        Visits of a usual day.
    travel_minutes_per_visit : float, optional
        Driving counted in every visit, the same for all accounts, instead of what their place makes it. How
        far each lies from the rep's home is still worked out.

    Returns
    -------
    DataFrame
        The table `visit_time`, one row per account of a kind that may be visited, by account_id.
    """
    visited = accounts[accounts["kind"].isin(VISITED_KINDS)].sort_values(
        "account_id", ignore_index=True, kind="stable"
    )
    _refuse_unknown_reps(visited, reps)
    travel = visit_travel_minutes(
        visited,
        reps,
        roads,
        stops_per_day=stops_per_day,
        on_site_minutes=visit_minutes + preparation_minutes,
    )
    if travel_minutes_per_visit is not None:
        travel["travel_minutes"] = float(travel_minutes_per_visit)
    on_site = (visited["kind"] == "prospect").map({True: prospect_visit_minutes, False: visit_minutes})
    table = visited[["account_id"]].assign(visit_minutes=on_site.astype("float64") + preparation_minutes)
    table = table.merge(travel, on="account_id", how="left", validate="one_to_one")
    table["hours_per_visit"] = (table["visit_minutes"] + table["travel_minutes"]) / 60
    return table


def visit_cost(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    time: pd.DataFrame,
    visits: pd.DataFrame,
    *,
    plan_start: date,
    plan_end: date,
) -> pd.DataFrame:
    """Return what an hour in the field and a visit cost, rep by rep.

    Parameters
    ----------
    accounts, reps : DataFrame
        Canonical tables.
    time, visits : DataFrame
        The tables `rep_time` and `visit_time`.
    plan_start, plan_end : date
        A plan shorter than a year bears its part of the yearly cost.

    Returns
    -------
    DataFrame
        The table `visit_cost`. The whole cost of the rep is borne by the field hours: the office days
        exist for the visits.
    """
    hours = accounts[["account_id", "rep_id"]].merge(visits, on="account_id")
    mean_hours = hours.groupby("rep_id")["hours_per_visit"].mean()
    table = reps[["rep_id", "annual_cost_eur"]].merge(time_by_rep(time), on="rep_id", validate="one_to_one")
    table["annual_cost_eur"] *= plan_share(plan_start, plan_end)
    table["cost_per_hour_eur"] = table["annual_cost_eur"] / table["capacity_hours"]
    table["hours_per_visit"] = table["rep_id"].map(mean_hours).fillna(visits["hours_per_visit"].mean())
    table["cost_per_visit_eur"] = table["cost_per_hour_eur"] * table["hours_per_visit"]
    columns = ["rep_id", "annual_cost_eur", "capacity_hours", "cost_per_hour_eur"]
    return table[[*columns, "hours_per_visit", "cost_per_visit_eur"]].sort_values(
        "rep_id", ignore_index=True, kind="stable"
    )


def _refuse_unknown_reps(visited: pd.DataFrame, reps: pd.DataFrame) -> None:
    """Raise when an account that may be visited has no rep, or one that does not exist."""
    orphans = visited[~visited["rep_id"].isin(reps["rep_id"])]
    if len(orphans):
        first = orphans.iloc[0]
        raise PortfolioError(
            _("{number} account(s) have no known rep; the first is {account_id}, with “{rep_id}”").format(
                number=len(orphans),
                account_id=first["account_id"],
                rep_id="" if pd.isna(first["rep_id"]) else first["rep_id"],
            ),
            column="rep_id",
            fix=_("name one of the reps of the portfolio: {reps}").format(reps=", ".join(reps["rep_id"])),
        )
