"""Step 5: set what each account could buy beside what it buys."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.flow.step import Flow, Needed
from solver.method.accounts.competitors import competitors
from solver.method.accounts.qualify_portfolio import qualify, wallet


class QualifyPortfolio(Flow):
    """Potentials and segments in, shares of wallet and gaps out."""

    id = "05_qualify_portfolio"
    parameters = (
        "potential_per_head_eur",
        "accessible_share",
        "potential_fresh_months",
        "potential_cut_a",
        "potential_cut_b",
        "abc_rule",
    )
    accounts = Needed()
    segments = Needed()
    prospect_events = Needed()
    discoveries = Needed()

    @cached_property
    def qualification(self) -> pd.DataFrame:
        """Potential, share of wallet and gap of each account."""
        rules = self.given(*self.parameters)
        return qualify(self.accounts, self.segments, as_of=self.portfolio.as_of, **rules)

    @cached_property
    def wallet(self) -> dict[str, Any]:
        """The share of wallet of the whole portfolio."""
        return wallet(self.qualification, self.accounts)

    @cached_property
    def competitors(self) -> pd.DataFrame:
        """Who has the rest of the wallet, as visits found out."""
        return competitors(self.discoveries, self.qualification, self.prospect_events)
