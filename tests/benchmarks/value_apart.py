"""Print what step 10 says of a plan beside what HiGHS says of a model written apart.

`python -m tests.benchmarks.value_apart RUN`, RUN being a finished run. Printed prices are differences of two
plans, so HiGHS solves each problem twice; hours and bounds with another rep are the run's own.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from solver.allocation import AllocationProblem
from solver.flow.allocate_visits import AllocateVisits
from solver.run import Run, step_spec
from tests.benchmarks.bench_allocation import highs_arrays

EXACT = 1e-9
REPS = 3  # whose hours are priced
DECISIONS = 3


class Apart:
    """A run's problem, solved by HiGHS rep by rep, and what the run printed."""

    def __init__(self, run: Run) -> None:
        given = {name: run.read(name) for name in step_spec(AllocateVisits.id).needs}
        self.run, self.step = run, AllocateVisits(given, run.portfolio())
        self.problem = self.step.problem
        self.reps = sorted(self.problem.reps["rep_id"])
        self.before = self.best(self.problem)

    def best(self, problem: AllocationProblem, reps: list[str] | None = None) -> pd.Series:
        """Return what the best plan brings over the years counted, by rep."""
        sheets = [sheet for sheet in problem.sheets() if reps is None or sheet.rep_id in reps]
        return pd.Series({sheet.rep_id: highs_arrays(sheet, EXACT)[0] for sheet in sheets})

    def change(self, problem: AllocationProblem, rep_id: str) -> float:
        """Return what a rep's best plan brings more in another problem."""
        return float(self.best(problem, [rep_id])[rep_id] - self.before[rep_id])

    def lines(self) -> Iterator[tuple[str, float, float]]:
        """Name each figure, as printed and as found apart."""
        yield from self.objective()
        yield from self.hours()
        yield from self.rules()
        yield from self.hand_over()
        yield from self.decisions()

    def objective(self) -> Iterator[tuple[str, float, float]]:
        """What the plan brings, and what no plan brings more than."""
        plan = self.run.read("allocation").set_index("account_id").loc[self.problem.account_ids, "visits"]
        rows = np.arange(len(plan))
        yield "plan", float(self.problem.value_eur[rows, plan].sum()), float(self.before.sum())
        yield "bound", float(self.step.solution.bound_eur), float(self.before.sum())

    def hours(self) -> Iterator[tuple[str, float, float]]:
        """One hour more, and one less."""
        printed = self.run.read("hour_prices").set_index("rep_id")
        own = self.problem.reps.set_index("rep_id")["hours"]
        for rep_id in self.reps[:REPS]:
            for more, column in ((1.0, "plus_one_eur"), (-1.0, "minus_one_eur")):
                other = self.problem.with_hours(own.add(pd.Series({rep_id: more}), fill_value=0.0))
                yield f"{column} {rep_id}", printed.loc[rep_id, column], more * self.change(other, rep_id)

    def rules(self) -> Iterator[tuple[str, float, float]]:
        """A target and floors left out, in first years."""
        prices = self.run.read("rule_prices")
        printed = prices[prices["account_id"].fillna("").eq("")].set_index(["rule", "rep_id"])["forgone_eur"]
        rep_id = self.reps[0]
        without = {
            "prospect_target": {"reps": self.problem.reps.assign(prospect_visits_min=0)},
            "floors": {"accounts": self.problem.accounts.assign(min_visits=0, locked_visits=np.nan)},
        }
        for rule, tables in without.items():
            found = self.change(self.problem.with_tables(**tables), rep_id) / self.problem.horizon
            yield f"{rule} {rep_id}", printed[rule, rep_id], found

    def hand_over(self) -> Iterator[tuple[str, float, float]]:
        """All accounts proposed, at their new rep."""
        proposed = self.run.read("hand_over").set_index("account_id")
        whole = proposed.index.fillna("") == ""
        if not whole.any():
            return
        handed = self.step.with_reps(proposed.loc[~whole, "new_rep_id"].to_dict())
        found = float(self.best(handed).sum() - self.before.sum())
        yield "hand-over, years", proposed.loc[whole, "years_change_eur"].iloc[0], found

    def decisions(self) -> Iterator[tuple[str, float, float]]:
        """Decisions that move the plan, each taken back alone, in first years."""
        printed = self.run.read("decision_prices")
        printed = printed[printed["forgone_eur"].abs() > 1]
        own = self.problem.accounts
        for row in printed.head(DECISIONS).itertuples():
            undone = own["account_id"].eq(row.account_id)
            free = own.assign(
                min_visits=own["min_visits"].mask(undone, own["undecided_min"]),
                max_visits=own["max_visits"].mask(undone, own["undecided_max"]),
                locked_visits=own["locked_visits"].mask(undone),
            )
            found = self.change(self.problem.with_tables(accounts=free), row.rep_id) / self.problem.horizon
            yield f"decision {row.account_id}", row.forgone_eur, found


def main(folder: str) -> None:
    """Print the figures of a finished run, side by side."""
    run = Run(Path(folder))
    with run.spoken():
        print(f"{'euros':24}{'printed':>16}{'apart':>16}{'difference':>12}")
        for name, printed, found in Apart(run).lines():
            print(f"{name:24}{printed:16,.2f}{found:16,.2f}{printed - found:12,.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
