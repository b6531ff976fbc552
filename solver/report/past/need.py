"""How far the need for prospect visits may go, in words."""

from collections.abc import Mapping
from typing import Any

from solver.words.i18n import _, format_number


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
