"""Answers and mistakes of steps 7 to 9, worked out anew in plain Python from the case's own file."""

import csv
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import mean, median

import pytest

from solver.course.bank import find_exercise
from solver.course.bank.step_07 import ORDER_DAYS
from solver.course.bank.step_08 import BEHAVIOURS
from solver.course.bank.step_09 import SCORES
from solver.course.bank.step_09_past import BY_LOT, TOP_FIFTH
from solver.course.case import FOLDER
from solver.course.checking import check_part

with (FOLDER / "accounts.csv").open(encoding="utf-8", newline="") as opened:
    CASE = {row["id"]: row for row in csv.DictReader(opened)}
REVENUE = {code: Fraction(row["ca_n"]) for code, row in CASE.items()}
TREND = {code: REVENUE[code] / Fraction(row["ca_n1"]) - 1 for code, row in CASE.items()}
# Class by revenue and by potential, worked out by hand in steps 4 and 5.
CLASSES = {
    "C01": "AA", "C02": "AA", "C03": "AB", "C04": "AA", "C05": "AA", "C06": "BC",
    "C07": "BB", "C08": "BA", "C09": "CB", "C10": "CC", "C11": "CC", "C12": "CC",
}  # fmt: skip
CLASS_NOTES = {"A": 5, "B": 3, "C": 1}
URGENCY = {"developing": 5, "at_risk": 4, "loyal": 3, "standard": 2, "inactive": 1}
QUALITY = {"developing": 4, "at_risk": 2, "loyal": 5, "standard": 3, "inactive": 1}
ZONES = {"Z1": 5, "Z2": 3, "Z3": 1}
WEIGHTS = (30, 30, 20, 10, 10)


def answers(exercise_id):
    return {part.name: part.answer for part in find_exercise(exercise_id).parts}


def mistakes(exercise_id, name):
    part = next(part for part in find_exercise(exercise_id).parts if part.name == name)
    return [mistake.sample for mistake in part.mistakes]


def message(exercise_id, name, answer):
    part = next(part for part in find_exercise(exercise_id).parts if part.name == name)
    result = check_part(part, answer)
    return result.outcome, result.message or ""


def behaviour(code, order):
    facts = CASE[code]
    silent, orders = int(facts["recence_mois"]), int(facts["nb_cdes"])
    satisfied = int(facts["satisfaction"])
    rules = {
        "lost": silent >= 24,
        "new": False,
        "inactive": silent >= 9 or orders <= 1,
        "at_risk": TREND[code] <= Fraction(-1, 10) or satisfied <= 2,
        "developing": TREND[code] >= Fraction(1, 5),
        "loyal": silent <= 3 and satisfied >= 4,
        "standard": True,
    }
    return next(name for name in order if rules[name])


def behaviours(order=("lost", "new", "inactive", "at_risk", "developing", "loyal", "standard")):
    return {code: behaviour(code, order) for code in CASE}


def notes(code, scale=URGENCY):
    margin = Fraction(CASE[code]["taux_marge"])
    bracket = next(note for low, note in ((30, 5), (25, 4), (20, 3), (0, 2)) if margin * 100 >= low)
    own, potential = (CLASS_NOTES[letter] for letter in CLASSES[code])
    return (own, potential, scale[behaviours()[code]], bracket, ZONES[CASE[code]["zone"]])


def score(noted, weights=WEIGHTS):
    points = sum(weight * note for weight, note in zip(weights, noted, strict=True))
    return Fraction(100 * points, 5 * sum(weights))


def test_trends_and_their_three_usual_slips():
    assert answers("07.1") == pytest.approx({"c02": float(TREND["C02"]), "c05": float(TREND["C05"])})
    assert mistakes("07.1", "c02") == pytest.approx([150 / 160, -10 / 150, 10 / 160])
    assert mistakes("07.1", "c05") == pytest.approx([45 / 20, 25 / 45])


def test_the_usual_interval_is_the_median_of_five():
    days = [date.fromisoformat(day) for day in ORDER_DAYS]
    between = [(later - earlier).days for earlier, later in pairwise(days)]
    assert sorted(between) == [28, 29, 31, 35, 84]
    assert answers("07.2") == {"usual_days": median(between), "limit_days": 3 * median(between)}
    assert mistakes("07.2", "usual_days") == pytest.approx([mean(between), sum(between) / 6, 365 / 6])
    silence = (date(2025, 12, 31) - days[-1]).days
    assert mistakes("07.2", "limit_days") == pytest.approx([3 * mean(between), silence])
    assert silence == 61


def test_who_is_at_risk_and_who_only_seems_so():
    risky = sorted(code for code, name in behaviours().items() if name == "at_risk")
    assert list(answers("07.3")["at_risk"]) == risky
    without_order = sorted(
        code for code, row in CASE.items() if TREND[code] <= Fraction(-1, 10) or int(row["satisfaction"]) <= 2
    )
    unhappy = {code for code, row in CASE.items() if int(row["satisfaction"]) <= 2}
    falling = {code for code in CASE if TREND[code] < 0} - {"C11"}
    found = mistakes("07.3", "at_risk")
    assert found[0] == without_order
    assert sorted({*found[1], "C06"}) == risky
    assert set(found[2]) == falling
    assert set(found[3]) <= unhappy
    assert sum(REVENUE[code] for code in risky) == 129


def test_the_missing_client_is_the_one_on_the_border():
    grown = {code for code in CASE if TREND[code] >= Fraction(1, 5)}
    by_floats = {code for code, row in CASE.items() if float(row["ca_n"]) / float(row["ca_n1"]) - 1 >= 0.2}
    assert grown - by_floats == set(answers("07.4")["missing"]) == {"C01"}
    order = ("lost", "new", "inactive", "at_risk", "loyal", "standard")
    assert behaviour("C01", order) == answers("07.4")["became"]
    assert round(100 * TREND["C03"], 1) == Fraction("5.6")


def test_the_new_order_moves_one_account_only():
    order = answers("07.5")["order"]
    today, changed = behaviours(), behaviours(order)
    assert {code for code in CASE if today[code] != changed[code]} == {"C06"}
    assert changed["C06"] == "loyal"
    slip = behaviours(mistakes("07.5", "order")[1])
    assert {code for code in CASE if today[code] != slip[code]} == {"C06", "C01", "C05", "C09"}


def test_another_good_order_is_right_and_other_slips_are_told():
    good = ["new", "lost", "inactive", "developing", "loyal", "at_risk", "standard"]
    assert message("07.5", "order", good)[0] == "right"
    moved = ["lost", "new", "developing", "loyal", "at_risk", "inactive", "standard"]
    outcome, said = message("07.5", "order", moved)
    assert outcome == "wrong"
    assert "C11" in said
    assert message("07.5", "order", ["loyal", "at_risk"])[0] == "unreadable"
    assert message("07.5", "order", "loyal, at_risk")[0] == "unreadable"


def test_buyers_by_their_segment():
    assert answers("07.6")["buyers"] == pytest.approx(200 * 0.29 + 100 * 0.15)
    assert mistakes("07.6", "buyers") == pytest.approx([300 * (0.29 + 0.15) / 2, 200 * 0.15 + 100 * 0.29])


def test_what_is_at_stake_three_months_on():
    as_it_stands = behaviours()
    assert list(as_it_stands.values()) == list(BEHAVIOURS)
    found = as_it_stands | {"C09": "standard", "C10": "at_risk"}
    assert find_exercise("08.1").data().set_index("account_id")["behaviour"].to_dict() == found

    def revenue_of(name, types):
        return sum(REVENUE[code] for code in CASE if types[code] == name)

    total = sum(REVENUE.values())
    risk, growing = revenue_of("at_risk", found), revenue_of("developing", found)
    assert (total, risk, growing) == (670, 144, 225)
    assert answers("08.1") == pytest.approx(
        {"at_risk_keur": 144, "at_risk_share": float(risk / total), "developing_keur": 225}
    )
    inactive, loyal = revenue_of("inactive", found), revenue_of("loyal", found)
    assert mistakes("08.1", "at_risk_keur") == [risk + inactive, revenue_of("at_risk", as_it_stands), 5]
    shares = [Fraction(5, 12), risk / (total - risk), (risk + inactive) / total]
    assert mistakes("08.1", "at_risk_share") == pytest.approx([float(share) for share in shares])
    before = revenue_of("developing", as_it_stands)
    assert mistakes("08.1", "developing_keur") == [growing + loyal, before, growing - REVENUE["C01"]]


def test_how_many_visits_people_accept():
    def cap(accepted, newsletters, quarters, people):
        return (accepted - newsletters) * quarters * people

    assert answers("08.2") == {"year": cap(4, 1, 4, 2), "half_year": cap(4, 1, 2, 1)}
    year = [cap(4, 1, 4, 1), cap(4, 0, 4, 2), cap(4, 0, 4, 2) - 2, cap(4, 1, 1, 2)]
    assert mistakes("08.2", "year") == year
    assert mistakes("08.2", "half_year") == [cap(4, 1, 4, 1), cap(4, 0, 2, 1), cap(4, 1, 1, 1)]


def test_which_lost_clients_pay_for_the_tries():
    table = find_exercise("08.3").data().set_index("account_id")
    rate, cost = Fraction(12, 100), 2 * 110
    margin = (table["revenue_eur"] * table["margin_rate"]).round(2)
    worth = [code for code in table.index if not table.loc[code, "opposed"] and rate * margin[code] > cost]
    assert list(answers("08.3")["worth"]) == worth
    assert answers("08.3")["margin_eur"] == pytest.approx(float(cost / rate))
    assert mistakes("08.3", "margin_eur") == pytest.approx([cost, float(cost * rate), float(110 / rate)])
    by_revenue = [
        code
        for code in table.index
        if not table.loc[code, "opposed"] and rate * int(table.loc[code, "revenue_eur"]) > cost
    ]
    assert mistakes("08.3", "worth")[1] == by_revenue
    assert margin["L2"] == margin["L4"] == 1800
    assert rate * 1800 == 216


def test_the_same_fact_counts_once():
    noted = notes("C09")
    with_note = score(noted)
    others = tuple(weight if place != 2 else 0 for place, weight in enumerate(WEIGHTS))
    without = score(noted, others)
    assert (without, with_note) == (50, 60)

    def visits(reached):
        return next(times for low, times in ((75, 12), (55, 6), (35, 3), (0, 1)) if reached >= low)

    multiplier = Fraction(5, 4)
    assert answers("08.4") == {
        "with_note": visits(with_note),
        "with_multiplier": visits(without) * multiplier,
    }
    assert mistakes("08.4", "with_note") == [visits(with_note) * multiplier, visits(without)]
    both, plain, added = visits(with_note) * multiplier, visits(without), visits(without) + multiplier
    assert mistakes("08.4", "with_multiplier") == [both, plain, added]


@pytest.mark.parametrize(
    ("change", "outcome", "words"),
    [
        ({}, "right", ""),
        ({"developing": 3, "loyal": 2, "standard": 1}, "wrong", "last rule"),
        ({"at_risk": 3}, "wrong", "come before"),
        ({"at_risk": 5}, "wrong", "above all others"),
        ({"new": 4, "developing": 5}, "wrong", "another firm"),
        ({"standard": 1}, "wrong", "last rule"),
        ({"standard": 1.5}, "wrong", "whole number"),
    ],
)
def test_scales_of_urgency_and_the_rule_they_break(change, outcome, words):
    said = message("08.5", "scale", {**answers("08.5")["scale"], **change})
    assert said[0] == outcome
    assert words in said[1]


def test_a_scale_that_forgets_somebody_is_told_whom():
    outcome, said = message("08.5", "scale", {"new": 4, "developing": 5})
    assert outcome == "unreadable"
    assert "Inactive" in said


def test_on_a_scale_of_quality_the_loyal_client_passes_the_one_at_risk():
    assert score(notes("C03")) < score(notes("C04"))
    assert score(notes("C03", QUALITY)) > score(notes("C04", QUALITY))


def test_every_score_of_the_case():
    assert [score(notes(code)) for code in CASE] == list(SCORES)


def test_one_score_by_hand():
    noted = notes("C02")
    assert noted == (5, 5, 2, 3, 3)
    assert answers("09.1")["score"] == score(noted) == 80
    slips = [
        score((5, 5, 2, 2, 3)),
        score(noted, (1,) * 5),
        sum(weight * note for weight, note in zip(WEIGHTS, noted, strict=True)),
        score((5, 5, 2, 4, 3)),
    ]
    assert mistakes("09.1", "score") == slips


def test_an_unknown_potential_is_left_out_on_both_sides():
    noted = notes("C08")
    known = tuple(weight if place != 1 else 0 for place, weight in enumerate(WEIGHTS))
    left_out = score(noted, known)
    assert answers("09.2")["score"] == pytest.approx(float(left_out))
    assert 55 <= left_out < 75
    assert answers("09.2")["known"] == sum(known) / 100
    zero = score((noted[0], 0, *noted[2:]))
    four = [note for place, note in enumerate(noted) if place != 1]
    assert mistakes("09.2", "score") == [zero, 100 * mean(four) / 5, score(noted)]
    assert 35 <= zero < 55
    assert score(noted) >= 75


def test_the_published_grid_and_its_slip():
    coefficients = (2, 3, 3, 1)

    def points(*reached):
        return sum(point * times for point, times in zip(reached, coefficients, strict=True))

    assert answers("09.3") == {"points": points(3, 4, 3, 2), "most": points(6, 6, 3, 3), "apart": (4 - 1) * 3}
    assert mistakes("09.3", "points") == [3 + 4 + 3 + 2, points(3, 6, 3, 2), points(3, 4, 2, 2)]
    assert mistakes("09.3", "most") == [6 + 6 + 3 + 3, points(6, 6, 6, 6)]
    assert mistakes("09.3", "apart") == [4 - 1, 4 * 3]


def test_the_template_leaves_a_gap():
    grid = find_exercise("09.4").data()
    assert grid["weight"].sum() == 100
    reached = (grid["weight"] * grid["note"]).sum() / 100
    assert answers("09.4")["score"] == reached
    assert 7 < reached < 8
    assert mistakes("09.4", "score") == pytest.approx([grid["note"].mean(), 100 * reached])


def test_the_lowest_cut_that_leaves_three():
    def top(cut):
        return sum(one >= cut for one in SCORES) / 12

    lowest = next(cut for cut in range(101) if top(cut) <= 0.30)
    assert answers("09.5")["cut"] == lowest
    assert answers("09.5")["top_share"] == top(75)
    assert top(80) == pytest.approx(4 / 12)
    assert mistakes("09.5", "top_share") == pytest.approx([top(60), top(79)])
    assert top(92) == top(lowest) > top(93)


def test_weights_that_put_one_or_the_other_ahead():
    first, second = notes("C03"), notes("C08")
    assert score(first) == score(second) == 78

    def lead(weights):
        return float(score(first, tuple(weights.values())) - score(second, tuple(weights.values())))

    assert lead(answers("09.6")["weights"]) == pytest.approx(80.4 - 75.6)
    more_than_100, other_way, unchanged = mistakes("09.6", "weights")
    assert sum(more_than_100.values()) == 106
    assert lead(more_than_100) > 0
    assert lead(other_way) == pytest.approx(75.6 - 80.4)
    assert lead(unchanged) == 0


@pytest.mark.parametrize(
    ("weights", "outcome", "words"),
    [
        ((30, 28, 20, 10, 12), "right", ""),
        ((40, 20, 20, 10, 10), "wrong", "fifth"),
        ((30, 20, 20, 10, 10), "wrong", "sum to 90"),
        ((30, 30, 18, 10, 12), "right", ""),
        ((30, 30, 20, 10, 10), "wrong", "today"),
    ],
)
def test_other_weights_and_the_rule_they_break(weights, outcome, words):
    names = ("revenue", "potential", "typology", "margin", "access")
    said = message("09.6", "weights", dict(zip(names, weights, strict=True)))
    assert said[0] == outcome
    assert words in said[1]


def test_a_lot_calls_a_fifth_of_the_lost_and_the_note_stays_inside_what_it_brings():
    right = answers("09.7")
    assert right["by_lot"] == 12 / 5
    table = find_exercise("09.7").data()
    assert table["called"].tolist() == [3, 2]
    assert BY_LOT[0] < min(TOP_FIFTH.values()) <= max(TOP_FIFTH.values()) < BY_LOT[1]
    assert right["verdict"] == right["advice"] == "a"
    assert mistakes("09.7", "by_lot") == [12, 100 / 5, 3]


def test_an_interval_above_nought_decides_and_one_that_holds_it_does_not():
    table = find_exercise("09.8").data()
    assert answers("09.8")["sure"] == (table["least"] > 0).sum()
    assert mistakes("09.8", "sure") == [(table["more"] > 0).sum(), 1, len(table)]
    row = table.set_index("firm").loc["C"]
    assert answers("09.8")["least"] == row["least"]
    assert mistakes("09.8", "least") == [row["more"], row["most"]]
