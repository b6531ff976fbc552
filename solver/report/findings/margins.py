"""The margin of the clients, and what is said where it is not the one that the rest is valued at."""

from solver.parameters import Portfolio
from solver.parameters.basis import ASSUMED_MARGIN
from solver.report.findings.artifacts import Artifacts
from solver.words.i18n import _, format_share

WORTH_SAYING = 0.01


def margin_of_clients(artifacts: Artifacts, portfolio: Portfolio) -> float:
    """Return the margin over the revenue of all clients; the stated or assumed one without revenue."""
    if artifacts.has("segments"):
        sums = artifacts.table("segments")[["margin_eur", "revenue_eur"]].sum()
        if sums["revenue_eur"] > 0:
            return float(sums["margin_eur"] / sums["revenue_eur"])
    return ASSUMED_MARGIN if portfolio.margin_rate is None else portfolio.margin_rate


def where_the_margin_is_not_measured(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say at which margin prospects were valued, where it is assumed, or not what the clients make."""
    taken = artifacts.facts("certificate.json").get("prospects_expected", {})
    own = margin_of_clients(artifacts, portfolio)
    if taken.get("margin_basis") == "assumed":
        said = _(
            "Too little of the year's revenue bears a cost: where none stands, and for prospects, the margin "
            "is assumed to be {taken}. State yours as margin_rate."
        )
    elif taken.get("margin_basis") == "stated" and abs(own - taken["margin_rate"]) >= WORTH_SAYING:
        said = _("Prospects are valued at the stated margin of {taken}; the clients make {own}.")
    else:
        return []
    return [said.format(taken=format_share(taken["margin_rate"], 1), own=format_share(own, 1))]
