from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from solver.calendar.occurrences import _rhythm, list_occurrences
from solver.words.errors import PortfolioError
from tests.calendar.test_rules import ruled
from tests.calendar.village import MONDAY, agreed, done, four_weeks, village_firm


def occurrences(firm, **changes):
    return list_occurrences(firm, four_weeks(**changes))


def columns(table, *names):
    return [tuple(row) for row in table[list(names)].itertuples(index=False)]


def test_without_a_log_visits_aim_at_the_middle_of_their_block():
    """28 days, 2 visits: blocks of 14 days, stretched by a quarter of 14 at the inner end."""
    table = occurrences(village_firm([(0, 1)], [2]))
    assert columns(table, "visit_no", "first_day", "ideal_day", "last_day") == [
        (1, 0, 7, 17),
        (2, 11, 21, 27),
    ]
    assert table["gap_days"].tolist() == [14, 14]


def test_a_recent_visit_pushes_the_rhythm_back_and_keeps_the_spacing():
    """Visited 2 days before the plan, gap 14: due on day 12, not before day 5."""
    table = occurrences(village_firm([(0, 1)], [2], log=[done("C1", 2), done("C1", 40)]))
    assert columns(table, "first_day", "ideal_day") == [(5, 12), (11, 26)]


def test_an_overdue_account_is_due_at_once():
    table = occurrences(village_firm([(0, 1)], [2], log=[done("C1", 100)]))
    assert columns(table, "first_day", "ideal_day") == [(0, 0), (11, 14)]


def test_visits_that_are_not_neighbours_keep_the_spacing_by_their_windows_alone():
    table = occurrences(village_firm([(0, 1)], [7]), spacing_share=0.5)
    room = table["first_day"].to_numpy()[2:] - table["last_day"].to_numpy()[:-2]
    assert (room >= 0.5 * 4).all()


def test_an_agreed_visit_takes_its_block_and_the_others_keep_their_distance():
    table = occurrences(village_firm([(0, 1)], [2], log=[agreed("C1", 9, "9:30", 45)]))
    assert columns(table, "visit_no", "status", "first_day", "last_day", "minutes") == [
        (1, "agreed", 9, 9, 45),
        (2, "planned", 16, 27, 60),
    ]
    assert table["clock"][0] == 570
    assert pd.isna(table["clock"][1])


def test_more_agreed_visits_than_allocated_are_all_kept():
    log = [agreed("C1", 9, "09:30"), agreed("C1", 8, None)]
    table = occurrences(village_firm([(0, 1)], [1], log=log))
    assert columns(table, "visit_no", "status", "first_day") == [(1, "agreed", 8), (2, "agreed", 9)]


def test_agreed_visits_outside_the_plan_are_no_part_of_it():
    table = occurrences(
        village_firm([(0, 1)], [1], log=[agreed("C1", -3, "09:30"), agreed("C1", 28, "09:30")])
    )
    assert table["status"].tolist() == ["planned"]


def test_no_visit_no_row():
    assert occurrences(village_firm([(0, 1), (1, 0)], [0, 1]))["account_id"].tolist() == ["C2"]


def test_an_account_without_visit_time_is_refused():
    firm = village_firm([(0, 1)], [1])
    with pytest.raises(PortfolioError, match=r"C1 has visits but no visit time.*step 2"):
        list_occurrences(replace(firm, visit_time=firm.visit_time.iloc[:0]), four_weeks())


def test_a_time_that_is_none_is_refused():
    firm = village_firm([(0, 1)], [1], log=[agreed("C1", 3, "9h30")])
    with pytest.raises(PortfolioError, match="“9h30” is not a time"):
        occurrences(firm)


def test_a_visit_of_a_journey_is_made_in_the_four_weeks_before_it_is_due():
    """56 days, 2 visits: windows 0 to 34 and 21 to 55. The call binds nothing, the visit does."""
    firm = village_firm([(0, 1)], [2])
    due = [MONDAY + pd.Timedelta(days=day) for day in (3, 50)]
    journeys = pd.DataFrame({"account_id": "C1", "due_on": due, "channel": ["phone", "visit"]})
    table = occurrences(replace(firm, journeys=journeys), plan_end=date(2026, 3, 1))
    assert columns(table, "first_day", "ideal_day", "last_day") == [(0, 14, 34), (22, 50, 50)]


def test_a_visit_that_is_due_may_lie_nearer_to_the_last_one_done_than_the_spacing():
    """112 days, one visit, seen 9 days before: nothing before day 47. Due on day 23: half of the 32 days."""
    due = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=23), "channel": "visit"})
    firm = replace(village_firm([(0, 1)], [1], log=[done("C1", 9)]), journeys=due)
    to_may = {"plan_end": (MONDAY + pd.Timedelta(days=111)).date()}
    assert columns(occurrences(firm, **to_may), "first_day", "ideal_day", "last_day") == [(7, 23, 23)]
    asking = ruled(firm, {"account_id": "C1", "min_gap_days": 20})
    assert columns(occurrences(asking, **to_may), "first_day", "last_day") == [(11, 23)]


def test_all_visits_lie_before_the_day_by_which_somebody_is_to_be_won():
    """28 days, to be won by the 14th of them: two visits 7 days apart, blocks stretched by a quarter of 7."""
    goal = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=13)})
    table = occurrences(replace(village_firm([(0, 1)], [2]), goals=goal))
    assert columns(table, "first_day", "ideal_day", "last_day") == [(0, 4, 8), (6, 10, 13)]


def test_a_goal_that_is_past_or_beyond_the_plan_leaves_all_days():
    firm = village_firm([(0, 1)], [2])
    for day in (-1, 90):
        goal = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=day)})
        assert occurrences(replace(firm, goals=goal)).equals(occurrences(firm))


def test_who_was_visited_in_the_weeks_before_a_visit_is_due_keeps_the_spacing():
    """Visited the day before the plan, 14 days apart at least half: nothing before day 6."""
    firm = village_firm([(0, 1)], [2], log=[done("C1", 1)])
    due = [MONDAY + pd.Timedelta(days=day) for day in (-3, 2, 28, 90)]  # the plan ends on day 27
    journeys = pd.DataFrame({"account_id": "C1", "due_on": due, "channel": "visit"})
    assert occurrences(replace(firm, journeys=journeys)).equals(occurrences(firm))


def test_a_visit_due_on_the_last_day_of_the_plan_is_due():
    firm = village_firm([(0, 1)], [2])
    last = pd.DataFrame(
        {"account_id": ["C1"], "due_on": [MONDAY + pd.Timedelta(days=27)], "channel": "visit"}
    )
    assert occurrences(replace(firm, journeys=last))["ideal_day"].tolist() == [7, 27]


def test_two_visits_due_take_two_visits():
    """Windows 0 to 17 and 11 to 27 both hold the two days: the later one takes the later visit."""
    due = [MONDAY + pd.Timedelta(days=day) for day in (11, 17)]
    journeys = pd.DataFrame({"account_id": "C1", "due_on": due, "channel": "visit"})
    table = occurrences(replace(village_firm([(0, 1)], [2]), journeys=journeys))
    assert columns(table, "first_day", "ideal_day", "last_day") == [(0, 11, 11), (11, 17, 17)]


def test_a_least_gap_leaves_as_many_visits_as_there_are_days_so_far_apart():
    """Nine days apart, 28 days hold four visits: on the days 0, 9, 18 and 27."""
    firm = village_firm([(0, 1)], [5])
    row = dict.fromkeys(firm.visit_rules.columns) | {"account_id": "C1", "min_gap_days": 9}
    table = occurrences(replace(firm, visit_rules=pd.DataFrame([row])))
    assert (table["first_day"] <= table["last_day"]).tolist() == [True] * 4 + [False]
    exact = zip(table["first_day"], (0, 9, 18, 27), table["last_day"], strict=False)
    assert all(first <= day <= last for first, day, last in exact)


def test_a_least_gap_leaves_blocks_no_more_room_than_it_needs():
    """Gaps of 14 days may stretch by a quarter, 3.5; where 12 are asked for between visits, by one."""
    firm = village_firm([(0, 1)], [2])
    row = dict.fromkeys(firm.visit_rules.columns) | {"account_id": "C1", "min_gap_days": 12}
    table = occurrences(replace(firm, visit_rules=pd.DataFrame([row])))
    assert columns(table, "first_day", "last_day") == [(0, 14), (13, 27)]


def weeks(first, last):
    days = [MONDAY + pd.Timedelta(days=day) for day in (first, last)]
    return pd.DataFrame({"account_id": ["C1"], "due_from": days[:1], "due_on": days[1:]})


def test_a_contact_lays_its_weeks_on_the_first_visit_that_can_fall_into_them():
    firm = replace(village_firm([(0, 1)], [2]), windows=weeks(14, 20))
    assert columns(occurrences(firm), "visit_no", "first_day", "ideal_day", "last_day") == [
        (1, 14, 14, 17),
        (2, 11, 21, 27),
    ]


def test_weeks_in_which_no_visit_can_fall_change_none():
    firm = replace(village_firm([(0, 1)], [1], log=[agreed("C1", 9, None)]), windows=weeks(14, 20))
    assert columns(occurrences(firm), "first_day", "last_day") == [(9, 9)]


def test_of_two_contacts_due_since_before_the_plan_the_one_that_ends_first_has_the_first_visit():
    """Until 17 January and until the 31st: two visits, of which the second begins on the 16th."""
    days = {"due_from": [-10, -5], "due_on": [26, 12]}
    dated = {name: [MONDAY + pd.Timedelta(days=day) for day in of] for name, of in days.items()}
    firm = replace(village_firm([(0, 1)], [2]), windows=pd.DataFrame({"account_id": "C1", **dated}))
    assert columns(occurrences(firm), "first_day", "ideal_day", "last_day") == [(0, 7, 12), (11, 21, 26)]


@pytest.mark.parametrize(("most", "slack"), [(20, 3.0), (14, 0.0), (10, 0.0)])
def test_a_longest_gap_leaves_half_of_what_it_is_above_the_ideal_one_on_either_side(most, slack):
    """Two visits in 28 days lie 14 apart: of a longest gap of 20, three days sooner or later."""
    table = occurrences(ruled(village_firm([(0, 1)], [2]), {"account_id": "C1", "max_gap_days": most}))
    assert table["slack_days"].tolist() == [slack] * 2
    assert occurrences(village_firm([(0, 1)], [2]))["slack_days"].isna().all()


def test_an_agreed_visit_takes_the_nearest_block_that_no_other_has():
    """Four blocks of a week: three visits agreed for the last one take the last three, in their order."""
    log = [agreed("C1", day, None) for day in (22, 24, 26)]
    table = occurrences(village_firm([(0, 1)], [4], log=log))
    assert columns(table, "visit_no", "status", "ideal_day")[1:] == [
        (2, "agreed", 22),
        (3, "agreed", 24),
        (4, "agreed", 26),
    ]
    # The one before stays half of a week, four days, away from the first of them.
    assert columns(table, "status", "first_day", "last_day")[0] == ("planned", 0, 8)
    early = occurrences(village_firm([(0, 1)], [4], log=[agreed("C1", day, None) for day in (0, 2, 27)]))
    assert early["status"].tolist() == ["agreed", "agreed", "planned", "agreed"]


@pytest.mark.parametrize(
    ("last_done", "phase", "earliest"),
    [(None, 3.5, 0), (-100, 0, -96), (-7, 0, -3), (-6, 1, -2), (-1, 6, 3), (0, 7, 4)],
)
def test_the_first_of_four_visits_in_four_weeks_lies_a_gap_after_the_last_one_done_within_the_first_week(
    last_done, phase, earliest
):
    """Seven days apart, four at least; without a visit before it, in the middle of its week."""
    found = _rhythm(4, last_done, 28, 0.5, 0, None)
    assert (found.gap, found.spacing, found.phase, found.earliest) == (7, 4, phase, earliest)
    assert (found.stretch, found.slack) == (1.75, None)


def test_what_an_account_asks_of_its_gaps_narrows_the_weeks_of_its_visits():
    asked = _rhythm(4, None, 28, 0.5, 6, 11)
    assert (asked.spacing, asked.stretch, asked.slack) == (6, 0.5, 2)
    closer = _rhythm(4, None, 28, 0.5, 9, 5)
    assert (closer.spacing, closer.stretch, closer.slack) == (9, 0, 0)
