"""The commercial action plan on one page: an action a line, by track, as a sales manager reads it."""

from collections.abc import Mapping

import pandas as pd

from solver.report.look.cells import Column
from solver.tables.actions import ECONOMY, FIRST_ORDER, HELD, MAIN, NAMES_OF_TYPE, STAY, WIN, codes_of
from solver.words.i18n import (
    _,
    counted,
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
    with_label,
)
from solver.words.sentences import listed

TRACKS = ("sales", "development", "information")
MOST = 12  # lines a track
SUMMED = ("visits", "calls", "hours", "budget_eur")
MUCH = 0.1  # of all hours: what is to cost little and takes more wants a reason
SMALL = 100  # a goal above it is an amount of money, one below a number


def pac_lines(action_plan: pd.DataFrame, prospects: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Sum the action plan by track and action, those first that should add most to the year's revenue.

    Parameters
    ----------
    action_plan : DataFrame
    prospects : mapping, optional
        As `solver.value.prospects.expected_of_plan` returns it: how many first orders are expected, of what
        revenue. Each prospect is pursued for one; most of them give none.

    Returns
    -------
    DataFrame
        `track, action, accounts, objective, visits, calls, hours, budget_eur, due`: at most 12 lines a track.
        Goals are added where they count the same thing; `due` says from when to when the actions are due.
    """
    if action_plan.empty:
        return pd.DataFrame(columns=["track", "action", "accounts", "objective", *SUMMED, "due"])
    coded = action_plan.assign(code=codes_of(action_plan["action_id"]))
    lines = [
        {
            "track": track,
            "action": action,
            "accounts": rows["account_id"].nunique(),
            "code": rows["code"].iloc[0],
            "objective": _goal(rows, prospects),
            "visits": int(rows["visits"].sum()),
            "calls": int(rows["calls"].sum()),
            "hours": float(rows["hours"].sum()),
            "budget_eur": float(rows["budget_eur"].sum()),
            "due": _due(rows["due_on"]),
            "added_eur": _added(rows),
        }
        for (track, action), rows in coded.groupby(["track", "action"], sort=True)
    ]
    made = pd.DataFrame(lines)
    if prospects:
        made.loc[made["code"].eq(WIN), "added_eur"] = prospects["revenue_eur"]
    made["turn"] = made["track"].map(TRACKS.index)
    made = made.sort_values(
        ["turn", "added_eur", "hours", "accounts", "action"],
        ascending=[True, False, False, False, True],
        kind="stable",
    )
    return (
        made.groupby("track", sort=False)
        .head(MOST)
        .drop(columns=["turn", "code", "added_eur"])
        .reset_index(drop=True)
    )


def pac_heads() -> dict[str, str | Column]:
    """Return the heads of `pac_lines`, but for the track."""
    return {
        "action": Column(),
        "accounts": Column(label=_("Accounts")),
        "objective": Column(label=_("Goal of all of them")),
        "visits": Column(),
        "calls": Column(),
        "hours": Column(decimals=0),
        "budget_eur": Column(decimals=0),
        "due": _("Due"),
    }


def first_to_give_up(action_plan: pd.DataFrame, allocation: pd.DataFrame) -> str:
    """Say which of the visits do not earn their hours; nothing where all of them do."""
    spare = (allocation["visits"] - allocation["paying_visits"]).set_axis(allocation["account_id"])
    if action_plan.empty or spare.sum() == 0:
        return ""
    actions = action_plan.sort_values(["visits", "action_id"], ascending=[False, True], kind="stable")
    main = actions.drop_duplicates("account_id").set_index("account_id")["action"]
    by_action = pd.DataFrame({"spare": spare, "action": main.reindex(spare.index)}).groupby("action")["spare"]
    most = by_action.sum().sort_values(ascending=False, kind="stable").head(1)
    return counted(
        int(spare.sum()),
        "{n} visit of {all} earns less than its hours and its road cost, over the years counted: it fills "
        "hours that are paid anyway, and is the first to give up ({part} under “{action}”).",
        "{n} visits of {all} earn less than their hours and their road cost, over the years counted: they "
        "fill hours that are paid anyway, and are the first to give up ({part} under “{action}”).",
    ).format(
        all=format_number(allocation["visits"].sum()),
        part=format_number(most.iloc[0]),
        action=most.index[0],
    )


def low_cost_hours(action_plan: pd.DataFrame, allocation: pd.DataFrame) -> str:
    """Say why the accounts managed at low cost take their hours; nothing where these are few.

    The visits of an account under other actions, a journey say, are taken to fill its floor first.
    """
    name = NAMES_OF_TYPE["economical_management"]
    codes = codes_of(action_plan["action_id"])
    mine = action_plan[codes.eq(ECONOMY)].groupby("account_id")[["visits", "hours"]].sum()
    all_hours = float(action_plan["hours"].sum())
    if mine["visits"].sum() == 0 or mine["hours"].sum() < MUCH * all_hours:
        return ""
    plan = allocation.set_index("account_id")
    own = plan.reindex(mine.index)
    spare = (own["visits"] - own["paying_visits"]).clip(upper=mine["visits"])
    elsewhere = own["visits"] - mine["visits"]
    floor = (own["min_visits"] - elsewhere).clip(lower=0).clip(upper=mine["visits"] - spare)
    each = mine["hours"] / mine["visits"].where(mine["visits"] > 0)
    elsewhere_main = codes.isin(MAIN) & codes.ne(ECONOMY)
    others = plan.loc[plan.index.isin(action_plan.loc[elsewhere_main, "account_id"]), "visits"]
    return _(
        "“{action}” takes {hours}, {share} of all: {floor} as a rule, a promise or a journey asks for the "
        "visits, {earned} as the visits earn their hours and their road, {spare} to fill days that are paid "
        "anyway. What is low is the cost of each account; visits a year, on average: {few} there, {many} "
        "with another client."
    ).format(
        action=_(name),
        hours=format_hours(mine["hours"].sum()),
        share=format_share(mine["hours"].sum() / all_hours),
        floor=format_hours((floor * each).sum()),
        earned=format_hours(((mine["visits"] - spare - floor) * each).sum()),
        spare=format_hours((spare * each).sum()),
        few=format_number(own["visits"].sum() / len(own), 1),
        many=format_number(others.mean() if len(others) else 0.0, 1),
    )


def _added(rows: pd.DataFrame) -> float:
    """Add up what the goals in euros are above today; what is counted otherwise adds nothing."""
    start, goal = _amounts(rows)
    return goal - start if _is_money(rows) else 0.0


def _amounts(rows: pd.DataFrame) -> tuple[float, float]:
    known = rows["goal_value"].notna()
    return float(rows.loc[known, "start_value"].fillna(0.0).sum()), float(rows.loc[known, "goal_value"].sum())


def _is_money(rows: pd.DataFrame) -> bool:
    return bool((rows["goal_value"] > SMALL).any())


def _goal(rows: pd.DataFrame, prospects: Mapping[str, float] | None) -> str:
    """Add up the goals: amounts from today's to the goal's, everything else by its number."""
    names = sorted(set(rows["indicator"].dropna().astype(str)))
    if not names or rows["goal_value"].isna().all():
        return ""
    start, goal = _amounts(rows)
    code = rows["code"].iloc[0]
    if code == STAY:
        words = _("an order from each; without it, their risk leaves {goal} of {start}")
        return with_label(names[0], words.format(goal=format_money(goal), start=format_money(start)))
    if _is_money(rows):
        said = f"{format_money(start)} → {format_money(goal)}"
        families = _("Revenue in their families, within the goals of the year")
        return with_label(names[0] if code in MAIN else families, said)
    if code in HELD:
        return with_label(names[0], _held(rows))
    if code not in FIRST_ORDER:
        return with_label(listed(names), format_number(goal))
    pursued = counted(rows["account_id"].nunique(), "{n} account pursued", "{n} accounts pursued")
    if prospects and code == WIN:
        words = _("{expected} expected, of {accounts}")
        pursued = words.format(expected=format_number(prospects["clients"]), accounts=pursued)
    return with_label(names[0], pursued)


def _held(rows: pd.DataFrame) -> str:
    """Say how many contacts are to be held, and how many of them have no visit or call of their own."""
    goal = rows["goal_value"].fillna(0)
    elsewhere = int((goal - rows["visits"] - rows["calls"]).clip(lower=0).sum())
    if not elsewhere:
        return format_number(goal.sum())
    words = _("{n}, {rest} of them in visits or calls made anyway")
    return words.format(n=format_number(goal.sum()), rest=format_number(elsewhere))


def _due(days: pd.Series) -> str:
    first, last = format_date(days.min()), format_date(days.max())
    return last if first == last else _("{first} to {last}").format(first=first, last=last)
