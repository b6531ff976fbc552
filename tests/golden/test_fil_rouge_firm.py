"""The course case from its files to its plan: the answers worked by hand, by the package's own functions."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from solver.allocation import allocate, check
from solver.allocation.explain.baselines import rule_visits
from solver.allocation.problem.workload import frequency_visits
from solver.course.bank import find_exercise
from solver.course.case import fil_rouge as case_table
from solver.course.case import visit_problem
from solver.course.quarters import world as quarters
from solver.method.prospects.set_prospect_target import need_sentence
from solver.method.time.short_methods import days_by_weeks, usual_week
from solver.words.months import DAYS_PER_MONTH
from tests.golden.fil_rouge_firm import PORTFOLIO, steps_1_to_10

FOLDER = PORTFOLIO.parent
WRITTEN = (
    *("clients.csv", "prospects.csv", "contacts.csv", "factures.csv"),
    *("visites.csv", "suivi_prospection.csv", "decisions.csv", "reponse.csv"),
    *("contacts_echeances.csv", "comptes_rendus.csv"),
)
# reserve_share: client visits it leaves, contribution of the clients in thousands of euros, visits C01 to C12
OPTIMA = {
    0.50: (40, 175.635, [2, 7, 1, 8, 6, 1, 3, 7, 2, 1, 1, 1]),
    0.30: (60, 205.077, [5, 10, 2, 10, 8, 1, 5, 10, 5, 1, 2, 1]),
    0.10: (80, 221.539, [7, 12, 4, 12, 10, 1, 8, 12, 7, 1, 5, 1]),
}


@pytest.fixture(scope="module")
def done():
    return steps_1_to_10()


def clients(table):
    """The twelve, in order: neither the one who left nor the prospects."""
    return table[table["account_id"].str.match(r"C(0\d|1[0-2])$")].sort_values("account_id")


def client_part(problem, visits):
    """Visits and contribution, in thousands of euros, of the twelve clients."""
    ours = problem.accounts["kind"].eq("client").to_numpy()
    return visits[ours].tolist(), problem.value_of(visits)[ours].sum() / 1000


def test_the_committed_files_are_what_the_generator_writes(tmp_path):
    done = subprocess.run(
        [sys.executable, str(FOLDER / "generate.py"), "--out", str(tmp_path)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(WRITTEN)
    for name in WRITTEN:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_invoices_say_what_the_twelve_lines_of_the_case_say(done):
    case = case_table().set_index("account_id")
    sales = done[1].intake.sales[done[1].intake.sales["account_id"].isin(case.index)]
    year = sales["date"].dt.year
    for number, column in ((2025, "revenue_keur"), (2024, "previous_keur")):
        revenue = sales[year == number].groupby("account_id")["revenue_eur"].sum() / 1000
        assert revenue.to_dict() == pytest.approx(case[column].to_dict())
    orders = sales[(year == 2025) & (sales["revenue_eur"] > 0)].groupby("account_id")
    assert orders.size().to_dict() == case["orders"].to_dict()
    assert orders["family"].nunique().to_dict() == case["families"].to_dict()
    silent = (pd.Timestamp("2025-12-31") - orders["date"].max()).dt.days / DAYS_PER_MONTH
    assert silent.round().to_dict() == case["recency_months"].to_dict()
    margin = (sales["revenue_eur"] - sales["cost_eur"])[year == 2025].groupby(sales["account_id"]).sum()
    expected = case["revenue_keur"] * case["margin_rate"] * 1000
    assert (margin - expected).abs().max() < 0.01


def test_each_zone_lies_as_far_away_as_it_says(done):
    minutes = clients(done[2].visit_time).set_index("account_id")["home_minutes"]
    zones = pd.cut(minutes, [0, 30, 60, 999], labels=["Z1", "Z2", "Z3"], right=False)
    assert zones.tolist() == case_table()["zone"].tolist()


def test_steps_4_to_9_give_the_answers_worked_by_hand(done, fil_rouge):
    answers = fil_rouge.answers
    assert clients(done[4].segments)["segment"].tolist() == answers["segment"].tolist()
    assert clients(done[5].qualification)["potential_class"].tolist() == answers["potential_class"].tolist()
    assert clients(done[6].account_types)["account_type"].tolist() == answers["account_type"].tolist()
    assert clients(done[7].typology)["behaviour"].tolist() == answers["behaviour"].tolist()
    scores = clients(done[9].scores)
    assert scores["score"].tolist() == pytest.approx(answers["score"].tolist())
    assert scores["score_class"].tolist() == answers["score_class"].tolist()
    visits = frequency_visits(
        scores.set_index("account_id")["score_class"], done[9].portfolio.fixed_frequency
    )
    assert visits.astype(int).tolist() == answers["visits"].tolist()


def test_the_portfolio_holds_two_fifths_of_what_its_clients_buy(done):
    assert done[5].wallet["portfolio_rate"] == pytest.approx(670 / 1682)
    assert done[5].wallet["mean_rate"] == pytest.approx(0.4578, abs=5e-5)
    assert done[5].wallet["gap_eur"] == 1_012_000


def test_forty_thursdays_are_a_hundred_visits():
    made = steps_1_to_10()
    field = made[2].rep_days[made[2].rep_days["activity"] == "field"]
    assert field["date"].dt.day_name().unique().tolist() == ["Thursday"]
    assert len(field) == 40
    assert made[2].rep_time["capacity_hours"].sum() == 300
    assert made[10].problem.hours.tolist() == [3.0] * 21
    # 52 weeks less 5 of leave: the short method forgets holidays, fairs, training and stocktaking.
    assert (
        days_by_weeks(weeks=52, weeks_off=5, **usual_week(steps_1_to_10()[9].portfolio.reps))[
            "available_days"
        ]
        == 47
    )


def test_one_client_to_win_takes_ten_visits_to_prospects():
    made = steps_1_to_10()
    assert (made[3].goal["new_clients"], made[3].goal["prospects"], made[3].goal["prospect_visits"]) == (
        1,
        5,
        10,
    )
    assert made[3].prospect_target["prospect_visits"].tolist() == [10]
    assert "prospecting must win €6,959: 1 client, hence 5 prospects to meet and 10 visits" in need_sentence(
        made[3].goal
    )


@pytest.mark.parametrize("reserve_share", OPTIMA)
def test_the_best_plan_for_forty_sixty_and_eighty_client_visits(reserve_share):
    number, contribution, expected = OPTIMA[reserve_share]
    made = steps_1_to_10(reserve_share=reserve_share)
    assert made[10].solution.status == "optimal"
    assert check(made[10].problem, made[10].solution) == []
    visits, brought = client_part(made[10].problem, made[10].solution.visits.to_numpy())
    assert sum(visits) == number
    assert visits == expected
    assert brought == pytest.approx(contribution, abs=5e-4)
    assert made[10].solution.visits[made[10].problem.accounts["kind"].eq("prospect").to_numpy()].sum() == 10


@pytest.mark.parametrize("method", ["cpsat", "envelope"])
def test_the_other_methods_find_the_same_plan(method):
    problem = steps_1_to_10()[10].problem
    found = client_part(problem, allocate(problem, method=method, gap=0.0).visits.to_numpy())
    assert found[0] == OPTIMA[0.30][2]


def test_visits_in_proportion_to_the_class_bring_less():
    made, scores = steps_1_to_10(), steps_1_to_10()[9].scores.set_index("account_id")["score_class"]
    by_class = frequency_visits(scores, steps_1_to_10()[9].portfolio.fixed_frequency)
    problem, plan = made[10].problem, made[10].solution.visits.to_numpy()
    visits, brought = client_part(problem, rule_visits(problem, by_class, plan))
    assert visits == [8, 8, 8, 8, 8, 2, 2, 8, 4, 1, 1, 2]
    assert brought == pytest.approx(195.599, abs=5e-4)
    assert OPTIMA[0.30][1] / brought - 1 == pytest.approx(0.048, abs=5e-4)


def test_whoever_may_not_be_visited_is_not():
    visits = steps_1_to_10()[10].solution.visits
    refused = {"P06": "objects", "P07": "is a client already", "C13": "costs more to win back than it brings"}
    assert visits[list(refused)].tolist() == [0, 0, 0]


def test_the_case_of_the_exercises_is_the_file_of_the_case():
    table = case_table()
    assert table.columns.tolist() == [
        *("account_id", "name", "previous_keur", "revenue_keur", "margin_rate", "potential_keur"),
        *("recency_months", "orders", "families", "satisfaction", "zone", "visit_hours"),
    ]
    assert (len(table), table["revenue_keur"].sum(), table["potential_keur"].sum()) == (12, 670, 1682)


def test_the_sliders_and_the_exercises_quote_the_run(done):
    """One set of facts: what an exercise says of the twelve accounts is what the notebooks say."""
    step, sliders = done[10], visit_problem()
    plan = step.allocation.set_index("account_id")
    best = allocate(sliders, method="envelope")
    assert best.visits.to_dict() == plan.loc[best.visits.index, "visits"].to_dict()
    assert best.objective_eur == pytest.approx(plan["contribution_eur"].sum(), abs=0.05)
    assert plan.loc[plan.index.difference(best.visits.index), "visits"].sum() == 0
    quoted = find_exercise("10.8").data().set_index("account_id")
    assert quoted["visits"].to_dict() == plan.loc[quoted.index, "visits"].to_dict()
    assert (1000 * quoted["last_keur"]).to_dict() == pytest.approx(
        plan.loc[quoted.index, "last_visit_eur"].to_dict(), abs=0.6
    )
    response = step.problem.response.set_index(["account_id", "visits"])["contribution_eur"] / 1000
    line = {part.name: part.answer for part in find_exercise("10.10").parts}
    assert (line["first"], line["four"]) == pytest.approx((response["C04", 1], response["C04", 4]), abs=5e-3)
    assert int(plan.loc["C04", "visits"]) == 10  # 11.1: ten visits
    assert done[2].visit_cost["cost_per_visit_eur"].tolist() == [150]  # 11.1: at €150 each
    assert set(case_table()["visit_hours"]) == {3.0} == set(step.problem.hours)
    caps = done[8].typology_notes.set_index("account_id")["visit_cap"]
    assert (caps["C01"], caps["C02"]) == (24, 2 * 6)  # 08.2: C01 in a year, C02 in half of one


def test_the_game_of_the_four_quarters_quotes_the_run(done):
    """Who may leave, what a prospect brings and who was visited: as steps 1 to 10 of the case have it."""
    firm = quarters.world()
    risk = done[10].loss_risk.set_index("account_id")["p"]
    assert {code: risk[code] for code in quarters.RISK} == pytest.approx(quarters.RISK, abs=5e-7)
    first_year = done[10].prospect_terms.set_index("account_id")["first_year_eur"]
    known = {code: first_year[code] for code in quarters.FIRST_YEAR_EUR}
    assert known == pytest.approx(quarters.FIRST_YEAR_EUR, abs=0.005)
    asked = done[10].portfolio
    assert (asked.margin_rate, asked.save_share) == (quarters.MARGIN_RATE, quarters.SAVE_SHARE)
    made = done[10].visits_today.reindex(list(firm.codes)).fillna(0)
    assert list(made[~firm.is_prospect]) == list(firm.habit[~firm.is_prospect])
    plan = done[10].allocation.set_index("account_id")["visits"].reindex(list(firm.codes))
    assert list(plan) == list(quarters.best_plan())


def test_where_visits_stop_at_their_cost_a_rule_costs_what_it_does_in_hours_that_are_filled():
    filled, stopped = (steps_1_to_10(**stop)[10] for stop in ({}, {"stop_at_cost": "year"}))
    pd.testing.assert_frame_equal(stopped.rule_prices, filled.rule_prices)
    pd.testing.assert_frame_equal(stopped.decision_prices, filled.decision_prices)
