"""`summary.pptx`: at most ten slides for the meeting, tables and charts that can be edited."""

from solver.handover.slides.summary_deck import write_slides

__all__ = ["write_slides"]
