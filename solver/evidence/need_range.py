"""Step 3's need: from how many to how many visits it may go, and what a plan leaves of it to be found."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of
from solver.method.prospects.set_prospect_target import names_to_find

TOLERANCE = 1e-9


def visits_range(figures: pd.DataFrame) -> dict[str, int | None]:
    """Return the ends of the need in visits, from the table `expected_figures`.

    `prospect_visits_low_80, …_high_80, …_low_95, …_high_95`; None where nothing could be drawn.
    """
    line = figure_of(figures, "prospect_visits")
    ends_of = ("low_80", "high_80", "low_95", "high_95")
    return {f"prospect_visits_{end}": None if pd.isna(line[end]) else int(line[end]) for end in ends_of}


@dataclass(frozen=True)
class LeftToFind:
    """What the prospects of a plan leave missing.

    Attributes
    ----------
    short_eur : float
        Revenue, of what step 3 asks for, beyond what the plan expects.
    names : int
        Names to call for it: what is missing over what a name brings at the rates of step 3.
    names_if_not : int
        Where more visits to each prospect of the plan win no more, though they are judged to: those that lead
        to as many met as step 3 asks for.
    """

    short_eur: float = 0.0
    names: int = 0
    names_if_not: int = 0


def revenue_of_a_name(need: Mapping[str, Any]) -> float:
    """Return what a name to call brings on average in its first year, at the rates of step 3."""
    return float(need["met_in_the_plan"] * need["conversion_rate"] * need["new_client_revenue_eur"])


def left_to_find(need: Mapping[str, Any], expected: Mapping[str, float]) -> LeftToFind:
    """Return the revenue that a plan's prospects leave missing, and the names that takes; 0 where none is.

    `expected` is what `solver.value.prospects.expected_of_plan` returns.
    """
    short = max(need["to_win_in_plan_eur"] - expected["revenue_eur"], 0.0)
    if not short:
        return LeftToFind()
    met_in_the_plan = need["met_in_the_plan"]
    more = names_to_find(need["prospects"], met_on_file=expected["met"], met_in_the_plan=met_in_the_plan)
    of_each = revenue_of_a_name(need)
    names = ceil(short / of_each - TOLERANCE) if of_each > 0 else int(more)
    return LeftToFind(short, names, max(int(more), names))
