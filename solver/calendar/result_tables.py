"""From finished tours to the tables of step 12."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from solver.calendar.agreed import PLANNED
from solver.calendar.causes import alternatives_to, cause_of
from solver.calendar.nights import saved_seconds
from solver.calendar.occurrences import last_visits_done
from solver.calendar.settings import CalendarSettings, clock_text
from solver.calendar.tours import NOWHERE, Tours
from solver.roads.places import STAY
from solver.tables import empty
from solver.words.i18n import MISSING
from solver.words.sentences import usual_case

APPOINTMENTS = {
    "rep_id": "str",
    "account_id": "str",
    "visit_no": "int64",
    "date": "datetime64[us]",
    "stop": "int64",
    "start": "str",
    "end": "str",
    "travel_minutes": "float64",
    "status": "str",
    "gap_days": "float64",
    "ideal_gap_days": "float64",
}
TOURS = {
    "rep_id": "str",
    "date": "datetime64[us]",
    "stops": "int64",
    "visit_minutes": "float64",
    "driving_minutes": "float64",
    "filled_share": "float64",
    "area": "str",
}
UNPLACED = {"rep_id": "str", "account_id": "str", "visit_no": "int64", "cause": "str"}
ALTERNATIVES = {
    "account_id": "str",
    "visit_no": "int64",
    "date": "datetime64[us]",
    "start": "str",
    "extra_driving_minutes": "float64",
    "third_on": "datetime64[us]",
    "third_start": "str",
}


def appointments_table(
    finished: list[Tours], of_rep: dict[str, pd.DataFrame], visits: pd.DataFrame, settings: CalendarSettings
) -> pd.DataFrame:
    """Return the table `appointments`.

    Parameters
    ----------
    finished : list of Tours
        One per rep.
    of_rep : dict of str to DataFrame
        The rows of `list_occurrences` of each rep, in the order of the territory's occurrences.
    visits : DataFrame
        Log of visits.
    settings : CalendarSettings

    Returns
    -------
    DataFrame
        By rep, date and stop.
    """
    rows = []
    for tours in finished:
        own = _visits_of(of_rep[tours.territory.rep_id])
        for day, stops in enumerate(tours.stops):
            starts = tours.times(day)
            starts = tours.agreed_times(day) if starts is None else starts
            before, _end = tours.territory.ends_of(day)
            for stop, (visit, start) in enumerate(zip(stops, starts, strict=True), start=1):
                end = start + tours.territory.occurrences[visit].seconds
                rows.append(
                    {
                        **{name: own[visit][name] for name in ("rep_id", "account_id", "visit_no", "status")},
                        "date": pd.Timestamp(settings.day(tours.territory.days[day])),
                        "stop": stop,
                        "start": clock_text(start // 60),
                        "end": clock_text(-(-end // 60)),
                        "travel_minutes": round(int(tours.travel[before, tours.place[visit]]) / 60, 1),
                        "ideal_gap_days": round(own[visit]["gap_days"], 1),
                        "gap_days": None,
                    }
                )
                before = tours.place[visit]
    table = _table(rows, APPOINTMENTS, ["rep_id", "date", "stop"])
    return table.assign(gap_days=_gap_days(table, visits))


def tours_table(
    finished: list[Tours], of_rep: dict[str, pd.DataFrame], accounts: pd.DataFrame, settings: CalendarSettings
) -> pd.DataFrame:
    """Return the table `tours`, one row per rep and day with visits.

    Parameters
    ----------
    finished, of_rep, settings
        See `appointments_table`.
    accounts : DataFrame
        `account_id, town`.
    """
    town = accounts.set_index("account_id")["town"].to_dict()
    rows = []
    for tours in finished:
        territory = tours.territory
        names = of_rep[territory.rep_id]["account_id"].tolist()
        for day, stops in enumerate(tours.stops):
            if not stops:
                continue
            on_site = sum(territory.occurrences[visit].seconds for visit in stops) / 60
            driving, field = tours.driving[day] / 60, territory.field_seconds[day] / 60
            rows.append(
                {
                    "rep_id": territory.rep_id,
                    "date": pd.Timestamp(settings.day(territory.days[day])),
                    "stops": len(stops),
                    "visit_minutes": round(on_site, 1),
                    "driving_minutes": round(driving, 1),
                    "filled_share": round((on_site + driving) / field, 4) if field else 1.0,
                    "area": _area([town.get(names[visit]) for visit in stops]),
                }
            )
    return _table(rows, TOURS, ["rep_id", "date"])


def nights_table(finished: list[Tours], accounts: pd.DataFrame, settings: CalendarSettings) -> pd.DataFrame:
    """Return the table `nights`: the evenings after which a rep does not drive home, and what that saves.

    Parameters
    ----------
    finished, accounts, settings
        See `appointments_table` and `tours_table`.
    """
    rows = []
    towns = accounts.set_index("account_id")["town"].to_dict()
    for tours in finished:
        territory = tours.territory
        for evening, bed in territory.nights.items():
            assert territory.sleeping is not None
            saved = saved_seconds(tours, evening) / 3600
            place = territory.ids[bed - 1]
            town = towns.get(place, place.removeprefix(STAY))
            rows.append(
                {
                    "rep_id": territory.rep_id,
                    "date": pd.Timestamp(settings.day(territory.days[evening])),
                    "place_id": place,
                    "place": place if pd.isna(town) else usual_case(town),
                    "saved_hours": round(saved, 2),
                    "cost_eur": territory.sleeping.cost_eur,
                    "saved_eur": round(saved * territory.sleeping.hour_eur, 2),
                }
            )
    kinds = empty("nights").dtypes
    return _table(rows, dict(kinds), ["rep_id", "date"])


def unplaced_table(
    finished: list[Tours], of_rep: dict[str, pd.DataFrame], settings: CalendarSettings
) -> pd.DataFrame:
    """Return the table `unplaced`: the visits without a day, and why.

    Parameters
    ----------
    finished, of_rep, settings
        See `appointments_table`.
    """
    rows = []
    for tours in finished:
        own = _visits_of(of_rep[tours.territory.rep_id])
        for visit, day in enumerate(tours.day_of):
            if day == NOWHERE:
                row = {name: own[visit][name] for name in ("rep_id", "account_id", "visit_no")}
                rows.append(row | {"cause": cause_of(tours, visit, settings)})
    return _table(rows, UNPLACED, ["rep_id", "account_id", "visit_no"])


def alternatives_table(
    finished: list[Tours], of_rep: dict[str, pd.DataFrame], settings: CalendarSettings, asked: pd.DataFrame
) -> pd.DataFrame:
    """Return the best two other days of planned visits, all the other visits staying where they are.

    Parameters
    ----------
    finished, of_rep, settings
        See `appointments_table`.
    asked : DataFrame
        `account_id, visit_no`: a firm has many visits, and calls for few of them soon.

    Returns
    -------
    DataFrame
        `account_id, visit_no, date, start, extra_driving_minutes, third_on, third_start`; no row where no
        other day has room.
    """
    rows = []
    wanted = set(asked[["account_id", "visit_no"]].itertuples(index=False, name=None))
    for tours in finished:
        own = _visits_of(of_rep[tours.territory.rep_id])
        for visit, day in enumerate(tours.day_of):
            key = (own[visit]["account_id"], own[visit]["visit_no"])
            if day == NOWHERE or own[visit]["status"] != PLANNED or key not in wanted:
                continue
            others = alternatives_to(tours, visit)
            if others:
                dated = [
                    (pd.Timestamp(settings.day(tours.territory.days[one.day])), clock_text(one.start // 60))
                    for one in others
                ]
                rows.append(
                    {
                        **dict(zip(("account_id", "visit_no"), key, strict=True)),
                        "extra_driving_minutes": round(others[0].extra_seconds / 60, 1),
                        **dict(zip(("date", "start"), dated[0], strict=True)),
                        **dict(zip(("third_on", "third_start"), (*dated[1:], (None, None))[0], strict=True)),
                    }
                )
    return _table(rows, ALTERNATIVES, ["account_id", "visit_no"])


def _visits_of(occurrences: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return what the tables say of each occurrence: of a large firm every column more takes seconds."""
    return occurrences[["rep_id", "account_id", "visit_no", "status", "gap_days"]].to_dict("records")


def _table(rows: list[dict[str, object]], columns: dict[str, str], order: list[str]) -> pd.DataFrame:
    """Give a table its columns, types and order, also when it has no row."""
    table = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return table.sort_values(order, ignore_index=True, kind="stable")


def _gap_days(appointments: pd.DataFrame, visits: pd.DataFrame) -> pd.Series:
    """Days since the account's visit before: in the plan, else the last one done before it."""
    ordered = appointments.sort_values(["account_id", "date", "visit_no"])
    before = ordered.groupby("account_id")["date"].shift()
    last = last_visits_done(visits)
    logged = pd.Series([last.get(account_id) for account_id in ordered["account_id"]], index=ordered.index)
    before = before.fillna(logged.astype("datetime64[us]"))
    gap = (ordered["date"] - before).dt.total_seconds() / 86400
    return gap.where(gap >= 0).reindex(appointments.index)


def _area(towns: list[str | None]) -> str:
    """Return the town with most of the day's visits; the first of the day on a tie."""
    known = [str(town) for town in towns if not pd.isna(town)]
    return max(known, key=lambda town: (known.count(town), -known.index(town)), default=MISSING)
