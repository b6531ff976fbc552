"""Do agreed visits stand where and when they were agreed? Written without the planner's code."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from solver.calendar.settings import clock_minutes
from solver.words.i18n import _, format_date
from solver.words.violation import Violation


def check_agreed(appointments: pd.DataFrame, agreed: pd.DataFrame) -> Iterator[Violation]:
    """Agreed visits stand at their date and time; those in nobody's diary are remarks, not violations.

    What was agreed for a day stands at any time of it, what was agreed for a week on any day of it, what has
    a leeway within so many minutes of its time.
    """
    words = {
        "agreed_moved": _("{account_id}: the visit agreed for {date} is not there or at another time"),
        "agreed_leeway": _("{account_id}: the visit agreed for {date} starts outside its leeway"),
        "agreed_week": _("{account_id}: the visit agreed for the week of {date} is not in it"),
    }
    dated = appointments[appointments["status"] == "agreed"]
    in_diary = set(appointments["account_id"])
    stands: dict[str, list[Any]] = {}
    for row in dated.sort_values(["account_id", "date", "stop"], kind="stable").to_dict("records"):
        stands.setdefault(str(row["account_id"]), []).append(row)
    by_freedom = agreed.assign(free=agreed["flexible"].eq("week") if "flexible" in agreed else False)
    for row in by_freedom.sort_values(["free", "date"], kind="stable").to_dict("records"):
        if row["account_id"] not in in_diary:
            continue
        of_account = stands.get(str(row["account_id"]), [])
        kept = next((one for one in of_account if _keeps(row, one)), None)
        if kept is not None:
            of_account.remove(kept)
            continue
        rule = "agreed_week" if row["free"] else "agreed_moved"
        if (
            not row["free"]
            and row.get("leeway_minutes", 0) > 0
            and any(one["date"] == row["date"] for one in of_account)
        ):
            rule = "agreed_leeway"
        said = words[rule].format(account_id=row["account_id"], date=format_date(row["date"]))
        yield Violation(rule, str(row["account_id"]), 1, said)


def agreed_minutes(agreed: pd.DataFrame) -> dict[tuple[str, pd.Timestamp], float]:
    """Return how long agreed visits take, by account and by each day that they may fall on."""
    lengths: dict[tuple[str, pd.Timestamp], float] = {}
    for row in agreed.dropna(subset="duration_minutes").to_dict("records"):
        days = [row["date"]]
        if row.get("flexible") == "week":
            monday = row["date"] - pd.Timedelta(days=row["date"].weekday())
            days = [monday + pd.Timedelta(days=n) for n in range(7)]
        lengths |= {(row["account_id"], day): float(row["duration_minutes"]) for day in days}
    return lengths


def _keeps(agreed: dict[Any, Any], dated: dict[Any, Any]) -> bool:
    flexible, time, leeway = (agreed.get(name) for name in ("flexible", "start_time", "leeway_minutes"))
    if flexible == "week":
        mondays = [day - pd.Timedelta(days=day.weekday()) for day in (agreed["date"], dated["date"])]
        return bool(mondays[0] == mondays[1])
    if agreed["date"] != dated["date"]:
        return False
    if flexible == "day" or pd.isna(time):
        return True
    apart = abs(clock_minutes(dated["start"]) - clock_minutes(str(time)))
    return apart <= (0.0 if pd.isna(leeway) else float(leeway))
