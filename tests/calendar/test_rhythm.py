"""Visits on the dates that an account asks for, and those beyond them in the longest waits."""

import pandas as pd
import pytest

from solver.calendar.agreed import Agreed
from solver.calendar.rhythm import Asked, asked_dates, refuse_more_than_planned, rows_by_dates
from solver.words.errors import PortfolioError
from tests.calendar.test_rules import ruled
from tests.calendar.village import four_weeks, village_firm


def rows(days, wanted, *, agreed=(), slack=0, last_done=None):
    frozen = [Agreed(day, 600, None, None, 0, day, day) for day in agreed]
    made = rows_by_dates(
        "C1",
        "R1",
        60.0,
        frozen,
        Asked(days, slack, "…"),
        wanted=wanted,
        least_gap=2,
        last_done=last_done,
        known_reps={"R1"},
        settings=four_weeks(),
    )
    assert [row["visit_no"] for row in made] == list(range(1, len(made) + 1))
    return made


def told(made, *names):
    return [tuple(row[name] for name in names) for row in made]


def test_each_date_has_its_visit_within_its_slack_and_the_plan():
    made = rows([0, 14, 27], 3, slack=2)
    assert told(made, "ideal_day", "first_day", "last_day", "asked_on") == [
        (0, 0, 2, 0),
        (14, 12, 16, 14),
        (27, 25, 27, 27),
    ]
    assert told(made, "gap_days", "least_gap") == [(28 / 3, 2)] * 3


def test_an_agreed_visit_takes_the_place_of_the_date_nearest_to_it():
    made = rows([1, 14, 26], 3, agreed=[12])
    assert told(made, "ideal_day", "status", "asked_on") == [
        (1, "planned", 1),
        (12, "agreed", None),
        (26, "planned", 26),
    ]


def test_a_visit_beyond_the_dates_halves_the_longest_wait():
    """Of 28 days one date on the 8th: 20 days after it, half way is the 18th, five days either way."""
    made = rows([8], 2)
    assert told(made, "ideal_day", "first_day", "last_day", "asked_on") == [(8, 8, 8, 8), (18, 13, 23, None)]
    # Of two waits alike the first: 14 days on either side of the 14th.
    assert told(rows([14], 2), "ideal_day", "asked_on") == [(7, None), (14, 14)]


def test_nothing_is_planned_before_the_day_after_the_last_visit():
    """Seen three days into the plan: the date of the 2nd may slip to the 4th; the wait counts from then."""
    made = rows([2, 20], 2, slack=5, last_done=3)
    assert told(made, "first_day", "last_day") == [(4, 7), (15, 25)]
    assert told(rows([20], 2, last_done=-16), "ideal_day") == [(2,), (20,)]


@pytest.mark.parametrize(("days", "nearest"), [([1, 8, 10, 27], 2), ([5], float("inf")), ([], float("inf"))])
def test_the_two_nearest_dates_bound_the_gap(days, nearest):
    assert Asked(days, 0, "…").nearest_two == nearest


def test_a_rhythm_of_more_dates_than_visits_is_refused_and_one_of_as_many_or_of_no_visit_is_not():
    """Four Tuesdays in four weeks."""
    weekly = {"rhythm": "FREQ=WEEKLY;BYDAY=TU", "rhythm_slack_days": 1}
    codes = [f"C{n}" for n in range(1, 15)]

    def refuse(*visits):
        firm = village_firm([(0.1, 0.0)] * len(visits), list(visits))
        firm = ruled(firm, *({"account_id": code, **weekly} for code in codes[: len(visits)]))
        asked = asked_dates(firm.visit_rules, {}, four_weeks())
        assert asked["C1"].days == [1, 8, 15, 22]
        assert asked["C1"].slack == 1
        refuse_more_than_planned(asked, firm, four_weeks())

    refuse(4, 0, 5)
    with pytest.raises(
        PortfolioError, match=r"C1: its rhythm .* has 4 dates from .*, and .* gives it 3 visits"
    ):
        refuse(3)
    with pytest.raises(PortfolioError, match=r"the rhythm of 1 other account has .*: C2"):
        refuse(1, 2)
    with pytest.raises(
        PortfolioError, match=r"10 other accounts have .*: C10, C11, C2, C3, C4, C5, C6, C7, C8, C9 "
    ):
        refuse(*[1] * 11)
    with pytest.raises(PortfolioError, match=r"11 other accounts have .*C8, …"):
        refuse(*[1] * 12)


def test_dates_count_from_the_last_visit_where_they_are_told_by_an_interval():
    firm = ruled(village_firm([(0.1, 0.0)], [2]), {"account_id": "C1", "rhythm": "FREQ=DAILY;INTERVAL=14"})
    dates = [asked_dates(firm.visit_rules, known, four_weeks())["C1"].days for known in ({"C1": -4}, {})]
    assert dates[0] == [10, 24]
    assert pd.Series(dates[1]).diff().dropna().eq(14).all()
