"""Names of columns under that of their table, or of the client, as Access and home-made files have them."""

import pytest

from tests.intake.outcome import taken_in

CLIENTS = {
    "Access": "tblClts.NumClient;tblClts.NomClient;tblClts.CPClient;tblClts.VilleClient;tblClts.Vendeur",
    "German": "tbl_Kunden_KundenNr;tbl_Kunden_Firma;tbl_Kunden_PLZ;tbl_Kunden_Ort;tbl_Kunden_Vertreter",
    "bare": "NumClient;NomClient;CPClient;VilleClient;RepClient",
    "dots": "Clients.NumClient;Clients.NomClient;Clients.CPClient;Clients.VilleClient;Clients.Vendeur",
}
INVOICES = {
    "Access": "tblFactures.NumFacture;tblFactures.DateFacture;tblFactures.NumClient;tblFactures.MontantHT",
    "German": "tbl_Rechnungen_RechnungsNr;tbl_Rechnungen_Datum;tbl_Kunden_KundenNr;tbl_Rechnungen_Netto",
    "bare": "NumFacture;DateFacture;NumClient;MontantHT",
    "dots": "Factures.NumFacture;Factures.DateFacture;Factures.NumClient;Factures.MontantHT",
}


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_name_of_a_table_before_a_column_says_nothing(kind, tmp_path):
    clients = f"{CLIENTS[kind]}\n1;Garage Lemoine;35000;Rennes;Ann\n2;Hotel Mer;56000;Vannes;Bob\n"
    invoices = f"{INVOICES[kind]}\n10;12/01/2025 00:00:00;1;100,00\n11;15/02/2025 00:00:00;2;200,00\n"
    read = taken_in(tmp_path, {"clients.csv": clients, "factures.csv": invoices})
    wanted = [["1", "Garage Lemoine", "Ann", "35000", "Rennes"], ["2", "Hotel Mer", "Bob", "56000", "Vannes"]]
    columns = ["account_id", "name", "rep_id", "postcode", "town"]
    assert read.accounts[columns].to_numpy().tolist() == wanted
    assert read.sales["revenue_eur"].tolist() == [100, 200]


def test_the_owner_of_a_record_is_the_rep_and_not_the_name(tmp_path):
    accounts = "Id,Name,BillingCity,Owner.Name\nA1,Garage,Rennes,Ann\nA2,Hotel,Vannes,Bob\n"
    sales = "Date,AccountId,Amount excl VAT\n2025-01-05,A1,100.00\n2025-02-05,A2,50.00\n"
    read = taken_in(tmp_path, {"Account.csv": accounts, "invoices.csv": sales})
    assert read.accounts[["name", "rep_id"]].to_numpy().tolist() == [["Garage", "Ann"], ["Hotel", "Bob"]]


def test_numbers_called_as_a_name_is_are_the_code_where_names_stand_beside_them(tmp_path):
    accounts = "Kunde;Name 1;PLZ;Ort\n1000;Garage;50667;Köln\n1001;Hotel;80331;München\n"
    sales = "Kunde;Name 1;Fakt.datum;Nettowert\n1000;Garage;15.01.2025;100,00\n1001;Hotel;16.02.2025;50,00\n"
    read = taken_in(tmp_path, {"Kunden.csv": accounts, "faktura.csv": sales})
    assert read.accounts[["account_id", "name"]].to_numpy().tolist() == [
        ["1000", "Garage"],
        ["1001", "Hotel"],
    ]
