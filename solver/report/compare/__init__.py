"""Two plans of one firm compared: what changed, and why."""

from solver.report.compare.comparison import Comparison, compare_runs

__all__ = ["Comparison", "compare_runs"]
