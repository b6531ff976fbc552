"""What the kinds of servers of driving times have in common: a question, an answer, and why there is none."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple, Protocol

from solver.words.errors import PortfolioError

Coordinates = tuple[float, float]  # longitude, latitude


class Question(NamedTuple):
    """What is put to a server: the end of its address, and what is sent there, if anything is."""

    path: str
    body: dict[str, Any] | None = None


class Why(Enum):
    """Why a server does not answer a whole block, where the block can be asked in another way."""

    OFF_MAP = auto()  # a place lies at no road
    NO_WAY = auto()  # no pair of places is joined
    APART = auto()  # some pair is not joined
    TOO_MANY = auto()  # fewer places at once would be answered
    TOO_FAR = auto()  # some pair is farther apart than this server measures


class RefusedError(PortfolioError):
    """A server that gives no answer; `why` tells where another question may get one."""

    why: Why | None = None
    said: str = ""


class Service(Protocol):
    """How one kind of server is asked and how it answers."""

    @property
    def name(self) -> str:
        """A code of `said_by`."""

    def question(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> Question:
        """Return the question for the drives from each origin to each target."""

    def answer(self, said: Any) -> Mapping[str, Any]:
        """Return of what is said `durations` in seconds, and the metres of each place to its road.

        Returns
        -------
        mapping
            As OSRM says it (see `solver.roads.osrm_answer.minutes_of`): no street by its name.

        Raises
        ------
        KeyError, TypeError, ValueError, IndexError
            It is not what was asked for.
        """

    def why(self, said: Any) -> Why | None:
        """Tell from what comes with a refusal whether another question may be answered."""
