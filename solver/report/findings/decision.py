"""One decision to take, held to the figure that supports it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """One decision to take.

    Attributes
    ----------
    code : str
        Which rule found it.
    title : str
        What to decide.
    why : str
        The figures that support it.
    euros : float
        What hangs on it.
    stake : str
        What those euros are: a gain, an expected loss, a cost.
    who : str
        Who acts, and when; empty where the run cannot tell.
    """

    code: str
    title: str
    why: str
    euros: float
    stake: str
    who: str = ""

    @property
    def whole(self) -> str:
        """The figures that support it, and who acts."""
        return " ".join(filter(None, (self.why, self.who)))
