"""The first screen says the right figures, and as much as half a run can tell."""

import pandas as pd
import pytest

from solver.report.findings.summary import hour_price_rows, judgements, tiles, verdict


def test_the_tiles_carry_the_figures_of_the_tables(firm, facts):
    found = {tile.label: tile for tile in tiles({**firm, **facts})}
    assert found["Prospect target"].figure == "94 visits"
    assert found["Expected contribution"].figure == "€434,304"
    assert found["Expected contribution"].note == "no plan can bring more than €434,340; proven gap 0.008%"
    assert found["Price of an hour"].figure == "€61 to €118"
    assert found["Visits proposed"].figure == f"{firm['allocation']['visits'].sum():,}"
    assert len(found) == 6


def test_half_a_run_has_fewer_tiles_and_says_how_far_it_is(firm):
    half = {"rep_time": firm["rep_time"], "reps": firm["reps"]}
    assert [tile.label for tile in tiles(half)] == ["Hours in the field"]
    assert verdict(half).startswith("The visits have not been shared out yet")
    assert hour_price_rows(half) is None


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.019, "small"),
        (0.021, "2.1% more than today's visits (€2)"),
        (0.0004, "no more than today's visits"),
    ],
)
def test_a_gain_is_called_small_under_two_per_cent_and_none_when_it_rounds_to_nothing(firm, share, words):
    comparison = pd.DataFrame(
        {
            "plan": ["plan", "today", "by_class", "equal"],
            "contribution_eur": [100.0, 98.0, 97.0, 90.0],
            "gain_eur": [0.0, 2.0, 3.0, 10.0],
            "gain_share": [0.0, share, 0.031, 0.111],
        }
    )
    said = verdict({"allocation": firm["allocation"], "comparison": comparison})
    assert words in said.split(". ")[1]
    assert "a fixed frequency by class" in said, "the rule of thumb that comes nearest is named"
    assert "same number" not in said


def test_a_plan_that_brings_less_says_so_with_a_true_minus(firm):
    comparison = pd.DataFrame(
        {
            "plan": ["plan", "today"],
            "visits": [5, 7],
            "prospect_visits": [2, 1],
            "hours": [10.0, 12.0],
            "contribution_eur": [90.0, 100.0],
            "gain_eur": [0.0, -10.0],
            "gain_share": [0.0, -0.1],
        }
    )
    artifacts = {"allocation": firm["allocation"], "comparison": comparison}
    assert "brings 10.0% less than today's visits (€10)." in verdict(artifacts)
    assert tiles(artifacts)[-1].figure == "−€10 (−10.0%)"


def test_hours_are_listed_dearest_first_with_cost_and_rest(firm):
    rows = hour_price_rows(firm)
    assert list(rows["price_eur"]) == [118.4, 88.0, 61.2]
    assert list(rows.columns[-2:]) == ["cost_per_hour_eur", "unused_hours"]


def test_every_parameter_that_calls_itself_a_judgement_is_listed(portfolio):
    names = {judgement.name for judgement in judgements(portfolio)}
    assert {"margin_rate", "judged_curves", "client_growth_rate", "score_weights"} <= names
    assert "abc_cut_a" not in names


def test_the_gain_says_which_hours_each_plan_uses(firm):
    comparison = pd.DataFrame(
        {
            "plan": ["plan", "today"],
            "visits": [60, 50],
            "prospect_visits": [20, 4],
            "hours": [100.0, 90.0],
            "contribution_eur": [110.0, 100.0],
            "gain_eur": [0.0, 10.0],
            "gain_share": [0.0, 0.1],
        }
    )
    allocation = pd.DataFrame({"visits": [60], "visits_today": [53]})
    unplaced = pd.DataFrame({"account_id": ["a"] * 3})
    found = {
        tile.label: tile
        for tile in tiles({"allocation": allocation, "comparison": comparison, "unplaced": unplaced})
    }
    assert found["Gain on today's visits"].note == (
        "by the same curves; today's plan uses 90\xa0h and 4 prospect visits, the proposal 100\xa0h and 20"
    )
    assert found["Visits proposed"].note == (
        "3 of them have no day yet; against 53 in the last 12 months, 50 of which the comparison counts: "
        "the others break a rule of the plan"
    )


def test_a_price_that_is_the_same_for_all_is_written_once_and_one_rep_is_singular(firm):
    prices = firm["hour_prices"].assign(price_eur=[44.2, 43.9, 44.0])
    time = firm["rep_time"][firm["rep_time"]["rep_id"] == "LBR"]
    found = {tile.label: tile for tile in tiles({"hour_prices": prices, "rep_time": time})}
    assert found["Price of an hour"].figure == "€44"
    assert found["Hours in the field"].note.endswith("; 1 rep")
