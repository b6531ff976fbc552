"""The visit log of 2025: on which day, at what time, for how long, and what came of it."""

import numpy as np
import pandas as pd
from places import DECIMALS
from prospecting import field_days, last_day_up_to
from vocabulary import REPS, SLOTS

VISITS_PER_DAY_MAX = 5
OTHER_WEEKDAY_COST_DAYS = 4.0
UNANNOUNCED = 20
LARGE_REVENUE_EUR = 18_000
RESULTS = {
    # result: odds for a usual client, a favourite one, a prospect
    "Commande": (0.27, 0.14, 0.0),
    "Devis remis": (0.12, 0.03, 0.2),
    "Visite de suivi": (0.33, 0.23, 0.0),
    "Visite de courtoisie": (0.08, 0.52, 0.0),
    "Démonstration": (0.08, 0.02, 0.2),
    "Réclamation": (0.05, 0.02, 0.0),
    "Prise de contact": (0.0, 0.0, 0.5),
    "Absent": (0.07, 0.04, 0.1),
}


def visit_log(
    rng: np.random.Generator, buyers: pd.DataFrame, prospects: pd.DataFrame, events: pd.DataFrame
) -> pd.DataFrame:
    """Write the visits done in 2025, each on a day the rep was on the road."""
    fixed = _prospect_visits(rng, prospects, events)
    logs = []
    for rep in REPS:
        own = buyers[buyers["rep_id"].eq(rep.rep_id) & buyers["visits_2025"].gt(0)]
        days = field_days(rep.rep_id, 2025)
        log = pd.concat([_place(rng, own, fixed, days), fixed[fixed["rep_id"] == rep.rep_id]])
        logs.append(_add_hours(rng, log))
    log = pd.concat(logs, ignore_index=True)
    log = log.sort_values(["date", "rep_id", "start_time"], ignore_index=True)
    accounts = buyers.set_index("account_id")
    favourite = log["account_id"].map(accounts["favourite"]).eq(True)
    large = log["account_id"].map(accounts["revenue_2025"]).gt(LARGE_REVENUE_EUR)
    return log.assign(
        duration=_minutes(rng, long=favourite | large),
        status="Réalisée",
        result=_results(rng, favourite, log["account_id"].str.startswith("P")),
    )


def _prospect_visits(rng: np.random.Generator, prospects: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return dated visits to prospects: the pursuits' own, second and third ones, and a few unannounced."""
    first = events[events["stage"].eq("visited") & events["date"].dt.year.eq(2025)]
    first = first[["rep_id", "account_id", "date"]]
    second = first.sample(frac=0.5, random_state=rng)
    third = second.sample(frac=0.5, random_state=rng)
    free = ~prospects["silent"] & ~prospects["opposed"] & prospects["since_on"].lt("2025-01-01")
    calls = prospects[free].sample(UNANNOUNCED, random_state=rng)[["rep_id", "account_id"]]
    calls = calls.assign(date=pd.Timestamp("2025-01-06"))
    dated = pd.concat(
        [first, *(_later(rng, *row) for row in ((second, 10, 22), (third, 24, 40), (calls, 0, 340)))],
        ignore_index=True,
    )
    dated = dated[dated["date"].le("2025-12-20")]
    days = {rep.rep_id: field_days(rep.rep_id, 2025) for rep in REPS}
    on_road = [last_day_up_to(row.date, days[row.rep_id]) for row in dated.itertuples()]
    dated = dated.assign(date=on_road).drop_duplicates(["account_id", "date"])
    return dated.sort_values(["date", "account_id"])


def _later(rng: np.random.Generator, visits: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Move visits by a random number of days."""
    shift = pd.to_timedelta(rng.integers(low, high, len(visits)), unit="D")
    return visits.assign(date=visits["date"] + shift)


def _place(
    rng: np.random.Generator, own: pd.DataFrame, fixed: pd.DataFrame, days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Spread a rep's visits over the year, most of them on the weekday of the account's direction."""
    rep_id = own["rep_id"].iloc[0]
    already = fixed.loc[fixed["rep_id"] == rep_id, "date"].value_counts()
    load = already.reindex(days, fill_value=0).to_numpy(copy=True)
    other_weekday = days.day_of_week.to_numpy()[:, None] != np.arange(5)
    placed: set[tuple[str, int]] = set()
    for ideal, account_id, direction in sorted(_ideal_days(rng, own, days)):
        cost = np.abs(np.arange(len(days)) - ideal) + OTHER_WEEKDAY_COST_DAYS * other_weekday[:, direction]
        cost = np.where(load >= VISITS_PER_DAY_MAX, np.inf, cost)
        nearest = (int(day) for day in np.argsort(cost, kind="stable"))
        day = next(day for day in nearest if (account_id, day) not in placed)
        placed.add((account_id, day))
        load[day] += 1
    rows = [(rep_id, account_id, days[day]) for account_id, day in sorted(placed)]
    return pd.DataFrame(rows, columns=["rep_id", "account_id", "date"])


def _ideal_days(
    rng: np.random.Generator, own: pd.DataFrame, days: pd.DatetimeIndex
) -> list[tuple[float, str, int]]:
    """Return for each visit the ideal position in the year, its account and the account's direction."""
    east, north = own["lon"] - own["lon"].median(), own["lat"] - own["lat"].median()
    direction = pd.Series(np.arctan2(north, east), index=own.index).round(DECIMALS)
    turn = direction.rank(method="first", pct=True)
    begins = days.searchsorted(own["start"].fillna(days[0]))
    visits = []
    for account_id, count, part, begin in zip(
        own["account_id"], own["visits_2025"], turn, begins, strict=True
    ):
        marks = (np.arange(count) + rng.uniform(0.2, 0.8, count)) / count
        visits += [
            (float(begin + mark * (len(days) - begin)), account_id, int(4.999 * part)) for mark in marks
        ]
    return visits


def _add_hours(rng: np.random.Generator, log: pd.DataFrame) -> pd.DataFrame:
    """Give the visits of each day distinct hours."""
    log = log.sort_values(["date", "account_id"], ignore_index=True)
    hours = []
    for _, day in log.groupby("date", sort=True):
        slots = SLOTS if len(day) <= len(SLOTS) else (*SLOTS, "13:00", "18:30")
        hours += [slots[int(slot)] for slot in rng.choice(len(slots), len(day), replace=False)]
    return log.assign(start_time=hours)


def _minutes(rng: np.random.Generator, long: pd.Series) -> pd.Series:
    """Draw minutes on site; a few were not written down."""
    quarters = np.where(long, rng.integers(4, 7, len(long)), rng.integers(2, 6, len(long)))
    return pd.Series(quarters * 15.0, index=long.index).where(rng.random(len(long)) >= 0.04)


def _results(rng: np.random.Generator, favourite: pd.Series, prospect: pd.Series) -> np.ndarray:
    """Draw what each visit brought."""
    odds = np.array(list(RESULTS.values()))
    usual, friendly, first = (
        rng.choice(list(RESULTS), len(favourite), p=odds[:, column]) for column in range(odds.shape[1])
    )
    return np.select([prospect, favourite], [first, friendly], usual)
