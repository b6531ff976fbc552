"""Names and addresses as words: letters that an export broke, and names that are no name of a client."""

import re

from solver.intake.values.identity import Checked
from solver.intake.words import fold
from solver.words.i18n import _

LOST_LETTER = "\N{REPLACEMENT CHARACTER}"
# Letters that appear where UTF-8 was read as Windows-1252.
TRACES = re.compile("[ÃÂâÅ]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff]")
SPACES = re.compile("[ \t]{2,}")
NO_NAMES = re.compile(
    r"|test|essai|x+|a{3,}|z{3,}|nom|name|sans nom|no name|neant|inconnue?|unknown|n a|nc|nd|tbd"
    r"|a (completer|renseigner|definir)"
)
COLLECTIVE = re.compile(
    r"(clients?|comptes?|ventes?|sales|customers?|accounts?) "
    r"(divers|comptoir|comptant|passage|de passage|internet|sundry|counter|cash)"
    r"|(divers|comptoir|sundry|cash) (clients?|customers?|sales)|divers"
)
OUT_OF_USE = re.compile(
    r"\b(ne plus utiliser|ne pas utiliser|a supprimer|doublon|compte ferme|a fusionner|obsolete|do not use|"
    r"to delete|duplicate)\b"
)


def check_name(text: str) -> Checked:
    """Check the name of an account; whatever is odd about it, it is kept and told."""
    whole = check_words(text)
    name = whole.value or ""
    plain = fold(name)
    if NO_NAMES.fullmatch(plain):
        return Checked(name, _("is this the name of an account?"))
    if COLLECTIVE.fullmatch(plain):
        return Checked(name, _("this looks like a collective account: nobody can be visited there"))
    if OUT_OF_USE.search(plain):
        return Checked(name, _("the name says that this record is no longer to be used"))
    return whole


def check_words(text: str) -> Checked:
    """Fix letters that were read in the wrong encoding; tell those that are lost."""
    clean = SPACES.sub(" ", CONTROLS.sub("", text))
    fixed = _decoded(clean)
    if fixed != clean:
        return Checked(fixed, _("the letters had been read in the wrong encoding"))
    return Checked(clean, _("letters were lost in this text") if LOST_LETTER in clean else "")


def _decoded(text: str) -> str:
    """Undo the reading of UTF-8 as Windows-1252, where it is beyond doubt."""
    if not TRACES.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
