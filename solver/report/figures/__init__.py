"""One drawing per question of the method; every function takes canonical tables and returns a `Picture`.

A drawing is loaded when it is first asked for: a step shows four of them at most.
"""

from importlib import import_module
from typing import Any

_DRAWN_IN = {
    "action_plan": ("actions", "budget"),
    "agenda": ("rep_week", "workload"),
    "behaviour": ("behaviours", "journeys"),
    "evidence": ("rankings_judged",),
    "hours": ("hours_worth",),
    "maps": ("tour_map",),
    "plans": ("comparison", "hour_prices", "ledger"),
    "prospecting": ("funnel", "need_bridge", "need_range"),
    "quality": ("completeness", "revenue_by_month"),
    "scores": ("score_distribution", "score_makeup"),
    "segments": ("abc_curve", "margin_and_revenue"),
    "time": ("monthly_capacity", "time_waterfall"),
    "visits": ("own_table", "visit_values", "visits_today_and_proposed"),
    "wallets": ("crossed_matrix", "wallet"),
}
_MODULE_OF = {name: module for module, names in _DRAWN_IN.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """Return a drawing by its name."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
