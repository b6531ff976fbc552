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
    placed = days.assign(field_share=(days["activity"] == "field").astype("float64"))
    closed = placed["activity"].isin(["weekend", "holiday"])
    for absence in sorted(rep.absences, key=lambda absence: -PRECEDENCE.index(absence.activity)):
        dated = placed["date"].between(pd.Timestamp(absence.start), pd.Timestamp(absence.end))
        _book(placed, placed.index[dated & ~closed], absence.activity, len(placed))
    share = plan_share(days["date"].iloc[0].date(), days["date"].iloc[-1].date())
    leave = _place_leave_weeks(placed, _missing(placed, "leave", rep.leave_days * share))
    _place_by_period(placed, "meeting", rep.meeting_days_per_month)
    _spread(placed, "leave", leave)
    _spread(placed, "fair", _missing(placed, "fair", rep.fair_days * share))
    _spread(placed, "training", _missing(placed, "training", rep.training_days * share))
    weekday = _free(placed)["date"].dt.day_of_week
    _book(placed, weekday.index[~weekday.isin(_field_weekdays(rep))], "admin", len(placed))
    _place_by_period(placed, "admin", rep.admin_days_per_week)
    return placed


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


def _book(placed: pd.DataFrame, index: Iterable[int], activity: str, amount: float) -> None:
    """Give `amount` days to an activity, in the order of `index`; the last may be a half."""
    whole = floor(amount + EDGE)
    rows = list(index)
    placed.loc[rows[:whole], "activity"] = activity
    placed.loc[rows[:whole], "field_share"] = 0.0
    if amount - whole > EDGE and whole < len(rows):
        placed.loc[rows[whole], "activity"] = activity
        placed.loc[rows[whole], "field_share"] = 0.5


def _taken(placed: pd.DataFrame, activity: str) -> float:
    """Days that an activity takes off the field."""
    return float((1 - placed.loc[placed["activity"] == activity, "field_share"]).sum())


def _half_days(amount: float) -> float:
    """Nearest half day, upwards from the middle, never below zero."""
    return max(floor(amount * 2 + 0.5 + EDGE) / 2, 0.0)


def _missing(placed: pd.DataFrame, activity: str, amount: float) -> float:
    """Days still to be placed once the dated ones are counted."""
    return _half_days(amount - _taken(placed, activity))


def _free(placed: pd.DataFrame) -> pd.DataFrame:
    return placed[placed["activity"] == "field"]


def _place_leave_weeks(placed: pd.DataFrame, amount: float) -> float:
    """Place leave in August and at the end of December; return the days still to be placed."""
    month = placed["date"].dt.month
    for wanted, season, candidates in (
        (SUMMER_LEAVE_DAYS, month.isin([AUGUST - 1, AUGUST]), _summer_days),
        (WINTER_LEAVE_DAYS, month == DECEMBER, _winter_days),
    ):
        booked = min(amount, max(wanted - _taken(placed[season], "leave"), 0.0))
        index = candidates(_free(placed))
        booked = min(booked, float(len(index)))
        _book(placed, index, "leave", booked)
        amount -= booked
    return amount


def _summer_days(free: pd.DataFrame) -> list[int]:
    """Free days of the three weeks that begin on the first Monday of August."""
    date_ = free["date"]
    monday = date_ - pd.to_timedelta(date_.dt.day_of_week, unit="D")
    inside = (monday.dt.month == AUGUST) & (monday.dt.day <= 21)
    return list(free.index[inside])


def _winter_days(free: pd.DataFrame) -> list[int]:
    """Free days of December, the last first."""
    return list(free.index[free["date"].dt.month == DECEMBER])[::-1]


def _spread(placed: pd.DataFrame, activity: str, amount: float) -> None:
    """Place whole days, and at most one half day, at even distances; Mondays first."""
    number = ceil(amount - EDGE)
    mondays = _free(placed)[lambda free: free["date"].dt.day_of_week == MONDAY].index
    index = _evenly(mondays, number)
    _book(placed, index, activity, amount)
    rest = number - len(index)
    if rest > 0:
        _book(placed, _evenly(_free(placed).index, rest), activity, amount - len(index))


def _evenly(index: Sequence[int] | pd.Index, number: int) -> list[int]:
    """Return `number` entries at even distances, or all of them where there are fewer."""
    chosen = min(number, len(index))
    return [index[int((place + 0.5) * len(index) / chosen)] for place in range(chosen)]


def _place_by_period(placed: pd.DataFrame, activity: str, amount: float) -> None:
    """Place meetings month by month, or office work week by week; less than half a day waits for the next.

    A period in which the rep never works asks for nothing.
    """
    weekday = placed["date"].dt.day_of_week
    if activity == "meeting":
        period = placed["date"].dt.strftime("%Y-%m")
        order = weekday.where(weekday != MONDAY, -1)
        length = placed["date"].dt.days_in_month
    else:
        period = placed["date"] - pd.to_timedelta(weekday, unit="D")
        order = -weekday
        length = None
    due = 0.0
    for _name, rows in placed.groupby(period):
        free = _free(rows)
        if free.empty:
            continue
        whole = 1.0 if length is None else len(rows) / length[rows.index[0]]
        due = max(due + amount * whole - _taken(rows, activity), 0.0)
        booked = min(floor(due * 2 + EDGE) / 2, float(len(free)))
        _book(placed, order[free.index].sort_values(kind="stable").index, activity, booked)
        due -= booked
