"""Step 7 on the course case, told from the facts its file states."""

import pytest

from solver.method.behaviour.build_typology import behaviour_table, build_typology
from solver.parameters.method import MethodParameters

THRESHOLDS = (
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


@pytest.fixture
def facts(fil_rouge):
    stated = fil_rouge.facts
    return stated.assign(
        revenue_12m_eur=stated["revenue_eur"], trend=stated["revenue_eur"] / stated["previous_eur"] - 1
    )


@pytest.fixture
def typology(facts):
    defaults = MethodParameters()
    return build_typology(facts, **{name: getattr(defaults, name) for name in THRESHOLDS})


def test_fil_rouge_behaviours(typology, fil_rouge):
    assert typology["behaviour"].tolist() == fil_rouge.answers["behaviour"].tolist()


def test_fil_rouge_c01_grew_by_a_fifth_although_the_division_falls_short(facts, typology):
    assert facts["trend"].iloc[0] == 0.19999999999999996
    assert typology["behaviour"].iloc[0] == "developing"


def test_fil_rouge_counts_and_revenue_of_each_behaviour(typology, facts):
    table = behaviour_table(typology, facts).set_index("behaviour")
    expected = {"developing": 3, "at_risk": 4, "inactive": 1, "loyal": 1, "standard": 3, "new": 0, "lost": 0}
    assert table["accounts"].to_dict() == expected
    assert table["revenue_eur"].sum() == 670_000
