"""Step 3: from calls to clients won, and from the revenue goal to what prospects must bring."""

from collections.abc import Mapping
from itertools import pairwise
from math import ceil
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of
from solver.report.figures.shared import figure_at, row_labels
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, DOMAIN_COLOURS, GOOD, INK, SOFT_INK, WARNING
from solver.report.past.need import has_range, range_words
from solver.tables.codes import label
from solver.tables.method import STAGE_BEFORE
from solver.words.i18n import MISSING, _, clauses, counted, format_money, format_number, format_share
from solver.words.sentences import signed


@drawn
def funnel(funnel: pd.DataFrame) -> Picture:
    """Draw how many of a hundred prospects called are left at each stage.

    Parameters
    ----------
    funnel : DataFrame
        `won` and `quoted` count per prospect visited, the other stages per prospect of the stage before.
    """
    left = {"called": 100.0}
    for stage, rate in zip(funnel["stage"], funnel["rate"], strict=True):
        left[stage] = left.get(STAGE_BEFORE.get(stage, "called"), 100.0) * rate
    stages = list(left)
    figure = new_figure(0.5 * len(stages) + 0.2)
    axes = figure.subplots()
    axes.barh(range(len(stages)), list(left.values()), color=DOMAIN_COLOURS["conquest"], height=0.62)
    notes = {row["stage"]: _rate_in_words(row) for row in funnel.to_dict("records")}
    for before, stage in pairwise(stages):
        if STAGE_BEFORE[stage] != before:
            notes[stage] = _of_the_bar_above(
                left[stage], left[before], before, STAGE_BEFORE[stage], notes[stage]
            )
    for place, stage in enumerate(stages):
        size = left[stage]
        figure_at(axes, size, place, format_number(size, 0 if size >= 10 else 1))
        figure_at(axes, 112, place, notes.get(stage, ""), colour=SOFT_INK)
    row_labels(axes, [label("stage", stage) for stage in stages])
    axes.set_xlim(0, 180)
    won = left.get("won", 0.0)
    title = _("No client was won from the prospects called")
    if won:
        title = counted(
            ceil(100 / won),
            "It takes {n} prospect called, {visits} of them visited, to win one client",
            "It takes {n} prospects called, {visits} of them visited, to win one client",
        ).format(visits=format_number(left.get("visited", 0.0) / won, 1))
    words = clauses(f"{label('stage', stage)} {format_number(size, 1)}" for stage, size in left.items())
    return to_picture(figure, title, f"{title}. {words}")


def _of_the_bar_above(size: float, above: float, before: str, counted_of: str, rate: str) -> str:
    """Write a rate that is counted of an earlier stage so that the rates multiply from bar to bar."""
    share = format_share(size / above) if above else MISSING
    return _("{share} of “{before}”; of “{stage}”: {rate}").format(
        share=share, before=label("stage", before), stage=label("stage", counted_of), rate=rate
    )


def _rate_in_words(row: Mapping[Any, Any]) -> str:
    """Rate of a stage with its interval and what it rests on."""
    if row["basis"] != "history":
        return _("{rate}, assumed").format(rate=format_share(row["rate"]))
    if pd.isna(row["low_rate"]):
        return format_share(row["rate"])
    return _("{rate} ({low} to {high}), {successes} of {cases}").format(
        rate=format_share(row["rate"]),
        low=format_share(row["low_rate"]),
        high=format_share(row["high_rate"]),
        successes=format_number(row["successes"]),
        cases=format_number(row["cases"]),
    )


@drawn
def need_bridge(need: Mapping[str, Any]) -> Picture:
    """Draw the way from last year's revenue to the goal, and the part that prospecting must win.

    Parameters
    ----------
    need : mapping
        The facts of step 3.
    """
    today, lost, growth = need["revenue_eur"], need["lost_eur"], need["client_growth_eur"]
    expected, to_win, goal = need["expected_eur"], need["to_win_eur"], need["goal_eur"]
    alone, back = need["inflow_eur"], need["won_back_eur"]
    conquest = DOMAIN_COLOURS["conquest"]
    bars = [
        (_("Last 12 months"), 0.0, today, ACCENT),
        (_("Clients who leave"), today, -lost, WARNING),
        (_("Growth of those who stay"), today - lost, growth, GOOD),
        (_("Expected of today's clients"), 0.0, expected, ACCENT),
        (_("Newcomers who come by themselves"), expected, alone, GOOD),
        (_("Clients who come back"), expected + alone, back, GOOD),
        (_("To be won by prospecting"), expected + alone + back, to_win, conquest),
        (_("Goal"), 0.0, goal, INK),
    ]
    told = [signed(format_money(size)) if start else format_money(size) for _name, start, size, _c in bars]
    figure = new_figure(4.0)
    axes = figure.subplots()
    for place, (_name, start, size, colour) in enumerate(bars):
        axes.barh(place, size, left=start, color=colour, height=0.66)
        figure_at(axes, start + max(size, 0.0), place, told[place])
    row_labels(axes, [name for name, *_rest in bars])
    axes.set_xlim(0, 1.2 * max(start + max(size, 0.0) for _name, start, size, _colour in bars))
    title = counted(
        need["new_clients"],
        "Prospecting must win {to_win}: {n} client, {visits}",
        "Prospecting must win {to_win}: {n} clients, {visits}",
    ).format(
        to_win=format_money(to_win),
        visits=counted(need["prospect_visits"], "{n} visit to prospects", "{n} visits to prospects"),
    )
    if has_range(need):
        title = _("{title} ({range})").format(title=title, range=range_words(need))
    if to_win <= 0:
        title = _("The goal of {goal} needs no prospecting").format(goal=format_money(goal))
    words = clauses(f"{name} {told[place]}" for place, (name, *_rest) in enumerate(bars))
    return to_picture(figure, title, f"{title}. {words}")


NEEDS = ("prospect_visits", "visits_with_past_errors", "visits_at_measured_growth")


@drawn
def need_range(figures: pd.DataFrame) -> Picture:
    """Draw from how many to how many visits the need may go, by what is held and what may move.

    Parameters
    ----------
    figures : DataFrame
        The table `expected_figures`.
    """
    lines = [figure_of(figures, name) for name in NEEDS]
    known = [line for line in lines if not pd.isna(line["low_80"])]
    need = lines[0]
    figure = new_figure(0.55 * max(len(known), 1) + 0.5)
    axes = figure.subplots()
    for place, line in enumerate(known):
        axes.plot([line["low_95"], line["high_95"]], [place, place], color=SOFT_INK, linewidth=1.2)
        axes.plot(
            [line["low_80"], line["high_80"]],
            [place, place],
            color=DOMAIN_COLOURS["conquest"],
            linewidth=9,
            solid_capstyle="butt",
        )
        axes.plot([line["expected"]], [place], marker="o", color=INK, markersize=7)
        figure_at(axes, line["high_95"], place, _range_in_words(line))
    row_labels(axes, [label("figure", line["figure"]) for line in known])
    axes.set_xlim(0, 1.6 * max([line["high_95"] for line in known], default=1.0) + 1)
    title = _("How far the need could be off is not known: everything is stated")
    if known:
        title = counted(
            need["expected"],
            "The need is {n} visit, and the firm's own data allow anything from {low} to {high}",
            "The need is {n} visits, and the firm's own data allow anything from {low} to {high}",
        ).format(low=format_number(need["low_95"]), high=format_number(need["high_95"]))
    words = clauses(f"{label('figure', line['figure'])} {_range_in_words(line)}" for line in known)
    return to_picture(figure, title, f"{title}. {words}")


def _range_in_words(line: Mapping[Any, Any]) -> str:
    return _("{n}: {low} to {high}, at most {least} to {most}").format(
        n=format_number(line["expected"]),
        low=format_number(line["low_80"]),
        high=format_number(line["high_80"]),
        least=format_number(line["low_95"]),
        most=format_number(line["high_95"]),
    )
