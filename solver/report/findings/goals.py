"""What the goals of the action plan add up to, beside the goal of the year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.tables.actions import MAIN, codes_of
from solver.words.i18n import _, counted, format_money


def account_goals(action_plan: pd.DataFrame) -> pd.Series:
    """Return the goal of each account that has one on the revenue of the year, by account_id.

    Journeys repeat the goal of the account, and families are part of it: one action an account counts, the
    main one.
    """
    own = action_plan[codes_of(action_plan["action_id"]).isin(MAIN)]
    return own.drop_duplicates("account_id").set_index("account_id")["goal_value"].astype("float64")


def goals_sentence(action_plan: pd.DataFrame, need: Mapping[str, Any]) -> str:
    """Say what the goals add up to beside the goal of the year, and why they are no forecast."""
    goals = account_goals(action_plan)
    if goals.empty or not need:
        return ""
    return counted(
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
