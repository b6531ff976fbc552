"""The action plan on one page, summed by hand."""

import pandas as pd

from solver.report.findings.goals import account_goals, goals_sentence
from solver.report.findings.pac import first_to_give_up, low_cost_hours, pac_lines

CODES = {
    "Win a prospect": "win",
    "Keep a core client": "keep",
    "Manage at low cost": "economy",
    "Keep a client who may leave": "stay",
    "Develop a key account": "develop",
    "Prevent a departure": "prevention",
    "Sell a new family": "new_family",
}


def actions(*rows):
    columns = ["track", "action", "account_id", "indicator", "start_value", "goal_value", "visits", "hours"]
    made = pd.DataFrame(rows, columns=columns)
    numbers = [f"{row[2]}-{CODES.get(row[1], 'other')}-2026" for row in rows]
    made = made.assign(action_id=pd.Series(numbers, dtype="str"))
    return made.assign(calls=0, budget_eur=made["hours"] * 10, due_on=pd.Timestamp("2026-12-31"))


def test_an_action_is_one_line_with_its_accounts_its_goal_and_what_it_takes():
    plan = actions(
        ("sales", "Win a prospect", "P1", "First order", None, 1.0, 2, 3.0),
        ("sales", "Win a prospect", "P2", "First order", None, 1.0, 1, 2.0),
        ("sales", "Keep a core client", "C1", "Revenue of the year", 1000.0, 1200.0, 4, 6.5),
        ("information", "Verify the record", "C1", "Record verified", 0.0, 1.0, 0, 0.0),
    )
    lines = pac_lines(plan)
    assert lines["action"].tolist() == ["Keep a core client", "Win a prospect", "Verify the record"]
    assert lines["objective"].tolist() == [
        "Revenue of the year: €1,000 → €1,200",
        "First order: 2 accounts pursued",
        "Record verified: 1",
    ]
    assert lines["accounts"].tolist() == [1, 2, 1]
    assert lines["visits"].tolist() == [4, 3, 0]
    assert lines["budget_eur"].tolist() == [65.0, 50.0, 0.0]


def test_the_action_that_should_add_most_comes_first_whatever_hours_it_takes():
    plan = actions(
        ("sales", "Manage at low cost", "C1", "Revenue of the year", 5000.0, 4900.0, 9, 90.0),
        ("sales", "Develop a key account", "C2", "Revenue of the year", 8000.0, 8600.0, 4, 8.0),
        ("sales", "Win a prospect", "P1", "First order", None, 1.0, 2, 3.0),
        ("sales", "Win a prospect", "P2", "First order", None, 1.0, 1, 2.0),
    )
    found = pac_lines(plan, {"clients": 0.4, "revenue_eur": 500.0})
    assert found["action"].tolist() == ["Develop a key account", "Win a prospect", "Manage at low cost"]


def test_of_who_may_leave_the_goal_is_an_order_and_not_what_the_risk_leaves():
    plan = actions(
        ("sales", "Keep a client who may leave", "C1", "Revenue of the year", 8000.0, 1000.0, 1, 2.0),
        ("sales", "Keep a client who may leave", "C2", "Revenue of the year", 900.0, 90.0, 0, 0.0),
    )
    (goal,) = pac_lines(plan)["objective"]
    assert goal == "Revenue of the year: an order from each; without it, their risk leaves €1,090 of €8,900"


def test_prospects_are_pursued_and_few_of_them_are_expected_to_order():
    each = (("sales", "Win a prospect", f"P{n}", "First order", None, 1.0, 2, 3.0) for n in range(9))
    (goal,) = pac_lines(actions(*each), {"clients": 2.1, "revenue_eur": 500.0})["objective"]
    assert goal == "First order: 2 expected, of 9 accounts pursued"


def test_contacts_that_have_no_visit_or_call_of_their_own_are_told():
    """Of three contacts one is a visit and one a call: the third is held where one is made anyway."""
    plan = actions(("development", "Prevent a departure", "C1", "Contacts held", 0.0, 3.0, 1, 2.0))
    (line,) = pac_lines(plan.assign(calls=1))["objective"]
    assert line == "Contacts held: 3, 1 of them in visits or calls made anyway"
    assert pac_lines(plan.assign(calls=2))["objective"].tolist() == ["Contacts held: 3"]


def test_a_track_has_twelve_lines_at_most_those_that_take_most_hours():
    plan = actions(*(("sales", f"Action {n:02d}", "C1", "Answers", 0.0, 1.0, 0, float(n)) for n in range(20)))
    assert pac_lines(plan)["action"].tolist() == [f"Action {n:02d}" for n in range(19, 7, -1)]


def test_what_is_sold_of_a_family_is_said_to_lie_within_the_goals_of_the_year():
    plan = actions(("sales", "Sell a new family", "C1", "Revenue in EPI", 0.0, 3000.0, 2, 3.0))
    (goal,) = pac_lines(plan)["objective"]
    assert goal == "Revenue in their families, within the goals of the year: €0 → €3,000"


def test_actions_are_told_by_their_numbers_in_whatever_words_they_were_written():
    plan = actions(
        ("sales", "Win a prospect", "P1", "First order", None, 1.0, 2, 3.0),
        ("sales", "Keep a core client", "C1", "Revenue of the year", 1000.0, 1200.0, 4, 6.5),
    ).assign(action=["Gagner", "Garder"], indicator=["Première commande", "Chiffre d’affaires"])
    assert pac_lines(plan, {"clients": 0.4, "revenue_eur": 500.0})["objective"].tolist() == [
        "Première commande: 0 expected, of 1 account pursued",
        "Chiffre d’affaires: €1,000 → €1,200",
    ]
    assert account_goals(plan).to_dict() == {"C1": 1200.0}


def test_no_action_is_no_line():
    assert pac_lines(actions()).empty


def test_the_visits_that_do_not_earn_their_hours_are_told_with_the_action_that_has_most_of_them():
    plan = actions(
        ("sales", "Manage at low cost", "C1", "Revenue of the year", 5000.0, 4900.0, 9, 90.0),
        ("sales", "Develop a key account", "C2", "Revenue of the year", 8000.0, 8600.0, 4, 8.0),
    )
    allocation = pd.DataFrame({"account_id": ["C1", "C2"], "visits": [9, 4], "paying_visits": [5, 3]})
    assert first_to_give_up(plan, allocation).startswith("5 visits of 13 earn less")
    assert first_to_give_up(plan, allocation).endswith("(4 under “Manage at low cost”).")
    assert first_to_give_up(plan, allocation.assign(paying_visits=[9, 4])) == ""


def test_the_hours_of_what_is_to_cost_little_are_told_by_what_asks_for_them():
    """9 visits of 1 h: of C1, 2 by its floor and 3 to fill the hours; C2's floor is met by its journey.

    C4, of which the plan holds no action, is no client of another kind.
    """
    plan = actions(
        ("sales", "Manage at low cost", "C1", "Revenue of the year", 5000.0, 4900.0, 6, 6.0),
        ("sales", "Manage at low cost", "C2", "Revenue of the year", 5000.0, 4900.0, 3, 3.0),
        ("development", "Prevent a departure", "C2", "", None, None, 1, 1.0),
        ("sales", "Develop a key account", "C3", "Revenue of the year", 8000.0, 8600.0, 12, 26.0),
    )
    allocation = pd.DataFrame(
        {
            "account_id": ["C1", "C2", "C3", "C4"],
            "kind": "client",
            "min_visits": [2, 1, 0, 0],
            "visits": [6, 4, 12, 0],
            "paying_visits": [3, 4, 12, 0],
        }
    )
    said = low_cost_hours(plan, allocation).replace("\xa0", " ")
    assert said.startswith("“Manage at low cost” takes 9 h, 25% of all: 2 h as a rule")
    assert ", 4 h as the visits earn" in said
    assert ", 3 h to fill days" in said
    assert said.endswith("visits a year, on average: 5.0 there, 12.0 with another client.")
    assert (
        low_cost_hours(
            plan.assign(hours=plan["hours"].where(plan["action"] != "Develop a key account", 900)), allocation
        )
        == ""
    )


def test_growth_that_the_file_does_not_leave_is_told_beside_the_goals():
    """C1 grows by 200 of 50 left, C2 by 600 of 900, of C3 nobody knows what is left, C4 hardly grows."""
    plan = actions(
        ("sales", "Keep a core client", "C1", "Revenue of the year", 1000.0, 1200.0, 4, 6.5),
        ("sales", "Develop a key account", "C2", "Revenue of the year", 8000.0, 8600.0, 4, 8.0),
        ("sales", "Manage at low cost", "C3", "Revenue of the year", 500.0, 530.0, 1, 1.0),
        ("sales", "Manage at low cost", "C4", "Revenue of the year", 1000.0, 1005.0, 1, 1.0),
    )
    left = pd.DataFrame({"account_id": ["C1", "C2", "C3", "C4"], "gap_eur": [50.0, 900.0, None, 0.0]})
    said = goals_sentence(plan, {"goal_eur": 12_000.0}, left)
    assert "The goals of 4 accounts add up to €11,335, beside €12,000 for the year." in said
    assert "€180 of their growth, at 2 accounts, is more than the file leaves to win there" in said
    enough = goals_sentence(plan, {"goal_eur": 12_000.0}, left.assign(gap_eur=900.0))
    assert "more than the file leaves" not in enough
