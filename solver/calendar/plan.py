"""The one entry of step 12: from visits per account to dated tours, and what could not be placed."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from solver.calendar.build import build_territory
from solver.calendar.elsewhere import days_elsewhere
from solver.calendar.engine import compiled_search
from solver.calendar.nights import sleep_out
from solver.calendar.occurrences import list_occurrences
from solver.calendar.quarters import keep_within_quarters
from solver.calendar.remarks import list_remarks
from solver.calendar.result_tables import (
    alternatives_table,
    appointments_table,
    nights_table,
    tours_table,
    unplaced_table,
)
from solver.calendar.search import plan_territory
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.tours import NOWHERE, Tours
from solver.calendar.when_due import when_due
from solver.roads.places import home_places
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, counted, format_hours

LEAST_HOURS = 0.5  # of driving: less is within what two searches differ by


@dataclass(frozen=True)
class CalendarPlan:
    """What step 12 makes of the visits.

    Parameters
    ----------
    appointments : DataFrame
        One row per dated visit, planned or agreed.
    tours : DataFrame
        One row per rep and day with visits.
    unplaced : DataFrame
        Visits without a day, and why.
    other_days : callable
        See `result_tables.alternatives_table`: from planned visits to the best two other days of each, all
        the other visits staying where they are.
    nights : DataFrame
        One row per night away from home.
    remarks : DataFrame
        `rep_id, account_id, remark`: what a person should know before trusting the dates.
    """

    appointments: pd.DataFrame
    tours: pd.DataFrame
    unplaced: pd.DataFrame
    other_days: Callable[[pd.DataFrame], pd.DataFrame]
    nights: pd.DataFrame
    remarks: pd.DataFrame


def plan_appointments(
    tables: CalendarTables, settings: CalendarSettings, values: pd.DataFrame | None = None
) -> CalendarPlan:
    """Date the visits of all reps over the working days of the plan.

    Parameters
    ----------
    tables : CalendarTables
    settings : CalendarSettings
    values : DataFrame, optional
        `account_id, visit_no, value_eur`, see `solver.calendar.build.visit_values`.

    Raises
    ------
    PortfolioError
        A rep is unknown or has no home, an account has no visit time, a time cannot be read.

    Notes
    -----
    Per rep, the driving of the whole plan plus the irregularity of the dates is brought down by ruin and
    recreate (`solver.calendar.search`) under hard rules: the window and the spacing of each visit, the
    hours of each day net of reserve with the drive home, agreed visits at their date and time. Visits that
    find no room stay out, the least valuable first. The number of rounds is fixed, never the time: the same
    input gives the same plan.
    """
    finished, of_rep = dated_tours(tables, settings, values)
    plan = in_tables(finished, of_rep, tables, settings)
    prices = [
        remark
        for tours in finished
        for remark in _zone_prices(tours, of_rep[tours.territory.rep_id], tables, settings, values)
    ]
    more = pd.DataFrame(prices, columns=plan.remarks.columns).astype(plan.remarks.dtypes)
    remarks = pd.concat([plan.remarks, more], ignore_index=True)
    return replace(plan, remarks=remarks.sort_values(["rep_id", "account_id", "remark"], ignore_index=True))


def _zone_prices(
    tours: Tours,
    rows: pd.DataFrame,
    tables: CalendarTables,
    settings: CalendarSettings,
    values: pd.DataFrame | None,
) -> Iterator[dict[str, str]]:
    """Say what the days of each zone of a rep cost: the rep is planned once more without them."""
    rep_id = tours.territory.rep_id
    lines = tables.zone_days
    of_rep = lines["rep_id"].eq(rep_id)
    asked = set(tables.visit_rules.loc[tables.visit_rules["account_id"].isin(rows["account_id"]), "zone"])
    for zone in sorted(set(lines.loc[of_rep, "zone"]) & asked):
        free = replace(tables, zone_days=lines[~(of_rep & lines["zone"].eq(zone))])
        other = _toured(rep_id, rows, free, values, settings)
        hours = (sum(tours.driving) - sum(other.driving)) / 3600
        visits = tours.day_of.count(NOWHERE) - other.day_of.count(NOWHERE)
        said = (
            [_("less driving by {hours}").format(hours=format_hours(hours, 1))]
            if hours >= LEAST_HOURS
            else []
        )
        if visits > 0:
            said.append(counted(visits, "{n} visit more with a day", "{n} visits more with a day"))
        words = _("the days of zone {zone}: without them, {what}")
        what = clauses(said) if said else _("no less driving that can be told")
        yield {"rep_id": rep_id, "account_id": "", "remark": words.format(zone=zone, what=what)}


def in_tables(
    finished: list[Tours], of_rep: dict[str, pd.DataFrame], tables: CalendarTables, settings: CalendarSettings
) -> CalendarPlan:
    """Return finished tours as the tables of step 12.

    Parameters
    ----------
    finished, of_rep
        See `result_tables.appointments_table`.
    tables, settings
        See `plan_appointments`.
    """
    appointments = appointments_table(finished, of_rep, tables.visits, settings)
    return CalendarPlan(
        appointments=appointments,
        tours=tours_table(finished, of_rep, tables.accounts, settings),
        unplaced=unplaced_table(finished, of_rep, settings),
        other_days=partial(alternatives_table, finished, of_rep, settings),
        nights=nights_table(finished, tables.accounts, settings),
        remarks=list_remarks(appointments, finished, of_rep, tables, settings),
    )


def dated_tours(
    tables: CalendarTables, settings: CalendarSettings, values: pd.DataFrame | None = None
) -> tuple[list[Tours], dict[str, pd.DataFrame]]:
    """Return the finished tours of each rep, and of each rep the rows of `list_occurrences` they hold.

    Parameters
    ----------
    tables, settings, values
        See `plan_appointments`.
    """
    occurrences = list_occurrences(tables, settings)
    _refuse_unknown_reps(occurrences, tables.reps)
    of_rep = {str(rep_id): rows for rep_id, rows in occurrences.groupby("rep_id", sort=True)}
    settings = settings.for_so_many(len(occurrences))
    compiled_search()  # here, so that no two lanes compile it
    lanes = ThreadPoolExecutor(max_workers=os.cpu_count())
    try:  # reps share no visit, and the search is at work outside Python for most of its time
        asked = [
            lanes.submit(copy_context().run, _toured, rep_id, rows, part, worth, settings)
            for (part, worth), (rep_id, rows) in zip(
                _of_each(tables, values, occurrences), of_rep.items(), strict=True
            )
        ]
        return [tours.result() for tours in asked], of_rep
    finally:
        lanes.shutdown(cancel_futures=True)


def _toured(
    rep_id: str,
    rows: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Tours:
    """Return the finished tours of one rep."""
    tours = Tours(build_territory(rep_id, rows, tables, values, settings))
    tours.fill(plan_territory(tours.territory))
    tours = when_due(tours, rows)
    return sleep_out(keep_within_quarters(tours, rows, tables, values, settings))


def _of_each(
    tables: CalendarTables, values: pd.DataFrame | None, occurrences: pd.DataFrame
) -> Iterator[tuple[CalendarTables, pd.DataFrame | None]]:
    """Split by rep what grows with the firm, in one pass: no rep's tours look through everybody's lines."""
    pairs = _places_of_reps(tables, occurrences)
    by_place = {
        name: _split(table.merge(pairs, on="account_id"), "of_rep")
        for name, table in vars(tables).items()
        if name in ("accounts", "visit_time", "visit_rules", "closures", "accepted")
    }
    homes = pairs.rename(columns={"account_id": "place_id"})
    by_place["reps"] = _split(
        tables.reps.assign(place_id=home_places(tables.reps)["place_id"].to_numpy()).merge(homes), "of_rep"
    )
    by_rep = {
        name: _split(getattr(tables, name), "rep_id")
        for name in ("rep_days", "zone_days", "nights", "visit_cost")
    }
    everyones = tables.closures[tables.closures["account_id"].isna()]
    worth = {} if values is None else _split(values.merge(pairs, on="account_id"), "of_rep")
    for rep_id in sorted(occurrences["rep_id"].unique()):
        own = {
            name: table.get(rep_id, getattr(tables, name).head(0))
            for name, table in (by_place | by_rep).items()
        }
        own["closures"] = pd.concat([everyones, own["closures"]])
        yield replace(tables, **own), None if values is None else worth.get(rep_id, values.head(0))


def _places_of_reps(tables: CalendarTables, occurrences: pd.DataFrame) -> pd.DataFrame:
    """Return `of_rep, account_id`: whom each rep visits, and where its days and nights start and end."""
    said = days_elsewhere(tables.rep_days)
    at_home = home_places(tables.reps).assign(rep_id=tables.reps["rep_id"].to_numpy())
    places = (
        occurrences[["rep_id", "account_id"]],
        said[["rep_id", "start_id"]],
        said[["rep_id", "end_id"]],
        tables.nights[["rep_id", "place_id"]],
        at_home[["rep_id", "place_id"]],
    )
    named = [table.set_axis(["of_rep", "account_id"], axis=1) for table in places]
    return pd.concat(named).dropna().drop_duplicates().astype("str")


def _split(table: pd.DataFrame, by: str) -> dict[str, pd.DataFrame]:
    return {str(rep_id): part for rep_id, part in table.groupby(by)}


def _refuse_unknown_reps(occurrences: pd.DataFrame, reps: pd.DataFrame) -> None:
    unknown = sorted(set(occurrences["rep_id"]) - set(reps["rep_id"]))
    if unknown:
        raise PortfolioError(
            _("there is no rep {rep_id}").format(rep_id=unknown[0]),
            file="allocation",
            column="rep_id",
            fix=_("name one of: {reps}").format(reps=", ".join(sorted(reps["rep_id"]))),
        )
