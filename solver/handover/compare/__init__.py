"""Two plans of one firm compared: a page and a workbook that say what changed, and why."""

from solver.handover.compare.comparison import Comparison, compare_runs
from solver.handover.compare.page import write_page
from solver.handover.excel.comparison import write_sheet

__all__ = ["Comparison", "compare_runs", "write_page", "write_sheet"]
