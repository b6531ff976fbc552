import pytest

from solver.intake.values.identity import (
    check_country,
    check_email,
    check_naf,
    check_phone,
    check_postcode,
    check_siren,
    check_siret,
    check_vat,
)

# 732 829 320 is the example of INSEE's documentation: its weighted digits sum to 40.
SIREN, SIRET = "732829320", "73282932000074"


def test_luhn_by_hand():
    digits = [7, 3, 2, 8, 2, 9, 3, 2, 0]
    doubled = [d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(digits)]
    assert sum(doubled) == 40
    assert check_siren(SIREN).value == SIREN


@pytest.mark.parametrize("text", ["732 829 320", "732.829.320", "732829320.0", SIREN])
def test_a_siren_is_found_whatever_its_spaces(text):
    assert check_siren(text) == (SIREN, "", None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("732829321", "the checksum of the SIREN is wrong"),
        ("000000000", "the checksum of the SIREN is wrong"),
        ("73282932", "nine digits"),
        ("FR12732829320", "nine digits"),
    ],
)
def test_a_wrong_siren_is_set_aside(text, problem):
    checked = check_siren(text)
    assert checked.value is None
    assert problem in checked.problem


def test_lost_zeros_come_back_where_the_checksum_holds():
    assert check_siren("54338") == ("000054338", "the SIREN had lost its leading zeros", None)
    assert check_siret("5433800017").value == "00005433800017"


def test_a_siret_in_the_siren_column_gives_its_siren():
    assert check_siren(SIRET)[:2] == (SIREN, "this is a SIRET; its first nine digits are the SIREN")


def test_la_poste_has_a_checksum_of_its_own():
    assert check_siret("35600000049837").value == "35600000049837"
    assert check_siret("35600000049838").value is None


def test_a_siret_in_scientific_notation_keeps_what_can_be_trusted():
    assert check_siret("7.3282932000074E+13").value == SIRET
    rounded = check_siret("7,32829320E+13")
    assert (rounded.value, rounded.siren) == (None, SIREN)
    hopeless = check_siret("7,32829E+13")
    assert (hopeless.value, hopeless.siren) == (None, None)
    assert "rounded by a spreadsheet" in hopeless.problem


@pytest.mark.parametrize(
    "text", ["73282932000075", "7328293200007", "14 chiffres", "00000000000000", "1E+20"]
)
def test_a_wrong_siret_is_set_aside(text):
    assert check_siret(text).value is None
    assert check_siret(text).problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06.25.78.95.45", "06 25 78 95 45"),
        ("0625789545", "06 25 78 95 45"),
        ("+33 6 25 78 95 45", "06 25 78 95 45"),
        ("0033625789545", "06 25 78 95 45"),
        ("+33 (0)6 25 78 95 45", "06 25 78 95 45"),
        ("+32 2 123 45 67", "+32 2 123 45 67"),
    ],
)
def test_a_telephone_number_is_written_in_pairs(text, number):
    assert check_phone(text, "FR") == (number, "", None)


def test_a_telephone_number_gets_its_zero_back():
    assert check_phone("625789545", "FR")[:2] == (
        "06 25 78 95 45",
        "the telephone number had lost its leading zero",
    )


@pytest.mark.parametrize(
    "text", ["voir standard", "06 39 98", "06 39 98 XX XX", "02.61.91.12.34.56.78", "0000000000"]
)
def test_what_nobody_can_dial_is_set_aside(text):
    assert check_phone(text, "FR").value is None


def test_other_countries_write_numbers_their_own_way():
    assert check_phone("(319) 555-0143", "US").value == "(319) 555-0143"


@pytest.mark.parametrize("text", ["a@b.fr", "prénom.nom@sous.domaine-x.example", "a+b@c.museum"])
def test_an_e_mail_address_passes(text):
    assert check_email(text) == (text, "", None)


@pytest.mark.parametrize(
    "text",
    ["accueil@", "contact@@x.example", "contact(at)x.example", "a b@x.example", "a@x", "a@x..fr", "@x.fr"],
)
def test_what_is_no_e_mail_address_is_set_aside(text):
    assert check_email(text).value is None


def test_of_several_e_mail_addresses_the_first_is_used():
    assert check_email("a@b.fr ; c@d.fr")[:2] == ("a@b.fr", "several e-mail addresses; the first is used")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35000", "35000"),
        ("35 000", "35000"),
        ("F-35000", "35000"),
        ("35040 CEDEX 9", "35040"),
        ("35000.0", "35000"),
    ],
)
def test_a_french_postcode_has_five_digits(text, code):
    assert check_postcode(text, "FR", {"35000"}) == (code, "", None)


def test_a_postcode_gets_its_zero_back_where_such_a_place_exists():
    assert check_postcode("6000", "FR", {"06000"})[:2] == ("06000", "the postcode had lost its leading zero")
    assert check_postcode("6001", "FR", {"06000"}).value is None


def test_foreign_postcodes_are_left_alone():
    assert check_postcode("SW1A 1AA", "GB", set()).value == "SW1A 1AA"
    assert check_postcode("52240", "US", set()).value == "52240"


def test_activity_codes_take_their_point_and_must_exist():
    assert check_naf("4669b", {"46.69B"}) == ("46.69B", "", None)
    assert check_naf("46.69 B", {"46.69B"}).value == "46.69B"
    assert check_naf("99.99Z", {"46.69B"})[:2] == (
        "99.99Z",
        "this activity code is not in the NAF list; it was kept",
    )
    assert check_naf("commerce", {"46.69B"}).value is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("France", "FR"), ("be", "BE"), ("Royaume-Uni", "GB"), ("Germany", "DE"), ("USA", "US")],
)
def test_countries_are_known_by_name_and_code(text, code):
    assert check_country(text, "FR") == (code, "", None)


def test_an_unknown_country_is_told():
    assert check_country("Frnace", "FR")[:2] == ("FR", "this country is not known")


# 44 is (12 + 3 × (732829320 mod 97)) mod 97: 732829320 = 97 × 7554941 + 43; 12 + 129 = 141; 141 − 97 = 44.
VAT = "FR44732829320"


def test_the_siren_is_read_off_a_french_vat_number():
    assert check_vat(VAT) == (None, "", SIREN)
    assert check_siren("FR 44 732 829 320").value == SIREN
    assert check_siret(VAT)[1:] == ("this is a VAT number, not a SIRET", SIREN)


@pytest.mark.parametrize("text", ["FR12732829320", "BE0403019262", "12", "à demander"])
def test_a_wrong_vat_number_is_told(text):
    assert check_vat(text) == (None, "the checksum of the VAT number is wrong", None)


def test_a_vat_number_of_another_country_passes_by_its_own_checksum():
    assert check_vat("BE 0403.019.261") == (None, "", None)


@pytest.mark.parametrize("text", ["", "-", "N/A", "néant", "?", "nc"])
def test_a_word_for_nothing_is_nothing_and_no_fault(text):
    for check in (check_siren, check_siret, check_vat, check_email):
        assert check(text) == (None, "", None)
    assert check_phone(text, "FR") == check_postcode(text, "FR", {"35000"}) == (None, "", None)


@pytest.mark.parametrize("text", ['="01000"', "'01000", "FR-01000"])
def test_what_protects_a_zero_from_a_spreadsheet_is_not_part_of_it(text):
    assert check_postcode(text, "FR", {"01000"}) == ("01000", "", None)


def test_a_postcode_among_other_letters_is_taken_out_of_them():
    told = check_postcode("35000 RENNES", "FR", {"35000"})
    assert told[:2] == ("35000", "the words beside the postcode were left out")
    told = check_postcode("35O00", "FR", {"35000"})
    assert told[:2] == ("35000", "the postcode was written with the letter O for a zero")
    assert check_postcode("RENNES", "FR", {"35000"}).value is None


@pytest.mark.parametrize(
    ("text", "number", "problem"),
    [
        (
            "02 61 91 00 01 / 06 25 78 95 45",
            "02 61 91 00 01",
            "several telephone numbers; the first is used",
        ),
        ("02 61 91 00 01 poste 12", "02 61 91 00 01", "the words beside the telephone number were left out"),
        (
            "standard : +33 2 61 91 00 01",
            "02 61 91 00 01",
            "the words beside the telephone number were left out",
        ),
        ("0261910001.0", "02 61 91 00 01", ""),
        ("02/61/91/00/01", "02 61 91 00 01", ""),
    ],
)
def test_a_telephone_number_is_found_beside_others_and_beside_words(text, number, problem):
    assert check_phone(text, "FR")[:2] == (number, problem)


@pytest.mark.parametrize("text", ["mailto:a@b.fr", "Ann Le Goff <a@b.fr>"])
def test_an_e_mail_address_is_found_among_words(text):
    assert check_email(text)[:2] == ("a@b.fr", "the words around the e-mail address were left out")


def test_a_code_of_the_activity_list_of_2025_is_kept_without_a_repair():
    assert check_naf("6210Y", frozenset({"62.01Z"})) == ("62.10Y", "", None)
