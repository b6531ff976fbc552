"""Step 10: the proposed plan against others, the hours it uses and what one more would bring."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from solver.report.figures.shared import (
    fewer_reps,
    figure_at,
    hours_for_visits,
    key,
    row_labels,
    so_many_reps,
    stacked_rows,
)
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, DOMAIN_COLOURS, GOOD, QUIET, SOFT_INK, WARNING
from solver.tables.codes import label
from solver.words.i18n import _, clauses, format_hours, format_money, format_number, format_share
from solver.words.sentences import elided, rep_names, signed

SMALL_GAIN = 0.02
NO_GAIN = 0.0005
PLAN, TODAY, BY_REVENUE = "plan", "today", "by_revenue"
ROOM = 0.2  # of the width, for a figure between a bar and a mark
PRICES = ("price_eur", "plus_one_eur", "minus_one_eur")


@drawn
def comparison(comparison: pd.DataFrame) -> Picture:
    """Draw what the plan gains over today's visits and over the rules of thumb."""
    others = comparison[comparison["plan"] != PLAN].reset_index(drop=True)
    figure = new_figure(0.5 * max(len(others), 1) + 0.3)
    axes = figure.subplots()
    gains = others["gain_eur"]
    axes.barh(range(len(others)), gains, color=[GOOD if gain >= 0 else WARNING for gain in gains], height=0.6)
    for place, row in others.iterrows():
        words = f"{signed(format_money(row['gain_eur']))} ({signed(format_share(row['gain_share'], 1))})"
        figure_at(axes, max(float(row["gain_eur"]), 0.0), int(str(place)), words)
    row_labels(axes, [_("against {plan}").format(plan=label("plan", plan)) for plan in others["plan"]])
    widest = float(gains.abs().max()) if len(gains) else 1.0
    axes.set_xlim(min(0.0, float(gains.min()) if len(gains) else 0.0) * 1.1, 1.45 * max(widest, 1.0))
    axes.axvline(0, color=SOFT_INK, linewidth=0.8)
    words = clauses(
        f"{label('plan', row['plan'])} {signed(format_money(row['gain_eur']))}"
        for row in others.to_dict("records")
    )
    title = gain_in_words(others)
    return to_picture(figure, title, f"{title}. {words}")


def no_gain(share: float) -> bool:
    """Tell whether a gain is nothing once written with one decimal of a per cent."""
    return pd.notna(share) and abs(share) < NO_GAIN


def gain_in_words(others: pd.DataFrame) -> str:
    """Return the message of a comparison with other plans; a gain under two per cent is called small."""
    if others.empty:
        return _("There is no other plan to compare with")
    today = others[others["plan"] == TODAY]
    row = (today if len(today) else others).iloc[0]
    sentence = _("The plan brings {gain} more than {plan} ({share})")
    if no_gain(row["gain_share"]):
        sentence = _("The plan brings no more than {plan}")
    elif row["gain_eur"] < 0:
        sentence = _("The plan brings {gain} less than {plan} ({share})")
    elif row["gain_share"] < SMALL_GAIN:
        sentence = _("The plan brings {gain} more than {plan} ({share}): a small gain")
    words = sentence.format(
        gain=format_money(abs(row["gain_eur"])),
        share=signed(format_share(row["gain_share"], 1)),
        plan=label("plan", row["plan"]),
    )
    return elided(words)


@drawn
def ledger(ledger: pd.DataFrame, reps: pd.DataFrame) -> Picture:
    """Draw where the hours of each rep go.

    Parameters
    ----------
    ledger : DataFrame
    reps : DataFrame
        For the names.
    """
    names = rep_names(reps)
    kept = {"reserve_hours": (_("reserve"), QUIET), "unused_hours": (_("unused"), "#d5dae0")}
    if ledger["free_hours"].any():
        kept = {"free_hours": (_("free"), GOOD)} | kept
    drawn_reps = fewer_reps(ledger, ledger["capacity_hours"])
    parts = drawn_reps[["client_hours", "prospect_hours", *kept]]
    colours = (ACCENT, DOMAIN_COLOURS["conquest"], *(colour for _name, colour in kept.values()))
    figure = new_figure(0.48 * max(len(parts), 1) + 0.6)
    axes = figure.subplots()
    stacked_rows(axes, parts, colours, format_number)
    row_labels(axes, [names.get(str(rep_id), str(rep_id)) for rep_id in drawn_reps["rep_id"]])
    for place, hours in enumerate(parts.clip(lower=0).sum(axis=1)):
        figure_at(axes, float(hours), place, format_hours(hours))
    axes.set_xlim(0, 1.12 * float(parts.clip(lower=0).sum(axis=1).max() or 1.0))
    key(axes, (_("clients"), _("prospects"), *(name for name, _colour in kept.values())), colours)
    whole = hours_for_visits(ledger)
    title = _(
        "{clients} of the hours for visits go to clients and {prospects} to prospects; {unused} stay unused"
    ).format(
        clients=format_share(ledger["client_hours"].sum() / whole, 1),
        prospects=format_share(ledger["prospect_hours"].sum() / whole, 1),
        unused=format_hours(ledger["unused_hours"].sum()),
    )
    return to_picture(figure, so_many_reps(title, len(ledger)))


@drawn
def hour_prices(hour_prices: pd.DataFrame, reps: pd.DataFrame) -> Picture:
    """Draw what one more hour of each rep would bring, and what one more or less changes in whole visits.

    Parameters
    ----------
    hour_prices : DataFrame
    reps : DataFrame
        For the names.
    """
    names = rep_names(reps)
    whole = hour_prices.sort_values("price_eur", ascending=False, kind="stable").reset_index(drop=True)
    either_end = pd.Series(np.abs(np.arange(len(whole)) - (len(whole) - 1) / 2), index=whole.index)
    table = fewer_reps(whole, either_end).reset_index(drop=True)
    figure = new_figure(0.46 * max(len(table), 1) + 0.6)
    axes = figure.subplots()
    axes.barh(range(len(table)), table["price_eur"].fillna(0), color=ACCENT, height=0.5)
    highest = table[list(PRICES)].max().max()
    widest = 1.18 * float(highest if pd.notna(highest) and highest > 0 else 1.0)
    for place, row in enumerate(table.to_dict("records")):
        for column, marker in (("plus_one_eur", ">"), ("minus_one_eur", "<")):
            axes.scatter(row[column], place, marker=marker, s=44, color=WARNING, zorder=3)
        ends = [row[column] for column in PRICES if pd.notna(row[column])]
        farthest = max(ends, default=0.0)
        # A mark far beyond the bar would take the bar's figure for its own.
        if pd.isna(row["price_eur"]) or any(
            row["price_eur"] < end < row["price_eur"] + ROOM * widest for end in ends
        ):
            figure_at(axes, farthest, place, format_money(row["price_eur"]), away=12)
            continue
        figure_at(axes, row["price_eur"], place, format_money(row["price_eur"]), away=12)
        if farthest > row["price_eur"]:
            figure_at(axes, farthest, place, format_money(farthest), away=12, colour=WARNING)
    row_labels(axes, [names.get(str(rep_id), str(rep_id)) for rep_id in table["rep_id"]])
    axes.set_xlim(0, widest)
    _explain_markers(axes)
    known = whole.dropna(subset="price_eur")
    if known.empty:
        return to_picture(figure, _("What one more hour would bring is not known"))
    title = _(
        "Over the years counted, one more hour would bring {most} with {dear}, {least} with {cheap}"
    ).format(
        dear=names.get(known["rep_id"].iloc[0], known["rep_id"].iloc[0]),
        most=format_money(known["price_eur"].iloc[0]),
        cheap=names.get(known["rep_id"].iloc[-1], known["rep_id"].iloc[-1]),
        least=format_money(known["price_eur"].iloc[-1]),
    )
    written = known["price_eur"].map(format_money)
    if (written == written.iloc[0]).all():
        title = _("Over the years counted, one more hour would bring {price} with each rep").format(
            price=written.iloc[0]
        )
    if len(known) == 1:
        title = _("Over the years counted, one more hour would bring {price} with {rep}").format(
            rep=names.get(known["rep_id"].iloc[0], known["rep_id"].iloc[0]),
            price=format_money(known["price_eur"].iloc[0]),
        )
    return to_picture(figure, so_many_reps(title, len(whole)))


def _explain_markers(axes: Axes) -> None:
    marks = [
        Line2D([], [], marker="s", linestyle="", color=ACCENT, label=_("one more hour would bring")),
        Line2D([], [], marker=">", linestyle="", color=WARNING, label=_("the same in whole visits")),
        Line2D([], [], marker="<", linestyle="", color=WARNING, label=_("lost with one hour less")),
    ]
    axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderpad=0)
