"""What a heading of a file of driving times means: which end of a drive, or its length in which unit."""

from solver.intake.words import fold

FROM = frozenset(("from", "origin", "origine", "de", "depart", "start"))
TO = frozenset(("to", "destination", "vers", "a", "arrivee", "end"))
OF_A_PLACE = frozenset(("id", "code", "compte", "account", "client", "place", "lieu"))
UNITS = {
    "minutes": frozenset(("minutes", "minute", "min", "mn")),
    "seconds": frozenset(("seconds", "second", "secondes", "seconde", "sec", "s")),
    "hours": frozenset(("hours", "hour", "heures", "heure", "h")),
}
OF_MINUTES = {"minutes": 1.0, "seconds": 1 / 60, "hours": 60.0}
DURATION = frozenset(
    ("duration", "duree", "temps", "time", "travel", "trajet", "trajets", "drive", "driving", "route")
)
JOINING = frozenset(("de", "du", "en", "in", "of"))
DISTANCE = frozenset(("km", "kilometres", "kilometers", "metres", "meters", "distance", "distances"))


def meaning(heading: str) -> str | None:
    """Return what a heading names: an end, a unit, `duration` without one, `distance`, or nothing.

    Examples
    --------
    >>> [meaning(heading) for heading in ("Code départ", "Temps (min)", "duration_s", "Temps", "km")]
    ['from_id', 'minutes', 'seconds', 'duration', 'distance']
    """
    words = frozenset(fold(heading).split())
    for name, ends in (("from_id", FROM), ("to_id", TO)):
        if words & ends and words <= ends | OF_A_PLACE:
            return name
    for unit, names in UNITS.items():
        if words & names and words <= names | DURATION | JOINING:
            return unit
    if words & DURATION and words <= DURATION | JOINING:
        return "duration"
    return "distance" if words & DISTANCE else None
