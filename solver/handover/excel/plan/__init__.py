"""The action plan as a workbook: the sales manager lives in it, and what is written in it comes back."""

from solver.handover.excel.plan.workbook import write_plan

__all__ = ["write_plan"]
