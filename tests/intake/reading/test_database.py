"""A database read like a file: by its address and a query, without a trace of the password."""

import sqlite3

import pytest
from pydantic import ValidationError

from solver.intake import prepare_tools
from solver.intake.reading.sources import labels, read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Source, load_portfolio
from solver.parameters.load import freeze
from solver.words.errors import PortfolioError
from tests.intake.conftest import refusal, small_firm

CLIENTS = "SELECT code AS account_id, nom AS name, cp AS postcode, vu AS last_contact_on FROM clients"
SALES = "SELECT client AS account_id, jour AS date, piece AS order_id, ht AS revenue_eur FROM factures"


@pytest.fixture
def database(tmp_path):
    """Return the address of a small database."""
    path = tmp_path / "gestion.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE clients (code TEXT, nom TEXT, cp TEXT, vu TEXT);"
            "INSERT INTO clients VALUES ('C1', 'Menuiserie Rance', '35400', '2025-12-20'),"
            " ('C2', 'Garage 100 % du Port', '01000', NULL);"
            "CREATE TABLE factures (client TEXT, jour TEXT, piece INTEGER, ht NUMERIC);"
            "INSERT INTO factures VALUES ('C1', '2025-01-15', 1, 1200.125), ('C2', '2025-06-20', 2, 300),"
            " ('C2', '2025-12-31', 3, -50.25);"
        )
    connection.close()
    return f"sqlite:///{path}"


def test_a_query_reads_like_a_file(database):
    raw = read_source(Source(table="accounts", database=database, query=CLIENTS))
    table = read_values(raw).table
    assert raw.file == "gestion.db"
    assert table["account_id"].to_dict() == {1: "C1", 2: "C2"}
    assert table["postcode"].tolist() == ["35400", "01000"]
    assert table["last_contact_on"].dt.strftime("%Y-%m-%d").tolist()[0] == "2025-12-20"
    assert table["last_contact_on"].isna().tolist() == [False, True]


def test_step_one_runs_on_a_database_alone(database):
    made = prepare_tools(
        small_firm(
            [
                Source(table="accounts", database=database, query=CLIENTS),
                Source(table="sales", database=database, query=SALES),
            ]
        )
    )
    assert made.sales["revenue_eur"].tolist() == [1200.125, 300.0, -50.25]
    assert made.quality["reconciliation"]["holds"]


def test_two_queries_of_one_table_are_told_apart(database):
    files = [Source(table="sales", database=database, query=f"{SALES} WHERE piece = {n}") for n in (1, 2)]
    assert labels(files) == ["gestion.db (1)", "gestion.db (2)"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("DELETE FROM clients", "DELETE"),
        ("SELECT 1; DROP TABLE clients", ";"),
        ("SELECT 1; SELECT 2", ";"),
        ("EXPLAIN SELECT 1", "EXPLAIN"),
        ("/* SELECT */ UPDATE clients SET nom = ''", "UPDATE"),
    ],
)
def test_only_a_query_that_reads_is_sent(database, query, word):
    with refusal("gestion.db: the query must be one SELECT", f"“{word}”"):
        read_source(Source(table="accounts", database=database, query=query))


def test_a_word_between_quotes_is_no_command(database):
    query = "SELECT code AS account_id, 'drop; delete' AS name FROM clients -- update\n;"
    assert read_source(Source(table="accounts", database=database, query=query)).table.shape == (2, 2)


def test_nothing_can_be_written_even_by_a_query_that_slips_through(database, monkeypatch):
    monkeypatch.setattr("solver.intake.reading.database._refuse_writing", lambda query, name, **_rest: None)
    with refusal("gestion.db: the database refuses the query (attempt to write a readonly database)"):
        read_source(Source(table="accounts", database=database, query="DELETE FROM clients RETURNING code"))
    assert len(read_source(Source(table="accounts", database=database, query=CLIENTS)).table) == 2


HOSTILE = [
    "WITH a AS (SELECT 1) INSERT INTO clients SELECT 'X', 'X', 'X', 'X' FROM a",
    "WITH a AS (SELECT 1) DELETE FROM clients",
    "WITH a AS (SELECT 1) UPDATE clients SET nom = 'X' RETURNING code",
    "SELECT * INTO copy FROM clients",
    "SELECT load_extension('evil')",
    "SELECT writefile('evil.txt', nom) FROM clients",
    "SELECT zeroblob(2000000000)",
    "SELECT replace(hex(zeroblob(9000000)), '00', nom) FROM clients",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_query_that_does_more_than_read_is_refused_by_the_session(database, query):
    with refusal("gestion.db: the database refuses the query"):
        read_source(Source(table="accounts", database=database, query=query))
    assert len(read_source(Source(table="accounts", database=database, query=CLIENTS)).table) == 2


def test_a_query_without_end_is_stopped(database, monkeypatch):
    monkeypatch.setattr("solver.intake.reading.database.SECONDS", 0.2)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with refusal("gestion.db: the database refuses the query (interrupted)"):
        read_source(Source(table="accounts", database=database, query=endless))


def test_an_answer_without_end_is_cut(database, monkeypatch):
    monkeypatch.setattr("solver.intake.reading.database.MOST_ROWS", 20_000)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
    with refusal("gestion.db: the query gives more than 20,000 rows"):
        read_source(Source(table="accounts", database=database, query=endless))


def test_the_value_of_a_variable_is_in_no_message(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLDER_OF_THE_FIRM", "s3cret")
    address = f"sqlite:///{tmp_path}/${{FOLDER_OF_THE_FIRM}}.db"
    with refusal("there is no such file", "${FOLDER_OF_THE_FIRM}.db") as caught:
        read_source(Source(table="accounts", database=address, query=CLIENTS))
    assert "s3cret" not in str(caught.value)


def test_a_query_that_fails_says_why_in_the_database_s_words(database):
    with refusal("gestion.db: the database refuses the query (no such table: client) → try the query"):
        read_source(Source(table="accounts", database=database, query="SELECT * FROM client"))


def test_a_query_without_an_answer_is_told(database):
    with refusal("gestion.db: the file has a header and no row"):
        read_source(Source(table="accounts", database=database, query=f"{CLIENTS} WHERE 0"))


def test_a_file_of_sqlite_that_is_not_there_is_named_and_not_made(tmp_path):
    lost = tmp_path / "lost.db"
    with refusal("lost.db: there is no such file"):
        read_source(Source(table="accounts", database=f"sqlite:///{lost}", query=CLIENTS))
    assert not lost.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql+psycopg://reader@server/sales", "nothing installed here reads a postgresql database"),
        ("nonesuch://reader@server/sales", "nothing installed here reads a nonesuch database"),
        ("server/sales", "this is no address of a database"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address, message):
    with refusal("sales: ", message):
        read_source(Source(table="accounts", database=address, query=CLIENTS))


def test_a_variable_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("ERP_PASSWORD", raising=False)
    with refusal("the variable ERP_PASSWORD of the environment is not set → set it before the run"):
        read_source(
            Source(table="accounts", database="nonesuch://reader:${ERP_PASSWORD}@server/sales", query=CLIENTS)
        )


def test_what_the_variables_hold_is_used_and_never_shown(database, monkeypatch, tmp_path):
    folder, _slash, name = database.removeprefix("sqlite:///").rpartition("/")
    monkeypatch.setenv("ERP_FOLDER", folder)
    address = f"sqlite:///${{ERP_FOLDER}}/{name}"
    assert len(read_source(Source(table="accounts", database=address, query=CLIENTS)).table) == 2
    with pytest.raises(PortfolioError) as caught:
        read_source(Source(table="accounts", database=address, query=f"SELECT '{folder}' FROM"))
    assert folder not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:hunter2@server/sales",
        "postgresql://server/sales?user=reader&password=hunter2",
        "mssql+pyodbc:///?odbc_connect=Driver%3DX%3BUID%3Dreader%3BPWD%3Dhunter2",
        "postgresql://reader:${NAME}hunter2@server/sales",
    ],
)
def test_a_password_in_clear_is_refused_without_repeating_it(address):
    with pytest.raises(ValidationError) as caught:
        Source(table="accounts", database=address, query="SELECT 1")
    assert "holds a password in clear" in caught.value.errors()[0]["msg"]


def test_a_refused_password_is_not_in_the_message_of_the_portfolio(portfolio_of):
    path = portfolio_of(
        "  - table: accounts\n    database: postgresql://reader:hunter2@server/sales\n    query: a\n"
    )
    with pytest.raises(PortfolioError) as caught:
        load_portfolio(path)
    assert "holds a password in clear" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_frozen_portfolio_keeps_the_name_of_the_variable(portfolio_of, tmp_path, monkeypatch):
    monkeypatch.setenv("ERP_PASSWORD", "hunter2")
    path = portfolio_of(
        "  - table: accounts\n    database: postgresql://reader:${ERP_PASSWORD}@server/sales\n    query: x\n"
    )
    freeze(load_portfolio(path), tmp_path / "frozen.yaml")
    frozen = (tmp_path / "frozen.yaml").read_text(encoding="utf-8")
    assert "${ERP_PASSWORD}@server" in frozen
    assert "hunter2" not in frozen


def test_a_file_of_sqlite_is_looked_for_beside_the_portfolio(portfolio_of, tmp_path):
    path = portfolio_of("  - table: accounts\n    database: sqlite:///data/gestion.db\n    query: SELECT 1\n")
    assert (
        load_portfolio(path).sources[0].database == f"sqlite:///{(tmp_path / 'data/gestion.db').as_posix()}"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "write either path: and a file, or database: and its address"),
        ({"path": "a.csv", "database": "sqlite:///a.db", "query": "SELECT 1"}, "write either path:"),
        ({"database": "sqlite:///a.db"}, "database: and query: go together"),
        ({"path": "a.csv", "query": "SELECT 1"}, "database: and query: go together"),
    ],
)
def test_a_source_is_a_file_or_a_database(given, message):
    with pytest.raises(ValidationError, match=message):
        Source(table="accounts", **given)


@pytest.fixture
def portfolio_of(tmp_path):
    """Write a portfolio.yaml with this source of accounts and return its path."""

    def make(source):
        text = (
            "firm: Small firm\nas_of: 2025-12-31\nplan_start: 2026-01-01\nplan_end: 2026-12-31\n"
            f"sources:\n{source}  - {{table: sales, path: sales.csv}}\n"
            "reps:\n  - {rep_id: R1, name: Ann, home_lat: 48, home_lon: -1, annual_cost_eur: 60000}\n"
        )
        path = tmp_path / "portfolio.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return make
