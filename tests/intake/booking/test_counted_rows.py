"""Columns that tell which rows count, in words of six languages: proposed where sure, asked where not."""

import pytest

from solver.intake.booking.counted_rows import open_questions
from solver.intake.booking.refused_questions import refuse_open_questions
from solver.intake.reading.sources import read_source
from tests.intake.conftest import refusal
from tests.intake.outcome import outcome_of, taken_in

HEADER = "N° facture;Date facture;Code client;Montant HT;{column}\n"


@pytest.fixture
def questions(source):
    def ask(column, *values, amounts=None, **rules):
        amounts = amounts or ["100"] * len(values)
        rows = [
            f"F{n};15/01/2025;C1;{amount};{value}\n"
            for n, (value, amount) in enumerate(zip(values, amounts, strict=True))
        ]
        return read_source(source("sales", HEADER.format(column=column) + "".join(rows), **rules))

    return ask


@pytest.mark.parametrize(
    ("column", "values", "rules"),
    [
        ("Statut", ["Payée", "Annulée", "Brouillon"], {"drop": ["Annulée", "Brouillon"]}),
        ("Status", ["Paid", "Sent", "Void"], {"drop": ["Void"]}),
        ("Order Status", ["Completed", "Cancelled"], {"drop": ["Cancelled"]}),
        ("État de la commande", ["Terminée", "Annulée"], {"drop": ["Annulée"]}),
        (
            "Belegart",
            ["Rechnung", "Angebot", "Gutschrift"],
            {"drop": ["Angebot"], "credit_notes": ["Gutschrift"]},
        ),
        ("Estado", ["Pagada", "Anulada"], {"drop": ["Anulada"]}),
        ("Tipo", ["Fattura", "Nota di credito"], {"credit_notes": ["Nota di credito"]}),
        (
            "Soort",
            ["Factuur", "Offerte", "Creditnota"],
            {"drop": ["Offerte"], "credit_notes": ["Creditnota"]},
        ),
        ("Type", ["Facture", "Pré-facture"], {"drop": ["Pré-facture"]}),
        ("Type", ["Invoice", "Pre-invoice"], {"drop": ["Pre-invoice"]}),
        ("Annulée", ["non", "oui"], {"drop": ["oui"]}),
        ("Date d'annulation", ["", "12/02/2025"], {"keep": [""]}),
        ("Remarque", ["", "Facture annulée"], {"drop": ["Facture annulée"]}),
        ("Direction", ["Sale", "Purchase"], {"drop": ["Purchase"]}),
        ("Avoir", ["oui", "non"], {"credit_notes": ["oui"]}),
        ("Type", ["FA", "AV"], {"credit_notes": ["AV"]}),
    ],
)
def test_words_that_are_understood_make_a_rule(questions, column, values, rules):
    (question,) = open_questions(questions(column, *values))
    assert question.sure
    assert {rule: sorted(told) for rule, told in question.rules.items()} == rules


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Validée", ["oui", "non"]),
        ("Type", ["F", "A"]),
        ("Statut", ["Payée", "En attente"]),
        ("Type", ["Facture", "Devis", "Xyz"]),
        ("Statut", ["Payée", "Suspendue"]),
        ("Statut", ["Payée", "Non émise"]),
        ("État", ["Payée", "Annulée partiellement"]),
        ("Status", ["Paid", "Provisional"]),
        ("Status", ["Bezahlt", "Teilweise storniert"]),
        ("Stato", ["Pagata", "Da emettere"]),
        ("Status", ["Betaald", "Opgeschort"]),
    ],
)
def test_words_in_doubt_are_left_to_the_firm(questions, column, values):
    (question,) = open_questions(questions(column, *values))
    assert not question.sure


def test_a_word_beside_what_is_understood_leaves_a_column_of_remarks_in_doubt(questions):
    """“Facture annulée hier” may be cancelled, or not any more; in a column of states it would be clear."""
    for value, sure in (("Facture annulée", True), ("Facture annulée hier", False)):
        (question,) = open_questions(questions("Remarque", "", value))
        assert question.sure is sure
    (question,) = open_questions(questions("Statut", "", "Facture annulée hier"))
    assert question.sure


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Date d'annulation", ["", "12/02/2025", "voir note"]),
        ("Annulée", ["", ""]),
        ("Validée", ["oui", "oui"]),
        ("Validée", ["oui", "non", "peut-être"]),
        ("Statut", ["Payée", "Envoyée", "Non payée"]),
        ("Famille", ["EPI", "Visserie"]),
        ("Type", ["Vente", "Location"]),
        ("Canal", ["Web", "Magasin"]),
    ],
)
def test_words_that_agree_are_no_question(questions, column, values):
    assert open_questions(questions(column, *values)) == []


def test_credit_notes_with_their_minus_are_no_question(questions):
    assert open_questions(questions("Type", "Facture", "Avoir", amounts=["100", "-20"])) == []


def test_cancelled_rows_that_are_worth_nothing_are_no_question(questions):
    assert open_questions(questions("Statut", "Payée", "Annulée", amounts=["100", "0"])) == []


def test_a_keep_that_names_every_value_settles_it(questions):
    assert (
        open_questions(questions("Statut", "Payée", "Annulée", keep={"Statut": ["Payée", "Annulée"]})) == []
    )


def test_a_drop_that_forgets_a_word_does_not(questions):
    raw = questions("Statut", "Payée", "Annulée", "Brouillon", drop={"Statut": ["Annulée"]})
    (question,) = open_questions(raw)
    assert question.rules == {"drop": ["Brouillon"]}


def test_the_refusal_names_values_amounts_and_the_line_to_write(questions):
    raw = questions("Statut", "Payée", "Annulée")
    with refusal("“Annulée”; 1 row; €100.00", "drop: {Statut: [Annulée]}", "keep: {Statut:"):
        refuse_open_questions(raw)


def test_a_family_of_products_that_bears_the_word_order_asks_nothing(questions):
    families = ["Gold rum", "Special order items", "Mezcal"]
    assert open_questions(questions("Product category", *families)) == []


def test_a_category_that_holds_papers_is_asked_about_even_where_it_is_read_as_the_family(questions):
    (question,) = open_questions(questions("Category", "Invoice", "Quote", "Invoice"))
    assert question.rules == {"drop": ["Quote"]}


def test_a_visit_that_is_only_planned_beside_those_made_is_asked_about_with_the_line_that_settles_it(
    visit_log,
):
    with refusal("“PLANNED”; 1 row", "status: Check-In Status", "keep: {Check-In Status:"):
        refuse_open_questions(visit_log("Check-In Status", "PLANNED", "VISITED"))
    assert open_questions(visit_log("Avancement", "Prévu", "Confirmé")) == []


def drafted(tmp_path, head, rows):
    clients = "Code client;Nom;Ville\nC1;Garage Lemoine;Rennes\nC2;Hotel Mer;Vannes\n"
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "clients.csv").write_text(clients, encoding="utf-8")
    (tmp_path / "files" / "ventes.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    return outcome_of(tmp_path / "files", tmp_path / "read")


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        ("P+ Q+ R- R- R-", True),
        ("P+ Q- R- R- R-", False),  # one kind that is above nothing beside two below: a sign of its own
        ("P+ Q+ R- R-", False),  # too few below to tell
        ("P+ Q+ Q- R- R- R-", False),  # a kind of both signs
        ("P+ R- R- R-", False),
        (" ".join(f"{kind}+" for kind in "ABCDEFGHIJK") + " R- R- R-", True),
        (" ".join(f"{kind}+" for kind in "ABCDEFGHIJKL") + " R- R- R-", False),
    ],
)
def test_codes_of_documents_are_known_by_their_signs_whatever_the_column_is_called(questions, kinds, asked):
    values = [kind[0] for kind in kinds.split()]
    amounts = ["100" if kind.endswith("+") else "-20" for kind in kinds.split()]
    assert bool(open_questions(questions("Zone", *values, amounts=amounts))) is asked


@pytest.mark.parametrize(
    ("column", "values", "asked"),
    [
        ("Statut", ["Devis", "Lot 12"], True),
        ("Statut", ["Devis", "Lot 12", "Lot 13"], False),
        ("Statut", ["Facture 1", "Devis 2"], True),
        ("Statut", ["Facture 101001", "Devis 200300"], False),
        ("Statut", ["Facture 101001", "Devis"], True),
    ],
)
def test_words_beside_numbers_speak_of_states_where_they_are_half_of_them_or_more(
    questions, column, values, asked
):
    assert bool(open_questions(questions(column, *values))) is asked


def test_quantities_below_zero_are_no_kinds_of_documents(tmp_path):
    sold = [1, 2, 3, -1, -2, 1, -1]
    rows = [f"{day:02}/03/2025;C{1 + day % 2};{n};{50 * n},00" for day, n in enumerate(sold * 3, start=1)]
    outcome = drafted(tmp_path, "Data;Codice cliente;Quantità;Importo netto", rows)
    assert outcome.refusal is None, str(outcome.refusal)
    assert outcome.intake.sales["revenue_eur"].sum() == 50 * 3 * sum(sold)


def test_usual_codes_signed_as_they_mean_need_no_answer(tmp_path):
    said = [("AVC;-9" if day % 3 else "FAC;50") for day in range(1, 20)]
    rows = [f"{day:02}/03/2025;C{1 + day % 2};{each},00" for day, each in enumerate(said, start=1)]
    outcome = drafted(tmp_path, "Date;Code client;Nature;Montant HT", rows)
    assert outcome.refusal is None, str(outcome.refusal)
    assert outcome.intake.sales["revenue_eur"].sum() == 6 * 50 - 13 * 9


def test_the_total_below_the_documents_has_no_state_of_its_own(tmp_path):
    rows = [
        f"{day:02}/03/2025;C{1 + day % 2};{'Brouillon' if day == 3 else 'Validé'};10,00"
        for day in range(1, 15)
    ]
    outcome = drafted(tmp_path, "Date;Code client;Etat;Montant HT", [*rows, ";Total;;140,00"])
    assert outcome.refusal is None, str(outcome.refusal)
    assert outcome.intake.sales["revenue_eur"].sum() == 130


def test_an_answer_holds_the_rules_that_are_there_already(tmp_path):
    said = {1: ("Visio", "Effectuée"), 2: ("Visite", "À confirmer"), 3: ("Visite", "Annulée")}
    told = [said.get(day, ("Visite", "Effectuée")) for day in range(1, 12)]
    lines = [f"{day:02}/03/2025;C1;{kind};{state}" for day, (kind, state) in enumerate(told, start=1)]
    files = {
        "clients.csv": "Code client;Nom;Ville\nC1;Garage Lemoine;Rennes\nC2;Hotel Mer;Vannes\n",
        "factures.csv": "Date;Code client;Montant HT\n01/03/2025;C1;10,00\n02/03/2025;C2;20,00\n",
        "visites.csv": "\n".join(["Date;Code client;Canal;Mode", *lines]),
    }
    asked = str(taken_in(tmp_path / "asked", files))
    assert "drop: {Canal: [Visio], Mode: [Annulée, À confirmer]}" in asked


@pytest.mark.parametrize(
    ("column", "values", "asked"),
    [
        ("Sens", ["C", "C", "D"], True),
        ("Zone", ["Credit", "Credit", "Debit"], True),
        ("Zone", ["Cr", "Cr", "Dr"], False),  # two letters may be anything
        ("Sens", ["C", "C", "C"], False),
    ],
)
def test_debit_and_credit_are_asked_about_where_the_column_or_the_words_say_so(
    questions, column, values, asked
):
    """200 are sold, 20 stand on the other side: proposed as credit notes, and never done unasked."""
    found = open_questions(questions(column, *values, amounts=["100", "100", "20"]))
    assert [(question.rules, question.sure) for question in found] == [
        ({"credit_notes": [values[2]]}, False)
    ] * asked


@pytest.mark.parametrize(("back", "credited"), [("100", True), ("101", False)])
def test_a_side_with_more_than_half_of_what_is_sold_may_hold_payments(questions, back, credited):
    (question,) = open_questions(questions("Sens", "C", "C", "D", amounts=["100", "100", back]))
    assert (question.rules == {"credit_notes": ["D"]}) is credited
    assert not question.sure


@pytest.mark.parametrize(("different", "asked"), [(24, True), (25, False)])
def test_a_column_of_more_than_two_dozen_values_is_one_of_names(questions, different, asked):
    others = [f"Mot {chr(ord('A') + n)}" for n in range(different - 2)]
    assert bool(open_questions(questions("Statut", "Payée", "Annulée", *others))) is asked


@pytest.mark.parametrize(
    ("column", "values", "rules"),
    [
        ("CANCELED", ["Y", "N", "C"], [{"drop": ["C", "Y"]}]),  # the letter of the column is that state again
        ("Annulée", ["oui", "non", "peut-être"], []),  # a word beside yes and no: it speaks of something else
        ("Validée", ["x", "", "voir"], []),  # nor is a word beside marks read as one
    ],
)
def test_a_letter_beside_yes_and_no_is_read_and_a_word_is_not(questions, column, values, rules):
    found = [question.rules for question in open_questions(questions(column, *values))]
    assert [{rule: sorted(told) for rule, told in each.items()} for each in found] == rules


def test_of_visits_a_mark_counts_whatever_words_stand_beside_it(visit_log):
    (question,) = open_questions(visit_log("Réalisée", "x", "absent", "voir"))
    assert (question.rules, question.sure) == ({"keep": ["x"]}, False)
    (question,) = open_questions(visit_log("Etat", "ok", "annulé", "ok"))
    assert (question.rules, question.sure) == ({"drop": ["annulé"]}, True)


@pytest.mark.parametrize(("credited", "asked"), [("-20", False), ("20", True)])
def test_letters_of_invoices_and_credit_notes_are_asked_about_unless_their_signs_say_so(
    questions, credited, asked
):
    found = open_questions(questions("Type", "F", "F", "A", amounts=["100", "100", credited]))
    assert bool(found) is asked


def test_a_row_that_is_not_confirmed_is_in_doubt_and_one_that_is_counts(questions):
    (question,) = open_questions(questions("Validée", "oui", "non", "oui"))
    assert {each.value: each.verdict for each in question.values} == {"oui": "counts", "non": "doubtful"}
