"""How a Valhalla server is asked for driving times."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from solver.roads.osrm_answer import FARTHEST_METRES
from solver.roads.service import Coordinates, Question, Why

WHY = {
    150: Why.TOO_MANY,
    154: Why.TOO_FAR,
    170: Why.APART,
    171: Why.OFF_MAP,
    441: Why.NO_WAY,
    442: Why.NO_WAY,
}


class ValhallaService:
    """The time-distance matrix of Valhalla, by car.

    Notes
    -----
    It does not say how far a place lies from its road, so it is told how far it may look for one.

    References
    ----------
    Valhalla, *Time-Distance Matrix service API reference*, and its list of codes.
    """

    name: ClassVar[str] = "valhalla"

    def question(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> Question:
        """Return the question (see `solver.roads.service.Service`)."""
        ends = {
            end: [{"lat": lat, "lon": lon, "search_cutoff": FARTHEST_METRES} for lon, lat in places]
            for end, places in (("sources", origins), ("targets", targets))
        }
        return Question("/sources_to_targets", {**ends, "costing": "auto", "verbose": True})

    def answer(self, said: Any) -> Mapping[str, Any]:
        """Return the times; where no road is near a place, its drives have none."""
        times = [[drive["time"] for drive in row] for row in said["sources_to_targets"]]
        return {
            "durations": times,
            "sources": [{"distance": 0} for _row in times],
            "destinations": [{"distance": 0} for _drive in times[0]],
        }

    def why(self, said: Any) -> Why | None:
        """Tell by its code what stands in the way of a whole block."""
        return WHY.get(said.get("error_code", 0)) if isinstance(said, dict) else None
