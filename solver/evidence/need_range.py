"""Step 3's need: from how many to how many visits it may go, and what a plan leaves of it to be found."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of
from solver.method.prospects.set_prospect_target import names_to_find


def visits_range(figures: pd.DataFrame) -> dict[str, int | None]:
    """Return the ends of the need in visits, from the table `expected_figures`.

    `prospect_visits_low_80, …_high_80, …_low_95, …_high_95`; None where nothing could be drawn.
    """
    line = figure_of(figures, "prospect_visits")
    ends_of = ("low_80", "high_80", "low_95", "high_95")
    return {f"prospect_visits_{end}": None if pd.isna(line[end]) else int(line[end]) for end in ends_of}


def left_to_find(need: Mapping[str, Any], expected: Mapping[str, float]) -> tuple[float, int]:
    """Return the revenue that a plan's prospects leave missing, and the names that takes; 0 where none is.

    `expected` is what `solver.value.prospects.expected_of_plan` returns.
    """
    short = max(need["to_win_in_plan_eur"] - expected["revenue_eur"], 0.0)
    on_file = {"met_on_file": expected["met"], "met_in_the_plan": need["met_in_the_plan"]}
    return short, int(names_to_find(need["prospects"], **on_file)) if short else 0
