"""How sure the need for visits is, in words."""

import pandas as pd

from solver.report.findings.expected import range_sentence

ENDS = ("low_80", "high_80", "low_95", "high_95")


def figures(wide):
    """Return three lines of `expected_figures`; the visits of the last are as far off as earlier years."""
    lines = {
        "prospect_visits": (320, 50, 750, 0, 1_100, 120),
        "attrition_rate": (0.04, 0.03, 0.05, 0.02, 0.06, 380),
        "new_client_revenue_eur": (13_000, 9_000, 17_000, 8_000, 20_000, 88),
        "visits_with_past_errors": (320, *wide, 120),
    }
    rows = [[name, *line] for name, line in lines.items()]
    return pd.DataFrame(rows, columns=["figure", "expected", *ENDS, "cases"])


def test_the_need_is_told_by_chance_alone_and_as_far_off_as_earlier_years():
    said = range_sentence(figures((0, 2_500, 0, 4_000)))
    assert "by chance alone in four cases of five between 50 and 750" in said
    assert said.endswith(
        "Were the year as far off as earlier ones, four cases of five lie between 0 and 2,500."
    )


def test_without_earlier_years_chance_is_all_that_is_told():
    said = range_sentence(figures((None, None, None, None)))
    assert said.endswith("It rests on 380 clients, 88 new clients and 120 prospects met.")
