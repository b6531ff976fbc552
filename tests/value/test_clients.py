"""What a visit is worth to a client: the worked example, and what must hold of any account."""

import numpy as np
import pandas as pd
import pytest

from solver.value.clients import account_terms, client_values, loss_chances
from solver.value.curves import adbudg, fit_adbudg
from solver.value.judged import as_numbers, change, curve_controls, curve_table, elasticities
from solver.value.response import horizon_factor
from solver.words.errors import PortfolioError

TYPE = "medium_account"
CURVES = curve_table({TYPE: [5, 0.60, 1.15]})
LEVELS = np.arange(27)


def client(**columns):
    """A medium account of €100,000 at 30 %, with its usual five visits and nothing else known of it."""
    usual = {
        "account_id": "C1",
        "account_type": TYPE,
        "revenue_eur": 100_000.0,
        "margin_rate": 0.3,
        "potential_eur": np.nan,
        "potential_flag": "",
        "gap_eur": np.nan,
        "p": 0.0,
        "visits_today": 5.0,
    }
    length = next((len(value) for value in columns.values() if isinstance(value, np.ndarray)), 1)
    return pd.DataFrame(usual | columns, index=range(length))


def values(frame, curves=CURVES, save_share=0.3, visits=LEVELS, **length):
    return client_values(account_terms(frame, curves, save_share=save_share), visits, **length)


def test_the_worked_example_of_notebook_10():
    """w = (.15 / .55)^(1/5) = .771; the 4th to 8th visit, worked by hand from €30,000 x .15 x (1 - w^d)."""
    (terms,) = account_terms(client(), CURVES, save_share=0.3).to_dict("records")
    assert 1 - terms["visit_share"] == pytest.approx(0.771, abs=5e-4)
    gained = np.diff(values(client())[0])
    assert gained[3:8].round() == pytest.approx([1_732, 1_335, 1_030, 794, 612])
    assert gained[1:] / gained[:-1] == pytest.approx(np.full(25, 1 - terms["visit_share"]))
    # 2.4 h at €52: the 14th visit still pays for itself in the first year, the 15th does not
    assert gained[13] > 2.4 * 52 > gained[14]


def test_a_year_without_a_visit_leaves_what_was_judged_and_endless_visits_bring_what_was_judged():
    ends = values(client(), visits=np.array([0, 10_000]))[0]
    assert ends == pytest.approx([0.3 * 60_000, 0.3 * 115_000])


def test_an_account_that_lives_with_fewer_visits_than_usual_loses_less_by_one():
    few = values(client(visits_today=1.0))[0]
    # one of five usual visits: w^-1 - 1 = .297 of the room of 15 %, not the whole 40 %
    assert few[0] == pytest.approx(30_000 * (1 - 0.15 * ((0.15 / 0.55) ** -0.2 - 1)))
    bare = values(client(visits_today=0.0))[0]
    assert bare[0] == pytest.approx(30_000)  # nothing to lose at none


def test_without_a_log_the_usual_visits_of_the_type_are_todays():
    assert values(client(visits_today=np.nan)) == pytest.approx(values(client()))


def test_the_share_of_wallet_moves_the_room_by_its_square_root_within_half_and_double():
    accounts = client(
        account_id=np.array(["a", "b", "c"]),
        revenue_eur=np.array([100_000.0, 100_000.0, 100_000.0]),
        potential_eur=np.array([100_000.0, 400_000.0, 40_000_000.0]),
    )
    folds = account_terms(accounts, CURVES, save_share=0.3)["fold"]
    usual = 300_000 / 40_500_000
    assert folds[0] == pytest.approx(0.5)
    assert folds[1] == pytest.approx(0.5)  # 4 x the share of the type's, root 8.6 %: kept at half
    assert folds[2] == pytest.approx((usual / 0.0025) ** 0.5)
    money = {name: accounts[name] / 1e6 for name in ("revenue_eur", "potential_eur")}  # of a firm of cents
    assert account_terms(accounts.assign(**money), CURVES, save_share=0.3)["fold"].tolist() == pytest.approx(
        folds.tolist()
    )


def test_credit_notes_above_the_purchases_of_one_change_the_usual_share_of_nobody():
    """1 of 4 and 1 of 1 are 2 of 5 together: folds of √1.6 and √.4; the third has none."""
    accounts = client(
        account_id=np.array(["a", "b", "c"]),
        revenue_eur=np.array([100_000.0, 100_000.0, -90_000.0]),
        potential_eur=np.array([400_000.0, 100_000.0, 0.0]),
    )
    folds = account_terms(accounts, CURVES, save_share=0.3)["fold"]
    assert folds.tolist() == pytest.approx([1.6**0.5, 0.4**0.5, 1.0])
    credited = account_terms(
        accounts.assign(potential_eur=[400_000.0, 100_000.0, 1.0]), CURVES, save_share=0.3
    )
    assert credited["fold"].tolist() == pytest.approx([1.6**0.5, 0.4**0.5, 1.0], rel=1e-5)


def test_a_potential_of_nothing_says_nothing_of_the_share_of_wallet_and_counts_in_no_type():
    accounts = client(
        account_id=np.array(["a", "b", "c"]),
        revenue_eur=np.array([100_000.0, 100_000.0, 50_000.0]),
        potential_eur=np.array([400_000.0, 100_000.0, 0.0]),
    )
    folds = account_terms(accounts, CURVES, save_share=0.3)["fold"]
    assert folds.tolist() == pytest.approx([1.6**0.5, 0.4**0.5, 1.0])


def test_half_a_year_takes_half_the_visits_and_protects_half_the_margin():
    assert values(client(visits_today=8.0), plan_years=0.5)[0][4] == pytest.approx(15_000)


def test_the_horizon_counts_what_a_euro_leaves_in_the_years_after():
    assert horizon_factor(0.65, 3) == pytest.approx(1 + 0.65 + 0.65**2)
    assert horizon_factor(0.65, 1) == 1


def random_clients(count=4_000, seed=5):
    rng = np.random.default_rng(seed)
    return rng, client(
        account_id=np.array([f"C{i}" for i in range(count)]),
        revenue_eur=rng.uniform(1_000, 500_000, count),
        potential_eur=np.where(rng.random(count) < 0.3, np.nan, rng.uniform(5_000, 1_000_000, count)),
        potential_flag=rng.choice(["", "stale"], count),
        gap_eur=np.where(rng.random(count) < 0.4, np.nan, rng.uniform(1, 300_000, count)),
        p=rng.uniform(0.005, 0.9, count),
        visits_today=rng.integers(0, 20, count).astype(float),
    )


def judged(rng):
    return curve_table({TYPE: [rng.choice([2, 5, 8, 12]), rng.uniform(0.1, 0.85), rng.uniform(1.02, 1.9)]})


@pytest.mark.parametrize("seed", range(5))
def test_todays_visits_bring_todays_margin_less_the_risk(seed):
    rng, accounts = random_clients(seed=seed)
    today = accounts["visits_today"].to_numpy()[:, None]
    expected = accounts["margin_rate"] * accounts["revenue_eur"] * (1 - accounts["p"])
    found = values(accounts, judged(rng), visits=today)[:, 0]
    assert found == pytest.approx(expected.to_numpy(), abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_values_are_never_negative_nor_fall_and_every_visit_brings_less_than_the_one_before(seed):
    rng, accounts = random_clients(seed=seed)
    found = values(accounts, judged(rng))
    scale = (accounts["margin_rate"] * accounts["revenue_eur"]).to_numpy()[:, None]
    assert (found >= -1e-9 * scale).all()
    assert (np.diff(found, axis=1) >= -1e-12 * scale).all()
    assert (np.diff(found, 2, axis=1) <= 1e-9 * scale).all()


def test_there_is_no_kink_at_todays_visits():
    rng, accounts = random_clients()
    curves = judged(rng)
    terms = account_terms(accounts, curves, save_share=0.3)
    today, step = accounts["visits_today"].to_numpy(), 1e-6
    around = today[:, None] + np.array([-step, 0, step])
    found = (
        client_values(terms, around) / (accounts["margin_rate"] * accounts["revenue_eur"]).to_numpy()[:, None]
    )
    left, right = (np.diff(found, axis=1) / step).T
    assert left == pytest.approx(right, abs=1e-6)


@pytest.mark.parametrize(
    ("changed", "side"),
    [("saturation", "above"), ("none", "below"), ("save_share", "above"), ("gap", "above")],
)
def test_a_higher_answer_never_lowers_the_value_on_its_own_side(changed, side):
    rng, accounts = random_clients()
    curves, save = judged(rng), 0.3
    higher, more, saved = accounts, curves, save
    if changed == "gap":
        higher = accounts.assign(gap_eur=accounts["gap_eur"] * 1.2)
    elif changed == "save_share":
        saved = 0.4
    else:
        more = curves.assign(**{changed: curves[changed] + 0.05})
    difference = values(higher, more, saved) - values(accounts, curves, save)
    today = accounts["visits_today"].to_numpy()[:, None]
    own_side = today < LEVELS if side == "above" else today > LEVELS
    assert difference[own_side].min() > -1e-6
    assert difference[own_side].max() > 1


def test_a_higher_risk_takes_from_what_there_is_and_adds_to_what_a_visit_saves():
    safe, doubtful = values(client(p=0.05))[0], values(client(p=0.10))[0]
    assert doubtful[5] == pytest.approx(safe[5] - 0.3 * 5_000)
    assert doubtful[6] - doubtful[5] > safe[6] - safe[5]


def test_an_unknown_potential_is_the_usual_share_of_wallet_and_no_gap_at_all():
    both = client(
        account_id=np.array(["known", "unknown"]),
        potential_eur=np.array([400_000.0, np.nan]),  # alone of its type: its own share is the usual one
    )
    known, unknown = values(both)
    assert known == pytest.approx(unknown)


def test_a_potential_out_of_date_says_half_as_much():
    three = client(
        account_id=np.array(["fresh", "stale", "unknown", "other"]),
        potential_eur=np.array([200_000.0, 200_000.0, np.nan, 900_000.0]),
        potential_flag=np.array(["", "stale", "", ""]),
    )
    fresh, stale, unknown, _other = values(three)
    above = LEVELS > 5
    assert (fresh[above] < stale[above]).all()
    assert (stale[above] < unknown[above]).all()


def test_accounts_twice_as_large_are_worth_twice_as_much_and_nothing_else_changes():
    rng, accounts = random_clients()
    curves = judged(rng)
    money = ["revenue_eur", "potential_eur", "gap_eur"]
    doubled = accounts.assign(**{name: 2 * accounts[name] for name in money})
    assert values(doubled, curves) == pytest.approx(2 * values(accounts, curves))


def test_more_visits_save_part_of_who_would_leave_and_fewer_lose_no_more_than_all():
    """p − s p (1 − w^k): of 20 % at most three tenths are saved, half of them by the first visit."""
    chances = loss_chances(
        np.array([0.2, 0.2, 0.2, 0.2, 0.9]), np.array([0, 1, 2, 1e3, -9]), save_share=0.3, visit_share=0.5
    )
    assert chances == pytest.approx([0.2, 0.2 - 0.03, 0.2 - 0.045, 0.14, 1.0])


def test_a_gap_of_nothing_is_one_that_is_not_known():
    assert values(client(gap_eur=0.0)) == pytest.approx(values(client(gap_eur=np.nan)))


def test_the_rise_stops_where_the_gap_is_filled():
    capped = values(client(gap_eur=1_000.0, p=0.1))[0]
    # 1,000 of gap and .3 of the 10,000 about to leave, at 30 %
    assert capped[-1] == pytest.approx(0.3 * (90_000 + 1_000 + 3_000))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([12, 0.50, 1.15], 0.220),
        ([12, 0.50, 1.40], 0.324),
        ([8, 0.50, 1.50], 0.347),
        ([8, 0.55, 1.12], 0.187),
        ([5, 0.60, 1.15], 0.195),
        ([2, 0.80, 1.08], 0.100),
    ],
)
def test_elasticity_at_the_usual_visits_by_type(numbers, expected):
    """(a - 1) ln((a - b)/(a - 1)), worked by hand; the published means lie at .245 and .34."""
    (line,) = elasticities(curve_table({TYPE: numbers})).to_dict("records")
    assert line["at_usual"] == pytest.approx(expected, abs=6e-4)


def test_curves_are_written_back_as_the_numbers_that_they_were_read_from():
    numbers = {TYPE: [5.0, 0.6, 1.15], "going_concern": [8.0, 0.5, 0.8, 1.1, 1.3]}
    assert as_numbers(curve_table(numbers)) == numbers
    whole = curve_table({TYPE: [5, 0, 2]})
    assert whole.dtypes.drop(["account_type", "form"]).eq("float64").all()


def test_an_answer_between_is_held_against_the_curve_and_moves_no_value():
    with_check = curve_table(
        {TYPE: [5, 0.60, 0.81, 1.08, 1.15, 0.06]}
    )  # the six numbers of an older portfolio
    shown = curve_controls(with_check).set_index("effort")
    # 1 + .15 (1 - (.55/.15)^.5) and 1 + .15 (1 - (.15/.55)^.5)
    assert shown["fitted"].to_numpy() == pytest.approx([0.8628, 1.0717], abs=5e-5)
    assert shown["to_talk_about"].tolist() == [True, False]
    assert values(client(), with_check) == pytest.approx(values(client()))
    assert curve_controls(CURVES).empty


def test_an_answer_five_points_from_the_curve_is_still_near_it():
    fitted = curve_controls(curve_table({TYPE: [5, 0.60, 0.81, 1.08, 1.15, 0.06]}))["fitted"]
    for apart, to_talk_about in ((0.05, False), (0.0501, True), (-0.05, False), (-0.0501, True)):
        half, plus_half = fitted - apart
        shown = curve_controls(curve_table({TYPE: [5, 0.60, half, plus_half, 1.15, 0.06]}))
        assert shown["to_talk_about"].tolist() == [to_talk_about] * 2


def test_five_numbers_ask_for_an_s_that_meets_todays_revenue_and_both_ends():
    s_shaped = curve_table({TYPE: [5, 0.4, 0.5, 1.5, 1.6]})
    found = values(client(), s_shaped, visits=np.array([0.0, 5.0, 1e9]))[0]
    assert found == pytest.approx([0.3 * 40_000, 0.3 * 100_000, 0.3 * 160_000])
    steps = np.diff(values(client(), s_shaped)[0])
    assert steps[0] < steps[3] > steps[10]  # the first visits bring less than those in the middle


def test_five_judged_points_are_drawn_out_where_the_risk_leaves_less_room_below():
    """Judged .5 and .8; where .7 is left, points below lie .3 / .5 as far from today: the second at .88."""
    judged = curve_table({TYPE: [5, 0.5, 0.8, 1.2, 1.4]})
    drawn = change(judged, np.array([0.7]), np.array([0.4]), np.array([[-1.0, -0.5, 0.0, 0.5]]))[0]
    through = fit_adbudg(0.7, 0.88, 1.2, 1.4)
    assert drawn + 1.0 == pytest.approx(adbudg(np.array([0.0, 0.5, 1.0, 1.5]), through))
    assert drawn[[0, 2]] == pytest.approx([-0.3, 0.0])


def test_a_type_visited_every_other_year_and_one_that_loses_all_without_a_visit_have_a_curve():
    """Half a usual visit a year: w = (.15 / 1.15)² a visit; without it nothing at all is left."""
    seldom = curve_table({TYPE: [0.5, 0.0, 1.15]})
    found = values(client(visits_today=0.5), seldom, visits=np.array([0.0, 0.5, 1.5]))[0]
    assert found == pytest.approx([0, 30_000, 30_000 * (1 + 0.15 * (1 - (0.15 / 1.15) ** 2))], abs=1e-9)


def test_the_account_whose_type_has_no_curve_is_the_one_named():
    both = client(account_id=np.array(["C1", "C2"]), account_type=np.array([TYPE, "harbour"]))
    with pytest.raises(PortfolioError, match="“C2” is of type “harbour”"):
        values(both)
