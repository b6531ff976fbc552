"""Step 3's figures with their intervals: they hold the point, are wide where a firm's past was, and cover."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.expected import (
    earlier_years,
    expected_figures,
    figure_of,
    need_with_growth,
    source_table,
)
from solver.evidence.need_range import visits_range
from solver.flow.set_prospect_target import SetProspectTarget
from solver.flow.whole import walk
from solver.method.prospects.client_flow import attrition, client_flow, new_client_revenue
from solver.method.prospects.set_prospect_target import prospect_need
from solver.method.prospects.sources import newcomers_and_returned
from solver.parameters import load_portfolio
from solver.tables import check
from tests.conftest import ROOT
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


def figures(sales, as_of=AS_OF, attrition_rate=None, new_client_eur=None, won=(15, 119)):
    """Everything step 3 says of some sales: the need and its expected figures."""
    flow = client_flow(sales, as_of)
    lost = attrition(flow, sales, as_of=as_of, attrition_rate=attrition_rate, minimum_cases=5)
    new = new_client_revenue(sales, as_of=as_of, new_client_revenue_eur=new_client_eur, minimum_cases=5)
    basis = "history" if won else "judgement"
    successes, cases = won or (0, 0)
    funnel = pd.DataFrame([{"stage": "won", "successes": successes, "cases": cases, "basis": basis}])
    goal = prospect_need(
        revenue_eur=flow["current_eur"].sum(),
        growth_rate=GROWTH,
        attrition_rate=lost["rate"],
        client_growth_rate=GROWTH,
        new_client_revenue_eur=new["value_eur"],
        conversion_rate=successes / cases if cases else 0.15,
        visits_per_prospect=1.75,
    )
    years = earlier_years(
        sales,
        as_of=as_of,
        client_growth_rate=GROWTH,
        attrition_rate=lost["rate"],
        attrition_stated=attrition_rate is not None,
    )
    came = newcomers_and_returned(sales, events_table([]), as_of=as_of)
    found = expected_figures(
        goal,
        flow=flow,
        newcomers=came[came["source"] != "won_back"],
        funnel=funnel,
        years=years,
        attrition=lost,
        new_client=new,
    )
    return goal, check("expected_figures", found)


def test_every_measured_figure_lies_between_its_ends_and_the_wide_ends_hold_the_others():
    _goal, found = figures(firm(1))
    known = found[found["low_80"].notna()]
    assert len(known) == len(found)
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


def test_what_is_stated_is_not_drawn():
    _goal, found = figures(firm(1), attrition_rate=0.05, new_client_eur=2000.0, won=None)
    for name in ("attrition_rate", "new_client_revenue_eur", "conversion_rate", "prospect_visits"):
        assert figure_of(found, name)["low_80"] is None or pd.isna(figure_of(found, name)["low_80"])
    assert set(visits_range(found).values()) == {None}
    assert figure_of(found, "prospect_visits")["basis"] == "judgement"


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


@pytest.mark.parametrize("shock", [0.0, 0.15])
def test_what_happened_lies_within_the_interval_about_four_times_in_five(shock):
    held = []
    for seed in range(40):
        sales = firm(100 + seed, years=4, shock=shock)
        before = sales[sales["date"] <= "2024-12-31"].reset_index(drop=True)
        line = figure_of(figures(before, date(2024, 12, 31))[1], "expected_eur")
        flow = client_flow(sales, AS_OF)
        happened = flow.loc[flow["previous_eur"] > 0, "current_eur"].sum()
        held.append(line["low_80"] <= happened <= line["high_80"])
    assert np.mean(held) >= 0.7


def test_the_growth_that_was_measured_changes_the_visits_and_not_the_need():
    goal, found = figures(firm(1))
    measured = figure_of(found, "measured_growth")["expected"]
    other = need_with_growth(goal, measured)
    assert figure_of(found, "visits_at_measured_growth")["expected"] == other["prospect_visits"]
    assert goal["client_growth_rate"] == GROWTH


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
    assert years["error_share"].tolist() == pytest.approx([900 / 704 - 1, 800 / 1100 - 1])


def test_too_short_a_history_says_so_in_empty_cells():
    sales = firm(1, years=1)
    _goal, found = figures(sales, attrition_rate=0.05, new_client_eur=2000.0)
    assert pd.isna(figure_of(found, "measured_growth")["expected"])
    assert pd.notna(figure_of(found, "prospect_visits")["low_80"])


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
    found = source_table(newcomers_and_returned(sales, events, as_of=AS_OF)).set_index("arrived_by")
    found = check("arrivals", found.reset_index()).set_index("arrived_by")
    assert found["clients"].to_dict() == {"prospecting": 1, "by_themselves": 2, "won_back": 1}
    assert found.loc["prospecting", "mean_eur"] == 300
    assert found.loc["by_themselves", "brought_eur"] == 80


@pytest.mark.whole
def test_the_demo_says_349_visits_between_about_132_and_847():
    step = walk(load_portfolio(ROOT / "data" / "demo" / "portfolio.yaml"), last=3).steps[-1]
    assert isinstance(step, SetProspectTarget)
    need = step.need
    assert need["prospect_visits"] == 349
    assert need["prospect_visits_low_95"] == pytest.approx(132, abs=15)
    assert need["prospect_visits_high_95"] == pytest.approx(847, abs=40)
    assert figure_of(step.expected_figures, "visits_at_measured_growth")["expected"] == 56
