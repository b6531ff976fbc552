"""What the hours are worth beside what they cost, in words."""

import pandas as pd

from solver.words.i18n import _, counted, format_hours, format_money
from solver.words.sentences import money_range

SAME_HOURS = 0.5


def hours_that_earn(stopping_plans: pd.DataFrame, value_years: int) -> str:
    """Say how many of the hours planned earn their cost, and what the last ones bring and cost.

    Parameters
    ----------
    stopping_plans : DataFrame
    value_years : int
        Years over which an effect is counted.
    """
    plans = {line["stop_at"]: line for line in stopping_plans.to_dict("records")}
    fill, stopped, last = plans["fill"], plans["horizon"], last_hours(stopping_plans)
    words = {
        "planned": format_hours(fill["hours"]),
        "enough": format_hours(stopped["hours"]),
        "year": format_hours(plans["year"]["hours"]),
        "years": counted(value_years, "{n} year", "{n} years"),
        "last": format_hours(last["hours"]),
        "brought": format_money(last["contribution_eur"]),
        "over": format_money(last["years_eur"]),
        "cost": format_money(last["hours_cost_eur"]),
        "road": format_money(last["road_cost_eur"]),
    }
    if last["hours"] < SAME_HOURS:
        return _("All {planned} planned earn their cost within {years}, {year} within the first.").format(
            **words
        )
    if value_years == 1:
        return _(
            "{enough} of the {planned} planned earn their cost within the year; the last {last} bring "
            "{brought} and cost {cost} plus {road} of road."
        ).format(**words)
    return _(
        "{enough} of the {planned} planned earn their cost within {years}, {year} within the first; the last "
        "{last} bring {brought} in the first year ({over} over {years}) and cost {cost} plus {road} of road."
    ).format(**words)


def last_hours(stopping_plans: pd.DataFrame) -> dict[str, float]:
    """Return what the hours that do not earn their cost within the years counted take, bring and cost."""
    figures = stopping_plans.set_index("stop_at").select_dtypes("number")
    return {str(name): float(column["fill"] - column["horizon"]) for name, column in figures.items()}


def earning_hours(stopping_plans: pd.DataFrame, value_years: int) -> str:
    """Say in a few words how many of the hours planned earn their cost within the years counted."""
    hours = stopping_plans.set_index("stop_at")["hours"]
    return counted(
        value_years,
        "{enough} of {planned} earn their cost within the year",
        "{enough} of {planned} earn their cost within {n} years",
    ).format(enough=format_hours(hours["horizon"]), planned=format_hours(hours["fill"]))


def filled_down_to(hour_prices: pd.DataFrame, visit_cost: pd.DataFrame, value_years: int) -> str:
    """Say what the last hours bring beside what an hour costs, and what to do before changing the team.

    Returns
    -------
    str
        Empty where the last hours of some rep bring what they cost.
    """
    prices = hour_prices.set_index("rep_id")
    costs = visit_cost.set_index("rep_id")["cost_per_hour_eur"]
    if not (prices["price_eur"] < costs.reindex(prices.index)).all():
        return ""
    words = {
        "price": money_range(prices["price_eur"]),
        "first": money_range(prices["first_year_price_eur"]),
        "cost": money_range(costs),
        "years": counted(value_years, "{n} year", "{n} years"),
    }
    filled = _("The hours are paid, so they are filled down to {price} an hour; an hour costs {cost}.")
    if value_years > 1:
        filled = _(
            "The hours are paid, so they are filled down to {price} an hour over {years} ({first} in the "
            "first); an hour costs {cost}."
        )
    before = _(
        "Before adding hours, find prospects or hand accounts over; before cutting a rep, read the return of "
        "each."
    )
    return f"{filled.format(**words)} {before}"
