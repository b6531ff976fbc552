"""What a sheet typed by hand writes above and beneath its header is read with it."""

import pandas as pd

from solver.intake.reading.units_below import with_units
from tests.intake.conftest import workbook
from tests.intake.outcome import Outcome, outcome_of

ROWS = [
    ["Suivi des ventes"],
    [],
    ["Mis à jour le 12/01/2026 par Sylvie"],
    [],
    ["Client", "", "", "Facture", "", ""],
    ["Code", "Nom", "Ville", "N°", "Date", "Montant"],
    ["", "", "", "", "(jj/mm/aaaa)", "(€ HT)"],
    ["A1", "Atelier Ormeau", "Rennes", "F1", "15/01/2024", 1000],
    ["A1", "Atelier Ormeau", "Rennes", "F2", "20/02/2025", 1100],
    ["A2", "Bois du Cap", "Brest", "F3", "17/03/2024", 2000],
    ["A2", "Bois du Cap", "Brest", "F4", "18/04/2025", 2200],
    ["", "", "", "", "TOTAL", 6300],
]


def test_titles_two_lines_of_header_and_units_beneath_are_one_header(tmp_path):
    folder = tmp_path / "firm"
    folder.mkdir()
    rows = [[cell or None for cell in row] for row in ROWS]
    (folder / "ventes.xlsx").write_bytes(workbook({"Ventes": rows}))
    made: Outcome = outcome_of(folder, folder)
    assert made.intake.sales["revenue_eur"].sum() == 6300
    assert made.intake.accounts["account_id"].tolist() == ["A1", "A2"]
    assert made.intake.accounts["town"].tolist() == ["Rennes", "Brest"]


def test_a_row_of_words_below_the_header_is_no_line_of_units():
    cells = pd.DataFrame([["Client", "Montant"], ["Total", "(12)"]], dtype="str")
    assert with_units(cells, 0).equals(cells)


def test_a_unit_becomes_part_of_the_name_above_it():
    cells = pd.DataFrame([["Client", "Montant"], ["", "€ HT"], ["A1", "5"]], dtype="str")
    assert with_units(cells, 0).to_numpy().tolist() == [["Client", "Montant (€ HT)"], ["", ""], ["A1", "5"]]
