"""Quantity and price are no revenue where the amount of the line stands beside them and is less."""

import pandas as pd
import pytest

from solver.intake.reading.line_amounts import LineAmount, amount_beside
from tests.intake.outcome import outcome_of

CLIENTS = "Code;Nom;CP;Ville\nC1;Alpha;49000;Angers\nC2;Beta;44000;Nantes\nC3;Gamma;35000;Rennes\n"
# 5 %, nothing, 12.5 % and 10 % off.
LINES = (("C1", 3, "452,80", "1290,48"), ("C2", 2, "10,00", "20,00"), ("C3", 4, "50,00", "175,00"))
CREDITED = ("C1", -5, "64,20", "-288,90")


def lines(rows, head="Montant"):
    return pd.DataFrame(
        [(code, str(number), price, amount) for code, number, price, amount in rows],
        columns=["Code client", "Qté", "Prix unitaire", head],
    )


@pytest.mark.parametrize("head", ["Montant", "Total", "Amount", "Importe"])
def test_an_amount_that_lacks_whole_discounts_is_that_of_the_line(head):
    assert amount_beside(lines([*LINES, CREDITED], head)) == LineAmount(head, proven=True)


def test_an_amount_that_lacks_anything_proves_nothing():
    other = lines([("C1", 3, "452,80", "911,37"), *LINES[1:], CREDITED])
    assert amount_beside(other) == LineAmount("Montant", proven=False)


@pytest.mark.parametrize(
    "rows",
    [
        [("C1", 3, "10,00", "36,00"), ("C2", 2, "10,00", "24,00"), ("C3", 1, "5,00", "6,00")],  # with tax
        [("C1", 3, "10,00", "30,00"), ("C2", 2, "10,00", "20,00"), ("C3", 7, "1,333", "9,33")],  # the same
    ],
)
def test_an_amount_with_tax_or_the_product_itself_takes_nothing_away(rows):
    assert amount_beside(lines(rows)) is None


def firm(tmp_path, rows):
    """Write a folder with three clients and these lines of one day."""
    invoices = lines(rows).assign(Date="13/01/2024", **{"N° facture": [f"F{n}" for n in range(len(rows))]})
    (tmp_path / "ventes.csv").write_text(invoices.to_csv(sep=";", index=False), encoding="utf-8")
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    return tmp_path


def test_the_revenue_is_that_of_the_lines_not_quantity_times_price(tmp_path):
    """1,290.48 − 288.90 and 20 and 175, where the products would be 1,358.40 − 321, 20 and 200."""
    found = outcome_of(firm(tmp_path, [*LINES, CREDITED]), tmp_path)
    assert found.refusal is None
    bought = found.intake.sales.groupby("account_id")["revenue_eur"].sum().round(2)
    assert bought.to_dict() == {"C1": 1001.58, "C2": 20.0, "C3": 175.0}


def test_an_amount_that_proves_nothing_is_asked_about_and_never_replaced_by_the_product(tmp_path):
    other = [("C1", 3, "452,80", "911,37"), *LINES[1:], CREDITED]
    found = outcome_of(firm(tmp_path, other), tmp_path)
    assert found.intake is None
    assert "multiply" not in found.yaml
    assert "Montant" in found.yaml
