"""Letters, codes and lists as trainees type them: “réponse b”, “b)”, “R1 et R3”, “C1”, “aucune”."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from solver.course.numbers import NONE_AT_ALL, WHY, UnreadableError, number_readings, plain
from solver.words.i18n import _

NOBODY = NONE_AT_ALL | {"personne", "nobody", "no", "pas", "none", "neither"}
NO_ANSWER = {"idee", "idea", "clue"}
ALL = {"tous", "toutes", "tout", "all", "everybody"}
# Words that may stand around an answer and change nothing; a “not” is none of them.
AROUND = frozenset(
    re.findall(
        r"\S+",
        """
        & account accounts ai ainsi and answer answers appel are arret arrets as aussi avec abord bien c c'est
        call case ce cell contact contacts d dep dept devenu dirais dis dit donc dpt elle en ensuite il just
        juste ma moi mon motif motifs only plutot question questions reason reasons seul seule seulement
        choisirais evidemment opte prefere surement uniquement vote i'd say would go for
        celle cellule choice choices choisis choix choose chose class classe client clients coche code
        codes compte comptes d d'abord de departement department des dis du enfin est et fiche fiches
        finally firm firme first i is it it's its j'ai je l la le les letter letters lettre lettres
        ligne line mission n no. number numbers numero numeros n° both plus of one option options pair
        paire paires pairs pense
        prends proposition puis que record records reponse reponses say segment segments sont
        stop stops take that the then they think type types un une well with zone
        """,
    )
)
BETWEEN = r"[,;>|\n/]|->|→|\d+[.)]\s|\b(?:puis|then|et|and)\b|\s-\s"  # the names of an order
TO = r"(?:a|to|au|until|jusqu'a)"
DOTS = r"(?<![\w>→.…-])(\w+)\s*(?:-|→|->|\.\.\.?|…)\s*(\w+)(?!\s*[\w→.…-])"  # from one to another, or both
SURE = re.compile(r"\b(?:sans doute|bien sur|no doubt)\b")
SHORT = 6  # letters, below which a slip of the finger may make another word
NOTES = re.compile(r"\([^()]*\)")
NEGATED = {"pas", "not", "sauf", "ni", "non", "ou", "or", "nor", "except", "but", "mais", "sans", "without"}
NO_CLASS = re.compile(r"(?:aucune?|none|neither|ni\b.*\bni)\b.*|(?:pas de|no) [a-z]+|il n'y en a pas")
BARE = re.compile(r"[\d\s,;./'\"()\[\]]+")
PAIR = re.compile(r"(?P<name>[^:=\d]+?)\s*(?:[:=]+|->|→|\s)\s*(?P<note>-?\d+(?:[.,]\d+)?)\s*(?:%|points?)?")


def read_choice(raw: Any, options: Mapping[str, str]) -> str | None:
    """Return the option that an answer means, by its letter or its words; None where there is not one.

    Parameters
    ----------
    raw : Any
    options : mapping of str to str
        Code to words, in the language in force.
    """
    if isinstance(raw, list | tuple | set | frozenset) and len(raw) == 1:
        raw = next(iter(raw))
    if isinstance(raw, bool) or (not isinstance(raw, str | int | float) and not hasattr(raw, "item")):
        return None
    said = plain(f"{raw:g}" if isinstance(raw, float) else str(raw))
    wholes = dict.fromkeys(_bare(SURE.sub(" ", one)) for one in (said, WHY.sub("", said)))
    return next(filter(None, (_one_choice(given, options) for given in wholes)), None)


def _one_choice(given: str, options: Mapping[str, str]) -> str | None:
    codes = {_bare(code): code for code in options}
    if given == "0":  # as 000 is in Python
        given = given.zfill(max(map(len, options)))
    if re.fullmatch(r"\d(?:[ -]\d)+", given):
        given = re.sub(r"\D", "", given)
    if all(re.fullmatch(r"[A-Z]\d+", code) for code in options):
        found = _set_or_none(re.sub(r"(?<=[a-z])-(?=\d)", "", given), _known(tuple(options)))
        return _only(found) if found else None
    words: dict[str, list[str]] = {}
    for code, said in options.items():
        words.setdefault(_bare(said), []).append(code)
        words.setdefault(_single(_bare(said)), []).append(code)
    for said in (given, _single(given), given.rpartition(":")[2].strip()):
        if said in codes or said in words:
            return codes[said] if said in codes else words[said][0]
    read = _primed(given, codes) or _lettered(given, codes) or _begun(given, words)
    return read or _around(given, codes, words) or _in_brackets(given, codes) or _none_of_them(given, options)


def _none_of_them(given: str, options: Mapping[str, str]) -> str | None:
    """Recognise “ni A ni B” and “pas de classe” where one of the options is that it is none."""
    if not NO_CLASS.fullmatch(given):
        return None
    return _only(code for code in options if _bare(code) in NONE_AT_ALL)


def _primed(given: str, codes: Mapping[str, str]) -> str | None:
    """Recognise B/A' without its prime, or as “BA'” and “B and A'” without what stands between."""
    joined = re.sub(
        r"[\s,;/|\\×()-]|\b(?:et|and|x|ligne|row|colonne|column|la|the|case|cell|cellule)\b",
        "",
        re.sub(r"\s*\bprime\b", "'", given),
    )
    return _only(
        code
        for bare, code in codes.items()
        if "'" in bare and (bare.replace("'", "") == given or bare.replace("/", "") == joined)
    )


def _lettered(given: str, codes: Mapping[str, str]) -> str | None:
    """Recognise “b) the words”, “b - the words” and “(b)”, whatever the words are."""
    found = re.fullmatch(r"\W*(?:l[ae] )?([\w/']+?)\s*(?:([).:,])|\s-)(\s.*)?", given)
    if not found or (found[2] == "," and {*(found[3] or "").split()} & {*codes}):
        return None
    return codes.get(found[1])


def _in_brackets(given: str, codes: Mapping[str, str]) -> str | None:
    """Recognise “the words (code)”, where the words are no other code and no “not”."""
    found = re.fullmatch(r"([^()]+)\(\s*([^()]+?)\s*\)", given)
    if not found or {*found[1].split()} & (NEGATED | {*codes}):
        return None
    return codes.get(found[2])


def _begun(given: str, words: Mapping[str, list[str]]) -> str | None:
    """Recognise the beginning of one option's words."""
    if len(given) < 7:
        return None
    return _only(code for said, found in words.items() for code in found if said.startswith(given))


def _around(given: str, codes: Mapping[str, str], words: Mapping[str, list[str]]) -> str | None:
    """Recognise the one code, or the one option's words, among words that say nothing."""
    pieces = [piece.strip('().:!"“”«»') for piece in given.replace(",", " ").split()]
    found = {codes[piece] for piece in pieces if piece in codes}
    pieces = [piece if piece in codes or piece in AROUND else near(piece, words) or piece for piece in pieces]
    found |= {words[piece][0] for piece in pieces if piece in words}
    others = [piece for piece in pieces if piece and piece not in codes and piece not in words]
    return _only(found) if all(piece in AROUND for piece in others) else None


def read_codes(raw: Any, codes: Sequence[str], names: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """Return the sets of codes that an answer can mean, the likeliest first.

    Parameters
    ----------
    raw : Any
        A list, a set, a column, or a text.
    codes : sequence of str
        All that could be answered.
    names : mapping of str to str
        Code to the name that goes with it, where there are names.

    Raises
    ------
    UnreadableError
        The answer is empty, or something in it is no code.
    """
    pieces = _pieces(raw)
    if pieces is None:
        raise UnreadableError(_('Answer with codes, as in ["{first}", "{last}"].').format(**ends(codes)))
    known = _known(tuple(codes))
    said = _without_notes(WHY.sub("", " , ".join(plain(piece) for piece in pieces)), known)
    said = said.strip(" ,;.!?\"'[](){}“”«»")
    if not said:
        raise UnreadableError(_("The answer is empty. Where you mean that there is none, write “none”."))
    words = said.split()
    if len(words) <= 3 and words[0] in NOBODY and not (NO_ANSWER & {*words} or any(map(str.isdigit, said))):
        return (frozenset(),)
    if said in ALL or (words[0] in ALL and all(word in AROUND | {"them"} for word in words[1:])):
        return (frozenset(codes),)
    said = re.sub(r"(?<![^\s,;])(?:\d+[.)]\s*(?=[^\W\d])|n°\s*(?=\d))", " ", said)
    for code, name in sorted(names.items(), key=lambda pair: -len(pair[1])):
        said = re.sub(
            rf"\b(?:{re.escape(code.casefold())}\W+)?{re.escape(plain(name))}\b", f" {code.casefold()} ", said
        )
    first = {word: code.casefold() for code, word in _first_words(names).items()}
    said = re.sub(r"\b[^\W\d_]{4,}\b", lambda found: first.get(near(found[0], first) or "", found[0]), said)
    said = re.sub(r"\bl['’]", " ", said)
    with_ranges = re.sub(rf"(\w+)\s+{TO}\s+(\w+)", lambda found: _range(found, codes, known), said)
    found = [_set(with_ranges, known)]
    if (dashed := re.sub(DOTS, lambda pair: _range(pair, codes, known), said)) != said:
        found.append(_set(dashed, known))
    return tuple(found)


def _without_notes(said: str, known: Mapping[str, str]) -> str:
    """Take off what is said of a code beside it, in brackets or after a colon, where no code stands in it."""

    def kept(found: re.Match[str]) -> str:
        inside = re.findall(r"[a-z]\s?\d+", found[0])
        named = any(one.replace(" ", "") in known for one in inside)
        return found[0] if named or found[0] == found.string.strip() else " "

    said = NOTES.sub(kept, said)
    return re.sub(r"(?<=[a-z]\d|\d\d)\s*:\s*[^,;\n]*", kept, said)


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the one word that this is, one letter aside; short words and first letters are exact."""
    every = list(known)
    if word in every:
        return word
    alike = (one for one in every if min(len(one), len(word)) >= SHORT and word[:1] == one[:1])
    return _only(one for one in alike if _one_off(word, one))


def _one_off(word: str, other: str) -> bool:
    """Tell whether two words differ by one letter put in, left out or exchanged."""
    short, long = sorted((word, other), key=len)
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return len(long) - len(short) <= 1 and short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _set_or_none(said: str, known: Mapping[str, str]) -> frozenset[str] | None:
    try:
        return _set(said, known)
    except UnreadableError:
        return None


def _first_words(names: Mapping[str, str]) -> dict[str, str]:
    """Return code to the first word of its name, where no other name begins so."""
    first = {code: plain(name).split()[0] for code, name in names.items()}
    return {
        code: word for code, word in first.items() if len(word) > 3 and [*first.values()].count(word) == 1
    }


def _pieces(raw: Any) -> list[str] | None:
    if isinstance(raw, str):
        return [raw]
    if isinstance(raw, Iterable) and not isinstance(raw, bytes | Mapping):
        return [str(piece) for piece in raw]
    return [str(raw)] if isinstance(raw, int) and not isinstance(raw, bool) else None


@lru_cache(maxsize=64)
def _known(codes: tuple[str, ...]) -> dict[str, str]:
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


def _set(said: str, known: Mapping[str, str]) -> frozenset[str]:
    joined = re.sub(r"\b([a-z]) (?=\d)", r"\1", said)  # C 01
    apart = r"[\s,;:/|+&()\[\]{}\"'“”«»*•→>…-]+|\.\.+|\bet\b"
    pieces = [piece.strip(".") for piece in re.split(apart, joined)]
    strange = [piece for piece in pieces if piece and piece not in known and piece not in AROUND]
    found = frozenset(known[piece] for piece in pieces if piece in known)
    if strange or not found:
        typed = (strange or pieces)[0][:40]
        named = typed.upper() if any(map(str.isdigit, typed)) else typed
        raise UnreadableError(
            _("“{code}” is not one of the codes: {codes}.").format(
                code=named, codes=", ".join(dict.fromkeys(known.values()))
            )
        )
    return found


def _range(found: re.Match[str], codes: Sequence[str], known: Mapping[str, str]) -> str:
    """Write out the codes from one to another, as in “C09 to C12”."""
    first, last = known.get(found[1]), known.get(found[2])
    if first is None or last is None:
        return found[0]
    places = range(codes.index(first), codes.index(last) + 1)
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
    known = {_single(_bare(code)): code for code in names}
    known |= {_single(_bare(words)): code for code, words in names.items()}
    known |= {_single(words): code for words, code in more.items()}
    return lambda said: known.get(near(_single(_bare(said)), known) or "")


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
    return [_named(str(piece).strip(" .\"'[]()"), name) for piece in raw]


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
    bare = re.findall(r"\d+(?:\.\d+)?", str(raw)) if BARE.fullmatch(str(raw)) else []
    if order and len(bare) == len(order):
        raw = dict(zip(order, bare, strict=True))
    if isinstance(raw, str):
        pieces = [piece.strip(" .\"'{}()") for piece in re.split(r"[;\n]|,(?!\d)", raw)]
        found = [PAIR.fullmatch(piece) for piece in pieces if piece]
        if not found or None in found:
            raise _no_notes()
        raw = {match["name"].strip(" \"'"): match["note"] for match in found if match}
    if not isinstance(raw, Mapping):
        raise _no_notes()
    notes = {_named(str(key), name): number_readings(value)[0] for key, value in raw.items()}
    return {key: int(note) if note == round(note) else note for key, note in notes.items()}


def _no_notes() -> UnreadableError:
    return UnreadableError(_("Answer with a number for each name, as in “{name}: 3”.").format(name="…"))


def _named(said: str, name: Callable[[str], str | None]) -> str:
    found = name(said)
    if found is None:
        raise UnreadableError(_("“{name}” is not one of the names asked for.").format(name=said.strip()[:40]))
    return found


def is_reason(said: Any) -> bool:
    """Tell whether a reason is words: three at least, none of them only signs."""
    return isinstance(said, str) and len(re.findall(r"[^\W\d_]{2,}|[^\W\d_]'", said)) >= 3


def _bare(text: str) -> str:
    """Return a text without what stands around it, and without spaces around a slash."""
    said = plain(str(text)).replace("_", " ").strip(' "“”«».!?')
    if len(said) > 1 and said[0] == said[-1] == "'":
        said = said[1:-1]
    return re.sub(r"\s*/\s*", "/", said)


def _single(words: str) -> str:
    """Take off what makes a plural or a feminine, in either language."""
    return " ".join(re.sub(r"(?<=\w{3})e?[sx]?$", "", word) for word in words.split())


def _only(found: Iterator[str] | Iterable[str]) -> str | None:
    """Return the one, where there is one."""
    several = list(dict.fromkeys(found))
    return several[0] if len(several) == 1 else None
