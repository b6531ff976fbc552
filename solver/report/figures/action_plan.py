"""Step 11: what the action plan is made of, what it costs and what would be lost without it."""

import pandas as pd

from solver.report.figures.shared import fewer_reps, figure_at, key, row_labels, so_many_reps
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, DOMAIN_COLOURS, QUIET, SERIES
from solver.tables.codes import label, labels
from solver.words.i18n import _, counted, format_hours, format_money
from solver.words.sentences import rep_names, short_name

TOP = 12


@drawn
def actions(action_plan: pd.DataFrame) -> Picture:
    """Draw the hours of the actions that take most of them, coloured by track."""
    sums = action_plan.groupby(["track", "action"], as_index=False).agg(
        hours=("hours", "sum"), count=("action_id", "size")
    )
    largest = sums.sort_values(["hours", "count", "action"], ascending=[False, False, True]).head(TOP)
    tracks = [name for name in labels("track") if name in set(largest["track"])]
    colours = dict(zip(tracks, SERIES, strict=False))
    figure = new_figure(0.4 * max(len(largest), 1) + 0.6)
    axes = figure.subplots()
    axes.barh(
        range(len(largest)), largest["hours"], color=[colours[name] for name in largest["track"]], height=0.62
    )
    for place, row in enumerate(largest.to_dict("records")):
        text = counted(row["count"], "{hours} · {n} account", "{hours} · {n} accounts")
        figure_at(axes, row["hours"], place, text.format(hours=format_hours(row["hours"])))
    row_labels(axes, [short_name(str(action), 44) for action in largest["action"]])
    axes.set_xlim(0, 1.35 * float(largest["hours"].max() if len(largest) else 1) + 1)
    key(axes, [label("track", name) for name in tracks], list(colours.values()))
    return to_picture(figure, summed_up(action_plan))


def summed_up(action_plan: pd.DataFrame) -> str:
    """Say how many actions there are, on how many accounts, and what they take."""
    return counted(
        len(action_plan),
        "{n} action on {accounts} takes {hours} and {budget}",
        "{n} actions on {accounts} take {hours} and {budget}",
    ).format(
        accounts=counted(action_plan["account_id"].nunique(), "{n} account", "{n} accounts"),
        hours=format_hours(action_plan["hours"].sum()),
        budget=format_money(action_plan["budget_eur"].sum()),
    )


@drawn
def budget(budget: pd.DataFrame, reps: pd.DataFrame) -> Picture:
    """Draw what each rep's plan costs, beside the contribution that would be lost without its visits.

    Parameters
    ----------
    budget : DataFrame
    reps : DataFrame
        For the names.
    """
    names = rep_names(reps)
    cost = budget["visit_cost_eur"] + budget["other_cost_eur"]
    expected = budget["lost_without_visits_eur"]
    few = fewer_reps(budget, expected)
    figure = new_figure(0.74 * max(len(few), 1) + 0.6)
    axes = figure.subplots()
    columns = ("visit_cost_eur", "other_cost_eur", "lost_without_visits_eur")
    for place, (visits, other, contribution) in enumerate(few[list(columns)].itertuples(index=False)):
        axes.barh(place - 0.18, visits, height=0.32, color=QUIET)
        axes.barh(place - 0.18, other, left=visits, height=0.32, color=DOMAIN_COLOURS["development"])
        axes.barh(place + 0.18, contribution, height=0.32, color=ACCENT)
        figure_at(axes, visits + other, place - 0.18, format_money(visits + other))
        figure_at(axes, contribution, place + 0.18, format_money(contribution))
    row_labels(axes, [names.get(str(rep_id), str(rep_id)) for rep_id in few["rep_id"]])
    axes.set_xlim(0, 1.18 * float(max([*cost, *expected, 1.0])))
    key(
        axes,
        (_("cost of the visits"), _("calls and letters"), _("contribution lost without the visits")),
        (QUIET, DOMAIN_COLOURS["development"], ACCENT),
    )
    title = _(
        "The action plan costs {cost}, road apart; without any visit {contribution} of contribution would be "
        "lost"
    ).format(cost=format_money(cost.sum()), contribution=format_money(expected.sum()))
    return to_picture(figure, so_many_reps(title, len(budget)))
