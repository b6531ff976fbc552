"""Two plans of one firm compared: a page and a workbook that say what changed, and why."""

from solver.reporting.compare.comparison import Comparison, compare_runs
from solver.reporting.compare.page import write_page
from solver.reporting.compare.sheet import write_sheet

__all__ = ["Comparison", "compare_runs", "write_page", "write_sheet"]
