"""Families of visit allocations, each hard in its own way, drawn by seed."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from solver.allocation import AllocationProblem
from solver.allocation.methods.envelope import least_hours


@dataclass(frozen=True, kw_only=True)
class Family:
    """How a problem is drawn.

    Attributes
    ----------
    name : str
    accounts_per_rep, levels : int
    shape : {"mixed", "concave", "s_shaped", "plateaus", "convex", "falling"}
        Of what visits bring: mixed is S-shaped for three accounts in ten, and concave for the others.
    hours_share : float
        Hours of a rep, in visits of each account.
    floor : int
        Visits that three clients in ten must get.
    target : int
        Visits to prospects a rep must plan, at a hundred accounts.
    few_values : bool
        Accounts of three sizes only, so that many plans bring the same.
    visit_hours : float or None
        Of every visit; None for durations of any length.
    exact_target : bool
        The target takes all the hours there are.
    """

    name: str
    accounts_per_rep: int = 100
    levels: int = 13
    shape: str = "mixed"
    hours_share: float = 2.0
    floor: int = 1
    target: int = 40
    few_values: bool = False
    visit_hours: float | None = None
    exact_target: bool = False


BASE = Family(name="base")
FAMILIES = (
    BASE,
    replace(BASE, name="five accounts a rep", accounts_per_rep=5),
    replace(BASE, name="300 accounts a rep", accounts_per_rep=300),
    replace(BASE, name="tight hours", hours_share=0.9, target=20),
    replace(BASE, name="ample hours", hours_share=20.0),
    replace(BASE, name="S-shaped", shape="s_shaped"),
    replace(BASE, name="target without slack", exact_target=True),
    replace(BASE, name="huge floors", floor=6, hours_share=3.0),
    replace(BASE, name="ties", few_values=True, visit_hours=1.0),
    replace(BASE, name="equal hours", visit_hours=1.5),
    replace(BASE, name="plateaus", shape="plateaus"),
    replace(BASE, name="convex", shape="convex"),
    replace(BASE, name="falling", shape="falling"),
    replace(BASE, name="40 levels", levels=41, hours_share=6.0),
)


def make_problem(accounts: int, family: Family = BASE, seed: int = 1) -> AllocationProblem:
    """Draw a problem: a quarter prospects, floors and ceilings by class.

    Parameters
    ----------
    accounts : int
    family : Family
    seed : int

    Returns
    -------
    AllocationProblem
        Its rules can be kept.
    """
    rng = np.random.default_rng(seed)
    reps = accounts // family.accounts_per_rep
    ids = np.array([f"a{i:06d}" for i in range(accounts)])
    rep_of = np.arange(accounts) % reps
    prospect = rng.random(accounts) < 0.25
    hours = rng.uniform(0.5, 2.5, accounts)
    if family.visit_hours is not None:
        hours = np.full(accounts, family.visit_hours)
    size = rng.lognormal(8, 1, accounts) * np.where(prospect, 0.3, 1.0)
    if family.few_values:
        size = np.where(prospect, 900.0, rng.choice([1_500.0, 3_000.0, 6_000.0], accounts))
    value = size[:, None] * _curves(family, accounts, rng)
    steps = np.array([4, 6, 8, 12]) * (family.levels - 1) // 12
    floor = np.where(~prospect & (rng.random(accounts) < 0.3), family.floor, 0)
    ceiling = np.maximum(rng.choice(steps, accounts), floor)
    table = pd.DataFrame(
        {
            "account_id": ids,
            "rep_id": [f"r{rep:05d}" for rep in rep_of],
            "kind": np.where(prospect, "prospect", "client"),
            "zone": None,
            "min_visits": floor,
            "max_visits": ceiling,
            "hours_per_visit": hours,
        }
    )
    response = pd.DataFrame(
        {
            "account_id": np.repeat(ids, family.levels),
            "visits": np.tile(np.arange(family.levels), accounts),
            "contribution_eur": value.ravel(),
        }
    )
    most = np.bincount(rep_of, weights=np.where(prospect, ceiling, 0), minlength=reps)
    wanted = round(family.target * family.accounts_per_rep / 100)
    team = pd.DataFrame(
        {
            "rep_id": [f"r{rep:05d}" for rep in range(reps)],
            "hours": hours.sum() / reps * family.hours_share,
            "prospect_visits_min": np.minimum(wanted, most).astype(int),
        }
    )
    return _able(AllocationProblem(table, response, team), family)


def _curves(family: Family, accounts: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the share of its size that an account brings, by visits; shape (accounts, levels)."""
    k = np.arange(family.levels)
    rate, power = rng.uniform(0.1, 0.5, accounts)[:, None], rng.uniform(1.5, 3.0, accounts)[:, None]
    half = rng.uniform(2, 40, accounts)[:, None]
    concave, s_shaped = 1 - np.exp(-rate * k), k**power / (half + k**power)
    match family.shape:
        case "mixed":
            return np.where((rng.random(accounts) < 0.3)[:, None], s_shaped, concave)
        case "s_shaped":
            return s_shaped
        case "plateaus":  # only every third visit brings something
            return 1 - np.exp(-rate * (k // 3 * 3))
        case "convex":
            return (k / (family.levels - 1)) ** power
        case "falling":  # too many visits annoy
            return concave - 0.004 * k**2
    raise ValueError(family.shape)


def _able(problem: AllocationProblem, family: Family) -> AllocationProblem:
    """Give each rep the hours that its rules take at least, or exactly these."""
    least = pd.Series({sheet.rep_id: least_hours(sheet) for sheet in problem.sheets()})
    own = problem.reps.set_index("rep_id")["hours"]
    return problem.with_hours(least if family.exact_target else np.maximum(own, least))
