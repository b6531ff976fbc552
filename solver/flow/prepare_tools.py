"""Step 1: the firm's files become the portfolio that every later step reads."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.flow.earlier_run import last_asks, read_back
from solver.flow.step import Flow
from solver.intake import Intake, prepare_tools
from solver.intake.partners.kinds import recent_revenue
from solver.intake.quality.contributions import freshness_of_contributors
from solver.method.accounts.coverage import coverage
from solver.run import step_spec


class PrepareTools(Flow):
    """The files named in the portfolio in, canonical tables and worklists out."""

    id = "01_prepare_tools"
    parameters = (
        "freshness_months",
        "prospect_silence_months",
        "client_window_months",
        "name_similarity",
        "margin_rate",
    )

    @cached_property
    def intake(self) -> Intake:
        """All that was read: one pass over the files makes every table of the step."""
        return prepare_tools(self.portfolio)

    @cached_property
    def promises_kept(self) -> dict[str, Any]:
        """What became of the promises of the run that `previous_run` names; empty where none is."""
        read = self.intake
        return read_back(self.portfolio, read.accounts, read.sales, read.visits)

    @cached_property
    def freshness(self) -> pd.DataFrame:
        """What became of what the last run asked for, contributor by contributor."""
        read = self.intake
        earlier = last_asks(self.portfolio)
        return freshness_of_contributors(
            read.asks, read.accounts, read.value_sources, self.portfolio, earlier
        )

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Whom the firm knows at each client."""
        read, firm = self.intake, self.portfolio
        return coverage(
            read.accounts,
            read.contacts,
            read.visit_reports,
            recent_revenue(read.sales, firm.as_of),
            as_of=firm.as_of,
            abc_cut_a=firm.abc_cut_a,
        )

    def outputs(self) -> dict[str, Any]:
        """Return the intake's tables, its quality facts and the promises kept, by the registry's names."""
        names = {name: name.removesuffix(".json") for name in step_spec(self.id).makes}
        own = {
            "promises_kept.json": self.promises_kept,
            "freshness": self.freshness,
            "coverage": self.coverage,
        }
        return {
            name: own[name] if name in own else getattr(self.intake, field) for name, field in names.items()
        }
