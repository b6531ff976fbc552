"""Who owes too much, or for too long: settled first, never visited less."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.allocation.problem.build import build_problem
from solver.method.accounts.debts import to_settle
from solver.tables import check
from solver.tables.portfolio import OWED
from tests.allocation.problem.test_build import bounds, given_rules, steps

AS_OF = date(2025, 12, 31)


def owing(**said):
    row = {"account_id": "c1", **dict.fromkeys(column.name for column in OWED), **said}
    types = {"account_id": "str", "overdue_on": "datetime64[us]", "risk_grade": "str"}
    amounts = dict.fromkeys(("overdue_eur", "late_eur", "outstanding_eur", "credit_limit_eur"), "float64")
    return check("overdue", pd.DataFrame([row]).astype(types | amounts))


def settled_first(year_eur=100.0, **said):
    segments = pd.DataFrame({"account_id": ["c1"], "revenue_eur": [year_eur]})
    limits = {"overdue_days_max": 60, "overdue_share_max": 0.05}
    table = to_settle(owing(**said), segments, as_of=AS_OF, **limits)
    return [(row.over_limit, row.too_late) for row in table.itertuples()]


def since(days):
    return pd.Timestamp(AS_OF) - pd.Timedelta(days=days)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"overdue_eur": 8.0, "overdue_on": since(75)}, [(False, True)]),
        ({"overdue_eur": 8.0, "overdue_on": since(20)}, []),
        ({"overdue_eur": 8.0, "overdue_on": since(60)}, []),
        ({"overdue_eur": 5.0, "overdue_on": since(75)}, []),
        ({"overdue_eur": 8.0}, []),
        ({"outstanding_eur": 50.0, "credit_limit_eur": 40.0}, [(True, False)]),
        ({"outstanding_eur": 40.0, "credit_limit_eur": 40.0}, []),
        ({"overdue_eur": 50.0, "credit_limit_eur": 40.0}, [(True, False)]),
        ({"risk_grade": "E"}, []),
        ({"overdue_eur": 40.0, "late_eur": 6.0}, [(False, True)]),
        ({"overdue_eur": 40.0, "overdue_on": since(75), "late_eur": 5.0}, []),
    ],
)
def test_above_the_limit_or_late_by_sixty_days_and_a_twentieth_of_the_year(said, found):
    """Of a year of 100."""
    assert settled_first(**said) == found


def test_where_nothing_was_bought_this_year_whatever_is_late_for_too_long_counts():
    for year in (-20.0, 0.0, np.nan):
        assert settled_first(year_eur=year, overdue_eur=0.01, overdue_on=since(75)) == [(False, True)]
    assert settled_first(year_eur=0.3, overdue_eur=0.01, overdue_on=since(75)) == []


def test_who_owes_too_much_may_be_visited_as_often_as_last_year():
    """Four visits accepted last year are four that are allowed, whatever the ceiling of the class says."""
    today = pd.Series({"c1": 4, "c2": 4})
    classes = ("S1", "S2", "S3", "S4")
    rules = {"class_ceilings": dict.fromkeys(classes, 3), "class_floors": dict.fromkeys(classes, 0)}
    held = build_problem(
        *given_rules(parts=steps() | {"settles_first": {"c1", "c2"}}, visits_today=today, **rules)
    )
    assert [bounds(held)[code][1] for code in ("c1", "c2")] == [4, 4]


def test_the_curve_is_flat_above_todays_revenue_and_the_account_is_visited_as_before():
    """c1 buys €200,000 at 30 % with eight visits and a risk of a tenth: €60,000 is the most that counts."""
    free = build_problem(*given_rules())
    held = build_problem(*given_rules(parts=steps() | {"settles_first": {"c1"}}))
    where = free.account_ids.get_loc("c1")
    before, after = (problem.contribution_eur[where] for problem in (free, held))
    assert after[:9] == pytest.approx(before[:9])
    assert before.max() > 60_000
    assert after.max() == pytest.approx(60_000)
    assert bounds(held) == bounds(free)
    assert bounds(held)["c1"][1] >= 8
