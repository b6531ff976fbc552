"""Steps 10 to 12: loads, best plans, returns and days, done again by counting and by trying everything."""

from itertools import combinations, pairwise, product
from math import ceil, exp, floor

import pulp
import pytest

from solver.course.bank.step_10 import LAST_VISITS_KEUR, SCORE_CLASS, last_visits, sectors, threshold_values
from solver.course.bank.step_11 import POTENTIALS_EUR, SHARED
from solver.course.bank.step_12 import call_cycle, stops
from solver.course.checking import check_part
from solver.course.numbers import UnreadableError
from solver.course.small_model import (
    HALF_HOURS,
    HOURS,
    LEVELS,
    VALUES,
    VISIT_HOURS,
    small_cp_model,
    small_model,
)
from solver.course.small_rules import read_rules, ticked
from tests.course.by_hand import (
    ACCOUNTS,
    GAP,
    POTENTIAL,
    PUBLISHED,
    REVENUE,
    assert_agrees,
    figures_of,
    part_of,
)

# 10.1: visits by class
CLASS_VISITS = {"S1": 12, "S2": 6, "S3": 3, "S4": 1}
OF_ACCOUNT = {code: CLASS_VISITS[name] for code, name in zip(ACCOUNTS, SCORE_CLASS, strict=True)}
LOAD = sum(OF_ACCOUNT.values())
LOAD_HOURS = sum(visits * ACCOUNTS[code]["duree_visite_h"] for code, visits in OF_ACCOUNT.items())

# 10.2: departments
PER_CLIENT = PUBLISHED["fixaris"]["f"]
DEPARTMENTS = {
    name: sum(n * visits for n, visits in zip(counts, PER_CLIENT, strict=True))
    for name, counts in PUBLISHED["fixaris"]["depts"].items()
}


def plans(values, total):
    """Yield every way of sharing so many visits, and what each brings."""
    for plan in product(*(range(len(row)) for row in values)):
        if sum(plan) <= total:
            yield plan, sum(row[k] for row, k in zip(values, plan, strict=True))


def step_by_step(values, total):
    """Add one at a time where it brings most, the first on a tie; return the value after each."""
    plan, worth = [0] * len(values), [0]
    for _turn in range(total):
        added = [row[k + 1] - row[k] if k + 1 < len(row) else -1 for row, k in zip(values, plan, strict=True)]
        best = added.index(max(added))
        plan[best] += 1
        worth.append(worth[-1] + added[best])
    return worth


SMALL = list(VALUES.values())
BEST_OF = {n: max(value for _plan, value in plans(SMALL, n)) for n in (5, 6)}
ENGINEERS = PUBLISHED["dp_5eng"]["table"]
BEST_ENGINEERS = max(value for _plan, value in plans(ENGINEERS, 5))
GREEDY_ENGINEERS = step_by_step(ENGINEERS, 5)

# 10.8 and 10.9: the fil rouge's curves, G (1 - exp(-x / 4)), one to twelve visits each
WORTH = {
    code: [GAP[code] * facts["taux_marge"] * (1 - exp(-k / 4)) for k in range(13)]
    for code, facts in ACCOUNTS.items()
}


def best_visits(total):
    """Share the visits best: the curves bend down, so the best next visit is right at every turn."""
    plan = dict.fromkeys(ACCOUNTS, 1)
    while sum(plan.values()) < total:
        gains = {code: WORTH[code][k + 1] - WORTH[code][k] for code, k in plan.items() if k < 12}
        plan[max(gains, key=gains.get)] += 1
    return plan


def worth(plan):
    return sum(WORTH[code][visits] for code, visits in plan.items())


def cut_down(visits, total):
    """Cut a plan down in proportion: whole parts first, the largest remainders next."""
    exact = {code: n * total / sum(visits.values()) for code, n in visits.items()}
    plan = {code: floor(part) for code, part in exact.items()}
    remainders = sorted(exact, key=lambda code: exact[code] - plan[code], reverse=True)
    for code in remainders[: total - sum(plan.values())]:
        plan[code] += 1
    return plan


BEST_60 = best_visits(60)
LAST = {code: WORTH[code][k] - WORTH[code][k - 1] for code, k in BEST_60.items()}
BY_CLASS = worth(cut_down(OF_ACCOUNT, 60))
GAIN = worth(BEST_60) - BY_CLASS

# Step 11
EXPECTED, COST = GAP["C04"] * 0.15, 10 * 150 / 1000
MARGIN = EXPECTED * ACCOUNTS["C04"]["taux_marge"]
PARTS = {code: 120 * GAP[code] / sum(GAP[one] for one in SHARED) for code in SHARED}
MAILING = PUBLISHED["vocalisis_2011"]
LETTERS = MAILING["n"] * MAILING["price"] + MAILING["design"] + MAILING["routing"]
VISITS = MAILING["n"] * MAILING["visit_rate"] * MAILING["visit_cost"]
ORDERS = MAILING["orders"] * MAILING["basket"]
RESULT = ORDERS * MAILING["margin"] - LETTERS - VISITS
QUOTAS = PUBLISHED["textimprim"]
UNITS = QUOTAS["cf"] / (QUOTAS["price"] - QUOTAS["cv"])
PRINTED_SUM = 610_000

# Step 12
YEAR_VISITS, FIELD_DAYS, FIELD_WEEKS = 662, 184, 44
CYCLE = PUBLISHED["call_cycle"]
DUE = sum(n * CYCLE["cycle"] / weeks for n, weeks in zip(CYCLE["n"], CYCLE["weeks"], strict=True))
PLACES = 2 * 5 * 4
STOPS = stops().set_index("stop")
STOP_HOURS = (STOPS["visit_hours"] + STOPS["detour_hours"]).to_dict()
STOP_VALUES = STOPS["value_keur"].to_dict()
DAY, TO_THE_AREA = 7.0, 1.5


def days(room):
    """Yield every set of stops that fits in so many hours."""
    for count in range(len(STOP_HOURS) + 1):
        for chosen in combinations(STOP_HOURS, count):
            if sum(STOP_HOURS[stop] for stop in chosen) <= room:
                yield set(chosen)


def brings(chosen):
    return sum(STOP_VALUES[stop] for stop in chosen)


BEST_DAY = max(days(DAY - TO_THE_AREA), key=brings)

FIGURES = {
    "10.1 load_visits": (LOAD, [sum(CLASS_VISITS.values()), 12 * len(ACCOUNTS)]),
    "10.1 load_hours": (LOAD_HOURS, [LOAD * 1.0, LOAD * 1.5]),
    "10.2 total": (DEPARTMENTS["88"], [612, sum(PUBLISHED["fixaris"]["depts"]["88"])]),
    "10.3 value": (
        BEST_OF[5],
        [VALUES["X"][4] + VALUES["Y"][1], BEST_OF[6], VALUES["X"][3] + VALUES["Y"][2]],
    ),
    "10.3 price": (BEST_OF[6] - BEST_OF[5], [VALUES["Y"][2] - VALUES["Y"][1], BEST_OF[5] / 5]),
    "10.4 step_by_step": (GREEDY_ENGINEERS[5], [BEST_ENGINEERS, GREEDY_ENGINEERS[4]]),
    "10.4 best": (
        BEST_ENGINEERS,
        [GREEDY_ENGINEERS[5], ENGINEERS[1][5], ENGINEERS[0][2] + ENGINEERS[1][2] + ENGINEERS[2][1]],
    ),
    "10.7 hours_needed": (
        sum(3 * hours for hours in VISIT_HOURS.values()),
        [sum(3 * hours for hours in VISIT_HOURS.values()) - HOURS, sum(3 * n for n in HALF_HOURS.values())],
    ),
    "10.8 account": ({min(LAST_VISITS_KEUR, key=LAST.get)}, [{"C07"}, {"C01"}, {"C04"}]),
    "10.9 gain_percent": (GAIN / BY_CLASS, [GAIN / worth(BEST_60), GAIN / 100]),
    "10.10 first": (
        WORTH["C04"][1],
        [GAP["C04"] * 0.22 * exp(-1 / 4), GAP["C04"] * (1 - exp(-1 / 4))],
    ),
    "10.10 four": (WORTH["C04"][4], [4 * WORTH["C04"][1], GAP["C04"] * 0.22 * exp(-1)]),
    "11.1 margin_keur": (MARGIN, [EXPECTED, GAP["C04"] * 0.22]),
    "11.1 return_percent": (
        (MARGIN - COST) / COST,
        [MARGIN / COST, (EXPECTED - COST) / COST],
    ),
    "11.2 c02": (
        PARTS["C02"],
        [
            120 / 3,
            120 * POTENTIAL["C02"] / sum(POTENTIAL[one] for one in SHARED),
            120 * REVENUE["C02"] / sum(REVENUE[one] for one in SHARED),
        ],
    ),
    "11.2 c04": (PARTS["C04"], []),
    "11.2 c08": (PARTS["C08"], [120 * POTENTIAL["C08"] / sum(POTENTIAL[one] for one in SHARED)]),
    "11.3 result_eur": (RESULT, [RESULT + VISITS, ORDERS - LETTERS - VISITS]),
    "11.3 return_percent": (
        RESULT / (LETTERS + VISITS),
        [RESULT / LETTERS, RESULT / ORDERS],
    ),
    "11.4 total_eur": (sum(QUOTAS["pot"]), [PRINTED_SUM, sum(QUOTAS["pot"]) / 5]),
    "11.4 units": (ceil(UNITS), [floor(UNITS), ceil(QUOTAS["cf"] / QUOTAS["price"])]),
    "12.1 per_day": (YEAR_VISITS / FIELD_DAYS, [YEAR_VISITS / 365, YEAR_VISITS / 252]),
    "12.1 per_week": (YEAR_VISITS / FIELD_WEEKS, [YEAR_VISITS / 52, YEAR_VISITS / FIELD_DAYS * 5]),
    "12.2 calls_a_week": (
        ceil(3 * 3 / 0.80),
        [floor(3 * 3 / 0.80), ceil(3 / 0.80), 3 * 3, ceil(3 * 0.80 / 3)],
    ),
    "12.3 kept": (80 * 0.85, [80 - 15, 80 * 0.15]),
    "12.3 to_make": (ceil(80 / 0.85), [80 * 1.15, floor(80 / 0.85)]),
    "12.4 calls_due": (DUE, [sum(CYCLE["n"]), 2 * DUE]),
    "12.4 spare": (PLACES - DUE, [2 * 5 * 5 - DUE, 5 * 4 - DUE]),
    "12.5 chosen": (
        BEST_DAY,
        [
            max(days(DAY - TO_THE_AREA), key=len),
            max(days(DAY), key=brings),
            BEST_DAY - {"P1"} | {"P2"},
        ],
    ),
}


@pytest.mark.parametrize("key", FIGURES)
def test_answer_and_mistakes_come_out_by_hand(key):
    assert_agrees(key, *FIGURES[key])


def test_no_computed_part_is_left_out():
    by_run = {"10.11 eighth", "10.11 keeps", "10.11 gets"}  # test_quoted_figures
    by_product = {"12.7 on_time", "12.7 kept"}  # test_practice_exercises
    assert figures_of((10, 11, 12)) == set(FIGURES) | by_run | by_product


def test_the_published_totals_are_wrong_for_one_department_only():
    table = sectors()
    printed = dict(zip(table["department"].astype(str), table["printed"], strict=True))
    assert [name for name in DEPARTMENTS if DEPARTMENTS[name] != printed[name]] == ["88"]
    assert part_of("10.2 department").answer == "88"
    assert sum(DEPARTMENTS.values()) == 2_594
    counts = table.set_index(table["department"].astype(str))[["public", "large", "managers"]]
    assert {name: list(row) for name, row in counts.T.items()} == PUBLISHED["fixaris"]["depts"]


def test_the_engineers_of_the_statement_are_the_published_ones():
    table = threshold_values().drop(columns="area")
    assert table.to_numpy().tolist() == ENGINEERS


def test_the_best_small_plan_and_its_published_slips_come_out_by_trying_everything():
    levels = dict(zip(VALUES, product(range(5), repeat=3), strict=False))
    every = [dict(zip(levels, plan, strict=True)) for plan in product(range(5), repeat=3)]

    def best(length, limit):
        fits = [plan for plan in every if sum(length[name] * k for name, k in plan.items()) <= limit]
        return max(fits, key=lambda plan: sum(VALUES[name][k] for name, k in plan.items()))

    def given_by(codes):
        return {name: one for name, (one,) in ticked(codes).plan.levels.items()}

    assert given_by(part_of("10.5 rules").answer) == best(VISIT_HOURS, HOURS)
    assert given_by(part_of("10.6 rules").answer) == best(VISIT_HOURS, HOURS)
    slips = [mistake.sample for mistake in part_of("10.5 rules").mistakes]
    assert given_by(slips[0]) == best(dict.fromkeys(VALUES, 1), HOURS)  # visits counted in place of hours
    assert given_by(slips[1]) == dict.fromkeys(VALUES, 4)
    assert given_by(part_of("10.6 rules").mistakes[0].sample) == best(HALF_HOURS, HOURS)


def test_without_one_number_per_account_the_small_plan_pays_twice():
    """Every pair of account and number may be chosen: a knapsack of twelve things."""
    things = [(VISIT_HOURS[name] * k, VALUES[name][k], name, k) for name in VALUES for k in range(1, 5)]
    sets = (chosen for size in range(7) for chosen in combinations(things, size))
    fits = [chosen for chosen in sets if sum(hours for hours, *_rest in chosen) <= HOURS]
    most = max(sum(value for _hours, value, *_rest in chosen) for chosen in fits)
    slip = ticked(part_of("10.5 rules").mistakes[2].sample).plan
    assert slip.hours <= HOURS
    assert slip.value == most > ticked(part_of("10.5 rules").answer).plan.value


def written_rules():
    """The two right rules in PuLP, with the model they belong to and its variables."""
    model, y = small_model()
    one = [pulp.lpSum(y[i, k] for k in LEVELS) == 1 for i in VISIT_HOURS]
    fits = pulp.lpSum(VISIT_HOURS[i] * k * y[i, k] for i, k in y) <= HOURS
    return model, y, one, fits


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("one, hours", ("one", "hours")),
        (
            "each account gets exactly one number of visits; the hours of all visits are at most 6",
            ("one", "hours"),
        ),
        ("Exactly one number per account, and no more than six hours in all", ("one", "hours")),
        ("un seul nombre de visites par compte et 6 heures au plus", ("one", "hours")),
        (
            "Chaque compte reçoit exactement un nombre de visites. Les visites durent au plus 6 h",
            ("one", "hours"),
        ),
        ("one number for each account; six visits at most", ("one", "visits")),
        ("un nombre par compte, exactement six heures", ("one", "full")),
        ("one number each, 12 half hours at most", ("one", "halves")),
        ("un nombre par compte, au plus six demi-heures", ("one", "short")),
        ("at least one visit each", ("each",)),
        ("au moins trois visites chacun", ("three",)),
    ],
)
def test_rules_said_in_words_of_ones_own_are_read(said, codes):
    assert read_rules(said).codes == ticked(codes).codes


def test_of_words_that_say_no_rule_nothing_is_guessed():
    with pytest.raises(UnreadableError):
        read_rules("one number each, and the best plan wins")


def outcome_of(rules, key="10.5 rules"):
    return check_part(part_of(key), rules).outcome


def test_rules_may_be_written_in_any_way_that_says_the_same():
    _model, y, one, fits = written_rules()
    at_most_one = [pulp.lpSum(y[i, k] for k in LEVELS) <= 1 for i in VISIT_HOURS]
    twice = pulp.lpSum(2 * VISIT_HOURS[i] * k * y[i, k] for i, k in y) <= 2 * HOURS
    for rules in (
        [*one, fits],
        [one, fits],
        [one, [fits]],
        [one, twice],
        [at_most_one, fits],
        (r for r in [*one, fits]),
    ):
        assert outcome_of(rules) == "right"


def test_the_model_is_judged_and_not_only_the_plan_it_gives():
    """Each of these gives the best plan, and is wrong: it forbids plans that keep both rules."""
    _model, y, one, fits = written_rules()
    full = pulp.lpSum(VISIT_HOURS[i] * k * y[i, k] for i, k in y) == HOURS
    pinned = [y[i, 2] == 1 for i in VISIT_HOURS]
    served = [pulp.lpSum(k * y[i, k] for k in LEVELS) >= 1 for i in VISIT_HOURS]
    for rules in ([one, full], [one, fits, pinned], [one, fits, served]):
        assert read_rules(rules).plan.value == 178
        assert outcome_of(rules) == "wrong"
    assert outcome_of(["one", "hours", "each"]) == "wrong"


@pytest.mark.parametrize("rules", [None, [], [True], "no rule", 5, {"a": 1}, [[]], ["hours", "nought"]])
def test_what_is_no_rule_is_handed_back(rules):
    assert outcome_of(rules) == "unreadable"


def test_the_same_rules_for_the_other_solver_are_read_too():
    _model, y = small_cp_model()
    one = [sum(y[i, k] for k in LEVELS) == 1 for i in HALF_HOURS]
    fits = sum(HALF_HOURS[i] * k * y[i, k] for i, k in y) <= 2 * HOURS
    short = sum(HALF_HOURS[i] * k * y[i, k] for i, k in y) <= HOURS
    assert outcome_of([one, fits], "10.6 rules") == "right"
    assert outcome_of([one, short], "10.6 rules") == "wrong"


def test_three_visits_each_are_more_than_the_hours_hold():
    assert part_of("10.7 hours_needed").answer > HOURS
    assert part_of("10.7 outcome").answer == "b"


def test_the_six_accounts_stand_in_the_best_plan_as_the_statement_shows_them():
    table = last_visits().set_index("account_id")
    assert {code: BEST_60[code] for code in table.index} == table["visits"].to_dict()
    assert {code: LAST[code] for code in table.index} == pytest.approx(
        table["last_keur"].to_dict(), abs=0.0005
    )
    can_give = {code: LAST[code] for code, visits in BEST_60.items() if visits > 1}
    assert min(can_give, key=can_give.get) == "C08"


def test_the_two_plans_compared_bring_the_published_figures():
    expected = PUBLISHED["fil_rouge_opt"]
    assert (expected["min"], expected["max"], expected["k"]) == (1, 12, 0.25)
    assert round(worth(BEST_60), 3) == 205.077
    assert round(BY_CLASS, 3) == 195.599


def test_greater_curves_bend_down_so_that_the_best_next_visit_is_right():
    for row in WORTH.values():
        steps = [after - before for before, after in pairwise(row)]
        assert steps == sorted(steps, reverse=True)


def test_half_the_chance_still_returns_more_than_three_times_the_cost():
    assert pytest.approx(164) == 100 * (MARGIN / 2 - COST) / COST


def test_the_published_potentials_do_not_sum_to_what_is_printed():
    assert list(POTENTIALS_EUR) == QUOTAS["pot"]
    assert sum(POTENTIALS_EUR) != PRINTED_SUM


def test_the_objective_of_dinan_btp_is_today_plus_what_is_expected():
    assert (REVENUE["C04"], REVENUE["C04"] + EXPECTED) == (60, 96)


def test_the_call_cycle_is_the_published_one():
    table = call_cycle()
    assert (list(table["accounts"]), list(table["weeks"])) == (CYCLE["n"], CYCLE["weeks"])


def test_the_best_day_beats_the_fullest():
    chosen = {len(day): round(brings(day), 1) for day in (BEST_DAY, max(days(DAY - TO_THE_AREA), key=len))}
    assert chosen == {3: 4.7, 4: 4.3}
