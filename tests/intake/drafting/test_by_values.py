"""What stands in a column tells what it is, where its name does not."""

import pandas as pd
import pytest

from solver.intake.reading.taxes import net_beside_tax
from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in

CLIENTS = "Code client;Raison sociale;CP;Ville\nC1;Alpha;35000;Rennes\nC2;Beta;29200;Brest\n"


def cells(**columns):
    return pd.DataFrame(columns, dtype="str")


def test_what_makes_the_gross_amount_with_the_tax_is_the_net_one():
    told = cells(Montant=["100,00", "200,00"], TVA=["20,00", "40,00"], Total=["120,00", "240,00"])
    assert net_beside_tax(told) == "Montant"


@pytest.mark.parametrize(
    "told",
    [
        cells(Montant=["100,00", "200,00"], TVA=["20,00", "40,00"], Total=["130,00", "250,00"]),
        cells(Montant=["100,00", "200,00"], Port=["20,00", "40,00"], Total=["120,00", "240,00"]),
        cells(Montant=["100,00", "200,00"], TVA=["0,00", "0,00"], Total=["100,00", "200,00"]),
    ],
    ids=["it does not add up", "what is added is no tax", "there is no tax"],
)
def test_no_amount_is_called_net_without_proof(told):
    assert net_beside_tax(told) is None


INVOICES = """\
N° facture;Date facture;Code client;Article;Montant HT
F1;05/01/2024;C1;Vis;300,00
F1;05/01/2024;C1;Clou;300,00
F2;15/02/2025;C2;Vis;80,00
"""


@pytest.mark.parametrize(
    ("answer", "revenue"), [("true", 380.0), ("false", 680.0)], ids=["of the document", "of each row"]
)
def test_one_amount_on_all_rows_of_a_document_is_asked_about_and_counts_as_answered(
    tmp_path, answer, revenue
):
    files = {"clients.csv": CLIENTS, "factures.csv": INVOICES}
    asked = taken_in(tmp_path / "asked", files)
    assert isinstance(asked, PortfolioError)
    assert "€300.00 less" in str(asked)
    line = f"    document_amounts: {answer}\n    columns:\n      account_id: Code client\n      date:"
    told = taken_in(
        tmp_path / "told",
        files,
        lambda text: text.replace("    columns:\n      account_id: Code client\n      date:", line),
    )
    assert round(told.sales["revenue_eur"].sum(), 2) == revenue


def test_documents_whose_rows_differ_are_not_asked_about(tmp_path):
    told = taken_in(
        tmp_path / "firm",
        {"clients.csv": CLIENTS, "factures.csv": INVOICES.replace("Clou;300,00", "Clou;20,00")},
    )
    assert told.sales["revenue_eur"].sum() == 400
