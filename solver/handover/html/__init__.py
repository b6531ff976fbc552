"""The report as one self-contained page."""

from solver.handover.html.report import report_html, write_report

__all__ = ["report_html", "write_report"]
