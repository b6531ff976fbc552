"""The papers of a run, laid out by typst: the report, and what every paper has in common."""

from solver.handover.pdf.report import write_pdf

__all__ = ["write_pdf"]
