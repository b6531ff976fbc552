"""How an openrouteservice is asked for driving times: the public one, with a key, or one of your own."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from solver.roads.service import Coordinates, Question, Why

WHY = {6004: Why.TOO_MANY, 6010: Why.OFF_MAP, 6020: Why.TOO_MANY}


class OpenRouteService:
    """The matrix service of openrouteservice, by car.

    References
    ----------
    openrouteservice, API reference, *Matrix endpoint* and *Error codes*.
    """

    name: ClassVar[str] = "openrouteservice"

    def question(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> Question:
        """Return the question (see `solver.roads.service.Service`)."""
        places = [[lon, lat] for lon, lat in (*origins, *targets)]
        start, end = range(len(origins)), range(len(origins), len(places))
        asked = {"sources": list(map(str, start)), "destinations": list(map(str, end))}
        return Question("/v2/matrix/driving-car", {"locations": places, **asked, "metrics": ["duration"]})

    def answer(self, said: Any) -> Mapping[str, Any]:
        """Return the times, and how far each place lies from its road; a distance of 0 is not said."""
        ends = ("sources", "destinations")
        near = {
            end: [{"distance": place.get("snapped_distance", 0) if place else None} for place in said[end]]
            for end in ends
        }
        return {"durations": said["durations"], **near}

    def why(self, said: Any) -> Why | None:
        """Tell places outside the map, and more pairs than this server answers at once."""
        error = said.get("error") if isinstance(said, dict) else None
        return WHY.get(error.get("code", 0)) if isinstance(error, dict) else None
