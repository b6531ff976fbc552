"""What a person may change about the calendar."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from solver.roads.roads import Roads
from solver.words.errors import PortfolioError
from solver.words.i18n import _

MOST_ROUNDS = 10_000_000  # of a whole firm: a minute and a half of a processor
LEAST_ROUNDS = 20  # of a visit: below, the tours are visibly longer


@dataclass(frozen=True, kw_only=True)
class CalendarSettings:
    """Settings of step 12.

    Parameters
    ----------
    plan_start, plan_end : date
        First and last day that may hold visits.
    roads : Roads
        How long a drive takes.
    day_start : str
        When a rep leaves home.
    lunch_start : str
        When lunch is wished for; it moves to the nearest moment between two visits.
    lunch_minutes : int
        Length of the break; it is not field time. 0 for none.
    slot_minutes : int
        Visits start on multiples of this after `day_start`.
    day_reserve_share : float
        Part of each day's field hours that is never planned. Less than the reserve of step 2 will do:
        whole visits never fill a day to the minute, and what they leave makes up the rest.
    spacing_share : float
        Two visits of one account are never nearer than this share of their ideal gap.
    regularity_minutes : float
        Driving accepted to bring a visit that lies half a gap off its ideal date back to it.
    off_day_minutes : float
        Driving accepted to bring a visit to a day of the week that is wished for.
    hours_keep : {"start", "whole"}
        Whether a visit has to start, or to start and end, while the account is open.
    iterations_per_visit : int
        Rounds of improvement of a rep's tours, per visit to place; 1,000 for a thorough search. A firm of
        more than 100,000 visits gets fewer, see `for_so_many`.
    ramp_visits : int, optional
        So many visits more than a year before an account may have in a year, a quarter of them in the first
        quarter, two in the next and so on: where its days allow, a visit beyond waits.
    seed : int
        Same seed, same plan.

    Raises
    ------
    PortfolioError
        A setting is out of bounds.
    """

    plan_start: date
    plan_end: date
    roads: Roads
    day_start: str = "08:30"
    lunch_start: str = "12:30"
    lunch_minutes: int = 60
    slot_minutes: int = 5
    day_reserve_share: float = 0.08
    spacing_share: float = 0.5
    regularity_minutes: float = 20.0
    off_day_minutes: float = 20.0
    hours_keep: Literal["start", "whole"] = "start"
    iterations_per_visit: int = 100
    ramp_visits: int | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be planned with."""
        clock_minutes(self.day_start, "day_start")
        clock_minutes(self.lunch_start, "lunch_start")
        if self.plan_end < self.plan_start:
            raise PortfolioError(
                _("the plan ends on {end}, before it starts on {start}").format(
                    end=self.plan_end.isoformat(), start=self.plan_start.isoformat()
                ),
                column="plan_end",
                fix=_("give a later day"),
            )
        for name, low, high in (
            ("day_reserve_share", 0, 0.9),
            ("spacing_share", 0, 1),
            ("regularity_minutes", 0, 600),
            ("off_day_minutes", 0, 600),
            ("lunch_minutes", 0, 240),
            ("slot_minutes", 1, 60),
            ("iterations_per_visit", 0, 10_000),
        ):
            if not low <= getattr(self, name) <= high:
                raise PortfolioError(
                    _("{value} is out of bounds").format(value=getattr(self, name)),
                    column=name,
                    fix=_("give a value from {low} to {high}").format(low=low, high=high),
                )

    @property
    def plan_days(self) -> int:
        """Calendar days of the plan, both ends included."""
        return (self.plan_end - self.plan_start).days + 1

    def for_so_many(self, visits: int) -> "CalendarSettings":
        """Return the settings for so many visits of all reps: a hundred rounds each of 100,000, not more."""
        most = max(MOST_ROUNDS // max(visits, 1), LEAST_ROUNDS)
        return replace(self, iterations_per_visit=min(self.iterations_per_visit, most))

    def day(self, offset: int) -> date:
        """Return the date `offset` days after the start of the plan."""
        return self.plan_start + timedelta(days=offset)


def clock_minutes(clock: str, column: str = "start_time") -> int:
    """Return the minutes after midnight of a time such as `09:30`.

    Raises
    ------
    PortfolioError
        It is no time of the day.
    """
    hours, colon, minutes = clock.strip().partition(":")
    if colon and hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
        return int(hours) * 60 + int(minutes)
    raise PortfolioError(
        _("“{clock}” is not a time of the day").format(clock=clock),
        column=column,
        fix=_("write it as 09:30"),
    )


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as a time such as `09:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
