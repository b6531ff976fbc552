"""Step 9: what the scores are made of, and how they spread over the classes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from solver.report.figures.shared import bare, figure_at, key, names_of, row_labels, scale, stacked_rows
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import INK, SCORE_CLASS_COLOURS, SERIES, SMALL_SIZE
from solver.tables.codes import SCORE_CLASSES
from solver.tables.dictionary import column_label
from solver.tables.method import TOP_CLASS_LIMIT
from solver.words.i18n import _, counted, format_number, format_share, in_quotes, mark_plural
from solver.words.sentences import listed

TOP = 15


@drawn
def score_makeup(scores: pd.DataFrame, accounts: pd.DataFrame) -> Picture:
    """Draw the points that each criterion gives to the best accounts."""
    best = scores.sort_values(["score", "account_id"], ascending=[False, True]).head(TOP)
    points = best.filter(regex="_points$").fillna(0.0)
    points = points.loc[:, points.sum() > 0]
    figure = new_figure(0.36 * max(len(best), 1) + 0.7)
    axes = figure.subplots()
    colours = SERIES[: points.shape[1]]
    stacked_rows(axes, points, colours, format_number)
    row_labels(axes, names_of(best["account_id"], accounts))
    for place, (end, score) in enumerate(zip(points.sum(axis=1), best["score"], strict=True)):
        figure_at(axes, float(end), place, format_number(score, 0), colour=INK)
    axes.set_xlim(0, 1.08 * max(float(points.sum(axis=1).max()) if len(best) else 0.0, 1.0))
    key(axes, [column_label(str(column)) for column in points], colours)
    return to_picture(figure, _makeup_in_words(points))


def _makeup_in_words(points: pd.DataFrame) -> str:
    """Name the criteria that bring most points, all of those that bring as many; half is not “most”."""
    means = points.mean()
    if means.empty:
        return _("No account has points yet")
    written = means.map(format_number)
    first = means[written == format_number(float(means.max()))]
    names = listed([in_quotes(column_label(str(column))) for column in first.index])
    if len(first) == len(means) > 1:
        forms = mark_plural(
            "{criteria} bring the best account {points} each on average",
            "{criteria} bring the {n} best accounts {points} each on average",
        )
    elif 2 * first.sum() > means.sum():
        forms = mark_plural(
            "{criteria} bring the best account most of its points: {number} each on average",
            "{criteria} bring the {n} best accounts most of their points: {number} each on average",
        )
        if len(first) == 1:
            forms = mark_plural(
                "{criteria} brings the best account most of its points: {number} on average",
                "{criteria} brings the {n} best accounts most of their points: {number} on average",
            )
    else:
        forms = mark_plural(
            "{criteria} bring the best account {points} each on average, more than any other",
            "{criteria} bring the {n} best accounts {points} each on average, more than any other",
        )
        if len(first) == 1:
            forms = mark_plural(
                "{criteria} brings the best account {points} on average, more than any other",
                "{criteria} brings the {n} best accounts {points} on average, more than any other",
            )
    most = float(first.iloc[0])
    return counted(len(points), *forms).format(
        criteria=names,
        points=counted(round(most), "{n} point", "{n} points"),
        number=format_number(most),
    )


@drawn
def score_distribution(scores: pd.DataFrame, cuts: Sequence[float] = (75, 55, 35)) -> Picture:
    """Draw how many accounts stand at each score, and where the classes are cut.

    Parameters
    ----------
    scores : DataFrame
    cuts : sequence of float
        Lowest score of S1, S2 and S3.
    """
    figure = new_figure(3.4)
    axes = figure.subplots()
    edges = np.arange(0, 105, 5)
    bottom = np.zeros(len(edges) - 1)
    for name in reversed(SCORE_CLASSES):
        count, _edges = np.histogram(scores.loc[scores["score_class"] == name, "score"], edges)
        axes.bar(edges[:-1], count, 4.4, bottom=bottom, align="edge", color=SCORE_CLASS_COLOURS[name])
        bottom = bottom + count
    highest = float(bottom.max(initial=1.0))
    counts = scores["score_class"].value_counts()
    bounds = [100.0, *cuts, 0.0]
    for place, name in enumerate(SCORE_CLASSES):
        middle = (bounds[place] + bounds[place + 1]) / 2
        number = int(counts.get(name, 0))
        text = counted(number, "{name}: {n} account", "{name}: {n} accounts").format(name=name)
        axes.text(middle, highest * 1.12, text, ha="center", fontweight="bold", fontsize=SMALL_SIZE)
    for cut in cuts:
        axes.axvline(cut - 0.3, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 100)
    axes.set_ylim(0, highest * 1.24)
    axes.set_xticks([0, *sorted(cuts), 100])
    axes.set_xlabel(_("score"))
    scale(axes, "y", format_number, 4)
    bare(axes, keep=("bottom",))
    top = int(counts.get("S1", 0))
    share = top / len(scores) if len(scores) else 0.0
    if not top:
        return to_picture(figure, _("No account stands in the top class"))
    forms = mark_plural(
        "{n} account, {share} of the portfolio, stands in the top class",
        "{n} accounts, {share} of the portfolio, stand in the top class",
    )
    if share > TOP_CLASS_LIMIT and top > 1:
        forms = mark_plural(
            "{n} account, {share} of the portfolio, stands in the top class: too many to tell them apart",
            "{n} accounts, {share} of the portfolio, stand in the top class: too many to tell them apart",
        )
    return to_picture(figure, counted(top, *forms).format(share=format_share(share)))
