"""A finished run asked again: its problem comes back whole, and every move is a plan of it."""

import math

import numpy as np
import pytest

from solver.flow.what_if import WhatIf
from solver.words.errors import PortfolioError
from tests.three_reps import planned, run_in


@pytest.fixture(scope="module")
def what_if(tmp_path_factory):
    return WhatIf.of_run(run_in(tmp_path_factory.mktemp("runs") / "three"))


@pytest.mark.whole
def test_the_problem_of_a_finished_run_comes_back_with_the_days_drives_and_hours_that_its_trial_found(
    what_if,
):
    made, back = planned().problem, what_if.step.problem
    assert back.value_eur == pytest.approx(made.value_eur, abs=1e-9)
    assert back.hours == pytest.approx(made.hours, rel=1e-12)
    assert (back.floor == made.floor).all()
    assert (back.ceiling == made.ceiling).all()
    assert back.reps["hours"].tolist() == [pytest.approx(688.125), 401.25, pytest.approx(412.5)]
    assert back.prospect_visits_min.tolist() == made.prospect_visits_min.tolist()


def test_nothing_moved_is_the_plan_with_its_own_figures(what_if):
    move, step = what_if.move(), planned()
    assert move.visits.to_dict() == step.allocation.set_index("account_id")["visits"].to_dict()
    assert move.contribution_eur == pytest.approx(step.certificate["contribution_eur"], abs=1e-6)
    assert move.bound_eur == step.certificate["bound_eur"]
    assert move.gain_eur == 0
    assert move.moved.empty
    prices = step.hour_prices.set_index("rep_id")["price_eur"]
    assert move.hour_price_eur.to_dict() == pytest.approx(prices.to_dict(), rel=1e-6, abs=1e-6)


def test_the_growth_of_the_run_asks_for_the_visits_of_its_step_3(what_if):
    step = what_if.step
    assert step.target_of(step.portfolio.growth_rate) == step.need["prospect_visits"]


def test_a_growth_that_comes_by_itself_asks_for_no_prospect(what_if):
    assert what_if.step.target_of(-0.9) == 0


def test_more_hours_bring_more_and_the_moves_add_up(what_if):
    more = what_if.move(hours={"R2": 100.0})
    assert more.gain_eur > 0
    assert more.bound_eur >= more.worth_eur > what_if.move().worth_eur
    assert (more.moved["visits"] - more.moved["before"] == more.moved["change"]).all()
    sizes = more.moved["change"].abs().tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_visits_decided_are_made(what_if):
    move = what_if.move(locks={"C010": 7, "P001": 0})
    assert move.visits[["C010", "P001"]].tolist() == [7, 0]


def test_half_an_hour_more_on_site_makes_a_visit_half_an_hour_longer_and_leaves_the_drive(what_if):
    minutes = {"visit_minutes": what_if.step.portfolio.visit_minutes + 30}
    before, after = what_if.step.problem, what_if.step.problem_with(minutes=minutes)
    longer = after.hours - before.hours
    assert longer == pytest.approx(np.where(before.is_prospect, 0.0, 0.5), abs=1e-9)
    assert after.road_eur == pytest.approx(before.road_eur)


def test_a_higher_answer_raises_what_visits_above_todays_bring_and_nothing_else(what_if):
    before = what_if.step.problem
    kind = before.accounts["account_type"].mode()[0]
    raised = what_if.step.judgements.set_index("account_type")["saturation"][kind] + 0.2
    after = what_if.step.problem_with(curve={kind: {"saturation": raised}})
    change = after.contribution_eur - before.contribution_eur
    of_type = before.accounts["account_type"].eq(kind).to_numpy()
    assert (change[of_type, -1] > 0).all()
    assert change[~of_type] == pytest.approx(0.0, abs=1e-9)


def test_without_a_plan_the_answer_is_how_many_hours_lead_out(what_if):
    sheet = what_if.step.problem.sheet("R3")
    parts = sheet.levels.total_target_parts(sheet.floor)
    assert parts < sheet.target_parts, "floors alone do not reach the target"
    short = what_if.move(hours={"R3": -330.0})
    assert short.visits is None
    assert "R3" in short.ways_out
    hours = int(short.ways_out.split("R3: ")[1].split("\u00a0h")[0])
    assert what_if.move(hours={"R3": -330.0 + hours}).visits is not None
    assert what_if.move(hours={"R3": -330.0 + math.floor(hours) - 1.0}).visits is None


def test_a_target_that_no_hours_hold_is_an_answer_too(what_if):
    capacity = what_if.step.capacity
    what_if.step.capacity = capacity.assign(by_hours=1)
    try:
        refused = what_if.move(target=10)
    finally:
        what_if.step.capacity = capacity
    assert refused.visits is None
    assert "at most" in refused.ways_out


def test_a_visit_to_nobody_of_the_firm_is_refused(what_if):
    with pytest.raises(PortfolioError, match="X999"):
        what_if.move(locks={"X999": 1})


def test_the_part_of_the_problem_of_two_reps_is_what_they_have_in_the_whole_of_it():
    step = planned()
    own = step.accounts.set_index("account_id")["rep_id"]
    moved = dict.fromkeys(own.index[own == "R1"][:3], "R2")
    part, whole = step.with_reps(moved, {"R1", "R2"}), step.with_reps(moved)
    assert part.reps["rep_id"].tolist() == ["R1", "R2"]
    for rep in ("R1", "R2"):
        here, there = part.sheet(rep), whole.sheet(rep)
        for name in ("floor", "ceiling", "value_eur", "available_hours", "target_parts"):
            np.testing.assert_array_equal(getattr(here, name), getattr(there, name), err_msg=name)
        np.testing.assert_array_equal(here.levels.hours, there.levels.hours)
