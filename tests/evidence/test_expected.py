"""Step 3's figures with their intervals: they hold the point, are wide where a firm's past was, and cover."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.expected import (
    _arrival_draws,
    _logit,
    _with_past,
    earlier_years,
    expected_figures,
    figure_of,
    source_table,
    visits_at_growth,
)
from solver.evidence.need_range import left_to_find, visits_range
from solver.flow.set_prospect_target import SetProspectTarget
from solver.flow.whole import walk
from solver.method.prospects.client_flow import attrition, client_flow
from solver.method.prospects.set_prospect_target import names_to_find, prospect_need
from solver.method.prospects.sources import (
    arrivals_a_year,
    new_client_revenue,
    newcomers_and_returned,
    whole_years,
)
from solver.parameters import load_portfolio
from solver.tables import check
from tests.conftest import ROOT
from tests.everyday import draws
from tests.method.tables import events_table, sales_table

AS_OF = date(2025, 12, 31)
GROWTH = 0.03


def firm(seed: int, *, years: int = 3, clients: int = 120, shock: float = 0.0, leave: float = 0.08):
    """Invoices of a firm whose clients leave by chance and whose years are off together by a shock."""
    random = np.random.default_rng(seed)
    rows = []
    size = random.lognormal(9, 1, clients)
    here = np.ones(clients, dtype=bool)
    for year in range(2026 - years, 2026):
        level = np.exp(shock * random.normal())
        for account in np.flatnonzero(here):
            amount = size[account] * level * np.exp(random.normal(0.03, 0.25))
            rows.append((f"C{account:04d}", f"{year}-01-10", round(amount, 2)))
        for newcomer in range(6):
            amount = round(random.lognormal(7.5, 1), 2)
            rows.append((f"N{year}{newcomer}", f"{year}-06-10", amount))
        here &= random.random(clients) >= leave
    return sales_table(rows)


def figures(sales, as_of=AS_OF, attrition_rate=None, new_client_eur=None, won=(15, 119), events=()):
    """Everything step 3 says of some sales: the need and its expected figures."""
    flow = client_flow(sales, as_of)
    came = newcomers_and_returned(sales, events_table(events), as_of=as_of)
    lost = attrition(flow, sales, as_of=as_of, attrition_rate=attrition_rate, minimum_cases=5)
    new = new_client_revenue(came, new_client_revenue_eur=new_client_eur, minimum_cases=5)
    basis = "history" if won else "judgement"
    successes, cases = won or (0, 0)
    funnel = pd.DataFrame([{"stage": "won", "successes": successes, "cases": cases, "basis": basis}])
    meeting = {"rate": 0.25, "successes": cases, "cases": 4 * cases, "basis": basis}
    arrival_years = max(whole_years(sales, as_of) - 1, 0)
    goal = prospect_need(
        revenue_eur=flow["current_eur"].sum(),
        growth_rate=GROWTH,
        attrition_rate=lost["rate"],
        client_growth_rate=GROWTH,
        new_client_revenue_eur=new["value_eur"],
        conversion_rate=successes / cases if cases else 0.15,
        visits_per_prospect=1.75,
        met_per_pursuit=0.25,
        **arrivals_a_year(came, years=arrival_years, pursuits_on_record=bool(events)),
    )
    on_file = {"met_on_file": 10.0, "met_in_the_plan": 0.4}
    rests_on = {"attrition": lost, "new_client": new, "meeting": meeting, "arrival_years": arrival_years}
    facts = {**goal, **on_file, **rests_on, "names_to_find": names_to_find(goal["prospects"], **on_file)}
    years = earlier_years(
        sales,
        as_of=as_of,
        client_growth_rate=GROWTH,
        attrition_rate=lost["rate"],
        attrition_stated=attrition_rate is not None,
    )
    found = expected_figures(facts, flow=flow, came=came, funnel=funnel, years=years)
    return facts, check("expected_figures", found)


def test_every_measured_figure_lies_between_its_ends_and_the_wide_ends_hold_the_others():
    _goal, found = figures(firm(1), events=[("N20250", "2025-01-10", "called")])
    known = found[found["low_80"].notna()]
    assert set(found["figure"]) - set(known["figure"]) == {"won_back_eur"}  # nobody came back
    ends = known[["low_95", "low_80", "expected", "high_80", "high_95"]]
    assert (ends.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


def test_the_point_is_the_need_itself():
    goal, found = figures(firm(1))
    for name in (
        "attrition_rate",
        "expected_eur",
        "to_win_eur",
        "new_clients",
        "prospects",
        "prospect_visits",
    ):
        assert figure_of(found, name)["expected"] == goal[name]


def test_the_same_sales_in_another_order_give_the_same_intervals():
    sales = firm(2)
    _goal, found = figures(sales)
    _goal, again = figures(sales.sample(frac=1, random_state=3).reset_index(drop=True))
    pd.testing.assert_frame_equal(found, again)


def test_a_rate_is_moved_by_its_odds():
    """Four to one is 80 %: ln 4; even is nothing, and what is sure stays a figure."""
    assert _logit([0.8, 0.5, 0.2]) == pytest.approx([np.log(4), 0.0, -np.log(4)])
    assert _logit([0.0, 1.0, 1e-9]) == pytest.approx(np.log(9999) * np.array([-1, 1, -1]))  # one in 10,000


def test_what_is_stated_is_not_drawn():
    _goal, found = figures(firm(1), attrition_rate=0.05, new_client_eur=2000.0, won=None)
    for name in ("attrition_rate", "new_client_revenue_eur", "conversion_rate", "prospect_visits"):
        assert figure_of(found, name)["low_80"] is None or pd.isna(figure_of(found, name)["low_80"])
    assert set(visits_range(found).values()) == {None}
    assert figure_of(found, "prospect_visits")["basis"] == "judgement"


def test_who_came_back_weighs_nothing_in_what_a_newcomer_brings():
    """One newcomer of 100 € among 999 who came back brings 100 €, or nothing where it is not drawn."""
    came = pd.DataFrame({"source": "won_back", "revenue_eur": 1.0}, index=range(1000))
    came.loc[0] = ("prospecting", 100.0)
    need = {"arrival_years": 2, "won_back_eur": 1.0, "inflow_eur": 0.0}
    drawn = _arrival_draws(came, need, stated=False)
    assert set(drawn["new_client_revenue_eur"]) == {0.0, 100.0}
    assert set(drawn) == {"won_back_eur", "new_client_revenue_eur"}  # nobody came by itself
    came.loc[0, "source"] = "by_themselves"
    by_itself = _arrival_draws(came, need | {"inflow_eur": 50.0}, stated=True)
    assert set(by_itself["inflow_eur"]) <= {50.0 * times for times in range(9)}  # 100 € in two years
    assert "new_client_revenue_eur" not in by_itself


def test_more_clients_make_the_need_surer():
    def width(clients):
        line = figure_of(figures(firm(4, clients=clients))[1], "attrition_rate")
        return line["high_80"] - line["low_80"]

    assert width(600) < width(60)


def test_a_firm_whose_years_swing_has_a_wider_interval_than_chance_alone():
    def width(shock):
        line = figure_of(figures(firm(3, years=4, shock=shock))[1], "expected_eur")
        return np.log(line["high_80"] / line["low_80"])

    assert width(0.3) > 2 * width(0.0)


@pytest.mark.whole
@pytest.mark.parametrize("shock", [0.0, 0.15])
def test_what_happened_lies_within_the_interval_about_four_times_in_five(shock):
    held = []
    for seed in range(draws(20, 40)):
        sales = firm(100 + seed, years=4, shock=shock)
        before = sales[sales["date"] <= "2024-12-31"].reset_index(drop=True)
        line = figure_of(figures(before, date(2024, 12, 31))[1], "expected_eur")
        flow = client_flow(sales, AS_OF)
        happened = flow.loc[flow["previous_eur"] > 0, "current_eur"].sum()
        held.append(line["low_80"] <= happened <= line["high_80"])
    assert np.mean(held) >= 0.7


def test_the_growth_that_was_measured_counts_by_half_and_not_in_the_need():
    goal, found = figures(firm(1))
    measured = figure_of(found, "measured_growth")["expected"]
    half_way = visits_at_growth(goal, (GROWTH + measured) / 2)
    assert figure_of(found, "visits_at_measured_growth")["expected"] == half_way
    assert goal["prospect_visits"] == visits_at_growth(goal, GROWTH)


def test_what_comes_by_itself_is_an_expected_figure_and_lowers_the_need():
    events = [("N20250", "2025-01-10", "called")]
    goal, found = figures(firm(1), events=events)
    inflow = figure_of(found, "inflow_eur")
    # Six newcomers a year, of whom one was pursued in one of the two years.
    assert inflow["cases"] == 11
    assert inflow["expected"] == goal["inflow_eur"]
    assert inflow["low_80"] < inflow["expected"] < inflow["high_80"]
    without, _found = figures(firm(1))
    assert without["to_win_eur"] - goal["to_win_eur"] == pytest.approx(goal["inflow_eur"])


PURSUED = [("N20250", "2025-01-10", "called")]
FROM_WHAT_CAME = ["to_win_eur", "new_clients", "prospects", "prospect_visits", "pursuits", "names_to_find"]


@pytest.mark.parametrize(
    ("changed", "bases"),
    [
        ({}, ["history"] * 6),
        ({"events": []}, ["judgement"] * 6),  # without a pursuit nobody knows who came by itself
        ({"attrition_rate": 0.05}, ["stated"] * 6),
        ({"new_client_eur": 2000.0}, ["history", *["stated"] * 5]),
        ({"won": None}, ["history", "history", *["judgement"] * 4]),
        ({"won": None, "attrition_rate": 0.05}, ["stated", "stated", *["judgement"] * 4]),
    ],
)
def test_a_chain_is_as_sure_as_its_least_sure_link(changed, bases):
    _goal, found = figures(firm(1), **{"events": PURSUED, **changed})
    by = found.set_index("figure")
    assert by.loc[FROM_WHAT_CAME, "basis"].tolist() == bases
    assert by.loc["visits_at_measured_growth", "basis"] == bases[3]
    assert by.loc["attrition_rate", "basis"] == by.loc["expected_eur", "basis"]
    assert by.loc[["stated_growth", "measured_growth"], "basis"].tolist() == ["stated", "history"]


def test_each_figure_names_the_cases_of_its_last_link_and_the_years_that_it_was_widened_by():
    sales = firm(1)
    bought = {
        year: set(sales.loc[sales["date"].dt.year == year, "account_id"]) for year in (2023, 2024, 2025)
    }
    _goal, found = figures(sales, events=PURSUED)
    cases = found.set_index("figure")["cases"]
    clients, stayed = len(bought[2024]), len(bought[2024] & bought[2025])
    newcomers = len(bought[2024] - bought[2023]) + len(bought[2025] - bought[2024])
    assert set(cases[["attrition_rate", "expected_eur", "to_win_eur"]]) == {clients}
    assert set(cases[["stated_growth", "measured_growth"]]) == {stayed}
    assert set(cases[["new_client_revenue_eur", "new_clients"]]) == {newcomers}
    assert cases["inflow_eur"] == newcomers - 1, "one was called first"
    assert set(cases[["conversion_rate", "prospects", "prospect_visits", "names_to_find"]]) == {119}
    assert set(cases[["met_per_pursuit", "pursuits"]]) == {4 * 119}
    years = found.set_index("figure")["earlier_years"]
    # Of three years two can be judged; between them a measured figure moved once.
    assert set(years[["stated_growth", "expected_eur", "visits_with_past_errors"]]) == {2}
    assert set(years[["attrition_rate", "inflow_eur", "new_client_revenue_eur", "measured_growth"]]) == {1}
    assert set(years[["to_win_eur", "conversion_rate", "prospects", "pursuits"]]) == {0}


def test_the_middle_of_the_draws_is_near_the_figure_and_no_rate_leaves_its_scale():
    goal, found = figures(firm(1, clients=400), events=PURSUED)
    by = found.set_index("figure")
    for name in ("attrition_rate", "expected_eur", "inflow_eur", "new_client_revenue_eur", "conversion_rate"):
        low, high = by.loc[name, ["low_80", "high_80"]]
        assert low < goal[name] < high
        assert (low + high) / 2 == pytest.approx(goal[name], rel=0.35)
    rates = by.loc[["attrition_rate", "conversion_rate", "met_per_pursuit"], ["low_95", "high_95"]]
    assert rates.min(axis=None) > 0
    assert rates.max(axis=None) < 1


@pytest.mark.parametrize(
    ("brings", "met", "short", "names", "names_if_not"),
    [
        (1000.0, 10.0, 0.0, 0, 0),
        (1200.0, 0.0, 0.0, 0, 0),
        (800.0, 11.0, 200.0, 25, 25),
        (800.0, 4.0, 200.0, 25, 40),  # twenty prospects are to be met, at most one name in two and a half
    ],
)
def test_what_a_plan_leaves_missing_is_found_by_so_many_names(brings, met, short, names, names_if_not):
    """A name brings 0.4 met × 0.2 won × 100 = 8 of the 1,000 that are asked for."""
    need = {
        "to_win_in_plan_eur": 1000.0,
        "met_in_the_plan": 0.4,
        "conversion_rate": 0.2,
        "new_client_revenue_eur": 100.0,
        "prospects": 20,
    }
    left = left_to_find(need, {"revenue_eur": brings, "met": met})
    assert (left.short_eur, left.names, left.names_if_not) == (pytest.approx(short), names, names_if_not)


def test_an_earlier_year_is_judged_by_the_loss_known_then():
    sales = sales_table(
        [
            ("A", "2023-01-10", 800),
            ("B", "2023-01-10", 200),
            ("A", "2024-03-01", 800),
            ("A", "2025-03-01", 900),
        ]
    )
    years = earlier_years(sales, as_of=AS_OF, client_growth_rate=0.10, attrition_rate=0.0)
    assert years["lost_share"].tolist() == [0.0, 0.2]
    # 2025: of 800, a fifth was lost the year before: 800 x 0.8 x 1.1. 2024: no year before, so today's rate.
    assert years["expected_eur"].tolist() == [704.0, 1100.0]
    assert years["error_share"].tolist() == [0.278409091, -0.272727273]  # 900 / 704 − 1, 800 / 1,100 − 1


def test_an_earlier_year_is_told_to_the_cent():
    days = [f"{year}-{month}" for year in (2023, 2024, 2025) for month in ("01-10", "03-01")]
    sales = sales_table([("A" if n % 2 else "B", day, 0.1 + 0.1 * (n % 2)) for n, day in enumerate(days)])
    years = earlier_years(sales, as_of=AS_OF, client_growth_rate=0.0, attrition_rate=0.0)
    assert years[["previous_eur", "realised_eur"]].to_numpy().tolist() == [[0.3, 0.3]] * 2


def test_too_short_a_history_says_so_in_empty_cells():
    sales = firm(1, years=1)
    _goal, found = figures(sales, attrition_rate=0.05, new_client_eur=2000.0)
    assert pd.isna(figure_of(found, "measured_growth")["expected"])
    assert pd.notna(figure_of(found, "prospect_visits")["low_80"])


def test_six_of_a_source_in_three_years_are_two_a_year():
    came = pd.DataFrame(
        {"source": "prospecting", "revenue_eur": [100.0] * 6, "years_back": [0, 0, 1, 1, 2, 2]}
    )
    line = source_table(came, 3).set_index("arrived_by").loc["prospecting"]
    assert (line["clients"], line["clients_a_year"], line["last_year_eur"]) == (6, 2.0, 200.0)
    assert line[["low_eur", "mean_eur", "high_eur"]].tolist() == [100, 100, 100], "they are all alike"


def test_each_source_has_its_mean_and_the_part_of_its_three_largest():
    sales = sales_table(
        [
            ("old", "2023-01-10", 100),
            ("old", "2025-02-01", 40),
            ("kept", "2024-02-01", 70),
            ("kept", "2025-02-01", 70),
            ("called", "2025-03-01", 300),
            ("alone", "2025-03-01", 10),
        ]
    )
    events = events_table([("called", "2025-01-10", "called"), ("kept", "2025-01-10", "called")])
    came = newcomers_and_returned(sales, events, as_of=AS_OF)
    found = source_table(came, years=2).set_index("arrived_by")
    found = check("arrivals", found.reset_index()).set_index("arrived_by")
    assert found["clients"].to_dict() == {"prospecting": 1, "by_themselves": 2, "won_back": 1}
    assert found.loc["prospecting", "mean_eur"] == 300
    assert found.loc["by_themselves", ["brought_eur", "last_year_eur"]].tolist() == [80, 10]


@pytest.fixture(scope="module")
def demo():
    return walk(load_portfolio(ROOT / "data" / "demo" / "portfolio.yaml"), last=2).made


@pytest.mark.whole
@pytest.mark.parametrize(
    ("growth_rate", "visits", "clients", "prospects", "low", "high"),
    [(0.03, 0, 0, 0, 0, 168), (0.05, 168, 12, 96, 0, 553), (0.06, 321, 23, 183, 48, 749)],
)
def test_the_demo_needs_what_its_goal_asks_for(demo, growth_rate, visits, clients, prospects, low, high):
    # The same sums on the same files, made apart from this code, drew 0-161, 0-506 and 35-713.
    firm_ = load_portfolio(ROOT / "data" / "demo" / "portfolio.yaml")
    need = SetProspectTarget(demo, firm_.model_copy(update={"growth_rate": growth_rate})).need
    assert (need["prospect_visits"], need["new_clients"], need["prospects"]) == (visits, clients, prospects)
    assert (need["prospect_visits_low_80"], need["prospect_visits_high_80"]) == (low, high)
    assert need["new_client_revenue_eur"] == pytest.approx(13_264, abs=1)
    assert need["meeting"]["rate"] == pytest.approx(119 / 511)


@pytest.mark.parametrize(("rate", "wider"), [(0.1, True), (0.0, False), (1.0, False)])
def test_a_rate_that_moved_much_from_year_to_year_is_less_sure_than_chance_says(rate, wider):
    """Five, thirty and ten percent lost in three years; a rate of none or of all has no odds to widen."""
    came = pd.DataFrame({"source": ["prospecting"], "years_back": [0], "revenue_eur": [100.0]})
    years = pd.DataFrame({"lost_share": [0.05, 0.30, 0.10]})
    draws = np.array([0.09, 0.10, 0.11])
    known = dict.fromkeys(("new_client_revenue_eur", "inflow_eur"))
    need = {"attrition_rate": rate, "new_client_revenue_eur": 100.0, "inflow_eur": 0.0}
    found = _with_past(need, {**known, "attrition_rate": draws}, years, came)["attrition_rate"]
    assert bool(np.ptp(found) > 3 * np.ptp(draws)) is wider
    assert found[1] == pytest.approx(0.1, abs=1e-6)
    assert wider or (found == draws).all()
    steady = years.assign(lost_share=0.1)
    assert (
        _with_past(need, {**known, "attrition_rate": draws}, steady, came)["attrition_rate"] == draws
    ).all()


def test_where_clients_grow_beyond_the_goal_no_visit_to_a_prospect_is_needed():
    need, _found = figures(firm(1))
    assert visits_at_growth(need, 5.0) == 0
    assert visits_at_growth(need, GROWTH) == need["prospect_visits"] > 0
