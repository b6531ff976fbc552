"""The live what-if of a finished run: one page whose sliders make the plan again, without Python."""

from solver.handover.html.cockpit.page import write_cockpit

__all__ = ["write_cockpit"]
