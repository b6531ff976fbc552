"""Visits on the dates that an account asks for: the first Monday of each month, every fourth Tuesday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from solver.calendar.agreed import PLANNED, Agreed, known
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.weeks import rhythm_dates
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, counted, format_date

MOST_NAMED = 10


@dataclass(frozen=True)
class Asked:
    """The dates that an account asks for.

    Attributes
    ----------
    days : list of int
        Of the plan, rising.
    slack : int
        Days that a visit may lie from its date.
    text : str
        The rhythm as it is written.
    """

    days: list[int]
    slack: int
    text: str

    @property
    def nearest_two(self) -> float:
        """Days between the two dates that lie nearest to each other."""
        return min((after - before for before, after in pairwise(self.days)), default=float("inf"))


def asked_dates(
    visit_rules: pd.DataFrame, last_done: Mapping[str, int], settings: CalendarSettings
) -> dict[str, Asked]:
    """Return the dates of each account that asks for a rhythm; days count from the start of the plan."""
    asked = {}
    rules = visit_rules.reindex(columns=["account_id", "rhythm", "rhythm_slack_days"])  # older runs have none
    for row in rules.dropna(subset="rhythm").to_dict("records"):
        account_id, slack = str(row["account_id"]), known(row["rhythm_slack_days"])
        done = last_done.get(account_id)
        since = None if done is None else settings.plan_start + timedelta(days=done)
        dates = rhythm_dates(row["rhythm"], settings.plan_start, settings.plan_end, since)
        days = [(day - settings.plan_start).days for day in dates]
        asked[account_id] = Asked(days, int(slack or 0), str(row["rhythm"]))
    return asked


def refuse_more_than_planned(
    asked: Mapping[str, Asked], tables: CalendarTables, settings: CalendarSettings
) -> None:
    """Refuse a rhythm of more dates than the plan gives visits: which to drop is not for the calendar to say.

    Who gets no visit at all, as it objects or is on hold, has no date to keep.

    Raises
    ------
    PortfolioError
        Names the first account, both numbers, the others, and what to do.
    """
    given = dict(zip(tables.allocation["account_id"], tables.allocation["visits"], strict=True))
    short = [
        account_id
        for account_id, one in sorted(asked.items())
        if 0 < int(given.get(account_id, 0)) < len(one.days)
    ]
    if not short:
        return
    first, others = asked[short[0]], short[1:]
    visits = counted(int(given[short[0]]), "the plan gives it {n} visit", "the plan gives it {n} visits")
    problem = _("{account_id}: its rhythm {rhythm} has {dates} from {start} to {end}, and {visits}").format(
        account_id=short[0],
        rhythm=first.text,
        dates=counted(len(first.days), "{n} date", "{n} dates"),
        start=format_date(settings.plan_start),
        end=format_date(settings.plan_end),
        visits=visits,
    )
    if others:
        also = counted(
            len(others),
            "the rhythm of {n} other account has more dates than visits too: {names}",
            "the rhythms of {n} other accounts have more dates than visits too: {names}",
        )
        named = ", ".join(others[:MOST_NAMED]) + (", …" if len(others) > MOST_NAMED else "")
        problem = clauses([problem, also.format(names=named)])
    raise PortfolioError(
        problem,
        file="accounts",
        column="rhythm",
        fix=_("decide on as many visits in the file of decisions (min_visits), or ask for fewer dates"),
    )


def rows_by_dates(
    account_id: str,
    rep_id: str | None,
    minutes: float,
    frozen: list[Agreed],
    asked: Asked,
    *,
    wanted: int,
    least_gap: int,
    last_done: int | None,
    known_reps: set[str],
    settings: CalendarSettings,
) -> list[dict[str, object]]:
    """Return the visits of an account on its dates: an agreed one takes the place of the date nearest to it.

    Visits beyond the dates halve the longest waits.
    """
    left = list(asked.days)
    for one in frozen[: len(left)]:
        left.remove(min(left, key=lambda day: abs(day - one.day)))
    # Of each planned visit: the day it had best, the days it may lie from it, and its date.
    planned: list[tuple[int, int, int | None]] = [(day, asked.slack, day) for day in left]
    edges = 0 if last_done is None else last_done, settings.plan_days
    while len(frozen) + len(planned) < wanted:
        stands = sorted([*edges, *(one.day for one in frozen), *(day for day, *_rest in planned)])
        wait, start = max(((b - a, -a) for a, b in pairwise(stands)))
        planned.append((max(wait // 2 - start, 0), wait // 4, None))
    earliest = 0 if last_done is None else max(last_done + 1, 0)
    gap = min(settings.plan_days / max(wanted, 1), asked.nearest_two)
    rows: list[dict[str, Any]] = [
        {"rep_id": rep_id, "status": PLANNED, "minutes": minutes, "clock": None, "leeway": 0}
        | {"first_day": max(day - slack, earliest), "last_day": min(day + slack, settings.plan_days - 1)}
        | {"ideal_day": day, "asked_on": date}
        for day, slack, date in planned
    ]
    rows += [one.row(rep_id, minutes, known_reps) | {"asked_on": None} for one in frozen]
    rows.sort(key=lambda row: (row["ideal_day"], row["status"]))
    shared = {"account_id": account_id, "gap_days": gap, "least_gap": least_gap, "slack_days": None}
    return [row | shared | {"visit_no": number} for number, row in enumerate(rows, start=1)]
