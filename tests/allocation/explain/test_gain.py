"""Where the gain over today's visits comes from, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate
from solver.allocation.explain.baselines import compare_plans
from solver.allocation.explain.gain import where_the_gain_comes_from
from solver.words.errors import PortfolioError
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import random_problem

BY_HAND = [[0, 5, 6, 7], [0, 10, 19, 27], [0, 8, 9, 9], [0, 4, 4, 4]]


def hand_worked():
    """Six hours; today 3, 1, 0, 1 visits of 1 h, 1 h, 2 h, 1 h; the best plan is 0 or 1, 3, 1, 0 or 1."""
    problem = problem_of(BY_HAND, [1.0, 1.0, 2.0, 1.0], 6.0, prospects={2}, target=1)
    return problem, pd.Series([3, 1, 0, 1], index=problem.account_ids)


def test_each_group_by_hand():
    problem, today = hand_worked()
    allocation = allocate(problem, gap=0.0)
    assert allocation.visits.tolist() == [1, 3, 1, 0]  # 5 + 27 + 8 = 40 for six hours
    minutes = pd.Series([12.0, 30.0, 60.0, 6.0], index=problem.account_ids)
    table = where_the_gain_comes_from(problem, allocation, today, travel_minutes=minutes).set_index("group")
    assert list(table.index) == ["over_visited", "neglected", "prospects", "unchanged", "total"]
    assert table["accounts"].tolist() == [2, 1, 1, 0, 4]
    assert table["visits_today"].tolist() == [4, 1, 0, 0, 5]
    assert table["visits"].tolist() == [1, 3, 1, 0, 5]
    assert table["hours_change"].tolist() == [-3.0, 2.0, 2.0, 0.0, 1.0]
    # two visits fewer of 12 min and one of 6, two more of 30, one more of 60
    assert table["travel_hours_change"].tolist() == pytest.approx([-0.5, 1.0, 1.0, 0.0, 1.5])
    assert table["contribution_change_eur"].tolist() == [-6.0, 17.0, 8.0, 0.0, 19.0]
    assert table["eur_per_hour"].tolist()[:3] == pytest.approx([2.0, 8.5, 4.0])
    assert table["sentence"].tolist() == [
        "Fewer visits to 2 clients, former ones included, free 3\u00a0h; they bring €6 less.",
        "More visits to 1 client take 2\u00a0h; it brings €17 more.",
        "1 prospect gets 1 visit instead of 0; it brings €8 more.",
        "",
        "Together the accounts bring €19 more, with 1\u00a0h more.",
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_groups_sum_to_the_gain_over_today(seed):
    problem = random_problem(seed, n=40, reps=2, target=6)
    allocation = allocate(problem)
    rng = np.random.default_rng(seed)
    today = pd.Series(rng.integers(0, 9, 40), index=problem.account_ids)  # more than the hours: scaled down
    table = where_the_gain_comes_from(problem, allocation, today).set_index("group")
    against = compare_plans(problem, allocation, visits_today=today).set_index("plan")
    parts = table.drop(index="total")
    assert parts["accounts"].sum() == 40
    for column in ("contribution_change_eur", "hours_change", "visits", "visits_today"):
        assert parts[column].sum() == pytest.approx(table.loc["total", column])
    assert table.loc["total", "contribution_change_eur"] == pytest.approx(against.loc["today", "gain_eur"])
    hours = against.loc["plan", "hours"] - against.loc["today", "hours"]
    assert table.loc["total", "hours_change"] == pytest.approx(hours)
    assert table["travel_hours_change"].isna().all()


def test_trips_to_zones_have_their_own_line():
    base = problem_of([[0, 5, 9], [0, 4, 8]], 1.0, 5.0)
    problem = base.with_tables(
        accounts=base.accounts.assign(zone="east"),
        zones=pd.DataFrame({"zone": ["east"], "hours_per_trip": [0.5]}),
    )
    allocation = allocate(problem, gap=0.0)
    assert allocation.visits.tolist() == [2, 2]
    today = pd.Series([1, 0], index=problem.account_ids)
    table = where_the_gain_comes_from(problem, allocation, today).set_index("group")
    assert table.loc["trips", "hours_change"] == pytest.approx(0.5)  # two trips instead of one
    assert table.loc["trips", "sentence"] == "Trips to the zones take 0\u00a0h more."
    assert table.loc["total", "hours_change"] == pytest.approx(3.5)
    assert table.loc["total", "contribution_change_eur"] == pytest.approx(12.0)


def test_no_plan_has_no_gain():
    problem = problem_of([[0, 1]], 1.0, 0.5, prospects={0}, target=1)
    with pytest.raises(PortfolioError, match="there is no plan to compare"):
        where_the_gain_comes_from(problem, allocate(problem), pd.Series(dtype=float))
