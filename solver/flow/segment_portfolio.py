"""Step 4: rank the clients on what they already bring."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.flow.step import Flow, Needed
from solver.method.accounts.segment_portfolio import class_changes, client_revenue, concentration, segment


class SegmentPortfolio(Flow):
    """Accounts and sales in, classes A, B and C out."""

    id = "04_segment_portfolio"
    parameters = (
        "abc_measure",
        "abc_cut_a",
        "abc_cut_b",
        "abc_rule",
        "exceptional_order_share",
        "margin_rate",
        "dependence_share",
    )
    accounts = Needed()
    sales = Needed()

    @cached_property
    def revenue(self) -> pd.DataFrame:
        """What each client bought."""
        return client_revenue(
            self.accounts,
            self.sales,
            as_of=self.portfolio.as_of,
            margin_rate=self.margin.rate,
            **self.given("exceptional_order_share"),
        )

    @cached_property
    def segments(self) -> pd.DataFrame:
        """The class of each client."""
        return segment(self.revenue, **self.given("abc_measure", "abc_cut_a", "abc_cut_b", "abc_rule"))

    @cached_property
    def changes_under_crossing_rule(self) -> pd.DataFrame:
        """The clients who change class when the one that crosses the cut counts as above it."""
        cuts = self.given("abc_measure", "abc_cut_a", "abc_cut_b")
        return class_changes(self.segments, segment(self.revenue, **cuts, abc_rule="crossing"))

    @cached_property
    def concentration(self) -> dict[str, Any]:
        """On whom the firm depends."""
        return concentration(
            self.segments, self.sales, as_of=self.portfolio.as_of, **self.given("dependence_share")
        )
