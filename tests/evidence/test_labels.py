"""What a behaviour claims is what happened to the clients who bore its name a year ago."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.labels import argued_by_loss, label_losses, loss_of, silence_of_those_at_risk
from solver.evidence.loss_risk import JUDGED
from solver.flow.build_typology import BuildTypology
from solver.method.behaviour.build_typology import behaviour_cards
from solver.parameters import Portfolio
from solver.report.past.labels import cards_as_measured, loss_sentence
from solver.tables import check
from solver.words.months import DAYS_PER_MONTH
from tests.evidence.firms import IOWA, iowa_sales
from tests.method.tables import sales_table

AS_OF = date(2025, 12, 31)
RULES = {
    name: Portfolio.model_fields[name].get_default(call_default_factory=True)
    for name in BuildTypology.parameters
}


def orders(account, years, amount=100.0, months=(2, 5, 8, 11)):
    return [(account, f"{year}-{month:02d}-10", amount) for year in years for month in months]


def losses(rows):
    opening = [("old", "2023-01-05", 1.0)]
    found = label_losses(sales_table([*opening, *rows]), as_of=AS_OF, **RULES)
    return check("label_losses", found).set_index("behaviour")


def test_a_label_is_judged_by_the_year_after_and_shrunk_towards_all():
    rows = []
    for number in range(10):  # new a year ago: 4 of 10 order again
        rows += orders(f"n{number}", (2024, 2025) if number < 4 else (2024,))
    for number in range(30):  # nothing stands out: all stay
        rows += orders(f"s{number}", (2023, 2024, 2025))
    found = losses(rows)
    assert found.loc["new", ["clients", "lost_clients"]].tolist() == [10, 6]
    assert found["clients"].sum() == 40
    assert found["base_rate"].tolist() == [pytest.approx(6 / 40)] * 7
    assert found.loc["new", "loss_rate"] == pytest.approx((6 + 20 * 0.15) / 30)
    # Wilson on 9 of 30: the rate and its interval are shrunk alike.
    assert found.loc["new", ["low_rate", "high_rate"]].tolist() == pytest.approx([0.1666, 0.4788], abs=1e-4)


def test_what_large_clients_take_along_is_counted_in_revenue():
    rows = orders("large", (2023, 2024, 2025), 1000.0)
    for number in range(9):
        rows += orders(f"s{number}", (2023, 2024), 10.0)
    found = losses(rows)
    assert found.loc["standard", ["clients", "lost_clients"]].tolist() == [10, 9]
    assert found.loc["standard", "lost_share"] == pytest.approx(9 * 10 / (1000 + 9 * 10))
    # Shrunk by twice as much as all of them bought; in a third of the draws the large client is not in.
    assert found.loc["standard", "low_share"] < 0.07 < 0.11 < found.loc["standard", "high_share"]


def test_the_lines_of_the_year_to_come_change_nothing():
    rows = [*orders("a", (2023, 2024)), *orders("b", (2023, 2024, 2025))]
    later = [*rows, *orders("c", (2026,)), *orders("a", (2026,))]
    pd.testing.assert_frame_equal(losses(rows), losses(later))


def test_a_label_below_the_rate_of_all_is_never_called_leaving():
    rows = []
    for number in range(40):  # falls by a fifth a year, and stays
        for year, amount in ((2023, 100.0), (2024, 80.0), (2025, 64.0)):
            rows += orders(f"f{number:02d}", (year,), amount)
    for number in range(20):
        rows += orders(f"n{number:02d}", (2024,))
    table = losses(rows).reset_index()
    line = loss_of(table, "at_risk")
    assert line["clients"] == 40
    assert not argued_by_loss(line)
    cards = cards_as_measured(behaviour_cards(), table).set_index("behaviour")["risk"]
    before = behaviour_cards().set_index("behaviour")["risk"]
    assert cards["at_risk"].startswith("Leaves no more often than others")
    assert cards["new"] == before["new"]
    assert cards["loyal"] == before["loyal"]


def test_two_years_of_sales_are_enough_and_a_day_less_is_not():
    """One client of both years, who stays; Laplace with 20 more at the rate of all, none."""
    for opened, clients in (("2024-01-01", 1), ("2024-02-01", 0)):
        rows = [("a", opened, 1.0), *orders("a", (2024, 2025))]
        found = label_losses(sales_table(rows), as_of=AS_OF, **RULES)
        assert found["clients"].sum() == clients
        assert found["base_rate"].notna().all() == bool(clients)


def test_without_two_years_nothing_is_claimed():
    table = label_losses(sales_table(orders("a", (2025,))), as_of=AS_OF, **RULES)
    check("label_losses", table)
    assert loss_of(table, "at_risk") is None
    cards = cards_as_measured(behaviour_cards(), table).set_index("behaviour")["risk"]
    assert cards["at_risk"] == "Not measured: the sales do not reach two years back."
    assert loss_sentence(None).startswith("How many of such clients leave could not be measured")


def test_a_rate_of_clients_who_had_been_silent_for_longer_says_little_of_those_of_today():
    """All fall to half; those of a year ago had stopped in June, those of today order until November."""
    rows = []
    for number in range(5):
        rows += orders(f"then{number}", (2023,)) + orders(f"then{number}", (2024,), 100.0, (2, 6))
        rows += orders(f"now{number}", (2023, 2024)) + orders(f"now{number}", (2025,), 50.0)
    rows += [row for number in range(20) for row in orders(f"s{number:02d}", (2023, 2024, 2025))]
    line = loss_of(losses(rows).reset_index(), "at_risk")
    assert (line["clients"], line["lost_clients"]) == (5, 5)
    assert line["recency_months"] == pytest.approx(204 / DAYS_PER_MONTH)  # 10 June to 31 December
    typology = pd.DataFrame(
        {
            "behaviour": "at_risk",
            "by_orders": ["at_risk"] * 3 + ["loyal"],
            "recency_months": [1.0, 1.7, 2.0, 99.0],
        }
    )
    today = silence_of_those_at_risk(typology)
    assert today == 1.7
    assert "not ordered for 7 months or more then" in loss_sentence(line, today)
    assert loss_sentence(line, today).endswith("this rate says little of those of today.")
    assert loss_sentence(line, 6.0) == loss_sentence(line)
    few = {**line, "clients": 4}
    assert loss_sentence(few, today) == loss_sentence(few), "of four, nobody speaks of half of them"
    assert "5 were lost, 100% of them; as few tell little" in loss_sentence(line)


def test_labels_drawn_by_lot_come_out_near_the_rate_of_all():
    """Losses that have nothing to do with the past: every label of some size says what all clients say."""
    random = np.random.default_rng(8)
    rows = []
    for number in range(300):
        for year in (2023, 2024):
            rows += orders(f"c{number:03d}", (year,), float(random.lognormal(5, 0.3)))
        if random.random() > 0.15:
            rows += orders(f"c{number:03d}", (2025,))
    found = losses(rows)
    large = found[found["clients"] >= 40]
    assert len(large) >= 2
    assert ((large["low_rate"] <= large["base_rate"]) & (large["base_rate"] <= large["high_rate"])).all()


@pytest.mark.skipif(not IOWA.exists(), reason="the Iowa invoices are not on this machine")
def test_on_real_invoices_those_at_risk_leave_three_times_as_often_as_all():
    sales = iowa_sales()
    years = [
        label_losses(sales[sales["date"].dt.year <= year], as_of=date(year, 12, 31), **RULES).set_index(
            "behaviour"
        )
        for year in (2020, 2021)
    ]
    clients, lost = (sum(year[name] for year in years) for name in ("clients", "lost_clients"))
    # With a fall of a tenth as the rule they were 13 of 67; all are 60 of 568.
    assert (lost["at_risk"], clients["at_risk"], lost.sum(), clients.sum()) == (21, 60, 60, 568)
    assert JUDGED["at_risk"] == pytest.approx(21 / 60, abs=0.005)
    assert JUDGED["new"] == pytest.approx(lost["new"] / clients["new"], abs=0.005)
    assert years[1].loc["at_risk", "low_rate"] > years[1].loc["at_risk", "base_rate"]


def test_a_label_that_loses_as_many_as_all_may_be_called_leaving_and_one_without_a_line_may_not():
    assert argued_by_loss({"loss_rate": 0.3, "base_rate": 0.1 + 0.2})
    assert not argued_by_loss({"loss_rate": 0.29, "base_rate": 0.3})
    assert not argued_by_loss(None)


def test_the_ends_of_a_share_are_told_to_a_millionth():
    rows = [row for n in range(9) for row in orders(f"s{n}", (2023, 2024, *[2025] * (n % 2)), 10.0 + n / 7)]
    ends = losses(rows).loc["standard", ["low_share", "high_share"]]
    assert ends.tolist() == [round(end, 6) for end in ends]
