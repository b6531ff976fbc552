"""The words in which people write hours and days of the week, brought into the signs that are read."""

import re
import unicodedata


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


EXCEPT = _words("sauf except excepte hormis hors ausser salvo excepto tranne eccetto behalve")
NEVER = EXCEPT | _words("jamais pas never not nie nicht mai nunca nooit")
MUST = _words("uniquement seulement exclusivement imperatif imperativement only nur solo soltanto alleen")
# Said beside hours and changing nothing. What denies, as `non`, is none of them.
BESIDE = re.compile(
    r"\b(?:ouvert|ouverte|ouverture|horaires|open|opening hours|geoffnet|abierto|aperto|uhr|heures?|horas"
    rf"|non[ -]?stop|journee continue|sans interruption|{'|'.join(sorted(MUST))})\b"
)
EVERY_DAY = re.compile(
    r"\b(?:tous les jours(?: de la semaine)?|chaque jour|every ?day|daily|taglich|tutti i giorni"
    r"|todos los dias|7 ?j? ?/ ?7 ?j?)\b"
)
WORKING_DAYS = re.compile(r"\b(?:en semaine|jours ouvres|weekdays|working days|werktags)\b")
WEEKEND = re.compile(r"\b(?:(?:le |am |at )?week-?ends?|wochenende|fin de semana|fine settimana)\b")
HOLIDAYS = re.compile(r"\b(?:jours? feries?|public holidays|feiertage?n?|festivos|giorni festivi)\b")
ALL_DAY = re.compile(r"\b24 ?h? ?/ ?24 ?h?\b")
# The half of a day before its hours only names them; alone it is all of that half.
HALVES = (
    ("0-12", "matins?|matinees?|mornings?|vormittags?|mattina|mattino|manana"),
    ("12-24", "apres[ -]?midis?|afternoons?|nachmittags?|pomeriggio|tarde"),
)
NOON = re.compile(r"\b(?:midi|noon|mittags?|mezzogiorno|mediodia)\b")
MIDNIGHT = re.compile(r"\b(?:minuit|midnight|mitternacht|mezzanotte|medianoche)\b")
OF_TWELVE = re.compile(r"\b(\d{1,2})(:\d{2})? ?([ap]) ?m\b")
ELIDED = re.compile(r"\b[dl]['’]")


def plain(text: str) -> str:
    """Return a text without capitals, accents and full stops; a point between figures parts an hour."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return re.sub(r"(?<=\d)\.(?=\d)", ":", bare).replace(".", " ")


def plain_hours(text: str) -> str:
    """Return opening hours in the signs that are read: days, clock times, closed, except."""
    said = _plain_days(ELIDED.sub("", OF_TWELVE.sub(_of_twenty_four, plain(text))))
    said = ALL_DAY.sub("0-24", said.replace("24/7", "0-24"))
    for interval, names in HALVES:
        said = re.sub(rf"\b(?:{names})\b ?:? ?(?=(?:de |from |von )?\d)", "", said)
        said = re.sub(rf"\b(?:{names})\b", interval, said)
    said = MIDNIGHT.sub("24:00", NOON.sub("12:00", BESIDE.sub(" ", said)))
    return re.sub(r"(\d) ?h\b", r"\1h", re.sub(r"(\d) ?h ?(\d\d)\b", r"\1h\2", said))


def plain_weekdays(text: str) -> tuple[str, bool, bool]:
    """Return days of the week in signs that are read, whether they must be kept, and whether never."""
    said = _plain_days(re.sub(r"[()]", " ", plain(text)))
    words = said.replace("!", " ! ").split()
    never = bool(words) and words[0] in NEVER
    days = [word for word in words[never:] if word != "!" and word not in MUST]
    return " ".join(days), never or "!" in words or bool(MUST & set(words)), never


def _plain_days(said: str) -> str:
    return HOLIDAYS.sub("ph", WEEKEND.sub("sa-su", WORKING_DAYS.sub("mo-fr", EVERY_DAY.sub("mo-su", said))))


def _of_twenty_four(found: re.Match[str]) -> str:
    hour, minutes, half = found.groups()
    if not 1 <= int(hour) <= 12:
        return found[0]
    return f"{int(hour) % 12 + (12 if half == 'p' else 0)}{minutes or ':00'}"
