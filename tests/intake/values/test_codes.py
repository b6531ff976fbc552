import pandas as pd
import pytest

from solver.intake.fields import fields
from solver.intake.values.codes import read_codes, read_flags, read_times, usual_words
from solver.intake.words import fold
from tests.intake.conftest import refusal

KIND = fields("accounts")["kind"]


def texts(*values):
    return pd.Series(values, dtype="str")


def test_usual_words_are_understood_whatever_their_case():
    found, unknown = read_codes(
        texts("Client", "ANCIEN CLIENT", "Fournisseur", "banque", "Presse", "prospect", ""), KIND, {}, "a"
    )
    assert found.tolist()[:6] == ["client", "former_client", "supplier", "banker", "journalist", "prospect"]
    assert found.isna().tolist()[6]
    assert not unknown.any()


def test_the_portfolio_translates_first():
    found, unknown = read_codes(texts("C", "X", "?!"), KIND, {"C": "prospect", "x": "client"}, "a")
    assert found.tolist()[:2] == ["prospect", "client"]
    assert unknown.tolist() == [False, False, True]


def test_a_translation_into_nothing_of_ours_is_refused():
    with refusal("a.csv: codes: “C” is translated into “customr”, which kind does not have"):
        read_codes(texts("C"), KIND, {"C": "customr"}, "a.csv")
    with refusal("did you mean “client”"):
        read_codes(texts("C"), KIND, {"C": "clients"}, "a.csv")
    with refusal("it may be: “yes”, “no”"):
        read_flags(texts("C"), {"C": "perhaps"}, "a.csv")


@pytest.mark.parametrize("name", ["kind", "stage", "role", "status"])
def test_no_usual_word_has_two_meanings(name):
    table = next(t for t in ("accounts", "contacts", "visits") if name in fields(t))
    meanings = {}
    for word, code in usual_words(name).items():
        column = fields(table)[name]
        assert code in column.allowed or (code == "" and column.empty)  # no stage yet is said in words too
        assert meanings.setdefault(fold(word), code) == code


def test_yes_and_no_in_two_languages():
    found, unknown = read_flags(texts("Oui", "non", "YES", "0", "x", "VRAI", "", "peut-être"), {}, "a")
    assert found.tolist()[:6] == [True, False, True, False, True, True]
    assert found.isna().tolist()[6:] == [True, True]
    assert unknown.tolist()[6:] == [False, True]


def test_a_stated_yes():
    assert read_flags(texts("NPC"), {"NPC": "yes"}, "a")[0].tolist() == [True]


def test_times_of_day():
    found, unknown = read_times(texts("9:30", "09h30", "14 h", "10:15:00", "", "25:00", "matin"))
    assert found.tolist()[:4] == ["09:30", "09:30", "14:00", "10:15"]
    assert unknown.tolist() == [False, False, False, False, False, True, True]
