"""Response curves against published data and arithmetic done by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import curve_fit

from solver.value.curves import Adbudg, JudgedCurves, adbudg, exponential, fit_adbudg, power
from solver.value.response import curve_residuals, curve_table, rate_from_funnel, response_table
from solver.words.errors import PortfolioError

CURVES = pd.DataFrame(
    {
        "account_type": ["key_account_to_develop", "economical_management"],
        "reference_visits": [8, 2],
        "none": [0.5, 0.9],
        "half": [0.8, 0.97],
        "plus_half": [1.1, 1.01],
        "saturation": [1.3, 1.05],
        "gap_share": [0.4, 0.1],
    }
)


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
            "gap_eur": [50_000.0, np.nan, np.nan, np.nan],
            "score": [80.0, 60.0, 20.0, 50.0],
            "first_year_eur": [np.nan, 20_000.0, 20_000.0, 10_000.0],
        }
    )
    return frame.assign(**columns)


def table(frame=None, curves=CURVES, **changes):
    options = {"conversion_rate": 0.2, "win_back_rate": 0.1, "visits_per_prospect": 3.0} | changes
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


def test_judged_points_off_the_fitted_curve_are_shown():
    shown = curve_residuals(CURVES)
    at_ends_and_present = shown[shown["effort"].isin([0.0, 1.0])]
    assert at_ends_and_present["residual"].abs().max() < 1e-12
    first = shown.query("account_type == 'key_account_to_develop' and effort == 0.5").iloc[0]
    # b = .5, a = 1.3, d = .6, c = 1/3 ln(.36)/ln(.5) + 2/3 ln(1.8)/ln(1.5); r(.5) by hand
    shape = np.log(0.36) / np.log(0.5) / 3 + 2 * np.log(1.8) / np.log(1.5) / 3
    assert first["fitted"] == pytest.approx(0.5 + 0.8 * 0.5**shape / (0.6 + 0.5**shape))
    assert first["residual"] == pytest.approx(first["fitted"] - 0.8)


SHAPE = np.log(0.36) / np.log(0.5) / 3 + 2 * np.log(1.8) / np.log(1.5) / 3
WON_AT_TWICE = 2**SHAPE / (0.6 + 2**SHAPE)


def test_without_a_log_the_reference_keeps_revenue_and_the_first_visit_wins_part_of_the_gap():
    response = table()
    # reference of 8: r = 1, and the share won is (1 - .5) / (1.3 - .5) = .625
    assert value(response, "c", 8) == pytest.approx(0.3 * (100_000 + 50_000 * 0.4 * 0.8 * 0.625))
    assert value(response, "c", 16) == pytest.approx(0.3 * (100_000 + 50_000 * 0.4 * 0.8 * WON_AT_TWICE))
    assert value(response, "c", 0) == pytest.approx(0.3 * 100_000 * 0.5)


def test_todays_visits_bring_todays_margin_and_more_visits_win_part_of_the_gap():
    response = table(accounts(visits_today=[8.0, np.nan, np.nan, np.nan]))
    assert value(response, "c", 8) == pytest.approx(0.3 * 100_000)
    won = WON_AT_TWICE - 0.625
    assert value(response, "c", 16) == pytest.approx(0.3 * (100_000 + 50_000 * 0.4 * 0.8 * won))
    assert value(response, "c", 0) == pytest.approx(0.3 * 100_000 * 0.5)


def test_revenue_made_without_a_visit_needs_none():
    curves = CURVES.assign(none=[0.0, 0.9])
    response = table(accounts(visits_today=[0.0, np.nan, np.nan, np.nan], gap_eur=np.nan), curves)
    assert value(response, "c", 0) == pytest.approx(0.3 * 100_000)


def test_a_gap_nobody_knows_counts_for_nothing():
    response = table(accounts(gap_eur=np.nan))
    assert value(response, "c", 8) == pytest.approx(0.3 * 100_000)


def test_prospects_convert_at_the_firms_rate_after_the_usual_visits():
    # scores 60 and 20: mean 40, so 1.5 and 0.5 times the firm's 20 % after 3 visits
    response = table()
    assert value(response, "p", 3) == pytest.approx(0.25 * 20_000 * 1.5 * 0.2)
    assert value(response, "q", 3) == pytest.approx(0.25 * 20_000 * 0.5 * 0.2)
    assert value(response, "p", 0) == 0.0


def test_former_clients_come_back_at_their_own_rate():
    assert value(table(), "f", 3) == pytest.approx(0.25 * 10_000 * 0.1)


def test_a_chance_stays_a_chance():
    response = table(conversion_rate=0.9)
    assert response.query("account_id == 'p'")["contribution_eur"].max() <= 0.25 * 20_000


def test_rate_of_the_funnel():
    # 1 - exp(-3 b) = 1/1.6 → b = ln(1.6/0.6)/3
    assert rate_from_funnel(3, 1.6) == pytest.approx(np.log(1.6 / 0.6) / 3)


def test_the_best_split_of_power_responses_is_in_proportion_to_size():
    """Beswick's data (r-forge/mar): g t^0.2, shares proportional to g^1.25, total at effort 5."""
    size = np.array([75.36, 28.76, 36.21, 43.28, 56.65, 69.27, 63.04])
    share = size**1.25 / (size**1.25).sum()
    assert np.sort(share) == pytest.approx([0.0652, 0.0870, 0.1087, 0.1522, 0.1739, 0.1957, 0.2174], abs=5e-5)
    assert power(500 * share, size, 0.2).sum() == pytest.approx(885.397, abs=5e-4)


def test_exponential_halves_what_is_left_with_each_visit():
    assert exponential(np.arange(4), 8.0, np.log(2)) == pytest.approx([0, 4, 6, 7])


def test_levels_run_from_none_to_the_most():
    response = table(most_visits=5)
    assert (
        response.groupby("account_id")["visits"].agg(["min", "max", "size"]).to_numpy().tolist()
        == [[0, 5, 6]] * 4
    )


@pytest.mark.parametrize(
    ("frame", "curves", "changes", "message"),
    [
        (accounts(), CURVES.assign(half=[0.4, 0.97]), {}, "judged_curves, row 2, column “half”"),
        (accounts(), CURVES.assign(plus_half=[1.1, 1.0]), {}, "judged_curves, row 3, column “plus_half”"),
        (accounts(), CURVES.iloc[1:], {}, "account “c” is of type “key_account_to_develop”"),
        (
            accounts(score=[80, 60, np.nan, 50]),
            CURVES,
            {},
            "row 4, column “score”: the number is missing",
        ),
        (accounts(kind="banker"), CURVES, {}, "“banker” is not a kind that gets visits"),
        (accounts(), CURVES, {"ceiling_ratio": 1.0}, "column “ceiling_ratio”"),
        (accounts(), CURVES, {"visits_per_prospect": 0.0}, "column “visits_per_prospect”"),
    ],
)
def test_refuses_what_cannot_be_valued(frame, curves, changes, message):
    with pytest.raises(PortfolioError) as refused:
        table(frame, curves, **changes)
    assert message in str(refused.value)


def test_curves_broadcast():
    curve = Adbudg(*(np.array([[part], [part]]) for part in (1.5, 0.2, 2.0, 0.625)))
    assert adbudg(np.arange(3.0), curve).shape == (2, 3)


def one_client(**changes):
    client = {
        "account_id": "C1",
        "kind": "client",
        "account_type": "going_concern",
        "revenue_eur": 100_000.0,
        "margin_rate": 0.3,
        "gap_eur": 0.0,
        "score": 50.0,
    }
    curves = curve_table({"going_concern": [8, 0.6, 0.85, 1.05, 1.1, 0.2]})
    rates = {"conversion_rate": 0.15, "win_back_rate": 0.1, "visits_per_prospect": 1.75}
    length = {"plan_years": changes.pop("plan_years", 1.0)}
    table = response_table(pd.DataFrame([client | changes]), curves, **rates, **length)
    return table.set_index("visits")["contribution_eur"]


def test_a_multiplier_of_one_and_a_quarter_asks_a_quarter_more_visits_for_the_same_revenue():
    assert one_client(frequency_multiplier=1.25)[10] == pytest.approx(30_000)  # 8 visits keep today's margin
    assert one_client()[8] == pytest.approx(30_000)


def test_half_a_year_takes_half_the_visits_and_protects_half_the_margin():
    assert one_client(plan_years=0.5)[4] == pytest.approx(15_000)


EFFORTS = np.array([0.0, 0.5, 1.0, 1.5, 1e9])


def shape(form):
    points = (np.array([point]) for point in (0.4, 0.75, 1.15, 1.6))
    return JudgedCurves(*points, form=np.array([form], dtype=object)).at(EFFORTS)


def test_an_exponential_meets_both_ends_and_the_present():
    # 1.6 - 1.2 q^x with q = .6 / 1.2
    assert shape("exponential") == pytest.approx([0.4, 1.6 - 1.2 * 0.5**0.5, 1.0, 1.6 - 1.2 * 0.5**1.5, 1.6])


def test_a_power_meets_the_lower_end_and_the_present_and_stops_at_saturation():
    elasticity = np.log(0.35 / 0.6) / np.log(0.5) / 3 + 2 * np.log(0.75 / 0.6) / np.log(1.5) / 3
    middle = [0.4 + 0.6 * 0.5**elasticity, 1.0, 0.4 + 0.6 * 1.5**elasticity]
    assert shape("power") == pytest.approx([0.4, *middle, 1.6])


def test_each_type_may_have_its_own_form():
    curves = CURVES.assign(form=["exponential", None])
    shown = curve_residuals(curves).set_index(["account_type", "effort"])["fitted"]
    # 1.3 - .8 q^x with q = .3 / .8; the empty form is the usual one
    assert shown["key_account_to_develop", 0.5] == pytest.approx(1.3 - 0.8 * (0.3 / 0.8) ** 0.5)
    usual = curve_residuals(CURVES).set_index(["account_type", "effort"])["fitted"]
    assert shown["economical_management"].tolist() == usual["economical_management"].tolist()
    assert value(table(curves=curves), "c", 8) == pytest.approx(value(table(), "c", 8))


def test_a_form_nobody_knows_is_refused():
    with pytest.raises(PortfolioError, match="row 3, column “form”: “spline” is not a form of curve"):
        table(curves=CURVES.assign(form=["power", "spline"]))
