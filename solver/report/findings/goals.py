"""What the goals of the action plan add up to, beside what step 3 expects of the same clients."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.words.i18n import _, counted, format_money


def account_goals(action_plan: pd.DataFrame) -> pd.Series:
    """Return the goal of each account that has one on the revenue of the year, by account_id.

    Journeys repeat the goal of the account, and families are part of it: one action an account counts, the
    main one.
    """
    own = action_plan[
        action_plan["indicator"].eq(_("Revenue of the year")) & action_plan["track"].eq("sales")
    ]
    return own.drop_duplicates("account_id").set_index("account_id")["goal_value"].astype("float64")


def goals_sentence(action_plan: pd.DataFrame, need: Mapping[str, Any]) -> str:
    """Say what the goals add up to and why that is more, or less, than is expected of today's clients."""
    goals = account_goals(action_plan)
    if goals.empty or not need:
        return ""
    return counted(
        len(goals),
        "The goal of {n} account comes to {goals}: what it would buy if it stays and visits bring what is "
        "judged. A goal is no forecast: step 3 expects {expected} of today's clients, {lost} less for those "
        "who leave and {growth} more for growth as stated.",
        "The goals of {n} accounts add up to {goals}: what they would buy if all stay and visits bring what "
        "is judged. A goal is no forecast: step 3 expects {expected} of today's clients, {lost} less for "
        "those who leave and {growth} more for growth as stated.",
    ).format(
        goals=format_money(goals.sum()),
        expected=format_money(need["expected_eur"]),
        lost=format_money(need["lost_eur"]),
        growth=format_money(need["client_growth_eur"]),
    )
