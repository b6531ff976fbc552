"""What the goals of the action plan add up to, beside the goal of the year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.tables.actions import GROWTH_SHOWN, MAIN, codes_of
from solver.words.i18n import _, counted, format_money


def account_goals(action_plan: pd.DataFrame) -> pd.Series:
    """Return the goal of each account that has one on the revenue of the year, by account_id.

    Journeys repeat the goal of the account, and families are part of it: one action an account counts, the
    main one.
    """
    own = action_plan[codes_of(action_plan["action_id"]).isin(MAIN)]
    return own.drop_duplicates("account_id").set_index("account_id")["goal_value"].astype("float64")


def goals_sentence(action_plan: pd.DataFrame, need: Mapping[str, Any], qualification: pd.DataFrame) -> str:
    """Say what the goals add up to beside the goal of the year, why they are no forecast, what none bears.

    Parameters
    ----------
    action_plan : DataFrame
    need : mapping
        The facts of step 3.
    qualification : DataFrame
        The canonical table of step 5: what is left to win.
    """
    goals = account_goals(action_plan)
    if goals.empty or not need:
        return ""
    said = counted(
        len(goals),
        "The goal of {n} account comes to {goals}, beside {goal} for the year. It is no forecast: in it "
        "nobody leaves but who may, by its risk, and nobody comes. Line by line: “{question}”",
        "The goals of {n} accounts add up to {goals}, beside {goal} for the year. They are no forecast: in "
        "them nobody leaves but who may, by its risk, and nobody comes. Line by line: “{question}”",
    ).format(
        goals=format_money(goals.sum()),
        goal=format_money(need["goal_eur"]),
        question=_("Will the goal be reached?"),
    )
    return " ".join(filter(None, (said, _beyond(action_plan, qualification))))


def _beyond(action_plan: pd.DataFrame, qualification: pd.DataFrame) -> str:
    """Say how much of the growth in the goals is more than the file leaves to win."""
    main = action_plan[codes_of(action_plan["action_id"]).isin(MAIN)].drop_duplicates("account_id")
    start = main["start_value"].fillna(0.0)
    growth = main["goal_value"] - start
    left = (
        main["account_id"].map(qualification.set_index("account_id")["gap_eur"]).astype("float64").fillna(0.0)
    )
    more = (growth - left)[growth.gt(start * GROWTH_SHOWN) & growth.gt(left)]
    if more.empty:
        return ""
    return counted(
        len(more),
        "{amount} of their growth, at {n} account, is more than the file leaves to win there, or has no "
        "known potential behind it: ask first what it buys in all.",
        "{amount} of their growth, at {n} accounts, is more than the file leaves to win there, or has no "
        "known potential behind it: ask first what they buy in all.",
    ).format(amount=format_money(more.sum()))
