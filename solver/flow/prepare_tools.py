"""Step 1: the firm's files become the portfolio that every later step reads."""

from functools import cached_property
from typing import Any

from solver.flow.step import Flow
from solver.intake import Intake, prepare_tools
from solver.run import step_spec


class PrepareTools(Flow):
    """The files named in the portfolio in, canonical tables and worklists out."""

    id = "01_prepare_tools"
    parameters = (
        "freshness_months",
        "prospect_silence_months",
        "client_window_months",
        "name_similarity",
    )

    @cached_property
    def intake(self) -> Intake:
        """All that was read: one pass over the files makes every table of the step."""
        return prepare_tools(self.portfolio)

    def outputs(self) -> dict[str, Any]:
        """Return the tables of the intake and its quality facts, by the registry's names."""
        return {name: getattr(self.intake, name.removesuffix(".json")) for name in step_spec(self.id).makes}
