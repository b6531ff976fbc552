"""From a number of visits per account to single visits, each with the days it may fall on.

The plan is cut into as many equal blocks as an account has visits; the k-th visit belongs to the k-th block,
stretched a little at both ends. Where in the block it would best fall follows from the last visit done.
"""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.calendar.agreed import PLANNED, Agreed, agreed_visits, known
from solver.calendar.ramp import not_before
from solver.calendar.rhythm import asked_dates, refuse_more_than_planned, rows_by_dates
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.words.errors import PortfolioError
from solver.words.i18n import _

DAYS_BEFORE_DUE = 28
COLUMNS = {
    "account_id": "str",
    "rep_id": "str",
    "visit_no": "int64",
    "status": "str",
    "minutes": "float64",
    "first_day": "int64",
    "last_day": "int64",
    "block_first": "int64",
    "block_last": "int64",
    "ideal_day": "int64",
    "gap_days": "float64",
    "least_gap": "int64",
    "slack_days": "float64",
    "clock": "Int64",
    "leeway": "int64",
    "asked_on": "Int64",
    "not_before": "int64",
}
BY_ITSELF = {"clock": None, "leeway": 0, "asked_on": None}  # a visit that nobody has asked for
NO_DAY = {"status": PLANNED, "first_day": 1, "last_day": 0, "ideal_day": 0, "slack_days": None, **BY_ITSELF}


def list_occurrences(tables: CalendarTables, settings: CalendarSettings) -> pd.DataFrame:
    """Return one row per visit that the plan owes an account, agreed visits first where they stand.

    Parameters
    ----------
    tables : CalendarTables
        The last visit done of the log starts the rhythm, its agreed visits within the plan are frozen: each
        stays with the rep it names, if that rep exists.
    settings : CalendarSettings

    Returns
    -------
    DataFrame
        `account_id, rep_id, visit_no, status, minutes, first_day, last_day, block_first, block_last,
        ideal_day, gap_days, least_gap, slack_days, clock, leeway, asked_on, not_before`; days count from the
        start of the plan, the clock in minutes after midnight, its leeway in minutes; `asked_on` is the date
        of a rhythm, `not_before` the day from which a visit is no more than a steady rise. `first_day` after
        `last_day` means that no day keeps the spacing. `block_first` and `block_last` are the days before a
        contact that is due has narrowed them.

    Raises
    ------
    PortfolioError
        An account with visits has no visit time, or asks for more dates than it has visits.

    Notes
    -----
    With n visits over D days, those of the plan or up to the goal of the account, the ideal gap is g = D / n,
    and a visit may fall on any day of its block or up to (1 - s) g / 2 beside it, s being the spacing share:
    two visits that are not neighbours then keep the spacing by themselves. The ideal dates lie g apart, the
    first one g after the last visit done, pulled into the first block; mid-block without a log. Where a visit
    of a journey is due within a window, the window is the four weeks up to that day, and the ideal date is
    that day; the first visit may for that lie nearer to the last one done than the spacing. Where an account
    asks for a least gap, it is the spacing if it is more than that share; visits for which it leaves no room
    have no day. A longest gap m leaves (m - g) / 2 days on either side of the ideal date. Where an account
    asks for a rhythm, its dates take the place of all that, see `solver.calendar.rhythm.rows_by_dates`.
    """
    allocation = tables.allocation
    agreed = agreed_visits(tables.visits, settings)
    last_done = _days_since(tables.visits, settings)
    lasting = tables.visit_time["visit_minutes"]
    minutes, middle = dict(zip(tables.visit_time["account_id"], lasting, strict=True)), lasting.median()
    known_reps = set(tables.reps["rep_id"])
    owed = allocation.loc[allocation["visits"] > 0, ["account_id", "rep_id", "visits"]]
    number = dict(zip(owed["account_id"], owed["visits"].astype(int), strict=True))
    rep_of = dict(zip(allocation["account_id"], allocation["rep_id"], strict=True))
    due = _days_due(tables.journeys, settings)
    windows = _weeks_due(tables.windows, settings)
    limits = tables.visit_rules.set_index("account_id")[["min_gap_days", "max_gap_days"]]
    gaps = {account_id: (known(least), known(most)) for account_id, least, most in limits.itertuples()}
    until = days_to_goals(tables.goals, settings)
    asked = asked_dates(tables.visit_rules, last_done, settings)
    refuse_more_than_planned(asked, tables, settings)
    rows: list[dict[str, object]] = []
    for account_id in sorted(set(number) | set(agreed)):
        if account_id in number and account_id not in minutes:
            raise PortfolioError(
                _("account {account_id} has visits but no visit time").format(account_id=account_id),
                file="visit_time",
                fix=_("run step 2 again"),
            )
        usual = float(minutes.get(account_id, middle))
        rep_id = rep_of.get(account_id)
        frozen = [a for a in agreed.get(account_id, []) if a.rep_id in known_reps or rep_id is not None]
        if not frozen and account_id not in number:
            continue  # an agreed visit that is in nobody's diary
        wanted = max(number.get(account_id, 0), len(frozen))
        least, most = gaps.get(account_id, (None, None))
        if account_id in asked and account_id in number:
            rows += rows_by_dates(
                account_id,
                rep_id,
                usual,
                frozen,
                asked[account_id],
                wanted=wanted,
                least_gap=int(least or 0),
                last_done=last_done.get(account_id),
                known_reps=known_reps,
                settings=settings,
            )
            continue
        days = until.get(account_id, settings.plan_days)
        room = max((days - 1) // least + 1, len(frozen)) if least else wanted
        share = settings.spacing_share
        rhythm = _rhythm(min(wanted, room), last_done.get(account_id), days, share, int(least or 0), most)
        account_rows = _account_rows(account_id, rep_id, usual, frozen, rhythm, known_reps)
        free = _in_their_weeks(account_rows, windows.get(account_id, []))
        late = _by_their_day(free, due.get(account_id, []))
        if late and free and free[0] is account_rows[0]:
            _nearer_to_the_last_one(free[0], late[0], last_done.get(account_id), int(least or 0))
        rows += account_rows
        for k in range(rhythm.number + 1, wanted + 1):  # the least gap leaves no day for it
            row = {"account_id": account_id, "rep_id": rep_id, "visit_no": k, "minutes": usual, **NO_DAY}
            rows.append(row | {"gap_days": rhythm.gap, "least_gap": rhythm.least_gap})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("first", "last"):
        table[f"block_{name}"] = table[f"block_{name}"].fillna(table[f"{name}_day"])
    return table.assign(not_before=not_before(table, tables, settings)).astype(COLUMNS)


def is_due(occurrences: pd.DataFrame) -> pd.Series:
    """Tell the visits that a contact due has drawn into the weeks before it."""
    return occurrences["first_day"].ne(occurrences["block_first"]) | occurrences["last_day"].ne(
        occurrences["block_last"]
    )


def visits_due(journeys: pd.DataFrame | None) -> dict[str, list[pd.Timestamp]]:
    """Return the dates by which the visits of each account's journeys are due, in order of time."""
    if journeys is None:
        return {}
    dated = journeys[journeys["channel"] == "visit"].assign(due_on=lambda j: pd.to_datetime(j["due_on"]))
    return {str(code): sorted(own["due_on"]) for code, own in dated.groupby("account_id")}


def _days_due(journeys: pd.DataFrame | None, settings: CalendarSettings) -> dict[str, list[int]]:
    """Return the same as days of the plan, of those that fall into it."""
    start = pd.Timestamp(settings.plan_start)
    days = {code: [(day - start).days for day in own] for code, own in visits_due(journeys).items()}
    return {code: [day for day in own if 0 <= day < settings.plan_days] for code, own in days.items()}


def days_to_goals(goals: pd.DataFrame, settings: CalendarSettings) -> dict[str, int]:
    """Return how many days of the plan each account has until its goal, of those who have any."""
    due = pd.to_datetime(goals["due_on"])
    days = ((due - pd.Timestamp(settings.plan_start)).dt.days + 1).clip(upper=settings.plan_days)
    return {code: n for code, n in zip(goals["account_id"], days.tolist(), strict=True) if n > 0}


def _weeks_due(windows: pd.DataFrame | None, settings: CalendarSettings) -> dict[str, list[tuple[int, int]]]:
    """Return from which to which day of the plan a visit of each account is wanted, in order of time."""
    if windows is None:
        return {}
    start = pd.Timestamp(settings.plan_start)
    days = pd.DataFrame(
        {
            "account_id": windows["account_id"],
            "first": (windows["due_from"] - start).dt.days.clip(lower=0),
            "last": (windows["due_on"] - start).dt.days,
        }
    )
    return {
        str(account_id): sorted(zip(own["first"].tolist(), own["last"].tolist(), strict=True))
        for account_id, own in days.groupby("account_id")
    }


def _in_their_weeks(rows: list[dict[str, Any]], windows: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Lay each window on the first visit that can fall into it; return the planned visits that stay free."""
    free = [row for row in rows if row["status"] == PLANNED]
    for first, last in windows:
        able = [row for row in free if row["first_day"] <= last and row["last_day"] >= first]
        if able:
            low, high = max(able[0]["first_day"], first), min(able[0]["last_day"], last)
            ideal = min(max(able[0]["ideal_day"], low), high)
            able[0] |= {"first_day": low, "last_day": high, "ideal_day": ideal}
            free.remove(able[0])
    return free


def _by_their_day(free: list[dict[str, Any]], due: list[int]) -> list[int]:
    """Give the first visit that can be made by a day on which one is due the weeks before that day.

    Return the days that no visit can keep.
    """
    others = []
    for day in due:
        able = [row for row in free if row["first_day"] <= day <= row["last_day"]]
        if able:
            first = max(able[0]["first_day"], day - DAYS_BEFORE_DUE)
            able[0] |= {"first_day": first, "last_day": day, "ideal_day": day}
            free.remove(able[0])
        else:
            others.append(day)
    return others


def _nearer_to_the_last_one(row: dict[str, Any], day: int, last_done: int | None, least_gap: int) -> None:
    """Give the first visit the weeks before the day it is due, though the last one done was not long ago.

    Somebody goes there for a reason of its own: half of the wait is kept, and the least gap asked for. Who
    was visited in these very weeks is left alone.
    """
    if last_done is None or day >= row["first_day"] or row["last_day"] < row["first_day"]:
        return
    weeks = day - DAYS_BEFORE_DUE
    first = max(0, weeks, last_done + least_gap, math.ceil((last_done + day) / 2))
    if last_done < weeks and first <= day:
        row |= {"first_day": first, "last_day": day, "ideal_day": day}


def rhythm_visits(visit_rules: pd.DataFrame, visits: pd.DataFrame, settings: CalendarSettings) -> pd.Series:
    """Return how many dates each account asks for within the plan, by account_id, of those with a rhythm."""
    asked = asked_dates(visit_rules, _days_since(visits, settings), settings)
    dates = {account_id: len(one.days) for account_id, one in sorted(asked.items())}
    return pd.Series(dates, dtype="int64", name="rhythm_visits")


def _days_since(visits: pd.DataFrame, settings: CalendarSettings) -> dict[str, int]:
    """Return the day of the last visit done at each account, counted from the start of the plan."""
    start = pd.Timestamp(settings.plan_start)
    return {account_id: (date - start).days for account_id, date in last_visits_done(visits).items()}


def last_visits_done(visits: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """Return the date of the last visit done at each account that ever had one."""
    done = visits[visits["status"] == "done"]
    last = pd.to_datetime(done["date"]).groupby(done["account_id"]).max()
    return {str(account_id): date for account_id, date in last.items()}


@dataclass(frozen=True)
class _Rhythm:
    """How an account's visits spread over the plan; days count from its start."""

    number: int
    gap: float
    phase: float
    spacing: int
    stretch: float
    earliest: int
    days: int
    least_gap: int
    slack: float | None

    def window(self, k: int) -> tuple[int, int]:
        first = math.ceil((k - 1) * self.gap - self.stretch)
        last = math.ceil(k * self.gap + self.stretch) - 1
        return max(first, self.earliest, 0), min(last, self.days - 1)

    def ideal(self, k: int) -> int:
        return round(self.phase + (k - 1) * self.gap)

    def block_of(self, day: int) -> int:
        return min(max(int(day // self.gap) + 1, 1), self.number)


def _rhythm(
    number: int, last_done: int | None, days: int, spacing_share: float, least_gap: int, most: int | None
) -> _Rhythm:
    gap = days / number
    spacing = max(math.ceil(spacing_share * gap), least_gap)
    stretch = (1 - spacing_share) / 2 * gap
    return _Rhythm(
        number=number,
        gap=gap,
        phase=gap / 2 if last_done is None else min(max(last_done + gap, 0.0), gap),
        spacing=spacing,
        stretch=max(min(stretch, (gap - least_gap) / 2), 0.0),
        earliest=0 if last_done is None else last_done + spacing,
        days=days,
        least_gap=least_gap,
        slack=None if most is None else max(most - gap, 0.0) / 2,
    )


def _account_rows(
    account_id: str,
    rep_id: str | None,
    minutes: float,
    frozen: list[Agreed],
    rhythm: _Rhythm,
    known_reps: set[str],
) -> list[dict[str, object]]:
    """Rows of one account: agreed visits take the block they fall in, the others keep their distance."""
    agreed = dict(zip(_blocks_of(frozen, rhythm), frozen, strict=True))
    rows: list[dict[str, object]] = []
    for k in range(1, rhythm.number + 1):
        row: dict[str, object] = {"account_id": account_id, "visit_no": k, "gap_days": rhythm.gap}
        row |= {"least_gap": rhythm.least_gap, "slack_days": rhythm.slack}
        row |= BY_ITSELF
        one = agreed.get(k)
        if one is not None:
            row |= one.row(rep_id, minutes, known_reps)
        else:
            first, last = rhythm.window(k)
            first = max([first, *(a.day + rhythm.spacing for j, a in agreed.items() if j < k)])
            last = min([last, *(a.day - rhythm.spacing for j, a in agreed.items() if j > k)])
            row |= {"rep_id": rep_id, "status": PLANNED, "minutes": minutes}
            row |= {"first_day": first, "last_day": last, "ideal_day": rhythm.ideal(k)}
            row |= {"block_first": first, "block_last": last}
        rows.append(row)
    return rows


def _blocks_of(frozen: list[Agreed], rhythm: _Rhythm) -> list[int]:
    """Give each agreed visit a block of its own, in order of date."""
    blocks: list[int] = []
    for one in frozen:
        blocks.append(max(rhythm.block_of(one.day), blocks[-1] + 1 if blocks else 1))
    highest = rhythm.number
    for i in reversed(range(len(blocks))):
        blocks[i] = min(blocks[i], highest)
        highest = blocks[i] - 1
    return blocks
