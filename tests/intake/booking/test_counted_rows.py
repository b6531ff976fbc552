"""Columns that tell which rows count, in words of six languages: proposed where sure, asked where not."""

import pytest

from solver.intake.booking.counted_rows import open_questions, refuse_open_questions
from solver.intake.reading.sources import read_source
from tests.intake.conftest import refusal

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


@pytest.fixture
def visit_questions(source):
    def ask(column, *values):
        rows = [f"{day}/01/2025;C1;Kim;{value}\n" for day, value in enumerate(values, 20)]
        return read_source(source("visits", f"Date;Code client;Commercial;{column}\n" + "".join(rows)))

    return ask


@pytest.mark.parametrize(
    ("column", "values", "rules"),
    [
        ("Statut", ["Payée", "Annulée", "Brouillon"], {"drop": ["Annulée", "Brouillon"]}),
        ("Status", ["Paid", "Sent", "Void"], {"drop": ["Void"]}),
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
        ("Annulée", ["non", "oui"], {"drop": ["oui"]}),
        ("Date d'annulation", ["", "12/02/2025"], {"keep": [""]}),
        ("Remarque", ["", "Facture annulée"], {"drop": ["Facture annulée"]}),
        ("Direction", ["Sale", "Purchase"], {"drop": ["Purchase"]}),
    ],
)
def test_words_that_are_understood_make_a_rule(questions, column, values, rules):
    (question,) = open_questions(questions(column, *values))
    assert question.sure
    assert {rule: sorted(told) for rule, told in question.rules.items()} == rules


@pytest.mark.parametrize(
    ("column", "values"),
    [("Type", ["FA", "AV"]), ("Statut", ["Payée", "En attente"]), ("Type", ["Facture", "Devis", "Xyz"])],
)
def test_words_in_doubt_are_left_to_the_firm(questions, column, values):
    (question,) = open_questions(questions(column, *values))
    assert not question.sure


@pytest.mark.parametrize(
    ("column", "values"),
    [
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
    visit_questions,
):
    with refusal("“PLANNED”; 1 row", "status: Check-In Status", "keep: {Check-In Status:"):
        refuse_open_questions(visit_questions("Check-In Status", "PLANNED", "VISITED"))
    assert open_questions(visit_questions("Avancement", "Prévu", "Confirmé")) == []
