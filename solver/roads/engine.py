"""What works drives out on roads, where the portfolio names it."""

from solver.parameters import DrivingTimes
from solver.roads.roads import Roads


def open_engine(named: DrivingTimes) -> Roads | None:
    """Return the road engine that a portfolio names; none where it names none."""
    return None
