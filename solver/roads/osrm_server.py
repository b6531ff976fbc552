"""How an OSRM server is asked for driving times."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from solver.roads.service import Coordinates, Question, Why

WHY = {"TooBig": Why.TOO_MANY, "NoSegment": Why.OFF_MAP, "NoTable": Why.NO_WAY}


class OsrmService:
    """The table service of OSRM.

    References
    ----------
    OSRM, HTTP API, *Table service*.
    """

    name: ClassVar[str] = "server"

    def question(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> Question:
        """Return the question (see `solver.roads.service.Service`)."""
        places = ";".join(f"{lon:.4f},{lat:.4f}" for lon, lat in (*origins, *targets))
        first, last = len(origins), len(origins) + len(targets)
        start, end = (";".join(map(str, ends)) for ends in (range(first), range(first, last)))
        asked = f"sources={start}&destinations={end}&annotations=duration"
        return Question(f"/table/v1/driving/{places}?{asked}")

    def answer(self, said: Any) -> Mapping[str, Any]:
        """Return the times, and how far each place lies from its road."""
        if said["code"] != "Ok":
            raise ValueError(said["code"])
        ends = ("sources", "destinations")
        near = {end: [{"distance": place["distance"]} for place in said[end]] for end in ends}
        return {"durations": said["durations"], **near}

    def why(self, said: Any) -> Why | None:
        """Tell a question that is too large, and places that no road leads to."""
        return WHY.get(str(said.get("code"))) if isinstance(said, dict) else None
