"""How single columns are read, value by value: signs, sides, letters, flags, words, and what disagrees."""

import numpy as np
import pandas as pd
import pytest

from solver.intake.booking.counted_rows import (
    _are_codes,
    _credit,
    _disagree,
    _invoices_and_credit_notes,
    _numbers_rows,
    _of_credit_letters,
    _of_flags,
    _of_marks,
    _of_sides,
    _of_words,
    _question,
    _signs_apart,
    _speak,
    _valued,
)
from solver.intake.booking.questions import Value

MILLION = 1_000_000


def euros(*amounts):
    return pd.Series([int(amount * MILLION) for amount in amounts])


@pytest.mark.parametrize(
    ("kinds", "amounts", "apart"),
    [
        ("FFGAAA", (9, 9, 9, -1, -1, -1), True),
        ("FFGAAA", (9, 9, 9, -1, -1, 0), False),  # two below zero and one at nothing
        ("FFGAAAA", (9, 9, 9, -1, -1, -1, 0), True),
        ("FFGAAA", (9, 9, 0, -1, -1, -1), False),  # all of G is nil: it has no sign
        ("FFFAAA", (9, 9, 9, -1, -1, -1), False),  # two kinds are too few
        ("FGHIII", (9, 9, 9, 1, 1, 1), False),  # none below zero
        ("FABBCC", (9, -1, -1, -1, -1, -1), False),  # one above zero
    ],
)
def test_kinds_are_told_by_their_signs_where_two_are_above_and_three_rows_below(kinds, amounts, apart):
    assert _signs_apart(pd.Series([*kinds]), lambda: euros(*amounts)) is apart


def test_numbers_alone_and_words_are_no_kinds_nor_is_anything_without_amounts():
    amounts = euros(9, 9, 9, -1, -1, -1)
    assert not _signs_apart(pd.Series(["1", "1", "2", "-1", "-1", "-1"]), lambda: amounts)
    assert _signs_apart(pd.Series(["1", "1", "2", "R", "R", "R"]), lambda: amounts)
    assert not _signs_apart(pd.Series(["Vente", "F", "G", "A", "A", "A"]), lambda: amounts)
    assert not _signs_apart(pd.Series([*"FFGAAA"]), lambda: None)


@pytest.mark.parametrize(
    ("sides", "named", "read"),
    [
        (["Cr", "Dr"], False, False),  # two letters may be anything
        (["Cr", "Debit"], False, False),
        (["Credit", "Debit"], False, True),
        (["Cr", "Dr"], True, True),
        (["Credit"], True, False),
        (["Credit", "Autre"], True, False),
    ],
)
def test_sides_are_read_under_their_name_or_as_whole_words(sides, named, read):
    texts = pd.Series([sides[0]] * 2 + [sides[-1]])
    found = _of_sides("Zone", texts, lambda: euros(10, 10, 2), named=named)
    assert (found is not None) == read


@pytest.mark.parametrize(
    ("amounts", "verdicts"),
    [
        ((10, 10, 2), ("counts", "credit")),
        ((10, 10, 10), ("counts", "credit")),  # half of what is sold
        ((10, 10, 10.01), ("doubtful", "doubtful")),
        ((10, -10, 2), ("counts", "credit")),  # whatever their sign
        ((1, 1, 30), ("credit", "counts")),
        ((0, 0, 0), ("counts", "credit")),
    ],
)
def test_the_side_with_more_is_what_is_sold_and_the_other_half_of_it_at_most(amounts, verdicts):
    found = _of_sides("Sens", pd.Series(["C", "C", "D"]), lambda: euros(*amounts), named=True)
    assert found == {"C": verdicts[0], "D": verdicts[1], "": "doubtful"}


def test_without_amounts_no_side_can_be_told():
    assert _of_sides("Sens", pd.Series(["C", "D"]), lambda: None, named=True) is None


@pytest.mark.parametrize(
    ("codes", "read"),
    [
        (["FA", "AV"], {"FA": "counts", "AV": "credit"}),
        (["F", "AV"], {"F": "counts", "AV": "credit"}),
        (["FA", "A"], None),  # a letter may mean a deposit
        (["INV", "CN", "A"], None),
        (["FA", "FA"], None),
        (["FA", "XY"], None),
        ([], None),
    ],
)
def test_letters_of_invoices_and_credit_notes_are_read_where_none_of_these_is_a_single_one(codes, read):
    assert _of_credit_letters(codes) == read


@pytest.mark.parametrize(
    ("column", "values", "read"),
    [
        ("Annulée", ["oui", "non"], {"oui": "never", "non": "counts"}),
        ("Annulée", ["oui", ""], {"oui": "never", "": "counts"}),
        ("CANCELED", ["Y", "N", "C"], {"Y": "never", "N": "counts", "C": "never"}),
        ("CANCELED", ["Y", "N", "Z"], {"Y": "never", "N": "counts", "Z": "doubtful"}),
        ("CANCELED", ["N", "C"], None),  # yes is missing beside the code
        ("CANCELED", ["Y", "N", "Perhaps"], None),
        ("Annulée le", ["12/02/2025", ""], {"12/02/2025": "never", "": "counts"}),
        ("Annulée le", ["12/02/2025", "hier"], None),
        ("Annulée", ["20250212", ""], None),  # a number may be anything
        ("Annulée", [""], None),
        ("Annulée", [], None),
    ],
)
def test_a_flag_says_yes_no_or_a_day(column, values, read):
    assert _of_flags(column, values) == read


def test_of_marks_and_words_a_sale_needs_all_understood_and_a_visit_one_that_counts():
    assert _of_marks(["x", ""], "sales") == {"x": "counts", "": "doubtful"}
    assert _of_marks(["x", ""], "visits") == {"x": "counts", "": "never"}
    assert _of_marks(["x", "voir"], "sales") is None
    assert _of_marks(["x", "voir"], "visits") == {"x": "counts", "voir": None}
    assert _of_marks(["", "annulé"], "visits") is None


def words(values, table="sales", **said):
    usual = {"named": False, "ruled": False, "invoiced": False, "coded": False}
    return _of_words("Remarque", values, table, **usual | said)


def test_beside_the_firms_own_group_the_others_are_clients():
    found = words(["Intragroupe", "Garage Lemoine", "Facture", ""])
    assert found == {"": "counts", "Intragroupe": "doubtful", "Garage Lemoine": "counts", "Facture": "counts"}
    assert words(["Garage Lemoine", "Hotel Mer"]) is None


def test_an_empty_cell_is_in_doubt_where_another_value_says_that_it_counts():
    assert words(["Facture", "Devis"], named=True) == {"Facture": "counts", "Devis": "never", "": "doubtful"}
    assert words(["Devis", "Brouillon"], named=True)[""] == "counts"


def test_of_visits_what_was_noted_in_a_column_without_the_name_of_a_state_is_a_visit():
    assert words(["annulé", "beau temps"], "visits") == {
        "annulé": "never",
        "beau temps": "counts",
        "": "counts",
    }
    assert words(["annulé", "beau temps"], "visits", named=True)["beau temps"] is None
    assert words(["annulé", "ok"], "visits", named=True)["ok"] == "counts"
    assert words(["beau temps", "ok"], "visits") is None


def test_codes_are_in_doubt_under_the_name_of_a_state_or_signed_unless_a_rule_understood_them():
    assert words(["FA", "DE"], named=True) == {"FA": "doubtful", "DE": "doubtful"}
    assert words(["FA", "DE"], named=True, ruled=True) is None
    assert words(["X1", "X2"], coded=True) == {"X1": "doubtful", "X2": "doubtful"}
    assert words(["X1", "X2"]) is words(["X1", "X2"], named=True) is None
    assert words(["FA", "AV", ""], named=True) == {"FA": "counts", "AV": "credit", "": "doubtful"}
    assert not _are_codes(["FA"], {"FA": None}, "sales")  # one code tells nothing apart
    assert not _are_codes(["FA", "Facture"], {"FA": None, "Facture": "counts"}, "sales")
    assert not _are_codes(["FA", "DE"], {"FA": "counts", "DE": "never"}, "sales")
    assert _are_codes(["FA", "DE"], {"FA": None, "DE": "never"}, "sales")


def test_words_speak_of_states_where_all_are_known_or_half_of_them_and_both_kinds():
    def speak(*values, named=False):
        known = {"F": "counts", "D": "never", "A": "credit", "P": "counts"}
        return _speak([*values], {value: known.get(value) for value in values}, named=named)

    assert speak("F", "D")
    assert speak("F", "D", "x", "y")
    assert speak("F", "A", "x", "y")
    assert not speak("F", "D", "x", "y", "z")  # two of five
    assert not speak("F", "P", "x", "y")  # none that does not count
    assert not speak("D", "A", "x", "y")  # none that counts
    assert speak("F", "x", "y", "z", named=True)
    assert not speak("x", "y", named=True)
    assert speak("F", "x1", named=True)
    assert not speak("F", "x1", "y2", named=True)


@pytest.mark.parametrize(
    ("column", "values", "numbers"),
    [
        ("DocEntry", ["1", "2", "3"], True),
        ("Code", ["1", "2", "3"], True),
        ("Document", ["1", "2", "3"], True),
        ("Zone", ["1", "2", "3"], False),
        ("DocEntry", ["1", "2"], False),  # one of them stands twice
        ("DocEntry", ["1", "2", "A3"], False),
    ],
)
def test_numbers_of_which_each_row_has_its_own_are_of_documents(column, values, numbers):
    assert _numbers_rows(column, np.array(values), 3) is numbers


@pytest.mark.parametrize(
    ("verdict", "amounts", "read"),
    [
        ("credit", (-5, -6), "counts"),
        ("credit", (0, 0), "counts"),
        ("credit", (-5, 0), "counts"),
        ("credit", (5, 0), "credit"),
        ("credit", (5, -5), "doubtful"),
        ("returned", (5, 6), "doubtful"),
        ("returned", (-5, -6), "counts"),
        ("never", (-5, 5), "never"),
        (None, (-5, 5), None),
    ],
)
def test_a_credit_note_counts_with_its_minus_and_is_turned_without(verdict, amounts, read):
    assert _credit(euros(*amounts), verdict) == read


def test_values_are_counted_with_their_amounts_the_most_frequent_first_then_by_name():
    texts = pd.Series(["b", "a", "c", "c", "d"])
    verdicts = dict.fromkeys("abcd", "counts")
    found = _valued(texts, verdicts, euros(1, 2, 3, -3, 0))
    assert [(each.value, each.rows, each.micros, each.worthless) for each in found] == [
        ("c", 2, 0, False),  # two amounts that add up to nothing are worth something
        ("a", 1, 2 * MILLION, False),
        ("b", 1, MILLION, False),
        ("d", 1, 0, True),
    ]
    assert [each.worthless for each in _valued(texts, verdicts, None)] == [True] * 4
    few = _valued(texts, verdicts, euros(1, 2, 3))  # rows without an amount are worth nothing
    assert {each.value: each.micros for each in few} == {
        "a": 2 * MILLION,
        "b": MILLION,
        "c": 3 * MILLION,
        "d": 0,
    }


def value(name, verdict, eur=1, rows=1, *, worthless=False):
    return Value(name, rows, eur * MILLION, verdict, worthless)


def test_codes_signed_as_they_mean_are_invoices_and_credit_notes():
    invoice, note = value("FA", "doubtful", 100), value("AV", "doubtful", -20)
    assert _invoices_and_credit_notes((invoice, note))
    assert not _invoices_and_credit_notes((invoice, value("AV", "doubtful", 20)))
    assert not _invoices_and_credit_notes((value("FA", "doubtful", -1), note))
    assert _invoices_and_credit_notes((value("FA", "doubtful", 0), note))
    assert not _invoices_and_credit_notes((invoice, note, value("", "doubtful", 1)))
    assert not _invoices_and_credit_notes((invoice,))


@pytest.mark.parametrize(
    ("values", "table", "disagree"),
    [
        ([value("Facture", "counts"), value("Devis", "never")], "sales", True),
        ([value("Facture", "counts"), value("Avoir", "credit")], "sales", True),
        ([value("Facture", "counts"), value("Devis", "never", worthless=True)], "sales", False),
        ([value("Faite", "counts"), value("annulée", "never", worthless=True)], "visits", True),
        ([value("Facture", "counts"), value("En attente", "doubtful")], "sales", True),
        ([value("En attente", "doubtful"), value("À voir", None)], "sales", False),
        ([value("Facture", "counts"), value("", "doubtful")], "sales", False),
        ([value("FA", "doubtful"), value("XY", "doubtful")], "sales", True),  # codes may be anything
        ([value("FA", "counts"), value("", "doubtful")], "sales", True),
        ([value("FACT", "doubtful"), value("FACTU", "doubtful")], "sales", False),
        ([value("FACT", "doubtful"), value("FACU", "doubtful")], "sales", True),
        ([value("FA", "doubtful")], "sales", False),
        ([value("Facture", "counts"), value("Payée", "counts")], "sales", False),
    ],
)
def test_values_disagree_where_counting_all_of_them_makes_a_difference(values, table, disagree):
    assert _disagree(tuple(values), table) is disagree


def put(*values, plain=True, kept=False):
    found = _question("Statut", values, priced=True, plain=plain, kept=kept)
    return found.rules, found.sure


def test_a_question_drops_what_never_counts_or_keeps_what_does_and_is_sure_where_all_is_settled():
    paid, quote, note = value("Payée", "counts"), value("Devis", "never"), value("Avoir", "credit")
    assert put(paid, quote, note) == ({"drop": ["Devis"], "credit_notes": ["Avoir"]}, True)
    assert put(paid, quote, kept=True) == ({"keep": ["Payée"]}, True)
    assert put(paid, quote, plain=False) == ({"drop": ["Devis"]}, False)
    assert put(paid, quote, value("Xyz", "doubtful")) == ({"drop": ["Devis"]}, False)
    assert put(quote) == ({"drop": ["Devis"]}, False)  # nothing would be left
    assert put(quote, note) == ({"drop": ["Devis"], "credit_notes": ["Avoir"]}, True)
    # Days on which rows were cancelled are more every month: the empty cell is what is kept.
    day, other = value("12/02/2025", "never"), value("hier", "never")
    assert put(value("", "counts"), day, other) == ({"keep": [""]}, True)
    assert put(value("", "counts"), other) == ({"drop": ["hier"]}, True)
    assert put(value("", "counts"), paid, day) == ({"drop": ["12/02/2025"]}, True)
