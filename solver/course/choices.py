"""One answer among several as trainees give it: “réponse b”, “b)”, “en B/A’”, “le potentiel est périmé”."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from solver.course.numbers import WHY, UnreadableError, plain
from solver.course.numerals import NONE_AT_ALL
from solver.course.typed import (
    NEGATED,
    NO_ANSWER,
    bare,
    code_set,
    codes_as_typed,
    near,
    only,
    single,
    without_notes,
)

SURE = re.compile(r"\b(?:(?:sans|aucun|pas de) doute|sans hesit\w+|bien sur|no doubt|without (?:a )?doubt)\b")
DENIED = re.compile(
    r"(?<=\S)(?:\s?[,;(]| et| and)\s?(?:pas|non|not)\b.*|\s(?:au lieu|instead|plutot que|rather)\b.*"
)
WRONG = {"faux", "fausse", "wrong", "mauvais", "mauvaise", "incorrect", "incorrecte"}
ARTICLES = {"le", "la", "les", "l", "un", "une", "the", "a", "an", "d", "de", "of", "ne", "n"}
NOT_IN_WORDS = NEGATED - {"ou", "or"} | {"no", "aucun", "aucune"}
FEWEST = 5  # letters of an option's words by which it is known
NO_CLASS = re.compile(
    r".*\b(?:aucune?|none|neither|nulle part|nowhere)\b.*|ni\b.*\bni\b.*|.*\bpas de [a-z]+|no [a-z]+"
    r"|il n'y en a pas"
)
SEPARATED = re.compile(r"\W*(?:l[ae] )?([\w/']+?)\s*(?:([).:,;(])|\s-)(\s.*|[^\s\d].*)?")
LETTER = re.compile(r"(?<![\w/'])[a-z](?![\w/']|\.\w)")
NO_NOUN = re.compile(r"\s*(?:(?:et|and|ou|or|puis)\b|[+&/])?\s*[a-z](?![\w'])|\s(?:je|pour moi|selon moi)\b")
LEAD = re.compile(r"^(?:c'est|it(?: i|')s|je (?:dis|choisis|prends)|i (?:say|choose|take))\W+(?=..)")
NO_LETTER_A = re.compile(r"(?:^|.*\b(?:y|en|il|on|elle|ca|qui)\s)$")


def read_choice(raw: Any, options: Mapping[str, Sequence[str]]) -> str | None:
    """Return the option that an answer means, by its letter or its words; None where there is not one.

    Parameters
    ----------
    raw : Any
    options : mapping of str to sequence of str
        Code to its words, in each language that may be typed.
    """
    if isinstance(raw, list | tuple | set | frozenset) and len(raw) == 1:
        raw = next(iter(raw))
    if isinstance(raw, bool) or (not isinstance(raw, str | int | float) and not hasattr(raw, "item")):
        return None
    written = f"{raw:g}" if isinstance(raw, float) else re.sub("[−–—]", "-", str(raw))
    said = plain(written)
    ways = (said, WHY.sub("", said), DENIED.sub("", said))
    wholes = dict.fromkeys(LEAD.sub("", bare(SURE.sub(" ", one))) for one in ways)
    return next(filter(None, (_one_choice(given, options, written) for given in wholes)), None)


def _one_choice(given: str, options: Mapping[str, Sequence[str]], written: str) -> str | None:
    codes = {bare(code): code for code in options}
    if NO_ANSWER & {*given.split()}:
        return None
    if given == "0":  # as 000 is in Python
        given = given.zfill(max(map(len, options)))
    given = re.sub(r"\b\d(?:[ -]\d)+\b", lambda found: re.sub(r"\D", "", found[0]), given)
    if all(re.fullmatch(r"[A-Z]\d+", code) for code in options):
        known = codes_as_typed(tuple(options))
        said = without_notes(re.sub(r"(?<=[a-z])-(?=\d)", "", given), known, ())
        try:
            return only(code_set(said, known))
        except UnreadableError:
            return None
    words: dict[str, str] = {}
    for code, spoken in options.items():
        for said in spoken:
            words.setdefault(bare(said), code)
            words.setdefault(single(bare(said)), code)
    for said in (given, single(given), given.rpartition(":")[2].strip()):
        if said in codes or said in words:
            return codes[said] if said in codes else words[said]
    return (
        _primed(given, codes)
        or _separated(given, codes)
        or _named(given, codes, words, written)
        or _by_words(given, options)
        or _none_of_them(given, options)
    )


def _none_of_them(given: str, options: Iterable[str]) -> str | None:
    """Recognise “ni A ni B” and “pas de classe” where one of the options is that it is none."""
    if not NO_CLASS.fullmatch(given):
        return None
    return only(code for code in options if bare(code) in NONE_AT_ALL)


def _primed(given: str, codes: Mapping[str, str]) -> str | None:
    """Recognise B/A' without its prime, or as “BA'” and “ligne B, colonne A'” without what stands between."""
    if NEGATED & {*given.split()}:
        return None
    said = re.sub(r"\s*\bprime\b", "'", given)
    joined = re.sub(r"[^\W\d_]{2,}(?!')|[a-z]\d+|[\s,;/|\\×()-]", "", re.sub(r"\bx\b", "", said))
    joined = joined or said.replace("/", "").replace(" ", "")
    return only(
        code
        for known, code in codes.items()
        if "'" in known and (known.replace("'", "") == given or known.replace("/", "") == joined)
    )


def _separated(given: str, codes: Mapping[str, str]) -> str | None:
    """Recognise “b) the words”, “b - the words” and “b, there are breakdowns”, whatever the words are."""
    found = SEPARATED.fullmatch(given)
    if not found:
        return None
    rest = re.findall(r"[\w']+", found[3] or "")
    if found[2] in (",", ";") and {*rest} & {*codes} and len({*rest} - {*codes}) < 2:
        return None
    return codes.get(found[1])


def _named(given: str, codes: Mapping[str, str], words: Mapping[str, str], written: str) -> str | None:
    """Recognise the one code, or the one option of one word, in a sentence that denies nothing."""
    pieces = [piece.strip('().:!;"“”«»[]') for piece in re.split(r"[\s,]+", given)]
    worded = {*words} != {*codes} | {single(code) for code in codes}
    if (NEGATED | (WRONG if worded else set())) & {*pieces}:
        return None
    found = {codes[piece] for piece in pieces if piece in codes and len(piece) > 1}
    found |= {codes[letter] for letter in _letters(given, written) if letter in codes}
    if len(found) == 2 and "c" in found and re.search(r"\bc est\b", given):
        found -= {"c"}
    short = [said for said in words if " " not in said and len(said) > 1]
    found |= {words[known] for piece in pieces if (known := near(single(piece), short) or near(piece, short))}
    found |= {code for said, code in words.items() if " " in said and f" {said} " in f" {given} "}
    return only(found)


def _letters(given: str, written: str) -> Iterator[str]:
    """Return the letters that stand alone; an “a” only where it is no verb and no article."""
    for found in LETTER.finditer(given):
        before, after = given[: found.start()], given[found.end() :]
        ends = not after.strip() or after.lstrip()[0] in ").:,;!?"
        capital = re.search(r"\S.*\bA\b", written)
        if (
            found[0] != "a"
            or NO_NOUN.match(after)
            or (ends and not NO_LETTER_A.match(before))
            or (before and capital)
        ):
            yield found[0]


def _by_words(given: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """Recognise some of the words of one option, in their order, unless a “not” among them is left out."""
    asked = _content(given)
    if sum(map(len, asked)) < FEWEST or max(map(len, asked)) < 3:
        return None
    said = {code: [_content(one) for one in spoken] for code, spoken in options.items()}
    found = [code for code, every in said.items() if any(_among(asked, one) for one in every)]
    begun = (code for code in found if any(one[: len(asked)] == asked for one in said[code]))
    return only(begun) or only(found)


def _content(text: str) -> list[str]:
    """Return the words without endings and articles, a colon where a clause ends."""
    words = re.findall(r"[^\W_]+|[.:;](?=\s)", plain(text))
    return [single(word) if word.isalnum() else ":" for word in words if word not in ARTICLES]


def _among(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Tell whether these words stand in a sentence in this order, and no “not” of its clause is left out."""
    at = 0
    for word in asked:
        found = next((n for n in range(at, len(said)) if near(said[n], [word])), None)
        if found is None or NOT_IN_WORDS & {*said[at:found]}:
            return False
        at = found + 1
    return not NOT_IN_WORDS & {*said[at : at + 1]}
