"""What the words beside a number say of it: of which time, of what things, and whether up or down."""

import re
from collections.abc import Sequence
from itertools import combinations
from math import prod
from typing import Any

from solver.course.numbers import FIGURE, UnreadableError, plain
from solver.words.i18n import _

# One time, and the words that say “in each” of it; what the question asks of is called by its key.
TIMES = {
    "hour": "heure heures hour hours h horaire hourly",
    "day": "jour jours journee day days j quotidien quotidiens quotidienne quotidiennes daily",
    "week": "semaine semaines sem week weeks hebdomadaire hebdomadaires weekly",
    "month": "mois month months mensuel mensuels mensuelle mensuelles monthly",
    "quarter": "trimestre trimestres quarter quarters trimestriel trimestriels trimestrielle trimestrielles"
    " quarterly",
    "half": "halfyear semestre semestres semestriel semestriels semestrielle semestrielles",
    "year": "an ans annee annees year years annum annuel annuels annuelle annuelles annual yearly",
}
# How many of one time there are in a longer one: fewest where it is worked time, most by the calendar.
FIT_IN = {
    ("hour", "day"): (6, 24),
    ("hour", "week"): (30, 168),
    ("hour", "month"): (120, 744),
    ("hour", "quarter"): (360, 2_208),
    ("hour", "half"): (720, 4_416),
    ("hour", "year"): (1_000, 8_784),
    ("day", "week"): (1, 7),
    ("day", "month"): (15, 31),
    ("day", "quarter"): (40, 92),
    ("day", "half"): (80, 184),
    ("day", "year"): (150, 366),
    ("week", "month"): (4, 4.5),
    ("week", "quarter"): (10, 13.2),
    ("week", "half"): (20, 26.1),
    ("week", "year"): (40, 53),
    ("month", "quarter"): (3, 3),
    ("month", "half"): (5, 6),
    ("month", "year"): (10, 12),
    ("quarter", "half"): (2, 2),
    ("quarter", "year"): (4, 4),
    ("half", "year"): (2, 2),
}
MONTHS_IN = {"quarter": 3, "half": 6, "year": 12}
SIZE = re.compile(r"\d+(?: \d{3})*(?:[.,]\d+)?")
TIME_OF = {word: time for time, words in TIMES.items() for word in words.split()}
IN_EACH = re.compile(
    r"\s*(?:/\s*(?P<short>[a-z]+)|\b(?:(?:par|per|a|every|each|chaque|(?:de |a |dans |sur )?l[ae]|in the) "
    r"|(?:de |a )?l')(?P<long>[a-z]{2,})"
    r"|\b(?P<adjective>[a-z]+(?:aires?|elles?|els?|ly|diens?|diennes?)))\b\.?"
)
CONCLUDED = re.compile(r"^.*(?:[=→≈⇒]|->|\b(?:soit|donc)\b)(?=.*\d)")
THINGS_OF = {
    "people": "client clients prospect prospects compte comptes account accounts firm firms"
    " entreprise entreprises",
    "meetings": "visite visites visit visits rdv rendez appointment appointments",
    "calls": "appel appels call calls",
    "orders": "commande commandes order orders",
    "points": "point points pt pts",
    "units": "unite unites unit units piece pieces",
}
THING_OF = {word: thing for thing, words in THINGS_OF.items() for word in words.split()}
AFTER_FIGURE = re.compile(r"\d[^a-z€%/]*([a-z]+)")
FALLS = (
    r"baisse|baissent|recule?s?|diminue?|diminution|chute|perd|perdu|pertes?|deficit|manque|falls?|fell|drops?"
    r"|dropped|declined?|loss|lost|loses|decreased?|down|shrank|shrunk|shrinks"
)
FALL_BEFORE = re.compile(
    r"^\W*(?:c\d\d\W+)?(?:(?:en|une?|a|le|la|on|we|the|son|sa|its|it|il|elle|ca|c'est|revenue|is|est|has|etait|was|resultat|result)"
    rf" )*(?:{FALLS})\b(?: de| of| by| :|:)*\s*€?\s*(?=\d)"
)
FALL_AFTER = re.compile(
    r"(?P<figure>^\D*\d[^a-z]*(?:k?€|%|euros?|per cent|pour cent)?\s*)"
    r"(?:(?:de|en|of) )?\b(?:moins|pertes?|deficit|baisse|recul|diminution|chute|less|lower"
    r"|short|loss|down|drop|decrease)\W*$"
)


def of_the_time_asked(raw: Any, per: str) -> Any:
    """Return an answer without “a week” where the question asks for a week; sums stay as they are.

    Parameters
    ----------
    raw : Any
    per : str
        The time that the question asks for, a key of `TIMES`; another word where it asks for none of them.

    Raises
    ------
    UnreadableError
        It says another time: “24 visits a month” is not 24 a year.
    """
    said = CONCLUDED.sub("", plain(raw)) if isinstance(raw, str) else ""
    said = re.sub(r"\bhalf[ -]year\b", "halfyear", said)
    said, raw = _without_its_length(said, per, raw)
    if len(list(FIGURE.finditer(said))) > 1:
        return _without_times(said, per, raw)
    for found in IN_EACH.finditer(said):
        time = _time_of(found)
        if time is not None and time != per:
            raise _other_time(raw)
        if time is not None:
            return f"{said[: found.start()]} {said[found.end() :]}".strip()
    return raw


def _without_its_length(said: str, per: str, raw: Any) -> tuple[str, Any]:
    """Take off the length of time that is asked for, as in “6 visits in 6 months” of half a year."""
    months = MONTHS_IN.get(per)
    shorter = re.sub(rf"(?<=[a-z]) (?:en|in|sur|over) (?:les |the )?{months} (?:mois|months?)\b", "", said)
    return (shorter, shorter) if months and shorter != said else (said, raw)


def _without_times(said: str, per: str, raw: str) -> str:
    """Return a sum without its times, as in “2 a month × 12”; other figures must lead to the one asked."""
    figures = list(FIGURE.finditer(said))
    worked = re.search(r"[*×÷/:]|\bx\b|\b(?:fois|times)\b", said)
    kept, at = "", 0
    for found in IN_EACH.finditer(said):
        time = _time_of(found)
        before = [figure for figure in figures if figure.end() <= found.start()]
        if time is None or not before:
            continue
        others = [figure[0] for figure in figures if figure is not before[-1]]
        if per in TIMES and time != per and not (worked and _leads_from(time, per, others)):
            raise _other_time(raw)
        kept += f"{said[at : found.start()]} "
        at = found.end()
    return f"{kept}{said[at:]}".strip() if at else raw


def _time_of(found: re.Match[str]) -> str | None:
    return TIME_OF.get(str(found["short"] or found["long"] or found["adjective"]))


def _other_time(raw: str) -> UnreadableError:
    said = _("“{text}” speaks of another period than the question.")
    return UnreadableError(said.format(text=raw.strip()[:40]))


def _leads_from(time: str, per: str, figures: Sequence[str]) -> bool:
    """Tell whether some figures of a sum make of one time the other, as 12 does of “2 a month × 12”."""
    short, long = sorted((time, per), key=(*TIMES,).index)
    fewest, most = FIT_IN[short, long]
    sizes = [float(one.replace(" ", "").replace(",", ".")) for one in figures if SIZE.fullmatch(one)]
    several = (prod(some) for n in range(1, 4) for some in combinations(sizes, n))
    return any(fewest <= size <= most for size in several)


def of_the_things_asked(raw: Any, unit: str | None) -> None:
    """Look whether the one figure of an answer counts what is asked: visits are no clients.

    Raises
    ------
    UnreadableError
        It counts something else.
    """
    asked = THING_OF.get(unit or "")
    said = CONCLUDED.sub("", plain(raw)) if isinstance(raw, str) else ""
    counted = AFTER_FIGURE.findall(said)
    given = THING_OF.get(counted[0]) if len(counted) == 1 == len(FIGURE.findall(said)) else None
    if given and (asked or unit in ("€", "k€")) and given != asked:
        raise UnreadableError(_("“{text}” is in another unit than asked.").format(text=raw.strip()[:40]))


def with_sign(raw: Any) -> Any:
    """Return an answer with a minus where its words say that something fell or was lost."""
    if not isinstance(raw, str):
        return raw
    said = re.sub("[−–]", "-", plain(raw))
    if FALL_BEFORE.search(said):
        return FALL_BEFORE.sub("-", said)
    after = FALL_AFTER.match(said)
    return f"-{after['figure'].strip()}" if after and "-" not in said else raw
