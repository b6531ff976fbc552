"""Three accounts and six hours: a model small enough to write, solve and break by hand.

The trainee ticks the rules or writes them; `small_rules` looks at every choice that they allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.words.i18n import _, counted, format_hours, format_number

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
        """Write the visits of each account, the hours and the value."""
        visits = ", ".join(f"{name} {_numbers(chosen)}" for name, chosen in self.levels.items())
        hours = format_hours(self.hours, 0 if self.hours % 1 == 0 else 1)
        return _("{visits}: {hours}, value {value}").format(
            visits=visits, hours=hours, value=format_number(self.value)
        )


def _numbers(chosen: tuple[int, ...]) -> str:
    """Write the numbers of visits of an account: one, where the rules say so."""
    if not chosen:
        return _("no number")
    if len(chosen) > 1:
        return _("{numbers} at once").format(numbers=" + ".join(map(str, chosen)))
    return counted(chosen[0], "{n} visit", "{n} visits")


def small_model() -> "tuple[pulp.LpProblem, dict[tuple[str, int], Any]]":
    """Return the model in PuLP, with its variables and its objective but without any rule."""
    import pulp

    model = pulp.LpProblem("three_accounts", pulp.LpMaximize)
    y = {(i, k): model.add_variable(f"y_{i}_{k}", 0, 1, cat="Integer") for i in VALUES for k in LEVELS}
    model += pulp.lpSum(VALUES[i][k] * y[i, k] for i, k in y)
    return model, y


def small_cp_model() -> "tuple[cp_model.CpModel, dict[tuple[str, int], Any]]":
    """Return the same model for CP-SAT, without any rule."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    y = {(i, k): model.new_bool_var(f"y_{i}_{k}") for i in VALUES for k in LEVELS}
    model.maximize(sum(VALUES[i][k] * y[i, k] for i, k in y))
    return model, y
