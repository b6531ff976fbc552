"""Pursuits counted by hand on a handful of prospects."""

from datetime import date

import pytest

from solver.method.prospects.prospect_funnel import funnel_rates, pursuits, rate_of
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
