"""Workbooks for people to fill in: the template for a firm's data, and the questions to a firm."""

from solver.handover.excel.request import write_request
from solver.handover.excel.template import write_template

__all__ = ["write_request", "write_template"]
