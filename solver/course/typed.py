"""Codes and lists as trainees type them: “R1 et R3”, “C1-C5”, “Dinan BTP (60 k€)”, “nouveau 5, fidèle 3”."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from solver.course.numbers import WHY, UnreadableError, number_readings, plain
from solver.course.numerals import NONE_AT_ALL
from solver.words.i18n import _

NOBODY = NONE_AT_ALL | {"personne", "nobody", "no", "pas", "none", "neither"}
NO_ANSWER = {"idee", "idea", "clue", "doute", "doubt"}
ALL = {"tous", "toutes", "tout", "all", "everybody"}
ALL_BUT = re.compile(
    r"^(?:tou(?:s|tes|t)|all|everything|everybody|everyone)(?: (?:les|the|of them|[a-z]{5,7}s)){0,2}"
    r" (?:sauf|except(?: for)?|but|apart from|hormis|hors)\b(?=.*\d)"
)
# Words that may stand alone between two commas, or with “all”, and name nothing.
AROUND = frozenset(
    re.findall(
        r"\S+",
        """
        account accounts ainsi all also answer answers aussi avec both c'est call client clients code codes
        compte comptes contact contacts d'abord dans des dis donc du elle enfin ensuite est et fiche fiches
        finally firm firms first for just la le les me moi motif motifs number numero numeros of only option
        pair paire paires pairs pour puis question questions reason reasons record records reponse reste seul
        seule seulement stop stops take that that's the them then these tout uniquement voila
        """,
    )
)
SHARED = r"[,;&/\n]|\b(?:et|and)\b"  # the names that have one number together
BETWEEN = r"[,;>|\n/]|->|→|\b(?:puis|then|et|and)\b|\s-\s"  # the names of an order
ORDER_WORDS = {"d'abord", "abord", "enfin", "ensuite", "first", "finally", "lastly", "d"}
TO = r"(?:a|to|au|until|jusqu'a|through|thru)"
ENDED = r"(?!\s*(?!(?:et|and)\b)[\w→.…-])"  # nothing follows, or another piece of the list
DOTS = rf"(?<![\w>→.…-])(\w+)\s*(?:-|→|->|\.\.\.?|…)\s*(\w+){ENDED}"  # from one to another, or both
SHORT = 6  # letters, below which a slip of the finger may make another word
NOTES = re.compile(r"\([^()]*\)")
MEASURED = re.compile(
    r"=?\s*[-+]?\d{1,3}(?: ?\d{3})*(?:[.,]\d+)?\s*(?:k?€|%|k?eur(?:os?)?\b|h\b)|=\s*\d+(?:[.,]\d+)?$"
)
COUNTED = re.compile(
    r"\b\d+ (?=(?:comptes?|accounts?|clients?|fiches?|records?|arrets?|stops?|questions?|visites?|visits?)\b)"
)
APART = re.compile(r"[,;\n+&/|]|\b(?:et|and|puis|then)\b")
NEGATED = {"pas", "not", "sauf", "ni", "non", "ou", "or", "nor", "except", "but", "mais", "sans", "without"}
BARE = re.compile(r"[\d\s,;./'\"()\[\]%+-]+")
NUMBER, WITH_POINT = re.compile(r"(\d+(?:[.,]\d+)?)"), re.compile(r"\d+(?:\.\d+)?")
LONGEST_NAME = 3  # words
Names = Sequence[tuple[str, str]]


def read_codes(raw: Any, codes: Sequence[str], names: Names) -> tuple[frozenset[str], ...]:
    """Return the sets of codes that an answer can mean, the likeliest first.

    Parameters
    ----------
    raw : Any
        A list, a set, a column, or a text.
    codes : sequence of str
        All that could be answered.
    names : sequence of pairs of str
        Codes with the names that may stand for them.

    Raises
    ------
    UnreadableError
        The answer is empty, or something in it is no code.
    """
    pieces = _pieces(raw)
    if pieces is None:
        raise UnreadableError(_('Answer with codes, as in ["{first}", "{last}"].').format(**ends(codes)))
    known = codes_as_typed(tuple(codes))
    said = without_notes(_without_reasons(re.sub("[−–—]", "-", plain(" , ".join(pieces)))), known, names)
    said = said.strip(" ,;.!?\"'[](){}“”«»")
    if not said:
        raise UnreadableError(_("The answer is empty. Where you mean that there is none, write “none”."))
    words = said.split()
    if len(words) <= 3 and words[0] in NOBODY and not (NO_ANSWER & {*words} or any(map(str.isdigit, said))):
        return (frozenset(),)
    if said in ALL or (words[0] in ALL and AROUND.issuperset(words[1:])):
        return (frozenset(codes),)
    said = re.sub(r"(?<![^\s,;])(?:\d+[.)]\s*(?=[^\W\d])|n°\s*(?=\d))", " ", said)
    for code, name in sorted(names, key=lambda pair: -len(pair[1])):
        said = re.sub(
            rf"\b(?:{re.escape(code.casefold())}\W+)?{re.escape(plain(name))}\b", f" {code.casefold()} ", said
        )
    if but := ALL_BUT.match(said):
        left_out = read_codes(said[but.end() :], codes, ())
        return tuple(frozenset(codes) - each for each in left_out)
    first = _first_words(names)
    said = re.sub(r"\b[^\W\d_]{4,}\b", lambda found: first.get(near(found[0], first) or "", found[0]), said)
    said = re.sub(r"\bl['’]", " ", said)
    with_ranges = re.sub(rf"(\w+)\s+{TO}\s+(\w+)", lambda found: _range(found, codes, known), said)
    found = [code_set(with_ranges, known, asides=not names)]
    if (dashed := re.sub(DOTS, lambda pair: _range(pair, codes, known), said)) != said:
        found.append(code_set(dashed, known, asides=not names))
    return tuple(found)


def _without_reasons(said: str) -> str:
    """Take off why: what follows a “because”, or each piece's own where all pieces have one."""
    pieces = re.split(r"[,;]", said)
    if len(pieces) > 1 and all(map(WHY.search, pieces)):
        return ", ".join(WHY.sub("", piece) for piece in pieces)
    return WHY.sub("", said)


def without_notes(said: str, known: Mapping[str, str], names: Names) -> str:
    """Take off what is said of a code beside it, in brackets or after a colon, where no code stands in it.

    Where codes stand in brackets only, as in “the first (P1)”, they are what is meant.
    """

    def named(text: str) -> bool:
        return any(one.replace(" ", "") in known for one in re.findall(r"[a-z]\s?\d+", text))

    def kept(found: re.Match[str]) -> str:
        beside = named(APART.split(found.string[: found.start()])[-1])
        return found[0] if (named(found[0]) and not beside) or found[0] == found.string.strip() else " "

    inside, outside = NOTES.findall(said), {*re.findall(r"\w+", NOTES.sub(" ", said))}
    if any(map(named, inside)) and not outside & {
        *known,
        *plain(" ".join(name for _code, name in names)).split(),
    }:
        return " ".join(inside)
    said = NOTES.sub(kept, MEASURED.sub(" ", said))
    return re.sub(
        r"(?<=[a-z]\d|\d\d)\s*:\s*(?:\d+[.,]\d+|[^,;\n]*)",
        lambda found: found[0] if named(found[0]) else " ",
        said,
    )


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the one word that this is, one letter aside; short words and first letters are exact."""
    every = list(known)
    if word in every:
        return word
    alike = (one for one in every if min(len(one), len(word)) >= SHORT and word[:1] == one[:1])
    return only(one for one in alike if _one_off(word, one))


def _one_off(word: str, other: str) -> bool:
    """Tell whether two words differ by one letter put in, left out or exchanged."""
    short, long = sorted((word, other), key=len)
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return len(long) - len(short) <= 1 and short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _first_words(names: Names) -> dict[str, str]:
    """Return the first word of each name to its code, where no other name begins so."""
    first = [plain(name).split()[0] for _code, name in names]
    return {
        word: code.casefold()
        for word, (code, _name) in zip(first, names, strict=True)
        if len(word) > 3 and first.count(word) == 1
    }


def _pieces(raw: Any) -> list[str] | None:
    if isinstance(raw, str):
        return [raw]
    if isinstance(raw, Iterable) and not isinstance(raw, bytes | Mapping):
        return [str(piece) for piece in raw]
    return [str(raw)] if isinstance(raw, int) and not isinstance(raw, bool) else None


@lru_cache(maxsize=64)
def codes_as_typed(codes: tuple[str, ...]) -> dict[str, str]:
    """Return what each code may be typed as: without noughts, with the letter O for them, as a number."""
    known: dict[str, str] = {}
    letters = {code.rstrip("0123456789") for code in codes}
    for code in codes:
        letter = code.rstrip("0123456789")
        number = code[len(letter) :]
        known[code.casefold()] = code
        if number:
            known.setdefault(f"{letter}{number.replace('0', 'o')}".casefold(), code)
            known.setdefault(f"{letter}{int(number)}".casefold(), code)
            known.setdefault(f"{letter}{int(number):02d}".casefold(), code)
            known.setdefault(f"{letter}{int(number):03d}".casefold(), code)
            if len(letters) == 1:
                known.setdefault(str(int(number)), code)
                known.setdefault(number, code)
    return known


def code_set(said: str, known: Mapping[str, str], *, asides: bool = False) -> frozenset[str]:
    """Return the codes in a text, whatever the words beside them.

    Parameters
    ----------
    said : str
    known : mapping of str to str
        What may be typed, to its code.
    asides : bool
        Whether words between two commas may be passed over, too, once there is a code: nothing has a name
        there that could be meant.

    Raises
    ------
    UnreadableError
        There is none, something is denied, or a piece of the list holds no code that is known.
    """
    joined = re.sub(r"\b([a-z]) (?=\d)", r"\1", said)  # C 01
    lettered = any(word in known for word in re.findall(r"[a-z]\d+", joined))
    found: set[str] = set()
    strange: list[str] = []
    for piece in APART.split(COUNTED.sub("", joined) if lettered else joined):
        words = [
            word for word in (word.strip(".'’") for word in re.split(r"[^\w.'’°]+|\.\.+", piece)) if word
        ]
        named = {word for word in words if word in known}
        letters = {word for word in named if not word.isdigit()}
        if lettered and any(word not in named and word not in AROUND for word in words):
            named = letters  # C08, its last visit brings 1,079
        found |= {known[word] for word in named}
        beside = letters or (asides and lettered and not any(map(str.isdigit, piece)))
        strange += [
            word for word in words if word not in named and _is_strange(word, letters, named or beside)
        ]
    if NEGATED & {*strange}:
        raise UnreadableError(
            _("“{text}” leaves open which codes you mean: write those alone.").format(
                text=joined.strip()[:40]
            )
        )
    if strange or not found:
        typed = (strange or [joined.strip()])[0][:40]
        typed = typed.upper() if any(map(str.isdigit, typed)) else typed
        raise UnreadableError(
            _("“{code}” is not one of the codes: {codes}.").format(
                code=typed, codes=", ".join(dict.fromkeys(known.values()))
            )
        )
    return frozenset(found)


def _is_strange(word: str, letters: Collection[str], named: Collection[str] | bool) -> bool:
    """Tell whether a word beside codes may not be passed over: a denial, a code that is none, a name."""
    if any(map(str.isdigit, word)):
        return not (word.isdigit() and letters)
    return word in NEGATED or not (named or len(word) < 3 or word in AROUND)


def _range(found: re.Match[str], codes: Sequence[str], known: Mapping[str, str]) -> str:
    """Write out the codes from one to another, as in “C09 to C12”."""
    first, last = known.get(found[1]), known.get(found[2])
    if first is None or last is None:
        return found[0]
    begin, end = sorted((codes.index(first), codes.index(last)))
    places = range(begin, end + 1)
    return " ".join(codes[place].casefold() for place in places)


def ends(codes: Sequence[str]) -> dict[str, str]:
    """Return the first and the last code, for an example."""
    return {"first": codes[0], "last": codes[-1]}


def names_read(names: Mapping[str, str], more: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return a reader of names: a code, its words in the language in force, or one of the other words given.

    Parameters
    ----------
    names : mapping of str to str
        Code to its words.
    more : mapping of str to str
        Other words, small and without accents, to their code.
    """
    known = {single(bare(code)): code for code in names}
    known |= {single(bare(words)): code for code, words in names.items()}
    known |= {single(words): code for words, code in more.items()}
    return lambda said: known.get(near(single(bare(said)), known) or "")


def read_order(raw: Any, name: Callable[[str], str | None]) -> list[str]:
    """Return names in the order typed, each as its code.

    Raises
    ------
    UnreadableError
        Something in it is not one of the names.
    """
    if isinstance(raw, str):
        raw = [piece for piece in re.split(BETWEEN, raw) if piece.strip(" .\"'[]()")]
    if not isinstance(raw, Iterable) or isinstance(raw, Mapping | bytes):
        raise UnreadableError(_("Answer with the names in order, with commas between them."))
    return [code for piece in raw for code in _names_in(str(piece), name)]


def _names_in(said: str, name: Callable[[str], str | None]) -> list[str]:
    """Return the names in one piece of a list: one as a rule, all where nothing stands between them."""
    words = re.sub(r"\b\d+\b[.)°]?", " ", said.replace("_", " ")).strip(" .\"'[]()").split()
    found: list[str] = []
    while words:
        length = next((n for n in range(LONGEST_NAME, 0, -1) if name(" ".join(words[:n]))), 0)
        if not length and plain(words[0]) not in ORDER_WORDS:
            raise _no_name(said)
        found += [str(name(" ".join(words[:length])))] if length else []
        words = words[length or 1 :]
    return found


def read_notes(raw: Any, name: Callable[[str], str | None], order: Sequence[str] = ()) -> dict[str, float]:
    """Return numbers by name, from a mapping or from “new 4, loyal 3”.

    Parameters
    ----------
    raw : Any
    name : callable
        Returns the code of a name; None where there is no such name.
    order : sequence of str, optional
        Names in the order in which the statement has them: as many bare numbers are theirs.

    Raises
    ------
    UnreadableError
        It is neither, or something in it is not one of the names.
    """
    text = str(raw)
    for number in (NUMBER, WITH_POINT) if BARE.fullmatch(text) else ():
        if order and len(numbers := number.findall(text)) == len(order):
            raw = dict(zip(order, numbers, strict=True))
            break
    if isinstance(raw, str):
        raw = _pairs(raw)
    if not isinstance(raw, Mapping):
        raise _no_notes()
    notes: dict[str, float] = {}
    for key, value in raw.items():
        note = number_readings(value)[0]
        notes |= dict.fromkeys(_every_name(str(key), name), note)
    return {key: int(note) if note == round(note) else note for key, note in notes.items()}


def _every_name(said: str, name: Callable[[str], str | None]) -> list[str]:
    """Return the one name, or all of those that share a number, as in “inactive and lost 1”."""
    whole = name(re.sub(r"[^\w' ]", " ", said))
    if whole is not None:
        return [whole]
    return [one for piece in re.split(SHARED, said) if piece.strip() for one in _names_in(piece, name)]


def _pairs(said: str) -> dict[str, str]:
    """Cut a text at its numbers; the names stand before them, or all of them after."""
    pieces = NUMBER.split(said)
    names = [re.sub(r"\bpoints?\b|[^\w' ,;/&\n]", " ", piece).strip(" ',;/&\n") for piece in pieces[::2]]
    names = [re.sub(r"^(?:et|and)\b|\b(?:et|and)$", "", one).strip() for one in names]
    if len(names) < 2 or bool(names[0]) == bool(names[-1]):
        raise _no_notes()
    return dict(zip(names if names[0] else names[1:], pieces[1::2], strict=False))


def _no_notes() -> UnreadableError:
    return UnreadableError(_("Answer with a number for each name, as in “{name}: 3”.").format(name="…"))


def _no_name(said: str) -> UnreadableError:
    return UnreadableError(_("“{name}” is not one of the names asked for.").format(name=said.strip()[:40]))


def bare(text: str) -> str:
    """Return a text without what stands around it, and without spaces around a slash."""
    said = plain(str(text)).replace("_", " ").strip(' "“”«».!?')
    if len(said) > 1 and said[0] == said[-1] == "'":
        said = said[1:-1]
    return re.sub(r"\s*/\s*", "/", said)


def single(words: str) -> str:
    """Take off what makes a plural or a feminine, in either language."""
    return " ".join(re.sub(r"(?<=\w{3})e?[sx]?$", "", word) for word in words.split())


def only(found: Iterable[str]) -> str | None:
    """Return the one, where there is one."""
    several = list(dict.fromkeys(found))
    return several[0] if len(several) == 1 else None
