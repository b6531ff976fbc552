"""The follow-up of prospects in 2024 and 2025: pursuits, from the first call to won or lost."""

from typing import Any

import numpy as np
import pandas as pd
from trading import working_days
from vocabulary import REPS

# How 600 pursuits end: called 600, reached 450, appointment 149, visited 127, quoted 51, won 15.
OUTCOMES = {
    "called": 150,
    "reached": 301,
    "appointment": 22,
    "visited": 56,
    "visited_lost": 20,
    "quoted": 8,
    "quoted_lost": 28,
    "won": 15,
}
LONG_OUTCOMES = ("appointment", "visited", "visited_lost", "quoted_lost")
QUARTERS = pd.period_range("2024Q1", "2025Q4", freq="Q")
# Days between a stage and the next one, backward from the first order.
WON_GAPS_DAYS = {"won": 9, "quoted": 30, "visited": 14, "appointment": 22, "reached": 3, "called": 8}
THE_END = pd.Timestamp("2026-01-01")
SILENT_PROSPECTS = 12
OPPOSED_PROSPECTS = 5
FORMER_PURSUED = 30


def field_days(rep_id: str, year: int) -> pd.DatetimeIndex:
    """Return a rep's days on the road: working days without leave, fairs and the monthly meeting."""
    position = [rep.rep_id for rep in REPS].index(rep_id)
    days = working_days(f"{year}-01-02", f"{year}-12-31")
    leave = [(f"{year}-02-10", 7 * (position % 3), 5), (f"{year}-04-14", 7 * (position % 2), 5)]
    leave += [(f"{year}-07-28", 7 * (position % 3), 12), (f"{year}-12-22", 0, 5)]
    away = {
        day
        for start, shift, length in leave
        for day in pd.bdate_range(pd.Timestamp(start) + pd.Timedelta(days=shift), periods=length)
    }
    away |= set(pd.bdate_range(f"{year}-10-06", periods=3))
    mondays = days[days.day_of_week == 0].to_series()
    meetings = set(mondays.groupby(mondays.dt.month).first())
    return days[~days.isin(away | meetings)]


def last_day_up_to(date: pd.Timestamp, days: pd.DatetimeIndex) -> pd.Timestamp:
    """Return the last of the days up to a date, or else the first of them."""
    return days[max(int(days.searchsorted(date, side="right")) - 1, 0)]


def mark_prospects(rng: np.random.Generator, prospects: pd.DataFrame) -> pd.DataFrame:
    """Mark the prospects silent for years and those who asked to be left alone."""
    drawn = rng.choice(len(prospects), SILENT_PROSPECTS + OPPOSED_PROSPECTS, replace=False)
    rows = np.arange(len(prospects))
    silent = np.isin(rows, drawn[:SILENT_PROSPECTS])
    first_contact = pd.Timestamp("2018-03-01") + pd.to_timedelta(rng.integers(0, 1200, len(rows)), unit="D")
    return prospects.assign(
        silent=silent,
        opposed=np.isin(rows, drawn[SILENT_PROSPECTS:]),
        since_on=prospects["since_on"].where(~silent, pd.Series(first_contact, index=prospects.index)),
    )


def follow_up(rng: np.random.Generator, prospects: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    """Write every pursuit's events, one row per stage reached."""
    days_of = {(rep.rep_id, year): field_days(rep.rep_id, year) for rep in REPS for year in (2024, 2025)}
    converts = buyers[buyers["start"].ge("2024-05-01") & buyers["cohort"].ne("new_2024_lost")]
    converts = converts.iloc[np.sort(rng.choice(len(converts), OUTCOMES["won"], replace=False))]
    events = [_won_pursuit(rng, account, days_of) for account in converts.itertuples()]
    pool = _pool(rng, prospects, buyers, converts)
    for pursuit in _outcomes(rng, pool).itertuples():
        events.append(_pursuit(rng, pursuit, days_of))
    rows = pd.DataFrame([row for rows in events for row in rows])
    return rows.sort_values(["date", "account_id"], kind="stable", ignore_index=True)


def _pool(
    rng: np.random.Generator, prospects: pd.DataFrame, buyers: pd.DataFrame, converts: pd.DataFrame
) -> pd.DataFrame:
    """List the accounts and quarters in which a pursuit can start, and keep as many as there are outcomes."""
    former = buyers[buyers["kind"] == "former_client"]
    former = former.iloc[np.sort(rng.choice(len(former), FORMER_PURSUED, replace=False))]
    known = prospects[~prospects["silent"] & ~prospects["opposed"]]
    columns = ["account_id", "rep_id", "opens_on", "closes_on", "weight"]
    # A former client is called once the purchases have stopped, a won client before they began.
    stopped = former["stop"].fillna(pd.Timestamp("2022-06-30")) + pd.Timedelta(days=150)
    accounts = pd.concat(
        [
            known.assign(opens_on=known["since_on"], closes_on=THE_END, weight=1.0)[columns],
            former.assign(opens_on=stopped, closes_on=THE_END, weight=0.4)[columns],
            converts.assign(
                opens_on=pd.Timestamp("2024-01-01"),
                closes_on=converts["start"] - pd.Timedelta(days=220),
                weight=0.5,
            )[columns],
        ],
        ignore_index=True,
    )
    pairs = accounts.merge(pd.DataFrame({"quarter": QUARTERS}), how="cross")
    first_day = pairs["quarter"].dt.start_time
    pairs = pairs[(first_day >= pairs["opens_on"]) & (first_day < pairs["closes_on"])].reset_index(drop=True)
    count = sum(OUTCOMES.values()) - OUTCOMES["won"]
    chosen = rng.choice(len(pairs), count, replace=False, p=pairs["weight"] / pairs["weight"].sum())
    return pairs.iloc[np.sort(chosen)].reset_index(drop=True)


def _outcomes(rng: np.random.Generator, pool: pd.DataFrame) -> pd.DataFrame:
    """Give each pursuit its outcome; a long one only where the next quarter is free."""
    outcome = pd.Series("", index=pool.index, dtype="object")
    next_account = pool["account_id"].shift(-1)
    next_quarter = pool["quarter"].shift(-1)
    free = (next_account != pool["account_id"]) | (next_quarter != pool["quarter"] + 1)
    prospect = pool["account_id"].str.startswith("P")
    last = pool["quarter"] == QUARTERS[-1]
    quoted = rng.choice(pool.index[last & prospect], OUTCOMES["quoted"], replace=False)
    outcome[quoted] = "quoted"
    candidates = rng.permutation(pool.index[free & ~last & (outcome == "")])
    position = 0
    for name in LONG_OUTCOMES:
        outcome[candidates[position : position + OUTCOMES[name]]] = name
        position += OUTCOMES[name]
    rest = rng.permutation(pool.index[outcome == ""])
    outcome[rest[: OUTCOMES["called"]]] = "called"
    outcome[rest[OUTCOMES["called"] :]] = "reached"
    return pool.assign(outcome=outcome)


def _pursuit(rng: np.random.Generator, pursuit: Any, days_of: dict) -> list[dict]:
    """Write one pursuit's rows forward from its first call."""
    stages, lost = _stages(pursuit.outcome)
    start = pursuit.quarter.start_time
    window = 24 if len(stages) > 2 else 84
    date = _on_field_day(start + pd.Timedelta(days=int(rng.integers(1, window))), pursuit.rep_id, days_of)
    rows = []
    for stage, gap in zip(stages, (0, 8, 3, 22, 14), strict=False):
        if gap:
            date = _on_field_day(date + pd.Timedelta(days=int(rng.integers(0, gap))), pursuit.rep_id, days_of)
        rows.append(_row(pursuit, date, stage, str(pursuit.quarter)))
    if lost:
        date = _on_field_day(date + pd.Timedelta(days=int(rng.integers(10, 35))), pursuit.rep_id, days_of)
        rows.append(_row(pursuit, date, "lost", str(pursuit.quarter)))
    return rows


def _won_pursuit(rng: np.random.Generator, account: Any, days_of: dict) -> list[dict]:
    """Write a won pursuit's rows backward from the first order."""
    date = account.start
    rows: list[dict] = []
    for stage, gap in WON_GAPS_DAYS.items():
        date = date - pd.Timedelta(days=int(rng.integers(gap // 2, gap + 1)))
        rows.insert(0, _row(account, _on_field_day(date, account.rep_id, days_of), stage, ""))
    campaign = str(rows[0]["date"].to_period("Q"))
    return [{**row, "campaign": campaign} for row in rows]


def _stages(outcome: str) -> tuple[list[str], bool]:
    """Return the stages on the way to an outcome, and whether the pursuit was then lost."""
    reached, _, lost = outcome.partition("_")
    order = ["called", "reached", "appointment", "visited", "quoted"]
    return order[: order.index(reached) + 1], lost == "lost"


def _on_field_day(date: pd.Timestamp, rep_id: str, days_of: dict) -> pd.Timestamp:
    """Return the rep's last day on the road up to a date of 2024 or 2025, or the first one of that year."""
    return last_day_up_to(date, days_of[rep_id, min(max(date.year, 2024), 2025)])


def _row(pursuit: Any, date: pd.Timestamp, stage: str, campaign: str) -> dict:
    """Return one event."""
    return {
        "date": date,
        "rep_id": pursuit.rep_id,
        "account_id": pursuit.account_id,
        "campaign": campaign,
        "stage": stage,
    }
