"""What the hours are worth beside what they cost, in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.report.look.cells import Column
from solver.words.i18n import _, counted, format_hours, format_money
from solver.words.sentences import money_range, years_counted

SAME_HOURS = 0.5
FEW_HOURS = 0.05  # of those planned: too few to speak of hours too many


def hours_that_earn(stopping_plans: pd.DataFrame, value_years: int) -> str:
    """Say whether there are hours too many: how many of those planned earn their cost.

    Parameters
    ----------
    stopping_plans : DataFrame
    value_years : int
        Years over which an effect is counted.
    """
    hours = stopping_plans.set_index("stop_at")["hours"]
    words = {
        "planned": format_hours(hours["fill"]),
        "enough": format_hours(hours["horizon"]),
        "year": format_hours(hours["year"]),
        "years": years_counted(value_years),
    }
    last = last_hours(stopping_plans)["hours"]
    if last < SAME_HOURS:
        return _(
            "No: {planned} are planned and all earn their cost over {years}, {year} within the first."
        ).format(**words)
    sentence = _("{enough} of the {planned} planned earn their cost over {years}, {year} within the first.")
    if value_years == 1:
        sentence = _("{enough} of the {planned} planned earn their cost within the year.")
    verdict = (
        _("No, apart from {last}: {said}") if last < FEW_HOURS * hours["fill"] else _("Yes, {last}: {said}")
    )
    return verdict.format(last=format_hours(last), said=sentence.format(**words))


def visits_given_up(stopping_plans: pd.DataFrame, allocation: pd.DataFrame) -> str:
    """Say how many visits are given up where an hour no longer earns its cost, and how many come instead."""
    visits = stopping_plans.set_index("stop_at")["visits"]
    given_up = round((allocation["visits"] - allocation["paying_visits"]).sum())
    instead = given_up - round(visits["fill"] - visits["horizon"])
    if not given_up:
        return ""
    said = counted(
        given_up, "{n} visit of the plan is given up there", "{n} visits of the plan are given up there"
    )
    if instead <= 0:
        return f"{said}."
    return counted(
        instead,
        "{said}, and {n} other is made in the hours that frees.",
        "{said}, and {n} others are made in the hours that frees.",
    ).format(said=said)


def last_hours_bring(stopping_plans: pd.DataFrame, value_years: int) -> str:
    """Say what the hours that do not earn their cost bring and cost; nothing where all do."""
    last = last_hours(stopping_plans)
    if last["hours"] < SAME_HOURS:
        return ""
    sentence = _(
        "The last {last} bring {brought} in the first year ({over} over {years}) and cost {cost} plus {road} "
        "of road."
    )
    if value_years == 1:
        sentence = _("The last {last} bring {brought} and cost {cost} plus {road} of road.")
    return sentence.format(
        years=years_counted(value_years),
        last=format_hours(last["hours"]),
        brought=format_money(last["contribution_eur"]),
        over=format_money(last["years_eur"]),
        cost=format_money(last["hours_cost_eur"]),
        road=format_money(last["road_cost_eur"]),
    )


def use_of_the_others(stopping_plans: pd.DataFrame) -> str:
    """Say what to do with the hours that do not earn their cost; nothing where all do."""
    last = last_hours(stopping_plans)
    if last["hours"] < SAME_HOURS:
        return ""
    return _(
        "Those {hours} are paid either way: use them to find names to approach, or hand accounts over, "
        "before changing the team."
    ).format(hours=format_hours(last["hours"]))


def three_plans(stopping_plans: pd.DataFrame, fewer: pd.Series | None) -> pd.DataFrame:
    """Set the hours filled beside stopping at the cost and beside one rep fewer, whose accounts others take.

    Parameters
    ----------
    stopping_plans : DataFrame
    fewer : Series, optional
        The line of `team_size` of the rep least missed.

    Returns
    -------
    DataFrame
        `plan_of_hours, hours, contribution_eur, change_eur, years_change_eur, cost_change_eur`: contribution
        and change are those of the first year, the change over the years has the road deducted, the cost is
        that of a year.
    """
    plans = {str(line["stop_at"]): line for line in stopping_plans.to_dict("records")}
    fill = plans["fill"]
    rows = [
        {
            "plan_of_hours": name,
            "hours": plan["hours"],
            "contribution_eur": plan["contribution_eur"],
            "change_eur": plan["contribution_eur"] - fill["contribution_eur"],
            "years_change_eur": _less_road(plan) - _less_road(fill),
            "cost_change_eur": plan["hours_cost_eur"] - fill["hours_cost_eur"],
        }
        for name, plan in (
            (_("As planned: filled as far as whole days allow"), fill),
            (_("Stop where an hour no longer pays"), plans["horizon"]),
        )
    ]
    if fewer is not None:
        rows.append(
            {
                "plan_of_hours": _("One rep fewer at the least loss, accounts taken over"),
                "hours": fill["hours"] + fill["spare_hours"] + fewer["hours"],
                # Both ends of its change were solved alike; the plan itself may end a few euros beside.
                "contribution_eur": fill["contribution_eur"] + fewer["change_eur"],
                **{name: fewer[name] for name in ("change_eur", "years_change_eur", "cost_change_eur")},
            }
        )
    return pd.DataFrame(rows)


def three_plans_heads(value_years: int) -> dict[str, str | Column]:
    """Return the heads of `three_plans`, each with the years its euros are of."""
    return {
        "plan_of_hours": _("Plan"),
        "hours": Column(label=_("Hours of visits"), decimals=0),
        "contribution_eur": Column(label=_("Contribution, first year"), decimals=0),
        "change_eur": Column(label=_("Change, first year"), decimals=0),
        "years_change_eur": Column(
            label=counted(
                value_years,
                "Change over the one year counted, road deducted",
                "Change over the {n} years counted, road deducted",
            ),
            decimals=0,
        ),
        "cost_change_eur": Column(label=_("Change in the cost of the hours, a year"), decimals=0),
    }


def _less_road(plan: Mapping[Any, Any]) -> float:
    return float(plan["years_eur"] - plan["road_cost_eur"])


def last_hours(stopping_plans: pd.DataFrame) -> dict[str, float]:
    """Return what the hours that do not earn their cost within the years counted take, bring and cost."""
    figures = stopping_plans.set_index("stop_at").select_dtypes("number")
    return {str(name): float(column["fill"] - column["horizon"]) for name, column in figures.items()}


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
        "years": years_counted(value_years),
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
