"""What the plan of a finished run would be, with other hours, another goal, other curves, visits decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import pandas as pd

from solver.allocation import AllocationProblem, allocate
from solver.allocation.explain.plan_table import visits_table
from solver.allocation.explain.relax import relaxation_sentence, relaxations
from solver.allocation.explain.team_size import FEWER
from solver.allocation.methods.envelope import priced_sheet
from solver.allocation.methods.hull import envelope_slopes
from solver.allocation.problem.build import EDGE, StepTables, build_problem, valued
from solver.allocation.problem.hour_cost import hour_costs
from solver.flow.allocate_visits import AllocateVisits
from solver.flow.on_trial import Trial
from solver.method.prospects.set_prospect_target import prospect_need, prospecting_capacity, share_target
from solver.parameters import Portfolio, override
from solver.run import Run
from solver.tables import empty
from solver.value.shapes import rises, shapes
from solver.words.errors import PortfolioError

MINUTES = 60.0
SAME_MINUTES = 1e-6  # a drive worked back from the hours of a visit is the drive there was
OF_THE_GOAL = (  # what step 3 works the need out from, beside the growth that is asked about
    *("revenue_eur", "attrition_rate", "client_growth_rate", "new_client_revenue_eur", "conversion_rate"),
    *("visits_per_prospect", "inflow_eur", "won_back_eur", "met_per_pursuit", "plan_share"),
)
ON_SITE = ("visit_minutes", "prospect_visit_minutes")


class PlannedVisits(AllocateVisits):
    """Step 10 of a finished run: what its trials on the calendar found is read off its plan.

    Drives, days and hours are in the tables that the step wrote, so nothing is tried again.
    """

    @classmethod
    def read_from(cls, run: Run) -> Self:
        """Open the step on a finished run, with the parameters that its notebook had."""
        read = super().read_from(run)
        given = run.manifest()["steps"].get(cls.id, {}).get("parameters", {})
        read.portfolio = override(read.portfolio, **given)
        for name in ("allocation", "team_size", "certificate.json", "hour_prices"):
            setattr(read, name.removesuffix(".json"), run.read(name))
        return read

    @cached_property
    def trial(self) -> Trial:
        """What the steps before say, with the drives, days and hours that the trials of the run found."""
        return Trial(self.found.within(self._untried), empty("trials"), self.planned, plan=None)

    @cached_property
    def planned(self) -> pd.Series:
        """Visits of the run's own plan, by account_id."""
        visits: pd.Series = self.allocation.set_index("account_id")["visits"]
        return visits

    @cached_property
    def found(self) -> "Found":
        """What the trials found, read off the plan: where it is other than without them."""
        untried = build_problem(self._untried, self._rules)
        plan = self.allocation.set_index("account_id").loc[untried.account_ids]
        times = self.visit_time.set_index("account_id").reindex(untried.account_ids)
        drives = plan["hours_per_visit"] / untried.met * MINUTES - times["visit_minutes"]
        most = plan["max_visits"].astype(float)
        team = self.team_size[self.team_size["team_change"] == FEWER].set_index("rep_id")
        hours = -team["hours"]  # all of a rep's hours leave with the rep
        usual = untried.reps.set_index("rep_id")["hours"].reindex(hours.index)
        return Found(
            drives[(drives - times["travel_minutes"]).abs() >= SAME_MINUTES],
            most[most.to_numpy() < untried.ceiling],
            hours[hours < usual],
        )

    def again(self, tables: Mapping[str, Any], portfolio: Portfolio) -> Self:
        """Return the step on other tables and parameters, with what the trials of this run found.

        Parameters
        ----------
        tables : mapping
            At least what the step needs, by the registry's names.
        portfolio : Portfolio
        """
        step = type(self)(tables, portfolio)
        step.found, step.planned = self.found, self.planned
        return step

    @cached_property
    def allocation(self) -> pd.DataFrame:
        """Visits of each account in a plan made again; the reasons, and what prices them, are a run's."""
        return visits_table(self.problem, self.solution, self.visits_today)

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """The most prospect visits that each rep could make, as step 3 has it."""
        met = self.prospects.set_index("account_id")["met"]
        (most,) = self.given("prospect_visits_max").values()
        return prospecting_capacity(self.accounts, self.rep_time, self.visit_time, met, most)

    def target_of(self, growth_rate: float) -> int:
        """Return the visits to prospects that a growth asks for, by step 3's formula."""
        known = {name: self.need[name] for name in OF_THE_GOAL}
        return int(prospect_need(growth_rate=growth_rate, **known)["prospect_visits"])

    def problem_with(
        self,
        *,
        hours: Mapping[str, float] | None = None,
        target: int | None = None,
        minutes: Mapping[str, float] | None = None,
        curve: Mapping[str, Mapping[str, float]] | None = None,
        locks: Mapping[str, int] | None = None,
    ) -> AllocationProblem:
        """Return the problem with something changed; see `WhatIf.move`."""
        tables = self._tables
        if target is not None:
            asked = share_target({**self.need, "prospect_visits": target}, self.capacity)
            tables = replace(tables, prospect_target=asked)
        if minutes:
            tables = replace(tables, visit_time=self._on_site(tables.visit_time, minutes))
        if curve:
            tables = replace(tables, judged_curves=self._judged(curve))
        if locks:
            tables = replace(tables, decisions=self._locked(locks))
        problem = self._stopping(build_problem(tables, self._rules))
        if not hours:
            return problem
        there = problem.reps.set_index("rep_id")["hours"]
        return problem.with_hours(there.add(pd.Series(hours, dtype=float), fill_value=0.0))

    @cached_property
    def shapes(self) -> pd.DataFrame:
        """What the curve of each account is drawn from; who has a table of its own is not in it."""
        accounts, rules = self.filling_problem.accounts, self._rules
        values = valued(accounts[~accounts["own_values"]], self._tables, rules)
        return shapes(
            values,
            self.judgements,
            save_share=rules.save_share,
            wallet_power=rules.wallet_power,
            conversion_rate=rules.conversion_rate,
            win_back_rate=rules.win_back_rate,
            plan_years=rules.plan_years,
        )

    @cached_property
    def rises(self) -> list[float]:
        """How the chance to win rises with the visits."""
        rules = self._rules
        return rises(visits_per_prospect=rules.visits_per_prospect, ceiling_ratio=rules.ceiling_ratio)

    def bounds(self, *, fits_a_day: bool) -> pd.DataFrame:
        """Return fewest and most visits of each account if every visit fits a day, or none does."""
        longest = np.inf if fits_a_day else -1.0
        day_hours = pd.Series(longest, index=self._day_hours.index)
        made = build_problem(replace(self._tables, day_hours=day_hours), self._rules).accounts
        names = ["min_visits", "max_visits", "undecided_max", "locked_visits"]
        return made.set_index("account_id")[names]

    @cached_property
    def spare_minutes(self) -> pd.Series:
        """How many minutes longer a visit to each account may be and still fit a day, by account_id."""
        times = self._tables.visit_time.set_index("account_id")
        rep = self.accounts.set_index("account_id")["rep_id"].reindex(times.index)
        longest = (rep.map(self._day_hours) + EDGE) * MINUTES
        spare: pd.Series = longest - 2 * times["home_minutes"].fillna(0.0) - times["visit_minutes"]
        return spare

    def _on_site(self, times: pd.DataFrame, minutes: Mapping[str, float]) -> pd.DataFrame:
        """Let visits take other minutes on site; the drives stay."""
        more = [minutes.get(name, getattr(self.portfolio, name)) - getattr(self.portfolio, name)
                for name in ON_SITE]  # fmt: skip
        kind = times["account_id"].map(self.accounts.set_index("account_id")["kind"])
        on_site = times["visit_minutes"] + np.where(kind.eq("prospect"), more[1], more[0])
        hours = (on_site + times["travel_minutes"]) / MINUTES
        return times.assign(visit_minutes=on_site, hours_per_visit=hours)

    def _judged(self, curve: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
        judged: pd.DataFrame = self.judgements.set_index("account_type")
        for account_type, points in curve.items():
            for point, value in points.items():
                judged.loc[account_type, point] = value
        return judged.reset_index()

    def _locked(self, locks: Mapping[str, int]) -> pd.DataFrame:
        """Put visits decided in place of whatever was decided on these accounts."""
        kept = self.decisions[~self.decisions["account_id"].isin(list(locks))]
        new = pd.DataFrame({"account_id": list(locks), "locked_visits": list(locks.values())})
        both: pd.DataFrame = pd.concat([kept, new.reindex(columns=kept.columns)], ignore_index=True)
        return both


@dataclass(frozen=True)
class Found:
    """What the trials of a run on the calendar found out, where it is other than was supposed.

    Attributes
    ----------
    drives : Series
        Minutes to an account and back, by account_id.
    placed_most : Series
        Most visits to an account that found a day, by account_id.
    held_hours : Series
        Hours that a rep's days hold, by rep_id.
    """

    drives: pd.Series
    placed_most: pd.Series
    held_hours: pd.Series

    def within(self, tables: StepTables) -> StepTables:
        """Return the tables of a problem with what was found."""
        times = tables.visit_time
        travel = times["account_id"].map(self.drives).fillna(times["travel_minutes"]).astype(float)
        hours = (times["visit_minutes"] + travel) / MINUTES
        return replace(
            tables,
            visit_time=times.assign(travel_minutes=travel, hours_per_visit=hours),
            placed_most=self.placed_most,
            held_hours=self.held_hours,
        )


@dataclass(frozen=True)
class Move:
    """What a change of the givens makes of the plan.

    Attributes
    ----------
    visits : Series of int or None
        By account_id; none where no plan keeps every rule.
    contribution_eur : float
        Of the first year.
    gain_eur : float
        Less that of the run's own plan, by the same curves.
    worth_eur, bound_eur : float
        Over the years counted, road deducted: of this plan, and what none can exceed.
    hour_price_eur : Series
        What an hour more is worth over the years counted, by rep_id.
    moved : DataFrame
        `account_id, name, before, visits, change`, the largest change first.
    ways_out : str
        Where there is no plan: the least changes that make one possible.
    """

    visits: pd.Series | None
    contribution_eur: float = float("nan")
    gain_eur: float = float("nan")
    worth_eur: float = float("nan")
    bound_eur: float = float("nan")
    hour_price_eur: pd.Series | None = None
    moved: pd.DataFrame | None = None
    ways_out: str = ""


class WhatIf:
    """The plan of a finished run, made again with something changed.

    Parameters
    ----------
    step : PlannedVisits
    """

    def __init__(self, step: PlannedVisits) -> None:
        self.step = step
        self.planned = step.planned

    @classmethod
    def of_run(cls, run: Run) -> Self:
        """Open a finished run.

        Raises
        ------
        PortfolioError
            A table is missing.
        """
        return cls(PlannedVisits.read_from(run))

    def move(self, *, growth: float | None = None, **changes: Any) -> Move:
        """Return the best plan with something changed.

        Parameters
        ----------
        growth : float, optional
            Growth asked for, in place of `growth_rate`: sets the target, unless that is given.
        hours : mapping of str to float, optional
            Hours more or fewer, by rep_id.
        target : int, optional
            Visits to prospects, shared out among the reps as step 3 does.
        minutes : mapping, optional
            `visit_minutes`, `prospect_visit_minutes`: on site. Drives stay those of the run.
        curve : mapping, optional
            By type of account, its judged points: `none`, `saturation`.
        locks : mapping of str to int, optional
            Visits decided, by account_id.
        """
        if growth is not None:
            changes.setdefault("target", self.step.target_of(growth))
        try:
            problem = self.step.problem_with(**changes) if changes else self.step.problem
        except PortfolioError as error:
            if "locks" in changes:  # of an account that nobody may visit, say
                raise
            return Move(None, ways_out=str(error))
        if not changes:
            return self._move(problem, self.planned, float(self.step.certificate["bound_eur"]))
        found = allocate(problem, **self.step.given("gap", "time_limit_s"), seed=self.step.portfolio.seed)
        if found.visits is None:
            return Move(None, ways_out=relaxation_sentence(relaxations(problem)))
        return self._move(problem, found.visits, found.bound_eur)

    def _move(self, problem: AllocationProblem, visits: pd.Series, bound_eur: float) -> Move:
        visits = visits.reindex(problem.account_ids)
        before = self.planned.reindex(visits.index)
        contribution = float(problem.value_of(visits.to_numpy()).sum())
        names = self.step.accounts.set_index("account_id")["name"].reindex(visits.index)
        moved = pd.DataFrame({"name": names, "before": before, "visits": visits, "change": visits - before})
        moved = moved[moved["change"] != 0].rename_axis("account_id").reset_index()
        by_size = moved["change"].abs().rename("size")
        moved = moved.join(by_size).sort_values(["size", "account_id"], ascending=[False, True])
        return Move(
            visits,
            contribution_eur=contribution,
            gain_eur=contribution - float(problem.value_of(before.to_numpy()).sum()),
            worth_eur=float(problem.worth_of(visits.to_numpy()).sum()),
            bound_eur=bound_eur,
            hour_price_eur=hour_prices(problem),
            moved=moved.drop(columns="size").reset_index(drop=True),
        )


def hour_prices(problem: AllocationProblem) -> pd.Series:
    """Return what an hour more is worth to each rep, read off the envelopes: no second solve."""
    slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
    prices = [priced_sheet(sheet, slopes[sheet.rows]).hour_price for sheet in problem.sheets()]
    return pd.Series(np.array(prices) + hour_costs(problem), index=problem.rep_ids)
