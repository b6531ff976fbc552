"""Which day suits: the answer is held to tours added up by hand, and to a plan made again around it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.calendar.suits import days_that_suit
from solver.flow.suits import account_meant
from solver.words.errors import PortfolioError
from tests.calendar.village import MINUTES_PER_DEGREE, MONDAY, agreed, done, four_weeks, plan, village_firm


def asked(firm, account_id, weeks=4, first_day=date(2026, 1, 5), settings=None):
    """Plan a firm and ask which days suit one of its accounts."""
    chosen = settings or four_weeks()
    return days_that_suit(
        account_id, plan(firm, chosen).appointments, firm, chosen, first_day=first_day, weeks=weeks
    )


def day(number):
    return MONDAY + pd.Timedelta(days=number)


def test_the_day_of_a_neighbour_costs_the_leg_between_an_empty_day_the_way_there_and_back():
    """C2, agreed for Wednesday, lies 0.4 degrees north, C1 0.1 further: 0.2 on the way out and back again."""
    firm = village_firm([(0.5, 0.0), (0.4, 0.0)], [1, 1], log=[agreed("C2", 2, "10:00")])
    days = asked(firm, "C1").days.set_index("date")
    assert days["detour_minutes"][day(2)] == pytest.approx(0.2 * MINUTES_PER_DEGREE, abs=0.1)
    assert days["detour_minutes"][day(3)] == pytest.approx(1.0 * MINUTES_PER_DEGREE, abs=0.1)
    # Eight hours, an hour on site: what is left of them is room.
    assert days["room_minutes"][day(3)] == pytest.approx(480 - 60 - 1.0 * MINUTES_PER_DEGREE, abs=0.1)
    assert len(days) == 20
    # From 08:30 and 78.8 minutes of road, on slots of five.
    assert days["start"][day(3)] == "09:50"
    minutes = days[["detour_minutes", "room_minutes", "cost_minutes"]]
    assert minutes.round(1).equals(minutes)


def test_where_the_rhythm_costs_nothing_a_day_costs_its_detour():
    firm = village_firm([(0.5, 0.0), (0.4, 0.0)], [1, 1], log=[agreed("C2", 2, "10:00")])
    days = asked(firm, "C1", settings=four_weeks(regularity_minutes=0)).days
    assert days["cost_minutes"].tolist() == pytest.approx(days["detour_minutes"].tolist(), abs=0.1)


def test_days_too_near_to_another_visit_come_last_whatever_their_detour():
    """Two visits in 28 days lie seven apart or more; C1 was visited three days before the plan, too."""
    firm = village_firm([(0.3, 0.0)], [2], log=[done("C1", 3), agreed("C1", 21, "10:00")])
    found = asked(firm, "C1")
    near = found.days.loc[~found.days["gap_kept"], "date"]
    assert set(near) == {day(n) for n in (0, 1, 2, 3, 15, 16, 17, 18, 21, 22, 23, 24, 25)}
    assert found.best(20)["gap_kept"].tolist() == [True] * 7 + [False] * 13
    wednesday = found.days.set_index("date").loc[day(9)]
    assert (wednesday["days_since"], wednesday["days_until"]) == (12, 12)


def test_a_full_day_is_opened_by_moving_one_planned_visit():
    """Each day holds one visit: C1 gets the day of C2 only if C2 takes another."""
    firm = village_firm([(0.5, 0.0), (-0.5, 0.0)], [1, 1], minutes=240.0, days=2, hours=7.0)
    chosen = four_weeks()
    dates = plan(firm, chosen).appointments.set_index("account_id")["date"]
    found = asked(firm, "C1", settings=chosen).days.set_index("date")
    assert pd.isna(found["moves"][dates["C1"]])
    taken = found.loc[dates["C2"]]
    assert (taken["moves"], taken["moved_to"]) == ("C2", dates["C1"])
    assert taken["detour_minutes"] == pytest.approx(1.0 * MINUTES_PER_DEGREE, abs=0.1)


def test_what_somebody_agreed_to_does_not_move():
    log = [agreed("C2", 1, "10:00")]
    firm = village_firm([(0.5, 0.0), (-0.5, 0.0)], [1, 1], minutes=240.0, days=2, hours=7.0, log=log)
    found = asked(firm, "C1")
    assert np.isnan(found.days.set_index("date")["detour_minutes"][day(1)])
    assert found.best()["date"].tolist() == [day(0)], "a day without room is none of the best"


def test_the_next_visit_is_asked_for_then_one_without_a_day_then_one_more():
    firm = village_firm([(0.1, 0.0)], [2])
    dates = plan(firm).appointments["date"].tolist()
    first, second = (asked(firm, "C1", first_day=dates[n].date()) for n in (0, 1))
    assert (first.visit_no, first.planned_on) == (1, dates[0])
    assert (second.visit_no, second.planned_on) == (2, dates[1])
    after = asked(firm, "C1", first_day=(dates[1] + pd.Timedelta(days=1)).date())
    assert (after.visit_no, after.planned_on) == (3, None)


@pytest.mark.parametrize("visits", [0, 1, 3])
def test_one_visit_more_leaves_those_agreed_under_their_numbers(visits):
    """Two dates are agreed; the question is asked once they have been, so one more is looked for."""
    log = [agreed("C1", 15, "10:00", 30), agreed("C1", 22, "10:00")]
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [visits, 1], log=log)
    after = plan(firm).appointments.query("account_id == 'C1'")["date"].max() + pd.Timedelta(days=1)
    found = asked(firm, "C1", first_day=after.date())
    assert (found.visit_no, found.planned_on) == (max(visits, 2) + 1, None)
    assert len(found.best(1)) == 1


def test_an_account_without_a_visit_in_the_plan_can_have_one():
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [0, 1])
    assert asked(firm, "C1").visit_no == 1


@pytest.mark.parametrize(
    ("account_id", "first_day", "said"),
    [
        ("C11", date(2026, 1, 5), r"no account “C11”.*did you mean C1"),
        ("C3", date(2026, 1, 5), r"knows where account “C3” lies.*postcode"),
        ("C4", date(2026, 1, 5), r"“C4” is visited by nobody.*kind"),
        ("C1", date(2027, 1, 5), r"runs from .*a day within"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_remedy(account_id, first_day, said):
    firm = village_firm([(0.1, 0.0), (0.2, 0.0), None, (0.1, 0.1)], [1, 1, 1, 0])
    firm = replace(firm, allocation=firm.allocation[firm.allocation["account_id"] != "C4"])
    with pytest.raises(PortfolioError, match=said):
        asked(firm, account_id, first_day=first_day)


def test_appointments_of_other_tables_are_refused():
    firm, chosen = village_firm([(0.1, 0.0)], [1]), four_weeks()
    elsewhere = plan(firm, chosen).appointments.assign(date=day(5))
    with pytest.raises(PortfolioError, match="run step 12 again"):
        days_that_suit("C1", elsewhere, firm, chosen, first_day=date(2026, 1, 5), weeks=4)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("C01", "C01"),
        ("c01", "C01"),
        (" C01 ", "C01"),
        ("durand", "C02"),
        ("café des sports", "C03"),
        ("Nemo", "Nemo"),
    ],
)
def test_an_account_on_the_phone_is_known_by_its_code_however_typed_and_by_its_name(said, meant):
    accounts = pd.DataFrame(
        {
            "account_id": ["C01", "C02", "C03", "C04"],
            "name": ["Dupont SARL", "Durand", "Café des Sports", "Dupont Frères"],
        }
    )
    assert account_meant(accounts, said) == meant
    with pytest.raises(PortfolioError, match=r"several accounts .* → give the code: C01 Dupont SARL; C04"):
        account_meant(accounts, "dupont")
