"""Spreadsheets of every kind, as people make them: merged cells, several sheets, totals, headings."""

import pytest

from solver.intake.reading.sources import read_source, read_sources
from solver.intake.reading.typed import read_values
from tests.intake.conftest import refusal
from tests.intake.workbook_files import ods, xls, xlsx

KINDS = {"xlsx": xlsx, "ods": ods, "xls": xls}
HEADER = ["N° facture", "Date facture", "Code client", "Famille", "Montant HT"]
# Cells C3:C4 and B3:B4 are merged: one client and one day for two lines.
ROWS = [
    ["Ventes 2025", "", "", "", ""],
    HEADER,
    ["F1", "15/01/2025", "C1", "EPI", 100.25],
    ["F2", "", "", "VISS", 50],
    ["F3", "20/06/2025", "C2", "EPI", 25.5],
]
DAY_AND_CLIENT = [(2, 1, 3, 1), (2, 2, 3, 2)]


def problems(raw):
    return raw.repairs[["row", "column", "found", "used"]].to_numpy().tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_merged_over_rows_stands_for_each_of_them_and_that_is_said(source, kind):
    content = KINDS[kind]({"Ventes": ROWS}, {"Ventes": [(0, 0, 0, 4), *DAY_AND_CLIENT]})
    raw = read_source(source("sales", content, name=f"ventes.{kind}"))
    read = read_values(raw)
    assert read.table["account_id"].tolist() == ["C1", "C1", "C2"]
    assert read.table["date"].dt.strftime("%d/%m").tolist() == ["15/01", "15/01", "20/06"]
    assert read.table["revenue_eur"].tolist() == [100.25, 50.0, 25.5]
    told = ["1 block of merged cells", "the value for each row of its block"]
    assert problems(raw) == [[3, "Date facture", *told], [3, "Code client", *told]]


@pytest.mark.parametrize("kind", KINDS)
def test_an_amount_merged_over_rows_is_counted_once(source, kind):
    rows = [HEADER, ["F1", "15/01/2025", "C1", "EPI", 100.25], ["F1", "15/01/2025", "C1", "VISS", ""]]
    content = KINDS[kind]({"Ventes": rows}, {"Ventes": [(1, 4, 2, 4)]})
    raw = read_source(source("sales", content, name=f"ventes.{kind}"))
    assert read_values(raw).micros.sum() == 100_250_000
    assert raw.repairs["problem"].tolist() == [
        "an amount in cells merged over several rows; it is counted once"
    ]


def test_a_block_over_rows_and_columns_is_left_to_the_reader(source):
    rows = [HEADER, ["F1", "15/01/2025", "C1", "EPI", 100.25], ["F2", "16/01/2025", "", "", 50]]
    content = xlsx({"Ventes": rows}, {"Ventes": [(1, 2, 2, 3)]})
    raw = read_source(source("sales", content, name="ventes.xlsx"))
    assert raw.table["Code client"].tolist() == ["C1", ""]
    assert raw.repairs["used"].tolist() == ["on the first row only"]


def test_a_header_of_two_rows_with_merged_cells_is_read_at_its_lower_row(source):
    rows = [
        ["Code client", "Raison sociale", "Contact", "", "Potentiel"],
        ["", "", "Téléphone", "E-mail", ""],
        ["C1", "Garage Rance", "0299400001", "a@rance.example", 1200],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    for kind, make in KINDS.items():
        raw = read_source(source("accounts", make({"Clients": rows}, {"Clients": merged}), name=f"c.{kind}"))
        assert raw.facts["header_row"] == 2
        row = read_values(raw).table.iloc[0]
        assert (row["account_id"], row["name"], row["potential_eur"]) == ("C1", "Garage Rance", 1200)
        assert (row["phone"], row["email"]) == ("0299400001", "a@rance.example")


def test_headings_repeated_headers_and_notes_are_no_rows(source):
    rows = [
        HEADER,
        ["Région Ouest", "", "", "", ""],
        ["F1", "15/01/2025", "C1", "EPI", 100],
        HEADER,
        ["F2", "16/01/2025", "C2", "EPI", 50],
        ["Édité le 31/12/2025 par la comptabilité", "", "", "", ""],
    ]
    raw = read_source(source("sales", xlsx({"V": rows}, {"V": [(1, 0, 1, 4)]}), name="ventes.xlsx"))
    assert raw.table["N° facture"].tolist() == ["F1", "F2"]
    assert raw.facts["misfit_rows"] == 3
    assert sorted(raw.repairs["row"]) == [2, 4, 6]


def test_an_account_with_its_code_alone_is_no_note(source):
    raw = read_source(source("accounts", "Code client;Nom;Ville\nC1;Ann;BREST\nC2;;\n"))
    assert raw.table["Code client"].tolist() == ["C1", "C2"]


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_under_one_header_are_all_read_and_named(source, kind):
    sheets = {
        "2024": [HEADER, ["F1", "15/01/2024", "C1", "EPI", 100]],
        "Notes": [["rien à voir"]],
        "2025": [["Ventes 2025"], HEADER, ["F2", "16/01/2025", "C2", "EPI", 50]],
        "Clients": [["Code client", "Raison sociale"], ["C1", "Garage Rance"]],
    }
    raws = read_sources(source("sales", KINDS[kind](sheets), name=f"ventes.{kind}"))
    assert [raw.file for raw in raws] == [f"ventes.{kind} [2024]", f"ventes.{kind} [2025]"]
    assert [raw.facts["header_row"] for raw in raws] == [1, 2]
    assert [raw.table["N° facture"].tolist() for raw in raws] == [["F1"], ["F2"]]


def test_a_stated_sheet_is_the_only_one_read(source):
    sheets = {year: [HEADER, [f"F{year}", f"15/01/{year}", "C1", "EPI", 100]] for year in ("2024", "2025")}
    raws = read_sources(source("sales", xlsx(sheets), name="ventes.xlsx", sheet="2025"))
    assert [raw.table["N° facture"].tolist() for raw in raws] == [["F2025"]]


def test_a_hidden_copy_of_a_sheet_is_not_read(source):
    rows = [HEADER, ["F1", "15/01/2025", "C1", "EPI", 100]]
    content = xlsx({"Ventes": rows, "Ventes (2)": rows}, hidden=("Ventes (2)",))
    assert len(read_sources(source("sales", content, name="ventes.xlsx"))) == 1


def test_a_copy_of_a_sheet_in_sight_is_refused_as_the_same_invoices(firm, source):
    rows = [HEADER, *([f"F{n}", "15/01/2025", "C1", "EPI", 100 + n] for n in range(30))]
    content = xlsx({"Ventes": rows, "Copie": rows})
    with refusal("ventes.xlsx [", "30 of 30", "in ventes.xlsx ["):
        from solver.intake import prepare_tools

        prepare_tools(firm(sales=source("sales", content, name="ventes.xlsx")))


def test_a_workbook_without_a_cell_is_empty(source):
    with refusal("ventes.xlsx: the file is empty"):
        read_source(source("sales", xlsx({"Feuil1": []}), name="ventes.xlsx"))
