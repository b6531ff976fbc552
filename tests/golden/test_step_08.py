"""Step 8 on the course case; no published answer exists for this step."""

import pytest

from solver.method.accounts.qualify_portfolio import qualify
from solver.method.accounts.segment_portfolio import segment
from solver.method.behaviour.journeys import weigh_win_backs
from solver.method.behaviour.weigh_typology import stake_facts, stakes_table, weigh_typology
from solver.parameters.method import MethodParameters
from solver.tables import empty


@pytest.fixture
def typology(fil_rouge):
    return fil_rouge.answers[["account_id", "behaviour"]]


@pytest.fixture
def notes(fil_rouge, typology):
    defaults = MethodParameters()
    return weigh_typology(
        fil_rouge.accounts,
        empty("contacts"),
        typology,
        typology_mode="note",
        typology_note=defaults.typology_note,
        typology_multiplier=defaults.typology_multiplier,
        contacts_per_quarter_max=4,
        newsletter_months=3,
        plan_start=fil_rouge.as_of.replace(year=2026, month=1, day=1),
        plan_end=fil_rouge.as_of.replace(year=2026),
    )


def test_fil_rouge_notes_are_the_urgency_of_each_behaviour(notes):
    assert notes["typology_note"].tolist() == [5, 2, 3, 4, 5, 4, 2, 4, 5, 2, 1, 4]


def test_fil_rouge_revenue_at_stake(fil_rouge, typology, notes):
    segments = segment(fil_rouge.facts)
    qualification = qualify(
        fil_rouge.accounts,
        segments,
        as_of=fil_rouge.as_of,
        potential_per_head_eur=None,
        accessible_share=0.8,
        potential_fresh_months=12,
    )
    none_lost = weigh_win_backs(
        fil_rouge.accounts,
        notes,
        fil_rouge.sales,
        empty("visit_cost"),
        as_of=fil_rouge.as_of,
        margin_rate=0.3,
        win_back_rate=0.12,
        win_back_visits=2,
    )
    facts = stake_facts(stakes_table(typology, segments, qualification), none_lost)
    assert facts["at_risk_eur"] == 129_000
    assert round(facts["at_risk_share"], 4) == 0.1925
    assert facts["developing_eur"] == 243_000
    assert (facts["to_reactivate"], facts["to_reactivate_eur"]) == (1, 8_000)
    assert facts["win_backs"] == 0
