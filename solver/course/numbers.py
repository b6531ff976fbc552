"""Numbers as trainees type them: `3.5`, `3,5` without quotes, “1 234,5 k€”, “98 h 15”, “1/3”, “aucune”.

Units are looked at here, not where files are read: an answer may repeat the words it is asked in, which would
be no number in a file, and “k€” is a factor only where another power of the euro is asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, product
from math import isfinite
from typing import Any

from solver.course.numerals import IN_WORDS, NONE_AT_ALL, in_figures
from solver.course.sums import sum_value
from solver.words.i18n import _
from solver.words.numbers import OTHER_MARK, Written, take_apart

MONEY_SCALE = {"€": 1.0, "k€": 1_000.0, "M€": 1_000_000.0}
PERCENT = {"%", "percent", "pourcent", "pourcents", "pct"}
OTHER_CURRENCIES = {"£", "$", "¥", "usd", "gbp", "chf", "dollar", "dollars", "pounds", "livres", "francs"}
WITH_TAX = re.compile(
    r"\b(?:ttc|toutes taxes|(?:avec|with|including|incl|tva|vat|taxes?)\b\.? ?(?:la |the )?"
    r"(?:tva|vat|taxes?|comprises?|incluses?|included|inclusive|incl)\b)"
)
THOUSANDS = {"k", "ke", "keur", "keuros", "kilo", "mille", "millier", "milliers", "thousand", "thousands"}
MILLIONS = {"m", "meur", "million", "millions"}
IN_THOUSANDS = {"mille", "millier", "milliers", "thousand", "thousands", "million", "millions"}
EUROS = {"€", "eur", "euro", "euros", "e"}
HOURS = {"h", "hr", "hrs", "heure", "heures", "hour", "hours"}
MINUTES = {"min", "mn", "minute", "minutes"}
DAYS = {"j", "jr", "jrs", "jour", "jours", "d", "day", "days"}
CENTS = {"cents", "centime", "centimes"}
ROADS = {"km", "kilometre", "kilometres", "kilometer", "kilometers", "miles"}
THINGS = {
    *("client", "clients", "prospect", "prospects", "compte", "comptes", "account", "accounts"),
    *("visite", "visites", "visit", "visits", "appel", "appels", "call", "calls"),
    *("commande", "commandes", "order", "orders"),
}
COUNT = "count"  # what is asked where a unit names things: visits, clients, calls
SPANS = {"semaine", "semaines", "week", "weeks", "mois", "month", "months", "ans", "an", "year", "years"}
MEASURES = {
    **dict.fromkeys(EUROS | THOUSANDS | MILLIONS, "money"),
    **dict.fromkeys(HOURS | MINUTES, "hours"),
    **dict.fromkeys(DAYS, "days"),
    **dict.fromkeys(SPANS, "span"),
    **dict.fromkeys(ROADS, "road"),
    **dict.fromkeys(CENTS, "cents"),
    **dict.fromkeys(THINGS, COUNT),
    **dict.fromkeys(PERCENT, "percent"),
}
ASKED = {"€": "money", "k€": "money", "M€": "money", "h": "hours", "days": "days", "%": "percent"}
# What follows the answer and is none: why it is so.
WHY = re.compile(r"(?<=\S)[\s,;:(]+(?:car|parce qu\w*|puisqu\w*|vu qu\w*|because|since)\b.*")
NO_SIGN = "".join(
    f"(?<! {word})" for word in ("de", "of", "par", "by", "sur", "fois", "times", "moins", "plus")
)
# What is said before it is cut into numbers and words; in this order.
NOUNS = r"(?: ?[a-z€%]+)?"
SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"[−–—‐‑]", "-"),
        (
            r"\s*[,;]?\s(?:au lieu|instead|et non|et pas|and not|rather than|plutot que|pas|not)\s(?=.*\d).*",
            "",
        ),
        (r"^[^\d(]*[a-z][^\d(]*\((\d[\d .,']*)\)$", r"\1"),
        (r"\(([^\d()]+)\)", r" \1 "),  # (hors TVA)
        (
            r"(?<=\d)((?: ?[a-z€%][a-z€%-]*)*)(?<! [x*])" + NO_SIGN + r" \((?!ou |or |sur |out )[^()]*\)$",
            r"\1",
        ),
        (r"^(?:[cs]\d\d?|il|elle|it)\b(?=\D*\d)", " "),
        (r"\b(?:fois|times)(?= \d)", "*"),
        (r"(\d" + NOUNS + r") (?:moins|minus|less) (?=\d)", r"\1 - "),
        (r"(\d" + NOUNS + r") plus (?=\d)", r"\1 + "),
        (r"\b(?:puissance|to the power(?: of)?|exposant)\b", "^"),
        (r"(?<=[a-z]) (?:de|of) \d+ ?(?:min\w*|mn)\b", ""),
        (r"(?<=[a-z])-(?=[a-z])", " "),
        (r"\bd'(?=[a-z])", ""),
        (r"\b(?:une?|one)(?= (?:[a-z]+ )?(?:sur|in|out of|of) \d)", "1"),
        (r"(\d)(?: [a-z]+)? in (?:every )?(?=\d)(?!(?:19|20)\d\d\b|\d+ (?:month|week|day|year))", r"\1/"),
        (r"(\d+/\d+) *(?:de|des|du|of) (?:les |the )?(?=\d)", r"\1§"),
        (r"(\d) ?(?:(?:pour|for|per) ?(?:1 ?000|mille|mil|thousand)\b|‰)", r"\1/1000"),
        (r"(\d) ?([a-z]*€|[a-z]+) ?(?:[/÷:]|sur|out of|of) ?(\d[\d .,']*?) ?\2(?![a-z])", r"\1/\3"),
        (r"(\d) ?(?:€|euros?\b) ?(?:et |and )?(\d\d|0)(?: ?(?:cts?|cents?|centimes?))?$", r"\1,\2 €"),
        (r"\b(?:et demie?|and a half)\b", " 1/2 "),
        (r"\bet (?:un )?quart\b|\band a quarter\b", " 1/4 "),
        (r"\b(?:per cent|pour cent|p\. ?100|(?:pour|for) 100|p\.c\.)", "%"),
        (r"\bh\.? ?t\.?(?![a-z])", " "),
        (r"^\W*(?:moins|minus)\s+(?=\d)", "-"),
        (r"(?<=\d),-(?!\d)", ""),
        (r"(\d+(?:[.,]\d+)?) ?% (?:de|des|du|of) (?:les |the )?(?=\d)", r"\1/100§"),
        (r"(\d+(?:[.,]\d+)?) ?% ?[x*×] ?", r"\1/100*"),
        (r"(?<=\d) ?- ?100 ?%", "-1"),
        (r"(\d)(?: [a-z]+)? (?:sur|des|out of|of) (?:les |the )?(?=\d)", r"\1/"),
        (r"(?<=[a-z]) (?:en|in|pour|for) (?:19|20)\d\d\b", ""),
        (r"(?<=[\d\s)])[x*×](?=[\s\d(])", "*"),
        (r"(?<!\d \d)(?<!\d \d\d)([*/×÷]) ?(\d+(?:[.,]\d+)?) ?%", r"\1(\2/100)"),
        (r"([\d)]) ?([+-]) ?(\d+(?:[.,]\d+)?) ?%", r"\1*(1\2\3/100)"),
        (r"≥", " "),
        (r"÷", "/"),
        (r"^(?!\W*soit\b).*\d.*\bsoit\b(?=.*\d)(?!.*\bde (?:plus|moins))", ""),
        (
            r"^.*(?:=>|->|[=→⇒≈~]|\b(?:donc|so|hence|thus|therefore|d'ou|arrondi\w* a|rounded to)\b)(?=.*\d)",
            "",
        ),
        (r"^[a-z][\w ]*:(?=.*\d)", ""),
    )
)
MIXED = re.compile(r"(?<![\d.,/])(\d+)[ ~]+(\d{1,2})/(\d{1,2})(?![\d.,])")
CLOCK = re.compile(
    r"(?P<h>\d+) ?(?:h(?:eures?|ours?|rs?)?|:) ?(?:et |and )?(?P<min>[0-5]?\d) ?(?:m|mn|min\w*)?"
)
PAST_THE_HOUR = re.compile(r"\d+ ?(?:h(?:eures?|ours?|rs?)?) ?(?:et |and )?[6-9]\d ?(?:m|mn|min\w*)?")
WEEKS = re.compile(  # of seven days, or of five worked ones
    r"(?P<weeks>\d+) ?(?:semaines?|weeks?),?(?: et| and)? (?P<days>\d+(?:[.,]\d+)?) ?(?:j|jrs?|jours?|days?)"
)
WORD = re.compile(r"[^\W\d_]+|[€£$¥%]")
FIGURE = re.compile(r"\d(?:[\d.,' ]*\d)?|[.,]\d+")
OUT_OF = re.compile(r"\b(?:sur|des|out of|of)\b")
ONLY = {"just", "juste", "only", "seulement", "uniquement"}
NOT_ONE = re.compile(
    r"(?:\b(?:moins de|plus de|less than|more than|under|over|entre|between)|[<>])\s*[-+]?\d"
    r"|\d.*\b(?:ou|or)\b(?:.*\d| (?:plus|moins|more|less)\b)|\d\s*(?:et|and|puis|then|a|to)\s*[-+]?\d"
)
CODE = re.compile(r"(?<!eur)(?<!euros)[a-z]\d")  # S1 is no number
NAMED = re.compile(r"(?<=\d) ?\([a-z]\d{0,2}(?:(?: ?, ?| et | and | ?& ?)[a-z]\d{0,2})+\)$")  # 2 (A, C)
RANGE = re.compile(r"\D*\d+ ?- ?\d+\D*")  # 128-130
VAGUE = {
    *("peu", "certain", "certaine", "few", "bit", "ou", "or", "presque", "almost", "nearly"),
    *("idee", "idea", "clue", "sais", "know"),
}
NO_MORE = re.compile(
    rf"\b(?:{'|'.join(sorted(NONE_AT_ALL))})\b|^(?:pas (?:une?|de)|not one|no [a-z])"
    r"|\b(?:y en a|en reste) (?:pas|plus)\b"
)
MOST_MEANINGS = 8  # of a sum whose figures can each be read in two ways


class UnreadableError(ValueError):
    """What was given cannot be an answer of the kind asked; it does not count as a miss."""


@dataclass(frozen=True)
class Typed:
    """A number with the words around it.

    Attributes
    ----------
    values : tuple of float
        What it can mean, the likeliest first.
    words : tuple of str
        The words, small and without accents, in order.
    units : tuple of str
        All words that stand where a unit does, the likeliest first.
    over : float
        What it was divided by where it is a fraction such as 80/100; 0 where it is none.
    counted : bool
        Whether that was said as “80 sur 100”, where it may be the 80 that is meant.
    divided : bool
        Whether only what it is divided by bears a unit, as in “662 / 44 weeks”.
    said : str
        What was read, after all that is said on the way to it.
    """

    values: tuple[float, ...]
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    over: float = 0.0
    counted: bool = False
    divided: bool = False
    said: str = ""

    @property
    def figures(self) -> int:
        """How many figures it is made of; what is said of one in a sum is not said of the sum."""
        return len(FIGURE.findall(self.said))

    @property
    def unit(self) -> str:
        """The word that stands where a unit does; empty where there is none."""
        return self.units[0] if self.units else ""

    @property
    def percent(self) -> bool:
        """Whether it is said in per cent."""
        return bool(PERCENT & set(self.words))


def number_readings(raw: Any, unit: str | None = None, out_of: float = 0) -> tuple[float, ...]:
    """Return the numbers that an answer can mean, the likeliest first.

    Parameters
    ----------
    raw : Any
        A number, a text, a single cell of a table, or the pair that `3,5` is in Python.
    unit : str, optional
        The unit asked for; an answer may repeat it, or give another power of the euro.
    out_of : float
        The most there can be: “80/100” is then 80.

    Raises
    ------
    UnreadableError
        There is no number in it.
    """
    typed = read_typed(raw)
    values = typed.values
    if typed.over and typed.over == out_of:
        values = tuple(value * out_of for value in values)
        typed = Typed(values, tuple(word for word in typed.words if word not in PERCENT))
    elif typed.over > out_of > 0:  # points over the most points there are, as 400/500 is 80 out of 100
        values += tuple(value * out_of for value in values)
    elif typed.counted and ASKED.get(unit or "", COUNT) == COUNT:
        values += tuple(value * typed.over for value in values)
    factor = _factor(typed, unit, said=str(raw)[:40], out_of=out_of)
    return tuple(factor * value for value in values)


def read_typed(raw: Any) -> Typed:
    """Read a number with the words around it.

    Raises
    ------
    UnreadableError
        There is no number in it, or more than one.
    """
    value = raw.item() if getattr(raw, "size", None) == 1 and hasattr(raw, "item") else raw
    if isinstance(value, tuple) and len(value) > 1 and all(type(part) is int for part in value):
        return _pair(value)
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, bool) or value is None or isinstance(value, tuple | list | dict | set | frozenset):
        raise UnreadableError(_("A number is asked."))
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise UnreadableError(_("A number is asked.")) from None
    if not isfinite(number):
        raise UnreadableError(_("The answer is empty: no number came out of the computation."))
    return Typed((number,))


def plain(text: str) -> str:
    """Return a text in small letters, without accents, with straight apostrophes and single spaces."""
    spaced = "".join(
        f"{'^' if unicodedata.decomposition(sign).startswith('<super>') else ' '}"
        f"{unicodedata.normalize('NFKC', sign)} "
        if unicodedata.category(sign) == "No"
        else sign
        for sign in text
    )
    parts = unicodedata.normalize("NFKD", spaced.replace("\N{FRACTION SLASH}", "/"))
    small = "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
    small = small.replace("\N{FRACTION SLASH}", "/")
    for sign in "’′‘`´":
        small = small.replace(sign, "'")
    return " ".join(small.split())


def _pair(value: tuple[int, ...]) -> Typed:
    """Read what Python makes of 3,5 or 1,234: several whole numbers; of 10,000 it makes ten and nought."""
    if len(value) == 2:
        typed = _from_text(f"{value[0]},{value[1]}")
        return Typed((*typed.values, value[0] * 1000.0)) if value[1] == 0 else typed
    if all(0 <= part < 1000 for part in value[1:]):
        return Typed((float(f"{value[0]}" + "".join(f"{part:03d}" for part in value[1:])),))
    raise UnreadableError(_("A number is asked."))


def _from_text(text: str) -> Typed:
    said = NAMED.sub("", WHY.sub("", plain(text)))
    if not said:
        raise UnreadableError(_("The answer is empty."))
    counted = bool(OUT_OF.search(said))
    figures = in_figures(said)
    if figures is None:
        raise UnreadableError(_("Write the number in figures: “{text}”.").format(text=text[:40]))
    said = figures
    first, *rest = said.split()
    for pattern, instead in SAID:
        said = pattern.sub(instead, said)
    said = re.sub(r"^[\s,;!?:\"“”«»]+(?!(?<=,)\d)", "", said).rstrip(' ,;!?:"“”«»').rstrip(".,")
    if not any(map(str.isdigit, said)) and not VAGUE & {first, *rest}:
        while first in ONLY and rest:
            first, *rest = rest
        if first in IN_WORDS:
            return Typed((float(IN_WORDS[first]),), tuple(rest), tuple(rest[:1]))
        if NO_MORE.search(said):
            return Typed((0.0,))
    clock = CLOCK.fullmatch(said)
    if clock and (":" not in said or int(clock["min"]) == 0):  # nothing is divided by 0
        return Typed((int(clock["h"]) + int(clock["min"]) / 60,), ("h",), ("h",))
    if PAST_THE_HOUR.fullmatch(said):
        raise UnreadableError(
            _("“{text}”: an hour has 60 minutes, so they run from 0 to 59.").format(text=text[:40])
        )
    if weeks := WEEKS.fullmatch(said):
        days = float(weeks["days"].replace(",", "."))
        spans = tuple(int(weeks["weeks"]) * length + days for length in (7, 5))
        return Typed(spans, ("days",), ("days",))
    if NOT_ONE.search(said) or CODE.search(said):
        raise _not_one(text)
    values, over = _values(said.replace("§", "*"), text)
    if "§" in said:  # a third of the 12: the third, or the four
        values += _values(said.partition("§")[0], text)[0]
    if clock:  # a clock's colon, or a division
        values = (*values, int(clock["h"]) + int(clock["min"]) / 60)
    if values[0] < 0 and RANGE.fullmatch(said):
        raise _not_one(text)
    units, divided = _units(said)
    return Typed(values, tuple(WORD.findall(said)), units, over, counted and over > 0, divided, said)


def _not_one(text: str) -> UnreadableError:
    return UnreadableError(_("“{text}” is not one number: give the one you mean.").format(text=text[:40]))


def _units(said: str) -> tuple[tuple[str, ...], bool]:
    """Return the words after the figures, the last first and divisors last; or the one before them all.

    And whether those are the divisors' alone.
    """
    figures = list(FIGURE.finditer(said))
    of: list[str] = []
    divisors: list[str] = []
    for figure, after in zip(figures, [*figures[1:], None], strict=True):
        between = said[figure.end() : after.start() if after else None]
        word = WORD.search(between)
        if word is None or "/" in between[: word.start()]:
            continue
        joined = word[0] in THOUSANDS | MILLIONS and between[word.end() :].lstrip()[:1] == "€"
        divides = said[: figure.start()].rstrip().endswith("/")
        (divisors if divides else of).append(f"{word[0]}€" if joined else word[0])
    before = WORD.findall(said[: figures[0].start()])[-1:] if figures and not of + divisors else []
    return (*reversed(of), *reversed(divisors), *before), bool(divisors) and not of


def _values(said: str, text: str) -> tuple[tuple[float, ...], float]:
    """Work out the figures of a text, its words taken away; and what a plain fraction is counted of."""
    sum_ = WORD.sub("~", said)
    sum_ = MIXED.sub(lambda found: f"({found[1]}+{found[2]}/{found[3]})", sum_)
    sum_ = re.sub(r"\s*~[\s~.]*", "~", sum_)
    sum_ = re.sub(r"~?([-+*/()])~?", r"\1", sum_).strip("~ ;:!?'\"“”«»").rstrip("/.,")
    if not FIGURE.search(sum_):
        raise UnreadableError(_("There is no number in “{text}”.").format(text=text[:40]))
    pieces, figures = FIGURE.split(sum_), FIGURE.findall(sum_)
    words = {*WORD.findall(said)}
    in_euros = bool(EUROS & words) and not (THOUSANDS | MILLIONS) & words
    meanings = [_meanings(figure, in_euros) for figure in figures]
    found = []
    if all(meanings):
        for chosen in islice(product(*meanings), MOST_MEANINGS):
            found.append(sum_value(pieces, chosen))
    values = tuple(value for value in found if value is not None)
    if not values:
        if len(figures) > 1:
            raise _not_one(text)
        raise UnreadableError(_("There is no number in “{text}”.").format(text=text[:40]))
    fraction = len(figures) == 2 and pieces[1].strip() == "/" and meanings[1]
    return values, float(meanings[1][0]) if fraction else 0.0


def _meanings(digits: str, in_euros: bool) -> list[float]:
    """Return what the digits can mean, the decimals first: one mark before three digits has two meanings.

    Of euros nobody writes three decimals: “75,000 €” are thousands in either language.
    """
    written = take_apart(digits)
    if not isinstance(written, Written):
        return []
    marks = [written.mark, OTHER_MARK[written.mark]] if written.mark and written.doubtful else [written.mark]
    marks = marks[1:] if in_euros and len(marks) > 1 else marks
    return [float(written.size(mark)) for mark in marks]


def _factor(typed: Typed, unit: str | None, *, said: str, out_of: float = 0) -> float:
    """Return what the written unit multiplies by.

    Raises
    ------
    UnreadableError
        Another unit is written than the one asked for.
    """
    if OTHER_CURRENCIES & set(typed.words):
        raise UnreadableError(
            _("“{text}” is in another currency: the course counts in euros.").format(text=said)
        )
    if typed.figures == 1 and WITH_TAX.search(typed.said):
        raise UnreadableError(_("“{text}” is with tax: the course counts without.").format(text=said))
    asked = (COUNT if out_of else None) if unit is None else ASKED.get(unit, COUNT)
    words = [unit.removesuffix("€") or unit for unit in typed.units]
    word = next((word for word in words if MEASURES.get(word) == asked), words[0] if words else "")
    given = MEASURES.get(word)
    if given == "percent" and out_of == 100:
        return 1.0
    if asked != "money" and word in IN_THOUSANDS and not EUROS & set(typed.words):
        return _power(typed)
    if given == COUNT and asked not in ("money", "hours", "days"):
        return 1.0
    if given is None or (asked is None and given != "percent") or (given == asked and asked != "money"):
        return 1 / 60 if asked == "hours" and word in MINUTES else 1.0
    if given == "money" == asked:
        return _power(typed) / MONEY_SCALE[str(unit)] if _scaled(typed, str(unit)) else 1.0
    if typed.divided and given in ("span", "days", "hours", COUNT):
        return 1.0
    raise UnreadableError(_("“{text}” is in another unit than asked.").format(text=said))


def _scaled(typed: Typed, unit: str) -> bool:
    """Tell whether the words give a power of the euro: “euros” after a figure in k€ does."""
    return unit != "€" or _power(typed) != 1.0


def _power(typed: Typed) -> float:
    words = set(typed.words)
    return 1_000_000.0 if words & MILLIONS else 1_000.0 if words & THOUSANDS else 1.0
