"""Does a planned visit keep what its account asks of the day? Written without the planner's code."""

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from solver.calendar.settings import CalendarSettings, clock_minutes
from solver.calendar.tables import CalendarTables
from solver.calendar.weeks import rhythm_dates
from solver.tables.rhythm import read_rhythm
from solver.tables.week import read_hours, read_weekdays
from solver.words.i18n import _, format_date
from solver.words.violation import Violation


def check_rules(
    planned: pd.DataFrame, tables: CalendarTables, settings: CalendarSettings
) -> Iterator[Violation]:
    """Return each planned visit at closed doors or on a day that its account or its zone does not have."""
    asked = tables.visit_rules.set_index("account_id").to_dict("index")
    closed = tables.closures.astype({"account_id": object})
    everyones = closed[closed["account_id"].isna()].to_dict("records")
    closures = {code: own.to_dict("records") for code, own in closed.groupby("account_id")}
    turns = {key: own.to_dict("records") for key, own in tables.zone_days.groupby(["rep_id", "zone"])}
    needed = tables.visit_time.set_index("account_id")["visit_minutes"]
    for visit in planned.to_dict("records"):
        own = asked.get(visit["account_id"], {})
        day = visit["date"]
        zone = turns.get((visit["rep_id"], own.get("zone")), [])
        broken = {
            "closed_hours": not _open(own.get("open_hours"), visit, needed, settings),
            "closed_period": _closed([*everyones, *closures.get(visit["account_id"], [])], day),
            "weekday": not _on_a_must(own.get("weekdays"), day),
            "zone_day": any("!" in line["weekdays"] for line in zone)
            and not any(_has_turn(line, day) for line in zone),
        }
        words = {
            "closed_hours": _("{account_id} is closed on {date} at {time}"),
            "closed_period": _("{account_id} is closed on {date}"),
            "weekday": _("{account_id} is not visited on that day of the week: {date}"),
            "zone_day": _("{account_id}: its zone does not have its turn on {date}"),
        }
        for rule, is_broken in broken.items():
            if is_broken:
                message = words[rule].format(
                    account_id=visit["account_id"], date=format_date(day), time=visit["start"]
                )
                yield Violation(rule, str(visit["account_id"]), 1, message)


def rhythms_in_force(
    log: pd.DataFrame, tables: CalendarTables, settings: CalendarSettings
) -> dict[str, list[pd.Timestamp]]:
    """Return the dates of each account that has a rhythm and visits in the plan."""
    done = log[log["status"] == "done"].groupby("account_id")["date"].max()
    owed = tables.allocation.loc[tables.allocation["visits"] > 0, "account_id"]
    rules = tables.visit_rules.reindex(columns=["account_id", "rhythm"])  # older runs have no rhythms
    asked = rules.dropna(subset="rhythm").set_index("account_id")["rhythm"]
    dates, last_done = {}, done.to_dict()
    for account_id, rhythm in asked[asked.index.isin(owed)].items():
        last = last_done[account_id].date() if account_id in last_done else None
        days = rhythm_dates(rhythm, settings.plan_start, settings.plan_end, last)
        dates[str(account_id)] = [pd.Timestamp(day) for day in days]
    return dates


def check_rhythms(
    appointments: pd.DataFrame,
    unplaced: pd.DataFrame,
    asked: dict[str, list[pd.Timestamp]],
    visit_rules: pd.DataFrame,
) -> Iterator[Violation]:
    """Return the dates asked for that no visit keeps and no line without a day excuses, and other hours."""
    rules = visit_rules.set_index("account_id")
    excused = unplaced.groupby("account_id").size()
    for account_id, dates in sorted(asked.items()):
        own = appointments[appointments["account_id"] == account_id].sort_values("date", kind="stable")
        left = list(dates)
        for day in own.loc[own["status"] == "agreed", "date"]:
            if left:
                left.remove(min(left, key=lambda date: abs(date - day)))
        slack = rules["rhythm_slack_days"][account_id]
        within = pd.Timedelta(days=0 if pd.isna(slack) else int(slack))
        clock = read_rhythm(rules["rhythm"][account_id]).clock
        planned = own[own["status"] == "planned"]
        starts = list(zip(planned["date"], planned["start"], strict=True))
        missed = []
        for date in left:
            kept = next((one for one in starts if abs(one[0] - date) <= within), None)
            if kept is None:
                missed.append(date)
                continue
            starts.remove(kept)
            if clock is not None and clock_minutes(kept[1]) != clock:
                said = _("{account_id} is visited on {date} at another time than its rhythm asks for")
                yield Violation(
                    "rhythm", account_id, 1, said.format(account_id=account_id, date=format_date(kept[0]))
                )
        if len(missed) > int(excused.get(account_id, 0)):
            said = _("{account_id}: no visit on {date}, a date of its rhythm")
            yield Violation(
                "rhythm",
                account_id,
                len(missed) - int(excused.get(account_id, 0)),
                said.format(account_id=account_id, date=format_date(missed[0])),
            )


def _open(hours: Any, visit: dict[Any, Any], needed: pd.Series, settings: CalendarSettings) -> bool:
    """Whether the visit starts, and where `hours_keep` says so ends, while the account is open."""
    if pd.isna(hours):
        return True
    start = clock_minutes(visit["start"])
    end = start + (float(needed[visit["account_id"]]) if settings.hours_keep == "whole" else 0)
    week = read_hours(hours)
    return any(opens <= start < closes and end <= closes for opens, closes in week[visit["date"].weekday()])


def _closed(closures: list[dict[Hashable, Any]], day: pd.Timestamp) -> bool:
    return any(line["from_on"] <= day <= line["to_on"] for line in closures)


def _on_a_must(weekdays: Any, day: pd.Timestamp) -> bool:
    if pd.isna(weekdays):
        return True
    days, must = read_weekdays(weekdays)
    return not must or day.weekday() in days


def _has_turn(line: dict[Hashable, Any], day: pd.Timestamp) -> bool:
    days, _must = read_weekdays(line["weekdays"])
    odd = day.isocalendar().week % 2 == 1
    return day.weekday() in days and (pd.isna(line["weeks"]) or odd == (line["weeks"] == "odd"))
