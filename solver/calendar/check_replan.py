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
        Of one of the rules frozen_moved, frozen_gone, moved_untold, moves_over; by how much in dates.
    """
    if standing is None:
        return []
    return [*_dates_lost(appointments, moved, standing, settings), *_over_the_budget(moved, standing)]


def _dates_lost(
    appointments: pd.DataFrame, moved: pd.DataFrame, standing: Standing, settings: CalendarSettings
) -> Iterator[Violation]:
    """Find dates that went without a word, by choice although frozen, or before dates that are free."""
    now = set(zip(appointments["account_id"], appointments["date"], strict=True))
    told = {(line["account_id"], line["before_on"]): line for line in moved.to_dict("records")}
    before = standing.appointments
    stood = before[before["status"].eq("planned") & before["date"].ge(pd.Timestamp(settings.plan_start))]
    dates = list(zip(stood["account_id"], stood["date"], strict=True))
    first_free = pd.Timestamp(standing.first_free)
    planned = appointments[appointments["status"].eq("planned")]
    still = set(dates) & set(zip(planned["account_id"], planned["date"], strict=True))
    with_free = {account_id for account_id, day in still if day >= first_free}
    excused = _excused({key for key in dates if key not in now and key not in told}, appointments, before)
    for key in dates:
        account_id, day = key
        words = {"account_id": account_id, "date": format_date(day)}
        if key in now or key in excused:
            continue  # it stands, or somebody agreed to another day
        if key not in told:
            said = _("{account_id}: the date of {date} is gone, and nothing says so").format(**words)
            yield Violation("moved_untold", str(account_id), 1, said)
        elif told[key]["chosen"] and day < first_free:
            said = _("{account_id}: the date of {date} was frozen, and moved").format(**words)
            yield Violation("frozen_moved", str(account_id), 1, said)
        elif pd.isna(told[key]["visit_no"]) and day < first_free and account_id in with_free:
            words_gone = _("{account_id}: the date of {date} was frozen, and went before a later one")
            yield Violation("frozen_gone", str(account_id), 1, words_gone.format(**words))


def _excused(
    lost: set[tuple[str, pd.Timestamp]], appointments: pd.DataFrame, before: pd.DataFrame
) -> set[tuple[str, pd.Timestamp]]:
    """Return the dates whose place a visit agreed meanwhile took: the nearest to it, one for each."""
    known = set(zip(before["account_id"], before["date"], strict=True))
    agreed = appointments[appointments["status"].eq("agreed")]
    excused: set[tuple[str, pd.Timestamp]] = set()
    for one in sorted(set(zip(agreed["account_id"], agreed["date"], strict=True)) - known):
        able = sorted(key for key in lost - excused if key[0] == one[0])
        if able:
            excused.add(min(able, key=lambda key: abs(key[1] - one[1])))
    return excused


def _over_the_budget(moved: pd.DataFrame, standing: Standing) -> Iterator[Violation]:
    chosen = int(moved["chosen"].sum())
    if chosen > standing.changes_max:
        words = _("dates moved by choice: {n}, and {most} were allowed")
        said = words.format(n=format_number(chosen), most=format_number(standing.changes_max))
        yield Violation("moves_over", "", chosen - standing.changes_max, said)
