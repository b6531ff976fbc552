"""The lists of what to ask for: written, filled in as a person would, and read back."""

import sys
from pathlib import Path

import pytest

from solver import cli
from solver.flow.prepare_tools import PrepareTools
from solver.handover.excel.template import sheets_of, write_template
from solver.handover.excel.worklist import EVERYTHING, write_worklists
from solver.intake.fields import NEEDED, fields
from solver.intake.presets.told_beside import told_beside
from solver.parameters import Portfolio, Source
from solver.run import Run, open_step
from solver.tables.codes import SERVICES
from solver.tables.dictionary import label_inside
from tests.filled_in import fill_in, sheet_lines, table_lines

ACCOUNTS = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;E-mail;Potentiel;Date du potentiel;Commercial;"
    "Dernier contact\n"
    "A;Client;Alpha;;35000;RENNES;a@a.example;200000;15/11/2025;R1;01/12/2025\n"
    "B;Client;Beta;55208131766522;35000;RENNES;;20000;15/11/2025;R1;01/12/2025\n"
)
SALES = "N° facture;Date facture;Code client;Montant HT\nF1;15/06/2025;A;100000\nF2;15/06/2025;B;10000\n"
PEOPLE = (
    "Code client;Nom;Rôle\nA;Anne Morvan;Utilisateur\nA;Luc Berre;Prescripteur\n"
    "B;Rose Kerbrat;Décideur\nB;Marc Tanguy;Acheteur\n"
)
PARAMETERS = {
    "firm": "Small firm",
    "language": "fr",
    "as_of": "2025-12-31",
    "plan_start": "2026-01-01",
    "plan_end": "2026-12-31",
    "reps": [
        {"rep_id": "R1", "name": "Ann Le Goff", "home_lat": 48.1, "home_lon": -1.7, "annual_cost_eur": 60000}
    ],
    "file_owner": {"name": "Odile Marec"},
    "contributors": [
        {"name": "Claire", "service": "accounting", "fields": ["siret"]},
        {"name": "Paul", "service": "sales", "fields": ["role"]},
        {"name": "Nadia", "service": "switchboard", "fields": ["email"]},
    ],
}


def run_of(folder: Path, name: str, first: tuple[Source, ...] = (), **parameters: str) -> Run:
    """Run step 1 of the firm and keep what it makes."""
    sources = []
    for table, text in {"accounts": ACCOUNTS, "sales": SALES, "contacts": PEOPLE}.items():
        path = folder / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        sources.append(Source(table=table, path=str(path)))
    portfolio = Portfolio(**{**PARAMETERS, **parameters}, sources=[*first, *sources])
    run = Run.create(folder / name, portfolio)
    step = open_step("01_prepare_tools", run.path)
    for artifact, made in PrepareTools({}, portfolio).outputs().items():
        step.write(artifact, made)
    step.finish({})
    return run


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    run = run_of(folder, "december")
    with run.spoken():
        write_worklists(run)
    return folder, run


def test_three_lists_of_one_line_and_one_of_everything(lists):
    _folder, run = lists
    names = sorted(path.name for path in (run.path / "worklists").iterdir())
    assert names == ["Claire.xlsx", "Nadia.xlsx", "Paul.xlsx", "all.xlsx"]
    told = {
        name: table_lines(run.path / "worklists" / f"{name}.xlsx", 1, "Code du compte")
        for name in ("Claire", "Paul", "Nadia")
    }
    assert {name: [line["Code du compte"] for line in lines] for name, lines in told.items()} == {
        "Claire": ["A"],
        "Paul": ["A"],
        "Nadia": ["B"],
    }
    assert "Numéro SIRET" in told["Claire"][0]
    assert "E-mail du standard" not in told["Claire"][0]


def test_the_answer_comes_back_and_accounting_has_answered_one_of_one(lists):
    """The accountant types the number into the yellow cell; the list is named first among the sources."""
    folder, december = lists
    path = december.path / "worklists" / "Claire.xlsx"
    typed = {"A": {"Numéro SIRET": "732 829 320 00074"}}
    sheet = fill_in(path, folder / "Claire.xlsx", 1, "Code du compte", typed)
    answer = Source(table="accounts", path=str(folder / "Claire.xlsx"), preset="template", sheet=sheet)
    january = run_of(folder, "january", (answer,), last_run=str(december.path))
    told = january.read("freshness").set_index("contributor")
    assert told[["asked", "answered"]].to_numpy().tolist() == [[1, 0], [1, 1], [1, 0]]
    assert told.index.tolist() == ["Nadia", "Claire", "Paul"]
    assert january.read("asks")["contributor"].tolist() == ["Paul", "Nadia"]
    assert january.read("accounts").set_index("account_id").loc["A", "siret"] == "73282932000074"


def test_every_heading_of_our_lists_and_forms_is_known_when_it_comes_back(lists):
    """The lists of December, in French: whatever stands over a column is read, or told by the run itself."""
    _folder, run = lists
    for path in sorted((run.path / "worklists").glob("*.xlsx")):
        if path.stem != EVERYTHING:
            _name, lines = sheet_lines(path, 1)
            heads = next(line for line in lines if line and line[0] == "Code du compte")
            assert {*map(str, heads)} <= told_beside()


def test_no_question_names_a_column_of_the_program():
    for table in ("accounts", "contacts"):
        assert [name for name in fields(table) if "_" in label_inside(name)] == []


def test_the_owner_of_the_file_is_named_in_the_register(lists):
    _folder, run = lists
    assert run.read("quality.json")["register"]["file_owner"] == "Odile Marec"


def test_the_commands_write_lists_and_say_what_is_missing(lists, monkeypatch, capsys):
    _folder, run = lists
    monkeypatch.setattr(sys, "argv", ["twelvefold", "lists", str(run.path)])
    cli.main()
    assert capsys.readouterr().out.count("Claire.xlsx") == 1
    monkeypatch.setattr(sys, "argv", ["twelvefold", "reports", str(run.path)])
    with pytest.raises(SystemExit):
        cli.main()
    assert "12" in capsys.readouterr().err


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_gets_the_sheets_and_columns_it_is_asked_for(service):
    sheets = sheets_of(service)
    assert sheets
    assert all({*NEEDED[table]} <= {*columns} for table, columns in sheets.items())
    assert service == "sales" or all(len(columns) <= 9 for columns in sheets.values())


def test_the_sheet_of_the_accountant_is_six_columns_and_comes_back(tmp_path):
    write_template(tmp_path / "accounting.xlsx", "accounting")
    (table,) = sheets_of("accounting").values()
    owed = ["overdue_eur", "overdue_on", "credit_limit_eur", "risk_grade"]
    assert table == ["account_id", "name", "siret", "lost_reason", *owed, "verified_on"]
