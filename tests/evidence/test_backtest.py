"""The back-test finds what is there, calls noise noise, and looks at nothing that came later."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence import verdicts
from solver.evidence.backtest import backtest, latest, risk_argued, without_signal
from solver.evidence.clients_then import clients_then, outcome
from solver.evidence.cut_offs import YEAR, CutOff, covered_months, cut_offs
from solver.evidence.measures import by_chance, holm, losses_foreseen
from solver.evidence.verdicts import NO_SIGNAL, signals, verdict
from tests.evidence.firms import AS_OF, IOWA, NO_POTENTIALS, fading, iowa_sales, noise, one_huge, steady
from tests.method.tables import sales_table


def judged(sales, as_of=AS_OF, **options):
    return backtest(
        sales, options.pop("potentials", NO_POTENTIALS), as_of=as_of, seed=1, draws=200, **options
    )


def test_a_stable_firm_is_what_arithmetic_says():
    cut = latest(judged(steady()))
    # The top fifth of 61 is 13 clients, 48 to 60 thousand each: 702 of 1,830, and twelve euros.
    assert cut["rankings"]["revenue"]["capture"]["value"] == pytest.approx(702 / 1830.012)
    # By lot 13 of 61 find about their part of it.
    assert cut["chance"]["low"] < 13 / 61 < cut["chance"]["high"]
    assert (cut["on"], cut["judged_until"], cut["clients"], cut["lost"]) == (
        "2024-12-31",
        "2025-12-31",
        61,
        0,
    )
    assert cut["rankings"]["revenue"]["auc"] is None
    assert cut["losses"] is None


def test_when_the_small_ones_leave_revenue_finds_them():
    cut = latest(judged(steady(kept=lambda n: n >= 12)))
    # 13 are called, the small one who stays among them, so 12 of the 12 who left.
    assert (cut["lost"], cut["rankings"]["revenue"]["caught"]) == (12, 12)
    assert cut["rankings"]["revenue"]["auc"]["value"] == pytest.approx(1 - 1 / 49)


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_the_lines():
    sales = noise(5)
    first = judged(sales)
    assert json.dumps(first) == json.dumps(judged(sales.sample(frac=1, random_state=3)))


def test_the_lines_of_the_next_year_change_nothing():
    sales = noise(5, years=(2023, 2024, 2025, 2026))
    known = sales[sales["date"] <= "2025-12-31"]
    assert json.dumps(judged(sales)) == json.dumps(judged(known))


def test_a_potential_that_was_noted_later_takes_no_part():
    sales = noise(5)
    ids = sales["account_id"].drop_duplicates()
    late = pd.DataFrame(
        {
            "account_id": ids,
            "potential_eur": np.arange(len(ids)) + 1.0,
            "potential_on": pd.Timestamp("2025-06-30"),
        }
    )
    shuffled = late.assign(potential_eur=late["potential_eur"].to_numpy()[::-1])
    assert json.dumps(judged(sales, potentials=late)) == json.dumps(judged(sales, potentials=shuffled))
    assert "potential" in latest(judged(sales, potentials=late))["dropped"]
    early = pd.concat([late.assign(potential_on=pd.Timestamp("2023-06-30"))])
    assert "potential" not in latest(judged(sales, potentials=early))["dropped"]


@pytest.mark.parametrize("seed", [11, 12])
def test_noise_is_called_noise(seed):
    evidence = judged(noise(seed))
    assert without_signal(evidence)
    assert evidence["consequences"]["risk_argued"] is False


@pytest.mark.parametrize(
    ("sales", "argued"),
    [(noise(11), False), (steady(200, kept=lambda n: n % 5 > 0), None), (steady(30), None)],
    ids=["noise", "too few lost before to fit a risk", "too few clients"],
)
def test_whether_a_risk_is_argued_is_the_same_with_or_without_the_rest(sales, argued):
    asked = risk_argued(sales, NO_POTENTIALS, as_of=AS_OF, seed=1, replay=lambda _day: {})
    assert asked is judged(sales)["consequences"]["risk_argued"] is argued


def test_permuted_outcomes_have_no_signal():
    sales = steady(200, kept=lambda n: n % 5 > 0)
    day = CutOff(date(2024, 12, 31), YEAR, 24)
    clients = clients_then(sales, day)
    after = outcome(sales, clients, day)
    worths = {
        "revenue": clients["revenue_eur"].to_numpy(),
        "rfm": clients["rfm"].to_numpy(dtype="float64"),
        "score": np.sqrt(clients["revenue_eur"].to_numpy()) + np.arange(len(clients)) % 7,
        "behaviour": (np.arange(len(clients)) % 4).astype("float64"),
        "loss_risk": np.random.default_rng(0).random(len(clients)),
    }
    lots = by_chance(after["next_eur"].to_numpy(), 1000, 1)  # a permutation leaves the lots as they are
    quiet = 0
    for seed in range(200):
        drawn = after.sample(frac=1, random_state=seed)
        found = signals(worths, drawn["next_eur"].to_numpy(), drawn["lost"].to_numpy(), lots)
        quiet += min(min(chances.values()) for chances in found.values()) >= 0.05
    assert quiet >= 0.93 * 200


def test_one_huge_client_is_named():
    cut = latest(judged(one_huge()))
    decided = cut["rankings"]["revenue"]["decided_by"]
    assert decided["account_id"] == "huge"
    assert abs(decided["without"] - cut["rankings"]["revenue"]["capture"]["value"]) > 0.05


def test_a_client_above_nine_tenths_of_the_revenue_is_a_refusal():
    most = sales_table([("huge", f"{year}-06-01", 1e7) for year in (2023, 2024, 2025)])
    cut = judged(pd.concat([noise(5), most], ignore_index=True))["cut_offs"][0]
    assert (cut["refused"]["code"], cut["refused"]["account_id"]) == ("one_client", "huge")


@pytest.mark.parametrize(
    ("sales", "as_of", "code"),
    [
        (noise(5), date(2025, 11, 17), "inside_month"),
        (noise(5), date(2026, 6, 30), "no_data"),
        (noise(5), date(2020, 12, 31), "no_data"),
        (
            noise(5, years=(2023, 2025)).query("date >= '2023-04-01' & date < '2025-07-01'"),
            date(2025, 6, 30),
            "gap",
        ),
        (noise(5).query("date >= '2025-03-01'"), AS_OF, "short"),
    ],
)
def test_a_past_that_cannot_answer_is_refused_with_its_cause(sales, as_of, code):
    evidence = judged(sales, as_of)
    assert (evidence["refused"]["code"], evidence["cut_offs"]) == (code, [])


def test_what_there_is_of_a_past_that_cannot_answer_is_told():
    short = noise(5).query("date >= '2025-03-01'")
    assert cut_offs(short, AS_OF)[1] == {"code": "short", "first": "2025-03-15", "months": 10}
    whole = sales_table([("a", f"2025-{month:02}-15", 1.0) for month in range(1, 13)])
    assert cut_offs(whole, AS_OF) == ([CutOff(date(2025, 6, 30), 6, 6)], None)  # a year is just enough
    assert cut_offs(whole[whole["date"] > "2025-01-31"], AS_OF)[1]["months"] == 11
    assert cut_offs(noise(5), date(2026, 6, 30))[1]["last"] == "2025-12-15"
    assert cut_offs(noise(5), date(2020, 12, 31))[1]["last"] is None
    assert cut_offs(noise(5), date(2025, 11, 17))[1]["month_end"] == "2025-10-31"


def test_a_gap_is_named_from_its_first_to_its_last_month():
    sales = noise(5, years=(2023, 2025)).query("date >= '2023-04-01' & date < '2025-07-01'")
    _days, refused = cut_offs(sales, date(2025, 6, 30))
    assert (refused["first"], refused["last"]) == ("2024-01", "2024-12")


def test_covered_are_the_months_after_the_last_gap_and_else_all_of_them():
    gap = noise(5, years=(2022, 2024, 2025))
    assert covered_months(gap, AS_OF) == 24
    assert covered_months(gap, date(2024, 11, 30)) == 11
    assert covered_months(noise(5), AS_OF) == 36
    assert covered_months(noise(5), date(2020, 1, 31)) == 0


def test_one_ranking_that_found_something_is_a_signal():
    def evidence(*verdicts, refused=None):
        rankings = {str(place): {"verdict": each} for place, each in enumerate(verdicts)}
        return {"cut_offs": [{"refused": refused, "rankings": rankings}]}

    assert without_signal(evidence(NO_SIGNAL, NO_SIGNAL))
    assert not without_signal(evidence(NO_SIGNAL, "as_good_as_revenue"))
    assert not without_signal(evidence(NO_SIGNAL, refused={"code": "few_clients"}))


def test_under_fifty_clients_is_a_refusal():
    cut = judged(steady(48))["cut_offs"][0]
    assert cut["refused"] == {"code": "few_clients", "clients": 49, "fewest": 50}


def test_the_years_after_a_gap_still_count():
    sales = noise(5, years=(2022, 2024, 2025))
    evidence = judged(sales)
    assert [cut["on"] for cut in evidence["cut_offs"]] == ["2024-12-31"]
    assert evidence["gap"] == [f"2023-{month:02}" for month in range(1, 13)]


def test_eighteen_months_are_judged_by_half_years():
    days, refused = cut_offs(noise(5).query("date >= '2024-07-01'"), AS_OF)
    assert refused is None
    assert [(day.on, day.months) for day in days] == [(date(2025, 6, 30), 6), (date(2024, 12, 31), 6)]
    assert days[0].earlier == days[1]
    assert days[1].earlier is None


def test_a_verdict_allows_for_the_looks_that_are_shown_and_no_others(monkeypatch):
    looks = []
    monkeypatch.setattr(verdicts, "holm", lambda chances: looks.append(set(chances)) or holm(chances))
    judged(steady(200, kept=lambda n: n % 5 > 0), replay=replayed(steady(199)))
    # What a ranking by risk catches of the revenue is held against nothing.
    assert {"rfm capture", "rfm auc", "score capture", "score auc", "behaviour auc"} in looks


def replayed(sales):
    """A score and two behaviours of the clients, the same on every day."""
    ids = sorted(sales["account_id"].unique())
    return lambda _day: {
        "scores": pd.DataFrame({"account_id": ids, "score": np.arange(len(ids)) * 1.0}),
        "behaviours": pd.DataFrame({"account_id": ids, "behaviour": ["loyal", "at_risk"] * (len(ids) // 2)}),
        "loss_rates": {"loyal": 0.05, "at_risk": 0.2},
    }


@pytest.mark.parametrize(("lost", "by_risk"), [(9, []), (10, ["behaviour"])])
def test_below_ten_lost_no_ranking_made_to_find_losses_is_judged(lost, by_risk):
    sales = steady(61, kept=lambda n: n >= lost)
    cut = latest(judged(sales, replay=replayed(sales)))
    assert list(cut["rankings"]) == ["revenue", "rfm", "score", *by_risk]
    few = {} if by_risk else {"behaviour": "few_lost"}
    # Nobody was lost in 2024, so there was nothing to learn a risk from.
    risk = "few_lost_before" if by_risk else "few_lost"
    assert cut["lost"] == lost
    assert cut["not_judged"] == few | {"loss_risk": risk, "prospects": "few_prospects"}
    assert cut["losses"] is None


def test_what_is_made_of_whole_years_is_named_where_half_years_are_judged():
    sales = noise(5).query("date >= '2024-07-01'")
    cut = latest(judged(sales, replay=replayed(sales)))
    assert cut["not_judged"] == dict.fromkeys(("score", "loss_risk", "behaviour", "prospects"), "half_years")


def test_where_those_who_fall_silent_leave_the_risk_finds_them():
    """Of 260 every fifteenth ends in June and is gone the year after, as in the year before: 18 of them."""
    cut = latest(judged(fading(260)))
    risk = cut["rankings"]["loss_risk"]
    assert cut["lost"] == risk["caught"] == 18
    assert risk["auc"]["value"] > 0.95
    assert "loss_risk" not in cut["not_judged"]


ON_IOWA = pytest.mark.skipif(not IOWA.exists(), reason="the Iowa invoices are not on this machine")


def test_a_ranking_that_is_surely_better_or_worse_than_revenue_is_called_so_and_any_other_as_good():
    """The two numbers are signs, 0 where nothing is sure."""
    told = {
        (capture, auc): verdict(signal=True, capture=capture, auc=auc)
        for capture in (-1.0, 0.0, 1.0)
        for auc in (-1.0, 0.0, 1.0)
    }
    better = {pair for pair, said in told.items() if said == "better_at_losses"}
    assert better == {(-1.0, 1.0), (0.0, 1.0), (1.0, 1.0)}
    worse = {pair for pair, said in told.items() if said == "worse_than_revenue"}
    assert worse == {(-1.0, -1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, -1.0)}
    assert verdict(signal=False, auc=1.0) == NO_SIGNAL


@ON_IOWA
def test_on_real_invoices_rfm_finds_those_who_leave_and_revenue_the_revenue():
    evidence = judged(iowa_sales(), date(2021, 12, 31))
    cut = latest(evidence)
    rfm = cut["rankings"]["rfm"]
    assert (cut["on"], cut["clients"], cut["lost"]) == ("2020-12-31", 314, 44)
    assert rfm["auc_more"]["low"] > 0
    assert rfm["capture_more"]["value"] < 0
    assert rfm["verdict"] == "better_at_losses"
    assert all(each["verdict"] != NO_SIGNAL for each in cut["rankings"].values())


@ON_IOWA
def test_sixteen_losses_of_the_year_before_are_enough_to_find_who_leaves_better_than_revenue_does():
    cut = latest(judged(iowa_sales(), date(2021, 12, 31)))
    assert cut["rankings"]["loss_risk"]["auc_more"]["value"] >= 0.04
    assert 0.6 <= cut["losses"]["predicted"] / cut["losses"]["lost"] <= 1.4


def test_the_revenue_foreseen_to_leave_is_told_by_client_and_by_the_rate_of_the_whole():
    chances, lost, revenue = np.array([0.5, 0.1]), np.array([True, False]), np.array([100.0, 300.0])
    told = losses_foreseen(chances, lost, revenue, 0.2)
    assert (told["predicted_eur"], told["by_share_eur"], told["lost_eur"]) == (80, 80, 100)
