"""The small sums that courses and papers teach on one line, to set their printed figures beside ours."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import ceil, floor

import numpy as np
import pandas as pd

from solver.method.time.working_days import calendar_days

EDGE = 1e-9  # 3.0000000001 reps are 3 reps


def year_calendar(years, country):
    """The days of whole years as `calendar_days` sorts them: one row a year."""
    rows = []
    for year in years:
        days = calendar_days(date(year, 1, 1), date(year, 12, 31), country)["activity"]
        counts = days.value_counts().reindex(["weekend", "holiday", "field"], fill_value=0)
        rows.append([year, len(days), *counts])
    columns = ["year", "calendar_days", "weekend_days", "holiday_days", "working_days"]
    return pd.DataFrame(rows, columns=columns)


def visits_that_fit(days: float, hours_per_day: float, hours_per_visit: float) -> tuple[float, int]:
    """Hours, and the visits they hold: a part of a visit is none."""
    hours = days * hours_per_day
    return hours, floor(hours / hours_per_visit + EDGE)


def loyalty(clients: int, new_clients: int) -> dict[str, float]:
    """Counted in clients; the mean life of a client is 1 / attrition."""
    kept = clients - new_clients
    return {
        "kept_clients": kept,
        "loyalty_rate": kept / clients,
        "attrition_rate": new_clients / clients,
        "life_years": clients / new_clients,
    }


def activity_ratios(*, ca, marge, visits, prospect_visits, orders, clients, new) -> dict[str, float]:
    """The ratios by which a rep's year is read, under the names of the example."""
    return {
        "ca_visit": ca / visits,
        "marge_visit": marge / visits,
        "visits_order": visits / orders,
        "effort": prospect_visits / visits,
        "rendement": new / prospect_visits,
        "conquete": new / clients,
        "ca_order": ca / orders,
        "marge_order": marge / orders,
        "taux_marque": marge / ca,
    }


def stage_rates(counts: Sequence[int]) -> list[float]:
    """Share of each stage of a funnel that goes on to the next one."""
    return [later / earlier for earlier, later in pairwise(counts)]


def campaign_result(*, n, price, design, routing, visit_rate, visit_cost, orders, basket, margin):
    """What a mailing followed by visits costs and earns, under the names of the example."""
    campaign = n * price + design + routing
    visits = n * visit_rate
    total, revenue = campaign + visits * visit_cost, orders * basket
    return {
        "campaign": campaign,
        "visits": visits,
        "visit_cost": visits * visit_cost,
        "total": total,
        "ca": revenue,
        "margin": revenue * margin,
        "result": revenue * margin - total,
    }


def weighted_pipeline(deals: Iterable[tuple[float, float]]) -> float:
    """Expected amount of open deals, each given as (amount, chance of winning it)."""
    return sum(amount * chance for amount, chance in deals)


def sale_value(lines, *, vat, taux_marque, frais) -> dict[str, float]:
    """What one sale of (quantity, unit price) lines is worth, under the names of the example."""
    revenue = sum(quantity * price for quantity, price in lines)
    margin = revenue * taux_marque
    return {
        "ht": revenue,
        "tva": revenue * vat,
        "ttc": revenue * (1 + vat),
        "marge": margin,
        "nette": margin - frais,
    }


def return_on_cost(margin_eur: float, cost_eur: float) -> float:
    """1 means that every euro comes back with another."""
    return (margin_eur - cost_eur) / cost_eur


def break_even_units(fixed_cost_eur: float, price_eur: float, variable_cost_eur: float) -> int:
    """Units from which sales cover the fixed cost."""
    return ceil(fixed_cost_eur / (price_eur - variable_cost_eur) - EDGE)


def share_by_potential(total: float, potentials: pd.Series) -> pd.Series:
    """Share an objective out in proportion to potentials, or to gaps."""
    return total * potentials / potentials.sum()


def class_workload(accounts, visits_per_account, hours_per_visit=None) -> pd.DataFrame:
    """Visits and hours by class: the workload method of Talley (1961), Journal of Marketing 25(3)."""
    visits = np.multiply(accounts, visits_per_account)
    load = pd.DataFrame({"visits": visits})
    return load if hours_per_visit is None else load.assign(hours=visits * hours_per_visit)


def rep_capacity(weeks: float, days_per_week: float, per_day: float, selling_share: float = 1.0) -> float:
    """What one rep can do in a year, in the unit of `per_day` (visits or hours)."""
    return weeks * days_per_week * per_day * selling_share


def reps_needed(load: float, capacity_per_rep: float) -> tuple[float, int]:
    """Load over capacity, and the whole number of reps it takes."""
    ratio = load / capacity_per_rep
    return ratio, ceil(ratio - EDGE)
