"""How usual tools write what counts: codes with their legend, payments, pivots, names cut short."""

import pytest

from solver.intake.booking.counted_rows import open_questions
from solver.intake.drafting.propose import propose
from solver.intake.partners.names_otherwise import OtherSpellings
from solver.intake.quality.unread_files import unread_files
from solver.intake.reading.legends import legend_of
from solver.intake.reading.sources import read_source
from solver.intake.values.counting import verdict_of
from solver.parameters import load_portfolio
from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2025;F1;1000\nA2;17/02/2025;F2;200\n"


def read(tmp_path, **files):
    """Take in files as `init` proposes them, and return what step 1 makes of them."""
    given = {f"{name}.csv": text for name, text in files.items()}
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": SALES, **given})
    assert not isinstance(taken, PortfolioError), str(taken)
    return taken


def revenue(taken):
    """Return the revenue of each account."""
    return taken.sales.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Statut de paiement", ["Payé", "En cours de paiement", "Partiellement payé", "Non payé"]),
        ("Payment status", ["Paid", "Pending", "In payment"]),
        ("Stato pagamento", ["Pagata", "In attesa"]),
        ("Zahlungsstatus", ["Bezahlt", "Zahlung ausstehend"]),
    ],
)
def test_an_invoice_counts_whether_its_money_has_come_or_not(source, column, values):
    rows = [f"A1;15/01/2025;F{n};100;{value}\n" for n, value in enumerate(values)]
    text = f"Code client;Date facture;N° facture;Montant HT;{column}\n" + "".join(rows)
    assert open_questions(read_source(source("sales", text))) == []


def test_a_payment_is_no_sale_though_its_invoice_is(source):
    rows = "A1;15/01/2025;F1;100;Facture\nA1;16/01/2025;R1;100;Règlement\n"
    text = "Code client;Date facture;N° facture;Montant HT;Type\n" + rows
    (question,) = open_questions(read_source(source("sales", text)))
    assert question.rules == {"drop": ["Règlement"]}


def test_codes_are_read_as_the_words_that_the_name_of_their_column_has_for_them(tmp_path):
    """A draft of 5,000 does not count; of three appointments one is done, one is open, one was a call."""
    sales = (
        "Code client;Date facture;N° facture;Montant HT;État (0=brouillon, 1=validée, 2=payée)\n"
        "A1;15/01/2025;F1;1000;2\nA1;16/01/2025;F2;5000;0\nA2;17/02/2025;F3;200;1\n"
    )
    visits = (
        "Date;Code client;Commercial;Type;Progression (-1=non applicable, 0=à faire, 100=terminé)\n"
        "15/01/2025;A1;Ann;Rendez-vous;100\n16/01/2025;A1;Ann;Rendez-vous;0\n17/01/2025;A2;Ann;Appel;100\n"
    )
    taken = read(tmp_path, factures=sales, agenda=visits)
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}
    assert taken.visits["status"].eq("done").sum() == 1
    assert taken.repairs["used"].str.contains("0 = brouillon; 1 = validée; 2 = payée").any()


def test_a_rule_may_say_the_code_that_a_legend_explains(source):
    text = (
        "Code client;Date facture;N° facture;Montant HT;État (0=brouillon, 2=payée)\n"
        "A1;15/01/2025;F1;1000;2\nA1;16/01/2025;F2;5000;0\n"
    )
    raw = read_source(source("sales", text, drop={"État (0=brouillon, 2=payée)": ["0"]}))
    assert raw.counting.tolist() == [True, False]


@pytest.mark.parametrize(
    "name", ["CA (k€)", "Prix (TTC=1,2 × HT)", "Date (jj/mm/aaaa)", "Taux (t=20)", "Remise %"]
)
def test_a_bracket_that_spells_out_no_codes_is_no_legend(name):
    assert legend_of(name) == {}


def test_accounts_without_a_code_are_called_by_their_name(tmp_path):
    """Prospects have no code yet; a total below the list is no account."""
    listed = CLIENTS + ";Zinc;56000;Vannes;Ann\n;Total général;;;\n"
    taken = read(tmp_path, clients=listed)
    assert sorted(taken.accounts["account_id"]) == ["A1", "A2", "Zinc"]
    assert taken.repairs["problem"].eq("accounts without a code").sum() == 1


def test_a_type_that_says_no_word_of_clients_and_prospects_is_left_alone(tmp_path):
    rows = (
        "A1;Ormeau;Société;35000;Rennes;Ann\nA2;Cap;Société;29200;Brest;Ann\nA3;Zinc;SCI;56000;Vannes;Ann\n"
    )
    listed = f"Code client;Nom;Type;CP;Ville;Commercial\n{rows}"
    assert len(read(tmp_path, clients=listed).accounts) == 3


def test_a_column_of_codes_that_nobody_filled_in_leaves_the_name(tmp_path):
    listed = "ContactName,AccountNumber,POCity,Sales rep\nOrmeau,,Rennes,Ann\nCap,,Brest,Ann\n"
    sales = SALES.replace("Code client", "ContactName").replace("A1", "Ormeau").replace("A2", "Cap")
    assert revenue(read(tmp_path, clients=listed, factures=sales)) == {"Ormeau": 1000.0, "Cap": 200.0}


def test_a_firms_own_name_goes_before_the_full_name_of_a_person_there(tmp_path):
    listed = (
        "Customer,Full Name,City,Sales rep\nOrmeau Ltd,Ann Lee,Rennes,Ann\nCap Supply,Bob Ray,Brest,Ann\n"
    )
    sales = SALES.replace("Code client", "Customer").replace("A1", "Ormeau Ltd").replace("A2", "Cap Supply")
    assert read(tmp_path, clients=listed, factures=sales).accounts["name"].tolist() == [
        "Cap Supply",
        "Ormeau Ltd",
    ]


def test_a_grand_total_is_held_against_its_groups_where_amounts_are_worked_out(tmp_path):
    sales = (
        "Client;Date facture;N° facture;Qté;Prix unitaire HT;Total\n"
        "Ormeau;15/01/2025;F1;2;500;1000\nOrmeau;16/01/2025;F2;1;100;100\nTotal Ormeau;;;;;1100\n"
        "Cap;17/02/2025;F3;1;200;200\nCap;18/02/2025;F4;1;50;50\nTotal Cap;;;;;250\nTOTAL;;;;;1350\n"
    )
    taken = read(tmp_path, factures=sales)
    assert revenue(taken) == {"A1": 1100.0, "A2": 250.0}
    assert not taken.repairs["problem"].str.startswith("this total is not the sum").any()


def test_documents_of_a_portuguese_package_are_asked_about_with_the_line_that_answers(tmp_path):
    rows = [(f"FA{n}", "FA", 100) for n in range(4)] + [
        ("NC1", "NC", 20),
        ("OR1", "ORC", 500),
        ("FR1", "FR", 10),
    ]
    sales = "Entidade;Data;NumDoc;TipoDoc;Montant HT\n"
    sales += "".join(f"A1;15/01/2025;{number};{kind};{amount}\n" for number, kind, amount in rows)
    refused = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "CabecDoc.csv": sales})
    assert "drop: {TipoDoc: [ORC]}; credit_notes: {TipoDoc: [NC]}" in str(refused)


def test_zeros_that_one_file_lost_do_not_part_a_key_from_its_account(tmp_path):
    listed = (
        "Account ID;Account Name;ERP number;Billing City;Account Owner\n"
        "X9a;Ormeau;0001500;Rennes;Ann\nX9b;Cap;0001870;Brest;Ann\n"
    )
    sales = (
        "Customer No;Invoice Date;Invoice No;Net Amount\n1500;2025-01-15;F1;1000\n1870;2025-02-17;F2;200\n"
    )
    assert revenue(read(tmp_path, clients=listed, factures=sales)) == {"X9a": 1000.0, "X9b": 200.0}


def test_what_a_log_only_planned_is_no_visit_and_is_asked_about_without_an_edit(tmp_path):
    visits = (
        "Data;Agente;Codice cliente;Tipo;Esito\n15/01/2025;Ann;A1;Visita;Effettuata\n"
        "16/01/2025;Ann;A1;Visita;Programmata\n17/01/2025;Ann;A2;Visita;Annullata\n18/01/2025;Ann;A2;Telefonata;Effettuata\n"
    )
    taken = read(tmp_path, agenda=visits)
    assert taken.visits["status"].tolist() == ["done"]
    assert taken.repairs["problem"].str.startswith("an appointment for a day gone by").sum() == 1


def test_a_log_is_told_by_its_words_though_one_is_the_programs_own(tmp_path):
    log = (
        "Activité - Type,Activité - Date d'échéance,Activité - Organisation,"
        "Activité - Attribuée à l'utilisateur\nRéunion,2025-01-15,Ormeau,Ann\nAppel,2025-01-16,Cap,Ann\n"
        "E-mail,2025-01-17,Cap,Ann\nJalon,2025-01-17,Cap,Ann\n"
    )
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (tmp_path / "activites.csv").write_text(log, encoding="utf-8")
    found = {each.file: each for each in propose(tmp_path).files}["activites.csv"]
    assert found.table == "visits"
    assert found.columns["rep_id"] == "Activité - Attribuée à l'utilisateur"


def test_a_pivot_table_writes_the_client_once_and_its_totals_are_no_sales(tmp_path):
    rows = [
        ["Représentant", "N° client", "Client", "Famille", "2024", "2025", "Total général"],
        ["Ann", "A1", "Ormeau", "Gants", 100, 50, 150],
        ["", "", "", "Vis", 300, "", 300],
        ["", "", "Total Ormeau", "", 400, 50, 450],
        ["", "A2", "Cap", "Gants", 20, 5, 25],
        ["", "", "", "Vis", "", 7, 7],
        ["", "", "Total Cap", "", 20, 12, 32],
        ["Total Ann", "", "", "", 420, 62, 482],
        ["Total général", "", "", "", 420, 62, 482],
    ]
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "stat.xlsx").write_bytes(xlsx({"TCD": rows}))
    listed = CLIENTS.replace("Code client", "N° client").replace("Nom", "Raison sociale")
    taken = taken_in(folder, {"clients.csv": listed})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert revenue(taken) == {"A1": 450.0, "A2": 32.0}


SPELLINGS = {
    "electricite besson": "E1",
    "ormeau sarl": "O1",
    "cap fils": "C1",
    "morel sas": "M1",
    "morel eurl": "M2",
}
SHARED = [("martin", "P1"), ("martin", "P2"), ("martin sarl", "P3")]


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("Elec. Besson", "E1"),
        ("SARL ORMEAU", "O1"),
        ("Ormeau", "O1"),
        ("Ormeau SAS", None),
        ("Cap et Fils", "C1"),
        ("Ets Cap & Fils", "C1"),
        ("Morel", None),
        ("Morel SAS", "M1"),
        ("Martin", None),
        ("Martin SA", None),
        ("Martin SARL", None),
        ("Besson", None),
        ("El Bes", None),
    ],
)
def test_a_name_written_otherwise_leads_to_the_one_account_that_it_may_mean(written, account):
    assert OtherSpellings([*SPELLINGS.items(), *SHARED]).find(written) == account


def test_a_name_written_otherwise_is_told_with_its_amount(tmp_path):
    sales = (
        "Client;Date facture;N° facture;Montant HT\nOrmeau SARL;15/01/2025;F1;1000\nCap;17/02/2025;F2;200\n"
    )
    taken = read(tmp_path, factures=sales)
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}
    told = taken.repairs[taken.repairs["problem"].str.startswith("the name of the account is written")]
    assert told[["found", "used", "worth_eur"]].to_numpy().tolist() == [["Ormeau SARL", "Ormeau", 1000.0]]


def test_a_name_that_two_accounts_share_leads_to_no_third_that_is_called_nearly_so(tmp_path):
    listed = CLIENTS + "".join(
        f"A{n};{name};{n}5000;Rennes;Ann\n" for n, name in ((3, "Zinc"), (4, "Zinc"), (5, "Zinc SARL"))
    )
    sales = (
        "Client;Date facture;N° facture;Montant HT\n"
        "Ormeau;15/01/2025;F1;1000\nCap;17/02/2025;F2;200\nZinc;17/02/2025;F3;10\n"
    )
    taken = read(tmp_path, clients=listed, factures=sales)
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}
    assert "Zinc" in taken.repairs["found"].tolist()


def test_a_file_beside_the_portfolio_that_nothing_names_is_told(tmp_path):
    """A log of visits that was not recognised would else look like a firm that visits nobody."""
    log = "Jour,Lieu,Mémo\n15/01/2025,Quai,vu\n"
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "Carnet.csv").write_text(log, encoding="utf-8")
    read(tmp_path)
    portfolio = load_portfolio(tmp_path / "f" / "portfolio.yaml")
    assert unread_files(portfolio, tmp_path / "f") == ["Carnet.csv"]


LOG = "Jour;Commercial;{client}\n15/01/2025;Ann;Ormeau\n16/01/2025;Ann;Cap\n"


@pytest.mark.parametrize(
    ("sheet", "client"), [("Visites", "Client"), ("Feuil1", "Client visité"), ("Bezoeken", "Klant")]
)
def test_a_log_of_who_was_where_and_when_is_told_by_its_sheet_or_by_a_column(tmp_path, sheet, client):
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    rows = [line.split(";") for line in LOG.format(client=client).splitlines()]
    (tmp_path / "hebdo.xlsx").write_bytes(xlsx({sheet: rows}))
    found = {each.file: each for each in propose(tmp_path).files}["hebdo.xlsx"]
    assert (found.table, found.columns["account_id"]) == ("visits", client)


def test_names_behind_those_of_their_tables_are_written_where_one_column_alone_can_be_meant(tmp_path):
    """The price of a line before its discount is an amount too: 600 and 200, where 1,000 and 200 are net."""
    sales = (
        "PCF_CODE;DOC_NUMERO;DOC_DATE;LIG_QTE;LIG_P_BRUT;LIG_REMISE;LIG_NET_HT\n"
        "A1;F1;15/01/2025;2;600;{};1000\nA2;F2;17/02/2025;1;200;0;200\n"
    ).format("16,67")
    log = (
        "ACT_DATE;ACT_TYPE;STATUT;SOCIETE;RESPONSABLE\n15/01/2025 10:00;Visite;Clôturé;Ormeau;Ann\n"
        "16/01/2025 11:00;Visite;Clôturé;Cap;Ann\n"
    )
    taken = read(tmp_path, factures=sales, actions=log)
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}
    assert taken.visits["status"].eq("done").sum() == 2
    assert "the only column that it can be" in (tmp_path / "f" / "portfolio.yaml").read_text("utf-8")


def test_the_only_days_of_a_file_are_its_days_though_they_are_digits_alone(tmp_path):
    sales = "TIERS;PINO;PIDT;MTHT;MTTTC\nA1;00010000;20250115;1000;1200\nA2;00010001;20250217;200;240\n"
    assert revenue(read(tmp_path, factures=sales)) == {"A1": 1000.0, "A2": 200.0}


@pytest.mark.parametrize("column", ["Échéance", "Date de création"])
def test_a_day_that_says_it_is_another_one_is_asked_about_though_it_stands_alone(tmp_path, column):
    sales = SALES.replace("Date facture", column)
    refused = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert "no column of this file is recognised as date" in str(refused)


def test_a_result_read_as_the_state_of_a_visit_leaves_those_not_made_out(tmp_path):
    rows = "".join(f"1{n}/01/2025;Ann;A1;{word}\n" for n, word in enumerate(["Faite", "Non faite", "Faite"]))
    visits = "Date;Commercial;Code client;Résultat\n" + rows + "20/01/2025;Ann;A2;Prévue\n"
    assert read(tmp_path, visites=visits).visits["status"].tolist() == ["done", "done"]


@pytest.mark.parametrize(
    ("visit", "call"),
    [("BEZOEK - Visit on site", "OUTGOING - Phone Call"), ("Visite client", "Appel sortant")],
)
def test_which_way_a_call_went_does_not_make_it_another_kind(source, visit, call):
    rows = f"15/01/2025;Ann;A1;{visit}\n16/01/2025;Ann;A1;{call}\n"
    (question,) = open_questions(read_source(source("visits", "Date;Rep;Code client;Modèle\n" + rows)))
    assert question.sure
    assert question.rules == {"drop": [call]}


@pytest.mark.parametrize(("kind", "counts"), [("Incoming invoice", False), ("Outgoing invoice", True)])
def test_which_way_an_invoice_went_tells_a_purchase_from_a_sale(kind, counts):
    assert (verdict_of(kind, "sales") == "counts") is counts


def test_a_state_written_in_one_word_is_read_as_its_words_are(source):
    rows = "A1;15/01/2025;F1;100;PartiallyPaid\nA1;16/01/2025;F2;100;Draft\nA2;16/01/2025;F3;100;Sent\n"
    text = "Code client;Date facture;N° facture;Montant HT;Invoice Status\n" + rows
    (question,) = open_questions(read_source(source("sales", text)))
    assert (question.sure, question.rules) == (True, {"drop": ["Draft"]})


def test_a_lead_to_whom_nobody_spoke_yet_has_no_stage_and_one_who_was_tried_was_called(tmp_path):
    listed = (
        "Company;Zip;City;Sales rep;Lead Status\nZinc;56000;Vannes;Ann;Attempted to Contact\n"
        "Fer;56000;Vannes;Ann;Not Contacted\nBois;56000;Vannes;Ann;Qualification\n"
    )
    accounts = read(tmp_path, prospects=listed).accounts.set_index("name")["stage"]
    assert accounts[["Zinc", "Bois"]].tolist() == ["called", "reached"]
    assert accounts.isna()["Fer"]


def test_the_document_that_cancels_another_counts_no_more_than_the_one_it_cancels(source):
    rows = "A1;15/01/2025;F1;100;N\nA1;16/01/2025;F2;70;Y\nA1;16/01/2025;F3;70;C\n"
    text = "CardCode;DocDate;DocNum;Montant HT;CANCELED\n" + rows
    (question,) = open_questions(read_source(source("sales", text)))
    assert question.sure
    assert sorted(question.rules["drop"]) == ["C", "Y"]
    (asked,) = open_questions(read_source(source("sales", text.replace(";C\n", ";P\n"))))
    assert (asked.sure, asked.unclear) == (False, ["P"])


def test_a_no_stays_a_no_in_a_column_that_begins_with_the_same_letter(source):
    rows = "15/01/2025;Ann;A1;Y\n16/01/2025;Ann;A2;N\n17/01/2025;Ann;A2;R\n"
    (question,) = open_questions(read_source(source("visits", "Date;Rep;Code client;No show\n" + rows)))
    assert (question.rules, question.unclear) == ({"drop": ["Y"]}, ["R"])


def test_visits_that_are_closed_as_done_are_done(source):
    text = "Date;Rep;Code client;Abgeschlossen\n15/01/2025;Ann;A1;Y\n16/01/2025;Ann;A2;N\n"
    (question,) = open_questions(read_source(source("visits", text)))
    assert question.rules == {"drop": ["N"]}
