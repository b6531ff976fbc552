"""Why a client was lost counts in step 10 as it does in step 8; nobody visits who closed or needs nothing."""

import pytest

from solver.flow.allocate_visits import AllocateVisits
from solver.flow.whole import walk
from solver.method.behaviour.order_facts import last_active_year
from solver.parameters import load_portfolio
from tests.in_process import few_draws
from tests.small_firm import read_csv, write_csv, write_small_firm

ALLOCATED = 10
FORMER = {"C000": "", "C001": "price", "C002": "service", "C003": "closed"}
STILL_CLIENTS = {"C004": "closed", "C005": "no_need"}  # both bought in 2025
SAID_SO = {"C006": "31/12/2025", "C007": "01/06/2025"}  # C007 has ordered since
PROSPECTS = {"P000": "no_need", "P001": "price", "P002": "closed"}
REPS, REPORTS = (
    "reps:\n",
    "  - table: visit_reports\n    path: comptes_rendus.csv\n    date_order: dmy\n"
    "    columns: {account_id: Code, date: Date, lost_reason: Motif}\n",
)


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """Four clients bought nothing in 2025: of one nobody knows why, the others have a reason each."""
    folder = tmp_path_factory.mktemp("lost")
    path = write_small_firm(folder, clients=12, prospects=4)
    accounts, told = read_csv(folder / "clients.csv"), {**FORMER, **STILL_CLIENTS, **PROSPECTS}
    write_csv(folder / "clients.csv", [row | {"Motif": told.get(row["Code"], "")} for row in accounts])
    sales = read_csv(folder / "ventes.csv")
    kept = [row for row in sales if row["Code"] not in FORMER or not row["Date"].endswith("2025")]
    write_csv(folder / "ventes.csv", kept)
    text = path.read_text(encoding="utf-8") + "calendar_trials: 0\n"
    text = text.replace("potential_on: Estimé le}", "potential_on: Estimé le, lost_reason: Motif}")
    told = [{"Code": code, "Date": day, "Motif": "no_need"} for code, day in SAID_SO.items()]
    write_csv(folder / "comptes_rendus.csv", told)
    text = text.replace(REPS, REPORTS + REPS)
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        few_draws(patch)
        return walk(load_portfolio(path), last=ALLOCATED)


def test_the_chance_of_each_is_that_of_its_reason(steps):
    step = steps.steps[-1]
    assert isinstance(step, AllocateVisits)
    worth = step.response.query("visits == 2").set_index("account_id")["contribution_eur"]
    rate = {"as_of": step.portfolio.as_of, "margin_rate": step.margin.rate}
    past = last_active_year(step.sales, **rate).set_index("account_id")["past_margin_eur"]
    chance = {code: worth[code] / past[code] for code in FORMER}
    assert chance["C001"] == pytest.approx(1.3 * chance["C000"])
    assert chance["C002"] == pytest.approx(0.7 * chance["C000"])
    assert worth["C003"] == 0.0


def test_nobody_visits_who_closed_or_said_that_it_needs_nothing_before_somebody_decides(steps):
    plan = steps.made["allocation"].set_index("account_id")
    held = plan[plan["binding"].eq("hold")]
    assert set(held.index) == {"C003", "C004", "C006", "P000", "P002"}
    assert held["visits"].eq(0).all()


def test_who_has_ordered_since_it_said_that_it_needs_nothing_is_visited_and_so_is_who_left_over_the_price(
    steps,
):
    visits = steps.made["allocation"].set_index("account_id")["visits"]
    assert (visits[["C005", "C007", "P001"]] > 0).all()
