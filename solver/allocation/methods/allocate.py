"""One door to every way of solving the visit allocation."""

from collections.abc import Callable
from importlib import import_module

from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.words.errors import PortfolioError
from solver.words.i18n import _

METHODS = ("envelope", "milp", "cpsat")  # the modules beside this one; some load a solver, and slowly
AUTO = "auto"
# Accounts up to which the textbook model is written: for more it would take minutes for the same plan.
MODELLED = 20_000
type Solve = Callable[..., Allocation]


def allocate(
    problem: AllocationProblem,
    *,
    method: str = AUTO,
    gap: float = 1e-4,
    time_limit_s: float = 600.0,
    seed: int = 1,
) -> Allocation:
    """Find how many visits each account is worth.

    Parameters
    ----------
    problem : AllocationProblem
    method : {"auto", "envelope", "milp", "cpsat"}
        “auto” takes the envelope, or the textbook model where trips to zones are counted; so does “milp” for
        more than 20,000 accounts. The allocation's `solver` says which it was.
    gap : float
        Stop when the plan is proven this close to the best, as a share of its value.
    time_limit_s : float
        The last stop, in seconds: then there is no plan, rather than another one than on a quicker machine.
    seed : int

    Returns
    -------
    Allocation
        Without visits when infeasible, or when the clock stopped it.
    """
    too_many = method == "milp" and len(problem.accounts) > MODELLED
    name = choose_method(problem) if method == AUTO or too_many else method
    if name not in METHODS:
        raise PortfolioError(
            _("“{method}” is not a method of allocation").format(method=method),
            fix=_("choose one of {methods}").format(methods=", ".join([AUTO, *METHODS])),
        )
    if name == "envelope" and (problem.zone_codes >= 0).any():
        raise PortfolioError(
            _("the envelope cannot count trips to zones"),
            fix=_("choose one of {methods}").format(methods="auto, milp, cpsat"),
        )
    solve: Solve = import_module(f"solver.allocation.methods.{name}").solve
    return solve(problem, gap=gap, time_limit_s=time_limit_s, seed=seed)


def choose_method(problem: AllocationProblem) -> str:
    """Return the method that suits the problem."""
    return "milp" if (problem.zone_codes >= 0).any() else "envelope"
