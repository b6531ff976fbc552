"""What is asked about rows that may not count, and the lines that answer it."""

import pytest

from solver.intake.booking.questions import Question, Value

MILLION = 1_000_000


def asked(*values, rules=None, beside=None, priced=True):
    made = tuple(Value(name, rows, euros * MILLION, verdict) for name, rows, euros, verdict in values)
    return Question("Type", made, rules or {}, sure=False, priced=priced, beside=beside or {})


INVOICE, QUOTE, NOTE = ("Facture", 3, 300, "counts"), ("Devis", 2, 50, "never"), ("Xyz", 1, 10, "doubtful")


def test_each_value_is_told_with_its_rows_and_what_they_are_worth_where_that_is_known():
    told = asked(INVOICE, ("", 1, 5, "counts")).told
    assert told == ["“Facture”; 3 rows; €300.00", "“”; 1 row; €5.00"]
    assert asked(INVOICE, priced=False).told == ["“Facture”; 3 rows"]


@pytest.mark.parametrize(
    ("values", "nothing"),
    [
        ((QUOTE,), True),
        ((QUOTE, ("", 1, 0, "counts")), True),
        ((QUOTE, INVOICE), False),
        ((QUOTE, NOTE), False),
    ],
)
def test_nothing_counts_where_every_word_speaks_of_what_does_not(values, nothing):
    assert asked(*values).nothing_counts is nothing


def test_orders_may_count_only_where_there_is_nothing_better():
    order = ("Commande", 4, 80, "never")
    assert asked(QUOTE, order).orders == ["keep: {Type: [Commande]}"]
    assert asked(QUOTE, order, INVOICE).orders == []
    assert asked(QUOTE).orders == []


def test_what_is_unclear_is_left_out_or_kept_beside_what_is_understood():
    question = asked(
        INVOICE, QUOTE, NOTE, ("", 1, 0, "doubtful"), rules={"drop": ["Devis"], "credit_notes": ["AV"]}
    )
    assert question.unclear == ["Xyz"]
    assert question.lines == ["drop: {Type: [Devis]}", "credit_notes: {Type: [AV]}"]
    assert question.without_the_unclear == ["drop: {Type: [Devis, Xyz]}", "credit_notes: {Type: [AV]}"]
    assert question.with_the_unclear == ["credit_notes: {Type: [AV]}", "keep: {Type: [Facture, Xyz, '']}"]
    assert question.all_count == "keep: {Type: [Facture, Devis, Xyz, '']}"


def test_credit_notes_are_turned_by_their_usual_code_only_where_they_stand_above_nothing():
    above, below = ("AV", 2, 40, "doubtful"), ("AV", 2, -40, "doubtful")
    invoice, nothing = ("FA", 3, 300, "doubtful"), ("AV", 2, 0, "doubtful")
    assert asked(invoice, above).usual == ["credit_notes: {Type: [AV]}"]
    assert asked(invoice, below).usual == asked(invoice, nothing).usual == []
    assert asked(invoice, above, rules={"drop": ["FA"]}).usual == []
    assert asked(invoice, ("Xyz", 1, 1, "doubtful")).usual == []


def test_a_line_holds_the_rules_for_other_columns():
    question = asked(QUOTE, rules={"drop": ["Devis"]}, beside={"drop": {"Canal": ["Visio"]}})
    assert question.lines == ["drop: {Canal: [Visio], Type: [Devis]}"]


def test_a_question_of_which_nothing_more_is_said_is_of_no_plan_no_titles_and_nothing_taken_back():
    question = asked(INVOICE, QUOTE)
    said = [question.planned, question.taken_back, question.begins, bool(question.beside)]
    assert said == [False] * 4
    assert not question.values[0].worthless
