"""Response curves against published data and arithmetic done by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import curve_fit

from solver.value.curves import (
    Adbudg,
    adbudg,
    exponential,
    fit_adbudg,
    nearest_exponential,
    rate_from_funnel,
)
from solver.value.judged import curve_table
from solver.value.response import response_table
from solver.words.errors import PortfolioError

CURVES = curve_table({"key_account_to_develop": [8, 0.5, 1.3], "economical_management": [2, 0.9, 1.05]})


S_SHAPED = {"economical_management": [2, 0.9, 0.97, 1.01, 1.05]}


def accounts(**columns):
    frame = pd.DataFrame(
        {
            "account_id": ["c", "p", "q", "f"],
            "kind": ["client", "prospect", "prospect", "former_client"],
            "account_type": [
                "key_account_to_develop",
                "priority_prospect",
                "prospect_to_watch",
                "former_client",
            ],
            "revenue_eur": [100_000.0, 0.0, 0.0, 0.0],
            "margin_rate": [0.3, 0.25, 0.25, 0.25],
            "potential_eur": np.nan,
            "potential_flag": "",
            "gap_eur": [50_000.0, np.nan, np.nan, np.nan],
            "p": [0.1, 0.0, 0.0, 0.0],
            "visits_today": [8.0, 0.0, 0.0, 0.0],
            "first_year_eur": [np.nan, 20_000.0, 20_000.0, np.nan],
            "win_fold": [np.nan, 1.5, 0.5, np.nan],
            "past_margin_eur": [2_500.0, 0.0, 0.0, 2_500.0],
        }
    )
    return frame.assign(**columns)


def table(frame=None, curves=CURVES, **changes):
    options = {
        "save_share": 0.3,
        "conversion_rate": 0.2,
        "win_back_rate": 0.1,
        "visits_per_prospect": 3.0,
    } | changes
    return response_table(accounts() if frame is None else frame, curves, **options)


def value(response, account, visits):
    chosen = (response["account_id"] == account) & (response["visits"] == visits)
    return float(response.loc[chosen, "contribution_eur"].iloc[0])


def test_five_point_formula_on_the_callplan_territories():
    """Coefficients of the teaching data callplan.rda (r-forge/mar), worked from Lodish's formula."""
    curve = fit_adbudg(
        np.array([0.2, 0.3]), np.array([0.62, 0.7]), np.array([1.3, 1.15]), np.array([1.5, 1.4])
    )
    assert curve.c == pytest.approx([2.6119, 1.63025], abs=5e-5)
    assert curve.d == pytest.approx([0.625, 0.571429], abs=5e-7)


def test_the_curve_meets_the_present_and_both_ends():
    curve = fit_adbudg(0.4, 0.7, 1.2, 1.6)
    assert adbudg(np.array([0.0, 1.0, 1e9]), curve) == pytest.approx([0.4, 1.0, 1.6])


def test_least_squares_on_crawford_labs():
    """Baker's Crawford Labs data (solutioninn.com); least-squares figures worked independently."""
    effort = np.arange(0, 2.01, 0.25)
    sales = np.array([0.50, 0.53, 0.55, 0.75, 1.00, 1.20, 1.27, 1.32, 1.35])
    start = fit_adbudg(0.5, 0.55, 1.27, 1.36)
    found, _covariance = curve_fit(lambda x, *parts: adbudg(x, Adbudg(*parts)), effort, sales, p0=start)
    curve = Adbudg(*found)
    assert found == pytest.approx([1.3706, 0.5109, 4.515, 0.7336], abs=2e-3)
    assert ((adbudg(effort, curve) - sales) ** 2).sum() == pytest.approx(0.000843, abs=1e-6)
    assert float(adbudg(1.15, curve)) == pytest.approx(1.1293, abs=1e-4)


def test_a_client_is_worth_what_stays_and_what_its_visits_bring():
    # room .3 + .3 x .1; without any visit 50 % are left of it, less the 10 % about to leave
    response, left = table(), (0.33 / 0.83) ** (1 / 8)
    assert value(response, "c", 8) == pytest.approx(0.3 * 90_000)
    assert value(response, "c", 9) == pytest.approx(0.3 * 100_000 * (0.9 + 0.33 * (1 - left)))
    assert value(response, "c", 0) == pytest.approx(0.3 * 40_000)


def test_a_client_sure_to_leave_is_worth_what_its_visits_save():
    """A risk of 1 is one: of 100,000 nothing stays by itself."""
    frame = accounts()
    frame.loc[0, "p"] = 1.0
    assert value(table(frame, save_share=0.0), "c", 0) == 0


def test_the_risk_above_one_is_named_and_not_the_one_of_one_before_it():
    first = accounts().iloc[[0]]
    both = pd.concat([first.assign(account_id="b", p=1.0), first.assign(p=1.2)], ignore_index=True)
    with pytest.raises(PortfolioError, match=r"row 3, column “p”: a risk of 1\.20"):
        table(both)


def test_a_client_who_bought_nothing_in_a_year_is_valued_as_a_former_one():
    response = table(accounts(revenue_eur=0.0))
    assert value(response, "c", 0) == 0
    assert value(response, "c", 3) == pytest.approx(2_500 * 0.1)


def test_prospects_convert_at_the_firms_rate_after_the_usual_visits():
    # 1.5 and 0.5 times the firm's 20 % after 3 visits
    response = table()
    assert value(response, "p", 3) == pytest.approx(0.25 * 20_000 * 1.5 * 0.2)
    assert value(response, "q", 3) == pytest.approx(0.25 * 20_000 * 0.5 * 0.2)
    assert value(response, "p", 0) == 0.0


def test_former_clients_come_back_at_their_own_rate():
    assert value(table(), "f", 3) == pytest.approx(2_500 * 0.1)


def test_of_whose_return_no_reason_moves_the_chance_comes_back_at_the_rate():
    former = accounts().query("account_id == 'f'").drop(columns="win_fold")
    assert value(table(former), "f", 3) == pytest.approx(2_500 * 0.1)


def test_why_a_former_client_left_changes_its_chance_and_who_closed_is_worth_no_visit():
    """Without a reason the usual three visits win it one time in ten; over the price 1.3 times as often."""
    frame = accounts()
    usual = value(table(), "f", 3)
    for fold, expected in ((1.3, 1.3 * usual), (0.7, 0.7 * usual), (0.0, 0.0)):
        frame.loc[3, "win_fold"] = fold
        assert value(table(frame), "f", 3) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("fold", "margin", "worth"), [(1.3, 5_000, 780), (0.7, 5_000, 420), (0.0, 5_000, 0), (0.7, 1_500, 126)]
)
def test_two_visits_to_a_former_client_are_worth_in_step_10_what_its_win_back_is_in_step_8(
    fold, margin, worth
):
    """Price, service, closed, and service again: 0.12 × the factor of the reason × the margin."""
    frame = accounts()
    frame.loc[3, ["win_fold", "past_margin_eur"]] = [fold, margin]
    response = table(frame, win_back_rate=0.12, visits_per_prospect=2.0)
    assert value(response, "f", 2) == pytest.approx(worth)


def test_a_chance_stays_a_chance():
    response = table(conversion_rate=0.9)
    assert response.query("account_id == 'p'")["contribution_eur"].max() <= 0.25 * 20_000


def test_rate_of_the_funnel():
    # 1 - exp(-3 b) = 1/1.6 → b = ln(1.6/0.6)/3
    assert rate_from_funnel(3, 1.6) == pytest.approx(np.log(1.6 / 0.6) / 3)
    assert rate_from_funnel(0.5, 1.6) == pytest.approx(np.log(1.6 / 0.6) / 0.5)


def test_exponential_halves_what_is_left_with_each_visit():
    assert exponential(np.arange(4), 8.0, np.log(2)) == pytest.approx([0, 4, 6, 7])


def test_the_curve_nearest_to_a_table_made_by_one_is_that_one():
    # C04 of the course: 240,000 to win at 22 %, and e^(-1/4) of it left by each visit
    table_of_one_account = 52_800 * (1 - np.exp(-np.arange(13) / 4))
    ceiling, left = nearest_exponential(table_of_one_account)
    assert (ceiling, left) == (pytest.approx(52_800, rel=1e-4), 0.7788)


def test_levels_run_from_none_to_the_most():
    response = table(most_visits=5)
    assert (
        response.groupby("account_id")["visits"].agg(["min", "max", "size"]).to_numpy().tolist()
        == [[0, 5, 6]] * 4
    )


@pytest.mark.parametrize(
    ("frame", "curves", "changes", "message"),
    [
        (accounts(), CURVES.assign(none=[1.0, 0.9]), {}, "judged_curves, row 2, column “none”"),
        (accounts(), CURVES.assign(saturation=[1.3, 1.0]), {}, "judged_curves, row 3, column “saturation”"),
        (
            accounts(),
            curve_table(S_SHAPED | {"key_account_to_develop": [8, 0.5, 0.4, 1.1, 1.3]}),
            {},
            "“half”",
        ),
        (accounts(), CURVES.assign(reference_visits=[2, 0]), {}, "row 3, column “reference_visits”"),
        (accounts(), curve_table({"key_account_to_develop": [8, 0.5, 1.1, 1.2, 1.3]}), {}, "column “half”"),
        (accounts(), CURVES.iloc[1:], {}, "account “c” is of type “key_account_to_develop”"),
        (accounts(win_fold=[0, 1, np.nan, 0]), CURVES, {}, "row 4, column “win_fold”: the number is missing"),
        (accounts(p=1.2), CURVES, {}, "row 2, column “p”: a risk of 1.20 cannot be"),
        (accounts(p=1.2).iloc[::-1], CURVES, {}, "row 5, column “p”: a risk of 1.20 cannot be"),
        (accounts(kind="banker"), CURVES, {}, "“banker” is not a kind that gets visits"),
        (
            accounts(kind=["client", "prospect", "banker", "former_client"]),
            CURVES,
            {},
            "row 4, column “kind”: “banker”",
        ),
        (accounts(), CURVES, {"ceiling_ratio": 1.0}, "column “ceiling_ratio”"),
        (accounts(), CURVES, {"visits_per_prospect": 0.0}, "column “visits_per_prospect”"),
    ],
)
def test_refuses_what_cannot_be_valued(frame, curves, changes, message):
    with pytest.raises(PortfolioError) as refused:
        table(frame, curves, **changes)
    assert message in str(refused.value)


@pytest.mark.parametrize(("values", "left"), [([0.0, 5.0, 5.0, 5.0], 0.0001), ([0.0, 1.0, 2.0, 3.0], 0.9999)])
def test_the_nearest_curve_may_be_one_that_the_first_visit_fills_and_one_that_no_visit_bends(values, left):
    ceiling, found = nearest_exponential(np.array(values))
    assert found == left
    assert ceiling * (1 - left) == pytest.approx(values[1], rel=1e-3)


def test_curves_broadcast():
    curve = Adbudg(*(np.array([[part], [part]]) for part in (1.5, 0.2, 2.0, 0.625)))
    assert adbudg(np.arange(3.0), curve).shape == (2, 3)


def test_a_table_that_names_no_form_holds_exponential_curves():
    frame = accounts().query("account_id == 'c'")
    expected = table(frame)["contribution_eur"].tolist()
    for unsaid in (CURVES.drop(columns="form"), CURVES.assign(form=None)):
        assert table(frame, unsaid)["contribution_eur"].tolist() == expected


def test_a_form_nobody_knows_is_refused():
    with pytest.raises(PortfolioError, match="row 3, column “form”: “spline” is not a form of curve"):
        table(curves=CURVES.assign(form=["adbudg", "spline"]))
