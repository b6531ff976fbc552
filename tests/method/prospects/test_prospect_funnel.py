"""Pursuits counted by hand on a handful of prospects."""

from datetime import date

import pytest

from solver.method.prospects.prospect_funnel import (
    funnel_rates,
    met_per_pursuit,
    pursuits,
    rate_of,
    win_rates,
)
from solver.tables import check
from tests.method.tables import events_table

STATED = {"reach_rate": 0.75, "appointment_rate": 0.33, "kept_rate": 0.85, "conversion_rate": 0.15}
STAGES = ("called", "reached", "appointment", "visited", "quoted", "won")


def pursuit(account_id, day, last, ending=None):
    """One event per stage up to `last`, all on one day, then perhaps an ending."""
    reached = STAGES[: STAGES.index(last) + 1]
    return [(account_id, day, stage) for stage in (*reached, *([ending] if ending else []))]


def funnel(rows, minimum_cases=1, sales_cycle_months=3, as_of=date(2025, 12, 31)):
    return check(
        "funnel",
        funnel_rates(
            events_table(rows),
            as_of=as_of,
            sales_cycle_months=sales_cycle_months,
            minimum_cases=minimum_cases,
            **STATED,
        ),
    )


def counts(table):
    return {row.stage: (row.successes, row.cases) for row in table.itertuples()}


def test_a_pursuit_begins_with_a_call_after_a_win_or_a_loss_and_whenever_an_earlier_stage_is_back():
    rows = [
        ("called", "2025-01-01", "called"),
        ("called", "2025-02-01", "reached"),
        ("called", "2025-03-01", "called"),
        ("won", "2025-01-01", "won"),
        ("won", "2025-02-01", "won"),
        ("lost", "2025-01-01", "quoted"),
        ("lost", "2025-01-02", "lost"),
        ("lost", "2025-03-01", "quoted"),
        ("back", "2025-01-01", "quoted"),
        ("back", "2025-02-01", "visited"),
        ("on", "2025-01-01", "reached"),
        ("on", "2025-02-01", "visited"),
    ]
    found = pursuits(events_table(rows)).groupby("account_id")
    assert found.size().to_dict() == {"back": 2, "called": 2, "lost": 2, "on": 1, "won": 2}
    assert found["started_on"].max().dt.strftime("%m-%d").to_dict() == {
        "back": "02-01",
        "called": "03-01",
        "lost": "03-01",
        "on": "01-01",
        "won": "02-01",
    }


def test_each_stage_counts_from_the_stage_before_and_won_from_the_visits():
    rows = [
        *pursuit("P1", "2025-01-10", "won"),
        *pursuit("P2", "2025-02-10", "visited", "lost"),
        *pursuit("P3", "2025-03-10", "reached"),
        *pursuit("P4", "2025-03-10", "called"),
        *pursuit("P5", "2025-03-10", "quoted", "lost"),
    ]
    assert counts(funnel(rows)) == {
        "reached": (4, 5),
        "appointment": (3, 4),
        "visited": (3, 3),
        "quoted": (2, 3),
        "won": (1, 3),
    }


def test_a_prospect_pursued_twice_counts_twice():
    rows = [*pursuit("P1", "2024-02-01", "reached"), *pursuit("P1", "2025-02-01", "won")]
    assert counts(funnel(rows))["appointment"] == (1, 2)


def test_calls_without_an_answer_are_pursuits_of_their_own():
    rows = [("P1", f"2025-02-0{day}", "called") for day in (1, 2, 3)] + [("P1", "2025-02-03", "reached")]
    assert counts(funnel(rows))["reached"] == (1, 3)


def test_a_second_visit_belongs_to_the_same_pursuit():
    rows = [*pursuit("P1", "2025-02-01", "visited"), ("P1", "2025-03-01", "visited")]
    assert counts(funnel(rows))["won"] == (0, 1)


def test_a_loss_ends_the_pursuit():
    rows = [*pursuit("P1", "2025-02-01", "visited", "lost"), ("P1", "2025-05-01", "quoted")]
    assert len(pursuits(events_table(rows))) == 2
    assert counts(funnel(rows))["quoted"] == (0, 1)


def test_a_pursuit_first_seen_at_a_visit_says_nothing_about_calls():
    rows = [("P1", "2025-02-01", "visited"), ("P1", "2025-02-20", "won")]
    assert counts(funnel(rows)) == {"quoted": (1, 1), "won": (1, 1)} | counts(
        funnel(rows).query("basis == 'judgement'")
    )
    assert counts(funnel(rows))["reached"] == (0, 0)


def test_recent_pursuits_have_not_had_their_time():
    rows = [*pursuit("P1", "2025-09-30", "won"), *pursuit("P2", "2025-10-01", "called")]
    assert counts(funnel(rows))["reached"] == (1, 1)
    assert counts(funnel(rows, sales_cycle_months=0))["reached"] == (1, 2)


def test_with_few_cases_the_stated_rate_is_used_and_called_a_judgement():
    rows = [event for n in range(29) for event in pursuit(f"P{n}", "2025-02-01", "won")]
    table = funnel(rows, minimum_cases=30)
    assert set(table["basis"]) == {"judgement"}
    assert [rate_of(table, stage) for stage in ("reached", "appointment", "visited", "won")] == [
        0.75,
        0.33,
        0.85,
        0.15,
    ]
    assert table["low_rate"].isna().all()
    assert "quoted" not in set(table["stage"])


def test_measured_rates_carry_their_interval_and_the_stated_rate_beside_them():
    rows = [*(event for n in range(15) for event in pursuit(f"P{n}", "2025-02-01", "won"))]
    rows += [event for n in range(15, 148) for event in pursuit(f"P{n}", "2025-02-01", "visited")]
    won = funnel(rows, minimum_cases=30).set_index("stage").loc["won"]
    assert won["basis"] == "history"
    # 15 of 148: 0.0624 to 0.1605 in Newcombe 1998, table I.
    assert (won["low_rate"], won["high_rate"]) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert won["stated_rate"] == 0.15


def test_without_any_event_everything_is_judged():
    assert set(funnel([])["basis"]) == {"judgement"}


def ten_met():
    """Forty called, of whom ten visited, of whom four quoted, of whom two won."""
    lasts = ["called"] * 30 + ["visited"] * 6 + ["quoted"] * 2 + ["won"] * 2
    return [event for n, last in enumerate(lasts) for event in pursuit(f"P{n:02d}", "2025-02-10", last)]


def test_a_quotation_is_won_more_often_than_a_visit_and_who_said_no_half_as_often():
    rates = win_rates(funnel(ten_met(), minimum_cases=4), minimum_cases=4)
    assert [rates[stage] for stage in ("called", "visited", "quoted", "lost")] == [0.2, 0.2, 0.5, 0.1]


def test_too_few_quotations_are_won_as_often_as_visits():
    rates = win_rates(funnel(ten_met(), minimum_cases=5), minimum_cases=5)
    assert rates["quoted"] == rates["visited"] == 0.2


def test_a_pursuit_meets_as_many_as_were_visited_of_those_called():
    found = met_per_pursuit(funnel(ten_met()))
    assert (found["rate"], found["successes"], found["cases"]) == (0.25, 10, 40)
    assert found["low_rate"] < 0.25 < found["high_rate"]


def test_where_a_stage_is_judged_a_pursuit_meets_by_the_rates_in_force():
    found = met_per_pursuit(funnel([], minimum_cases=30))
    assert found["rate"] == pytest.approx(0.75 * 0.33 * 0.85)
    assert (found["low_rate"], found["basis"]) == (None, "judgement")
    measured = funnel(ten_met())
    for stage in ("reached", "appointment", "visited"):  # one of the three is enough
        one = measured.assign(basis=measured["basis"].mask(measured["stage"].eq(stage), "judgement"))
        assert met_per_pursuit(one)["basis"] == "judgement"
    other = measured.assign(basis=measured["basis"].mask(measured["stage"].eq("quoted"), "judgement"))
    assert met_per_pursuit(other)["basis"] == "history"


def test_without_a_history_every_stage_is_won_at_the_stated_rate():
    rates = win_rates(funnel([], minimum_cases=30), minimum_cases=30)
    assert [rates[stage] for stage in ("called", "quoted", "lost")] == [0.15, 0.15, 0.075]
