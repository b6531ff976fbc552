"""Documents in two files: heads with client and day, lines with amounts, joined by the number of each."""

import pytest

from solver.intake import prepare_tools
from solver.words.errors import PortfolioError
from tests.intake.conftest import refusal, write
from tests.intake.outcome import taken_in

CLIENTS = (
    "Numéro;Intitulé;Code postal;Ville;Représentant\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
)
HEADS = """\
N° pièce;Date;N° tiers;État
F1;15/01/2024;A1;Validé
F2;20/02/2025;A2;Validé
F3;21/03/2025;A1;Validé
""" + "".join(f"G{n};22/03/2025;A2;Validé\n" for n in range(10))
LINES = """\
N° pièce;Article;Quantité;P.U. HT;Montant HT
F1;X;1;100;100
F1;Y;2;25;50
F2;X;3;100;300
F3;Z;1;7;7
""" + "".join(f"G{n};Z;1;10;10\n" for n in range(10))


def by_client_and_year(intake):
    assert not isinstance(intake, PortfolioError), str(intake)
    sums = intake.sales.groupby(["account_id", intake.sales["date"].dt.year])["revenue_eur"].sum()
    return {key: float(amount) for key, amount in sums.items()}


def told(intake, beginning):
    rows = intake.repairs[intake.repairs["problem"].str.startswith(beginning)]
    return rows["found"].tolist()


@pytest.fixture
def folder(tmp_path):
    def make(heads=HEADS, lines=LINES, edit=str):
        files = {"clients.csv": CLIENTS, "entetes.csv": heads, "lignes.csv": lines}
        return taken_in(tmp_path / "f", files, edit)

    return make


def test_lines_are_read_with_the_client_and_the_day_of_their_head(folder):
    """A1: 100 + 50 in 2024, 7 in 2025; A2: 300 + 10 × 10 in 2025."""
    intake = folder()
    assert by_client_and_year(intake) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 400}
    assert told(intake, "lines read with the heads") == ["14 rows"]


def test_the_number_may_be_called_otherwise_on_the_lines(folder):
    """The heads call it “N° pièce”, the lines “N° facture”; nothing else changes."""
    intake = folder(lines=LINES.replace("N° pièce", "N° facture"))
    assert by_client_and_year(intake) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 400}


def test_a_draft_among_the_heads_takes_its_lines_with_it(folder):
    """Without F2 the 300 of A2 are gone, and 10 × 10 stay."""
    intake = folder(heads=HEADS.replace("20/02/2025;A2;Validé", "20/02/2025;A2;Brouillon"))
    assert by_client_and_year(intake) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 100}


def test_a_head_without_a_line_adds_nothing_and_is_counted(folder):
    intake = folder(heads=HEADS + "F4;22/03/2025;A2;Validé\nF5;23/03/2025;A2;Validé\n")
    assert sum(by_client_and_year(intake).values()) == 557
    assert told(intake, "documents of the other file without a line") == ["2 documents"]


def test_quantity_and_price_of_the_lines_are_multiplied(folder):
    """Without “Montant HT”: 1 × 100 + 2 × 25, 3 × 100, 1 × 7, 10 × 10."""
    bare = "\n".join(line.rpartition(";")[0] for line in LINES.splitlines()) + "\n"
    assert by_client_and_year(folder(lines=bare)) == {
        ("A1", 2024): 150,
        ("A1", 2025): 7,
        ("A2", 2025): 400,
    }


def test_lines_beside_heads_with_amounts_are_not_counted_twice(folder):
    """The heads say 150, 300, 7 and 10 × 10 themselves."""
    heads = (
        "N° pièce;Date;N° tiers;Total HT\nF1;15/01/2024;A1;150\nF2;20/02/2025;A2;300\nF3;21/03/2025;A1;7\n"
    ) + "".join(f"G{n};22/03/2025;A2;10\n" for n in range(10))
    assert by_client_and_year(folder(heads=heads)) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 400}


@pytest.fixture
def lines_of(firm, source, tmp_path):
    def make(heads, lines=LINES):
        write(tmp_path, "sales", heads, name="entetes.csv")
        way = {"path": str(tmp_path / "entetes.csv"), "key": "N° pièce"}
        names = {
            "account_id": "N° tiers",
            "date": "Date",
            "order_id": "N° pièce",
            "revenue_eur": "Montant HT",
        }
        clients = source("accounts", CLIENTS, columns={"account_id": "Numéro", "name": "Intitulé"})
        return prepare_tools(firm(clients, source("sales", lines, columns=names, heads=way)))

    return make


def test_two_heads_of_one_number_that_differ_are_refused(lines_of):
    with refusal("entetes.csv, row 15", "“F1” stands on several rows that differ"):
        lines_of(HEADS + "F1;16/01/2024;A2;Validé\n")


def test_a_head_written_twice_counts_once(lines_of):
    assert sum(by_client_and_year(lines_of(HEADS + "F1;15/01/2024;A1;Validé\n")).values()) == 557


def test_a_line_without_a_head_is_told_and_counts_for_nobody(lines_of):
    """557 euros, and 30 lines of 1 euro; the one of F9 belongs to nobody."""
    lines = LINES + "F3;Z;1;1;1\n" * 30 + "F9;X;1;1;1\n"
    intake = lines_of(HEADS, lines)
    assert told(intake, "lines whose document is not among the heads") == ["1 row"]
    assert sum(by_client_and_year(intake).values()) == 587


def test_many_lines_without_a_head_are_refused_with_what_to_ask_for(lines_of):
    with refusal("2 lines have no head", "entetes.csv", "ask for the heads of the same period"):
        lines_of(HEADS, LINES + "F8;X;1;1;1\nF9;X;1;1;1\n")


ONCE = """\
N° facture;Date facture;N° tiers;Total HT;Désignation;Quantité
F1;15/01/2024;A1;150;Vis;1
F1;;;;Colle;2
F2;20/02/2025;A2;300;Vis;3
F2;;;;Plaque;1
F2;;;;Colle;4
F3;21/03/2025;A1;7;Vis;1
F4;22/03/2025;A2;11;Vis;1
"""


@pytest.mark.parametrize(
    "lines",
    [
        ONCE,
        ONCE.replace("\nF1;;", "\n;;").replace("\nF2;;", "\n;;"),
        ONCE.replace("\nF1;;;", "\nF1;15/01/2024;A1;").replace("\nF2;;;", "\nF2;20/02/2025;A2;"),
    ],
    ids=["the number on each line", "all on the first", "day and client on each line"],
)
def test_a_total_on_the_first_line_of_a_document_counts_once(tmp_path, lines):
    """A1: 150 in 2024, 7 in 2025; A2: 300 + 11; the three lines below a first one bear no amount."""
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": lines}, str)
    assert by_client_and_year(intake) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 311}
    assert told(intake, "a further row of a document") == ["3 of 7 rows"]


def test_a_document_without_any_amount_is_set_aside_and_told(tmp_path):
    """F9 has no amount at all: nobody knows whether that is a gift or a hole, so its row is told."""
    lines = ONCE + "F9;23/03/2025;A1;;Vis;1\n"
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": lines}, str)
    assert by_client_and_year(intake) == {("A1", 2024): 150, ("A1", 2025): 7, ("A2", 2025): 311}
    aside = intake.repairs[intake.repairs["problem"].eq("no amount")]
    assert aside["row"].tolist() == [3, 5, 6, 9]
