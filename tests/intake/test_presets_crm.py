"""Exports of customer relations and of invoicing packages, each read whole by its preset."""

from pathlib import Path

import pytest

from solver.intake import prepare_tools
from solver.intake.presets import presets, recognise
from solver.parameters import Source
from tests.intake.conftest import small_firm

SAMPLES = Path(__file__).parent / "samples"
OURS = ("sellsy", "hubspot", "salesforce", "pipedrive", "dolibarr", "odoo")
# The three invoices and the credit note that every sample of invoices holds.
COMMON = [1200.50, 300.00, -50.25]
TYPED = "Code client;Raison sociale\nX1;Menuiserie Rance\nX2;Garage du Port\nX3;Transports Odet\n"
SALES = "N° facture;Date;Code client;Montant HT\n"


def sample(table, name, preset=None, **options):
    """Return the source of a sample, named after its preset."""
    return Source(table=table, path=str(SAMPLES / f"{name}.csv"), preset=preset or name, **options)


@pytest.fixture
def read(tmp_path):
    """Read samples beside a file of accounts and one invoice, where the samples hold none."""

    def make(*sources, accounts=None, invoice=None):
        tables = [each.table for each in sources]
        others = []
        if "accounts" not in tables:
            (tmp_path / "accounts.csv").write_text(accounts or TYPED, encoding="utf-8")
            others.append(Source(table="accounts", path=str(tmp_path / "accounts.csv")))
        if "sales" not in tables:
            (tmp_path / "sales.csv").write_text(
                SALES + (invoice or "F1;15/01/2025;X1;10,00\n"), encoding="utf-8"
            )
            others.append(Source(table="sales", path=str(tmp_path / "sales.csv")))
        return prepare_tools(small_firm([*others, *sources]))

    return make


def by_id(table, *columns):
    """Return some columns of the accounts, by account_id."""
    return {row[0]: tuple(row[1:]) for row in table[["account_id", *columns]].to_numpy().tolist()}


def kept_and_aside(made):
    (balance,) = made.quality["reconciliation"]["by_file"]
    assert made.quality["reconciliation"]["holds"]
    return balance["rows_kept"], balance["rows_set_aside"], balance["revenue_kept_eur"]


def steps(made):
    rows = made.prospect_events.assign(date=made.prospect_events["date"].dt.strftime("%Y-%m-%d"))
    return sorted(rows[["account_id", "date", "stage"]].itertuples(index=False, name=None))


def test_a_sample_stands_for_each_preset_and_says_that_no_real_file_was_seen():
    ours = {name: preset for name, preset in presets().items() if name.startswith(OURS)}
    assert len(ours) == 13
    for name, preset in ours.items():
        assert (SAMPLES / f"{name}.csv").is_file()
        assert not preset.checked
        assert preset.evidence


@pytest.mark.parametrize(
    "name", sorted(file.stem for file in SAMPLES.glob("*.csv") if file.stem.startswith(OURS))
)
def test_each_sample_is_recognised_by_its_header(name):
    header = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    found = recognise([cell.strip('"') for cell in header.split(separator)])
    preset = "_".join(name.split("_")[:2])
    assert found
    assert found[0][0] == preset


def test_sellsy_gives_accounts_people_and_invoices(read):
    made = read(
        sample("accounts", "sellsy_clients"),
        sample("contacts", "sellsy_clients"),
        sample("sales", "sellsy_invoices"),
    )
    assert by_id(made.accounts, "name", "postcode", "kind") == {
        "101": ("Menuiserie Rance", "35400", "client"),
        "102": ("Garage du Port", "29200", "client"),
        "103": ("Ferme de l'Odet", "29000", "client"),
    }
    people = made.contacts[["contact_id", "account_id", "name", "function"]].to_numpy().tolist()
    assert people == [
        ["9001", "101", "Claire Durand", "Gérante"],
        ["9002", "101", "Paul Hamon", "Achats"],
        ["9003", "102", "Yann Riou", "Chef d'atelier"],
    ]
    assert kept_and_aside(made) == (4, 1, 1530.25)
    sums = made.sales.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()
    assert sums == {"101": 1200.50, "102": 249.75, "103": 80.00}


def test_hubspot_gives_accounts_people_and_the_steps_of_its_deals(read):
    made = read(
        sample("accounts", "hubspot_companies"),
        sample("contacts", "hubspot_contacts"),
        sample("prospect_events", "hubspot_deals"),
        invoice="F1;15/01/2025;15001;10,00\n",
    )
    assert by_id(made.accounts, "name", "kind", "rep_id", "headcount") == {
        "15001": ("Menuiserie Rance", "client", "R1", 12.0),
        "15002": ("Garage du Port", "prospect", "R2", 5.0),
        "15003": ("Transports Odet, SAS", "prospect", "R2", 40.0),
    }
    assert made.accounts["potential_eur"].isna().all()  # what a company sells is not what it can buy
    people = made.contacts[["contact_id", "account_id", "name"]].to_numpy().tolist()
    assert people == [["501", "15001", "Claire Durand"], ["502", "15002", "Yann Riou"]]
    assert steps(made) == [
        ("15001", "2025-02-10", "reached"),
        ("15001", "2025-04-15", "won"),
        ("15002", "2025-03-01", "reached"),
        ("15002", "2025-05-20", "lost"),
        ("15002", "2025-05-20", "visited"),
        ("15003", "2025-10-06", "quoted"),
        ("15003", "2025-10-06", "reached"),
    ]


def test_salesforce_report_and_data_export_give_the_same_accounts(read):
    made = read(
        sample("accounts", "salesforce_accounts", date_order="dmy"),
        invoice="F1;15/01/2025;0015g00000AbCdE;10,00\n",
    )
    assert by_id(made.accounts, "name", "kind", "rep_id") == {
        "0015g00000AbCdE": ("Menuiserie Rance", "client", "R1"),
        "0015g00000AbCdF": ("Garage du Port", "prospect", "R2"),
        "0015g00000AbCdG": ("Ouest Presse", "journalist", "R2"),
    }
    assert made.quality["files"][0]["misfit_rows"] == 4  # what the report says below its rows
    export = read(
        sample("accounts", "salesforce_accounts_api", "salesforce_accounts"),
        invoice="F1;15/01/2025;0015g00000AbCdEAAV;10,00\n",
    )
    assert by_id(export.accounts, "name", "kind", "town") == {
        "0015g00000AbCdEAAV": ("Menuiserie Rance", "client", "Saint-Malo"),
        "0015g00000AbCdFAAV": ("Garage du Port", "prospect", "Brest"),
    }


def test_pipedrive_names_its_organisations_and_follows_its_deals(read):
    made = read(
        sample("accounts", "pipedrive_organizations"),
        sample("contacts", "pipedrive_persons"),
        sample("prospect_events", "pipedrive_deals"),
        invoice="F1;20/05/2025;31;10,00\n",
    )
    assert by_id(made.accounts, "name", "kind", "postcode", "rep_id") == {
        "31": ("Menuiserie Rance", "client", "35400", "R1"),
        "32": ("Garage du Port", "prospect", "29200", "R2"),
        "33": ("Transports Odet", "prospect", "29000", "R2"),
    }
    assert made.contacts[["account_id", "name"]].to_numpy().tolist() == [
        ["31", "Claire Durand"],
        ["32", "Yann Riou"],
    ]
    assert steps(made) == [
        ("31", "2025-02-10", "reached"),
        ("31", "2025-04-15", "quoted"),
        ("31", "2025-04-15", "won"),
        ("32", "2025-03-01", "reached"),
        ("32", "2025-05-20", "appointment"),
        ("32", "2025-05-20", "lost"),
        ("33", "2025-10-06", "reached"),
        ("33", "2025-11-12", "quoted"),
        ("33", "2025-12-01", "reached"),
    ]


def test_a_deal_decided_after_the_day_looked_at_was_still_open(tmp_path):
    (tmp_path / "accounts.csv").write_text(TYPED, encoding="utf-8")
    (tmp_path / "sales.csv").write_text(SALES + "F1;15/01/2025;X1;10,00\n", encoding="utf-8")
    files = [Source(table=table, path=str(tmp_path / f"{table}.csv")) for table in ("accounts", "sales")]
    deals = sample("prospect_events", "pipedrive_deals")
    made = prepare_tools(
        small_firm([*files, deals], as_of="2025-04-30", plan_start="2025-05-01", plan_end="2026-04-30")
    )
    assert steps(made)[-2:] == [("X2", "2025-03-01", "reached"), ("X2", "2025-03-20", "appointment")]


def test_dolibarr_companies_by_labels_and_by_keys(read):
    invoice = "F1;15/01/2025;CU2101-0001;10,00\n"
    made = read(sample("accounts", "dolibarr_companies"), invoice=invoice)
    assert by_id(made.accounts, "name", "kind", "opposed", "siret") == {
        "CU2101-0001": ("Menuiserie Rance", "client", False, "73282932000074"),
        "CU1905-0002": ("Garage du Port", "prospect", False, made.accounts["siret"].iloc[0]),
        "CU2406-0003": ("Ferme de l'Odet", "prospect", True, made.accounts["siret"].iloc[0]),
        "CU2001-0004": ("Quincaillerie Armor", "relation", False, made.accounts["siret"].iloc[0]),
    }
    keys = read(sample("accounts", "dolibarr_companies_keys", "dolibarr_companies"), invoice=invoice)
    assert by_id(keys.accounts, "name", "kind", "opposed") == {
        "CU2101-0001": ("Menuiserie Rance", "client", False),
        "CU2406-0003": ("Ferme de l'Odet", "prospect", True),
    }


def test_dolibarr_invoices_count_lines_once_and_no_draft(read):
    made = read(sample("accounts", "dolibarr_companies"), sample("sales", "dolibarr_invoices"))
    assert made.sales["revenue_eur"].tolist() == [1000.00, 200.50, 300.00, -50.25]
    assert kept_and_aside(made) == (4, 2, sum(COMMON))


def test_odoo_partners_leave_the_contacts_of_companies_out(read):
    made = read(sample("accounts", "odoo_partners"), sample("sales", "odoo_invoices"))
    assert by_id(made.accounts, "name", "kind", "rep_id") == {
        "__export__.res_partner_14": ("Menuiserie Rance", "client", "R1"),
        "__export__.res_partner_16": ("Garage du Port", "client", "R2"),
        "__export__.res_partner_17": ("Yves Quéré", "prospect", "R2"),
    }


def test_odoo_invoices_find_the_company_by_its_name_and_that_of_its_contact(read):
    made = read(sample("accounts", "odoo_partners"), sample("sales", "odoo_invoices"))
    assert kept_and_aside(made) == (4, 1, sum(COMMON) + 80.00)
    rance = made.sales[made.sales["account_id"].eq("__export__.res_partner_14")]
    assert rance["revenue_eur"].tolist() == [1200.50, 80.00]
    lines = read(sample("accounts", "odoo_partners"), sample("sales", "odoo_invoices_lines", "odoo_invoices"))
    assert kept_and_aside(lines) == (2, 1, 1500.50)
