"""The revenue of the year to come: what stays, grows and is won, beside the goal, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of

OF_THE_REST = ("expected_eur", "inflow_eur", "won_back_eur")
OF_WON = ("new_client_revenue_eur", "conversion_rate")
SMALLEST = 1e-9


@dataclass(frozen=True)
class YearForecast:
    """What a year is expected to bring, part by part.

    Attributes
    ----------
    kept_eur : float
        Revenue of the last 12 months less what the clients who leave take along.
    growth_eur : float
        Growth of those who stay, as stated.
    alone_eur : float
        Newcomers who come by themselves, and clients who come back.
    won_eur : float
        Clients won by prospecting with the visits of the plan.
    goal_eur : float
    low_eur, high_eur : float or None
        Ends four years in five; None where everything is stated.
    """

    kept_eur: float
    growth_eur: float
    alone_eur: float
    won_eur: float
    goal_eur: float
    low_eur: float | None
    high_eur: float | None

    @property
    def total_eur(self) -> float:
        """All four parts."""
        return self.kept_eur + self.growth_eur + self.alone_eur + self.won_eur

    @property
    def short_eur(self) -> float:
        """What lacks to the goal; below zero where it is passed."""
        return self.goal_eur - self.total_eur


def year_forecast(
    need: Mapping[str, Any], figures: pd.DataFrame, won: Mapping[str, float] | None
) -> YearForecast:
    """Add up what step 3 expects and what the visits to prospects of the plan should win.

    Parameters
    ----------
    need : mapping
        The facts of step 3.
    figures : DataFrame
        The table `expected_figures`.
    won : mapping, optional
        As `solver.value.prospects.expected_of_plan` returns it; what step 3 asks for where there is no plan.

    Notes
    -----
    The parts are taken to be off independently of each other: the distances of their ends from what is
    expected are added as the sides of right angles are. A plan of less than a year wins at the same pace for
    the rest of it.
    """
    in_plan = need["to_win_in_plan_eur"] if won is None else won["revenue_eur"]
    won_eur = in_plan / need["plan_share"] if need["plan_share"] else 0.0
    reach = [_reach(figures, name) for name in OF_THE_REST]
    reach += [_reach(figures, name, of=won_eur) for name in OF_WON]
    known = [ends for ends in reach if ends is not None]
    made = {
        "kept_eur": need["revenue_eur"] - need["lost_eur"],
        "growth_eur": need["client_growth_eur"],
        "alone_eur": need["inflow_eur"] + need["won_back_eur"],
        "won_eur": won_eur,
    }
    total = sum(made.values())
    return YearForecast(
        **made,
        goal_eur=need["goal_eur"],
        low_eur=total - hypot(*(below for below, _above in known)) if known else None,
        high_eur=total + hypot(*(above for _below, above in known)) if known else None,
    )


def _reach(figures: pd.DataFrame, name: str, of: float | None = None) -> tuple[float, float] | None:
    """Return how far below and above the expected a figure may be, in euros; None where it is stated.

    `of` is what moves in proportion to the figure, where the figure is no amount of the year itself.
    """
    line = figure_of(figures, name)
    if pd.isna(line["low_80"]):
        return None
    unit = 1.0 if of is None else of / max(line["expected"], SMALLEST)
    return unit * (line["expected"] - line["low_80"]), unit * (line["high_80"] - line["expected"])
