"""Step 9: what each ranking would have caught on the firm's own past, beside what a lot catches."""

from collections.abc import Mapping
from typing import Any

from solver.evidence.backtest import latest
from solver.report.figures.shared import bare, figure_at, row_labels, scale
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, INK, LIGHT_ACCENT, QUIET, SHADE, SMALL_SIZE, SOFT_INK
from solver.report.past.sentences import headline
from solver.tables.codes import label
from solver.words.i18n import _, clauses, format_number, format_share


@drawn
def rankings_judged(evidence: Mapping[str, Any]) -> Picture:
    """Draw the revenue that the top fifth of each ranking brought, and the lost clients that its last held.

    Parameters
    ----------
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it, with a cut-off that could be judged.
    """
    cut = latest(evidence)
    rankings = cut["rankings"] if cut else {}
    figure = new_figure(0.5 * max(len(rankings), 1) + 1.1)
    left, right = figure.subplots(1, 2)
    if cut:
        low, high = cut["chance"]["low"], cut["chance"]["high"]
        left.axvspan(low, high, color=SHADE, zorder=0)
        left.text((low + high) / 2, -0.45, _("by lot"), ha="center", color=SOFT_INK, fontsize=SMALL_SIZE)
    for place, ranking in enumerate(rankings.values()):
        found = ranking["capture"]
        left.plot([found["low"], found["high"]], [place, place], color=LIGHT_ACCENT, linewidth=3)
        left.plot(found["value"], place, "o", color=ACCENT)
        figure_at(left, max(found["high"], found["value"]), place, format_share(found["value"]))
    names = [label("ranking", name) for name in rankings]
    row_labels(left, names)
    left.set_xlim(0, 1.15)
    left.set_xticks([0, 0.5, 1], [format_share(share) for share in (0, 0.5, 1)])
    caught = [ranking["caught"] for ranking in rankings.values()]
    right.barh(range(len(caught)), caught, color=[QUIET, *[ACCENT] * (len(caught) - 1)], height=0.6)
    for place, number in enumerate(caught):
        figure_at(right, number, place, format_number(number))
    row_labels(right, [""] * len(names))
    right.set_xlim(0, 1.2 * max([*caught, 1]))
    scale(right, "x", format_number, 4)
    for axes, head in (
        (left, _("revenue that the top fifth brought")),
        (right, _("lost clients in the last fifth")),
    ):
        axes.set_title(head, fontsize=SMALL_SIZE, fontweight="normal", color=INK)
        bare(axes, keep=("bottom",))
    title = headline(evidence)
    words = clauses(
        _("{ranking}: {share} of the revenue, {caught} of the lost").format(
            ranking=label("ranking", name),
            share=format_share(ranking["capture"]["value"]),
            caught=format_number(ranking["caught"]),
        )
        for name, ranking in rankings.items()
    )
    return to_picture(figure, title, f"{title}. {words}")
