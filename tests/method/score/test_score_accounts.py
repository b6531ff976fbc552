"""The grid, what is unknown, the classes, and the sensitivity to the weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.method.score.score_accounts import (
    _places_of_prospects,
    note_accounts,
    score_accounts,
    score_facts,
    weights_in_force,
)
from solver.method.score.score_grid import bracket_notes, score_classes, weighted_points
from solver.method.score.score_sensitivity import rank_correlation, sensitivity_facts, weight_sensitivity
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.tables.method import TOP_CLASS_LIMIT
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table

DEFAULTS = MethodParameters()
CRITERIA = ["revenue", "potential", "typology", "margin", "access", "stage"]
GRID = {
    "score_weights": DEFAULTS.score_weights,
    "score_weights_prospects": DEFAULTS.score_weights_prospects,
    "note_max": 5,
    "score_cut_s1": 75,
    "score_cut_s2": 55,
    "score_cut_s3": 35,
    "score_known_share_min": 0.5,
}


def notes_table(rows):
    """Notes written as (account_id, kind, revenue, potential, typology, margin, access, stage)."""
    table = pd.DataFrame(rows, columns=["account_id", "kind", *CRITERIA])
    return table.astype(dict.fromkeys(CRITERIA, "float64"))


def score(rows, **changes):
    return score_accounts(notes_table(rows), **{**GRID, **changes}).set_index("account_id")


def test_brackets_hold_their_lower_bound_and_not_the_upper():
    brackets = [[0.0, 2], [0.20, 3], [0.25, 4], [0.30, 5]]
    values = pd.Series([-0.1, 0.0, 0.1999, 0.20, 0.2999, 0.30, 0.9, np.nan, 3 * 0.1])
    assert bracket_notes(values, brackets).iloc[[0, 1, 2, 3, 4, 5, 6, 8]].tolist() == [2, 2, 2, 3, 4, 5, 5, 5]
    assert bracket_notes(values, brackets).isna().sum() == 1


def test_brackets_must_rise():
    with pytest.raises(PortfolioError, match="margin_brackets”: the bounds of the brackets do not rise"):
        bracket_notes(pd.Series([1.0]), [[0, 1], [0, 2]], "margin_brackets")


def test_an_unknown_criterion_is_left_out_of_both_sides():
    found = score([("a", "client", 5, 5, None, 5, 5, None), ("b", "client", 1, None, None, 1, 1, None)])
    assert found.loc["a", ["score", "known_share"]].tolist() == pytest.approx([100, 0.8])
    assert found.loc["b", ["score", "known_share"]].tolist() == pytest.approx([20, 0.5])
    assert found.loc["a"].isna()["typology_points"]


def test_one_good_note_is_no_reason_to_visit():
    found = score([("a", "prospect", None, None, None, None, None, 5)])
    assert found.loc["a", ["score", "score_class"]].tolist() == [100, "S3"]
    facts = score_facts(found, score_known_share_min=0.5)
    assert facts["thin"] == 1
    assert facts["warnings"] == ["Less than 50% of the grid is known of 1 account: S3 at best until asked."]


def test_nothing_known_scores_nothing_and_says_so():
    found = score([("a", "client", None, None, None, None, None, None)])
    assert found.loc["a", ["score", "score_class", "known_share"]].tolist() == [0, "S4", 0]


def test_classes_hold_their_cut():
    rows = [
        (f"a{n}", "prospect", None, note, None, None, note, note)
        for n, note in enumerate([3.75, 2.75, 1.75, 1.7])
    ]
    assert score(rows)["score_class"].tolist() == ["S1", "S2", "S3", "S4"]


def test_former_clients_use_the_clients_grid_and_prospects_their_own():
    found = score(
        [("f", "former_client", None, 5, 1, None, 3, None), ("p", "prospect", None, 5, None, None, 3, 2)]
    )
    assert found.loc["f", "score"] == pytest.approx((150 + 20 + 30) / (150 + 100 + 50) * 100)
    assert found.loc["p", "score"] == pytest.approx((350 + 60) / 500 * 100)


def test_weights_that_do_not_sum_to_100_are_refused_with_those_that_would():
    with pytest.raises(
        PortfolioError, match=r"the weights sum to 90, not to 100 → in the same proportions: .*33\.3"
    ):
        score([("a", "client", 5, 5, 5, 5, 5, None)], score_weights={**DEFAULTS.score_weights, "access": 0})

    below = {**DEFAULTS.score_weights, "access": -1}
    with pytest.raises(PortfolioError, match="the weight of access is negative or no number"):
        score([("a", "client", 5, 5, 5, 5, 5, None)], score_weights=below)
    whole = {**dict.fromkeys(DEFAULTS.score_weights, 0), "revenue": 100}
    assert score([("a", "client", 3, 5, 5, 5, 5, None)], score_weights=whole).loc["a", "score"] == 60
    nothing = dict.fromkeys(DEFAULTS.score_weights, 0)
    with pytest.raises(
        PortfolioError, match="the weights sum to 0, not to 100 → give each criterion a weight"
    ):
        score([("a", "client", 5, 5, 5, 5, 5, None)], score_weights=nothing)


def test_an_unknown_criterion_of_the_grid_is_refused():
    with pytest.raises(PortfolioError, match="score_weights_prospects”: “charm” is no criterion"):
        score([("a", "client", 5, 5, 5, 5, 5, None)], score_weights_prospects={"charm": 100})


def test_a_note_above_the_scale_is_refused():
    with pytest.raises(PortfolioError, match="a note of typology is 8, outside 0 to 5"):
        score([("a", "client", 5, 5, 8, 5, 5, None)])


def test_multiplier_mode_takes_typology_out_and_scales_the_rest():
    weights = weights_in_force(DEFAULTS.score_weights, "multiplier")
    assert weights == pytest.approx({"revenue": 37.5, "potential": 37.5, "margin": 12.5, "access": 12.5})
    found = score([("a", "client", 5, 3, None, 5, 5, None)], score_weights=weights)
    assert found.loc["a", ["score", "known_share"]].tolist() == pytest.approx([85, 1])


def test_a_contribution_of_a_published_lead_score():
    # IONOS: weights 50, 30 and 20 %, a chief executive's note of 10 contributes 5.0.
    points = weighted_points(pd.DataFrame({"position": [10.0]}), {"position": 0.5}, 10)
    assert points["position_points"].tolist() == [5.0]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(*[st.one_of(st.none(), st.integers(0, 5)) for _criterion in CRITERIA[:5]]),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_points_sum_to_a_score_between_0_and_100_in_any_order_of_rows(rows, random):
    table = notes_table([(f"a{n:02}", "client", *row, None) for n, row in enumerate(rows)])
    scores = check("scores", score_accounts(table, **GRID))
    assert np.allclose(scores.filter(like="_points").sum(axis=1), scores["score"])
    order = list(range(len(table)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(check("scores", score_accounts(table.iloc[order], **GRID)), scores)


def test_notes_of_the_criteria():
    accounts = accounts_table(
        [
            {"account_id": "q", "kind": "prospect"},
            {"account_id": "b"},
            {"account_id": "a"},
            {"account_id": "f", "kind": "former_client"},
            {"account_id": "p", "kind": "prospect", "stage": "lost"},
            {"account_id": "s", "kind": "supplier"},
        ]
    )
    segments = pd.DataFrame(
        [("a", "B", 100.0, 25.0), ("b", "C", 0.0, 0.0)],
        columns=["account_id", "segment", "revenue_eur", "margin_eur"],
    )
    classes = {"a": "A'", "b": "?", "f": "B'", "p": "C'", "q": "?"}
    qualification = pd.DataFrame(classes.items(), columns=["account_id", "potential_class"])
    qualification["potential_eur"] = [90.0, np.nan, 50.0, 10.0, np.nan]
    typology_notes = pd.DataFrame({"account_id": ["a", "f"], "typology_note": [4.0, 1.0]})
    visit_time = pd.DataFrame({"account_id": ["a", "p"], "home_minutes": [30.0, 29.9]})
    notes = note_accounts(
        accounts,
        segments,
        qualification,
        typology_notes,
        visit_time,
        class_notes=DEFAULTS.class_notes,
        margin_brackets=DEFAULTS.margin_brackets,
        access_brackets=DEFAULTS.access_brackets,
        stage_notes={**DEFAULTS.stage_notes, "lost": 0},
    ).set_index("account_id")
    unknown = -1.0
    table = notes[CRITERIA].fillna(unknown)
    assert table.loc["a"].tolist()[:3] == [3, 5, 4]
    assert table.loc["a", ["access", "stage"]].tolist() == [3, unknown]
    assert table.loc["b"].tolist() == [1] + [unknown] * 5  # no revenue: a C, and no margin rate
    assert table.loc["f"].tolist() == [unknown, 3, 1, unknown, unknown, unknown]
    assert table.loc["p"].tolist() == [unknown, 2.5, unknown, unknown, 5, 0]  # the only known one: the middle
    assert table.loc["q"].tolist() == [unknown] * 5 + [0]  # p was called once, q never: no call raises q
    assert notes.index.tolist() == ["a", "b", "f", "p", "q"]  # a supplier gets no note


def test_prospects_keep_the_order_of_their_potentials_within_a_class():
    ids, amounts = list("pqrst"), [40.0, 10.0, np.nan, 20.0, 20.0]
    accounts = accounts_table([{"account_id": one, "kind": "prospect"} for one in ids])
    qualification = pd.DataFrame({"account_id": ids, "potential_class": ["C'", "C'", "?", "C'", "C'"]})
    qualification["potential_eur"] = amounts
    nothing = pd.DataFrame({"account_id": []}, dtype="str")
    notes = note_accounts(
        accounts,
        nothing.assign(segment="", revenue_eur=0.0, margin_eur=0.0),
        qualification,
        nothing.assign(typology_note=0.0),
        nothing.assign(home_minutes=0.0),
        class_notes=DEFAULTS.class_notes,
        margin_brackets=DEFAULTS.margin_brackets,
        access_brackets=DEFAULTS.access_brackets,
        stage_notes=DEFAULTS.stage_notes,
    )
    assert notes["stage"].isna().all()  # nobody notes stages here: nothing is known of them
    # Of four known potentials, 3, 0, 1 and 1 are smaller and half of the equals count: 3.5, .5, 2 and 2 of 4.
    expected = [5 * 3.5 / 4, 5 * 0.5 / 4, np.nan, 5 * 2 / 4, 5 * 2 / 4]
    assert notes["potential"].tolist() == pytest.approx(expected, nan_ok=True)


def test_a_ranking_carried_by_one_criterion_is_seen_to_hang_on_its_weight():
    # 240 points against 220; with a fifth off the weight of revenue, 210 against 214.
    rows = [(f"a{n}", "client", 1, 1, 1, 1, 1, None) for n in range(8)]
    rows += [("rich", "client", 5, 1, 1, 3, 1, None), ("large", "client", 1, 5, 1, 1, 1, None)]
    table = weight_sensitivity(notes_table(rows), **GRID).set_index(["criterion", "change"])
    assert table.loc[("revenue", 0.2), "kept_share"] == 1
    assert table.loc[("revenue", -0.2), "kept_share"] == 0
    assert table.loc[("revenue", -0.2), "weight"] == pytest.approx(24 / 94 * 100)
    facts = sensitivity_facts(table.reset_index())
    assert facts["grids"]["clients"]["kept_share_min"] == 0
    assert "prospects" not in facts["grids"]


def test_the_worst_of_the_trials_of_a_grid_is_told_with_its_criterion():
    table = pd.DataFrame(
        {
            "grid": ["clients"] * 3,
            "criterion": ["margin", "revenue", "access"],
            "change": [0.2, -0.2, 0.2],
            "weight": [10.0, 24.0, 5.0],
            "kept_share": [1.0, 0.5, 0.9],
            "rank_correlation": [0.9, 0.8, 1.0],
            "class_changes": [0, 1, 7],
        }
    )
    told = sensitivity_facts(table)["grids"]["clients"]
    assert (told["kept_share_min"], told["criterion"], told["rank_correlation_min"]) == (0.5, "revenue", 0.8)
    assert (told["kept_share_mean"], told["class_changes_max"]) == (pytest.approx(0.8), 7)


def test_spearman_correlation_of_a_swap():
    # 1 - 6 x (1 + 1) / (4 x 15)
    assert rank_correlation(pd.Series([1, 2, 3, 4]), pd.Series([1, 2, 4, 3])) == pytest.approx(0.8)
    assert np.isnan(rank_correlation(pd.Series([1, 1]), pd.Series([1, 2])))


def graded(*scores, kind="client", known=1.0):
    """Scores with their classes at the usual cuts."""
    table = pd.DataFrame({"kind": kind, "score": scores, "known_share": known})
    return table.assign(score_class=score_classes(table["score"], (75, 55, 35), table["known_share"] >= 0.5))


@pytest.mark.parametrize(("best", "warned"), [(TOP_CLASS_LIMIT, False), (TOP_CLASS_LIMIT + 0.01, True)])
@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        (["client"], "clients"),
        (["client", "former_client"], "clients and former clients"),
        (["prospect"], None),
    ],
)
def test_a_class_that_holds_more_than_its_limit_no_longer_sorts_anything(best, warned, kinds, name):
    count = round(100 * best)
    table = graded(*[80.0] * count, *[50.0] * (100 - count), kind=kinds[0])
    table.loc[table.index[-1], "kind"] = kinds[-1]
    facts = score_facts(table, score_known_share_min=0.5)
    grid = "prospects" if name is None else "clients"
    assert facts["by_class"][grid] == {"S1": count, "S2": 0, "S3": 100 - count, "S4": 0}
    assert facts["top_class_share"][grid] == pytest.approx(best)
    said = f"{count}% of the {name or 'prospects'} are in S1, above {round(100 * TOP_CLASS_LIMIT)}%"
    assert [one.replace("\N{NO-BREAK SPACE}", "").startswith(said) for one in facts["warnings"]] == [
        True
    ] * warned


def test_of_how_much_of_the_grid_is_known_the_mean_is_told_and_who_is_at_the_least_is_not_thin():
    facts = score_facts(graded(80.0, 50.0, 20.0, known=[1.0, 0.5, 0.3]), score_known_share_min=0.5)
    assert (facts["mean_known_share"], facts["thin"]) == (pytest.approx(0.6), 1)
    nobody = score_facts(graded(), score_known_share_min=0.5)
    assert (nobody["mean_known_share"], nobody["thin"], nobody["warnings"]) == (0.0, 0, [])


def test_each_weight_is_moved_up_and_down_but_one_that_is_nothing_or_all():
    """Six criteria of which one weighs nothing make ten trials; one that weighs all is the grid itself."""
    rows = [(f"a{n}", "client", n % 5, 1, 1, 1, 1, None) for n in range(20)]
    table = weight_sensitivity(notes_table(rows), **GRID)
    weighty = [name for name, weight in DEFAULTS.score_weights.items() if weight > 0]
    assert table[["criterion", "change"]].to_numpy().tolist() == [
        [name, step] for name in weighty for step in (-0.2, 0.2)
    ]
    whole = {**dict.fromkeys(DEFAULTS.score_weights, 0), "revenue": 100}
    assert weight_sensitivity(notes_table(rows), **{**GRID, "score_weights": whole}).empty
    light = {**whole, "revenue": 99, "access": 1}
    moved = weight_sensitivity(notes_table(rows), change=0.5, **{**GRID, "score_weights": light})
    assert moved.loc[moved["criterion"].eq("access"), "weight"].tolist() == pytest.approx(
        [100 * 0.5 / 99.5, 100 * 1.5 / 100.5]
    )
    # A fifth of the 20 tie at the top of one criterion: all four are the top tenth, and stay.
    assert moved["kept_share"].eq(1).all()
    assert moved["rank_correlation"].tolist() == pytest.approx([1] * 4)


def test_an_account_of_which_half_the_grid_is_known_is_known_well_enough():
    found = score([("a", "client", 5, None, None, 5, 5, None)])
    assert found.loc["a", ["known_share", "score_class"]].tolist() == [0.5, "S1"]
    assert score_facts(found, score_known_share_min=0.5)["thin"] == 0
    assert score_facts(found, score_known_share_min=0.51)["thin"] == 1


def test_prospects_alike_to_the_cent_have_one_place_and_a_client_has_none():
    """The smallest of three has half of itself below it, the two alike share the places behind it."""
    table = pd.DataFrame({"account_id": list("abcd"), "kind": ["prospect"] * 3 + ["client"]})
    known = pd.DataFrame({"account_id": list("abcd"), "potential_eur": [0.1 + 0.2, 0.3, 0.1, 9.0]})
    places = _places_of_prospects(table, known)
    assert places.tolist()[:3] == pytest.approx([2 / 3, 2 / 3, 0.5 / 3])
    assert np.isnan(places[3])
