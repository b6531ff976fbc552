"""What the value of a visit rests on, account by account, from tables in which something is missing."""

import numpy as np
import pandas as pd

from solver.value.inputs import margin_rates, value_inputs

IDS = pd.Series(["known", "above", "nothing", "unknown", "new", "gone"])
# The gap is the accessible part; who has no such part keeps what its potential leaves, if anything.
QUALIFICATION = pd.DataFrame(
    {
        "account_id": ["known", "above", "nothing"],
        "potential_eur": [500.0, 500.0, 200.0],
        "gap_eur": [120.0, -10.0, 0.0],
        "flag": ["old", None, ""],
    }
)
SEGMENTS = pd.DataFrame(
    {
        "account_id": ["known", "above", "nothing", "known"],
        "revenue_eur": [100.0, 450.0, 200.0, 9e9],
        "margin_eur": [40.0, 450.0, -10.0, 9e9],
    }
)


def inputs(qualification=QUALIFICATION, risk=None, prospects=None, past=None):
    table = pd.DataFrame({"account_id": IDS})
    found = value_inputs(table, qualification, SEGMENTS, risk, prospects, past, 0.3, 8000.0)
    return found.set_index("account_id")


def test_who_is_in_no_table_buys_nothing_risks_nothing_and_is_the_mean_newcomer():
    line = inputs().loc["new"]
    assert (line["revenue_eur"], line["p"], line["past_margin_eur"], line["potential_flag"]) == (0, 0, 0, "")
    assert (line["first_year_eur"], line["win_fold"], line["met"], line["margin_rate"]) == (8000, 1, 1, 0.3)
    assert np.isnan(line["potential_eur"])
    assert np.isnan(line["gap_eur"])


def test_risk_past_margin_and_folds_are_those_of_the_account_and_else_nothing_and_one():
    risk = pd.DataFrame({"account_id": ["above"], "p": [0.4]})
    prospects = pd.DataFrame(
        {"account_id": ["new"], "size_fold": [1.5], "win_fold": [0.5], "met": [0.2]},
    )
    found = inputs(risk=risk, prospects=prospects, past=pd.Series({"gone": 700.0}))
    assert found["p"].tolist() == [0, 0.4, 0, 0, 0, 0]
    assert found["past_margin_eur"].tolist() == [0, 0, 0, 0, 0, 700]
    assert found.loc["new", ["first_year_eur", "win_fold", "met"]].tolist() == [12_000, 0.5, 0.2]
    assert found.loc["gone", ["first_year_eur", "win_fold", "met"]].tolist() == [8000, 1, 1]


def test_the_gap_is_what_is_accessible_else_what_the_potential_leaves_and_never_nothing_or_less():
    assert inputs()["gap_eur"].fillna(-1).tolist() == [120, 50, -1, -1, -1, -1]
    assert inputs()["potential_flag"].tolist() == ["old", "", "", "", "", ""]
    assert set(inputs(QUALIFICATION.drop(columns="flag"))["potential_flag"]) == {""}


def test_a_margin_of_none_to_all_is_the_account_s_own_and_any_other_says_nothing():
    """40 of 100 and 450 of 450 are rates; a loss of 10 on 200 is none, and of no sales there is none."""
    assert margin_rates(IDS, SEGMENTS, 0.3).tolist() == [0.4, 1.0, 0.3, 0.3, 0.3, 0.3]
    too_much = SEGMENTS.assign(margin_eur=[150.0, 450.5, 200.0, 9e9])
    assert margin_rates(IDS, too_much, 0.3).tolist() == [0.3, 0.3, 1.0, 0.3, 0.3, 0.3]
    at_cost = SEGMENTS.assign(margin_eur=0.0)
    assert margin_rates(IDS, at_cost, 0.3).tolist() == [0, 0, 0, 0.3, 0.3, 0.3]
    assert margin_rates(IDS, SEGMENTS.drop(columns="margin_eur"), 0.3).tolist() == [0.3] * 6


def test_a_gap_below_a_euro_is_one():
    """Half a euro that is accessible, and two fifths that a potential leaves."""
    little = QUALIFICATION.assign(potential_eur=[500.0, 450.4, 200.0], gap_eur=[0.5, np.nan, 0.0])
    assert inputs(little)["gap_eur"].iloc[:3].round(2).fillna(-1).tolist() == [0.5, 0.4, -1]
