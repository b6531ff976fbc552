"""Step 12 against the usual weekly sectors, and the search against general routing solvers.

Run from the project's folder: `python -m tests.benchmarks.bench_calendar [RUN]`. First what is wanted of the
search and what is found, on a year of one rep, with nights away in a far region and, where a run folder is
named, on its step 12. Then two made-up firms of demo size on real communes of Brittany (five reps, 130
accounts and 625 visits each, 200 field days): one with room to spare, one whose visits are half an hour
longer and do not all fit. Nothing is asserted; ratios are from one run on one machine. The routing solvers
are PyVRP and OR-Tools, if they are installed, with one day per vehicle, optional visits with the same prizes,
one process and as many seconds of the processor as our search took for the same rep, over a quarter and over
a year. Neither knows of lunch, slots and ideal dates, which makes it easier.
"""

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from solver.calendar.build import build_territory, visit_values
from solver.calendar.check import check_calendar
from solver.calendar.occurrences import list_occurrences
from solver.calendar.plan import plan_appointments
from solver.calendar.search import plan_territory
from solver.calendar.territory import HOME
from solver.calendar.tours import NOWHERE, Tours
from solver.flow.prepare_appointments import PrepareAppointments
from solver.parameters import DrivingTimes
from solver.roads.law import Law
from solver.run import Run
from tests.benchmarks.sector_tours import sector_tours
from tests.calendar.brittany import brittany_firm, settings

DAY = 86_400
QUARTER_END = date(2026, 3, 31)


def year_of_one_rep(firm):
    """Return what is wanted and what is found on the year of the first rep."""
    chosen = settings()
    own = list_occurrences(firm, chosen).query("rep_id == 'R1'")
    territory = build_territory("R1", own, firm, firm.worth, chosen)
    plan_territory(territory)  # compiled once
    start = time.process_time()
    stops = plan_territory(territory)
    seconds = time.process_time() - start
    name = f"year of one rep, {len(own)} visits"
    return [
        (f"{name}: seconds of the processor", "at most 1.2", f"{seconds:.2f}"),
        (f"{name}: the same plan twice", "yes", "yes" if plan_territory(territory) == stops else "NO"),
    ]


def nights_of_a_far_region():
    """Return what forty nights away bring a rep of Rennes who looks after 80 accounts in all of Brittany."""
    firm = brittany_firm(accounts_per_rep=80, reps=("Rennes",))
    hour = pd.DataFrame({"rep_id": ["R1"], "cost_per_hour_eur": [50.0]})
    found = []
    for most in (0, 40):
        reps = firm.reps.assign(nights_max=most, night_cost_eur=110.0, night_min_minutes=75.0)
        away = replace(firm, reps=reps, visit_cost=hour)
        plan = plan_appointments(away, settings(roads=Law(DrivingTimes(), 1.0)), firm.worth)
        driving = plan.tours["driving_minutes"].sum() / 60
        said = f"{driving:.0f} h driving, {len(plan.unplaced)} without a day, {len(plan.nights)} nights"
        found.append((f"a far region, {most} nights at most", "", said))
    return found


def step_of_a_run(folder):
    """Return what is wanted and what is found when step 12 of a run is made again, its calls left out."""
    step = PrepareAppointments.read_from(Run(Path(folder)))
    given = step.calendar_tables, step.settings
    start, spent = time.perf_counter(), time.process_time()
    plan = plan_appointments(*given, visit_values(step.response))
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    broken = check_calendar(plan.appointments, plan.unplaced, *given, plan.remarks)
    return [
        ("step 12 of the run: seconds on the clock", "at most 8", f"{seconds:.1f}"),
        ("step 12 of the run: seconds of the processor", "", f"{spent:.1f}"),
        ("step 12 of the run: visits without a day", "at most 62", str(len(plan.unplaced))),
        ("step 12 of the run: rules broken", "0", str(len(broken))),
    ]


class ProcessorTime:
    """Ends a search once this process has spent so many seconds, whatever else runs on the machine."""

    def __init__(self, seconds):
        """Count from now on."""
        self.end = time.process_time() + seconds

    def __call__(self, *_best):
        """Tell whether they are over."""
        return time.process_time() >= self.end


def compare_with_sectors(firm):
    """Return one line: the whole firm, planned by us and by sectors, on the same visits."""
    chosen = settings()
    start = time.perf_counter()
    plan = plan_appointments(firm, chosen, firm.worth)
    seconds = time.perf_counter() - start
    tables = (firm.accounts, firm.reps, firm.rep_days, firm.visit_time)
    violations = check_calendar(plan.appointments, plan.unplaced, firm, chosen)
    sectors = sector_tours(plan.appointments, *tables, chosen)
    driving, usual = plan.tours["driving_minutes"].sum(), sectors["driving_minutes"].sum()
    return {
        "visits": int(firm.allocation["visits"].sum()),
        "placed": f"{len(plan.appointments) / (len(plan.appointments) + len(plan.unplaced)):.1%}",
        "seconds": round(seconds, 1),
        "violations": len(violations),
        "driving_hours": round(driving / 60),
        "sector_hours": round(usual / 60),
        "ratio": round(driving / usual, 3),
        "sector_days_overfull": int(sectors["overfull"].sum()),
    }


def first_quarter(firm):
    """Return the firm with a quarter of each account's visits, rounded up, and its settings."""
    visits = np.ceil(firm.allocation["visits"] / 4).astype(int)
    return replace(firm, allocation=firm.allocation.assign(visits=visits)), settings(plan_end=QUARTER_END)


def compare_with_routing(firm, chosen, rep_ids=("R1", "R4")):
    """Return a line per rep and method: the search alone, and the routing solvers in the same seconds."""
    occurrences = list_occurrences(firm, chosen)
    lines = []
    for rep_id in rep_ids:
        own = occurrences[occurrences["rep_id"] == rep_id]
        territory = build_territory(rep_id, own, firm, firm.worth, chosen)
        start = time.process_time()
        stops = plan_territory(territory)
        seconds = time.process_time() - start
        tours = Tours(territory)
        tours.fill(stops)
        lines.append({"rep": rep_id, "method": "ours", "seconds": round(seconds, 1)} | _facts(tours))
        for method, windows in (
            ("PyVRP, windows that keep the spacing", _narrow_windows(territory, chosen.plan_days)),
            ("PyVRP, our windows, spacing left alone", _own_windows(territory)),
        ):
            solved = _route(territory, windows, seconds)
            lines.append({"rep": rep_id, "method": method, "seconds": round(seconds, 1)} | solved)
        solved = _route_ortools(territory, _narrow_windows(territory, chosen.plan_days), seconds)
        lines.append({"rep": rep_id, "method": "OR-Tools, the same", "seconds": round(seconds, 1)} | solved)
    return lines


def _facts(tours):
    """Count what a plan places, drives and leaves out."""
    days = [tours.territory.days[day] if day != NOWHERE else None for day in tours.day_of]
    return _measures(tours.territory, days, sum(tours.driving))


def _measures(territory, days, driving_seconds):
    lost = [list(prizes) for prizes in territory.prizes]
    near = 0
    for i, occurrence in enumerate(territory.occurrences):
        if days[i] is None:
            continue
        lost[occurrence.place].pop(0)
        before = days[i - 1] if i and territory.occurrences[i - 1].place == occurrence.place else None
        if before is not None and not occurrence.fixed:
            near += days[i] - before < territory.spacing_share * occurrence.gap_days
    return {
        "placed": sum(day is not None for day in days),
        "driving_hours": round(driving_seconds / 3600),
        "driving_and_lost_hours": round((driving_seconds + sum(map(sum, lost))) / 3600),
        "too_near": near,
    }


def _own_windows(territory):
    return [(occurrence.first_day, occurrence.last_day) for occurrence in territory.occurrences]


def _narrow_windows(territory, plan_days):
    """Cut a quarter of the gap off both ends of each block, so that no two visits can be too near."""
    windows = []
    for occurrence in territory.occurrences:
        gap, k = occurrence.gap_days, occurrence.number
        cut = gap * territory.spacing_share / 2
        first = max(int(np.ceil((k - 1) * gap + (cut if k > 1 else 0))), occurrence.first_day)
        whole = plan_days - 1
        last = min(int((k * gap - cut) if k * gap < whole else whole), occurrence.last_day)
        windows.append((occurrence.first_day, occurrence.last_day) if occurrence.fixed else (first, last))
    return windows


def _route(territory, windows, seconds):
    """Solve the same territory with PyVRP."""
    import pyvrp

    kept = [i for i, (first, last) in enumerate(windows) if first <= last]
    places = [HOME, *(territory.occurrences[i].place for i in kept)]
    matrix = territory.travel[np.ix_(places, places)].copy()
    alike = np.equal.outer(places, places)
    matrix[alike] = 300 * 60
    np.fill_diagonal(matrix, 0)
    clients = []
    for row, i in enumerate(kept, start=1):
        occurrence, (first, last) = territory.occurrences[i], windows[i]
        prize = territory.prizes[occurrence.place][occurrence.number - 1]
        early, late = first * DAY, last * DAY + DAY - 1
        if occurrence.clock is not None:
            early = late = first * DAY + occurrence.clock - territory.day_start
        clients.append(
            pyvrp.Client(
                row,
                service_duration=occurrence.seconds,
                tw_early=early,
                tw_late=late,
                prize=prize * (100 if occurrence.fixed else 1),
                required=False,
            )
        )
    days = [
        pyvrp.VehicleType(
            1,
            tw_early=day * DAY,
            tw_late=day * DAY + (field if any_agreed else capacity),
            shift_duration=capacity,
        )
        for day, field, capacity, any_agreed in zip(
            territory.days,
            territory.field_seconds,
            territory.capacity,
            [any(o.fixed and o.first_day == day for o in territory.occurrences) for day in territory.days],
            strict=True,
        )
    ]
    locations = [pyvrp.Location(0, 0) for _place in places]
    data = pyvrp.ProblemData(locations, clients, [pyvrp.Depot(0)], days, [matrix], [matrix])
    best = pyvrp.solve(data, ProcessorTime(seconds), seed=1, collect_stats=False).best
    dated = [None] * len(territory.occurrences)
    for route in best.routes():
        for stop in route:
            if stop.is_client():
                dated[kept[stop.idx]] = territory.days[route.vehicle_type()]
    return _measures(territory, dated, best.distance())


def _route_ortools(territory, windows, seconds):
    """Solve the same territory with the routing solver of OR-Tools: a day is a vehicle."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    kept = [i for i, (first, last) in enumerate(windows) if first <= last]
    places = [HOME, *(territory.occurrences[i].place for i in kept)]
    service = [0, *(territory.occurrences[i].seconds for i in kept)]
    driving = territory.travel[np.ix_(places, places)]
    manager = pywrapcp.RoutingIndexManager(len(places), len(territory.days), 0)
    routing = pywrapcp.RoutingModel(manager)
    drive = routing.RegisterTransitMatrix(driving.tolist())
    spent = routing.RegisterTransitMatrix((driving + np.array(service)[:, None]).tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(drive)
    routing.AddDimensionWithVehicleCapacity(spent, 0, territory.capacity, True, "day")
    for row, i in enumerate(kept, start=1):
        occurrence, (first, last) = territory.occurrences[i], windows[i]
        node = manager.NodeToIndex(row)
        days = [d for d, day in enumerate(territory.days) if first <= day <= last]
        prize = territory.prizes[occurrence.place][occurrence.number - 1]
        routing.AddDisjunction([node], prize * (100 if occurrence.fixed else 1))
        routing.VehicleVar(node).SetValues([-1, *days])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    over = ProcessorTime(seconds)
    routing.AddSearchMonitor(routing.solver().CustomLimit(over))
    found = routing.SolveWithParameters(search)
    dated, driven = [None] * len(territory.occurrences), 0
    for vehicle, day in enumerate(territory.days if found else ()):
        here = routing.Start(vehicle)
        while not routing.IsEnd(here):
            after = found.Value(routing.NextVar(here))
            driven += int(driving[manager.IndexToNode(here), manager.IndexToNode(after)])
            here = after
            if not routing.IsEnd(here):
                dated[kept[manager.IndexToNode(here) - 1]] = day
    return _measures(territory, dated, driven)


def main(folders=()):
    """Print what is wanted and found, then both comparisons for both firms."""
    firms = {"room to spare": brittany_firm(), "too many visits": brittany_firm(extra_minutes=30)}
    found = year_of_one_rep(firms["room to spare"]) + nights_of_a_far_region()
    for folder in folders:
        found += step_of_a_run(folder)
    print(pd.DataFrame(found, columns=["", "wanted", "found"]).to_string(index=False), end="\n\n")
    lines = [{"firm": name} | compare_with_sectors(firm) for name, firm in firms.items()]
    print(pd.DataFrame(lines).to_string(index=False), end="\n\n")
    try:
        import pyvrp  # noqa: F401
    except ImportError:
        print("PyVRP is not installed: no second comparison")
        return
    spans = {
        (name, span): chosen
        for name, firm in firms.items()
        for span, chosen in (("quarter", first_quarter(firm)), ("year", (firm, settings())))
    }
    lines = [
        {"firm": name, "span": span} | line
        for (name, span), (firm, chosen) in spans.items()
        for line in compare_with_routing(firm, chosen)
    ]
    print(pd.DataFrame(lines).to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
