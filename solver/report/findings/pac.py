"""The commercial action plan on one page: an action a line, by track, as a sales manager reads it."""

import pandas as pd

from solver.report.look.cells import Column
from solver.words.i18n import _, format_date, format_money, format_number, with_label
from solver.words.sentences import listed

TRACKS = ("sales", "development", "information")
MOST = 12  # lines a track
SMALL = 100  # a goal above it is an amount of money, one below a number


def pac_lines(action_plan: pd.DataFrame) -> pd.DataFrame:
    """Sum the action plan by track and action, those that take most hours first.

    Parameters
    ----------
    action_plan : DataFrame

    Returns
    -------
    DataFrame
        `track, action, accounts, objective, visits, hours, budget_eur, due`: at most 12 lines a track. Goals
        are added where they count the same thing; `due` says from when to when the actions are due.
    """
    if action_plan.empty:
        return pd.DataFrame(
            columns=["track", "action", "accounts", "objective", "visits", "hours", "budget_eur", "due"]
        )
    lines = [
        {
            "track": track,
            "action": action,
            "accounts": rows["account_id"].nunique(),
            "objective": _goal(rows),
            "visits": int(rows["visits"].sum()),
            "hours": float(rows["hours"].sum()),
            "budget_eur": float(rows["budget_eur"].sum()),
            "due": _due(rows["due_on"]),
        }
        for (track, action), rows in action_plan.groupby(["track", "action"], sort=True)
    ]
    made = pd.DataFrame(lines)
    made["turn"] = made["track"].map(TRACKS.index)
    made = made.sort_values(
        ["turn", "hours", "accounts", "action"], ascending=[True, False, False, True], kind="stable"
    )
    return made.groupby("track", sort=False).head(MOST).drop(columns="turn").reset_index(drop=True)


def pac_heads() -> dict[str, str | Column]:
    """Return the heads of `pac_lines`, but for the track."""
    return {
        "action": Column(),
        "accounts": Column(label=_("Accounts")),
        "objective": Column(label=_("Goal of all of them")),
        "visits": Column(),
        "hours": Column(decimals=0),
        "budget_eur": Column(decimals=0),
        "due": _("Due"),
    }


def _goal(rows: pd.DataFrame) -> str:
    """Add up the goals: amounts from today's to the goal's, everything else by its number."""
    names = sorted(set(rows["indicator"].dropna().astype(str)))
    known = rows["goal_value"].notna()
    start, goal = rows.loc[known, "start_value"].fillna(0.0).sum(), rows.loc[known, "goal_value"].sum()
    if not names or not known.any():
        return ""
    if (rows.loc[known, "goal_value"] > SMALL).any():
        said = f"{format_money(start)} → {format_money(goal)}"
        return with_label(names[0] if len(names) == 1 else _("Revenue in their families"), said)
    return with_label(listed(names), format_number(goal))


def _due(days: pd.Series) -> str:
    first, last = format_date(days.min(), "short"), format_date(days.max(), "short")
    return last if first == last else _("{first} to {last}").format(first=first, last=last)
