import pytest

from solver.intake.reading.encoding import decode
from tests.intake.conftest import refusal

TEXT = "Code;Nom\nC1;Bœuf à l’Œillet – 12 €\nC2;Électricité Évreux\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_usual_encodings_are_found_out(encoding):
    assert decode(TEXT.encode(encoding), None, "a.csv")[0] == TEXT


@pytest.mark.parametrize("encoding", ["iso8859-15", "mac-roman", "cp850"])
@pytest.mark.parametrize("text", ["Société Générale", "Hôtel Noël, François", "Pâtisserie Évreux"])
def test_older_encodings_are_told_apart_by_their_accents(encoding, text):
    assert decode(f"Nom\n{text}\n".encode(encoding), None, "a.csv")[0] == f"Nom\n{text}\n"


def test_the_euro_sign_of_iso_8859_15_survives():
    assert decode("Crédit 12 €".encode("iso8859-15"), None, "a.csv")[0] == "Crédit 12 €"


def test_plain_ascii_is_utf8():
    assert decode(b"a;b\n1;2\n", None, "a.csv")[1:] == ("utf-8", [])


def test_stray_bytes_in_a_utf8_file_are_read_as_windows_and_told():
    good = "Métallerie Évreux\n" * 5
    text, encoding, lines = decode(good.encode() + "Crêperie\n".encode("cp1252"), None, "a.csv")
    assert (text, encoding, lines) == (good + "Crêperie\n", "utf-8", [6])


def test_bytes_that_are_no_text_are_refused_with_a_fix():
    with refusal("a.csv: this is not a text file → export it again as CSV"):
        decode(b"\x00\x01\x02binary", None, "a.csv")


def test_a_stated_encoding_that_does_not_exist_is_refused():
    with refusal("there is no encoding “latin-99”"):
        decode(b"a", "latin-99", "a.csv")


def test_a_stated_encoding_that_does_not_fit_names_the_line():
    with refusal("a.csv, row 2: the file is not written in utf-8"):
        decode("Nom\nÉvreux".encode("cp1252"), "utf-8", "a.csv")


@pytest.mark.parametrize(
    "text", ["1 739,87 €", "12,50€", "1\u00a0739,87\u00a0€", "Montant (€)", "CA en K€", "739,87 €HT"]
)
def test_a_windows_euro_is_never_read_as_a_dos_letter(text):
    content = f"Code;CA\nC1;{text}\n".encode("cp1252")
    assert decode(content, None, "a.csv")[:2] == (f"Code;CA\nC1;{text}\n", "cp1252")


@pytest.mark.parametrize("text", ["Ça roule", "Garage FRANÇOIS", "Lot 2 Ça roule"])
def test_a_dos_cedilla_stays_one(text):
    assert decode(f"Nom\n{text}\n".encode("cp850"), None, "a.csv")[1] == "cp850"
