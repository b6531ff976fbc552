"""Three accounts and six hours: a model small enough to write, solve and break by hand.

The trainee writes the rules; what is solved is what the rules say, so that a missing rule shows in the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_hours, format_number

if TYPE_CHECKING:  # the exercises are listed on pages that solve nothing: those stay quick
    import pulp
    from ortools.sat.python import cp_model

HOURS = 6
LEVELS = range(5)
VALUES = {"X": (0, 40, 70, 90, 100), "Y": (0, 36, 62, 78, 88), "Z": (0, 28, 46, 56, 60)}
VISIT_HOURS = {"X": 1.5, "Y": 1.0, "Z": 0.5}
HALF_HOURS = {name: int(2 * hours) for name, hours in VISIT_HOURS.items()}


@dataclass(frozen=True)
class SmallPlan:
    """What came out of a small model.

    Attributes
    ----------
    levels : dict of str to tuple of int
        The numbers of visits chosen for each account: one, where the rules say so.
    """

    levels: Mapping[str, tuple[int, ...]]

    @property
    def hours(self) -> float:
        """Hours of all visits chosen."""
        return sum(VISIT_HOURS[name] * sum(chosen) for name, chosen in self.levels.items())

    @property
    def value(self) -> int:
        """Value of all visits chosen."""
        return sum(VALUES[name][level] for name, chosen in self.levels.items() for level in chosen)

    def __str__(self) -> str:
        """Write the numbers, the hours and the value."""
        numbers = ", ".join(f"{name} {'+'.join(map(str, chosen))}" for name, chosen in self.levels.items())
        hours = format_hours(self.hours, 0 if self.hours % 1 == 0 else 1)
        return f"{numbers} · {hours} · {format_number(self.value)}"


def small_model() -> "tuple[pulp.LpProblem, dict[tuple[str, int], Any]]":
    """Return the model in PuLP, with its variables and its objective but without any rule."""
    import pulp

    model = pulp.LpProblem("three_accounts", pulp.LpMaximize)
    y = {(i, k): model.add_variable(f"y_{i}_{k}", 0, 1, cat="Integer") for i in VALUES for k in LEVELS}
    model += pulp.lpSum(VALUES[i][k] * y[i, k] for i, k in y)
    return model, y


def solve_small(model: "pulp.LpProblem", y: Mapping[tuple[str, int], Any], rules: Any) -> Any:
    """Put the rules into the model and solve it.

    Returns
    -------
    SmallPlan, None or Ellipsis
        The plan; none when no plan keeps the rules; three dots while the rules are not written.
    """
    import pulp

    if rules is ...:
        return ...
    for rule in rules:
        model += rule
    stats = model.solve(pulp.HiGHS(msg=False, threads=1))
    if not stats.has_solution:
        return None
    return _plan({key: (variable.varValue or 0) > 0.5 for key, variable in y.items()})


def show_small(plan: Any) -> None:
    """Show in words what `solve_small` gave back; nothing while the rules are not written."""
    from IPython.display import Markdown, display

    if plan is not ...:
        display(Markdown(_("The solver gives back no plan.") if plan is None else str(plan)))


def small_cp_model() -> "tuple[cp_model.CpModel, dict[tuple[str, int], Any]]":
    """Return the same model for CP-SAT, without any rule."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    y = {(i, k): model.new_bool_var(f"y_{i}_{k}") for i in VALUES for k in LEVELS}
    model.maximize(sum(VALUES[i][k] * y[i, k] for i, k in y))
    return model, y


def solve_small_cp(model: "cp_model.CpModel", y: Mapping[tuple[str, int], Any], rules: Any) -> Any:
    """Put the rules into the model and solve it by CP-SAT; returns as `solve_small` does.

    Raises
    ------
    PortfolioError
        A rule holds a fraction: CP-SAT counts in whole numbers only.
    """
    from ortools.sat.python import cp_model

    if rules is ...:
        return ...
    for rule in rules:
        try:
            model.add(rule)
        except TypeError:
            raise PortfolioError(
                _("CP-SAT counts in whole numbers only, and a rule holds a fraction"),
                fix=_("count the time in half hours: HALF_HOURS, and 12 of them"),
            ) from None
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return _plan({key: bool(solver.value(variable)) for key, variable in y.items()})


def _plan(chosen: Mapping[tuple[str, int], bool]) -> SmallPlan:
    return SmallPlan({name: tuple(k for k in LEVELS if chosen[name, k]) for name in VALUES})
