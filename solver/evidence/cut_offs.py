"""On which past days the rankings can be judged, and why they cannot where there is none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

YEAR, HALF_YEAR = 12, 6


@dataclass(frozen=True)
class CutOff:
    """A day of the past: what was known then ranks the clients, what followed judges the ranking."""

    on: date  # the last that is known
    months: int  # of the time before that describes a client, and of that after which judges: 12, or 6
    known_months: int  # of history up to that day, without a gap

    @property
    def begins(self) -> date:
        """Last day before the time that describes a client."""
        return months_before(self.on, self.months)

    @property
    def judged_until(self) -> date:
        """Last day of the time that judges."""
        return months_before(self.on, -self.months)

    @property
    def earlier(self) -> "CutOff | None":
        """The day on which a model can be fitted whose outcome is known by now, where the history reaches."""
        if self.known_months < 2 * self.months:
            return None
        return CutOff(months_before(self.on, self.months), self.months, self.known_months - self.months)


def months_before(day: date, months: int) -> date:
    """Return the day so many months before, an end of month for an end of month; below 0 looks ahead."""
    then, at_end = pd.Timestamp(day) - pd.DateOffset(months=months), pd.Timestamp(day).is_month_end
    return (then + pd.offsets.MonthEnd(0) if at_end else then).date()


def cut_offs(sales: pd.DataFrame, as_of: date) -> tuple[list[CutOff], dict[str, Any] | None]:
    """Return the days on which rankings can be judged, the latest first, or the cause why there is none.

    They lie a year apart, half a year where less than two years are covered up to `as_of`, the last day of
    the time that judges the latest. A month in which nobody was invoiced is a gap in the export: only what
    lies after it counts.
    """
    known = _known(sales, as_of)
    month = pd.Period(as_of, "M")
    if as_of != month.end_time.date():
        return [], {
            "code": "inside_month",
            "as_of": as_of.isoformat(),
            "month_end": (month - 1).end_time.date().isoformat(),
        }
    if known.empty or known.max().to_period("M") < month:
        last = None if known.empty else known.max().date().isoformat()
        return [], {"code": "no_data", "as_of": as_of.isoformat(), "last": last}
    covered = covered_months(sales, as_of)
    if covered >= 2 * HALF_YEAR:
        return _spaced(as_of, covered), None
    if missing := gap_of(sales, as_of):
        return [], {"code": "gap", "first": missing[0], "last": missing[-1]}
    return [], {"code": "short", "first": known.min().date().isoformat(), "months": covered}


def covered_months(sales: pd.DataFrame, as_of: date) -> int:
    """Return the months up to the day without a gap in the export."""
    known = _known(sales, as_of)
    if known.empty:
        return 0
    missing = gap_of(sales, as_of)
    begins = pd.Period(missing[-1], "M") + 1 if missing else known.min().to_period("M")
    return (pd.Period(as_of, "M") - begins).n + 1


def gap_of(sales: pd.DataFrame, as_of: date) -> list[str]:
    """Return the months up to the day, after the first invoice, in which nobody was invoiced."""
    known = _known(sales, as_of)
    if known.empty:
        return []
    invoiced = set(known.dt.to_period("M").unique())
    whole = pd.period_range(min(invoiced), pd.Period(as_of, "M"), freq="M")
    return [str(month) for month in whole if month not in invoiced]


def _known(sales: pd.DataFrame, as_of: date) -> pd.Series:
    return sales.loc[sales["date"] <= pd.Timestamp(as_of), "date"]


def _spaced(as_of: date, covered: int) -> list[CutOff]:
    months = YEAR if covered >= 2 * YEAR else HALF_YEAR
    back = range(months, covered - months + 1, months)
    return [CutOff(months_before(as_of, step), months, covered - step) for step in back]
