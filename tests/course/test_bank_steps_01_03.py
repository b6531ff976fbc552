"""Steps 1 to 3: every figure of the bank, right or wrong, done again from the published inputs."""

from datetime import date
from itertools import pairwise
from math import ceil, floor, sqrt

import pytest

from solver.course.bank import find_exercise
from solver.course.bank.step_01 import SIREN, invoices, pairs, records
from solver.course.bank.step_03 import funnel, mailing, two_years
from tests.course.by_hand import PUBLISHED, assert_agrees, figures_of, part_of

# Step 1
INVOICE = sum(pieces * price for pieces, price in PUBLISHED["formative"]["lines"])
PAID = INVOICE * (1 + PUBLISHED["formative"]["vat"])
AMOUNTS = dict(zip(invoices()["document"], invoices()["amount_eur"], strict=True))
CREDIT = AMOUNTS["A-009"]
INVOICES = sum(AMOUNTS.values()) - CREDIT

# Step 2
EASTER = date(2026, 4, 5)
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
HOLIDAYS = [date(2026, *day) for day in FIXED] + [
    date.fromordinal(EASTER.toordinal() + days) for days in (1, 39, 50)
]
WEEKDAYS = sum(date.fromordinal(date(2026, 1, 1).toordinal() + n).weekday() < 5 for n in range(365))
ON_WEEKDAYS = sum(day.weekday() < 5 for day in HOLIDAYS)
WORKING = WEEKDAYS - ON_WEEKDAYS
ACCESS = PUBLISHED["access_com"]
WEEKS_WORKED = ACCESS["weeks"] - ACCESS["leave_weeks"]
OFPPT = PUBLISHED["ofppt_potentiel"]
HOURS = (OFPPT["weeks"] - OFPPT["off"]) * OFPPT["days_per_week"] * OFPPT["hours"]
PORTATOUR = PUBLISHED["portatour"]
VISIT_COST = PORTATOUR["cost"] / PORTATOUR["days"] / PORTATOUR["visits_day"]

# Step 3
STAYED, LEFT = two_years()["clients"]
STAYED_KEUR, LEFT_KEUR = two_years()["revenue_keur"]
GOAL = 670 * 1.10
TO_WIN = GOAL - 670 * 0.95 * 1.03
RATIOS = PUBLISHED["ratios"]
STAGES = [RATIOS[name] for name in ("file", "contacts", "rdv", "sales")]
RATES = [after / before for before, after in pairwise(STAGES)]
LETTERS = PUBLISHED["digischool"]["stages"]
KEPT = [after / before for before, after in pairwise(LETTERS)]

FIGURES = {
    "01.1 revenue_eur": (INVOICE, [PAID, PAID * 0.8, PAID - INVOICE]),
    "01.2 revenue_eur": (INVOICES - CREDIT, [INVOICES + CREDIT, INVOICES, INVOICES - 2 * CREDIT]),
    "02.1 working_days": (WORKING, [WEEKDAYS - len(HOLIDAYS), WEEKDAYS, WEEKDAYS - 7]),
    "02.1 at_work": (WORKING - 25, [WEEKDAYS - len(HOLIDAYS) - 25, WORKING - 35, WORKING - 30]),
    "02.2 field_days": (
        WEEKS_WORKED * (ACCESS["days_per_week"] - ACCESS["admin_day_per_week"]),
        [WEEKS_WORKED * 5 - 52 * 0.5, WEEKS_WORKED * 5, WEEKS_WORKED * 4],
    ),
    "02.3 hours": (HOURS, [52 * 4 * 8, 44 * 5 * 8]),
    "02.3 visits": (
        floor(HOURS / OFPPT["visit_h"]),
        [HOURS * 0.75, ceil(HOURS / 0.75), floor(HOURS / 0.45)],
    ),
    "02.4 cost_eur": (VISIT_COST, [VISIT_COST * 8, PORTATOUR["cost"] / 365]),
    "02.4 revenue_eur": (VISIT_COST / 0.25, [VISIT_COST, VISIT_COST * 0.25, VISIT_COST / 0.75]),
    "02.5 hours": (1200 * 0.9, [1200 / 1.1, 1200 * 0.1]),
    "03.1 of_clients": (LEFT / (STAYED + LEFT), [LEFT / STAYED, LEFT / 100]),
    "03.1 of_revenue": (
        LEFT_KEUR / (STAYED_KEUR + LEFT_KEUR),
        [LEFT / (STAYED + LEFT), LEFT_KEUR / STAYED_KEUR],
    ),
    "03.2 to_win_keur": (
        TO_WIN,
        [GOAL - 670, GOAL - 670 * 0.95, GOAL - 670 * 1.03, GOAL - 670 * (1 - 0.05 + 0.03)],
    ),
    "03.2 clients": (ceil(TO_WIN / 12), [floor(TO_WIN / 12), ceil((GOAL - 670 * 0.95) / 12)]),
    "03.3 visits": (ceil(7 / RATES[-1]), [floor(7 / RATES[-1]), ceil(7 * RATES[-1]), ceil(7 / 0.15)]),
    "03.3 file": (ceil(7 / (15 / 300)), [ceil(7 / (sum(RATES) / 3)), ceil(7 / (20 / 300))]),
    "03.4 overall": (LETTERS[-1] / LETTERS[0], [sum(KEPT) / len(KEPT), LETTERS[-1] / LETTERS[1]]),
}


@pytest.mark.parametrize("key", FIGURES)
def test_answer_and_mistakes_come_out_by_hand(key):
    assert_agrees(key, *FIGURES[key])


def test_no_computed_part_is_left_out():
    by_table = {"01.4 merge", "01.5 records"}  # below
    by_run = {"01.6 switchboard", "01.6 worth_eur"}  # test_practice_exercises
    assert figures_of((1, 2, 3)) == set(FIGURES) | by_table | by_run


def test_the_number_that_was_mistyped_is_the_only_one_to_fail_its_check():
    def digits_summed(number):
        doubled = [
            int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number.replace(" ", "")))
        ]
        return sum(digit - 9 if digit > 9 else digit for digit in doubled)

    sums = {line: digits_summed(number) for line, number in SIREN.items()}
    assert [line for line, total in sums.items() if total % 10] == [part_of("01.3 line").answer]
    assert sums["A"] == 7 + 6 + 2 + 7 + 2 + 9 + 3 + 4 + 0 == 40  # as the hint has it


def test_only_the_same_siret_is_merged():
    table = pairs()
    assert tuple(table.loc[table["siret"] == "the same", "pair"]) == part_of("01.4 merge").answer


def test_records_to_leave_alone_objected_or_are_prospects_silent_for_three_years():
    table = records()
    silent = table["last_contact"].str.extract(r"(\d+)", expand=False).astype(int) > 36
    alone = (silent & (table["kind"] == "prospect")) | table["said"].str.contains("not contact")
    assert tuple(table.loc[alone, "record"]) == part_of("01.5 records").answer


def test_two_of_the_eleven_holidays_of_2026_fall_on_a_weekend():
    assert [day for day in HOLIDAYS if day.weekday() >= 5] == [date(2026, 8, 15), date(2026, 11, 1)]
    assert (len(HOLIDAYS), ON_WEEKDAYS) == (11, 9)


def test_the_tables_of_the_statements_are_the_published_ones():
    assert list(funnel()["cases"]) == STAGES
    assert list(mailing()["cases"]) == LETTERS


def test_the_narrowest_stage_keeps_the_smallest_part():
    offered = {"a": KEPT[0], "b": KEPT[2], "c": KEPT[4], "d": KEPT[5]}
    assert min(offered, key=offered.get) == part_of("03.4 narrowest").answer
    assert min(KEPT) == offered["d"]


def test_figures_told_in_the_messages_of_step_3_hold():
    mean = sum(KEPT) / len(KEPT)
    said = find_exercise("03.4").parts[0].mistakes[0].message
    assert str(round(1000 * mean)) in said
    assert find_exercise("03.4").parts[1].hints[1] == ", ".join(f"{share:.0%}" for share in KEPT) + "."


def test_two_of_nine_may_be_anything_from_6_to_55_percent():
    won, cases, z = 2, 9, 1.96
    rate, spread = won / cases, z**2 / cases
    middle = (rate + spread / 2) / (1 + spread)
    half = z * sqrt(rate * (1 - rate) / cases + spread / 4 / cases) / (1 + spread)
    assert f"between {middle - half:.0%} and {middle + half:.0%}" in find_exercise("03.5").hints[1]
