import pytest

from solver.intake.values.names import check_name, check_words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CafÃ© du Port", "Café du Port"),
        ("HÃ´tel de lâ€™ÃŽle", "Hôtel de l’Île"),
    ],
)
def test_letters_read_in_the_wrong_encoding_are_put_right_and_told(text, name):
    assert check_name(text) == (name, "the letters had been read in the wrong encoding", None)
    assert text == name.encode("utf-8").decode("cp1252")


@pytest.mark.parametrize(
    "text", ["CHÂTEAU ROUGE", "L’Œuvre", "Ångström SA", "Garage Ã la main", "AAA Dépannage"]
)
def test_a_name_that_is_only_unusual_stays_as_it_is(text):
    assert check_name(text) == (text, "", None)


def test_lost_letters_are_told():
    assert check_words("Caf\ufffd du Port")[:2] == ("Caf\ufffd du Port", "letters were lost in this text")


def test_spaces_and_invisible_characters_go():
    assert check_name("Garage  du\t Port\u200b").value == "Garage du Port"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("?", "is this the name of an account?"),
        ("À compléter", "is this the name of an account?"),
        ("CLIENTS DIVERS", "this looks like a collective account: nobody can be visited there"),
        ("Vente comptoir", "this looks like a collective account: nobody can be visited there"),
        ("DOUBLON Garage Rance", "the name says that this record is no longer to be used"),
    ],
)
def test_a_name_that_is_no_client_is_kept_and_asked_about(text, problem):
    assert check_name(text) == (text, problem, None)


@pytest.mark.parametrize("text", ["Test & Mesure", "Diversité SARL", "Le Comptoir des Clients", "X-Press"])
def test_a_name_that_holds_such_a_word_is_a_name(text):
    assert check_name(text).problem == ""
