"""Sales and clients from accounting entries.

The four samples hold the same entries of 2025.
Sales of CDUPONT: 1,000 - 100 (credit note) + 200 = 1,100.
Sales of CMARTIN: 200 + 181.04 (two VAT rates) + 1,000 - 50 (discount, 709) + 100 = 1,431.04.
Sales of CLEROY: 1,000 + 300 = 1,300. Together 3,831.04.
Set aside: 50 at the counter and 60 without auxiliary account = 110; 300 between two clients; 1,000 in
the miscellaneous journal. 3,831.04 + 110 + 300 + 1,000 = 5,241.04.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.booking.account_codes import AccountCodes
from solver.intake.history.sales import build_sales
from solver.intake.partners.accounts import build_accounts
from solver.intake.quality.reconcile import reconcile
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Source
from tests.intake.conftest import refusal, small_firm, write

SAMPLES = Path(__file__).with_name("samples")
AS_OF = date(2025, 12, 31)
HEADER = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|"
    "Debit|Credit"
)
EVERY_SAMPLE = pytest.mark.parametrize(
    "name", ["fec_tab_comma.txt", "fec_pipe_point.txt", "fec_amount_direction.txt", "fec_sage_entries.csv"]
)


def sample(name, table="sales", **options):
    return Source(table=table, path=str(SAMPLES / name), preset="fec", **options)


def sourced_of(*sources):
    """Return the sales of these sources, for the accounts of the first of them."""
    first = sources[0].model_copy(update={"table": "accounts", "columns": {}, "keep": {}})
    known = build_accounts([read_values(read_source(first))], AS_OF, "FR").accounts["account_id"]
    typed = [read_values(read_source(source, Path(source.path).name)) for source in sources]
    return build_sales(typed, AccountCodes(known), AS_OF)


@pytest.fixture
def entries(tmp_path):
    """Write accounting entries and return their source: journal, number, account, client, amount."""

    def make(*lines, name="FEC.txt", header=HEADER, **options):
        rows = []
        for journal, number, account, client, amount in lines:
            code, _, label = journal.partition(" ")
            debit, credit = (f"{max(-amount, 0):.2f}", f"{max(amount, 0):.2f}")
            cells = [code, label, number, "20250310", account, f"Compte {account}", client, client.title()]
            rows.append("|".join([*cells, "", debit, credit]))
        return write(tmp_path, "sales", "\n".join([header, *rows]) + "\n", name, preset="fec", **options)

    return make


def revenue(sourced):
    return sourced.table.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()


def causes(sourced):
    return {line["cause"]: (line["rows"], line["revenue_eur"]) for line in reconcile(sourced)["causes"]}


@EVERY_SAMPLE
def test_each_client_has_the_sales_of_the_entries_that_name_it(name):
    assert revenue(sourced_of(sample(name))) == {"CDUPONT": 1100.0, "CLEROY": 1300.0, "CMARTIN": 1431.04}


@EVERY_SAMPLE
def test_what_is_set_aside_is_told_with_its_cause_and_adds_up(name):
    sourced = sourced_of(sample(name))
    assert causes(sourced) == {
        "a sale without a client: the entry names none on a 411 line": (2, 110.0),
        "journal OD: miscellaneous entries, not invoices": (1, 1000.0),
        "several clients in one entry: whose sale it is cannot be told": (1, 300.0),
    }
    told = reconcile(sourced)
    assert told["holds"]
    (line,) = told["by_file"]
    assert line["revenue_in_eur"] == 5241.04
    assert line["revenue_kept_eur"] == 3831.04
    assert line["revenue_set_aside_eur"] == 1410.0


@EVERY_SAMPLE
def test_the_clients_come_with_their_names_and_suppliers_do_not(name):
    typed = read_values(read_source(sample(name, "accounts")))
    accounts = build_accounts([typed], AS_OF, "FR").accounts
    assert dict(zip(accounts["account_id"], accounts["name"], strict=True)) == {
        "CDUPONT": "Menuiserie Dupont",
        "CANCIEN": "Ancien Négoce",
        "CMARTIN": "Garage Martin & Fils",
        "CLEROY": "Transports Leroy",
    }


def test_one_file_is_enough_for_the_whole_of_step_1():
    made = prepare_tools(small_firm([sample("fec_tab_comma.txt", "accounts"), sample("fec_tab_comma.txt")]))
    kinds = dict(zip(made.accounts["account_id"], made.accounts["kind"], strict=True))
    # Ancien Négoce owed 300 on 1 January and bought nothing in the year.
    assert kinds == {"CANCIEN": "former_client", "CDUPONT": "client", "CLEROY": "client", "CMARTIN": "client"}
    assert made.sales["revenue_eur"].sum() == pytest.approx(3831.04)
    assert made.quality["reconciliation"]["holds"]


def test_invoice_day_document_and_family_come_from_the_entry():
    sales = sourced_of(sample("fec_pipe_point.txt")).table
    second = sales[sales["order_id"].eq("F25002")]
    assert second["date"].eq(pd.Timestamp("2025-02-03")).all()
    assert second["family"].tolist() == ["Ventes de marchandises 20 %", "Ventes de marchandises 5,5 %"]


def test_the_portfolio_may_ask_for_other_columns():
    wanted = {"family": "CompteNum", "date": "PieceDate"}
    sales = sourced_of(sample("fec_pipe_point.txt", columns=wanted)).table
    assert set(sales["family"]) == {"707100", "707200", "706000", "709700"}


def test_an_entry_that_does_not_balance_is_told_and_its_sales_stay():
    listed = sourced_of(sample("fec_tab_comma.txt")).repairs
    (row,) = listed[listed["problem"].eq("the entry does not balance")].to_dict("records")
    # 121 against 100 and 20 of VAT.
    assert "1.00" in row["found"]
    assert row["worth_eur"] == 100


def test_entries_without_their_tax_lines_are_told_once(entries):
    lines = [
        line
        for number in range(5)
        for line in (("VE", str(number), "411", "ANN", -120), ("VE", str(number), "707", "", 100))
    ]
    sourced = sourced_of(entries(*lines))
    assert revenue(sourced) == {"ANN": 500}
    assert sourced.repairs["problem"].tolist() == [
        "entries do not balance: lines are missing from the export"
    ]


def test_sales_brought_forward_by_the_opening_journal_do_not_count(entries):
    sourced = sourced_of(
        entries(
            *(("AN A nouveaux", "1", "411", "ANN", -10), ("AN A nouveaux", "1", "707", "", 10)),
            *(("VE Ventes", "1", "411", "ANN", -20), ("VE Ventes", "1", "707", "", 20)),
        )
    )
    assert revenue(sourced) == {"ANN": 20}
    assert causes(sourced) == {"journal AN: brings forward what was sold before": (1, 10.0)}


def test_a_sales_journal_is_one_whatever_its_code(entries):
    sourced = sourced_of(
        entries(("OD1 Ventes diverses", "1", "411", "ANN", -20), ("OD1 Ventes diverses", "1", "707", "", 20))
    )
    assert revenue(sourced) == {"ANN": 20}


def test_the_portfolio_says_which_journals_count(entries):
    lines = [("OD", "1", "411", "ANN", -20), ("OD", "1", "707", "", 20)]
    with refusal("every sale stands in an opening or miscellaneous journal", "{JournalCode: [OD]}"):
        sourced_of(entries(*lines))
    assert revenue(sourced_of(entries(*lines, keep={"JournalCode": ["OD"]}))) == {"ANN": 20}


def test_closing_the_books_sells_nothing(entries):
    sourced = sourced_of(
        entries(
            *(("VE", "1", "411", "ANN", -20), ("VE", "1", "707", "", 20)),
            *(("CL", "1", "707", "", -20), ("CL", "1", "120", "", 20)),
        )
    )
    assert revenue(sourced) == {"ANN": 20}
    assert causes(sourced) == {"an entry that opens or closes the books": (1, -20.0)}


def test_moving_an_amount_between_sales_accounts_sells_nothing(entries):
    sourced = sourced_of(
        entries(
            *(("VE", "1", "411", "ANN", -20), ("VE", "1", "701", "", 20)),
            *(("VE", "2", "701", "", -20), ("VE", "2", "702", "", 20)),
        )
    )
    assert revenue(sourced) == {"ANN": 20}
    assert causes(sourced) == {"moved from one sales account to another: nothing was sold": (2, 0.0)}


def test_a_counter_sale_between_two_invoices_of_an_entry_is_nobodys(entries):
    sourced = sourced_of(
        entries(
            *(("VE", "1", "411", "ANN", -20), ("VE", "1", "707", "", 20)),
            *(("VE", "1", "530", "", -30), ("VE", "1", "707", "", 30)),
        )
    )
    assert revenue(sourced) == {"ANN": 20}
    assert sum(amount for _rows, amount in causes(sourced).values()) == 30


def test_entries_sorted_by_account_are_put_together_again(entries):
    sourced = sourced_of(
        entries(
            *(("VE", "1", "411", "ANN", -12), ("VE", "2", "411", "BOB", -24)),
            *(("VE", "1", "4457", "", 2), ("VE", "2", "4457", "", 4)),
            *(("VE", "1", "707", "", 10), ("VE", "2", "707", "", 20)),
        )
    )
    assert revenue(sourced) == {"ANN": 10, "BOB": 20}


def test_a_client_account_of_its_own_stands_for_its_client(entries):
    source = entries(("VE", "1", "411DUPONT", "", -20), ("VE", "1", "707", "", 20))
    assert revenue(sourced_of(source)) == {"411DUPONT": 20}
    accounts = read_values(read_source(source.model_copy(update={"table": "accounts"}))).table
    assert accounts["name"].tolist() == ["Compte 411DUPONT"]


def test_numbered_client_accounts_stand_for_clients_where_nobody_has_an_auxiliary_account(entries):
    source = entries(
        *(("VE", "1", "4110017", "", -20), ("VE", "1", "707", "", 20)),
        *(("VE", "2", "4110000", "", -5), ("VE", "2", "707", "", 5)),
    )
    sourced = sourced_of(source)
    assert revenue(sourced) == {"4110017": 20}
    assert causes(sourced) == {"a sale without a client: the entry names none on a 411 line": (1, 5.0)}


def test_entries_in_which_nobody_is_named_are_refused(entries):
    with refusal("the 411 lines have no auxiliary account", "ask for an export with"):
        sourced_of(entries(("VE", "1", "411000", "", -20), ("VE", "1", "707", "", 20)))


def test_the_auxiliary_account_on_the_sales_line_itself_counts(entries):
    lines = [
        *(("VE", "1", "411", "ANN", -20), ("VE", "1", "411", "BOB", -30)),
        *(("VE", "1", "707", "ANN", 20), ("VE", "1", "707", "BOB", 30)),
    ]
    assert revenue(sourced_of(entries(*lines))) == {"ANN": 20, "BOB": 30}


def test_an_advance_taken_off_an_invoice_leaves_the_sale_whole(entries):
    sourced = sourced_of(
        entries(
            *(("VE", "1", "4191", "ANN", -40), ("VE", "1", "411", "ANN", -80)),
            *(("VE", "1", "707", "", 100), ("VE", "1", "4457", "", 20)),
        )
    )
    assert revenue(sourced) == {"ANN": 100}


def test_lines_numbered_one_by_one_are_put_together_by_their_document(tmp_path):
    text = HEADER + (
        "\nVE||1|20250310|411||ANN|Ann|F1|120.00|0\nVE||2|20250310|707||||F1|0|100.00\n"
        "VE||3|20250310|4457||||F1|0|20.00\n"
    )
    assert revenue(sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))) == {"ANN": 100}


def test_a_plus_is_a_debit_where_the_direction_is_a_sign(tmp_path):
    text = (
        "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|Montant|Sens\n"
        "VE|1|20250310|411|ANN|Ann|120,00|+1\nVE|1|20250310|707|||100,00|-1\nVE|1|20250310|4457|||20,00|-1\n"
    )
    assert revenue(sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))) == {"ANN": 100}


def test_a_direction_that_says_nothing_is_told(tmp_path):
    text = (
        "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|Montant|Sens\n"
        "VE|1|20250310|411|ANN|Ann|120,00|D\nVE|1|20250310|707|||100,00|C\nVE|1|20250310|707|||20,00|?\n"
    )
    sourced = sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))
    assert revenue(sourced) == {"ANN": 100}
    row = sourced.repairs[sourced.repairs["row"].eq(4)].iloc[0]
    assert row["found"] == "?"


@pytest.mark.parametrize(
    "header",
    [
        HEADER.upper(),
        HEADER.replace("JournalCode", "Journal_Code").replace("EcritureNum", "Ecriture Num"),
        HEADER.replace("Debit", "Débit").replace("Credit", "Crédit"),
        HEADER.replace("JournalLib", "JournalLibelle").replace("CompAuxLib", "CompAuxLibelle"),
    ],
)
def test_the_spelling_of_the_header_does_not_matter(entries, header):
    lines = [("VE", "1", "411", "ANN", -20), ("VE", "1", "707", "", 20)]
    assert revenue(sourced_of(entries(*lines, header=header))) == {"ANN": 20}


def test_a_wording_that_holds_the_separator_is_put_together_and_told(tmp_path):
    text = (
        "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|EcritureLib|Debit|Credit|EcritureLet\n"
        "VE|1|20250310|411|ANN|Ann|Facture 1|120.00|0|A\n"
        "VE|1|20250310|707|||Vis | boulons|0|100.00|\n"
        "VE|1|20250310|4457|||TVA | 20 % | port|0|20.00|B\n"
    )
    sourced = sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))
    assert revenue(sourced) == {"ANN": 100}
    told = sourced.repairs[sourced.repairs["problem"].eq("the wording of the line holds the separator")]
    assert told["row"].tolist() == [3, 4]


def test_quotation_marks_are_part_of_the_wording(tmp_path):
    text = (
        "JournalCode\tEcritureNum\tEcritureDate\tCompteNum\tCompAuxNum\tCompAuxLib\tDebit\tCredit\n"
        'VE\t1\t20250310\t411\tANN\t"Le Phare" SARL\t20\t0\nVE\t1\t20250310\t707\t\t"\t0\t20\n'
    )
    source = write(tmp_path, "sales", text, "FEC.txt", preset="fec")
    assert revenue(sourced_of(source)) == {"ANN": 20}
    accounts = read_values(read_source(source.model_copy(update={"table": "accounts"}))).table
    assert accounts["name"].tolist() == ['"Le Phare" SARL']


def test_three_decimals_are_no_thousands(tmp_path):
    text = HEADER + "\nVE||1|20250310|411||ANN|Ann|F1|1.250|0\nVE||1|20250310|707||||F1|0|1.250\n"
    assert revenue(sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))) == {"ANN": 1.25}


def test_an_entry_of_two_files_counts_once(entries):
    first = [("VE", "7", "411", "ANN", -20), ("VE", "7", "707", "", 20)]
    second = [*first, ("VE", "8", "411", "ANN", -5), ("VE", "8", "707", "", 5)]
    sourced = sourced_of(entries(*first, name="FEC2024.txt"), entries(*second, name="FEC2025.txt"))
    assert revenue(sourced) == {"ANN": 25}
    assert causes(sourced) == {"this accounting entry is in FEC2024.txt too": (1, 20.0)}


def test_a_counter_sale_called_total_is_no_total(tmp_path):
    text = (
        "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|EcritureLib|Debit|Credit\n"
        "VE|1|20250310|411|ANN|Ann|Facture|20|0\nVE|1|20250310|707|||Facture|0|20\n"
        "CA|2|20250310|530|||Total|20|0\nCA|2|20250310|707|||Total|0|20\n"
    )
    sourced = sourced_of(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))
    assert reconcile(sourced)["by_file"][0]["revenue_set_aside_eur"] == 20


def test_the_same_line_twice_in_one_entry_counts_twice(entries):
    sourced = sourced_of(
        entries(("VE", "7", "411", "ANN", -40), ("VE", "7", "707", "", 20), ("VE", "7", "707", "", 20))
    )
    assert revenue(sourced) == {"ANN": 40}


def test_entries_without_an_account_column_are_refused(tmp_path):
    text = "JournalCode|EcritureNum|EcritureDate|CompAuxNum|Debit|Credit\nVE|1|20250310|ANN|0|1\n"
    with refusal("no column of these accounting entries is recognised as: account", "FEC.txt"):
        read_source(write(tmp_path, "sales", text, "FEC.txt", preset="fec"))


def test_entries_without_sales_are_refused(entries):
    with refusal("no line of these entries is on a sales account"):
        sourced_of(entries(("BQ", "1", "512", "", -20), ("BQ", "1", "411", "ANN", 20)))


def test_a_ledger_of_clients_is_told_from_entries_of_another_period(entries):
    """Its amounts hold tax whatever the period: the list of invoices without tax is asked for."""
    with refusal(
        "the amounts of client accounts (411…) include tax, and payments stand among them"
    ) as refused:
        sourced_of(entries(("VE", "1", "411", "ANN", 120), ("BQ", "2", "411", "ANN", -120)))
    assert "list of invoices without tax" in str(refused.value)


def test_a_fec_without_its_preset_says_which_one_it_needs():
    source = Source(table="sales", path=str(SAMPLES / "fec_tab_comma.txt"))
    with refusal("write preset: fec for this source"):
        read_source(source)


def test_clients_under_other_codes_are_found_by_their_names(source):
    """Accounting and customer relations each have their own codes; the names are the same."""
    crm = source(
        "accounts",
        "Id;Raison sociale;CP;Ville\n1001;MENUISERIE DUPONT;35400;SAINT-MALO\n"
        "1002;Garage Martin & Fils;29200;BREST\n1003;Transports Leroy;29000;QUIMPER\n",
    )
    entries = sample("fec_tab_comma.txt")
    with refusal("the column “CompAuxLib” holds names that are", "account_id: CompAuxLib"):
        prepare_tools(small_firm([crm, entries]))
    named = sample("fec_tab_comma.txt", columns={"account_id": "CompAuxLib"})
    sales = prepare_tools(small_firm([crm, named])).sales
    revenue = sales.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()
    assert revenue == {"1001": 1100.0, "1002": 1431.04, "1003": 1300.0}
