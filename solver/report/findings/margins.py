"""The margin of the clients, and what is said where it is not the one that the rest is valued at."""

from solver.parameters import Portfolio
from solver.parameters.basis import ASSUMED_MARGIN, COSTED_LEAST
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
    """Say at which margin prospects are valued, where it is assumed, or not what the clients make."""
    if not artifacts.has("segments", "sales"):
        return []
    if portfolio.margin_rate is not None:
        own = margin_of_clients(artifacts, portfolio)
        if abs(own - portfolio.margin_rate) < WORTH_SAYING:
            return []
        said = _("Prospects are valued at the stated margin of {stated}; the clients make {own}.")
        return [said.format(stated=format_share(portfolio.margin_rate, 1), own=format_share(own, 1))]
    sales = artifacts.table("sales")
    revenue = sales["revenue_eur"].sum()
    costed = sales.loc[sales["cost_eur"].notna(), "revenue_eur"].sum() / revenue if revenue > 0 else 0.0
    if costed >= COSTED_LEAST:
        return []
    said = _(
        "Costs stand beside {share} of the revenue only: where none stands, and for prospects, the margin is "
        "assumed to be {rate}. State yours as margin_rate."
    )
    return [said.format(share=format_share(costed), rate=format_share(ASSUMED_MARGIN))]
