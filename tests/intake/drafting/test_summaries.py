"""Summaries beside what they sum up: nothing counts twice, and the sheets of the reps keep their names."""

from tests.intake.outcome import outcome_of
from tests.intake.workbook_files import xlsx

LINES = ["Client", "Code postal", "Ville", "Date", "Montant HT"]
MONTHS = ["Client", "Code postal", "Ville", "Janv 2025", "Févr 2025", "Mars 2025"]
BY_MONTH = {
    "Petit": [
        MONTHS,
        ["Garage Lemoine", "35000", "Rennes", 100, 50, ""],
        ["Hotel Mer", "56000", "Vannes", 0, 100, 100],
    ],
    "Durand": [MONTHS, ["Scierie Morin", "72000", "Le Mans", 100, 100, 100]],
}


def read(tmp_path, book):
    (tmp_path / "ventes.xlsx").write_bytes(xlsx(book))
    outcome = outcome_of(tmp_path, tmp_path)
    assert outcome.refusal is None, str(outcome.refusal)
    return outcome


def reps_of(outcome):
    accounts = outcome.intake.accounts
    return dict(zip(accounts["name"], accounts["rep_id"], strict=True))


REPS = {"Garage Lemoine": "Petit", "Hotel Mer": "Petit", "Scierie Morin": "Durand"}


def test_a_summary_of_clients_is_not_the_list_of_accounts_where_the_reps_have_sheets(tmp_path):
    book = {
        "Synthèse": [
            ["Client", "CA 2025"],
            ["Garage Lemoine", 150],
            ["Hotel Mer", 200],
            ["Scierie Morin", 300],
        ],
        "Petit": [
            LINES,
            ["Garage Lemoine", "35000", "Rennes", "05/01/2025", 100],
            ["Hotel Mer", "56000", "Vannes", "17/02/2025", 200],
            ["Garage Lemoine", "35000", "Rennes", "25/03/2025", 50],
        ],
        "Durand": [LINES, ["Scierie Morin", "72000", "Le Mans", "25/03/2025", 300]],
    }
    outcome = read(tmp_path, book)
    assert reps_of(outcome) == REPS
    assert outcome.intake.sales["revenue_eur"].sum() == 650


def test_a_year_beside_its_months_does_not_count_twice(tmp_path):
    years = [["Client", "CA 2025"], ["Garage Lemoine", 150], ["Hotel Mer", 200], ["Scierie Morin", 300]]
    outcome = read(tmp_path, {"Synthèse": years, **BY_MONTH})
    assert outcome.intake.sales["revenue_eur"].sum() == 650
    assert reps_of(outcome) == REPS
    assert "would count twice" in " ".join(outcome.yaml.replace("\n  # ", " ").split())


def test_the_earlier_years_of_a_summary_stay(tmp_path):
    years = [
        ["Client", "CA 2024", "CA 2025"],
        ["Garage Lemoine", 20, 150],
        ["Hotel Mer", 20, 200],
        ["Scierie Morin", 20, 300],
    ]
    sales = read(tmp_path, {"Annuel": years, **BY_MONTH}).intake.sales
    assert sales.groupby(sales["date"].dt.year)["revenue_eur"].sum().to_dict() == {2024: 60.0, 2025: 650.0}


def test_two_sheets_of_other_clients_both_count(tmp_path):
    book = {
        name: [
            ["Client", "Ville", "CA 2024", "CA 2025"],
            *([f"{name} {n}", "Rennes", n, 2 * n] for n in (1, 2, 3)),
        ]
        for name in ("Petit", "Durand")
    }
    assert read(tmp_path, book).intake.sales["revenue_eur"].sum() == 36
