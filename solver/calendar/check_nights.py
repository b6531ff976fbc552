"""Does a night away keep its rules, and pay? Written without the planner's code."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from solver.calendar.elsewhere import with_homes
from solver.calendar.tables import CalendarTables
from solver.method.time.overnight import TERMS
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads
from solver.words.i18n import _, format_date, format_money
from solver.words.violation import Violation

MINUTES_TOLERANCE, EUR_TOLERANCE = 0.5, 1.0


def check_nights(
    nights: pd.DataFrame, appointments: pd.DataFrame, tables: CalendarTables, roads: Roads
) -> Iterator[Violation]:
    """Return each night without visits around it, near home or dearer than what it saves, and those too many.

    A night of a plan that stands is booked: what it costs and how far it is was weighed then.
    """
    asked = tables.reps.reindex(columns=["rep_id", *TERMS]).set_index("rep_id").astype("float64")
    hour = tables.visit_cost.set_index("rep_id")["cost_per_hour_eur"].to_dict()
    field = tables.rep_days[tables.rep_days["field_hours"] > 0]
    working = set(zip(field["rep_id"], pd.to_datetime(field["date"]), strict=True))
    booked = set(zip(tables.nights["rep_id"], tables.nights["date"], strict=True))
    for rep_id, own in nights.groupby("rep_id", sort=True):
        most, cost, least = asked.loc[[rep_id]].fillna(0.0).to_numpy()[0]
        if len(own) > most:
            words = _("{rep_id}: more nights away than the rep may spend")
            yield Violation("most_nights", str(rep_id), float(len(own) - most), words.format(rep_id=rep_id))
        ways = _Ways(str(rep_id), own, appointments, tables, roads)
        for night in own.to_dict("records"):
            words, amount = "", 0.0
            around = [night["date"], night["date"] + pd.Timedelta(days=1)]
            minutes, from_home = ways.saved(night)
            worth = minutes / 60 * hour.get(rep_id, 0.0)
            new = (rep_id, night["date"]) not in booked
            if np.isnan(minutes) or not all((rep_id, day) in working for day in around):
                words, amount = _("{rep_id}: no visit before or after the night of {date}"), 1.0
            elif new and from_home < least - MINUTES_TOLERANCE:
                words = _("{rep_id}: the night of {date} is spent too near to home")
                amount = least - from_home
            elif new and worth < cost - EUR_TOLERANCE:
                words = _("{rep_id}: the night of {date} costs {cost} and saves {worth}")
                amount = cost - worth
            if words:
                said = words.format(
                    rep_id=rep_id,
                    date=format_date(night["date"]),
                    cost=format_money(cost),
                    worth=format_money(worth),
                )
                yield Violation("night", str(rep_id), float(amount), said)


class _Ways:
    """What the nights of one rep save."""

    def __init__(
        self,
        rep_id: str,
        nights: pd.DataFrame,
        appointments: pd.DataFrame,
        tables: CalendarTables,
        roads: Roads,
    ) -> None:
        own = appointments[appointments["rep_id"] == rep_id].sort_values(["date", "stop"])
        self._days: dict[Any, list[str]] = own.groupby("date")["account_id"].agg(list).to_dict()
        places = list(dict.fromkeys([*own["account_id"], *nights["place_id"]]))
        known = with_homes(tables.accounts, tables.reps, tables.stays).set_index("account_id")
        self._row = {place: row for row, place in enumerate(places, start=1)}
        self._minutes = tour_minutes(rep_id, known.reindex(places).reset_index(), tables.reps, roads)

    def saved(self, night: dict[Any, Any]) -> tuple[float, float]:
        """Return the minutes that a night saves, missing without visits around it, and the way to it."""
        before = self._days.get(night["date"])
        after = self._days.get(night["date"] + pd.Timedelta(days=1))
        bed = self._row[night["place_id"]]
        from_home = float(self._minutes[0, bed] + self._minutes[bed, 0]) / 2
        if not before or not after:
            return float("nan"), from_home
        last, first = self._row[before[-1]], self._row[after[0]]
        home = self._minutes[last, 0] + self._minutes[0, first]
        return float(home - self._minutes[last, bed] - self._minutes[bed, first]), from_home
