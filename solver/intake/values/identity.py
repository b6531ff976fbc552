"""Who and where an account is: company numbers, activity, telephone, e-mail, postcode, country."""

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import NamedTuple

from babel import Locale
from stdnum.eu import vat as vat_number
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number
from stdnum.fr import tva as french_vat_number

from solver.intake.words import fold
from solver.words.i18n import _
from solver.words.numbers import NOTHING

SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?\s*[eE]\+?(\d{1,2})")
DECIMAL_ZERO = re.compile(r"[.,]0+$")
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
# ="01000" and '01000 are how a spreadsheet is kept from eating a zero.
PROTECTED = re.compile(r"=\s*\"(.*)\"|'(.+)")
POSTCODE_FIRST = re.compile(r"(\d{5})(?=\D)")
FRENCH_PHONE = re.compile(r"(?:(?:\+|00)\s*33\s*(?:\(0\)\s*)?|0)[1-9](?:[\s.\-]*\d{2}){4}(?![\s.\-]*\d)")
BETWEEN_PHONES = re.compile(r"\s*(?:[;,|/\n]|\bou\b|\bor\b|\bet\b|\band\b)\s*")
ADDRESS_AROUND = re.compile(r"(?i)mailto:|[<>]")
NAF = re.compile(r"(\d{2})\.?(\d{2})([A-Z])")
OF_NAF_2025 = frozenset(
    "GHIJKLMNOPQRSTUVWXY"
)  # last letters; those of the list in force until then are A to F, Z
POSTCODE_NOISE = re.compile(r"(?i)^fr?\s*-\s*|\s*cedex.*$|\s")
FRENCH_POSTCODE = re.compile(r"(0[1-9]|[1-8]\d|9[0-8])\d{3}")
SIREN_DIGITS, SIRET_DIGITS = 9, 14
# A shorter number passes the checksum by chance too often to be taken for one that lost its zeros.
SHORTEST_SIREN = 5


class Checked(NamedTuple):
    """One value after its check.

    Attributes
    ----------
    value : str or None
        What to use; none where the value is set aside.
    problem : str
        What is wrong, empty where nothing is. A value with a problem was fixed.
    siren : str or None
        For a site number that cannot be used: the company number that can still be read from it.
    """

    value: str | None
    problem: str = ""
    siren: str | None = None


Check = Callable[[str], Checked]


def check_siren(text: str) -> Checked:
    """Check a French company number: nine digits and Luhn's checksum."""
    bare = _bare(text)
    if not bare:
        return Checked(None)
    digits = _digits(bare)
    if company := _company_of_vat(bare):
        return Checked(company, _("this is a VAT number; its last nine digits are the SIREN"))
    if digits is None:
        return Checked(None, _("the SIREN is not a number of nine digits"))
    if len(digits) == SIRET_DIGITS and siret_number.is_valid(digits):
        return Checked(digits[:SIREN_DIGITS], _("this is a SIRET; its first nine digits are the SIREN"))
    if SHORTEST_SIREN <= len(digits) < SIREN_DIGITS and _is_siren(digits.zfill(SIREN_DIGITS)):
        return Checked(digits.zfill(SIREN_DIGITS), _("the SIREN had lost its leading zeros"))
    if len(digits) != SIREN_DIGITS:
        return Checked(None, _("the SIREN is not a number of nine digits"))
    if not _is_siren(digits):
        return Checked(None, _("the checksum of the SIREN is wrong"))
    return Checked(digits)


def check_siret(text: str) -> Checked:
    """Check a French site number: fourteen digits and Luhn's checksum (La Poste has a rule of its own).

    Notes
    -----
    A spreadsheet may have turned it into “3,41174E+13”. Only the digits shown are left; they are trusted
    where all nine of the SIREN are among them and its checksum holds.
    """
    bare = _bare(text)
    if not bare:
        return Checked(None)
    scientific = SCIENTIFIC.fullmatch(bare)
    if scientific:
        return _rounded_siret(*scientific.groups())
    if company := _company_of_vat(bare):
        return Checked(None, _("this is a VAT number, not a SIRET"), company)
    digits = _digits(bare)
    if digits is None or not digits:
        return Checked(None, _("the SIRET is not a number of fourteen digits"))
    if len(digits) < SIRET_DIGITS and len(digits) > SIREN_DIGITS and _is_siret(digits.zfill(SIRET_DIGITS)):
        return Checked(digits.zfill(SIRET_DIGITS), _("the SIRET had lost its leading zeros"))
    if len(digits) == SIREN_DIGITS and _is_siren(digits):
        return Checked(None, _("this is a SIREN, not a SIRET"), digits)
    if len(digits) != SIRET_DIGITS:
        return Checked(None, _("the SIRET is not a number of fourteen digits"))
    if not _is_siret(digits):
        return Checked(None, _("the checksum of the SIRET is wrong"))
    return Checked(digits)


def check_vat(text: str) -> Checked:
    """Check a VAT number of the European Union by its checksum; a French one holds the SIREN.

    Returns
    -------
    Checked
        Never a value: no table keeps VAT numbers. `siren` is the company number of a French one.
    """
    bare = _bare(text)
    company = _company_of_vat(bare)
    if not bare or company or (not bare[:1].isdigit() and vat_number.is_valid(bare)):
        return Checked(None, "", company)
    return Checked(None, _("the checksum of the VAT number is wrong"))


def check_naf(text: str, known: Collection[str]) -> Checked:
    """Check a French activity code, as in 46.69B, against the list of codes.

    Notes
    -----
    A code of the list of 2025, as 62.10Y, is known by its last letter and kept as it is.
    """
    bare = _bare(text)
    if not bare:
        return Checked(None)
    found = NAF.fullmatch(re.sub(r"\s", "", bare).upper())
    if not found:
        return Checked(None, _("this is not an activity code (NAF)"))
    code = f"{found[1]}.{found[2]}{found[3]}"
    return Checked(
        code,
        ""
        if code in known or found[3] in OF_NAF_2025
        else _("this activity code is not in the NAF list; it was kept"),
    )


def check_phone(text: str, country: str) -> Checked:
    """Check a telephone number; a French one is written in pairs of digits; of several the first is kept."""
    bare = _bare(text)
    if not bare:
        return Checked(None)
    if country != "FR" or re.match(r"(\+|00)\s*(?!33|0)\d", bare):
        digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", bare))
        if re.search(r"[^\W\d_]{3,}", bare) or not 6 <= len(digits) <= 15:
            return Checked(None, _("this is not a telephone number"))
        return Checked(" ".join(bare.split()))
    whole = _french_phone(bare)
    if whole.value is not None:
        return whole
    parts = [part for part in BETWEEN_PHONES.split(bare) if part]
    first = _french_phone(parts[0]) if len(parts) > 1 else whole
    if first.value is not None and any(_french_phone(part).value for part in parts[1:]):
        return Checked(first.value, _("several telephone numbers; the first is used"))
    among_words = FRENCH_PHONE.findall(bare) if re.search(r"[^\W\d_]{3,}", bare) else []
    if len(among_words) == 1 and len(re.findall(r"\d", bare)) - len(re.findall(r"\d", among_words[0])) <= 4:
        number = _french_phone(among_words[0]).value
        return Checked(number, _("the words beside the telephone number were left out"))
    return whole


def check_email(text: str) -> Checked:
    """Check the form of an e-mail address; of several, the first is kept."""
    bare = _bare(text)
    if not bare:
        return Checked(None)
    parts = [part for part in re.split(r"[;,/\s]+", ADDRESS_AROUND.sub(" ", bare).strip()) if part]
    good = [part for part in parts if EMAIL.fullmatch(part) and ".." not in part]
    written_around = bool(re.search(r"(?i)mailto:|<[^<>]*@[^<>]*>", bare))
    if not good or not (written_around or EMAIL.fullmatch(parts[0])):
        return Checked(None, _("this is not an e-mail address"))
    if len(good) == 1 and written_around:
        return Checked(good[0], _("the words around the e-mail address were left out"))
    return Checked(good[0], _("several e-mail addresses; the first is used") if len(parts) > 1 else "")


def check_postcode(text: str, country: str, known: Collection[str]) -> Checked:
    """Check a postcode; a French one has five digits, and a spreadsheet eats its leading zero.

    Parameters
    ----------
    text : str
        As the file writes it.
    country : str
        Two letters; postcodes of other countries are taken as they are.
    known : collection of str
        The postcodes of France.
    """
    bare = _bare(text)
    if not bare:
        return Checked(None)
    if country != "FR":
        return Checked(DECIMAL_ZERO.sub("", " ".join(bare.split())))
    code = DECIMAL_ZERO.sub("", POSTCODE_NOISE.sub("", bare))
    if re.fullmatch(r"\d{4}", code) and "0" + code in known:
        return Checked("0" + code, _("the postcode had lost its leading zero"))
    if re.fullmatch(FRENCH_POSTCODE, code):
        return Checked(code)
    zeros = code.upper().replace("O", "0")
    if re.fullmatch(r"\d{5}", zeros) and zeros in known:
        return Checked(zeros, _("the postcode was written with the letter O for a zero"))
    first = POSTCODE_FIRST.match(code)
    if first and first[1] in known:
        return Checked(first[1], _("the words beside the postcode were left out"))
    return Checked(None, _("this is not a French postcode"))


def check_country(text: str, default: str) -> Checked:
    """Turn a country's name or code into two letters."""
    code = _countries().get(fold(text))
    return Checked(code) if code else Checked(default, _("this country is not known"))


@cache
def _countries() -> dict[str, str]:
    """Names and codes of the countries, in six languages; English and French go before the others."""
    names: dict[str, str] = {}
    for language in ("nl", "it", "es", "de", "en", "fr"):
        for code, name in Locale(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                names |= {fold(name): code, code.lower(): code}
    return names | {"fra": "FR", "usa": "US", "uk": "GB", "deu": "DE", "bel": "BE", "esp": "ES", "ita": "IT"}


def _rounded_siret(first: str, shown: str | None, exponent: str) -> Checked:
    digits = first + (shown or "")
    length = int(exponent) + 1
    if length > SIRET_DIGITS:
        return Checked(None, _("the SIRET is not a number of fourteen digits"))
    zeros = "0" * (SIRET_DIGITS - length)
    if len(digits) == length and _is_siret(zeros + digits):
        return Checked(zeros + digits, _("the SIRET had been turned into a number in scientific notation"))
    company = (zeros + digits)[:SIREN_DIGITS]
    trusted = company if len(zeros + digits) >= SIREN_DIGITS and _is_siren(company) else None
    return Checked(None, _("the SIRET was rounded by a spreadsheet; its last digits are lost"), trusted)


def _french_phone(text: str) -> Checked:
    """Check one French number."""
    bare = DECIMAL_ZERO.sub("", text) if re.fullmatch(r"\d{9,10}[.,]0+", text) else text
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", bare))
    national = re.sub(r"^(0033|33)0?(?=\d{9}$)", "0", digits)
    fixed = national if len(national) == 10 else "0" + national
    if re.search(r"[^\W\d_]{3,}", bare) or not re.fullmatch(r"0[1-9]\d{8}", fixed):
        return Checked(None, _("this is not a telephone number"))
    pairs = " ".join(re.findall("..", fixed))
    return Checked(pairs, "" if len(national) == 10 else _("the telephone number had lost its leading zero"))


def _company_of_vat(text: str) -> str | None:
    """Return the SIREN in a French VAT number."""
    number = re.sub(r"[\s.\-]", "", text).upper()
    if not re.fullmatch(r"(FR)?[0-9A-Z]{2}\d{9}", number) or not french_vat_number.is_valid(number):
        return None
    return number[-SIREN_DIGITS:]


def _bare(text: str) -> str:
    """Return a cell without what protects it from a spreadsheet, and nothing for a word for nothing."""
    stripped = text.strip()
    protected = PROTECTED.fullmatch(stripped)
    inner = (protected[1] or protected[2] or "").strip() if protected else stripped
    return "" if inner.lower() in NOTHING else inner


def _digits(text: str) -> str | None:
    """Return the digits of a number; none where it holds anything but digits and punctuation."""
    bare = re.sub(r"[\s.\-]", "", DECIMAL_ZERO.sub("", text.strip()))
    return bare if bare.isascii() and bare.isdigit() else None


def _is_siren(digits: str) -> bool:
    # Nine zeros pass the checksum and stand for nothing.
    return digits.strip("0") != "" and bool(siren_number.is_valid(digits))


def _is_siret(digits: str) -> bool:
    if not _is_siren(digits[:SIREN_DIGITS]):
        return False
    try:
        return bool(siret_number.validate(digits))
    except ValidationError:
        return False
