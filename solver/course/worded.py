"""What the words beside a number say of it: of which time, of what things, and whether up or down."""

import re
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
    if not said or len(FIGURE.findall(said)) > 1:
        return raw
    for found in IN_EACH.finditer(said):
        time = TIME_OF.get(str(found["short"] or found["long"] or found["adjective"]))
        if time is not None and time != per:
            raise UnreadableError(
                _("“{text}” speaks of another period than the question.").format(text=raw.strip()[:40])
            )
        if time is not None:
            return f"{said[: found.start()]} {said[found.end() :]}".strip()
    return raw


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
