"""Workbooks for people to fill in: the template for a firm's data, and the questions to a firm."""

from solver.reporting.workbooks.request import write_request
from solver.reporting.workbooks.template import write_template

__all__ = ["write_request", "write_template"]
