"""What is said of the past: people and euros, one of four verdicts, and noise called noise."""

from datetime import date

import pandas as pd
import pytest

from solver.evidence.backtest import backtest, latest
from solver.report import figures
from solver.report.past import sentences, tables
from solver.words.i18n import spoken
from tests.evidence.firms import AS_OF, NO_POTENTIALS, noise, one_huge, steady
from tests.method.tables import sales_table


def judged(sales, as_of=AS_OF, replay=None):
    return backtest(sales, NO_POTENTIALS, as_of=as_of, seed=1, draws=200, replay=replay)


def told(evidence, **names):
    return " ".join([sentences.headline(evidence), *sentences.story(evidence, names)])


@pytest.mark.parametrize(("language", "words"), [("en", "no signal"), ("fr", "aucun signal")])
def test_noise_gets_no_signal_in_words(language, words):
    evidence = judged(noise(11))
    with spoken(language, "EUR"):
        said = told(evidence).lower()
    assert said.count(words) >= 1 + len(latest(evidence)["rankings"])


def test_classes_without_signal_are_headed_so_and_others_by_their_name():
    unsure = {"consequences": {"classes_confirmed": False, "risk_argued": None}, "cut_offs": []}
    sure = {"consequences": {"classes_confirmed": True, "risk_argued": None}}
    assert sentences.class_label(unsure) == "Class (order not confirmed by the past)"
    assert [sentences.class_label(known) for known in (sure, {})] == ["Class", "Class"]
    assert sentences.consequence_sentences(unsure) == [sentences.classes_warning(unsure)]


def test_people_are_counted_and_nothing_predicts():
    evidence = judged(steady(kept=lambda n: n >= 12))
    said = told(evidence)
    assert "Of the 12 clients of the 12 months up to 31 Dec 2024 who bought nothing in the 12 months" in said
    assert "credit notes deducted" in said
    assert "among the 13 we would have called" in said
    assert "(n = 61, between" in said
    assert "predict" not in said


def test_nine_lost_are_too_few_to_call_anybody_better_at_finding_them():
    evidence = judged(steady(kept=lambda n: n >= 9))
    said = told(evidence)
    assert "Of the 61 clients of the 12 months up to 31 Dec 2024, 9 bought nothing in the 12 months" in said
    assert "too few to tell which ranking finds those who leave" in said
    assert "called" not in said
    assert tables.verdict_table(evidence)["more_caught"].isna().all()


def test_half_a_year_is_called_half_a_year_and_what_was_not_judged_is_named():
    sales = steady(first=2024, last=2025)
    evidence = judged(sales[sales["date"] >= "2024-07-01"], replay=lambda _day: {})
    assert sentences.headline(evidence).endswith("of what was bought in the 6 months after")
    named = "the score, the risk of loss, the behaviour and the order of the prospects"
    assert f"Not judged, for want of whole years: {named}." in sentences.limits(evidence)


@pytest.mark.parametrize(("high", "may_be_chance"), [(-0.02, True), (0.001, False)])
def test_as_good_beside_an_interval_beyond_nought_says_that_this_may_be_chance(high, may_be_chance):
    evidence = judged(steady(kept=lambda n: n >= 12))
    rfm = latest(evidence)["rankings"]["rfm"]
    nothing = {"value": 0.0, "low": -0.1, "high": 0.1}
    rfm |= {"verdict": "as_good_as_revenue", "auc_more": nothing, "capture_more": {"low": -0.2, "high": high}}
    assert ("An interval that leaves nought out may be chance" in told(evidence)) is may_be_chance


def test_a_client_who_decides_alone_is_named_by_its_name():
    assert "Armor Géant alone decides what revenue alone catches" in told(
        judged(one_huge()), huge="Armor Géant"
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"low": 12.0, "high": 28.0}, "between 12 and 28 more"),
        ({"low": -6.2, "high": 8.0}, "between 6 fewer and 8 more"),
        ({"low": -9.0, "high": -2.0}, "between 2 and 9 fewer"),
        ({"low": -0.2, "high": 0.0}, "not one more or fewer"),
    ],
)
def test_an_interval_is_told_in_people(more, words):
    assert sentences.between_people(more) == words


@pytest.mark.parametrize(
    ("sales", "as_of", "cause"),
    [
        (
            noise(5),
            date(2025, 11, 17),
            "17 Nov 2025 lies inside a month: take the last day",
        ),
        (noise(5), date(2026, 6, 30), "The last invoice up to 30 Jun 2026 is of 15 Dec 2025"),
        (noise(5), date(2020, 12, 31), "There is no invoice up to 31 Dec 2020"),
        (noise(5).query("date >= '2025-03-01'"), AS_OF, "10 months: two years are needed"),
        (steady(48), AS_OF, "49 clients had bought in the time before 31 Dec 2024; 50 are needed"),
    ],
)
def test_each_refusal_says_its_cause(sales, as_of, cause):
    said = sentences.story(judged(sales, as_of), {})
    assert len(said) == 1
    assert cause in said[0]


def test_a_latest_year_that_is_refused_is_named_beside_the_one_that_was_judged():
    huge = sales_table([("huge", "2024-06-01", 1e8), ("huge", "2025-06-01", 1e8)])
    evidence = judged(pd.concat([steady(first=2023, last=2025), huge], ignore_index=True))
    assert latest(evidence)["on"] == "2023-12-31"
    said = told(evidence, huge="Armor Géant")
    assert "Not judged as of 31 Dec 2024: Armor Géant made 98% of the revenue" in said


def test_a_missing_year_is_named():
    sales = noise(5, years=(2023, 2025)).query("date < '2025-07-01'")
    said = sentences.story(judged(sales, date(2025, 6, 30)), {})
    assert said == ["Nobody was invoiced from January 2024 to December 2024: export these months again."]


def test_the_picture_says_its_message_and_the_tables_hold_every_ranking():
    evidence = judged(noise(11))
    assert figures.rankings_judged(evidence).title == sentences.headline(evidence)
    every = [name for cut in evidence["cut_offs"] for name in cut["rankings"]]
    assert len(evidence["cut_offs"]) == 2
    assert tables.verdict_table(evidence)["ranking"].tolist() == every
    assert tables.thirds_table(evidence)["lost"].sum() == latest(evidence)["lost"]


def test_a_ranking_by_risk_is_called_as_good_at_losses_only():
    evidence = judged(noise(11))
    for cut in evidence["cut_offs"]:
        for ranking in cut["rankings"].values():
            ranking["verdict"] = "as_good_as_revenue"
    found = tables.verdict_table(evidence).groupby("ranking")["finding"].last()
    assert found["loss_risk"] == "As good as revenue at losses; it does not look for revenue"
    assert found["rfm"] == "As good as revenue"


def test_a_score_that_finds_fewer_losses_than_revenue_alone_says_what_it_is_good_for():
    """The last year that could be judged counts; one that was refused says nothing."""
    refused = {"refused": "too short", "rankings": {}}
    known = {"classes_confirmed": True, "risk_argued": True}

    def told(verdict):
        cut = {"refused": None, "rankings": {"score": {"verdict": verdict}}}
        return sentences.consequence_sentences({"consequences": known, "cut_offs": [refused, cut]})

    assert told("as_good_as_revenue") == []
    assert told("worse_than_revenue")[0].startswith("The score tells who will leave less well than revenue")
