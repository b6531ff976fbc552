"""How many visits each account is worth: the problem, ways to solve it, a checker, explanations."""

from solver.allocation.check import Violation, check
from solver.allocation.methods import allocate
from solver.allocation.problem import AllocationProblem, RepSheet, TeamRules
from solver.allocation.result import Allocation

__all__ = [
    "Allocation",
    "AllocationProblem",
    "RepSheet",
    "TeamRules",
    "Violation",
    "allocate",
    "check",
]
