"""The margin that is stated beside the one that the clients make."""

from solver.report.findings.artifacts import Artifacts
from solver.words.i18n import _, format_share

WORTH_SAYING = 0.01


def margin_of_clients(artifacts: Artifacts) -> float | None:
    """Return the margin over the revenue of the clients together; none where there is no revenue."""
    if not artifacts.has("segments"):
        return None
    sums = artifacts.table("segments")[["margin_eur", "revenue_eur"]].sum()
    return float(sums["margin_eur"] / sums["revenue_eur"]) if sums["revenue_eur"] > 0 else None


def stated_margin(artifacts: Artifacts, margin_rate: float) -> list[str]:
    """Say what the margin of those whose own is unknown is taken to be, where the clients make another."""
    own = margin_of_clients(artifacts)
    if own is None or abs(own - margin_rate) < WORTH_SAYING:
        return []
    return [
        _("Prospects are valued at the stated margin of {stated}; the clients make {own}.").format(
            stated=format_share(margin_rate, 1), own=format_share(own, 1)
        )
    ]
