"""A rule that a plan breaks, as the checks return it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """One rule that an allocation or a calendar breaks.

    Parameters
    ----------
    rule : str
        Code of the rule, as the check that found it lists them.
    where : str
        Id of the account or of the rep; empty for the whole plan.
    amount : float
        By how much, in the rule's own unit.
    message : str
        The same in words.
    """

    rule: str
    where: str
    amount: float
    message: str
