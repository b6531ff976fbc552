"""A made-up firm of demo size on real communes of Brittany, for the tests and the benchmark of step 12."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from tests.conftest import ROOT
from tests.roads.one_way import steady

HOMES = ("Rennes", "Brest", "Vannes", "Saint-Brieuc", "Quimper")
FREQUENCIES = np.repeat([1, 2, 3, 4, 6, 8, 12], [20, 20, 15, 25, 20, 15, 15])
SITE_MINUTES = ([45, 60, 75, 90], [0.25, 0.4, 0.2, 0.15])
START, END = date(2026, 1, 1), date(2026, 12, 31)


@dataclass(frozen=True)
class Firm(CalendarTables):
    """The tables that step 12 reads, and what each visit is worth."""

    worth: pd.DataFrame | None = None


def communes():
    """Return the communes of Brittany."""
    path = ROOT / "data" / "reference" / "communes.csv"
    table = pd.read_csv(path, dtype={"insee_code": "str", "postcodes": "str"})
    return table[table["insee_code"].str[:2].isin(["22", "29", "35", "56"])].reset_index(drop=True)


def settings(**changes):
    """Return the settings of the year 2026."""
    return CalendarSettings(**{"plan_start": START, "plan_end": END, "roads": steady()} | changes)


def brittany_firm(seed=0, accounts_per_rep=130, extra_minutes=0, reps=HOMES, agreed_per_rep=5, towns=None):
    """Return a firm whose accounts are drawn around the reps' homes, larger towns more often.

    Other communes than those of Brittany may be given, with the homes among them.
    """
    random = np.random.default_rng(seed)
    towns = communes() if towns is None else towns
    homes = towns.drop_duplicates("name").set_index("name").loc[list(reps)]
    share = FREQUENCIES[random.permutation(len(FREQUENCIES))]
    distance = (towns["lat"].to_numpy()[:, None] - homes["lat"].to_numpy()) ** 2 + (
        0.67 * (towns["lon"].to_numpy()[:, None] - homes["lon"].to_numpy())
    ) ** 2
    nearest = distance.argmin(axis=1)
    accounts, rows, days, log = [], [], [], []
    working = pd.bdate_range(START, END)
    for number, name in enumerate(reps):
        rep_id = f"R{number + 1}"
        around = np.flatnonzero(nearest == number)
        weight = towns["population"].to_numpy()[around] ** 0.7
        for i, town in enumerate(random.choice(around, accounts_per_rep, p=weight / weight.sum())):
            account_id = f"{rep_id}-{i:03d}"
            where = towns.iloc[town]
            accounts.append(
                {"account_id": account_id, "name": f"{where['name']} {i}", "town": where["name"]}
                | {"rep_id": rep_id, "lat": where["lat"], "lon": where["lon"]}
            )
            site = random.choice(SITE_MINUTES[0], p=SITE_MINUTES[1]) + extra_minutes
            rows.append((account_id, rep_id, int(share[i % len(share)]), float(site)))
            if random.random() < 0.8:
                gap = 365 / share[i % len(share)]
                ago = int(random.uniform(1, 1.5 * gap))
                log.append((account_id, rep_id, pd.Timestamp(START) - pd.Timedelta(days=ago), None, "done"))
        off = set(random.choice(len(working), len(working) - 200, replace=False).tolist())
        field = [day for i, day in enumerate(working) if i not in off]
        half = set(random.choice(len(field), 20, replace=False).tolist())
        days += [(rep_id, day, 3.75 if i in half else 7.5) for i, day in enumerate(field)]
        for i in range(agreed_per_rep):
            account_id = f"{rep_id}-{7 * i + 3:03d}"
            log.append((account_id, rep_id, field[3 * i + 2], ("10:00", "14:30")[i % 2], "agreed"))
        del name
    allocation = pd.DataFrame(rows, columns=["account_id", "rep_id", "visits", "visit_minutes"])
    values = allocation.loc[allocation.index.repeat(allocation["visits"]), ["account_id"]]
    values["visit_no"] = values.groupby("account_id").cumcount() + 1
    worth = pd.Series(random.lognormal(5, 1, len(allocation)), index=allocation["account_id"])
    values["value_eur"] = values["account_id"].map(worth) * 0.8 ** (values["visit_no"] - 1)
    visits = pd.DataFrame(log, columns=["account_id", "rep_id", "date", "start_time", "status"])
    rep_days = pd.DataFrame(days, columns=["rep_id", "date", "field_hours"])
    return Firm(
        allocation=allocation[["account_id", "rep_id", "visits"]],
        accounts=pd.DataFrame(accounts),
        reps=pd.DataFrame(
            {
                "rep_id": [f"R{i + 1}" for i in range(len(reps))],
                "home_lat": homes["lat"].to_numpy(),
                "home_lon": homes["lon"].to_numpy(),
            }
        ),
        rep_days=rep_days,
        visit_time=allocation[["account_id", "visit_minutes"]].assign(travel_minutes=30.0),
        visits=visits.assign(duration_minutes=np.nan),
        worth=values.reset_index(drop=True),
    )
