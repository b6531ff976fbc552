"""A plan driven on real roads: days that do not fit, real hours of driving, and the error of the law.

Run from the project's folder: `python -m tests.benchmarks.bench_replay FOLDER …`. Two kinds of files of real
driving times are read from the folders, and skipped where absent: a square one, whose first line and first
column are codes of communes and whose cells are seconds (one department, as OSRM answers), and one that
begins with `id,…,lon,lat,duration`, the seconds from each place to the one whose duration is 0. Over a square
one, a year of one rep is planned three times, fed the real times, the law, and the one speed of older
portfolios without their smaller reserve; then each day is driven on the real times. The second half holds
the law against every drive. A drive takes as much more than on the road as is usual from a parked car to a
door (`access_minutes`). Nothing is asserted.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from solver.calendar.plan import plan_appointments
from solver.parameters import DrivingTimes
from solver.roads.compare import against_law, by_band
from solver.roads.crow import great_circle_km
from solver.roads.drives import tour_minutes
from solver.roads.known import fitted_factor
from solver.roads.law import Law
from tests.calendar.brittany import brittany_firm, settings
from tests.conftest import ROOT
from tests.roads.one_way import steady

ACCOUNTS = 130
NEAR_KM, FAR_KM = 40, (20, 500)
LEGS_KNOWN = 20
HOMES, APART_KM = 3, 20
ACCESS = DrivingTimes().access_minutes


@dataclass(frozen=True)
class Truth:
    """Real driving times: `from_id, to_id, minutes` by code, and where each code lies."""

    name: str
    drives: pd.DataFrame
    places: pd.DataFrame
    square: bool


def reference():
    """Return all communes, with their code as `place_id`."""
    table = pd.read_csv(ROOT / "data" / "reference" / "communes.csv", dtype={"insee_code": str})
    return table.assign(place_id=table["insee_code"])


def read(path):
    """Return the driving times of a file, none where it is of neither kind."""
    head = path.open(errors="replace").readline().strip().replace('"', "").split(",")
    if head[:1] != ["id"]:
        return None
    table = pd.read_csv(path, dtype={"id": str})
    if head[-1] == "duration" and {"lon", "lat"} <= set(head):
        target = table.loc[table["duration"].idxmin(), "id"]
        drives = pd.DataFrame(
            {"from_id": table["id"], "to_id": target, "minutes": table["duration"] / 60 + ACCESS}
        )
        return Truth(path.stem, drives, table.rename(columns={"id": "place_id"}), False)
    if list(table["id"]) != head[1:]:
        return None
    minutes = table.set_index("id").to_numpy() / 60 + ACCESS
    ids = table["id"].to_numpy()
    drives = pd.DataFrame(
        {"from_id": np.repeat(ids, len(ids)), "to_id": np.tile(ids, len(ids)), "minutes": minutes.ravel()}
    )
    return Truth(path.stem, drives[drives["from_id"] != drives["to_id"]].dropna(), reference(), True)


@dataclass(frozen=True)
class OfTowns:
    """Driving times between accounts and homes, by the commune that each lies in."""

    town: dict
    minutes_of: pd.Series

    def minutes(self, origins, targets):
        """Look each pair of communes up; within one, five minutes."""
        start, end = ([self.town[place] for place in table["place_id"]] for table in (origins, targets))
        pairs = pd.MultiIndex.from_product([start, end])
        found = self.minutes_of.reindex(pairs).to_numpy(dtype=float, copy=True)
        found[np.array([a == b for a, b in pairs])] = 0.0
        return np.maximum(found.reshape(len(start), len(end)), 5.0)


def homes(truth):
    """Return the largest towns that lie well apart."""
    towns = reference()
    towns = towns[towns["insee_code"].isin(set(truth.drives["from_id"]))]
    towns, chosen = towns.sort_values(["population", "insee_code"], ascending=[False, True]), []
    for town in towns.itertuples():
        if all(great_circle_km(town.lat, town.lon, one.lat, one.lon) >= APART_KM for one in chosen):
            chosen.append(town)
    return [town.name for town in chosen[:HOMES]]


def year_of_a_rep(truth, home, seed):
    """Return a firm of one rep in the communes of the truth, and the truth as its roads."""
    towns = reference()
    towns = towns[towns["insee_code"].isin(set(truth.drives["from_id"]))].reset_index(drop=True)
    towns = towns.drop_duplicates(["lat", "lon"], ignore_index=True)
    firm = brittany_firm(seed, ACCOUNTS, reps=(home,), towns=towns)
    at = {(row.lat, row.lon): row.insee_code for row in towns.itertuples()}
    named = [("account_id", "lat", "lon", firm.accounts), ("rep_id", "home_lat", "home_lon", firm.reps)]
    town = {}
    for name, lat, lon, table in named:
        for row in table.to_dict("records"):
            code = row[name] if name == "account_id" else f"home:{row[name]}"
            town[code] = at[row[lat], row[lon]]
    return firm, OfTowns(town, truth.drives.set_index(["from_id", "to_id"])["minutes"])


def drive(plan, firm, roads):
    """Return the hours that a plan really drives, and on how many of its days the work does not fit."""
    field = firm.rep_days.set_index("date")["field_hours"] * 60
    minutes = firm.visit_time.set_index("account_id")["visit_minutes"]
    accounts = firm.accounts.reset_index(drop=True)
    travel = tour_minutes("R1", accounts, firm.reps, roads)
    row = {account_id: number for number, account_id in enumerate(accounts["account_id"], start=1)}
    driven, over = 0.0, 0
    for date, day in plan.appointments.sort_values(["date", "stop"]).groupby("date"):
        stops = [0, *day["account_id"].map(row), 0]
        legs = float(travel[stops[:-1], stops[1:]].sum())
        driven += legs
        over += legs + minutes[day["account_id"]].sum() > field[date] + 0.5
    return driven / 60, over


def replayed(truth, home, seed=12):
    """Return a line for each way to know the drives of the year of a rep who lives there."""
    firm, roads = year_of_a_rep(truth, home, seed)
    ways = {
        "real times": (roads, 0.08),
        "the law": (Law(DrivingTimes(), 1.0), 0.08),
        "1.3 times the way at 55 km/h, 3 % kept": (steady(), 0.03),
    }
    lines = []
    for way, (known, reserve) in ways.items():
        plan = plan_appointments(firm, replace(settings(roads=known), day_reserve_share=reserve), firm.worth)
        hours, over = drive(plan, firm, roads)
        lines.append(
            {
                "roads": truth.name,
                "home": home,
                "planned with": way,
                "placed": f"{len(plan.appointments)} of {len(plan.appointments) + len(plan.unplaced)}",
                "days": plan.appointments["date"].nunique(),
                "too full": over,
                "hours planned": round(plan.tours["driving_minutes"].sum() / 60, 1),
                "hours driven": round(hours, 1),
            }
        )
    return lines


def error(compared, name):
    """Return one line of errors: their mean, either direction, and the bias."""
    return {
        "drives": name,
        "number": len(compared),
        "error %": round(100 * compared["error"].abs().mean(), 1),
        "bias %": round(100 * compared["error"].mean(), 1),
    }


def of_the_law(truth):
    """Return the errors of the law: near and far, and by distance."""
    compared = against_law(truth.drives, truth.places, Law(DrivingTimes(), 1.0))
    km = compared["km"]
    lines = [error(compared[km.between(1, NEAR_KM)], f"1 to {NEAR_KM} km")]
    if not truth.square:
        lines.append(error(compared[km.between(*FAR_KM)], f"{FAR_KM[0]} to {FAR_KM[1]} km"))
    else:
        near = truth.drives.merge(compared.loc[km.between(1, 60), ["from_id", "to_id"]])
        factor = fitted_factor(
            near.sample(LEGS_KNOWN, random_state=1), truth.places, Law(DrivingTimes(), 1.0)
        )
        fitted = against_law(near, truth.places, Law(DrivingTimes(), factor))
        lines.append(error(fitted, f"1 to 60 km, factor {factor:.2f} from {LEGS_KNOWN} legs"))
    print(f"\n{truth.name}: the law")
    print(pd.DataFrame(lines).to_string(index=False))
    print(by_band(compared).round(3).to_string(index=False))


def main(folders=()):
    """Print the replays, then what the law is off by."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.csv"))
    truths = [truth for truth in map(read, paths) if truth is not None]
    if not truths:
        print("no file of real driving times is named: no replay")
        return
    lines = []
    for truth in truths:
        if truth.square:
            for home in homes(truth):
                lines += replayed(truth, home)
    print(pd.DataFrame(lines).to_string(index=False))
    for truth in truths:
        of_the_law(truth)


if __name__ == "__main__":
    main(sys.argv[1:])
