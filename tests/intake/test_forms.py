"""Files of another form than one row per fact: read to the cent as `init` writes it, or refused in words."""

from datetime import date

import pytest

from solver.intake import prepare_tools
from solver.intake.drafting.draft import draft
from solver.intake.drafting.propose import propose
from solver.intake.values.addresses import postcode_and_town
from solver.intake.values.periods import period_of
from solver.parameters import load_portfolio

TODAY = date(2026, 2, 10)
CLIENTS = """\
Code client;Raison sociale;Commercial;CP;Ville
A1;Atelier Ormeau;Morvan;35000;Rennes
A2;Bois du Cap;Morvan;29200;Brest
A3;Cidrerie Fleurie;Tanguy;56000;Vannes
"""
INVOICES = """\
Code client;Date facture;N° facture;Montant HT
A1;15/01/2024;F1;1000
A1;20/02/2025;F2;1100
A2;17/03/2024;F3;2000
A2;18/04/2025;F4;2200
A3;19/05/2024;F5;500
A3;21/06/2025;F6;550
"""
BY_CODE = {
    ("A1", 2024): 1000.0,
    ("A1", 2025): 1100.0,
    ("A2", 2024): 2000.0,
    ("A2", 2025): 2200.0,
    ("A3", 2024): 500.0,
    ("A3", 2025): 550.0,
}
NAMES = {"A1": "Atelier Ormeau", "A2": "Bois du Cap", "A3": "Cidrerie Fleurie"}
BY_NAME = {(NAMES[code], year): amount for (code, year), amount in BY_CODE.items()}


def proposed(folder):
    """Write what `init` proposes for a folder, and return its text."""
    text = draft(propose(folder), "en", TODAY)
    (folder / "portfolio.yaml").write_text(text, encoding="utf-8")
    return text


def taken_in(folder, files):
    """Take files in as `init` proposes, without an edit."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    proposed(folder)
    return prepare_tools(load_portfolio(folder / "portfolio.yaml"))


def by_client_and_year(sales):
    sums = sales.groupby(["account_id", sales["date"].dt.year])["revenue_eur"].sum()
    return {(account, int(year)): round(float(amount), 2) for (account, year), amount in sums.items()}


WIDE = {
    "months of two years, a total column and a total line": (
        BY_NAME,
        {
            "portefeuille.csv": "Client;Ville;CP;janv-24;févr-24;janv-25;Total 2024;Total\n"
            "Atelier Ormeau;Rennes;35000;500;500,00;1100;1000;2100\n"
            "Bois du Cap;Brest;29200;1 000,00;1 000,00;2 200,00;2000;4200\n"
            "Cidrerie Fleurie;Vannes;56000;-;500;550;500;1050\nTOTAL;;;1500;2000;3850;3500;7350\n"
        },
    ),
    "months without a year, which the file names": (
        BY_CODE,
        {
            "clients.csv": CLIENTS,
            "CA 2024.csv": "Code client;janvier;février;Total\nA1;500;500;1000\nA2;2000;;2000\nA3;;500;500\n",
            "CA 2025.csv": "Code client;janvier;février;Total\nA1;1000;100;1100\nA2;;2200;2200\nA3;550;;550\n",  # noqa: E501
        },
    ),
    "years beside margins, budgets and amounts with tax": (
        BY_CODE,
        {
            "clients.csv": "Code client;Nom;CP;Ville;CA HT 2024;CA TTC 2024;CA HT 2025;CA TTC 2025;Marge 2024;Budget 2026\n"  # noqa: E501
            "A1;Atelier Ormeau;35000;Rennes;1000;1200;1100;1320;100;9999\n"
            "A2;Bois du Cap;29200;Brest;2000;2400;2200;2640;200;9999\n"
            "A3;Cidrerie Fleurie;56000;Vannes;500;600;550;660;50;9999\n"
        },
    ),
}
IN_PARTS = {
    "month and year in two columns": (
        BY_CODE,
        {
            "clients.csv": CLIENTS,
            "ventes.csv": "Année;Mois;Code client;Montant HT\n2024;1;A1;1000\n2025;2;A1;1100\n2024;12;A2;2000\n"  # noqa: E501
            "2025;1;A2;2200\n2024;11;A3;500\n2025;7;A3;550\n",
        },
    ),
    "months in words as dates": (
        BY_CODE,
        {
            "clients.csv": CLIENTS,
            "ventes.csv": "Période;Code client;CA HT\njanv. 2024;A1;1000\nfévr. 2025;A1;1100\ndéc. 2024;A2;2000\n"  # noqa: E501
            "03/2025;A2;2200\n2024-11;A3;500\njuil-25;A3;550\n",
        },
    ),
    "quantity, price and a discount as a share": (
        BY_CODE,
        {
            "clients.csv": CLIENTS.replace("Code client", "CustomerID"),
            "order_details.csv": "OrderID,CustomerID,OrderDate,UnitPrice,Quantity,Discount\n"
            "1,A1,2024-01-15,100.00,10,0\n2,A1,2025-02-20,125.00,10,0.12\n3,A2,2024-03-17,200,10,0\n"
            "4,A2,2025-04-18,220.0,10,0\n5,A3,2024-05-19,50,10,0\n6,A3,2025-06-21,55,10,0\n",
        },
    ),
    "quantity, price and a discount in per cent, in German": (
        BY_CODE,
        {
            "Kunden.csv": "Kunden-Nr.;Name;Vertreter;PLZ;Ort\nA1;Atelier Ormeau;Morvan;35000;Rennes\n"
            "A2;Bois du Cap;Morvan;29200;Brest\nA3;Cidrerie Fleurie;Tanguy;56000;Vannes\n",
            "Positionen.csv": "Rechnungsnummer;Rechnungsdatum;Kunden-Nr.;Menge;Einzelpreis;Rabatt %\n"
            "1;15.01.2024;A1;10;125,00;20\n2;20.02.2025;A1;10;110,00;0\n3;17.03.2024;A2;2;1.000,00;0\n"
            "4;18.04.2025;A2;2;1.100,00;0\n5;19.05.2024;A3;1;500,00;\n6;21.06.2025;A3;1;550,00;0\n",
        },
    ),
}
ONE_FILE = {
    "invoices alone, in Dutch": (
        BY_NAME,
        {
            "facturen.csv": "Factuurnummer;Factuurdatum;Klantnaam;Bedrag excl. btw;BTW;Bedrag incl. btw\n"
            "1;15-01-2024;Atelier Ormeau;1000,00;210;1210\n2;20-02-2025;Atelier Ormeau;1100,00;231;1331\n"
            "3;17-03-2024;Bois du Cap;2000,00;420;2420\n4;18-04-2025;Bois du Cap;2200,00;462;2662\n"
            "5;19-05-2024;Cidrerie Fleurie;500,00;105;605\n6;21-06-2025;Cidrerie Fleurie;550,00;115,5;665,5\n"
        },
    ),
    "one flat file with codes, places and reps": (
        BY_CODE,
        {
            "export.csv": "Date;N° facture;Code client;Raison sociale;CP;Ville;Représentant;Famille;Montant HT\n"  # noqa: E501
            "15/01/2024;F1;A1;Atelier Ormeau;35000;Rennes;Morvan;X;1000\n"
            "20/02/2025;F2;A1;Atelier Ormeau;35000;Rennes;Tanguy;X;1100\n"
            "17/03/2024;F3;A2;Bois du Cap;29200;Brest;Morvan;X;2000\n"
            "18/04/2025;F4;A2;Bois du Cap;29200;Brest;Morvan;X;2200\n"
            "19/05/2024;F5;A3;Cidrerie Fleurie;56000;Vannes;Tanguy;X;500\n"
            "21/06/2025;F6;A3;Cidrerie Fleurie;56000;Vannes;Tanguy;X;550\n"
        },
    ),
}
EVERY = {**WIDE, **IN_PARTS, **ONE_FILE}


@pytest.mark.parametrize("form", EVERY)
def test_a_file_of_another_form_is_read_to_the_cent_without_an_edit(tmp_path, form):
    expected, files = EVERY[form]
    intake = taken_in(tmp_path, files)
    assert by_client_and_year(intake.sales) == expected
    assert len(intake.accounts) == 3


def test_the_account_of_a_flat_file_is_as_on_its_last_line(tmp_path):
    _expected, files = ONE_FILE["one flat file with codes, places and reps"]
    accounts = taken_in(tmp_path, files).accounts
    assert dict(zip(accounts["account_id"], accounts["rep_id"], strict=True))["A1"] == "Tanguy"


def test_rows_made_of_one_line_bear_its_number_in_the_list_of_repairs(tmp_path):
    more = "".join(f"B{n};Client {n};Morvan;35000;Rennes\n" for n in range(6))
    rows = "A1;1000;1100\nA2;2000;oops\n" + "".join(f"B{n};10;20\n" for n in range(6))
    files = {"clients.csv": CLIENTS + more, "ca.csv": "Code client;CA 2024;CA 2025\n" + rows}
    repairs = taken_in(tmp_path, files).repairs
    assert repairs.loc[repairs["found"].eq("oops"), "row"].tolist() == [3]


def test_the_rep_is_the_name_of_the_file_where_files_differ_by_it_alone(tmp_path):
    head = "Code client;Raison sociale;CP;Ville\n"
    files = {
        "Morvan.csv": head + "A1;Atelier Ormeau;35000;Rennes\nA2;Bois du Cap;29200;Brest\n",
        "Tanguy.csv": head + "A3;Cidrerie Fleurie;56000;Vannes\n",
        "factures.csv": INVOICES,
    }
    accounts = taken_in(tmp_path, files).accounts
    assert accounts["rep_id"].tolist() == ["Morvan", "Morvan", "Tanguy"]


def test_postcode_and_town_are_read_off_an_address_in_one_cell(tmp_path):
    clients = (
        "Code client;Raison sociale;Adresse\nA1;Atelier Ormeau;12 rue X, 35000 Rennes\n"
        "A2;Bois du Cap;3 quai Y 29200 BREST CEDEX 2\nA3;Cidrerie Fleurie;Zone 4, 56000 Vannes, France\n"
    )
    accounts = taken_in(tmp_path, {"clients.csv": clients, "factures.csv": INVOICES}).accounts
    assert accounts["postcode"].tolist() == ["35000", "29200", "56000"]
    assert accounts["lat"].notna().all()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("12 rue des Lilas, 35000 Rennes", ("35000", "Rennes")),
        ("Hauptstr. 5\n80331 München", ("80331", "München")),
        ("Keizersgracht 1, 1015 CJ Amsterdam", ("1015 CJ", "Amsterdam")),
        ("Rue Haute 3, B-1000 Bruxelles", ("1000", "Bruxelles")),
        ("somewhere", ("", "")),
        ("25528.94", ("", "")),
    ],
)
def test_addresses_of_neighbours_are_taken_apart(address, place):
    assert postcode_and_town(address) == place


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("janv-24", date(2024, 1, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-03-01", date(2024, 3, 31)),
        ("CA HT 2024 (€)", date(2024, 12, 31)),
        ("T1 2024", date(2024, 3, 31)),
        ("März 2025", date(2025, 3, 31)),
        ("Budget 2026", None),
        ("CA TTC 2024", None),
        ("2024-05-17", None),
        ("35000", None),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year_of_net_amounts(text, end):
    found = period_of(text)
    assert (found and found.end) == end


REFUSED = {
    "Sage": ("#FLG 000\n#VER 14\n#DEV EUR\n#MECG\nVE\n", "Sage"),
    "Quadra": (
        "".join(f"M{account}VE000140125 FACTURE\n" for account in ("411DUPON", "70700000", "44571000")),
        "Quadra",
    ),
    "no header": (
        "1;VE;20250114;411000;C1;1200,00;D\n1;VE;20250114;707000;;1000,00;C\n1;VE;20250114;445710;;200,00;C\n",
        "column 4",
    ),
    "DATEV": (
        '"EXTF";700;21;"Buchungsstapel"\nUmsatz (ohne Soll/Haben-Kz);Konto;Gegenkonto\n1190,00;10001;8400\n',
        "DATEV",
    ),
    "balance": (
        "Compte;Intitulé;Débit;Crédit;Solde\n411DUP;Dupont;1200;0;1200\n411MAR;Martin;600;600;0\n",
        "balance",
    ),
}


@pytest.mark.parametrize("form", REFUSED)
def test_entries_that_cannot_be_read_safely_are_named_and_the_fec_asked_for(tmp_path, form):
    content, said = REFUSED[form]
    (tmp_path / "export.txt").write_text(content, encoding="utf-8")
    (found,) = propose(tmp_path).files
    assert found.table is None
    assert said in found.problem
    assert "ask for the FEC" in found.problem


def test_a_pivot_table_is_refused_in_words(tmp_path):
    (tmp_path / "tcd.csv").write_text("Row Labels,Sum of Sales\nMorvan,6300\nOrmeau,2100\n", encoding="utf-8")
    (found,) = propose(tmp_path).files
    assert "pivot" in found.problem


def test_belgian_books_keep_their_clients_under_400(tmp_path):
    lines = [
        "VEN;14/01/2025;1;400000;C1;1210,00;0,00",
        "VEN;14/01/2025;1;700000;;0,00;1000,00",
        "VEN;14/01/2025;1;451000;;0,00;210,00",
        "ACH;11/02/2025;9;600000;;100,00;0,00",
        "ACH;11/02/2025;9;411000;;21,00;0,00",
        "ACH;11/02/2025;9;440000;F1;0,00;121,00",
    ]
    files = {"journal.csv": "Journal;Date;Pièce;Compte;Tiers;Débit;Crédit\n" + "\n".join(lines) + "\n"}
    assert by_client_and_year(taken_in(tmp_path, files).sales) == {("C1", 2025): 1000.0}


def test_ids_of_salesforce_are_found_with_or_without_their_last_three_letters(tmp_path):
    files = {
        "Accounts.csv": "Account ID,Account Name,Account Owner,Billing City\n001A000001AbCdE,Ormeau,Ann,Rennes\n"  # noqa: E501
        "001A000001ABcDe,Cap,Ann,Brest\n",
        "Invoices.csv": "Invoice Number,Invoice Date,Account ID,Net Amount\n1,2024-01-15,001A000001AbCdEIAV,1000\n"  # noqa: E501
        "2,2024-01-15,001A000001ABcDeIAL,500\n",
    }
    sales = taken_in(tmp_path, files).sales
    assert dict(zip(sales["account_id"], sales["revenue_eur"], strict=True)) == {
        "001A000001AbCdE": 1000.0,
        "001A000001ABcDe": 500.0,
    }


PIECES = "Code client;Date facture;N° facture;Quantité;Prix unitaire HT;Remise %"


def pieces(tmp_path, rows, head=PIECES):
    """Return the sales of lines of quantities, and what is told of roundings."""
    intake = taken_in(tmp_path, {"clients.csv": CLIENTS, "lignes.csv": "\n".join([head, *rows]) + "\n"})
    told = intake.repairs[intake.repairs["problem"].str.contains("whole number of cents")]
    return sorted(intake.sales["revenue_eur"].tolist()), told[["found", "used"]].to_numpy().tolist()


def test_quantity_times_price_less_discount_is_rounded_to_the_cent_line_by_line(tmp_path):
    """0.335 is 0.34 on the invoice, and what is given back is rounded alike; 2 × 10.10 needs no rounding."""
    rows = ["A1;15/01/2025;F1;1;0,67;50", "A2;16/01/2025;F2;-1;0,67;50", "A3;17/01/2025;F3;2;10,10;0"]
    amounts, told = pieces(tmp_path, rows)
    assert amounts == [-0.34, 0.34, 20.2]
    assert told == [["2 lines", "each line rounded to the cent, half a cent up, as invoices are"]]


def test_the_discount_is_taken_off_before_anything_is_rounded(tmp_path):
    """3 × 0.335 is 1.005; two thirds of it, 33.3333 % off, are 0.67000… and no 0.66."""
    amounts, _told = pieces(tmp_path, ["A1;15/01/2025;F1;3;0,335;33,3333", "A2;16/01/2025;F2;1;1,00;0"])
    assert amounts == [0.67, 1.0]


def test_lines_stay_as_they_are_where_the_file_states_totals_with_more_decimals(tmp_path):
    rows = ["A1;15/01/2025;F1;1;0,67;50;0,3350", "A2;16/01/2025;F2;3;0,335;0;1,0050"]
    rows += ["A3;17/01/2025;F3;2;10,10;0;20,2000"]
    amounts, _told = pieces(tmp_path, rows, f"{PIECES};Total")
    assert amounts == [0.335, 1.005, 20.2]
