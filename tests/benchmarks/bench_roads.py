"""Driving times: a file of 85,150 drives against a plain read by pandas, and OSRM on a map.

Run from the project's folder: `python -m tests.benchmarks.bench_roads`. The file holds all drives within five
reps of 130 accounts each; both reads take turns in one process, the best of several counts. The map is the
extract that TWELVEFOLD_MAP names, with the extra `[roads]`; without it nothing is said of maps. All times are
the processor's; nothing is asserted.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.decided.road_matrix import read_road_matrix
from solver.parameters import DrivingTimes
from solver.roads.gather import gather_drives
from solver.roads.law import Law
from solver.roads.osrm_map import OsrmMap
from solver.roads.places import every_place

REPS, ACCOUNTS, TURNS = 5, 130, 5
AT = tuple(float(degrees) for degrees in os.environ.get("TWELVEFOLD_MAP_AT", "42.507,1.522").split(","))


def firm() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return accounts and reps, drawn around one place each."""
    random = np.random.default_rng(1)
    rep = np.repeat(np.arange(REPS), ACCOUNTS)
    lat, lon = 47 + rep / 2 + random.random(len(rep)) / 2, -2 + random.random(len(rep))
    ids = [f"C{number:04d}" for number in range(len(rep))]
    accounts = pd.DataFrame({"account_id": ids, "rep_id": [f"R{n}" for n in rep], "lat": lat, "lon": lon})
    homes = 47.25 + np.arange(REPS) / 2
    return accounts, pd.DataFrame(
        {"rep_id": [f"R{n}" for n in range(REPS)], "home_lat": homes, "home_lon": -1.5}
    )


def write_matrix(path: Path, accounts: pd.DataFrame, reps: pd.DataFrame) -> None:
    """Write what the law says of all drives within each rep."""
    blocks = []
    for rep_id in reps["rep_id"]:
        places = every_place(accounts[accounts["rep_id"] == rep_id], reps[reps["rep_id"] == rep_id])
        minutes = Law().minutes(places, places)
        start, end = np.nonzero(~np.eye(len(places), dtype=bool))
        ids = places["place_id"].to_numpy()
        block = {"from_id": ids[start], "to_id": ids[end], "minutes": minutes[start, end].round(1)}
        blocks.append(pd.DataFrame(block))
    pd.concat(blocks).to_csv(path, index=False)


def best(call: Callable[[], Any]) -> float:
    """Return the least processor seconds of several calls."""
    taken = []
    for _turn in range(TURNS):
        started = time.process_time()
        call()
        taken.append(time.process_time() - started)
    return min(taken)


def matrix_file() -> None:
    """Print what reading and gathering take."""
    accounts, reps = firm()
    codes, places = AccountCodes(accounts["account_id"]), every_place(accounts, reps)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.csv"
        write_matrix(path, accounts, reps)
        matrix = read_road_matrix(path, codes, places)
        assert matrix is not None
        ours, plain = best(lambda: read_road_matrix(path, codes, places)), best(lambda: pd.read_csv(path))
    gathered = best(lambda: gather_drives(DrivingTimes(matrix="roads.csv"), matrix, None, accounts, reps))
    ratio = f"{ours / plain:.1f} times a plain read"
    print(f"{len(matrix):,} drives read in {ours:.2f} s, {ratio}; table in {gathered:.2f} s")


def map_extract(extract: Path) -> None:
    """Print what building a map and asking it for 200 x 200 drives take."""
    random = np.random.default_rng(1)
    lat, lon = (degrees + random.uniform(-0.004, 0.004, 200) for degrees in AT)
    places = pd.DataFrame({"place_id": [f"C{n}" for n in range(200)], "lat": lat, "lon": lon})
    with tempfile.TemporaryDirectory() as folder:
        chart = OsrmMap(extract, Path(folder))
        before = os.times()
        chart.build()
        after = os.times()
        built = after.children_user + after.children_system - before.children_user - before.children_system
        asked = best(lambda: chart.minutes(places, places))
    print(f"{extract.name}: built in {built:.1f} s, 200 x 200 drives in {asked:.2f} s")


def main() -> None:
    """Print all."""
    matrix_file()
    if extract := os.environ.get("TWELVEFOLD_MAP"):
        map_extract(Path(extract))


if __name__ == "__main__":
    main()
