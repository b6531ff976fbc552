"""Every figure that exercise, hint, remark or guide quotes is the case's, the statement's, or worked out.

What the exercises take for given of the twelve accounts is held against the run of the case itself.
"""

import re
from itertools import accumulate, pairwise
from math import exp

import pytest

from solver.course.bank import all_exercises
from solver.course.bank.step_03 import funnel, mailing
from solver.course.bank.step_04 import TEN_CLIENTS_KEUR
from solver.course.bank.step_06 import POTENTIAL_CLASS, SEGMENT
from solver.course.bank.step_08 import BEHAVIOURS
from solver.course.bank.step_09 import SCORES
from solver.course.bank.step_09_weights import NOTES_C03, NOTES_C08
from solver.course.bank.step_10 import LAST_VISITS_KEUR, SCORE_CLASS, last_visits
from solver.course.bank.step_10_judgement import ON_THE_EDGE
from solver.course.case import PROSPECTS, the_case, visit_problem
from solver.course.copies import solved_notebook
from solver.course.what_if import what_if
from solver.run import STEPS
from tests.course.by_hand import ACCOUNTS, GAP, MARGIN, POTENTIAL, REVENUE
from tests.course.test_trainer_guide import of_exercise
from tests.course.test_trainer_pack import PACK
from tests.made_once import course_case

EXERCISES = all_exercises()
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
IDS = re.compile("|".join(re.escape(one.id) for one in sorted(EXERCISES, key=lambda one: -len(one.id))))
FIGURE = re.compile(r"(?<![\w.,/])\d[\d,]*(?:\.\d+)?(?!\w)")
OF_THE_CASE = re.compile(r"\bC(?:0\d|1[0-2])\b|Ranvor|twelve accounts|twelve clients")
COUNTED = (
    12  # whole numbers up to this are counted, or are notes, weeks and people: too common to be told apart
)
HALF_A_UNIT = 0.5 + 1e-9


def shares(values):
    """Return the running shares of values, the largest first, in percent."""
    ordered = sorted(values, reverse=True)
    return [100 * running / sum(ordered) for running in accumulate(ordered)]


def weighed(weights, notes):
    return sum(weight * note for weight, note in zip(weights, notes.values(), strict=True)) / 5


KEPT = [100 * after / before for before, after in pairwise(mailing()["cases"])]
STAGES = list(funnel()["cases"])
TREND = {code: 100 * (facts["ca_n"] / facts["ca_n1"] - 1) for code, facts in ACCOUNTS.items()}
HOURS, PLANNED = 40 * 7.5, 0.7 * 40 * 7.5

# What is neither in a statement nor in a table, exercise by exercise, as it is worked out.
WORKED_OUT = {
    "01.1": [1 + 0.20],
    "01.6": [16_000],  # more than the last three together
    "02.2": [52 - 5],
    "02.3": [52 - 8, 45 / 60, 0.45],
    "02.4": [365, 1 - 0.25],
    "02.5": [1 + 0.1],
    "03.1": [68 + 12],
    "03.2": [1 - 0.05, 1 + 0.10, 1 + 0.03, 6 * 12],
    "03.3": [100 * after / before for before, after in pairwise(STAGES)],
    "03.4": [*KEPT, 10 * sum(KEPT) / 6, 1000 - 350],
    "03.5": [100 * 3 / 9, 55],  # the interval is held in test_bank_steps_01_03
    "04.1": [*accumulate(TEN_CLIENTS_KEUR), *shares(TEN_CLIENTS_KEUR)],
    "04.2": [80],
    "04.3": [80, 95, *accumulate(REVENUE.values()), *shares(REVENUE.values())],
    "04.4": [80, 95, sum(MARGIN.values()), MARGIN["C09"], MARGIN["C08"]],
    "04.5": [40 - 34],
    "05.3": [80, *shares(POTENTIAL.values())],
    "07.2": [28, 29, 31, 35, 84],
    "07.3": [60 + 40 + 22 + 7, -TREND["C02"], -TREND["C06"]],
    "07.4": [
        180 / 150 - 1,
        TREND["C03"],
        TREND["C01"],
        19,
        19.2,
        19.6,
        9.6,
    ],  # and examples just beside the borders
    "07.7": [18, 14, 40, 1.96, 0.45, 0.0147, 0.121, 37.5, 30, -11, 86],  # held in test_bank_steps_7_9
    "08.3": [0.12 * 1800],
    "09.1": [100, 25],
    "09.2": [75, 55, 35],
    "09.4": [0.40, 0.90, 1.05, 2.25, 1.75, 5.5, 7.5],
    "08.4": [1.25],
    "08.7": [2340, 0.12, 12, 280.8, 300, 2024],
    "09.5": [75, 92, 0.30 * 12],
    "09.6": [36, 24, 78, weighed((36, 24, 20, 10, 10), NOTES_C03), weighed((36, 24, 20, 10, 10), NOTES_C08)],
    "10.1": [PLANNED],
    "10.2": [2594, 66 * 2, 122],
    "10.7": [1.5, 1.0, 0.5],
    "10.9": [205.077 - 195.599],
    "10.10": [0.22 * GAP["C04"], exp(-1 / 4), exp(-1)],
    "10.11": [240, 180, 2606 / 2, 2030 / 2, 1581 / 2, 1231 / 2],
    "11.1": [0.15, 0.22, 7920, 100 * (7.92 / 2 - 1.5) / 1.5],
    "11.2": [GAP["C02"] + GAP["C04"] + GAP["C08"]],
    "11.3": [1000 * 0.22 + 300 + 650, 40 * 49.6, 0.43 * 7500],
    "11.4": [381 - 307.15],
    "12.1": [52],
    "12.2": [0.8],
    "12.3": [0.85, 94 * 0.85],
    "12.5": [7 - 1.5, 1.2 + 1.0 + 1.5 + 0.6, 1.2 + 1.5 + 2.0],
}


def figures(text):
    """Return the figures of a text, ids of exercises aside, without their signs."""
    told = FIGURE.findall(IDS.sub(" ", text))
    return {float(figure.replace(",", "")) for figure in told}


def statement(exercise):
    page = solved_notebook(STEPS[exercise.step - 1])
    return next(cell.source for cell in page.cells if f"**{exercise.id}** ·" in cell.source)


def numbers_of(value):
    """Return the numbers of an answer, of a cell of a table, or of a mistake."""
    if isinstance(value, bool):
        return set()
    if isinstance(value, int | float):
        return {abs(float(value)), 100 * abs(float(value))}
    return figures(value) if isinstance(value, str) else set()


CASE = (
    {number for facts in ACCOUNTS.values() for value in facts.values() for number in numbers_of(value)}
    | set(GAP.values())
    | {sum(REVENUE.values()), sum(POTENTIAL.values()), sum(GAP.values())}
    | figures(the_case())
)


def known_of(exercise):
    """Return all that the texts of an exercise may quote."""
    asked = statement(exercise)
    known = set(CASE) | set(WORKED_OUT.get(exercise.id, ()))
    if not OF_THE_CASE.search(asked):
        known |= figures(asked)  # given; what is said of the case has to be the case's
    if exercise.data is not None:
        table = exercise.data()
        known |= {n for name in table for value in table[name].tolist() for n in numbers_of(value)}
    for part in exercise.parts:
        known |= numbers_of(part.answer)
        for mistake in part.mistakes:
            known |= numbers_of(mistake.sample)
    return known


def is_known(figure, known):
    """Tell whether a figure is one of those known, rounded as it is written."""
    if figure <= COUNTED and figure == int(figure):
        return True
    decimals = len(f"{figure:.10g}".partition(".")[2])
    return any(abs(figure - one) <= HALF_A_UNIT * 10**-decimals for one in known)


def texts_of(exercise):
    parts = exercise.parts
    yield from (statement(exercise), exercise.why, exercise.reason or "", *exercise.hints)
    yield from (hint for part in parts for hint in (*part.hints, *part.hints_in_code))
    yield from (mistake.message for part in parts for mistake in part.mistakes)
    yield of_exercise(exercise, "en")[1].partition("**Discuss.**")[0]


@every_exercise
def test_every_figure_quoted_is_given_is_the_case_s_or_is_worked_out(exercise):
    known = known_of(exercise)
    unknown = {
        figure: text for text in texts_of(exercise) for figure in figures(text) if not is_known(figure, known)
    }
    assert unknown == {}


def test_nothing_is_worked_out_that_no_text_quotes():
    """Else the list above would let a stale figure pass."""
    quoted = {one.id: {f for text in texts_of(one) for f in figures(text)} for one in EXERCISES}
    lists = {"03.3", "03.4", "04.1", "04.3", "05.3"}  # running shares and rates: some of them are told
    unused = {
        exercise_id: [
            v for v in values if v > COUNTED and not any(is_known(f, {v}) for f in quoted[exercise_id])
        ]
        for exercise_id, values in WORKED_OUT.items()
        if exercise_id not in lists
    }
    assert {exercise_id: values for exercise_id, values in unused.items() if values} == {}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The course case through its twelve notebooks."""
    return course_case(tmp_path_factory, "en")


def by_account(table, column):
    return table.set_index("account_id")[column].reindex(list(ACCOUNTS)).to_dict()


@pytest.mark.whole
def test_hours_and_costs_that_the_course_tells_are_those_of_the_run(run):
    time, visit, cost = run.read("rep_time"), run.read("visit_time"), run.read("visit_cost")
    totals = time[["field_days", "capacity_hours", "reserve_hours", "available_hours"]].sum()
    assert totals.tolist() == pytest.approx([40, HOURS, 0.3 * HOURS, PLANNED])
    assert set(visit["hours_per_visit"]) == {3.0}
    assert (set(visit["visit_minutes"]), set(visit["travel_minutes"])) == ({90 + 30}, {60})
    assert cost["cost_per_visit_eur"].tolist() == pytest.approx([150])
    assert {40.0, 7.5, 300.0, 90.0, 30.0, 60.0} <= figures(the_case())


@pytest.mark.whole
def test_classes_types_and_scores_of_the_exercises_are_those_of_the_run(run):
    segments, wallet = run.read("segments"), run.read("qualification")
    scores = run.read("scores")
    keur = 1000
    assert by_account(segments, "revenue_eur") == pytest.approx({c: keur * v for c, v in REVENUE.items()})
    assert by_account(segments, "margin_eur") == pytest.approx({c: keur * v for c, v in MARGIN.items()})
    assert by_account(wallet, "gap_eur") == pytest.approx({c: keur * v for c, v in GAP.items()})
    assert list(by_account(segments, "segment").values()) == list(SEGMENT)
    assert list(by_account(wallet, "potential_class").values()) == list(POTENTIAL_CLASS)
    assert list(by_account(run.read("typology"), "behaviour").values()) == list(BEHAVIOURS)
    assert list(by_account(scores, "score").values()) == pytest.approx(list(SCORES))
    assert list(by_account(scores, "score_class").values()) == list(SCORE_CLASS)
    caps = by_account(run.read("typology_notes"), "visit_cap")
    assert (caps["C01"], caps["C02"] / 2) == (24, 6)  # 08.2: of a year, and of half a year


@pytest.mark.whole
def test_plans_and_last_visits_of_the_exercises_are_those_of_the_run(run):
    plan, response = run.read("allocation"), run.read("response")
    clients = plan[plan["kind"] == "client"]
    table = last_visits().set_index("account_id")
    visits = by_account(plan, "visits")
    assert {code: visits[code] for code in table.index} == table["visits"].to_dict()
    last = by_account(plan, "last_visit_eur")
    assert {code: last[code] / 1000 for code in LAST_VISITS_KEUR} == pytest.approx(LAST_VISITS_KEUR, abs=5e-4)
    plans = run.read("comparison").set_index("plan")["contribution_eur"]
    best = clients["contribution_eur"].sum()
    assert best / 1000 == pytest.approx(205.077, abs=5e-4)
    assert (best - (plans.iloc[0] - plans["by_class"])) / 1000 == pytest.approx(195.599, abs=5e-4)
    told = response[response["account_id"].isin(PROSPECTS)].set_index(["account_id", "visits"])
    for code, values in PROSPECTS.items():
        found = told.loc[code]["contribution_eur"].to_dict()
        assert [found[k] for k in range(len(values))] == pytest.approx(list(values), abs=5e-3)


@pytest.mark.whole
def test_what_10_11_says_of_the_edge_of_the_plan_is_the_run_s_and_the_sliders(run):
    """The table decides: with half the room at C04 two visits go to C07 and C11, and no others move."""
    visits = by_account(run.read("allocation"), "visits")
    value = run.read("response").set_index(["account_id", "visits"])["contribution_eur"]
    for code, visit, brings, made in ON_THE_EDGE:
        assert value[code, visit] - value[code, visit - 1] == pytest.approx(brings, abs=0.5)
        assert (visit <= visits[code]) == made
    refused = {c: value[c, n + 1] - value[c, n] for c, n in visits.items() if n < 12 and c != "C04"}
    best = sorted(refused, key=refused.get, reverse=True)[:4]
    assert best == [code for code, _visit, _brings, made in ON_THE_EDGE if not made]
    sliders = what_if(visit_problem())
    moved = sliders.plan(sliders.hours, sliders.target, ("C04", 0.5)).visits - sliders.start.visits
    assert moved[moved != 0].to_dict() == {"C04": -2, "C07": 1, "C11": 1}
    assert visits["C04"] - 2 == 8


@pytest.mark.whole
def test_facts_of_the_role_plays_are_those_of_the_run(run):
    plan = run.read("allocation").set_index("account_id")
    first, second = (PACK["en"].split(f"## Role-play {n}.")[1] for n in (1, 2))
    c10 = ACCOUNTS["C10"]
    told = (c10["ca_n"], 100 * c10["taux_marge"], c10["potentiel"], plan.loc["C10", "visits_today"])
    assert told == pytest.approx((15, 18, 20, 5))
    assert "buys 15 k€ at 18% margin and has a potential of 20 k€; the plan gives it one visit" in first
    assert (plan.loc["C10", "visits"], 3 * (5 - 1), GAP["C04"]) == (1, 12, 240)
    assert "12 hours to give elsewhere: C04 has 240 k€" in first
    to_prospects = plan.loc[plan["kind"] == "prospect", "visits"].sum()
    assert (plan["hours"].sum(), plan["visits"].sum(), to_prospects) == (210, 70, 10)
    assert "210 hours, 70 visits, of which ten to prospects; the plan brings 205.077 k€" in second
