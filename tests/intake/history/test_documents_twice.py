"""Invoices that two files hold count once; what differs, or is all of a file, is left to be asked about."""

from tests.intake.outcome import taken_in

CLIENTS = "Code client;Raison sociale;CP;Ville\nA1;Atelier Ormeau;35000;Rennes\nA2;Bois du Cap;29200;Brest\n"
HEAD = "N° facture;Date facture;Code client;Montant HT\n"
FIRST = HEAD + "F1;15/01/2024;A1;100\nF2;20/11/2024;A2;200\nF2;20/11/2024;A2;20\nF3;01/12/2024;A1;300\n"


def read(folder, second):
    files = {"clients.csv": CLIENTS, "factures 2024.csv": FIRST, "factures 2025.csv": HEAD + second}
    return taken_in(folder, files)


def test_invoices_at_the_turn_of_the_year_that_two_exports_hold_count_once(tmp_path):
    made = read(
        tmp_path, "F2;20/11/2024;A2;200\nF2;20/11/2024;A2;20\nF3;01/12/2024;A1;300\nF4;02/02/2025;A1;40\n"
    )
    assert made.sales["revenue_eur"].sum() == 100 + 220 + 300 + 40
    assert sorted(made.sales["order_id"]) == ["F1", "F2", "F2", "F3", "F4"]


def test_an_invoice_of_which_another_file_has_one_line_alone_is_not_left_out_unsaid(tmp_path):
    made = read(
        tmp_path, "F2;20/11/2024;A2;200\nF4;02/02/2025;A1;40\nF5;03/02/2025;A2;50\nF6;04/02/2025;A2;60\n"
    )
    assert made.sales["revenue_eur"].sum() == 620 + 200 + 150
    assert "invoice lines of this file are in" in " ".join(made.repairs["problem"])


def test_numbers_that_begin_again_each_year_are_other_invoices(tmp_path):
    made = read(tmp_path, "F1;15/01/2025;A1;100\nF2;20/11/2025;A2;200\nF2;20/11/2025;A2;20\n")
    assert made.sales["revenue_eur"].sum() == 620 + 320
