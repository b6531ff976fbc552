"""Small problems shared by the tests of the allocation."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from solver.allocation import AllocationProblem

SHARED = Path(__file__).parents[3] / "shared" / "data"


def problem_of(
    table, hours, available, *, floor=0, prospects=(), target=0, ceiling=None, rep=None, ceiling_rule=""
):
    """One problem from a matrix of values, one row per account, levels 0, 1, 2… in columns."""
    values = np.asarray(table, dtype=float)
    n, levels = values.shape
    ids = [f"a{i:03d}" for i in range(n)]
    reps = ["r0"] * n if rep is None else rep
    accounts = pd.DataFrame(
        {
            "account_id": ids,
            "rep_id": reps,
            "kind": ["prospect" if i in prospects else "client" for i in range(n)],
            "zone": None,
            "min_visits": floor,
            "max_visits": levels - 1 if ceiling is None else ceiling,
            "ceiling_rule": ceiling_rule,
            "hours_per_visit": hours,
        }
    )
    response = pd.DataFrame(
        {
            "account_id": np.repeat(ids, levels),
            "visits": np.tile(np.arange(levels), n),
            "contribution_eur": values.ravel(),
        }
    )
    names = sorted(set(reps))
    available = [available] * len(names) if np.isscalar(available) else available
    target = [target] * len(names) if np.isscalar(target) else target
    return AllocationProblem(
        accounts=accounts,
        response=response,
        reps=pd.DataFrame({"rep_id": names, "hours": available, "prospect_visits_min": target}),
    )


def brute_force(problem):
    """Best contribution by trying every combination of visits; None when none keeps every rule."""
    total = 0.0
    for sheet in problem.sheets():
        best = None
        ranges = [range(low, high + 1) for low, high in zip(sheet.floor, sheet.ceiling, strict=True)]
        for visits in itertools.product(*ranges):
            plan = np.array(visits, dtype=int)
            trips = sum(
                hours * max((plan[sheet.zone == zone]).tolist(), default=0)
                for zone, hours in enumerate(sheet.trip_hours)
            )
            if plan @ sheet.hours + trips > sheet.available_hours + 1e-9:
                continue
            if plan @ sheet.levels.parts_per_visit < sheet.target_parts:
                continue
            value = sum(sheet.value_eur[i, k] for i, k in enumerate(plan))
            best = value if best is None else max(best, value)
        if best is None:
            return None
        total += best
    return total


def published(example_id):
    """One published worked example, or skip where the examples are not at hand."""
    path = SHARED / "worked_examples.json"
    if not path.exists():
        pytest.skip("the published worked examples are not at hand")
    examples = json.loads(path.read_text(encoding="utf-8"))
    return next(example for example in examples if example["id"] == example_id)


# The course case: reste à gagner (k€) x margin rate of the twelve accounts, research figures §13.4.
FIL_ROUGE_PRESENT = [180, 150, 95, 60, 45, 40, 30, 22, 18, 15, 8, 7]
FIL_ROUGE_POTENTIAL = [240, 400, 120, 300, 150, 50, 90, 200, 60, 20, 40, 12]
FIL_ROUGE_MARGIN = [0.24, 0.2, 0.28, 0.22, 0.32, 0.25, 0.27, 0.26, 0.35, 0.18, 0.24, 0.3]
FIL_ROUGE_FREQUENCY = [12, 12, 12, 12, 12, 3, 3, 12, 6, 1, 1, 3]
FIL_ROUGE_HOURS = [1.5, 1.5, 1, 1, 1, 1, 1, 1, 0.75, 0.75, 0.75, 0.75]


def fil_rouge(visits):
    """The course case with visits of one hour each and a number of visits there are."""
    gains = [
        (potential - present) * margin
        for present, potential, margin in zip(
            FIL_ROUGE_PRESENT, FIL_ROUGE_POTENTIAL, FIL_ROUGE_MARGIN, strict=True
        )
    ]
    table = [[gain * (1 - math.exp(-0.25 * k)) for k in range(13)] for gain in gains]
    return problem_of(table, 1.0, visits, floor=1)


def with_reps(problem, hours=None):
    """Return what gives the problem with accounts at other reps; `hours` of a visit by (account, rep)."""

    def moved(rep_of, reps=None):
        own = zip(problem.accounts["account_id"], problem.accounts["rep_id"], strict=True)
        now = [rep_of.get(account, rep) for account, rep in own]
        pairs = zip(problem.account_ids, now, strict=True)
        there = [
            (hours or {}).get(pair, usual) for pair, usual in zip(pairs, problem.hours.tolist(), strict=True)
        ]
        accounts = problem.accounts.assign(rep_id=now, hours_per_visit=there)
        if reps is None:
            return problem.with_tables(accounts=accounts)
        accounts = accounts[problem.accounts["rep_id"].isin(reps)]
        return problem.with_tables(
            accounts=accounts,
            response=problem.response[problem.response["account_id"].isin(accounts["account_id"])],
            reps=problem.reps[problem.reps["rep_id"].isin(reps)],
        )

    return moved
