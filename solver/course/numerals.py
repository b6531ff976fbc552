"""Numbers in words as people mix them with figures: “quatre sur 12”, “un tiers”, “9 dixièmes”, “aucune”."""

import re

NONE_AT_ALL = {"aucun", "aucune", "zero", "none", "rien", "nil", "nothing", "nought"}
NUMERALS = (
    ("un", "une", "one"),
    ("deux", "two"),
    ("trois", "three"),
    ("quatre", "four"),
    ("cinq", "five"),
    ("six",),
    ("sept", "seven"),
    ("huit", "eight"),
    ("neuf", "nine"),
    ("dix", "ten"),
    ("onze", "eleven"),
    ("douze", "twelve"),
    ("treize", "thirteen"),
    ("quatorze", "fourteen"),
    ("quinze", "fifteen"),
    ("seize", "sixteen"),
    ("dix-sept", "seventeen"),
    ("dix-huit", "eighteen"),
    ("dix-neuf", "nineteen"),
    ("vingt", "twenty"),
)
IN_WORDS = {word: n for n, words in enumerate(NUMERALS, start=1) for word in words} | dict.fromkeys(
    NONE_AT_ALL, 0
)
NUMERAL = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(sorted((word for word, n in IN_WORDS.items() if n > 1), key=len, reverse=True))
    + r")(?![\w-])(?! (?:tiers|thirds|vingt))"
)
COUNTED_OUT = r"(?= (?:[a-z]+ )?(?:fois|times|sur|des|out of|of) (?:les |the )?\d)"  # quatre sur 12
NUMERAL_COUNTED_OUT = re.compile(NUMERAL.pattern + COUNTED_OUT)
OUT_OF_NUMERAL = re.compile(rf"(?<=\d )((?:[a-z]+ )?(?:sur|out of) )({NUMERAL.pattern})")  # 7 sur dix
PARTS = {
    word: size
    for size, words in (
        (2, "demie demi half halve moitie"),
        (3, "tiers third"),
        (4, "quart quarter"),
        (5, "cinquieme fifth"),
        (6, "sixieme sixth"),
        (7, "septieme seventh"),
        (8, "huitieme eighth"),
        (9, "neuvieme ninth"),
        (10, "dixieme tenth"),
        (12, "douzieme twelfth"),
        (20, "vingtieme twentieth"),
        (100, "centieme hundredth"),
    )
    for word in words.split()
}
THE = {"le", "la", "the"}
IN_PARTS = re.compile(  # un tiers, 9 dixièmes, la moitié; not “et demie”, which is added
    rf"(?<!et )(?<!and )(?<!and a )\b(?:(\d+|{'|'.join((*IN_WORDS, *THE, 'an', 'a'))})[ -])?"
    rf"({'|'.join(PARTS)})s?\b"
)
OUT_OF_HUNDRED = re.compile(r"\b(sur|in|out of|pour|for) (?:une? |one |a )?(?:cent|hundred)\b")
# Numbers in words beyond twenty: not read, and not taken for the numeral that stands in them.
LARGE_IN_WORDS = re.compile(
    r"\b(?:(?<!pour )(?<!per )cents?|quatre.vingts?|trente|quarante|cinquante|soixante|hundred|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety)\b"
)


AT_LEAST = re.compile(r"^(?:au moins|at least)\s+")


def in_figures(said: str) -> str | None:
    """Write small numbers and fractions as figures; None where a number in words is too large to be read.

    Parameters
    ----------
    said : str
        In small letters, without accents.
    """
    said = AT_LEAST.sub("", said)
    said = NUMERAL_COUNTED_OUT.sub(lambda found: str(IN_WORDS[found[0]]), IN_PARTS.sub(_part, said))
    said = OUT_OF_NUMERAL.sub(lambda found: f"{found[1]}{IN_WORDS[found[2]]}", said)
    said = OUT_OF_HUNDRED.sub(r"\1 100", said)
    if any(map(str.isdigit, said)):
        return said
    said = NUMERAL.sub(lambda found: str(IN_WORDS[found[0]]), said)
    return None if LARGE_IN_WORDS.search(said) else said


def _part(found: re.Match[str]) -> str:
    """Write a fraction in words as one in figures."""
    count, size = found[1] or "", PARTS[found[2]]
    if (size > 2 and not count) or (size > 4 and count in THE):
        return found[0]
    if count == str(size):  # four quarters are those of a year
        return f" {count} {found[2]}"
    return f" {count if count.isdigit() else IN_WORDS.get(count, 1)}/{size} "
