"""The rules of behaviour and their precedence; the notes of recency, frequency and money."""

import pandas as pd
import pytest

from solver.method.behaviour.build_typology import (
    behaviour_cards,
    behaviour_table,
    build_typology,
    fall_limit,
    note_rfm,
)
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.tables.codes import BEHAVIOURS
from solver.words.errors import PortfolioError

DEFAULTS = MethodParameters()
THRESHOLDS = {
    name: getattr(DEFAULTS, name)
    for name in (
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
}
QUIET = {"account_id": "a", "recency_months": 1.0, "orders_12m": 6, "revenue_12m_eur": 1000.0}


def behaviour(facts, **changes):
    """Return the behaviour of a quiet client with some facts changed."""
    table = pd.DataFrame([{**QUIET, **facts}])
    typology = build_typology(table, **{**THRESHOLDS, **changes})
    check("typology", typology)
    return typology["behaviour"].iloc[0]


def test_by_its_orders_alone_a_client_is_called_as_if_nobody_had_asked_it():
    angry = {**QUIET, "satisfaction": 2.0, "years_bought": "111"}
    table = build_typology(pd.DataFrame([angry]), **THRESHOLDS)
    assert table[["behaviour", "by_orders"]].iloc[0].tolist() == ["at_risk", "loyal"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "standard"),
        ({"kind": "former_client"}, "lost"),
        ({"recency_months": 24.0}, "lost"),
        ({"recency_months": 9.0}, "inactive"),
        ({"recency_months": 8.9}, "standard"),
        ({"orders_12m": 1}, "inactive"),
        ({"first_order_months": 3.0, "orders_12m": 1}, "new"),
        ({"first_order_months": 3.0, "orders_12m": 1, "recency_months": 2.0}, "at_risk"),
        ({"first_order_months": 3.0, "orders_12m": 2, "recency_months": 2.0}, "new"),
        ({"first_order_months": 9.5, "orders_12m": 1, "recency_months": 9.5}, "inactive"),
        ({"first_order_months": 12.0}, "standard"),
        ({"trend": -0.10}, "at_risk"),
        ({"trend": 90 / 100 - 1}, "at_risk"),  # -0.09999999999999998
        ({"satisfaction": 2.0}, "at_risk"),
        ({"satisfaction": 2.0, "trend": 0.5}, "at_risk"),
        ({"trend": 0.20}, "developing"),
        ({"satisfaction": 4.0}, "loyal"),
        ({"satisfaction": 4.0, "recency_months": 3.1}, "standard"),
        ({"satisfaction": 3.0, "years_bought": "111"}, "standard"),
        ({"years_bought": "111"}, "loyal"),
        ({"years_bought": "?11"}, "standard"),
        ({"recency_months": 4.0, "usual_interval_days": 30.0}, "at_risk"),
        ({"recency_months": 2.9, "usual_interval_days": 30.0}, "standard"),
        ({"recency_months": 1.5, "usual_interval_days": 7.0}, "standard"),  # silent for less than two months
    ],
)
def test_the_first_rule_that_holds_decides(facts, expected):
    assert behaviour(facts) == expected


def test_another_precedence_gives_another_answer():
    later = ["lost", "new", "inactive", "developing", "at_risk", "loyal", "standard"]
    assert behaviour({"satisfaction": 2.0, "trend": 0.5}, precedence=later) == "developing"


def test_a_client_just_signed_that_has_not_ordered_yet_is_new():
    facts = {"recency_months": None, "silent_months": 1.0, "first_order_months": 1.0, "orders_12m": 0}
    assert behaviour(facts) == "new"


def test_precedence_must_name_every_behaviour():
    with pytest.raises(PortfolioError, match="must name each behaviour once"):
        behaviour({}, precedence=["lost", "standard"])


def rfm_of(frequencies, **columns):
    table = pd.DataFrame({"orders_12m": frequencies, "recency_months": 1.0, "revenue_12m_eur": 1.0})
    return note_rfm(table.assign(**columns))


def test_ten_distinct_values_fall_two_by_two_into_five_notes():
    assert rfm_of([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])["frequency_note"].tolist() == [
        5,
        5,
        4,
        4,
        3,
        3,
        2,
        2,
        1,
        1,
    ]


def test_equal_values_share_a_note():
    # Places 1 to 8 are equal: their mean place 4.5 of 10 is in the third fifth.
    assert rfm_of([1] * 8 + [2, 3])["frequency_note"].tolist() == [3] * 8 + [5, 5]


def test_the_most_recent_is_the_best_and_never_is_the_worst():
    notes = rfm_of([1] * 5, recency_months=[0.5, 1.0, 2.0, 3.0, None])
    assert notes["recency_note"].tolist() == [5, 4, 3, 2, 1]
    assert notes["rfm"].iloc[0] == "533"


def test_former_clients_do_not_move_the_bounds():
    kinds = ["client"] * 5 + ["former_client"] * 20
    notes = rfm_of([1, 2, 3, 4, 5] + [0] * 20, kind=kinds)
    assert notes["frequency_note"].tolist() == [1, 2, 3, 4, 5] + [1] * 20


def test_every_behaviour_has_a_card():
    assert behaviour_cards()["behaviour"].tolist() == list(BEHAVIOURS)


def test_a_fall_counts_where_it_is_far_out_among_the_firm_s_own_changes():
    # Thirty changes of a tenth up and down: the middle is 0 and the median distance log 1.1, so that the
    # limit lies 1.64 x 1.4826 of it below.
    swings = pd.DataFrame({"trend": [1.1 - 1, 1 / 1.1 - 1] * 15})
    limit = fall_limit(swings, risk_trend=-0.1, risk_fall_spreads=1.64)
    assert limit == pytest.approx(1.1 ** (-1.64 * 1.4826) - 1)
    assert fall_limit(swings[:29], risk_trend=-0.1, risk_fall_spreads=1.64) == -0.1
    assert fall_limit(swings, risk_trend=-0.3, risk_fall_spreads=1.64) == -0.3
    # A firm that shrinks by a tenth: the middle goes down with it, the distances stay; who left counts not.
    shrinking = pd.DataFrame({"trend": [*(0.9 * (1 + swings["trend"]) - 1), *[-1.0] * 20]})
    lower = fall_limit(shrinking, risk_trend=-0.1, risk_fall_spreads=1.64)
    assert lower == pytest.approx(0.9 * 1.1 ** (-1.64 * 1.4826) - 1)
    firm = pd.DataFrame({**QUIET, "account_id": [f"c{n}" for n in range(34)]})
    firm["trend"] = [*swings["trend"], limit + 0.001, limit - 0.001, 5.0, 5.0]
    found = build_typology(firm, **THRESHOLDS).set_index("account_id")["behaviour"]
    assert (found == "at_risk").sum() == 1


def test_the_accounts_of_each_behaviour_make_a_share_of_the_revenue_and_nothing_of_nothing():
    facts = pd.DataFrame({"account_id": ["a", "b", "c"], "revenue_12m_eur": [100.0, 300.0, 600.0]})
    typology = pd.DataFrame({"account_id": ["a", "b", "c"], "behaviour": ["new", "loyal", "loyal"]})
    table = behaviour_table(typology, facts).set_index("behaviour")
    assert list(table.index) == list(BEHAVIOURS)
    assert table.loc["loyal"].tolist() == [2, 900.0, 0.9]
    assert table.loc["lost"].tolist() == [0, 0.0, 0.0]
    nothing = behaviour_table(typology, facts.assign(revenue_12m_eur=0.0))
    assert nothing["revenue_share"].tolist() == [0.0] * 7


def test_where_there_is_no_client_former_clients_are_noted_among_themselves():
    notes = rfm_of([1, 2, 3, 4, 5], kind="former_client")
    assert notes["frequency_note"].tolist() == [1, 2, 3, 4, 5]
    assert rfm_of([]).empty
