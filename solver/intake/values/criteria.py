"""What decides a purchase, one thing or two, in the firm's words: turned into codes."""

import re

from solver.intake.values.codes import usual_words
from solver.intake.values.identity import Checked
from solver.intake.words import fold
from solver.tables.codes import CRITERIA_OF_PURCHASE
from solver.words.i18n import _

MOST = 2
BETWEEN = re.compile(r"\s*(?:[,;/+&\n]|\bpuis\b|\bet\b|\band\b|\bthen\b)\s*")


def check_criteria(text: str) -> Checked:
    """Read one or two criteria of purchase, the first one first, as codes with a semicolon between them."""
    known = {fold(word): code for word, code in usual_words("buying_criteria").items()}
    parts = [fold(part) for part in BETWEEN.split(text.strip()) if part.strip()]
    codes = list(dict.fromkeys(known[part] for part in parts if part in known))
    if any(part not in known for part in parts) and not codes:
        return Checked(None, _("none of the words for what decides a purchase"))
    used = ";".join(codes[:MOST])
    if any(part not in known for part in parts):
        return Checked(used, _("a word that is none of those for what decides a purchase was left out"))
    if len(codes) > MOST:
        return Checked(used, _("more than two things that decide: the first two count"))
    return Checked(used or None)


def criteria(codes: str) -> list[str]:
    """Return the codes that one cell holds, in the order in which they were said."""
    return [code for code in codes.split(";") if code in CRITERIA_OF_PURCHASE]
