"""Days that stand in parts: day and month in columns, the year, or both, in the name of the sheet."""

from datetime import date

import pytest

from tests.intake.outcome import outcome_of, taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = "Code;Raison sociale;Ville\nC1;Garage Lemoine;Rennes\nC2;Hotel Mer;Vannes\n"


def sales_of(tmp_path, book, file="ventes.xlsx"):
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (tmp_path / file).write_bytes(xlsx(book))
    outcome = outcome_of(tmp_path, tmp_path)
    assert outcome.refusal is None, str(outcome.refusal)
    return outcome.intake.sales


@pytest.mark.parametrize(
    ("head", "months"),
    [
        (["Jour", "Mois", "Client", "Montant HT"], [1, 12]),
        (["Day", "Month", "Customer", "Net amount"], ["January", "Dec"]),
    ],
)
def test_day_and_month_columns_take_their_year_from_the_sheet(head, months, tmp_path):
    rows = [[5, months[0], "Garage Lemoine", 100.0], [28, months[1], "Hotel Mer", 200.5]]
    sales = sales_of(tmp_path, {"2024": [head, *rows], "2025": [head, *rows]})
    assert sorted(sales["date"].dt.date) == [
        date(2024, 1, 5),
        date(2024, 12, 28),
        date(2025, 1, 5),
        date(2025, 12, 28),
    ]
    assert sales["revenue_eur"].sum() == 601


def test_a_day_column_takes_month_and_year_from_sheet_and_file(tmp_path):
    head = ["Jour", "Client", "Montant HT"]
    book = {"Janvier": [head, [5, "Hotel Mer", 1.0]], "Mars": [head, [31, "Hotel Mer", 2.0]]}
    sales = sales_of(tmp_path, book, "ventes 2025.xlsx")
    assert sorted(sales["date"].dt.date) == [date(2025, 1, 5), date(2025, 3, 31)]


def test_three_columns_make_a_day(tmp_path):
    lines = "Jour;Mois;Année;Client;Montant HT\n7;2;2025;Hotel Mer;200\n28;3;25;Garage Lemoine;300\n"
    sales = taken_in(tmp_path, {"clients.csv": CLIENTS, "ventes.csv": lines}).sales
    assert sorted(sales["date"].dt.date) == [date(2025, 2, 7), date(2025, 3, 28)]


def test_a_day_that_never_was_is_no_other_day(tmp_path):
    lines = "Jour;Mois;Client;Montant HT\n31;2;Hotel Mer;200\n" + "".join(
        f"{n};4;Hotel Mer;10\n" for n in range(1, 29)
    )
    refused = taken_in(tmp_path, {"clients.csv": CLIENTS, "ventes 2025.csv": lines})
    assert "row 2" in str(refused)
    assert "this is not a date" in str(refused)


def test_months_without_a_year_are_asked_about_with_the_line_to_write(tmp_path):
    lines = "Mois;Client;Montant HT\n" + "".join(f"{n};Hotel Mer;10\n" for n in range(1, 9))
    asked = taken_in(tmp_path, {"clients.csv": CLIENTS, "ventes.csv": lines})
    assert "computed: {date: {month: Mois, year: 2025}}" in str(asked)

    def answered(text):
        return text.replace("      date: Mois\n", "").replace(
            "    path: ventes.csv\n",
            "    path: ventes.csv\n    computed: {date: {month: Mois, year: 2025}}\n",
        )

    sales = taken_in(tmp_path / "answered", {"clients.csv": CLIENTS, "ventes.csv": lines}, answered).sales
    assert sales["date"].max().date() == date(2025, 8, 31)
