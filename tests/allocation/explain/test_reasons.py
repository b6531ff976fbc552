"""The sentence of an account says what a visit brings, what its hours are worth, and what lacks."""

import pytest

from solver.allocation.explain.reasons import AccountFacts, reason_sentence
from solver.allocation.problem import bounds

NAN = float("nan")


def told(binding="hours", **facts):
    usual = {"visits": 4, "last_eur": 900.0, "next_eur": 300.0, "visit_price_eur": 400.0, "hours": 2.0}
    usual |= {"road": False, "step": 1, "step_eur": facts.get("next_eur", 300.0)}
    return reason_sentence(AccountFacts(binding, **usual | facts)).replace("\N{NO-BREAK SPACE}", " ")


def test_who_stops_where_hours_are_worth_more_is_told_what_lacks():
    assert told() == (
        "Stops at 4: one more visit would bring €300, its 2 h are worth €400 elsewhere; €100 short."
    )
    assert told(visits=0).startswith("No visit: the first would bring €300, its 2 h are worth €400 elsewhere")


@pytest.mark.parametrize(
    ("next_eur", "price", "said"),
    [
        (299.6, 300.4, "; about the same."),  # 300 and 300 as they are printed
        (299.4, 300.4, "; €1 short."),
        (300.0, 300.0, "; about the same."),
        (300.004, 300.0, " elsewhere."),  # within a cent above: nothing lacks
    ],
)
def test_what_lacks_is_that_of_the_figures_beside_it(next_eur, price, said):
    assert told(next_eur=next_eur, visit_price_eur=price).endswith(said)


@pytest.mark.parametrize(
    ("hours", "road", "written"),
    [
        (2.0, False, "its 2 h are"),
        (2.25, False, "its 2.25 h are"),
        (1.996, False, "its 2 h are"),
        (0.5, True, "its 0.50 h and road are"),
    ],
)
def test_hours_are_written_to_the_hundredth_whole_ones_without(hours, road, written):
    assert written in told(hours=hours, road=road)


def test_an_s_says_what_several_visits_together_would_take():
    """Three visits of two hours at 400 each are 1,200 and six hours."""
    three = {"step": 3, "next_eur": 10.0}
    assert told(**three, step_eur=1000.0) == (
        "Stops at 4: only 3 more together would begin to pay, bringing €1,000; their 6 h are worth €1,200 "
        "elsewhere; €200 short."
    )
    assert told(**three, step_eur=1300.0) == (
        "Stops at 4: 3 more would bring €1,300 for 6 h worth €1,200, but too few hours are left."
    )
    assert told(**three, step_eur=1300.0, days_full=True).endswith(
        "for 6 h worth €1,200, but what is left of the days is too short for that."
    )
    assert told(next_eur=401.0).startswith(
        "Stops at 4: 1 more would bring €401 for 2 h worth €400, but too few"
    )


def test_who_is_held_by_a_rule_is_told_which_and_what_one_more_would_bring():
    assert told(bounds.CONTACT_CAP) == "Held at 4 by the contact cap; one more visit would bring €300."
    assert told(bounds.LAST_VALUED, next_eur=NAN) == (
        "Held at 4, the last number that your own table values."
    )
    assert told("floor") == (
        "Kept at its floor of 4: the last visit brings €900, its 2 h are worth €400 elsewhere."
    )
    assert told("saturated") == (
        "Stops at 4: one more visit would bring nothing, as all that can be won there would be won."
    )
    assert told("saturated", visits=0) == "No visit: by what is on file, nothing can be won there."


def test_who_objects_and_agreed_to_visits_is_told_from_who_agreed_to_more_than_a_rule_allows():
    assert told("agreed").startswith("Held at 4, the visits already agreed; one more visit")
    assert told("agreed", objects=True).startswith(
        "Held at 4, the visits already agreed: who is there objects to being canvassed; one more visit"
    )
