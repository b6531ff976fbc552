"""What an action of the plan is, read off its number."""

import pandas as pd

from solver.method.actions.actions import IN_TURN
from solver.tables.actions import CODES_OF_TYPE, FIRST_CALLS, HELD, MAIN, SELLING, STAY, codes_of
from solver.tables.codes import CLIENT_TYPES, JOURNEYS


def test_the_number_of_an_action_says_in_no_language_what_is_done():
    numbers = [
        "C0412-develop-2026",
        "P-1-win-2026-2",
        "411DUPONT-win_back-2026",
        "C1-promise-260115-2026",
        "A1",
    ]
    assert codes_of(pd.Series(numbers)).tolist()[:4] == ["develop", "win", "win_back", "promise"]
    assert codes_of(pd.Series(numbers)).isna().tolist() == [False, False, False, False, True]


def test_each_type_of_client_has_one_main_action_and_who_may_leave_has_another():
    assert set(CODES_OF_TYPE) == set(CLIENT_TYPES)
    assert set(MAIN) == {*CODES_OF_TYPE.values(), STAY}
    assert len(set(MAIN)) == len(CLIENT_TYPES) + 1
    assert not set(MAIN) & {*FIRST_CALLS, *SELLING}


def test_the_journeys_whose_contacts_are_held_are_journeys():
    assert set(HELD) <= set(JOURNEYS) & set(IN_TURN)
