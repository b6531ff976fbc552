"""The trade's small sums about loyalty, activity and campaigns, as the courses teach them."""

from collections.abc import Iterable, Sequence

from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext


def loyalty(clients: int, new_clients: int) -> dict[str, float]:
    """Return loyalty and attrition, counted in clients.

    Parameters
    ----------
    clients : int
        Clients of the year.
    new_clients : int
        Those who were not clients the year before.

    Returns
    -------
    dict
        `kept_clients`, `loyalty_rate`, `attrition_rate` and `life_years`, the mean life of a client
        (1 / attrition, from the exact rate; infinite when nobody is replaced).

    Raises
    ------
    PortfolioError
        There are no clients, or more new clients than clients.
    """
    if not 0 <= new_clients <= clients or clients == 0:
        raise PortfolioError(
            _("{new} among {clients} is impossible").format(
                new=ngettext("{n} new client", "{n} new clients", new_clients).format(n=new_clients),
                clients=ngettext("{n} client", "{n} clients", clients).format(n=clients),
            )
        )
    kept = clients - new_clients
    return {
        "kept_clients": kept,
        "loyalty_rate": kept / clients,
        "attrition_rate": new_clients / clients,
        "life_years": clients / new_clients if new_clients else float("inf"),
    }


def activity_ratios(
    *,
    revenue_eur: float,
    margin_eur: float,
    visits: int,
    prospect_visits: int,
    orders: int,
    clients: int,
    new_clients: int,
) -> dict[str, float]:
    """Return the ratios by which a rep's year is read.

    Returns
    -------
    dict
        `revenue_per_visit_eur`, `margin_per_visit_eur`, `visits_per_order`, `prospecting_share` (prospect
        visits over visits), `prospecting_yield` (new clients over prospect visits), `conquest_rate` (new
        clients over clients), `revenue_per_order_eur`, `margin_per_order_eur`, `margin_rate`.
    """
    return {
        "revenue_per_visit_eur": revenue_eur / visits,
        "margin_per_visit_eur": margin_eur / visits,
        "visits_per_order": visits / orders,
        "prospecting_share": prospect_visits / visits,
        "prospecting_yield": new_clients / prospect_visits,
        "conquest_rate": new_clients / clients,
        "revenue_per_order_eur": revenue_eur / orders,
        "margin_per_order_eur": margin_eur / orders,
        "margin_rate": margin_eur / revenue_eur,
    }


def campaign_result(
    *,
    contacts: int,
    cost_per_contact_eur: float,
    fixed_costs_eur: float,
    visit_rate: float,
    cost_per_visit_eur: float,
    orders: int,
    basket_eur: float,
    margin_rate: float,
) -> dict[str, float]:
    """Return what a mailing followed by visits costs and earns.

    Returns
    -------
    dict
        `campaign_eur`, `visits`, `visits_eur`, `cost_eur`, `revenue_eur`, `margin_eur`, `result_eur`.
    """
    campaign = contacts * cost_per_contact_eur + fixed_costs_eur
    visits = contacts * visit_rate
    revenue = orders * basket_eur
    cost = campaign + visits * cost_per_visit_eur
    return {
        "campaign_eur": campaign,
        "visits": visits,
        "visits_eur": visits * cost_per_visit_eur,
        "cost_eur": cost,
        "revenue_eur": revenue,
        "margin_eur": revenue * margin_rate,
        "result_eur": revenue * margin_rate - cost,
    }


def weighted_pipeline(deals: Iterable[tuple[float, float]]) -> float:
    """Return the expected amount of open deals, each given as (amount, chance of winning it)."""
    return sum(amount * chance for amount, chance in deals)


def visits_by_rank(rank_shares: Sequence[float]) -> float:
    """Return the visits a prospect takes, from the share that gets a first, a second, a third visit.

    Examples
    --------
    >>> visits_by_rank([1, 0.5, 0.25])
    1.75
    """
    return float(sum(rank_shares))
