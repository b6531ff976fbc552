"""Step 3 in words, on a need worked out by hand."""

from solver.report.findings.bridge import reconciliation
from tests.made_up_firm.synthetic import need

EXPECTED = {"approached": 80, "met": 60.0, "visits": 120.4, "clients": 8.9, "revenue_eur": 35_600.0}


def test_what_step_3_asks_and_what_step_10_brings_stand_in_one_line():
    # 94 prospects to meet, 60 met on file, 4 names of 10 are met: 34 / 0.4 = 85 more names.
    assert reconciliation(need(), EXPECTED) == (
        "Step 3 asks 164 visits, 14 clients, €55,000. Step 10 approaches 80 prospects, meets 60, makes "
        "120 visits, expects 9 clients, €35,600. That is €19,400 short: it takes 85 more names."
    )


def test_before_step_10_the_line_says_where_the_rest_stands():
    assert reconciliation(need()) == (
        "Step 3 asks 164 visits, 14 clients, €55,000. Step 10 says what the prospects on file bring of it."
    )


def test_where_step_10_brings_enough_no_name_is_asked_for():
    line = reconciliation(need(), EXPECTED | {"revenue_eur": 60_000.0})
    assert line.endswith("That is enough: more visits are made because they pay.")


def test_what_a_trial_on_the_calendar_took_off_the_target_is_said_with_its_reason():
    line = reconciliation(need(), EXPECTED | {"no_day": 2})
    assert (
        "€55,000. Of these, 2 visits are no longer asked for: tried on the calendar, their prospects had no "
        "day for them. Step 10 approaches"
    ) in line
