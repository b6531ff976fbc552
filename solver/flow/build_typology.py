"""Step 7: say how each client behaves."""

from functools import cached_property

import pandas as pd

from solver.evidence.labels import label_losses
from solver.flow.step import Flow, Needed
from solver.method.behaviour.build_typology import build_typology, fall_limit
from solver.method.behaviour.complaints import (
    all_complaints,
    complaints_by_account,
    complaints_by_cause,
    to_call_first,
    with_complaints,
)
from solver.method.behaviour.order_facts import order_facts
from solver.method.behaviour.profile import segment_profile
from solver.method.behaviour.recommendation import recommendation, who_to_ask_for_a_name


class BuildTypology(Flow):
    """Accounts and sales in, one behaviour per client and former client out."""

    id = "07_build_typology"
    parameters = (
        "precedence",
        "client_window_months",
        "new_months",
        "inactive_months",
        "inactive_orders",
        "risk_trend",
        "risk_fall_spreads",
        "risk_silent_months",
        "developing_trend",
        "unsatisfied_note",
        "satisfied_note",
        "loyal_recency_months",
        "silence_ratio",
    )
    accounts = Needed()
    sales = Needed()
    visits = Needed()
    touchpoints = Needed()
    discoveries = Needed()
    segments = Needed()

    @cached_property
    def order_facts(self) -> pd.DataFrame:
        """What the orders of each client say."""
        return order_facts(self.accounts, self.sales, as_of=self.portfolio.as_of)

    @property
    def fall_limit(self) -> float:
        """The trend from which on a fall is more than noise."""
        return fall_limit(self.order_facts, **self.given("risk_trend", "risk_fall_spreads"))

    @cached_property
    def typology(self) -> pd.DataFrame:
        """The behaviour of each client, with its RFM notes; who complained is at risk."""
        by_orders = build_typology(self.order_facts, **self.given(*self.parameters))
        return with_complaints(by_orders, self.complaints)

    @cached_property
    def complaints(self) -> pd.DataFrame:
        """Who complained, and whether it was settled."""
        return complaints_by_account(self.all_complaints, as_of=self.portfolio.as_of)

    @cached_property
    def all_complaints(self) -> pd.DataFrame:
        """The complaints of both logs, each once."""
        return all_complaints(self.touchpoints, self.visits, as_of=self.portfolio.as_of)

    @property
    def complaint_causes(self) -> pd.DataFrame:
        """What they complained of, and how soon it was settled."""
        return complaints_by_cause(self.all_complaints, self._revenue)

    @property
    def to_call_first(self) -> pd.DataFrame:
        """Who waits for an answer, complained twice, or may still wait."""
        return to_call_first(self.complaints, self._revenue)

    @property
    def _revenue(self) -> pd.Series:
        return self.order_facts.set_index("account_id")["revenue_12m_eur"]

    @cached_property
    def label_losses(self) -> pd.DataFrame:
        """How many clients of each behaviour were lost within a year."""
        return label_losses(self.sales, as_of=self.portfolio.as_of, **self.given(*self.parameters))

    @cached_property
    def recommendation(self) -> pd.DataFrame:
        """How many would recommend the firm."""
        return recommendation(self.discoveries, self.typology)

    @property
    def to_thank_or_calm(self) -> pd.DataFrame:
        """Whom to ask for a name, and whom to calm down."""
        return who_to_ask_for_a_name(self.discoveries)

    @cached_property
    def segment_profile(self) -> pd.DataFrame:
        """What a client of each behaviour and class looks like."""
        return segment_profile(
            self.accounts, self.sales, self.typology, self.segments, as_of=self.portfolio.as_of
        )
