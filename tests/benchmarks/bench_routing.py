"""The compiled search on the instances that routing research is measured by.

Run from the project's folder: `python -m tests.benchmarks.bench_routing [FOLDER …]`. Periodic instances
(Cordeau, Gendreau and Laporte 1997: `p01` to `pr10`) and team orienteering ones (Chao, Golden and Wasil 1996:
`p4.2.a.txt`) are read from the folders, the best known figure from `p01.res` or `p4.2.a.res` beside them;
without a folder, instances are drawn. The rules are checked on the plain distances by code that knows no
search.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from solver.calendar.arrays import DAY, VISIT
from solver.calendar.engine import compiled_search

SCALE = 1000
ROUNDS_PER_VISIT = (200, 1500)
MUST, ANY_TIME = 20, 10**6
# Chance of a ruin by whole accounts, most visits and most accounts: several vehicles pass near a place a day.
RUIN = 0.3, 16, 6


@dataclass(frozen=True)
class Instance:
    """Customers with their rules; distances from row to column, home first; days are those of the period."""

    name: str
    distance: np.ndarray
    vehicles: int
    days: int
    longest: float  # of a route, service included; infinite where it is free
    most_load: float
    service: np.ndarray
    load: np.ndarray
    combinations: list[list[int]]  # of each customer; bit `days - 1` is the first day
    score: np.ndarray | None = None  # what a customer brings; all must be visited without
    best_known: float = np.nan


def periodic(path):
    """Read a file of Cordeau's: `type m n t`, t lines `D Q`, then the depot and the customers."""
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    _kind, vehicles, count, days = map(int, lines[0][:4])
    longest, most_load = map(float, lines[1][:2])
    rows = [list(map(float, line)) for line in lines[1 + days : 2 + days + count]]
    points = np.array([row[1:3] for row in rows])
    sets = [[int(c) for c in row[7 : 7 + int(row[6])]] for row in rows[1:]]
    return Instance(
        path.stem,
        np.linalg.norm(points[:, None] - points, axis=2),
        vehicles,
        days,
        longest or np.inf,
        most_load or np.inf,
        np.array([row[3] for row in rows]),
        np.array([row[4] for row in rows]),
        [[], *sets],
        best_known=best_known(path),
    )


def orienteering(path):
    """Read a file of Chao's: `n`, `m`, `tmax`, then start, places with their score, and end."""
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    vehicles, longest = int(lines[1][1]), float(lines[2][1])
    points = np.array([[float(number) for number in line[:3]] for line in lines[3:]])
    apart = np.linalg.norm(points[:, None, :2] - points[:, :2], axis=2)
    distance = apart[:-1, :-1].copy()
    distance[1:, 0] = apart[1:-1, -1]
    free = np.zeros(len(distance))
    sets = [[], *([1] for _place in distance[1:])]
    return Instance(
        path.stem, distance, vehicles, 1, longest, np.inf, free, free, sets, points[:-1, 2], best_known(path)
    )


def best_known(path):
    """Return the figure in the first line of the file of the same name that ends in `.res`."""
    file = path.parent / f"{path.name.removesuffix('.txt')}.res"
    return float(file.read_text().split()[0]) if file.exists() else np.nan


def drawn(seed, customers=80, vehicles=4):
    """Draw a week of a few vehicles: customers in six towns, visited once, twice or every day."""
    random = np.random.default_rng(seed)
    towns = random.uniform(-60, 60, (6, 2))
    points = np.vstack([[0, 0], random.normal(towns[random.integers(6, size=customers)], 9)])
    weeks = ([1, 2, 4, 8, 16], [0b10100, 0b01010, 0b10010, 0b01001], [0b11111])
    sets = [weeks[kind] for kind in random.choice(3, customers, p=(0.5, 0.4, 0.1))]
    load = np.array([0, *random.integers(5, 30, customers)], float)
    visits = sum(count * sets[i][0].bit_count() for i, count in enumerate(load[1:]))
    return Instance(
        f"drawn {seed}",
        np.linalg.norm(points[:, None] - points, axis=2),
        vehicles,
        5,
        np.inf,
        float(np.ceil(1.2 * visits / vehicles / 5)),
        np.zeros(customers + 1),
        load,
        [[], *sets],
    )


def solve(instance, rounds_per_visit, seed="1", given=()):
    """Return the customers of each route, by day and vehicle; visits may be given for a start."""
    compiled_search()
    from solver.calendar.compiled import schedule
    from solver.calendar.kernel import improve

    plan = unsolved(instance, seed)
    for number, route in enumerate(given):
        plan.days["count"][number] = len(route)
        plan.stops[number, : len(route)] = route
    rounds, heat = rounds_per_visit * len(plan.visits), 1 if instance.score is None else 10
    mean_drive = int(plan.travel[0, 1:].mean())
    improve(plan, schedule(rounds, heat * mean_drive, (ANY_TIME,), *RUIN))
    routes = zip(plan.best, plan.counts, strict=True)
    return [plan.visits["place"][row[:count]].tolist() for row, count in routes]


def unsolved(instance, seed):
    """Return an instance as the arrays of the search, its routes empty."""
    from solver.calendar.compiled import assemble

    travel = np.ceil(instance.distance * SCALE - 1e-6).astype(np.int64)
    customers = np.repeat(
        np.arange(len(travel)), [sets[0].bit_count() if sets else 0 for sets in instance.combinations]
    )
    visits, days = np.zeros(len(customers), VISIT), np.zeros(instance.days * instance.vehicles, DAY)
    visits["place"], visits["clock"], visits["opening"], visits["before"], visits["after"] = (
        customers,
        -1,
        -1,
        -1,
        -1,
    )
    visits["seconds"] = np.ceil(instance.service[customers] * SCALE)
    visits["load"], visits["last"] = np.ceil(instance.load[customers] * SCALE), len(days)
    days["date"] = np.arange(len(days)) // instance.vehicles
    days["bit"], days["begin"] = instance.days - 1 - days["date"], -1
    days["capacity"] = days["load_capacity"] = days["field"] = days["most_driving"] = (
        np.iinfo(np.int64).max // 4
    )
    if instance.longest < np.inf:
        days["capacity"] = int(instance.longest * SCALE)
    if instance.most_load < np.inf:
        days["load_capacity"] = int(instance.most_load * SCALE)
    mean_drive = int(travel[0, 1:].mean())
    worth = instance.score if instance.score is not None else np.ones(len(travel))
    prize = MUST * mean_drive * worth / worth[1:].mean()
    return assemble(
        visits,
        days,
        travel,
        [[round(prize[c])] * int((customers == c).sum()) for c in range(len(travel))],
        slot_seconds=1,
        irregularity=np.zeros(len(days), np.int64),
        clock=(0, 0),
        most_stops=min(len(customers), 120),
        seed=seed,
        combinations=instance.combinations,
    )


def faults(instance, routes):
    """Return what is wrong with a plan, from the rules and the plain distances alone."""
    found, had = [], dict.fromkeys(range(1, len(instance.distance)), 0)
    for number, route in enumerate(routes):
        bit = 1 << instance.days - 1 - number // instance.vehicles
        length = sum(instance.distance[a, b] for a, b in zip([0, *route], [*route, 0], strict=True))
        if route and length + sum(instance.service[c] for c in route) > instance.longest + 1e-6:
            found.append(f"route {number} is too long")
        if sum(instance.load[c] for c in route) > instance.most_load + 1e-6:
            found.append(f"route {number} is too heavy")
        for customer in route:
            if had[customer] & bit:
                found.append(f"customer {customer} is visited twice a day")
            had[customer] |= bit
    for customer, days in had.items():
        if days not in instance.combinations[customer] and (instance.score is None or days):
            found.append(f"customer {customer} is visited on days {days:b}")
    return found


def measure(given, rounds_per_visit):
    """Return a line of the table; team orienteering counts the score, the others the distance."""
    start = time.process_time()
    routes = solve(given, rounds_per_visit)
    seconds = time.process_time() - start
    reached = sum(given.distance[a, b] for r in routes if r for a, b in zip([0, *r], [*r, 0], strict=True))
    if given.score is not None:
        reached = sum(given.score[c] for r in routes for c in r)
    return {
        "instance": given.name,
        "rounds a visit": rounds_per_visit,
        "reached": round(reached, 2),
        "best known": given.best_known,
        "gap %": round(100 * (reached / given.best_known - 1), 2),
        "CPU s": round(seconds, 2),
        "faults": len(faults(given, routes)),
    }


def instance(file):
    """Read a file of either kind by how it begins: `n 102`, or the kind 1 and three more whole numbers."""
    first = file.read_text(errors="replace").lstrip().partition("\n")[0].split()
    if first[:1] == ["n"] and len(first) == 2:
        return orienteering(file)
    if len(first) >= 4 and first[0] == "1" and all(number.isdigit() for number in first):
        return periodic(file)
    print(f"{file.name}: neither periodic nor team orienteering, left out")
    return None


def instances(folders):
    """Read the instances of some folders, or draw six."""
    files = sorted(file for folder in folders for file in Path(folder).rglob("*") if file.is_file())
    read = [instance(file) for file in files if file.suffix != ".res"]
    return [one for one in read if one] if folders else [drawn(seed) for seed in range(6)]


def main(folders=()):
    """Print a line per instance and number of rounds, and the means."""
    solve(drawn(0, customers=5), 1)
    table = pd.DataFrame(
        [measure(given, rounds) for given in instances(folders) for rounds in ROUNDS_PER_VISIT]
    )
    print(table.to_string(index=False), end="\n\n")
    means = table.groupby("rounds a visit")[["reached", "gap %"]].mean().round(2)
    sums = table.groupby("rounds a visit")[["CPU s", "faults"]].sum().round(1)
    print(pd.concat([means, sums], axis=1).to_string())


if __name__ == "__main__":
    main(sys.argv[1:])
