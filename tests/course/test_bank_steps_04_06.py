"""Steps 4 to 6: classes, shares of wallet and cells, done again from the file of the twelve accounts."""

import pytest

from solver.course.bank import find_exercise
from solver.course.bank.step_04 import TEN_CLIENTS_KEUR
from solver.course.bank.step_06 import classes
from tests.course.by_hand import (
    ACCOUNTS,
    GAP,
    MARGIN,
    POTENTIAL,
    PUBLISHED,
    REVENUE,
    abc,
    assert_agrees,
    figures_of,
    largest,
    of_class,
    part_of,
)

TEN = PUBLISHED["abc10"]["ca"]
SHARES = [sum(TEN[: place + 1]) / sum(TEN) for place in range(10)]
WITHIN = sum(share <= 0.80 for share in SHARES)
CROSSING = 1 + next(place for place, share in enumerate(SHARES) if share > 0.80)
EQUALS = sum(revenue >= TEN[CROSSING - 1] for revenue in TEN)

BY_REVENUE, BY_MARGIN = abc(REVENUE), abc(MARGIN)
BY_POTENTIAL = abc(POTENTIAL, names=("A'", "B'", "C'"))
RANKED = sorted(REVENUE, key=REVENUE.get, reverse=True)
RATES = {code: REVENUE[code] / POTENTIAL[code] for code in ACCOUNTS}
MOVERS = {code for code in ACCOUNTS if BY_REVENUE[code] != BY_MARGIN[code]}
KEY = {code for code in ACCOUNTS if (BY_REVENUE[code], BY_POTENTIAL[code]) == ("A", "A'")}
WELL_FED = {code for code in ACCOUNTS if RATES[code] >= 0.5}
SMALL = of_class(BY_POTENTIAL, "C'") - of_class(BY_REVENUE, "A")
A_PRIME = of_class(BY_POTENTIAL, "A'")
TOTAL, WALLETS, LEFT = sum(REVENUE.values()), sum(POTENTIAL.values()), sum(GAP.values())
BUYS, OURS, CAN_BE_WON = 200, 45, 0.60  # exercise 05.4

FIGURES = {
    "04.1 a_clients": (WITHIN, [CROSSING, WITHIN - 1, 0.8 * len(TEN)]),
    "04.2 a_clients": (EQUALS, [CROSSING, WITHIN]),
    "04.3 a_codes": (of_class(BY_REVENUE, "A"), [set(RANKED[:4]), set(RANKED[:6])]),
    "04.3 c_codes": (of_class(BY_REVENUE, "C"), [set(RANKED[9:]), set(RANKED[6:])]),
    "04.4 movers": (MOVERS, [{"C04", "C05"}, {code for code in MOVERS if BY_MARGIN[code] == "B"}]),
    "05.1 wallet_share": (RATES["C04"], [REVENUE["C04"] / GAP["C04"], 1 / RATES["C04"]]),
    "05.1 gap_keur": (GAP["C04"], [POTENTIAL["C04"], POTENTIAL["C04"] + REVENUE["C04"]]),
    "05.2 wallet_share": (TOTAL / WALLETS, [sum(RATES.values()) / 12, TOTAL / LEFT]),
    "05.2 gap_keur": (LEFT, [WALLETS, WALLETS + TOTAL]),
    "05.3 a_codes": (
        A_PRIME,
        [of_class(BY_REVENUE, "A"), largest(POTENTIAL, 6), largest(POTENTIAL, 4)],
    ),
    "05.4 gap_keur": (
        CAN_BE_WON * BUYS - OURS,
        [BUYS - OURS, CAN_BE_WON * (BUYS - OURS), CAN_BE_WON * BUYS],
    ),
    "05.4 wallet_share": (OURS / BUYS, [OURS / (CAN_BE_WON * BUYS), CAN_BE_WON]),
    "05.6 first": (
        largest(GAP, 3),
        [
            largest(REVENUE, 3),
            largest({code: -rate for code, rate in RATES.items()}, 3),
            largest(POTENTIAL, 3),
        ],
    ),
    "06.2 consolidate": (KEY & WELL_FED, [{"C01", "C03"}, {"C01", "C02"}, KEY - WELL_FED]),
    "06.3 economical": (SMALL, [of_class(BY_REVENUE, "C"), SMALL - {"C06"}, SMALL | {"C07"}]),
    "06.5 share": (len(KEY) / 12, [len(KEY - WELL_FED) / 12, len(of_class(BY_REVENUE, "A")) / 12]),
}


@pytest.mark.parametrize("key", FIGURES)
def test_answer_and_mistakes_come_out_by_hand(key):
    assert_agrees(key, *FIGURES[key])


def test_no_computed_part_is_left_out():
    assert figures_of((4, 5, 6)) == set(FIGURES)


def test_the_ten_clients_are_the_published_ones():
    assert list(TEN_CLIENTS_KEUR) == TEN
    assert sum(TEN) == 21_410


def test_c04_and_c05_change_places_by_margin_and_stay_in_a():
    assert REVENUE["C04"] > REVENUE["C05"]
    assert MARGIN["C04"] < MARGIN["C05"]
    assert {"C04", "C05"} <= of_class(BY_MARGIN, "A")
    assert sum(MARGIN.values()) == pytest.approx(164.24)


def test_the_letters_shown_in_step_6_are_those_of_steps_4_and_5():
    table = classes().set_index("account_id")
    assert table["segment"].to_dict() == BY_REVENUE
    assert table["potential_class"].to_dict() == BY_POTENTIAL
    assert table["share_of_wallet"].to_dict() == pytest.approx(RATES)


def test_hydro_ouest_stands_where_its_letters_say():
    assert f"{BY_REVENUE['C08']}/{BY_POTENTIAL['C08']}" == part_of("06.1 cell").answer


def test_a_prospect_that_buys_as_much_as_an_a_client_stands_in_the_row_of_prospects():
    smallest = min(POTENTIAL[code] for code in A_PRIME)
    assert smallest <= 300
    assert part_of("06.4 cell").answer == "P/A'"


@pytest.mark.parametrize(
    ("exercise_id", "values", "last", "share"),
    [
        ("04.3", REVENUE, "C04", "72.4%"),
        ("04.3", REVENUE, "C05", "79.1%"),
        ("04.3", REVENUE, "C06", "85.1%"),
        ("04.3", REVENUE, "C09", "95.5%"),
        ("05.3", POTENTIAL, "C05", "76.7%"),
        ("05.3", POTENTIAL, "C03", "83.8%"),
    ],
)
def test_shares_told_in_the_messages_hold(exercise_id, values, last, share):
    before = [code for code in values if values[code] >= values[last]]
    assert f"{sum(values[code] for code in before) / sum(values.values()):.1%}" == share
    said = [mistake.message for part in find_exercise(exercise_id).parts for mistake in part.mistakes]
    assert any(share in message for message in said)
