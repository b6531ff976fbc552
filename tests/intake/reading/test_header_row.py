"""Files without a header, and columns without a name: no row is lost, and nothing is unsaid."""

from tests.intake.outcome import outcome_of, taken_in

CLIENTS = (
    "Code;Raison sociale;Ville\nC1;Garage Lemoine;Rennes\nC2;Hotel Mer;Vannes\nC3;Scierie Morin;Le Mans\n"
)
INVOICES = """\
F1;12/01/2025;C1;Garage Lemoine;35000;Rennes;100,00;20,00;120,00
F2;13/02/2025;C2;Hotel Mer;56000;Vannes;200,00;40,00;240,00
F3;14/03/2025;C3;Scierie Morin;72000;Le Mans;300,00;60,00;360,00
F4;15/04/2025;C1;Garage Lemoine;35000;Rennes;50,50;10,10;60,60
F5;16/04/2025;C2;Hotel Mer;56000;Vannes;10,00;2,00;12,00
F6;17/04/2025;C3;Scierie Morin;72000;Le Mans;20,00;4,00;24,00
"""
BY_CLIENT = {"C1": 150.5, "C2": 210.0, "C3": 320.0}


def by_client(intake):
    return intake.sales.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()


def test_invoices_without_a_header_are_understood_by_what_proves_itself(tmp_path):
    read = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": INVOICES})
    assert by_client(read) == BY_CLIENT
    told = read.repairs[read.repairs["problem"].eq("the file has no header")]
    assert told["file"].tolist() == ["factures.csv"]


def test_alone_they_name_the_clients_and_their_places_as_well(tmp_path):
    read = taken_in(tmp_path, {"factures.csv": INVOICES})
    assert by_client(read) == BY_CLIENT
    assert read.accounts["name"].tolist() == ["Garage Lemoine", "Hotel Mer", "Scierie Morin"]
    assert read.accounts["town"].tolist() == ["Rennes", "Vannes", "Le Mans"]


def test_columns_named_by_the_first_line_do_not_lose_it(tmp_path):
    def by_hand(text):
        columns = "{account_id: C1, date: 12/01/2025, order_id: F1, revenue_eur: '100,00'}"
        head, _line, _rest = text.partition("  # factures.csv")
        reps = text[text.index("# The reps") :]
        return f"{head}  - {{table: sales, path: factures.csv, columns: {columns}}}\n\n{reps}"

    read = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": INVOICES}, by_hand)
    assert by_client(read) == BY_CLIENT


def test_what_proves_nothing_is_asked_for_and_the_first_line_is_shown(tmp_path):
    lines = "".join(line.rsplit(";", 2)[0] + "\n" for line in INVOICES.splitlines())
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (folder / "factures.csv").write_text(lines, encoding="utf-8")
    asked = outcome_of(folder, tmp_path / "asked")
    assert "revenue_eur: followed by one of" in str(asked.refusal)
    assert "“column 7 without a name”" in str(asked.refusal)
    assert "7 = 100,00" in " ".join(asked.yaml.split())


def test_a_number_names_a_column_in_either_language(tmp_path):
    def in_french(text):
        return text.replace("column ", "colonne ").replace(" without a name", " sans nom")

    read = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": INVOICES}, in_french)
    assert by_client(read) == BY_CLIENT


def test_a_short_list_with_a_nameless_last_column_keeps_its_lines(tmp_path):
    lines = "Date;Code client;;Montant HT;\n12/01/2025;C1;x;100,00;a\n13/02/2025;C2;y;200,00;b\n"
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (folder / "factures.csv").write_text(lines, encoding="utf-8")
    outcome = outcome_of(folder, tmp_path / "read")
    assert by_client(outcome.intake) == {"C1": 100.0, "C2": 200.0}
    assert "left alone: column 3 without a name, column 5 without a name" in outcome.yaml
    told = outcome.intake.repairs
    nameless = told[told["problem"].str.contains("has no name")]
    assert nameless["column"].tolist() == ["column 3 without a name", "column 5 without a name"]


def test_dates_under_no_name_are_written_by_their_number(tmp_path):
    lines = ";Code client;Montant HT\n12/01/2025;C1;100,00\n13/02/2025;C2;200,00\n14/03/2025;C3;300,00\n"
    taken = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": lines})
    assert taken.sales["date"].dt.month.tolist() == [1, 2, 3]
    drafted = (tmp_path / "portfolio.yaml").read_text("utf-8")
    assert "date: column 1 without a name  # the only column that it can be: to confirm" in drafted


def test_visits_without_a_header_keep_their_first_line_too(tmp_path):
    lines = "".join(f"{day:02}/02/2025;C{1 + day % 3};Ann;fait\n" for day in range(1, 25))
    files = {"clients.csv": CLIENTS, "factures.csv": INVOICES, "visites.csv": lines}

    read = taken_in(tmp_path, files)
    assert read.visits["date"].min().day == 1
    assert len(read.visits) == 24
