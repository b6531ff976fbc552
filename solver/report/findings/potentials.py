"""Whose potential on file says nothing of how far the account may grow."""

from solver.report.findings.artifacts import Artifacts


def potential_reached(artifacts: Artifacts) -> frozenset[str]:
    """Return the accounts that already buy all that their potential on file lets us reach."""
    if not artifacts.has("qualification"):
        return frozenset()
    known = artifacts.table("qualification")
    return frozenset(known.loc[known["gap_eur"].eq(0) & known["revenue_eur"].gt(0), "account_id"])


def to_ask_first(artifacts: Artifacts) -> frozenset[str]:
    """Return the accounts whose growth rests on a guess: potential unknown, old, or reached already."""
    if not artifacts.has("qualification"):
        return frozenset()
    known = artifacts.table("qualification")
    return potential_reached(artifacts) | frozenset(known.loc[known["flag"].notna(), "account_id"])
