"""What is said of the clients at risk, on figures worked by hand."""

import pandas as pd

from solver.report.figures.behaviour import who_is_at_risk


def test_who_is_at_risk_is_told_by_orders_and_by_words_apart_each_with_what_should_go():
    """0.1 × 250 by orders; 0.2 × 50 for a complaint, and nothing by a negative revenue; d is loyal.

    35 of 300 is 11.7 %; with 0.9 × 750 for d, 710 of 1,050 is 67.6 %.
    """
    typology = pd.DataFrame(
        {
            "account_id": list("abcd"),
            "behaviour": ["at_risk"] * 3 + ["loyal"],
            "by_orders": ["at_risk", "loyal", "standard", "loyal"],
            "recency_months": [1.2, 0.5, 0.5, 0.5],
        }
    )
    segments = pd.DataFrame({"account_id": list("abcd"), "revenue_eur": [250.0, 50.0, -80.0, 750.0]})
    loss_risk = pd.DataFrame({"account_id": list("abcd"), "p": [0.1, 0.2, 0.9, 0.9], "basis": "measured"})
    by_words = "1 is so called by its orders, 2 for a complaint or a low note alone."
    told = who_is_at_risk(typology, segments, loss_risk)
    assert told == (
        f"{by_words} By the risk of each to buy nothing in the year to come, the first should take €25 of "
        "revenue along, the others €10: 11.7% of what they bought, against 67.6% of all clients. "
        "They order still: the name warns early that orders fall. Those who leave are found above all among "
        "the inactive, who have stopped ordering."
    )
    assert who_is_at_risk(typology, segments, loss_risk.assign(basis="judged")) == by_words
    assert not who_is_at_risk(typology.assign(behaviour="loyal"), segments, loss_risk)
    lost = {"behaviour": "at_risk", "clients": 32, "lost_clients": 24, "loss_rate": 0.507}
    losses = pd.DataFrame([lost | {"recency_months": 5.6}])
    assert who_is_at_risk(typology, segments, loss_risk, losses) == (
        f"{told} Of 32 clients so called a year ago by their orders alone, 24 were lost; but half of "
        "them had not ordered for 6 months or more, half of these for 1 month: that rate says little of "
        "these."
    )
    assert who_is_at_risk(typology, segments, loss_risk, losses.assign(recency_months=1.5)) == told
