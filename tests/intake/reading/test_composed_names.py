"""Names of columns made of known words are ours when they say all that is needed, and nothing else."""

import pytest

from solver.intake.reading.composed_names import composed_names


@pytest.mark.parametrize(
    ("ours", "column"),
    [
        ("account_id", "Kd-Nr"),
        ("account_id", "Cust #"),
        ("account_id", "Cód. Cliente"),
        ("account_id", "ID entreprise HubSpot"),
        ("date", "Re-Datum"),
        ("date", "Émise le"),
        ("date", "Dt fact"),
        ("order_id", "Nº Fra"),
        ("order_id", "Rechnungsnr"),
        ("revenue_eur", "Base Imp."),
        ("revenue_eur", "Montant hors TVA"),
        ("revenue_eur", "Amount ex. VAT"),
    ],
)
def test_two_known_words_make_a_column_of_sales(ours, column):
    assert list(composed_names([column], "sales", {})) == [(ours, column)]


@pytest.mark.parametrize(
    "column",
    [
        "Bruttobetrag",
        "Cuota IVA",
        "TaxTotal",
        "TVA nette",
        "Total taxes",
        "Montant TTC",
        "Montant",
        "Due Date",
        "Date création facture",
        "Net weight",
        "Type de compte",
        "Imp.",
    ],
)
def test_tax_gross_amounts_due_dates_and_strange_words_make_none(column):
    assert list(composed_names([column], "sales", {})) == []
