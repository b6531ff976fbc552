"""A plan tried on the calendar before it counts: the sums of a trial are worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import AllocationProblem, check
from solver.allocation.explain import plan_table
from solver.allocation.explain.short_days import short_of_days
from solver.allocation.methods import envelope
from solver.allocation.problem.build import StepTables
from solver.calendar.plan import dated_tours
from solver.calendar.trial import found_days
from solver.flow.on_trial import at_other_reps, on_trial, where_they_went
from tests.calendar.village import MINUTES_PER_DEGREE, four_weeks, village_firm

IDS = ["C1", "C2", "C3"]
ACCOUNTS = pd.DataFrame({"account_id": IDS, "rep_id": ["R1", "R1", "R2"]})
TIMES = pd.DataFrame(
    {"account_id": IDS, "visit_minutes": 60.0, "travel_minutes": 30.0, "hours_per_visit": 1.5}
)


def tables(**changes):
    """Return the few tables a trial reads: two accounts at R1, one at R2."""
    given = dict.fromkeys(("account_types", "scores", "qualification", "segments", "typology_notes"))
    given |= {"rep_time": None, "prospect_target": None, "accounts": ACCOUNTS, "visit_time": TIMES}
    return StepTables(**given | changes)


def make(given):
    """Each visit to C1 brings €100, to C2 90, to C3 80; ten at most, 15 hours a rep, less where days say."""
    most = pd.Series(10, index=IDS) if given.placed_most is None else given.placed_most.reindex(IDS)
    hours = pd.Series(15.0, index=["R1", "R2"])
    if given.held_hours is not None:
        hours = np.minimum(hours, given.held_hours.reindex(hours.index).fillna(np.inf))
    levels = range(11)
    worth = dict(zip(IDS, (100.0, 90.0, 80.0), strict=True))
    return AllocationProblem(
        accounts=ACCOUNTS.assign(
            kind="client",
            zone=None,
            min_visits=0,
            max_visits=most.fillna(10).astype(int).to_numpy(),
            hours_per_visit=given.visit_time["hours_per_visit"].to_numpy(),
        ),
        response=pd.DataFrame(
            [(one, k, worth[one] * k) for one in IDS for k in levels],
            columns=["account_id", "visits", "contribution_eur"],
        ),
        reps=pd.DataFrame({"rep_id": ["R1", "R2"], "hours": hours, "prospect_visits_min": 0.0}),
    )


def solve(problem):
    return envelope.solve(problem, gap=1e-9, time_limit_s=10, seed=1)


def calendar(most, road=30.0):
    """A calendar with a day for so many visits of each account, each with so many minutes of road."""

    def date(asked, response):
        placed = np.minimum(asked["visits"], asked["account_id"].map(most))
        return asked[["account_id"]].assign(placed=placed, travel_minutes=road)

    return date


def test_what_finds_no_day_goes_to_other_accounts_of_the_rep():
    """R1 plans ten visits to C1 in 15 hours; days hold six of them, nine hours: no hour is left for C2."""
    trial = on_trial(tables(), make, solve, calendar({"C1": 6, "C2": 10, "C3": 10}))
    first, second = (
        lines.set_index("rep_id").drop(columns="trial") for _n, lines in trial.lines.groupby("trial")
    )
    assert first.loc["R1", ["visits", "without_day", "hours_short", "eur_short"]].tolist() == [10, 4, 6, 400]
    assert second.loc["R1", ["visits", "without_day"]].tolist() == [6, 0]
    # All of R2's visits have their day: nothing of that rep changes.
    assert first.loc["R2"].equals(second.loc["R2"])
    assert solve(make(trial.tables)).visits.tolist() == [6, 0, 10]
    assert where_they_went(trial.first_visits, solve(make(trial.tables)).visits) == {
        "fewer": 4,
        "more": 0,
        "more_accounts": 0,
    }


def test_a_plan_whose_visits_all_find_their_day_stays_as_it_is_to_the_hour():
    given = tables()
    trial = on_trial(given, make, solve, calendar({"C1": 10, "C2": 10, "C3": 10}, road=90.0))
    assert trial.tables is given
    assert trial.lines["trial"].tolist() == [1, 1]


def test_there_are_two_trials_at_most_and_the_second_plan_is_made_of_what_the_first_found():
    asked_for = []

    def never_enough(asked, response):
        asked_for.append(asked["visits"].tolist())
        placed = (asked["visits"] - (2 if len(asked_for) == 1 else 1)).clip(lower=0)
        return asked[["account_id"]].assign(placed=placed, travel_minutes=30.0)

    trial = on_trial(tables(), make, solve, never_enough)
    assert asked_for == [[10, 0, 10], [8, 0, 8]]
    assert trial.tables.placed_most.to_dict() == {"C1": 7.0, "C3": 7.0}


def test_what_found_no_day_is_asked_for_again_while_other_visits_have_gone():
    """Nine of ten visits have a day, C1 one less: of 13.5 hours, C1 gets its six again, and C2 three."""
    asked_for = []
    days = iter([{"C1": 5, "C2": 4, "C3": 10}, {"C1": 6, "C2": 3, "C3": 10}])

    def date(asked, response):
        asked_for.append(asked["visits"].tolist())
        return calendar(next(days))(asked, response)

    given = tables(placed_most=pd.Series([6.0, 10.0, 10.0], index=IDS))
    trial = on_trial(given, make, solve, date)
    assert asked_for == [[6, 4, 10], [6, 3, 10]]
    assert trial.tables.placed_most.equals(given.placed_most)


def test_the_road_found_is_averaged_with_the_usual_one_as_few_visits_vary():
    """Six visits take 90 minutes of road instead of 30: the usual 30 become 90, so do all of R1's."""
    trial = on_trial(tables(), make, solve, calendar({"C1": 6, "C2": 10, "C3": 10}, road=90.0))
    assert trial.tables.visit_time["travel_minutes"].tolist() == [90.0, 90.0, 30.0]
    assert trial.tables.visit_time["hours_per_visit"].tolist() == [2.5, 2.5, 1.5]


def test_where_days_leave_a_rep_no_plan_its_tables_of_before_are_kept_and_the_others_learn():
    """R1 owes C2 four visits, six hours; the days held one visit to C1, an hour and a half."""

    def owing(given):
        problem = make(given)
        accounts = problem.accounts.assign(min_visits=[0, 4, 0])
        return problem.with_tables(accounts=accounts.assign(max_visits=accounts["max_visits"].clip(lower=4)))

    found = on_trial(tables(), owing, solve, calendar({"C1": 1, "C2": 0, "C3": 8}), trials=1).tables
    assert found.placed_most.to_dict() == {"C3": 8.0}
    assert found.held_hours.to_dict() == {"R2": 12.0}
    assert found.visit_time.equals(TIMES)


def test_a_rep_for_whom_a_trial_brings_less_and_dates_no_more_goes_back_and_the_others_go_on():
    """Six visits to C1 of ten have a day, then two of those six: 400 less, and four without a day again."""
    days = iter([{"C1": 6, "C2": 0, "C3": 7}, {"C1": 2, "C2": 0, "C3": 7}])

    def worse_for_one(asked, response):
        return calendar(next(days))(asked, response)

    trial = on_trial(tables(), make, solve, worse_for_one)
    assert trial.lines.set_index(["trial", "rep_id"])["without_day"].to_dict() == {
        (1, "R1"): 4,
        (1, "R2"): 3,
        (2, "R1"): 4,
        (2, "R2"): 0,
    }
    assert trial.tables.held_hours.to_dict() == {"R2": 10.5}
    assert solve(make(trial.tables)).visits.tolist() == [10, 0, 7]


def test_a_plan_that_was_tried_and_kept_is_not_made_again():
    made = []

    def counted(problem):
        made.append(solve(problem))
        return made[-1]

    kept = on_trial(tables(), make, counted, calendar({"C1": 10, "C2": 10, "C3": 10}))
    assert [kept.plan] == made
    made.clear()
    learnt = on_trial(tables(), make, counted, calendar({"C1": 6, "C2": 10, "C3": 10}), trials=1)
    assert (learnt.plan, len(made)) == (None, 1)


def test_an_account_at_another_rep_is_free_of_what_the_days_of_its_own_held():
    """R1's roads came out twice as long as expected, R2's as expected."""
    tried = tables(
        visit_time=TIMES.assign(travel_minutes=[60.0, 60.0, 30.0]),
        placed_most=pd.Series({"C1": 6.0, "C3": 2.0}),
    )
    moved = ACCOUNTS.assign(rep_id=["R2", "R1", "R1"])
    there = TIMES.assign(travel_minutes=[40.0, 30.0, 50.0])
    found = at_other_reps(tried, moved, there, estimated=TIMES.set_index("account_id")["travel_minutes"])
    assert found.visit_time["travel_minutes"].tolist() == [40.0, 60.0, 100.0]
    assert found.placed_most.empty


def test_the_road_of_a_day_is_shared_out_by_detour_and_adds_up_to_what_is_driven():
    """C1 and C2 lie on one line north: past C1 the drive to C2 and back makes the whole detour."""
    firm = village_firm([(0.2, 0.0), (0.4, 0.0)], [1, 1], days=1)
    found = found_days(*dated_tours(firm, four_weeks())).set_index("account_id")
    assert found["placed"].tolist() == [1, 1]
    assert found["travel_minutes"].sum() == pytest.approx(0.8 * MINUTES_PER_DEGREE, abs=0.1)
    assert found["travel_minutes"]["C1"] == pytest.approx(0.0, abs=0.1)


def test_hours_that_no_day_holds_stay_unused_and_the_capacity_is_whole():
    problem = make(tables(held_hours=pd.Series({"R1": 9.0})))
    problem = problem.with_tables(reps=problem.reps.assign(no_day_hours=[6.0, 0.0], reserve_hours=1.0))
    plan = solve(problem)
    assert check(problem, plan) == []
    ledger = plan_table.ledger(problem, plan).set_index("rep_id")
    assert ledger.loc["R1", ["capacity_hours", "client_hours", "unused_hours"]].tolist() == [16.0, 9.0, 6.0]


def test_the_cheapest_remedy_is_a_colleague_else_what_is_left_after_its_cost():
    """Ten hours at €50 bring €900: 400 more than they cost, where calls bring 270; at €300 calls win."""
    lines = {"trial": 1, "rep_id": ["R1", "R2", "R3"], "without_day": 4, "hours_short": 10.0}
    trials = pd.DataFrame(lines | {"eur_short": [900.0, 300.0, 900.0]})
    handed = pd.DataFrame({"account_id": ["C1", None], "rep_id": ["R3", None]})
    table = short_of_days(trials, pd.Series(50.0, index=["R1", "R2", "R3"]), handed, 0.3)
    assert table["hours_cost_eur"].tolist() == [500.0] * 3
    assert table["calls_eur"].tolist() == [270.0, 90.0, 270.0]
    for remedy, word in zip(table["remedy"], ("more hours", "the phone", "a colleague"), strict=True):
        assert remedy.startswith(word)
