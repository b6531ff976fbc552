"""How fast an account may rise: in each quarter so many visits more than in the same one a year before."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.words.i18n import counted, format_date, format_number

QUARTERS = 4


def not_before(rows: pd.DataFrame, tables: CalendarTables, settings: CalendarSettings) -> np.ndarray:
    """Return for each visit the first day of the plan on which it keeps the ramp; 0 where any day does.

    Parameters
    ----------
    rows : DataFrame
        `account_id, visit_no`, an account's visits numbered in the order of their days.
    tables : CalendarTables
    settings : CalendarSettings
        `ramp_visits` of a year; none without it.

    Notes
    -----
    In the t-th quarter of the plan an account takes as many visits as in the same quarter a year before, and
    t times a quarter of `ramp_visits` more. Prospects had none, and a log that does not reach back a year
    tells nothing: both may have their visits on any day.
    """
    first = np.zeros(len(rows), dtype=np.int64)
    for end, most in _most_by(tables, settings):
        first[rows["visit_no"].to_numpy() > rows["account_id"].map(most).fillna(np.inf).to_numpy()] = end
    return first


def rising_faster(
    appointments: pd.DataFrame, tables: CalendarTables, settings: CalendarSettings
) -> Iterator[dict[str, str]]:
    """Yield a remark for each account that rises faster, on the first quarter in which it does."""
    told: set[str] = set()
    day = (appointments["date"] - pd.Timestamp(settings.plan_start)).dt.days
    for end, most in _most_by(tables, settings):
        early = appointments[day < end].groupby(["rep_id", "account_id"], as_index=False).size()
        for rep_id, account_id, visits in early.itertuples(index=False):
            if account_id not in told and visits > (allowed := most.get(account_id, np.inf)):
                told.add(account_id)
                remark = counted(
                    visits,
                    "{n} visit before {date}, {allowed} would be a steady rise: no day later keeps the "
                    "distance between visits, or is free",
                    "{n} visits before {date}, {allowed} would be a steady rise: no day later keeps the "
                    "distance between visits, or is free",
                ).format(date=format_date(settings.day(end)), allowed=format_number(allowed))
                yield {"rep_id": rep_id, "account_id": account_id, "remark": remark}


def _most_by(tables: CalendarTables, settings: CalendarSettings) -> Iterator[tuple[int, pd.Series]]:
    """Yield, quarter by quarter but for the last, its end and the most visits of each account before it."""
    start, log = pd.Timestamp(settings.plan_start), tables.visits
    if settings.ramp_visits is None:
        return
    dates = pd.to_datetime(log["date"])
    done = log[log["status"].eq("done") & (dates < start)].assign(date=dates)
    bounds = [start + pd.DateOffset(months=12 // QUARTERS * t) for t in range(QUARTERS + 1)]
    if done.empty or done["date"].min() > bounds[1] - pd.DateOffset(years=1):
        return
    accounts = tables.accounts
    known = accounts if "kind" not in accounts else accounts[accounts["kind"] != "prospect"]
    most = pd.Series(0.0, index=pd.Index(known["account_id"]))
    for t, (begin, end) in enumerate(pairwise(bounds[:-1]), start=1):
        before = done["date"].between(
            begin - pd.DateOffset(years=1), end - pd.DateOffset(years=1), inclusive="left"
        )
        had = done.loc[before, "account_id"].value_counts()
        most = most + had.reindex(most.index).fillna(0) + t * (settings.ramp_visits // QUARTERS)
        if (days := (end - start).days) < settings.plan_days:
            yield days, most
