"""From how many to how many visits the need may go, and how that is said where the need is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of
from solver.words.i18n import _, format_number


def visits_range(figures: pd.DataFrame) -> dict[str, int | None]:
    """Return the ends of the need in visits.

    Parameters
    ----------
    figures : DataFrame
        The table `expected_figures`.

    Returns
    -------
    dict
        `prospect_visits_low_80, …_high_80, …_low_95, …_high_95`; None where nothing could be drawn.
    """
    line = figure_of(figures, "prospect_visits")
    ends_of = ("low_80", "high_80", "low_95", "high_95")
    return {f"prospect_visits_{end}": None if pd.isna(line[end]) else int(line[end]) for end in ends_of}


def has_range(need: Mapping[str, Any]) -> bool:
    """Tell whether the need has an interval: where everything is stated, there is nothing to draw."""
    return need.get("prospect_visits_low_80") is not None


def range_words(need: Mapping[str, Any]) -> str:
    """Say from how many to how many visits the need may go, four cases of five; nothing where unknown."""
    if not has_range(need):
        return ""
    return _("{low} to {high} in four cases of five").format(
        low=format_number(need["prospect_visits_low_80"]), high=format_number(need["prospect_visits_high_80"])
    )
