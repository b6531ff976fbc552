"""Which day suits? The question asked on the phone, answered on the tours as they stand."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches

import pandas as pd

from solver.calendar.agreed import PLANNED
from solver.calendar.build import build_territory
from solver.calendar.occurrences import COLUMNS, last_visits_done, list_occurrences
from solver.calendar.settings import CalendarSettings, clock_text
from solver.calendar.tables import CalendarTables
from solver.calendar.tours import NOWHERE, Tours
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_date

BEST = 5
CHOICES = {
    "date": "datetime64[us]",
    "start": "str",
    "detour_minutes": "float64",
    "room_minutes": "float64",
    "days_since": "Int64",
    "days_until": "Int64",
    "gap_kept": "bool",
    "cost_minutes": "float64",
    "moves": "str",
    "moved_to": "datetime64[us]",
}


@dataclass(frozen=True)
class Suiting:
    """How each day would suit one visit.

    Attributes
    ----------
    visit_no : int
        Which visit of the account; one more than planned where all those have their date.
    planned_on : Timestamp or None
        The day the plan proposes, where it has one.
    days : DataFrame
        `date, start, detour_minutes, room_minutes, days_since, days_until, gap_kept, cost_minutes, moves,
        moved_to`: each field day, by date. The detour is the driving that the visit adds, the room what stays
        free of the day after it, reserve kept; both are missing where the day has no room. Room may be made
        by moving one planned visit: to the account in `moves`, on `moved_to`. `days_since` and `days_until`
        lie between the day and the account's other visits, done, agreed or planned. The cost is the detour
        and what it is worth to lie nearer the ideal dates.
    """

    visit_no: int
    planned_on: pd.Timestamp | None
    days: pd.DataFrame

    def best(self, number: int = BEST) -> pd.DataFrame:
        """Return the days that suit best: those that keep the distance first, then the cheapest."""
        open_days = self.days.dropna(subset="detour_minutes")
        order = ["gap_kept", "cost_minutes", "date"]
        ranked = open_days.sort_values(order, ascending=[False, True, True], kind="stable")
        return ranked.head(number).reset_index(drop=True)


def days_that_suit(
    account_id: str,
    appointments: pd.DataFrame,
    tables: CalendarTables,
    settings: CalendarSettings,
    *,
    first_day: date,
    weeks: int,
) -> Suiting:
    """Return how the days of some weeks suit the next visit to an account, all other visits staying put.

    Parameters
    ----------
    account_id : str
    appointments : DataFrame
        Of step 12.
    tables : CalendarTables
        What they were made from.
    settings : CalendarSettings
    first_day : date
        From when on a day is looked for.
    weeks : int

    Raises
    ------
    PortfolioError
        The account is unknown, nobody visits it or nobody knows where it lies; the weeks lie outside the
        plan; the appointments were made from other tables.
    """
    rep_id = _rep_of(account_id, tables)
    end = first_day + timedelta(weeks=weeks)
    if first_day > settings.plan_end or end <= settings.plan_start:
        raise PortfolioError(
            _("the plan runs from {start} to {end}").format(
                start=format_date(settings.plan_start), end=format_date(settings.plan_end)
            ),
            column="--from",
            fix=_("give a day within it"),
        )
    visit_no, planned_on = _next_visit(account_id, appointments, tables, first_day)
    rows = _rows(account_id, visit_no, rep_id, tables, settings)
    tours = Tours(build_territory(rep_id, rows, tables, None, settings))
    number = {key: place for place, key in enumerate(zip(rows["account_id"], rows["visit_no"], strict=True))}
    _fill(tours, appointments[appointments["rep_id"] == rep_id], number, settings)
    visit = number[account_id, visit_no]
    others = _other_dates(account_id, visit_no, appointments, tables)
    days = _days(tours, visit, others, settings, list(rows["account_id"]), first_day, end)
    return Suiting(visit_no, planned_on, days)


def _rep_of(account_id: str, tables: CalendarTables) -> str:
    """Return who visits an account; refuse one that nobody can be sent to."""
    accounts = tables.accounts.set_index("account_id")
    if account_id not in accounts.index:
        near = get_close_matches(account_id, list(accounts.index), n=3)
        raise PortfolioError(
            _("there is no account “{id}”").format(id=account_id),
            file="accounts",
            column="account_id",
            fix=_("did you mean {ids}?").format(ids=", ".join(near)) if near else _("look its code up"),
        )
    rep_of = tables.allocation.set_index("account_id")["rep_id"]
    if account_id not in rep_of.index:
        raise PortfolioError(
            _("account “{id}” is visited by nobody: only clients, former clients and prospects are").format(
                id=account_id
            ),
            file="accounts",
            column="kind",
            fix=_("correct its kind and run the steps again"),
        )
    if accounts.loc[account_id, ["lat", "lon"]].isna().any():
        raise PortfolioError(
            _("nobody knows where account “{id}” lies, so no detour can be told").format(id=account_id),
            file="accounts",
            column="postcode",
            fix=_("give it a postcode and a town, or coordinates, and run the steps again"),
        )
    return str(rep_of[account_id])


def _next_visit(
    account_id: str, appointments: pd.DataFrame, tables: CalendarTables, first_day: date
) -> tuple[int, pd.Timestamp | None]:
    """Return the visit to find a day for: the next planned one, else one without a day, else one more."""
    own = appointments[appointments["account_id"] == account_id].sort_values("date", kind="stable")
    coming = own[(own["status"] == PLANNED) & (own["date"] >= pd.Timestamp(first_day))]
    if len(coming):
        return int(coming["visit_no"].iloc[0]), coming["date"].iloc[0]
    owed = tables.allocation.set_index("account_id")["visits"][account_id]
    every = range(1, max(int(owed), int(own["visit_no"].max()) if len(own) else 0) + 2)
    return next(number for number in every if number not in set(own["visit_no"])), None


def _rows(
    account_id: str, visit_no: int, rep_id: str, tables: CalendarTables, settings: CalendarSettings
) -> pd.DataFrame:
    """Return the visits of the rep under their numbers, those of the account free to fall on any day.

    One visit more than planned is added behind the others: counted anew, they would change their numbers.
    """
    own = tables.allocation["account_id"] == account_id
    known = tables.allocation["visits"].where(~own, tables.allocation["visits"].clip(lower=1))
    every = list_occurrences(tables, settings)
    if account_id not in set(every["account_id"]):
        once = replace(tables, allocation=tables.allocation.assign(visits=known))
        every = list_occurrences(once, settings)
    same = every[every["account_id"] == account_id]
    if visit_no not in set(same["visit_no"]):
        more = same.tail(1).assign(visit_no=visit_no, rep_id=rep_id, status=PLANNED, clock=None)
        every = pd.concat([every, more.astype(COLUMNS)])
        every = every.sort_values(["account_id", "visit_no"], kind="stable")
    rows = every[every["rep_id"] == rep_id].reset_index(drop=True)
    free = (rows["account_id"] == account_id) & (rows["status"] == PLANNED)
    rows.loc[free, ["first_day", "last_day"]] = [0, settings.plan_days - 1]
    return rows


def _fill(
    tours: Tours, appointments: pd.DataFrame, number: dict[tuple[str, int], int], settings: CalendarSettings
) -> None:
    """Put the appointments into the tours."""
    day_at = {pd.Timestamp(settings.day(offset)): day for day, offset in enumerate(tours.territory.days)}
    days: list[list[int]] = [[] for _day in tours.territory.days]
    for row in appointments.sort_values(["date", "stop"], kind="stable").to_dict("records"):
        day, visit = day_at.get(row["date"]), number.get((row["account_id"], row["visit_no"]))
        if day is None or visit is None:
            raise PortfolioError(
                _("the appointments were made from other tables than those of this folder"),
                file="appointments",
                fix=_("run step 12 again"),
            )
        days[day].append(visit)
    tours.fill(days)


def _other_dates(
    account_id: str, visit_no: int, appointments: pd.DataFrame, tables: CalendarTables
) -> list[pd.Timestamp]:
    """Return when the account is visited otherwise: done last, agreed, planned."""
    own = appointments[(appointments["account_id"] == account_id) & (appointments["visit_no"] != visit_no)]
    done = last_visits_done(tables.visits).get(account_id)
    return sorted([*own["date"], *([done] if done is not None else [])])


def _days(
    tours: Tours,
    visit: int,
    others: list[pd.Timestamp],
    settings: CalendarSettings,
    codes: list[str],
    first_day: date,
    end: date,
) -> pd.DataFrame:
    """Try the visit on each day; `codes` are the accounts of all visits."""
    own_day = tours.day_of[visit]
    if own_day != NOWHERE:
        stop = tours.stops[own_day].index(visit)
        tours.remove(own_day, stop, stop + 1)
    territory = tours.territory
    inside = [
        day
        for day, offset in enumerate(territory.days)
        if first_day <= settings.day(offset) < end and territory.field_seconds[day]
    ]
    rows = []
    for day in inside:
        day_on = pd.Timestamp(settings.day(territory.days[day]))
        row = {"date": day_on} | _distances(day_on, others, tours.gap[visit])
        rows.append(
            row | (_alone(tours, visit, day) or _in_exchange(tours, visit, day, codes, settings) or {})
        )
    return pd.DataFrame(rows, columns=list(CHOICES)).astype(CHOICES)


def _alone(tours: Tours, visit: int, day: int) -> dict[str, object] | None:
    """Put the visit into a day, read off what it takes, and take it out again; None without room."""
    found = tours.options(visit, day, day + 1)
    if not found:
        return None
    before = tours.cost, sum(tours.driving)
    tours.mark()
    tours.insert(visit, day, found[0][2])
    read = _read(tours, visit, day, *before)
    tours.undo()
    return read


def _in_exchange(
    tours: Tours, visit: int, day: int, codes: list[str], settings: CalendarSettings
) -> dict[str, object] | None:
    """Make room in a full day by moving one planned visit to another; None where no exchange does."""
    before = tours.cost, sum(tours.driving)
    best: dict[str, object] | None = None
    for other in [stop for stop in tours.stops[day] if not tours.fixed[stop]]:
        tours.mark()
        position = tours.stops[day].index(other)
        tours.remove(day, position, position + 1)
        if found := tours.options(visit, day, day + 1):
            tours.insert(visit, day, found[0][2])
            elsewhere = tours.cheapest(other)
            if elsewhere is not None and elsewhere[1] != day:
                tours.insert(other, *elsewhere[1:])
                read = _read(tours, visit, day, *before)
                if read is not None and (best is None or read["cost_minutes"] < best["cost_minutes"]):  # type: ignore[operator]
                    moved_to = pd.Timestamp(settings.day(tours.territory.days[elsewhere[1]]))
                    best = read | {"moves": codes[other], "moved_to": moved_to}
        tours.undo()
    return best


def _read(tours: Tours, visit: int, day: int, cost: int, driving: int) -> dict[str, object] | None:
    """Say when the visit starts, what it costs, and what is left of the day."""
    starts = tours.times(day)
    if starts is None:
        return None
    on_site = sum(tours.seconds[stop] for stop in tours.stops[day])
    room = tours.territory.capacity[day] - tours.driving[day] - on_site
    prize = tours.territory.prizes[tours.place[visit]][tours.placed[tours.place[visit]] - 1]
    return {
        "start": clock_text(starts[tours.stops[day].index(visit)] // 60),
        "detour_minutes": round((sum(tours.driving) - driving) / 60, 1),
        "room_minutes": round(room / 60, 1),
        "cost_minutes": round((tours.cost - cost + prize) / 60, 1),
    }


def _distances(day: pd.Timestamp, others: list[pd.Timestamp], gap: int) -> dict[str, object]:
    """Say how far the account's other visits lie, and whether that is far enough."""
    since = min(((day - other).days for other in others if other <= day), default=None)
    until = min(((other - day).days for other in others if other > day), default=None)
    kept = all(days is None or days >= gap for days in (since, until))
    return {"days_since": since, "days_until": until, "gap_kept": kept}
