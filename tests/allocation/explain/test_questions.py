"""What the plan supposes is asked of somebody: who is asked, and who is not."""

import pandas as pd

from solver.allocation.explain.questions import plan_questions
from solver.tables import check


def questions(potential_eur=200_000.0):
    """Five main clients of 100,000 each, of one type, judged 1.5 with all the visits one could wish."""
    ids = ["less", "locked", "silent", "angry", "secret", "same"]
    allocation = pd.DataFrame(
        {
            "account_id": ids,
            "kind": "client",
            "visits_today": pd.array([8, 8, 0, 2, 2, 3], dtype="Int64"),
            "visits": [5, 0, 4, 0, 0, 3],
            "binding": ["hours", "lock", "hours", "opposition", "processing", "hours"],
        }
    )
    accounts = pd.DataFrame(
        {
            "account_id": ids,
            "opposed": [False, False, False, True, True, False],
            "opposition_scope": [None, None, None, None, "processing", None],
        }
    )
    segments = pd.DataFrame({"account_id": ids, "segment": "A", "revenue_eur": 100_000.0})
    qualification = pd.DataFrame({"account_id": ids, "accessible_eur": potential_eur})
    terms = pd.DataFrame(
        {"account_id": ids, "account_type": "high_potential", "revenue_eur": 100_000.0, "fold": 1.0}
    )
    judged = pd.DataFrame({"account_type": ["high_potential"], "saturation": [1.5]})
    made = plan_questions(allocation, accounts, segments, qualification, terms, judged)
    return check("plan_questions", made)


def asked(table):
    return [(row.question, row.account_id) for row in table.itertuples() if row.question != "potential"]


def test_a_main_account_below_today_an_objection_and_a_silent_log_are_asked_about():
    # Not the lock, which somebody decided; not the account that objects to any use of its data.
    assert asked(questions()) == [
        ("fewer_visits", "less"),
        ("other_contact", "angry"),
        ("unlogged", "silent"),
    ]
    first = questions().iloc[0]
    assert first["sentence"] == "A main account goes from 8 visits to 5. Does somebody say yes to that?"


def test_a_type_is_asked_about_where_potentials_are_beyond_twice_or_half_the_curve():
    # 6 x 100,000 x 1.5 = 900,000 by the curve: 600,000 to 1,800,000 is near enough.
    assert "potential" not in questions(200_000.0)["question"].tolist()
    assert "potential" not in questions(300_000.0)["question"].tolist()
    beyond = questions(300_001.0).set_index("question").loc["potential"]
    assert "€1,800,006 a year from us, by the response curve €900,000" in beyond["sentence"]
    assert (beyond["account_type"], beyond["worth_eur"]) == ("high_potential", 600_000.0)
    assert "potential" in questions(74_999.0)["question"].tolist()


def test_without_a_log_nothing_is_asked_of_visits():
    ids = ["a"]
    allocation = pd.DataFrame(
        {"account_id": ids, "kind": "client", "visits_today": pd.array([None], dtype="Int64"), "visits": [0]}
    ).assign(binding="hours")
    empty = pd.DataFrame({"account_id": [], "account_type": [], "revenue_eur": [], "fold": []})
    made = plan_questions(
        allocation,
        pd.DataFrame({"account_id": ids, "opposed": False, "opposition_scope": None}),
        pd.DataFrame({"account_id": ids, "segment": "A", "revenue_eur": 1.0}),
        pd.DataFrame({"account_id": ids, "accessible_eur": [None]}),
        empty,
        pd.DataFrame({"account_type": [], "saturation": []}),
    )
    assert check("plan_questions", made).empty


def test_the_largest_client_is_asked_about_first_and_one_that_buys_nothing_not_at_all():
    ids = ["small", "large", "nothing", "other"]
    allocation = pd.DataFrame({"account_id": ids, "kind": "client", "visits": 1, "binding": "hours"})
    allocation["visits_today"] = pd.array([2, 2, 2, 2], dtype="Int64")
    accounts = pd.DataFrame({"account_id": ids, "opposed": False, "opposition_scope": None})
    segments = pd.DataFrame(
        {"account_id": ids, "segment": ["A", "A", "A", "B"], "revenue_eur": [10.0, 20.0, 0.0, 30.0]}
    )
    made = plan_questions(
        allocation,
        accounts,
        segments,
        pd.DataFrame({"account_id": ids, "accessible_eur": None}),
        pd.DataFrame({"account_id": [], "account_type": [], "revenue_eur": [], "fold": []}),
        pd.DataFrame({"account_type": [], "saturation": []}),
    )
    assert asked(made) == [("fewer_visits", "large"), ("fewer_visits", "small")]
    assert made["worth_eur"].tolist() == [20, 10]
