"""How many visits each account is worth: the problem, ways to solve it, a checker, explanations."""

from solver.allocation.methods.allocate import allocate
from solver.allocation.problem.check import check
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import Allocation
from solver.words.violation import Violation

__all__ = [
    "Allocation",
    "AllocationProblem",
    "RepSheet",
    "Violation",
    "allocate",
    "check",
]
