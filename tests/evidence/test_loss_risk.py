"""The chance that a client leaves: learnt where the past teaches it, the firm's rate where it does not."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import special

from solver.evidence.clients_then import clients_then
from solver.evidence.cut_offs import YEAR, CutOff
from solver.evidence.loss_risk import (
    FACTS,
    HIGHEST,
    JUDGED,
    LOWEST,
    LossModel,
    fit,
    loss_facts,
    loss_risk,
)
from solver.tables import check
from tests.everyday import draws
from tests.evidence.firms import AS_OF, NO_POTENTIALS, fading, noise, steady

LABELS = pd.DataFrame(
    {"account_id": [f"c{n:03}" for n in range(300)], "behaviour": "standard", "by_orders": "standard"}
)


def test_judged_risks_rise_from_the_loyal_to_those_who_are_silent_and_none_is_sure():
    order = ["loyal", "developing", "standard", "new", "at_risk", "inactive"]
    rising = [JUDGED[behaviour] for behaviour in order]
    assert rising == sorted(rising)
    assert JUDGED["lost"] == JUDGED["inactive"] < 0.5


def risk(sales, months=36, rate=np.nan, lost_eur=0.0, labels=LABELS):
    losses = pd.DataFrame({"behaviour": ["standard"], "loss_rate": [rate]})
    return check(
        "loss_risk",
        loss_risk(
            sales,
            NO_POTENTIALS,
            labels,
            as_of=AS_OF,
            known_months=months,
            label_losses=losses,
            lost_eur=lost_eur,
        ),
    )


def test_the_facts_of_two_clients_are_on_the_scale_of_ratios():
    """Half and twice its potential of 200, the second silent for nine months, and nothing the year before."""
    clients = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "revenue_eur": [100.0, 400.0],
            "recency_months": [0.0, 9.0],
            "silence_ratio": [0.0, 3.0],
            "order_days": [0, 8],
            "months_bought": [1, 5],
            "late_share": [0.5, 1.0],
            "before_eur": [75.0, 0.0],
            "age_months": [0.0, 20.0],
            "families": [np.nan, 3.0],
        }
    )
    noted = pd.DataFrame(
        {"account_id": ["a", "b"], "potential_eur": 200.0, "potential_on": pd.Timestamp("2024-01-01")}
    )
    found = loss_facts(clients, noted, date(2024, 12, 31))
    assert found["revenue"].tolist() == pytest.approx(np.log([100, 400]))
    assert found["silence"].tolist() == [0, 3]
    assert found["silence_ratio"].tolist() == pytest.approx(np.log([1, 4]))
    assert found["order_days"].tolist() == pytest.approx(np.log([1, 8]))
    # A tenth of the median of 250 on either side: 125 / 100, and 425 / 25.
    assert found["change"].tolist() == pytest.approx(np.log([1.25, 17]))
    assert found["age"].tolist() == pytest.approx(np.log([1, 21]))
    assert found["families"].tolist() == pytest.approx(np.log([1, 3]))
    assert found["potential"].tolist() == pytest.approx(np.log([200, 200]))
    assert found["wallet"].tolist() == pytest.approx(np.log([0.5, 1]))
    half_known = loss_facts(clients, noted.iloc[:1], date(2024, 12, 31))
    assert half_known["potential"].tolist() == pytest.approx(np.log([200, 200]))
    one_of_three = pd.concat([clients, clients.iloc[1:].assign(account_id="c")])
    assert loss_facts(one_of_three, noted.iloc[:1], date(2024, 12, 31))["potential"].isna().all()


def test_a_relation_of_days_is_one_and_what_is_below_nothing_is_nothing():
    """Half a month of relation and of silence count as such; negative delays, of dates to come, as none."""
    clients = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "revenue_eur": 100.0,
            "recency_months": [0.25, -1.0],
            "silence_ratio": [0.5, -0.5],
            "order_days": [2, 1],
            "months_bought": 1,
            "late_share": 0.5,
            "before_eur": 100.0,
            "age_months": [0.5, -2.0],
            "families": [2.0, 0.0],
        }
    )
    found = loss_facts(clients, NO_POTENTIALS, date(2024, 12, 31))
    assert found["age"].tolist() == pytest.approx(np.log([1.5, 1]))
    assert found["silence"].tolist() == [0.5, 0]
    assert found["silence_ratio"].tolist() == pytest.approx(np.log([1.5, 1]))
    assert found["families"].tolist() == pytest.approx(np.log([2, 1]))
    assert found["potential"].isna().all()


def test_a_fact_known_of_one_day_alone_or_the_same_of_everybody_teaches_nothing():
    sizes = np.linspace(1.0, 2.0, 40)
    then = pd.DataFrame(0.0, index=range(40), columns=list(FACTS)).assign(revenue=sizes, potential=sizes)
    later = then.assign(potential=np.nan, wallet=sizes)
    found = fit(then.assign(wallet=np.nan), np.arange(40) % 2 == 0, later)
    assert found.facts == ("revenue",)
    assert found.lacks(["revenue", "potential"]) == ["potential"]
    assert (found.clients, found.lost) == (40, 20)
    weights = np.exp(sizes)
    assert found.lost_share == pytest.approx(weights[::2].sum() / weights.sum())


def test_the_regression_is_drawn_to_nothing_by_three_times_its_weight():
    """At the least of the penalised deviance, 3 β = Σ z (y − p) with z the fact over its spread."""
    sizes = np.linspace(1.0, 3.0, 60)
    facts = pd.DataFrame(0.0, index=range(60), columns=list(FACTS)).assign(revenue=sizes)
    lost = np.arange(60) % 7 < 3 - (np.arange(60) > 30)
    found = fit(facts, lost, facts)
    z = (sizes - sizes.mean()) / sizes.std()
    chances = found.model.predict_proba(sizes[:, None])[:, 1]
    assert 3 * found.model[-1].coef_[0, 0] == pytest.approx(z @ (lost - chances), rel=0.01)
    assert chances.sum() == pytest.approx(lost.sum(), rel=1e-3)
    told = 2 * (np.log(np.where(lost, chances, 1 - chances)).sum())
    rate = lost.mean()
    alone = 2 * (lost.sum() * np.log(rate) + (~lost).sum() * np.log(1 - rate))
    assert found.chance == pytest.approx(special.chdtrc(1, told - alone))
    assert found.says_something == (found.chance < 0.05)


def test_the_strongest_fact_comes_first_whether_it_raises_or_lowers_the_odds():
    regression = [SimpleNamespace(coef_=np.array([[0.1, -2.0, 1.0]]))]
    model = LossModel(("age", "revenue", "silence"), regression, 100, 20, 0.1, 0.01)
    assert [(row["fact"], row["odds"]) for row in model.weights()] == [
        ("revenue", 0.135335),
        ("silence", 2.718282),
        ("age", 1.105171),
    ]


def test_silence_is_learnt_and_the_sum_is_near_the_truth():
    table = risk(fading(450), months=48)
    silent = table["account_id"].isin(f"c{n:03}" for n in range(450) if n % 15 == 2)
    assert set(table["basis"]) == {"measured"}
    assert table.loc[silent, "p"].min() > table.loc[~silent, "p"].max()
    assert table["p"].between(LOWEST, HIGHEST).all()
    assert table["p"].sum() == pytest.approx(silent.sum(), rel=0.25)


@pytest.mark.whole
def test_outcomes_that_hang_on_nothing_give_everyone_the_rate_of_the_firm():
    sales = noise(9)
    day = CutOff(date(2024, 12, 31), YEAR, 24)
    clients = clients_then(sales, day)
    facts = loss_facts(clients, NO_POTENTIALS, day.on)
    lost = np.arange(len(facts)) < 45
    near = 0
    tried = draws(60, 200)
    for seed in range(tried):
        drawn = np.random.default_rng(seed).permutation(lost)
        chances = fit(facts, drawn, facts).chances(facts)
        near += bool(np.abs(chances - drawn.mean()).max() <= 0.02)
    assert near >= 0.93 * tried


def test_a_client_whose_credit_notes_eat_its_revenue_has_facts_that_can_be_reckoned_with():
    """Below a cent the logarithm is that of a cent."""
    day = CutOff(date(2024, 12, 31), YEAR, 24)
    clients = clients_then(steady(20, first=2022), day)
    facts = loss_facts(clients.assign(revenue_eur=-5.0), NO_POTENTIALS, day.on)
    assert facts["revenue"].to_numpy() == pytest.approx(np.full(len(clients), np.log(0.01)))


def test_with_few_losses_the_rates_of_the_labels_are_brought_to_the_revenue_step_3_expects_to_lose():
    sales = steady(60)
    table = risk(sales, rate=0.1, lost_eur=18_300.12)
    assert set(table["basis"]) == {"label_rate"}
    # 1,830,012 euros in all: one factor for all of them.
    assert table["p"].tolist() == pytest.approx([0.01] * 61)
    assert set(risk(sales, rate=0.1, lost_eur=100_000.0)["p"]) == {0.054644}, "to the millionth"
    for lost_eur, least_or_most in ((0.01, LOWEST), (1_829_000.0, HIGHEST)):
        assert set(risk(sales, rate=0.1, lost_eur=lost_eur)["p"]) == {least_or_most}


def test_where_nobody_was_lost_by_label_the_least_chance_is_told_of_all():
    assert set(risk(steady(60), rate=0.0, lost_eur=100.0)["p"]) == {LOWEST}


def test_a_complaint_gets_no_rate_that_was_measured_on_orders():
    """The table says *at risk* for c000's complaint; by its orders it is standard, and so is its chance."""
    labels = LABELS.assign(behaviour=["at_risk", *["standard"] * 299])
    table = risk(steady(60), rate=0.1, lost_eur=18_300.12, labels=labels).set_index("account_id")
    assert table.loc["c000", "p"] == table.loc["c001", "p"]


def test_without_a_history_the_judged_rates_serve():
    labels = LABELS.assign(behaviour=["new" if n < 10 else "loyal" for n in range(300)])
    table = risk(steady(60, first=2025), months=12, labels=labels).set_index("account_id")
    assert set(table["basis"]) == {"judged"}
    assert table.loc["c003", "p"] == JUDGED["new"]
    assert table.loc["c030", "p"] == JUDGED["loyal"]


def test_with_nobody_who_bought_lately_there_is_no_chance_to_tell():
    table = risk(steady(5, first=2022).iloc[:0], months=12)
    assert table.empty
    assert table["p"].dtype == "float64"


def test_lines_after_the_day_change_no_chance():
    sales = noise(9, years=(2023, 2024, 2025, 2026))
    known = sales[sales["date"] <= "2025-12-31"]
    pd.testing.assert_frame_equal(risk(sales), risk(known))
