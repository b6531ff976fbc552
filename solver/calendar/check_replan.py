"""Does a plan made again keep its promise to the dates that stood? Written without the planner's code."""

from collections.abc import Iterator

import pandas as pd

from solver.calendar.replan import Standing
from solver.calendar.settings import CalendarSettings
from solver.words.i18n import _, format_date, format_number
from solver.words.violation import Violation


def check_replan(
    appointments: pd.DataFrame, moved: pd.DataFrame, standing: Standing | None, settings: CalendarSettings
) -> list[Violation]:
    """Return every promise to the dates that stood that a plan made again breaks.

    Parameters
    ----------
    appointments, moved : DataFrame
        Of the plan made again.
    standing : Standing or None
        What it was made around; where nothing stood, nothing can be broken.
    settings : CalendarSettings

    Returns
    -------
    list of Violation
        Of one of the rules frozen_moved, moved_untold, moves_over; by how much in dates.
    """
    if standing is None:
        return []
    return [*_dates_lost(appointments, moved, standing, settings), *_over_the_budget(moved, standing)]


def _dates_lost(
    appointments: pd.DataFrame, moved: pd.DataFrame, standing: Standing, settings: CalendarSettings
) -> Iterator[Violation]:
    """Find dates that went without a word, or by choice although they were frozen."""
    now = set(zip(appointments["account_id"], appointments["date"], strict=True))
    told = {
        (line["account_id"], line["before_on"]): bool(line["chosen"]) for line in moved.to_dict("records")
    }
    before = standing.appointments
    agreed = set(appointments.loc[appointments["status"].eq("agreed"), "account_id"])
    stood = before[before["status"].eq("planned") & before["date"].ge(pd.Timestamp(settings.plan_start))]
    for account_id, day in zip(stood["account_id"], stood["date"], strict=True):
        key = (account_id, day)
        words = {"account_id": account_id, "date": format_date(day)}
        if key in now or (key not in told and account_id in agreed):
            continue  # it stands, or somebody agreed to another day
        if key not in told:
            said = _("{account_id}: the date of {date} is gone, and nothing says so").format(**words)
            yield Violation("moved_untold", str(account_id), 1, said)
        elif told[key] and day < pd.Timestamp(standing.first_free):
            said = _("{account_id}: the date of {date} was frozen, and moved").format(**words)
            yield Violation("frozen_moved", str(account_id), 1, said)


def _over_the_budget(moved: pd.DataFrame, standing: Standing) -> Iterator[Violation]:
    chosen = int(moved["chosen"].sum())
    if chosen > standing.changes_max:
        words = _("dates moved by choice: {n}, and {most} were allowed")
        said = words.format(n=format_number(chosen), most=format_number(standing.changes_max))
        yield Violation("moves_over", "", chosen - standing.changes_max, said)
