"""Step 10: what the hours bring, and up to where an hour earns what it costs."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from solver.report.figures.plans import TODAY
from solver.report.figures.shared import HALO, bare, scale, short_money
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, FIGURE_WIDTH, GOOD, INK, SMALL_SIZE, SOFT_INK, WARNING
from solver.words.i18n import _, clauses, counted, format_hours, format_money, with_label

LEFT, RIGHT = "left", "right"
IN_TWO_LINES = 20  # characters: what a narrow figure holds beside a line


@drawn
def hours_worth(
    hours_curve: pd.DataFrame,
    stopping_plans: pd.DataFrame,
    comparison: pd.DataFrame,
    value_years: int,
    width: float = FIGURE_WIDTH,
) -> Picture:
    """Draw the contribution of the best plan against its hours, where an hour pays, the plan and today.

    Parameters
    ----------
    hours_curve, stopping_plans, comparison : DataFrame
    value_years : int
        Years over which an effect is counted.
    width : float
        In inches.
    """
    curve, plans = hours_curve.dropna(subset="contribution_eur"), stopping_plans.set_index("stop_at")
    today = comparison[comparison["plan"] == TODAY]
    pays_up_to = float(plans["hours"]["horizon"])
    figure = new_figure(3.3, width)
    axes = figure.subplots()
    axes.plot(curve["hours"], curve["contribution_eur"], color=ACCENT, linewidth=2.2)
    pays = counted(value_years, "an hour pays within the year", "an hour pays over the {n} years counted")
    axes.axvline(pays_up_to, color=GOOD, linewidth=1.4, linestyle="--")
    lowest = min([curve["contribution_eur"].min(), *today["contribution_eur"]])
    highest = float(curve["contribution_eur"].max())
    axes.set_ylim(lowest - 0.12 * (highest - lowest), highest + 0.16 * (highest - lowest))
    said = f"← {pays}" if width == FIGURE_WIDTH else fill(f"← {pays}", IN_TWO_LINES)
    _say(axes, pays_up_to, highest + 0.1 * (highest - lowest), said, GOOD, LEFT)
    points = [(_("the plan"), plans.loc[["fill"]], INK), (_("today's visits"), today, WARNING)]
    for words, lines, colour in points:
        for hours, euros in zip(lines["hours"].tolist(), lines["contribution_eur"].tolist(), strict=True):
            axes.scatter(hours, euros, s=64, color=colour, zorder=4)
            _say(axes, hours, euros, with_label(words, short_money(euros)), colour, RIGHT)
    scale(axes, "x", format_hours)
    scale(axes, "y", short_money, steps=4)
    axes.set_xlim(curve["hours"].min() * 0.97, curve["hours"].max() * 1.06)
    bare(axes, keep=("bottom",))
    axes.tick_params(colors=SOFT_INK)
    title = earning_hours(stopping_plans, value_years)
    words = clauses(
        f"{format_hours(line['hours'])} {format_money(line['contribution_eur'])}"
        for line in curve.to_dict("records")
    )
    return to_picture(
        figure, title, f"{title}. {with_label(_('Contribution of the first year by hours of visits'), words)}"
    )


def _say(axes: Axes, hours: float, euros: float, words: str, colour: str, side: str) -> None:
    axes.annotate(
        words,
        (hours, euros),
        xytext=(9 if side == RIGHT else -6, -13 if side == RIGHT else 2),
        textcoords="offset points",
        ha=LEFT if side == RIGHT else RIGHT,
        va="center",
        color=colour,
        fontsize=SMALL_SIZE,
        bbox=HALO,
    )


def earning_hours(stopping_plans: pd.DataFrame, value_years: int) -> str:
    """Say in a few words how many of the hours planned earn their cost within the years counted."""
    hours = stopping_plans.set_index("stop_at")["hours"]
    return counted(
        value_years,
        "{enough} of {planned} earn their cost within the year",
        "{enough} of {planned} earn their cost over the {n} years counted",
    ).format(enough=format_hours(hours["horizon"]), planned=format_hours(hours["fill"]))
