"""Step 1: somebody's files become the canonical tables, with a report on what they are worth."""

from solver.intake.prepare import Intake, prepare_tools
from solver.intake.reading.sources import RawTable, read_source

__all__ = ["Intake", "RawTable", "prepare_tools", "read_source"]
