"""From step 3 to step 10, on a need worked out by hand."""

from solver.report.findings.bridge import bridge, reconciliation
from tests.made_up_firm.synthetic import need

EXPECTED = {"approached": 80, "met": 60.0, "visits": 120.4, "clients": 8.9, "revenue_eur": 35_600.0}


def test_what_step_3_asks_and_what_step_10_brings_stand_in_one_line():
    # 19,400 over 0.4 × 0.15 × 4,000 = 240 a name are 81. If of the 60 met no more than 0.15 are won: 94 to
    # meet less those 60, 4 names of 10 are met: 34 / 0.4 = 85.
    assert reconciliation(need(), EXPECTED) == (
        "Step 3 asks 164 visits, 14 clients, €55,000. Step 10 approaches 80 prospects, meets 60, makes "
        "120 visits, expects 9 clients, €35,600. That is €19,400 short: it takes 81 more names (85 if more "
        "visits to each win no more: that they do is assumed)."
    )


def test_before_step_10_the_line_says_where_the_rest_stands():
    assert reconciliation(need()) == (
        "Step 3 asks 164 visits, 14 clients, €55,000. Step 10 says what the prospects on file bring of it."
    )


def test_where_step_10_brings_enough_no_name_is_asked_for():
    enough = EXPECTED | {"revenue_eur": 60_000.0}
    assert reconciliation(need(), enough).endswith("€60,000. That is enough.")
    more = reconciliation(need(), enough | {"visits": 165.0})
    assert more.endswith("That is enough: more visits are made because they pay.")


def test_what_a_trial_on_the_calendar_took_off_the_target_is_said_with_its_reason():
    line = reconciliation(need(), EXPECTED | {"no_day": 2})
    assert (
        "€55,000. Of these, 2 visits are no longer asked for: tried on the calendar, their prospects had no "
        "day for them. Step 10 approaches"
    ) in line


def test_each_figure_of_step_3_stands_beside_that_of_step_10():
    # 120.4 visits to 60 met are 2.01 each; 8.9 won of 60 are 14.8%; 35,600 over 8.9 are 4,000 each.
    asked = need() | {
        "prospects_on_file": 96,
        "met_on_file": 70.2,
        "visits_per_prospect": 1.75,
        "prospect_hours": 300.0,
        "conversion_rate": 0.15,
        "new_client_revenue_eur": 4_100.0,
        "names_to_find": 60,
    }
    found = bridge(asked, EXPECTED | {"hours": 240.6}, 45_000.0).set_index("line")
    assert found[["asked", "expected"]].to_dict("index") == {
        "Revenue lost with clients who leave": {"asked": "€60,000", "expected": "€45,000"},
        "Prospects met": {"asked": "94", "expected": "60"},
        "Visits to each of them": {"asked": "1.75", "expected": "2.01"},
        "Visits to prospects made": {"asked": "164", "expected": "120"},
        "Hours of these visits": {"asked": "300\u00a0h", "expected": "241\u00a0h"},
        "Won of those met": {"asked": "15.0%", "expected": "14.8%"},
        "Clients won by prospecting": {"asked": "14", "expected": "9"},
        "First-year revenue of each": {"asked": "€4,100", "expected": "€4,000"},
        "Revenue won by prospecting": {"asked": "€55,000", "expected": "€35,600"},
        "Names to find": {"asked": "60", "expected": "85"},
    }
    assert set(bridge(asked)["expected"]) == {"–"}, "before step 10 nothing is expected"
