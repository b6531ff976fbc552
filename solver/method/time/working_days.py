"""What each day of a plan is for: weekends and public holidays, then absences, dated or placed by rule.

The rule that places what portfolio.yaml does not date (a convention, written here and applied in this order):

* leave: three weeks from the first Monday of August, then the last five working days of December, each
  counting the leave already dated around it;
* meetings: the first working Mondays of the month;
* what is left of the leave, fairs, then training: spread evenly;
* office work: the days of the week that are none of the rep's field days, then the Friday of every week
  worked, or the last day worked before it.

What is spread evenly falls on Mondays while there are any, so that the middle of the week stays free for
visits. Amounts for a year are taken pro rata for a shorter plan, to the nearest half day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, floor
from typing import get_args

import numpy as np
import pandas as pd

from solver.parameters import Rep
from solver.parameters.reps import WEEKDAYS
from solver.words.errors import PortfolioError
from solver.words.i18n import _

# Where two dated absences overlap, the day is what comes first here.
PRECEDENCE = ("leave", "training", "fair", "meeting", "admin")
SUMMER_LEAVE_DAYS = 15.0
WINTER_LEAVE_DAYS = 5.0
MONDAY, SATURDAY = 0, 5
AUGUST, DECEMBER = 8, 12
REGION_ALIASES = {("FR", "Alsace-Moselle"): "57"}
EDGE = 1e-9


def calendar_days(start: date, end: date, country: str, region: str | None = None) -> pd.DataFrame:
    """Return every day from `start` to `end`, both included, as a weekend, a public holiday or a field day.

    Parameters
    ----------
    start, end : date
    country : str
        Two letters.
    region : str, optional
        Subdivision with holidays of its own, as the holidays library writes it, or `Alsace-Moselle`.

    Returns
    -------
    DataFrame
        `date, activity`. A holiday on a Saturday or Sunday is a weekend: it takes no working day.

    Raises
    ------
    PortfolioError
        The country or the region has no calendar.
    """
    days = pd.DataFrame({"date": pd.date_range(start, end, unit="us")})
    closed = pd.to_datetime(list(_public_holidays(start, end, country, region)))
    days["activity"] = "field"
    days.loc[days["date"].isin(closed), "activity"] = "holiday"
    days.loc[days["date"].dt.day_of_week >= SATURDAY, "activity"] = "weekend"
    return days


def plan_share(plan_start: date, plan_end: date) -> float:
    """Return the length of the plan over that of the year that begins with it."""
    start = pd.Timestamp(plan_start)
    return ((pd.Timestamp(plan_end) - start).days + 1) / (start + pd.DateOffset(years=1) - start).days


def place_absences(rep: Rep, days: pd.DataFrame) -> pd.DataFrame:
    """Put one rep's absences into the calendar.

    Parameters
    ----------
    rep : Rep
    days : DataFrame
        `date, activity`, as `calendar_days` returns it.

    Returns
    -------
    DataFrame
        `date, activity, field_share`, one row per day of the plan.
    """
    placed = _Days(days)
    closed = np.isin(placed.activity, ["weekend", "holiday"])
    for absence in sorted(rep.absences, key=lambda absence: -PRECEDENCE.index(absence.activity)):
        dated = days["date"].between(pd.Timestamp(absence.start), pd.Timestamp(absence.end)).to_numpy()
        placed.book(np.flatnonzero(dated & ~closed), absence.activity, len(days))
    share = plan_share(days["date"].iloc[0].date(), days["date"].iloc[-1].date())
    leave = _place_leave_weeks(placed, placed.missing("leave", rep.leave_days * share))
    _place_by_period(placed, "meeting", rep.meeting_days_per_month)
    _spread(placed, "leave", leave)
    _spread(placed, "fair", placed.missing("fair", rep.fair_days * share))
    _spread(placed, "training", placed.missing("training", rep.training_days * share))
    free = placed.free()
    placed.book(free[~np.isin(placed.weekday[free], _field_weekdays(rep))], "admin", len(days))
    _place_by_period(placed, "admin", rep.admin_days_per_week)
    return days.assign(activity=pd.array(placed.activity, dtype="str"), field_share=placed.field_share)


class _Days:
    """The days of a plan while one rep's absences are put into them."""

    def __init__(self, days: pd.DataFrame) -> None:
        self.date = pd.DatetimeIndex(days["date"])
        self.weekday = self.date.day_of_week.to_numpy()
        self.month = self.date.month.to_numpy()
        self.activity = days["activity"].to_numpy(dtype=object)
        self.field_share = (self.activity == "field").astype(float)

    def free(self, among: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Rows of the days, or of some of them, that nothing has been booked on."""
        return np.arange(len(self.activity))[among][self.activity[among] == "field"]

    def book(self, rows: Sequence[int] | np.ndarray, activity: str, amount: float) -> None:
        """Give `amount` days to an activity, in the order of `rows`; the last may be a half."""
        whole = floor(amount + EDGE)
        for taken, left in ((rows[:whole], 0.0), (rows[whole : whole + 1], 0.5)):
            if len(taken) and (left == 0.0 or amount - whole > EDGE):
                self.activity[taken], self.field_share[taken] = activity, left

    def taken(self, activity: str, among: np.ndarray | slice = slice(None)) -> float:
        """Days that an activity takes off the field."""
        return float((1 - self.field_share[among][self.activity[among] == activity]).sum())

    def missing(self, activity: str, amount: float) -> float:
        """Days still to be placed once the dated ones are counted."""
        return _half_days(amount - self.taken(activity))


def _field_weekdays(rep: Rep) -> list[int]:
    """Return the days of the week that the rep spends in the field, Monday as 0."""
    return [get_args(WEEKDAYS).index(day) for day in rep.field_weekdays]


def _public_holidays(start: date, end: date, country: str, region: str | None) -> Iterable[date]:
    import holidays  # slow to load, and one step asks

    subdivision = REGION_ALIASES.get((country, region or ""), region)
    years = range(start.year, end.year + 1)
    try:
        return holidays.country_holidays(country, subdiv=subdivision, years=years)
    except NotImplementedError:
        known = holidays.list_supported_countries(include_aliases=False)
        fix = (
            _("write one of: {regions}, or take region out").format(regions=", ".join(known[country]))
            if country in known
            else _("write the two letters of the country, as in FR")
        )
        raise PortfolioError(
            _("no calendar of public holidays for {place}").format(
                place=" ".join([country, *([region] if region else [])])
            ),
            fix=fix,
        ) from None


def _half_days(amount: float) -> float:
    """Nearest half day, upwards from the middle, never below zero."""
    return max(floor(amount * 2 + 0.5 + EDGE) / 2, 0.0)


def _place_leave_weeks(placed: _Days, amount: float) -> float:
    """Place leave in August and at the end of December; return the days still to be placed."""
    for wanted, months, candidates in (
        (SUMMER_LEAVE_DAYS, (AUGUST - 1, AUGUST), _summer_days),
        (WINTER_LEAVE_DAYS, (DECEMBER,), _winter_days),
    ):
        season = np.isin(placed.month, months)
        booked = min(amount, max(wanted - placed.taken("leave", season), 0.0))
        rows = candidates(placed)
        booked = min(booked, float(len(rows)))
        placed.book(rows, "leave", booked)
        amount -= booked
    return amount


def _summer_days(placed: _Days) -> np.ndarray:
    """Free days of the three weeks that begin on the first Monday of August."""
    free = placed.free()
    monday = placed.date[free] - pd.to_timedelta(placed.weekday[free], unit="D")
    return free[(monday.month == AUGUST) & (monday.day <= 21)]


def _winter_days(placed: _Days) -> np.ndarray:
    """Free days of December, the last first."""
    return placed.free(placed.month == DECEMBER)[::-1]


def _spread(placed: _Days, activity: str, amount: float) -> None:
    """Place whole days, and at most one half day, at even distances; Mondays first."""
    number = ceil(amount - EDGE)
    rows = _evenly(placed.free(placed.weekday == MONDAY), number)
    placed.book(rows, activity, amount)
    rest = number - len(rows)
    if rest > 0:
        placed.book(_evenly(placed.free(), rest), activity, amount - len(rows))


def _evenly(rows: np.ndarray, number: int) -> list[int]:
    """Return `number` entries at even distances, or all of them where there are fewer."""
    chosen = min(number, len(rows))
    return [int(rows[int((place + 0.5) * len(rows) / chosen)]) for place in range(chosen)]


def _place_by_period(placed: _Days, activity: str, amount: float) -> None:
    """Place meetings month by month, or office work week by week; less than half a day waits for the next.

    A period in which the rep never works asks for nothing.
    """
    by_month = activity == "meeting"
    if by_month:
        period = placed.date.year.to_numpy() * 12 + placed.month
        order = np.where(placed.weekday == MONDAY, -1, placed.weekday)
    else:
        period = (placed.date - placed.date[0]).days.to_numpy() - placed.weekday
        order = -placed.weekday
    due = 0.0
    for rows in np.split(np.arange(len(period)), np.flatnonzero(np.diff(period)) + 1):
        free = placed.free(rows)
        if not len(free):
            continue
        whole = len(rows) / placed.date[rows[0]].days_in_month if by_month else 1.0
        due = max(due + amount * whole - placed.taken(activity, rows), 0.0)
        booked = min(floor(due * 2 + EDGE) / 2, float(len(free)))
        placed.book(free[np.argsort(order[free], kind="stable")], activity, booked)
        due -= booked
