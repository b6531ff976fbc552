"""Marks that tell done from not done, visits from calls, debit from credit: the line offered is right."""

import pytest

from solver.intake.booking.counted_rows import open_questions
from solver.intake.booking.refused_questions import refuse_open_questions
from solver.intake.reading.sources import read_source
from tests.intake.conftest import refusal
from tests.intake.outcome import taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
SALES = "N° facture;Date;Code client;Montant HT\nF1;15/06/2025;A1;100\nF2;16/06/2025;A2;200\n"


@pytest.fixture
def sales(source):
    """Return the questions about sales on two sides of an account."""

    def ask(column, **amounts):
        rows = [
            f"F{n};15/01/2025;A1;{amount};{side[0]}\n" for n, (side, amount) in enumerate(amounts.items())
        ]
        return read_source(source("sales", f"Pièce;Date;Code client;Montant HT;{column}\n" + "".join(rows)))

    return ask


@pytest.mark.parametrize(
    ("column", "values", "out"),
    [
        ("Visite / Tél", ["V", "T", "M"], ["M", "T"]),
        ("TYPEACTION", ["VIS", "TEL", "MAI"], ["MAI", "TEL"]),
        ("Kontaktart", ["B", "T", "M"], ["M", "T"]),
        ("Type de contact", ["Visite", "Tél", "Mél"], ["Mél", "Tél"]),
        ("Modalità", ["VIS", "CHI", "MAIL"], ["CHI", "MAIL"]),
        ("Type", ["M", "C", "E"], ["C", "E"]),
        ("Mode", ["R", "T"], ["T"]),
        ("Soort contact", ["BEZ", "TEL"], ["TEL"]),
        ("Tipo de contacto", ["VIS", "LLA"], ["LLA"]),
    ],
)
def test_letters_for_calls_and_mails_beside_visits_are_left_out(visit_log, column, values, out):
    (question,) = open_questions(visit_log(column, *values))
    assert question.sure
    assert {
        rule: sorted(told[column]) for rule, told in ((r, {column: v}) for r, v in question.rules.items())
    } == {"drop": out}


@pytest.mark.parametrize(("column", "values"), [("Type", ["1", "1", "2"]), ("Type", ["A", "A", "B", "C"])])
def test_letters_that_nobody_knows_are_asked_about_with_the_line_to_write(visit_log, column, values):
    """Classes of clients are A, B and C as well: no letter there is a visit beyond doubt."""
    with refusal(f"write under this source keep: {{{column}: ["):
        refuse_open_questions(visit_log(column, *values))


def test_letters_in_a_column_of_any_name_are_asked_about(visit_log):
    (question,) = open_questions(visit_log("Remarque", "V", "T", "M"))
    assert (question.sure, question.lines) == (False, ["drop: {Remarque: [M, T]}"])


@pytest.mark.parametrize(
    ("column", "values", "done"),
    [
        ("Fait ?", ["X", "annulé", ""], "X"),
        ("Fait ?", ["ok", "", "reporté"], "ok"),
        ("Fait", ["Fait", "", "KO"], "Fait"),
        ("Réalisé", ["✓", "", "✗"], "✓"),
        ("Erledigt", ["x", "", "abgesagt"], "x"),
        ("Done", ["Y", "rescheduled", ""], "Y"),
        ("Effettuata", ["sì", "", "rinviata"], "sì"),
        ("Realizada", ["hecha", "", "cancelada"], "hecha"),
    ],
)
def test_only_what_is_marked_as_done_took_place(tmp_path, column, values, done):
    log = [f"{day}/03/2025;A{1 + day % 2};Ann;{value}" for day, value in enumerate([*values, done], 13)]
    log = "\n".join([f"Date;Code client;Commercial;{column}", *log]) + "\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "ventes.csv": SALES, "visites.csv": log})
    assert taken.visits["status"].eq("done").sum() == 2


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (["RAS", "bon accueil", "Annulé"], "drop: {Commentaire: [Annulé]}"),
        (["bon accueil", "vu le gérant", "Annulé"], "drop: {Commentaire: [Annulé]}"),
    ],
)
def test_the_line_offered_for_remarks_leaves_out_no_visit_that_took_place(visit_log, values, line):
    (question,) = open_questions(visit_log("Commentaire", *values))
    assert not question.unclear
    assert question.lines == [line]


@pytest.mark.parametrize(
    ("column", "amounts", "line"),
    [
        ("Sens", {"D": 300, "D2": 200, "C": 50}, "credit_notes: {Sens: [C]}"),  # the account of a client
        ("Sens", {"C": 300, "C2": 200, "D": 50}, "credit_notes: {Sens: [D]}"),  # a journal of sales
        ("S/H", {"S": 300, "H": 50}, "credit_notes: {S/H: [H]}"),
        ("Dare/Avere", {"D": 300, "A": 50}, "credit_notes: {Dare/Avere: [A]}"),
    ],
)
def test_the_side_with_less_is_what_was_given_back(sales, column, amounts, line):
    with refusal(line):
        refuse_open_questions(sales(column, **amounts))


def test_sides_that_the_signs_tell_already_are_no_question(sales):
    assert open_questions(sales("Sens", D=300, D2=200, C=-50)) == []


def test_sides_of_the_same_size_may_be_payments_and_no_line_is_offered(sales):
    (question,) = open_questions(sales("Sens", D=300, C=290))
    assert (question.sure, question.lines) == (False, [])


def test_visits_to_unknown_accounts_are_refused_with_the_line_that_leaves_them_out(tmp_path):
    log = "Date;Code client;Commercial\n" + "".join(
        f"{day}/03/2025;{code};Ann\n" for day, code in enumerate(["A1", "A2", "Z8", "Z9"] * 3, 13)
    )
    files = {"clients.csv": CLIENTS, "ventes.csv": SALES, "visites.csv": log}
    refused = str(taken_in(tmp_path / "f", files))
    line = "drop: {Code client: [Z8, Z9]}"
    assert f"leave their rows out: {line}" in refused
    taken = taken_in(
        tmp_path / "g",
        files,
        lambda text: text.replace("path: visites.csv", f"path: visites.csv\n    {line}"),
    )
    assert len(taken.visits) == 6
