"""What the page carries: the problem of the run as numbers, from which its script makes every plan."""

from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem.hour_cost import hour_costs
from solver.flow.what_if import OF_THE_GOAL, WhatIf
from solver.tables.codes import label
from solver.value.levels import PARTS
from solver.value.shapes import CLIENT_NUMBERS, WON_NUMBERS

POINTS = ("none", "saturation", "half", "plus_half")


def carried(what_if: WhatIf) -> dict[str, Any]:
    """Return the problem of a run, and its plan, as JSON holds them; accounts in the order of the problem."""
    step = what_if.step
    problem, firm = step.problem, step.portfolio
    need = {name: step.need[name] for name in OF_THE_GOAL}
    limits = step.capacity[["by_hours", "by_file"]].min(axis=1)
    return {
        "horizon": problem.horizon,
        "plan_years": need["plan_share"],
        "parts": PARTS,
        "rises": step.rises,
        "minutes": {"client": firm.visit_minutes, "prospect": firm.prospect_visit_minutes},
        "growth": firm.growth_rate,
        "need": need,
        "target": int(step.prospect_target["prospect_visits"].sum()),
        "capacity": {"met": step.capacity["met"].tolist(), "limits": limits.tolist()},
        "reps": _reps(what_if),
        "curves": _curves(what_if),
        "accounts": _accounts(what_if),
        "certificate": {
            name: step.certificate[name] for name in ("contribution_eur", "objective_eur", "bound_eur", "gap")
        },
    }


def _reps(what_if: WhatIf) -> list[dict[str, Any]]:
    step = what_if.step
    names = step.reps.set_index("rep_id")["name"]
    day_hours = step.reps.set_index("rep_id")["day_hours"]
    available = step.rep_time.groupby("rep_id")["available_hours"].sum()
    prices = step.hour_prices.set_index("rep_id")["price_eur"]
    targets = step.prospect_target.set_index("rep_id")["prospect_visits"]
    taken = what_if.planned.reindex(step.problem.account_ids).to_numpy() * step.problem.hours
    used = np.bincount(step.problem.rep_codes, weights=taken, minlength=len(step.problem.rep_ids))
    lines = zip(step.problem.rep_ids, step.problem.reps["hours"], used, hour_costs(step.problem), strict=True)
    return [
        {
            "id": rep,
            "name": names[rep],
            "hours": hours,
            "used": float(planned),
            "cost": float(cost),
            "price": float(prices[rep]),
            "target": int(targets.get(rep, 0)),
            "day_hours": float(day_hours[rep]),
            "calendar_hours": float(available[rep]),
        }
        for rep, hours, planned, cost in lines
    ]


def _curves(what_if: WhatIf) -> list[dict[str, Any]]:
    judged = what_if.step.judgements
    used = set(what_if.step.shapes["account_type"][what_if.step.shapes["money_eur"].notna()])
    return [
        {
            "type": line["account_type"],
            "name": label("account_type", line["account_type"]),
            "form": line["form"],
            "usual": line["reference_visits"],
            "used": line["account_type"] in used,
            **{point: _number(line[point]) for point in POINTS},
        }
        for line in judged.to_dict("records")
    ]


def _accounts(what_if: WhatIf) -> dict[str, list[Any]]:
    step, problem = what_if.step, what_if.step.problem
    ids = problem.account_ids
    types = {name: place for place, name in enumerate(step.judgements["account_type"])}
    shapes = step.shapes.reindex(ids)
    client = shapes["money_eur"].notna()
    own = problem.accounts["own_values"].to_numpy(dtype=bool)
    values = problem.contribution_eur
    plan = what_if.planned.reindex(ids)
    return {
        "id": ids.tolist(),
        "name": problem.accounts["name"].fillna("").tolist(),
        "rep": problem.rep_codes.tolist(),
        "visits": plan.tolist(),
        "refused": problem.accounts["opposed"].tolist(),
        "hours": problem.hours.tolist(),
        "met": problem.met.tolist(),
        "parts": problem.levels.parts_per_visit.tolist(),
        "road": problem.road_eur.tolist(),
        "spare": step.spare_minutes.reindex(ids).tolist(),
        "bounds": _rows(step.bounds(fits_a_day=True).reindex(ids)),
        "far": _rows(step.bounds(fits_a_day=False).reindex(ids)),
        "type": shapes["account_type"].map(types).where(client, -1).astype(int).tolist(),
        "terms": _rows(shapes[list(CLIENT_NUMBERS)], client),
        "won": _rows(shapes[list(WON_NUMBERS)], ~client & ~own),
        "own": [
            row[np.isfinite(row)].tolist() if mine else None for row, mine in zip(values, own, strict=True)
        ],
    }


def _rows(table: pd.DataFrame, wanted: pd.Series | np.ndarray | None = None) -> list[Any]:
    """Return the lines of a table as lists of numbers; none for those that are not wanted."""
    keep = np.ones(len(table), dtype=bool) if wanted is None else np.asarray(wanted)
    lines = table.astype(float).to_numpy()
    return [[_number(cell) for cell in line] if yes else None for line, yes in zip(lines, keep, strict=True)]


def _number(value: float) -> float | int | None:
    """Return a number as JSON holds it: none where it is missing, without a point where it is whole."""
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
