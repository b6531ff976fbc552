"""The usual way to lay out a rep's weeks, to compare with: one sector per weekday, the nearest stop next."""

import numpy as np
import pandas as pd

from solver.calendar.build import rep_travel
from solver.calendar.settings import CalendarSettings
from solver.roads.places import home_of

WEEKDAYS = 5


def sector_tours(
    appointments: pd.DataFrame,
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    rep_days: pd.DataFrame,
    visit_time: pd.DataFrame,
    settings: CalendarSettings,
) -> pd.DataFrame:
    """Return the driving that the same visits would take with one sector per weekday.

    Parameters
    ----------
    appointments : DataFrame
        The visits to lay out; only account and rep are read.
    accounts, reps, rep_days, visit_time : DataFrame
        As `plan_appointments` takes them.
    settings : CalendarSettings

    Returns
    -------
    DataFrame
        `rep_id, date, stops, visit_minutes, driving_minutes, overfull` per day with visits.

    Notes
    -----
    The area around home is cut by angle into five sectors with as many minutes of visits each, one per
    weekday (the petals of a *marguerite*). The k-th of n visits goes to the least loaded day of its
    sector's weekday in the k-th of n equal parts of the plan; a day drives to the nearest stop left.
    Nothing keeps a day from being overfull: days are marked where visits and driving exceed field hours.
    """
    usual = visit_time.set_index("account_id")["visit_minutes"]
    rows: list[dict[str, object]] = []
    for rep_id, own in appointments.groupby("rep_id", sort=True):
        number = own.groupby("account_id").size().sort_index()
        account_ids = [str(account_id) for account_id in number.index]
        minutes = usual.reindex(account_ids).fillna(usual.median()).to_numpy()
        travel = rep_travel(str(rep_id), account_ids, accounts, reps, visit_time, settings.roads)
        sector = _sectors(str(rep_id), account_ids, number.to_numpy() * minutes, accounts, reps)
        field = rep_days[(rep_days["rep_id"] == rep_id) & (rep_days["field_hours"] > 0)]
        field = field.assign(date=pd.to_datetime(field["date"])).sort_values("date", kind="stable")
        days = _lay_out(sector, number.to_numpy(), minutes, field, settings)
        room = dict(zip(field["date"], field["field_hours"] * 60, strict=True))
        for date, stops in days.items():
            driving = _nearest_next(travel, [stop + 1 for stop in stops])
            on_site = float(sum(minutes[stop] for stop in stops))
            rows.append(
                {
                    "rep_id": str(rep_id),
                    "date": date,
                    "stops": len(stops),
                    "visit_minutes": on_site,
                    "driving_minutes": driving,
                    "overfull": on_site + driving > room[date],
                }
            )
    columns = ["rep_id", "date", "stops", "visit_minutes", "driving_minutes", "overfull"]
    return pd.DataFrame(rows, columns=columns).sort_values(["rep_id", "date"], ignore_index=True)


def _sectors(
    rep_id: str, account_ids: list[str], load: np.ndarray, accounts: pd.DataFrame, reps: pd.DataFrame
) -> np.ndarray:
    """Cut the circle around home into sectors of equal load; an unknown place counts as due east."""
    ((_rep_id, home_lat, home_lon),) = home_of(reps, rep_id).to_numpy()
    located = accounts.set_index("account_id")[["lat", "lon"]].reindex(account_ids).to_numpy(dtype=float)
    north, east = located[:, 0] - home_lat, (located[:, 1] - home_lon) * np.cos(np.radians(home_lat))
    turn = np.nan_to_num(np.arctan2(north, east)).round(9)  # processors differ in the last bit
    order = np.argsort(turn, kind="stable")
    before = np.cumsum(load[order]) - load[order]
    sector = np.empty(len(account_ids), dtype=int)
    sector[order] = np.minimum(before * WEEKDAYS // load.sum(), WEEKDAYS - 1)
    return sector


def _lay_out(
    sector: np.ndarray,
    number: np.ndarray,
    minutes: np.ndarray,
    field: pd.DataFrame,
    settings: CalendarSettings,
) -> dict[pd.Timestamp, list[int]]:
    """Give each visit a day of its sector's weekday, the most visited accounts first."""
    dates = list(field["date"])
    offsets = np.array([(date - pd.Timestamp(settings.plan_start)).days for date in dates])
    weekdays = np.array([date.weekday() for date in dates])
    load, days = np.zeros(len(dates)), {date: list[int]() for date in dates}
    for account in np.argsort(-number, kind="stable"):
        gap = settings.plan_days / number[account]
        for k in range(number[account]):
            inside = (offsets >= k * gap) & (offsets < (k + 1) * gap)
            choice = np.flatnonzero(inside & (weekdays == sector[account]))
            if not len(choice):
                away = np.abs(offsets - (k + 0.5) * gap) + 1000 * (weekdays != sector[account])
                choice = np.array([int(away.argmin())])
            day = int(choice[load[choice].argmin()])
            load[day] += minutes[account]
            days[dates[day]].append(int(account))
    return {date: stops for date, stops in days.items() if stops}


def _nearest_next(travel: np.ndarray, stops: list[int]) -> float:
    """Drive from home to the nearest stop left, again and again, and home."""
    here, left, driving = 0, list(stops), 0.0
    while left:
        nearest = min(left, key=lambda place: (travel[here, place], place))
        left.remove(nearest)
        driving += float(travel[here, nearest])
        here = nearest
    return driving + float(travel[here, 0])
