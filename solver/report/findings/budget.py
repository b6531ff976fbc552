"""What the plan costs: the hours, the calls and letters, and the road that is no part of that cost."""

import pandas as pd

from solver.words.i18n import _, format_money


def with_road(budget: pd.DataFrame, road_cost_eur: float) -> str:
    """Say what the cost of the action plan and the road of its visits come to."""
    return _(
        "{total} together with the cost of the action plan; without the other contacts beside the visits and "
        "the calls to fix an hour"
    ).format(total=format_money(in_all(budget, road_cost_eur)))


def in_all(budget: pd.DataFrame, road_cost_eur: float) -> float:
    """Add the road to the cost of the action plan, both in whole euros, so that what is printed adds up."""
    costs = budget[["visit_cost_eur", "other_cost_eur"]].to_numpy().sum()
    return float(round(costs) + round(road_cost_eur))


def road_beside(
    budget: pd.DataFrame,
    road_cost_eur: float,
    expected_visits: float,
    team_cost_eur: float,
    other_contacts_eur: float,
) -> str:
    """Say that the road comes on top of the budget, what the sum leaves out, and what team and visit cost.

    Parameters
    ----------
    budget : DataFrame
    road_cost_eur : float
    expected_visits : float
        Visits that the hours and the road are those of.
    team_cost_eur : float
        What the reps cost over the plan.
    other_contacts_eur : float
        As `solver.report.findings.beside_visits.other_contacts_eur` returns it.
    """
    said = _(
        "The cost of the action plan is that of the hours, the calls and the letters of its actions; the "
        "road, {road}, comes on top: {total} for both. Not in it: {other} for the other contacts beside the "
        "visits, and the calls to fix an hour, which have no price here. Of the {team} that the reps cost, "
        "{hours} are hours of these visits; the rest is reserve and hours that stay unused."
    ).format(
        other=format_money(other_contacts_eur),
        road=format_money(road_cost_eur),
        total=format_money(in_all(budget, road_cost_eur)),
        team=format_money(team_cost_eur),
        hours=format_money(budget["visit_cost_eur"].sum()),
    )
    if not expected_visits:
        return said
    each = _(
        "A visit that is made costs {hours} of hours on average, and {road} of road. Step 2 counts each "
        "account once, whatever its visits, and no road."
    ).format(
        hours=format_money(budget["visit_cost_eur"].sum() / expected_visits),
        road=format_money(road_cost_eur / expected_visits),
    )
    return f"{said} {each}"
