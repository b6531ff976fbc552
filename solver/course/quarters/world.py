"""The firm of the game: the twelve accounts of the course case and its prospects, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from solver.allocation import allocate
from solver.allocation.problem.problem import AllocationProblem
from solver.course.case import FOLDER, USUAL_EFFORT, fil_rouge, visit_problem
from solver.parameters.method import MethodParameters
from solver.value.clients import loss_chances

QUARTERS = 4
QUARTER_VISITS = (17, 18, 17, 18)  # seventy visits of three hours: the hours of the year
PROSPECT_VISITS = 10
VISIT_SHARE = 1.0 - float(np.exp(-1.0 / USUAL_EFFORT))  # of what is left, by each visit, as in step 10
SAVE_SHARE = float(MethodParameters.model_fields["save_share"].default)
MARGIN_RATE = 0.25  # of what a prospect would buy, as the portfolio of the case says
# The chance that a client buys nothing in the year to come, and the first year of a prospect that is won: as
# steps 9 and 10 of the case have them.
RISK = {
    "C01": 0.019680,
    "C02": 0.012300,
    "C03": 0.019680,
    "C04": 0.030925,
    "C05": 0.019680,
    "C06": 0.030925,
    "C07": 0.012300,
    "C08": 0.030925,
    "C09": 0.019680,
    "C10": 0.012300,
    "C11": 0.019680,
    "C12": 0.030925,
}
FIRST_YEAR_EUR = {"P01": 14356.46, "P02": 6729.59, "P03": 8075.51, "P04": 4037.75, "P05": 8075.51}


@dataclass(frozen=True, eq=False)
class World:
    """The accounts, in order of their codes; the arrays hold one entry an account.

    Attributes
    ----------
    codes, names : tuple of str
    is_prospect : ndarray of bool
    gains : ndarray, shape (n, K + 1)
        Margin that 0 … K visits in the year win; flat beyond the ceiling.
    habit : ndarray
        Visits of last year.
    ceiling : ndarray
        Most visits in the year.
    margin_eur : ndarray
        A year's margin: what goes with a client who leaves, and comes with a prospect who is won.
    risk : ndarray
        Chance that a client leaves within a year with the visits of last year.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    is_prospect: np.ndarray
    gains: np.ndarray
    habit: np.ndarray
    ceiling: np.ndarray
    margin_eur: np.ndarray
    risk: np.ndarray

    def visits(self, by_code: Mapping[str, int]) -> np.ndarray:
        """Return visits by code as an array; who is not named gets none."""
        return np.array([by_code.get(code, 0) for code in self.codes], dtype=np.int64)

    def leaves(self, visits_of_a_year: np.ndarray) -> np.ndarray:
        """Return the yearly chance that each client leaves; prospects, who buy nothing, never do."""
        more = visits_of_a_year - self.habit
        chances = loss_chances(self.risk, more, save_share=SAVE_SHARE, visit_share=VISIT_SHARE)
        return np.where(self.is_prospect, 0.0, chances)


@cache
def world() -> World:
    """Return the firm of the game, read from the case's own files."""
    problem = visit_problem()
    clients = fil_rouge().set_index("account_id")
    margin = clients["revenue_keur"] * 1000.0 * clients["margin_rate"]
    first_year = {code: MARGIN_RATE * euros for code, euros in FIRST_YEAR_EUR.items()}
    log = pd.read_csv(FOLDER / "visites.csv", sep=";", encoding="utf-8")
    made = log.loc[log["Statut"].eq("Réalisée"), "Code tiers"].value_counts()
    codes = tuple(str(code) for code in problem.account_ids)
    return World(
        codes=codes,
        names=tuple(str(name) for name in problem.accounts["name"]),
        is_prospect=problem.is_prospect,
        gains=pd.DataFrame(problem.contribution_eur).ffill(axis=1).to_numpy(),
        habit=np.array([int(made.get(code, 0)) for code in codes]),
        ceiling=problem.ceiling,
        margin_eur=np.array([first_year.get(code, margin.get(code, 0.0)) for code in codes]),
        risk=np.array([RISK.get(code, 0.0) for code in codes]),
    )


@cache
def best_plan() -> np.ndarray:
    """Return the visits of the year that the optimiser proposes, with what may be lost in their value.

    The plan is made before the first quarter and spread evenly, so a client's risk follows its visits from
    those of last year to those of the plan.
    """
    firm, problem = world(), visit_problem()
    levels = np.arange(firm.gains.shape[1])
    parts = np.arange(1, QUARTERS + 1) / QUARTERS
    risk = np.mean([firm.leaves(firm.habit * (1 - part) + levels[:, None] * part) for part in parts], axis=0)
    worth = pd.Series(
        (firm.gains + (firm.margin_eur * (risk[0] - risk)).T).ravel(),
        pd.MultiIndex.from_product([firm.codes, levels]),
    )
    lines = pd.MultiIndex.from_frame(problem.response[["account_id", "visits"]])
    response = problem.response.assign(contribution_eur=worth.reindex(lines).to_numpy())
    plan = allocate(AllocationProblem(problem.accounts, response, problem.reps), method="envelope").visits
    assert plan is not None
    return plan.reindex(list(firm.codes)).to_numpy(dtype=np.int64)


def last_years_plan() -> np.ndarray:
    """Return last year's visits to the clients, and the ten to prospects shared evenly."""
    firm = world()
    each = PROSPECT_VISITS // int(firm.is_prospect.sum())
    return np.where(firm.is_prospect, each, firm.habit).astype(np.int64)


def spread(visits: np.ndarray) -> list[np.ndarray]:
    """Share a year's visits out over the quarters, each account's at even distances."""
    dated = [
        ((number + 0.5) / total, place)
        for place, total in enumerate(map(int, visits))
        for number in range(total)
    ]
    quarters, first = [], 0
    for size in QUARTER_VISITS:
        chosen = [place for _when, place in sorted(dated)[first : first + size]]
        quarters.append(np.bincount(chosen, minlength=len(visits)))
        first += size
    return quarters
