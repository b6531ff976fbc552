"""A year later: the run that `previous_run` names is read back, or refused in one clear line."""

import csv
import json

import pandas as pd
import pytest

from solver import __version__
from solver.evidence.promises import account_promises, figure_promises, promises, size_bands
from solver.flow.prepare_tools import PrepareTools
from solver.parameters import load_portfolio
from solver.report.kept import kept_sentences, kept_table, proposal_table
from solver.run import Run
from solver.words.errors import PortfolioError
from tests.small_firm import PORTFOLIO, write_csv, write_small_firm

CLIENTS = 40
NEED = {
    "goal_eur": 500_000.0,
    "new_clients": 1,
    "prospect_visits": 2,
    "conversion_rate": 0.1,
    "attrition": {"client_rate": 0.05, "client_low": 0.01, "client_high": 0.08},
}
EXPECTED = pd.DataFrame(
    [
        ("attrition_rate", 0.02, None, None),
        ("stated_growth", 0.03, None, None),
        ("inflow_eur", 0.0, None, None),
        ("new_client_revenue_eur", 20_000.0, None, None),
        ("conversion_rate", 0.1, 0.0, 0.4),
    ],
    columns=["figure", "expected", "low_80", "high_80"],
)


def year_of(folder, year):
    """Return what each client of the firm bought in a year, by its invoices."""
    with (folder / "ventes.csv").open(encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file, delimiter=";") if line["Date"].endswith(str(year))]
    amounts = pd.Series([float(line["Montant"].replace(",", ".")) for line in lines])
    return amounts.groupby([line["Code"] for line in lines]).sum()


def play_next_year(folder):
    """Write 2026: four clients leave, the others buy a tenth more; a prospect is won; half is visited."""
    revenue = year_of(folder, 2025)
    stay = revenue.index[4:]
    amounts = {**(revenue[stay] * 1.1).round(2).to_dict(), "P000": 5000.0}
    rows = [
        {
            "Code": code,
            "Date": "15/06/2026",
            "Facture": f"G{code}",
            "Famille": "Colle",
            "Montant": f"{amount:.2f}".replace(".", ","),
        }
        for code, amount in amounts.items()
    ]
    write_csv(folder / "ventes_2026.csv", rows)
    write_csv(
        folder / "visites.csv",
        [
            {"Date": "25/05/2026", "Code": code, "Commercial": "R1", "Statut": "Réalisée"}
            for code in stay[:18]
        ],
    )


NEXT = """\
  - table: sales
    path: ventes_2026.csv
    columns: {account_id: Code, date: Date, order_id: Facture, family: Famille, revenue_eur: Montant}
  - table: visits
    path: visites.csv
    columns: {account_id: Code, date: Date, rep_id: Commercial, status: Statut}
reps:
"""


@pytest.fixture
def firm(tmp_path):
    """A firm in 2025 with its run of then, and its portfolio of a year later, which names that run."""
    path = write_small_firm(tmp_path, clients=CLIENTS, prospects=2)
    revenue = year_of(tmp_path, 2025)
    run = Run.create(tmp_path / "then", load_portfolio(path))
    codes = [*revenue.index, "P000", "P001"]
    kinds = ["client"] * CLIENTS + ["prospect"] * 2
    allocation = pd.DataFrame({"account_id": codes, "kind": kinds, "visits": 1, "expected_visits": 1.0})
    allocation["contribution_eur"] = allocation["account_id"].map(0.3 * revenue).fillna(100.0)
    made = {
        "promises": promises(
            figure_promises(NEED, EXPECTED, allocation, NEED["new_clients"]),
            account_promises(allocation, revenue, size_bands(year_of(tmp_path, 2024), revenue * 1.2)),
            as_of=run.portfolio().as_of,
            plan_start=run.portfolio().plan_start,
            plan_end=run.portfolio().plan_end,
            parameters={},
        ),
        "segments": revenue.rename_axis("account_id").rename("revenue_eur").reset_index(),
        "accounts": allocation[["account_id", "kind"]],
    }
    for name, table in made.items():
        run.artifact_path(name).parent.mkdir(parents=True, exist_ok=True)
        table.to_parquet(run.artifact_path(name))
    run.record("11_write_action_plan", {})
    play_next_year(tmp_path)
    text = PORTFOLIO.replace("2026-", "2027-").replace("2025-12-31", "2026-12-31").replace("reps:\n", NEXT)
    path.write_text(text + "previous_run: then\n", encoding="utf-8")
    return path


def kept(path):
    portfolio = load_portfolio(path)
    return PrepareTools({}, portfolio).promises_kept


def test_the_next_year_of_a_firm_is_held_against_its_promises(firm):
    told = kept(firm)
    revenue = year_of(firm.parent, 2025)
    gone = revenue.iloc[:4].sum()
    realised = 0.3 * (1.1 * (revenue.sum() - gone) + 5000)
    contribution = told["contribution"]
    assert contribution["expected"] == pytest.approx(0.3 * revenue.sum() + 200)
    assert contribution["realised"] == pytest.approx(realised, abs=1)
    assert contribution["losses"] == pytest.approx(-0.3 * gone)
    assert contribution["growth"] == pytest.approx(0.03 * (revenue.sum() - gone), abs=1)
    assert contribution["newcomers"] == pytest.approx(0.3 * 5000 - 200)
    assert contribution["lost_clients"] == 4
    # All past clients ended at 1.2 times the year before, so no one who grew by a tenth is within the bounds;
    # a tenth of the clients left, of 1 to 8 %: outside, too.
    assert (told["bounds"]["promised"], told["bounds"]["held"]) == (CLIENTS + 1, 0)
    assert told["visits"] == {
        "planned": 42.0,
        "done": 18.0,
        "as_planned": 18.0,
        "as_planned_share": pytest.approx(18 / 42),
        "followed": False,
    }
    [growth, left, newcomer, share] = told["proposals"]
    assert (growth["parameter"], growth["old"], growth["cases"]) == ("client_growth_rate", 0.03, 36)
    assert growth["new"] == pytest.approx(0.1, abs=1e-4)
    assert left["new"] == pytest.approx(gone / revenue.sum())
    assert (newcomer["new"], newcomer["cases"]) == (None, 1)
    assert (share["parameter"], share["new"], share["cases"]) == ("first_year_share", None, 1)


def test_what_is_printed_says_hits_misses_and_what_may_be_changed_and_no_effect_of_visits(firm):
    told = kept(firm)
    said = " ".join(kept_sentences(told))
    assert "0 of 41 bounds held (0%)" in said
    assert "4 clients lost" in said
    assert "42 visits were planned, 18 were made" in said
    assert "The plan was not followed." in said
    assert "None of this is an effect of visits" in said
    table = kept_table(told).set_index("promise")
    assert table.loc["Clients lost"].tolist() == ["5.0%", "1.0% to 8.0%", "10.0%", "No"]
    changes = proposal_table(told)
    assert changes["new"].tolist()[0] == "10.0%"
    assert "too few cases" in changes["new"].tolist()[2]


def test_parameters_that_are_others_than_in_that_run_are_named(firm):
    assert kept(firm)["parameters_changed"] == []
    changed(firm, "previous_run: then", "margin_rate: 0.31\nprevious_run: then")
    told = kept(firm)
    assert told["parameters_changed"] == ["margin_rate"]
    assert "1 parameter has changed since that run" in " ".join(kept_sentences(told))


def test_without_an_earlier_run_nothing_is_read_back(tmp_path):
    told = kept(write_small_firm(tmp_path))
    assert told == {}
    assert kept_sentences(told) == []


def refusal(path):
    with pytest.raises(PortfolioError) as caught:
        kept(path)
    line = str(caught.value)
    assert "\n" not in line
    assert "→" in line
    return line


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_run_of_another_firm_is_refused(firm):
    changed(firm.parent / "then" / "portfolio.yaml", "Small firm", "Other firm")
    assert "another firm: Other firm" in refusal(firm)


def test_a_run_of_a_newer_version_is_refused(firm):
    manifest = firm.parent / "then" / "manifest.json"
    newer = json.loads(manifest.read_text(encoding="utf-8")) | {"version": "99.1.0"}
    manifest.write_text(json.dumps(newer), encoding="utf-8")
    assert "newer version of Twelvefold (99.1.0)" in refusal(firm)
    manifest.write_text(json.dumps(newer | {"version": __version__}), encoding="utf-8")
    assert kept(firm)


def test_a_run_without_promises_is_refused(firm):
    Run(firm.parent / "then").artifact_path("promises").unlink()
    assert "made no promises" in refusal(firm)


def test_a_run_of_less_than_three_months_ago_is_refused_and_a_quarter_will_do(firm):
    for name, month in (("ventes_2026.csv", "/06/"), ("visites.csv", "/05/")):
        changed(firm.parent / name, f"{month}2026", "/02/2026")
    for day, early in (("2026-03-30", True), ("2026-03-31", False)):
        text = firm.read_text(encoding="utf-8")
        was = next(line for line in text.splitlines() if line.startswith("as_of"))
        firm.write_text(text.replace(was, f"as_of: {day}"), encoding="utf-8")
        if early:
            assert "less than three months" in refusal(firm)
        else:
            assert kept(firm)["plan_share"] == pytest.approx(90 / 365)


def test_a_folder_without_a_run_is_refused(firm):
    changed(firm, "previous_run: then", "previous_run: nowhere")
    assert "there is no run in this folder" in refusal(firm)


def test_a_run_in_another_currency_is_refused(firm):
    changed(firm.parent / "then" / "portfolio.yaml", "currency: EUR", "currency: CHF")
    assert "counts in CHF" in refusal(firm)


def test_after_a_quarter_nothing_is_held_or_broken_and_revenue_stands_beside_the_same_days(firm):
    for name, month in (("ventes_2026.csv", "/06/"), ("visites.csv", "/05/")):
        changed(firm.parent / name, f"{month}2026", "/02/2026")
    changed(firm, "as_of: 2026-12-31", "as_of: 2026-03-31")
    told = kept(firm)
    assert {each["held"] for each in told["figures"]} == {None}
    assert (told["bounds"]["promised"], told["bounds"]["share"]) == (CLIENTS + 2, None)
    said = " ".join(kept_sentences(told))
    assert "none is called held or broken" in said
    assert "clients lost" not in said
    assert "visits were planned" not in said
