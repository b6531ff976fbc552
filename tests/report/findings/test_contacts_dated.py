"""How many contacts have a day, how many found no room, and which visits became calls."""

import pandas as pd

from solver.report.findings.beside_visits import dated_sentence


def test_contacts_with_and_without_a_day_add_up_and_a_visit_that_became_a_call_is_told():
    touches = pd.DataFrame(
        {
            "touch_id": ["T1", "T2", "T3", "T4"],
            "motive": ["welcome", "promise", "offer", "newsletter"],
            "channel": ["visit", "visit", "phone", "email"],
        }
    )
    dates = pd.DataFrame(
        {
            "touch_id": ["T1", "T2", "T3", "T4"],
            "placed_on": pd.to_datetime(["2026-01-05", "2026-01-06", None, "2026-01-07"]),
            "channel": ["visit", "phone", "phone", "email"],
        }
    )
    assert dated_sentence(touches, dates) == (
        "4 contacts are due, 2 by a visit of the plan and 2 beside the visits: 3 have a day, 1 found no "
        "room (Offer 1). 1 of those by a visit is a call instead: no visit is left in its weeks."
    )
