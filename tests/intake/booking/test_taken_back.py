"""Cancelled documents and the credit notes that cancel them: both count, or none of them does."""

import pytest

from solver.intake.booking.taken_back import amounts_of, cancelled_in_file, refuse_half_cancelled, taken_back
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.intake.conftest import refusal

HEADER = "N° facture;Date facture;Code client;Montant HT;Statut\n"


def invoices(*rows):
    """Write rows as (number, client, euros, state)."""
    return HEADER + "".join(f"{n};15/01/2025;{client};{eur};{state}\n" for n, client, eur, state in rows)


@pytest.fixture
def found(source):
    def look(*rows, column="Statut"):
        raw = read_source(source("sales", invoices(*rows).replace("Statut", column)))
        return cancelled_in_file(raw, amounts_of(raw), column, raw.table[column].str.strip())

    return look


@pytest.fixture
def left_out(source):
    """Return what is found where these states are left out."""

    def look(*rows, drop=("Annulée",), **rules):
        rules = rules or {"drop": {"Statut": [*drop]}}
        return taken_back([read_values(read_source(source("sales", invoices(*rows), **rules)))])

    return look


ONE = [("F1", "C1", 100, "Annulée"), ("A1", "c1", -100, "Payée")]
TWO = [*ONE, ("F2", "C2", 200, "Annulée"), ("A2", "C2", -200, "Payée")]
LONE = [("F8", "C1", 11, "Annulée"), ("F9", "C1", 12, "Annulée")]
PAID = ("F3", "C1", 50, "Payée")


@pytest.mark.parametrize(
    ("rows", "cancelled"),
    [
        (TWO, True),
        (ONE, False),  # one may share its amount with a credit note by chance
        ([*TWO, LONE[0]], True),  # two of three
        ([*TWO, *LONE], False),  # two of four are not most
        ([*TWO[:3], ("A2", "C1", -200, "Payée")], False),  # another client's
        ([*TWO[:3], ("A2", "C2", -201, "Payée")], False),
        ([*TWO[:3], ("A2", "C2", 200, "Payée")], False),
        ([TWO[0], ("F2", "C1", 100, "Annulée"), TWO[1]], False),  # one credit note cancels one document
        ([TWO[0], ("F2", "C1", 100, "Annulée"), TWO[1], ("A2", "C1", -100, "Payée")], True),
        ([("F1", "C1", 60, "Annulée"), ("F1", "C1", 40, "Annulée"), *TWO[1:]], True),  # two lines of one
        ([("", "C1", 60, "Annulée"), ("", "C1", 40, "Annulée"), *TWO[1:]], False),  # two without a number
        ([("F1", "C1", 0, "Annulée"), ("F2", "C1", 0, "Annulée"), PAID], False),
        ([*TWO[:1], *TWO[2:3], ("A1", "C1", -100, "Annulée"), ("A2", "C2", -200, "Annulée")], False),
    ],
)
def test_most_documents_that_say_cancelled_have_a_credit_note_of_their_client_and_amount(
    found, rows, cancelled
):
    assert found(*rows, PAID) == (["Annulée"] if cancelled else [])


def test_what_says_nothing_of_the_kind_is_not_looked_at_and_a_flag_says_it_by_the_name_of_its_column(found):
    assert found(*[(n, c, eur, state.replace("Annulée", "Envoyée")) for n, c, eur, state in TWO]) == []
    flagged = [(n, c, eur, "oui" if state == "Annulée" else "non") for n, c, eur, state in TWO]
    assert found(*flagged, column="Annulée") == ["oui"]
    assert found(*flagged, column="Payée") == []
    empty = [(n, c, eur, "" if state == "Annulée" else "non") for n, c, eur, state in TWO]
    assert found(*empty, column="Annulée") == []
    turned = [(n, c, -eur, state) for n, c, eur, state in flagged]  # “oui” on what takes back
    assert found(*turned, column="Annulée") == []


def test_a_file_that_names_no_client_shows_nothing(source):
    text = invoices(*TWO).replace("Code client", "Truc")
    raw = read_source(source("sales", text, columns={"account_id": "Statut"}))
    no_clients = {name: column for name, column in raw.columns.items() if name != "account_id"}
    raw = type(raw)(**{**vars(raw), "columns": no_clients})
    assert cancelled_in_file(raw, amounts_of(raw), "Statut", raw.table["Statut"]) == []


def test_where_cancelled_documents_are_left_out_it_is_told_what_would_have_to_be_kept(left_out):
    [told] = left_out(*TWO, PAID)
    assert (told.column, told.documents, told.micros) == ("Statut", 2, 300_000_000)
    assert told.keep == ["Annulée", "Payée"]
    assert left_out(*ONE, PAID) == []
    assert left_out(*TWO, PAID, keep={"Statut": ["Annulée", "Payée"]}) == []
    [kept] = left_out(*TWO, PAID, keep={"statut": ["Payée"]})
    assert kept.keep == ["Annulée", "Payée"]


def test_a_draft_that_nothing_takes_back_stays_out_beside_what_is_taken_back(left_out):
    rows = [*TWO, PAID, ("F7", "C1", 70, "Brouillon"), ("F6", "C1", 60, "Devis")]
    [told] = left_out(*rows, drop=("Annulée", "Brouillon", "Devis"))
    assert (told.documents, told.keep) == (2, ["Annulée", "Payée"])
    [told] = left_out(*rows)  # what nobody left out is kept
    assert told.keep == ["Annulée", "Payée", "Brouillon", "Devis"]


def test_a_state_that_says_by_what_it_was_cancelled_says_cancelled(found):
    said = [(n, c, eur, state.replace("Annulée", "Annulée (avoir)")) for n, c, eur, state in TWO]
    assert found(*said) == ["Annulée (avoir)"]
    said = [(n, c, eur, state.replace("Annulée", "Avoir")) for n, c, eur, state in TWO]
    assert found(*said) == []


def test_rows_without_a_number_are_documents_of_their_own_and_such_without_a_client_change_nothing(left_out):
    unnumbered = [("", client, eur, state) for _n, client, eur, state in TWO]
    for rows in (TWO, unnumbered):
        [told] = left_out(*rows, PAID, ("F5", "", 5, "Annulée"))
        assert (told.documents, told.micros) == (2, 300_000_000)


def test_half_cancelled_documents_are_refused_with_the_line_that_lets_both_count(source):
    typed = read_values(read_source(source("sales", invoices(*TWO, PAID), drop={"Statut": ["Annulée"]})))
    with refusal("2 documents, €300.00", "keep: {Statut: [Annulée, Payée]}", "take Statut out of `drop`"):
        refuse_half_cancelled([typed])
    refuse_half_cancelled([])
