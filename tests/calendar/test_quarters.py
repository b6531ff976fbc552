"""No account gets more visits in a quarter than its people accept, where another day is free."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from solver.calendar.room import Accepted, visits_by_quarter
from tests.calendar.test_rules import ruled
from tests.calendar.village import four_weeks, plan, planned_on, village_firm

FEBRUARY_ON = {"plan_start": date(2026, 1, 5), "plan_end": date(2026, 4, 26)}


def half_year(accepted, **changes):
    """Seven visits of one account from 5 January to 26 April; nobody works in the first ten days of April."""
    firm = village_firm([(0.1, 0.0)], [7], days=80)
    away = firm.rep_days["date"].between("2026-04-01", "2026-04-10")
    firm.rep_days.loc[away, "field_hours"] = 0.0
    return plan(replace(firm, accepted=accepted), four_weeks(**FEBRUARY_ON, **changes))


def limits(*rows):
    return pd.DataFrame(rows, columns=["account_id", "quarter", "visits"])


def by_quarter(result):
    return result.appointments["date"].dt.to_period("Q").astype("str").value_counts().sort_index().to_dict()


def test_a_visit_beyond_what_people_accept_in_a_quarter_moves_into_the_next_one():
    """The sixth of seven is best on 2 April, and would fall on the last of March: it waits a fortnight."""
    free = by_quarter(half_year(limits()))
    kept = half_year(limits(("C1", "2026Q1", 5), ("C1", "2026Q2", 4)))
    assert free == {"2026Q1": 6, "2026Q2": 1}
    assert by_quarter(kept) == {"2026Q1": 5, "2026Q2": 2}
    assert kept.remarks.empty


@pytest.mark.parametrize(("limited", "c1_on"), [((), 84), (("C1",), 87), (("C1", "C2"), 84)])
def test_a_visit_takes_the_place_of_another_account_s_that_has_no_limit_where_no_day_is_free(limited, c1_on):
    """Two days alone, 30 March and 2 April, of one visit each; C2 prefers Thursdays, C1 has had enough of the
    first quarter. Who is limited too makes no room."""
    firm = village_firm([(0.1, 0.0), (0.1, 0.0)], [1, 1], minutes=200.0, days=80, hours=4.0)
    open_on = firm.rep_days["date"].isin(pd.to_datetime(["2026-03-30", "2026-04-02"]))
    firm = ruled(replace(firm, rep_days=firm.rep_days[open_on]), {"account_id": "C2", "weekdays": "Th"})
    no_more = limits(*((code, "2026Q1" if code == "C1" else "2026Q2", n) for n, code in enumerate(limited)))
    result = plan(replace(firm, accepted=no_more), four_weeks(**FEBRUARY_ON))
    assert planned_on(result, "C1") == [c1_on]
    assert planned_on(result, "C2") == [84 + 87 - c1_on]


def test_where_no_other_day_will_do_the_visits_stay_and_a_remark_says_so():
    result = half_year(limits(("C1", "2026Q1", 2), ("C1", "2026Q2", 2)))
    assert by_quarter(result)["2026Q1"] > 2
    (remark,) = result.remarks["remark"]
    assert "its people accept 2: no other day will do" in remark


def test_who_could_get_more_than_a_quarter_holds_is_limited_the_contacts_held_counted():
    """C1 gets five visits and accepts four; one call of January is held. C2 gets three visits, and may."""
    room = Accepted(4, {"C1": 1, "C2": 1}, {}, {("C1", pd.Period("2026Q1")): 1})
    allocation = pd.DataFrame({"account_id": ["C1", "C2"], "visits": [5, 3]})
    told = visits_by_quarter(allocation, room, plan_start=date(2026, 2, 1), plan_end=date(2026, 7, 31))
    assert told.to_numpy().tolist() == [["C1", "2026Q1", 3], ["C1", "2026Q2", 4], ["C1", "2026Q3", 4]]
