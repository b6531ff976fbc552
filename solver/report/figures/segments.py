"""Step 4: how revenue is concentrated, and whether the large clients are also the profitable ones."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from solver.report.figures.naming import name_points
from solver.report.figures.shared import bare, names_of, scale, short_money
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import MARKERS, QUIET, SEGMENT_COLOURS, SMALL_SIZE, SOFT_INK
from solver.words.i18n import _, clauses, counted, format_share

LARGEST = 10
FEW = 20  # so few clients are each shown, and named
EQUAL_RATES = 1e-6  # amounts are rounded to the cent


@drawn
def abc_curve(segments: pd.DataFrame, measure: str = "revenue") -> Picture:
    """Draw the share of the revenue that the largest clients make.

    Parameters
    ----------
    segments : DataFrame
    measure : {"revenue", "margin"}
        What the segments were made on.
    """
    ranked = segments.sort_values("rank", kind="stable")
    count = len(ranked)
    clients = np.concatenate([[0.0], np.arange(1, count + 1) / max(count, 1)])
    cumulative = np.concatenate([[0.0], ranked["cumulative_share"].to_numpy()])
    figure = new_figure(4.4)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
    ends = []
    start = 0
    for segment, marker in zip("ABC", MARKERS, strict=False):
        size = int((ranked["segment"] == segment).sum())
        stop = start + size
        axes.plot(
            clients[start : stop + 1],
            cumulative[start : stop + 1],
            color=SEGMENT_COLOURS[segment],
            linewidth=3.2,
            solid_capstyle="round",
            marker="o" if count <= FEW else None,
        )
        if size:
            share = cumulative[stop] - cumulative[start]
            ends.append((segment, size, share, marker))
            _segment_label(axes, clients, cumulative, (start, stop), (segment, size, share))
        start = stop
    axes.set_xlim(0, 1.005)
    axes.set_ylim(0, max(1.02, float(cumulative.max()) * 1.02))
    scale(axes, "x", format_share, 5)
    scale(axes, "y", format_share, 5)
    axes.set_xlabel(_("share of the clients, the largest first"))
    axes.set_ylabel(_("share of the margin") if measure == "margin" else _("share of the revenue"))
    bare(axes, keep=("left", "bottom"))
    heavy = int((ranked["segment"] == "A").sum())
    sentence = (
        _("{clients} of the clients make {share} of the margin")
        if measure == "margin"
        else _("{clients} of the clients make {share} of the revenue")
    )
    title = sentence.format(
        clients=format_share(heavy / count if count else 0.0), share=format_share(cumulative[heavy])
    )
    words = clauses(
        counted(
            size, "segment {segment}: {n} client, {share}", "segment {segment}: {n} clients, {share}"
        ).format(segment=segment, share=format_share(share))
        for segment, size, share, _marker in ends
    )
    return to_picture(figure, title, f"{title}. {words}")


def _segment_label(
    axes: Axes,
    clients: np.ndarray,
    cumulative: np.ndarray,
    bounds: tuple[int, int],
    facts: tuple[str, int, float],
) -> None:
    """Write the segment beside its part of the curve."""
    segment, size, share = facts
    middle = (bounds[0] + bounds[1]) // 2
    axes.annotate(
        counted(size, "{segment}: {n} client, {share}", "{segment}: {n} clients, {share}").format(
            segment=segment, share=format_share(share)
        ),
        (clients[middle], cumulative[middle]),
        xytext=(14, -4) if segment == "A" else (8, -15) if segment == "B" else (0, -15),
        textcoords="offset points",
        ha="center" if segment == "C" else "left",
        va="top",
        color=SEGMENT_COLOURS[segment] if segment != "C" else SOFT_INK,
        fontweight="bold",
    )


@drawn
def margin_and_revenue(segments: pd.DataFrame, accounts: pd.DataFrame) -> Picture:
    """Draw the margin rate of each client against its revenue.

    Parameters
    ----------
    segments : DataFrame
    accounts : DataFrame
        For the names of the largest.
    """
    buying = segments[segments["revenue_eur"] > 0].sort_values("rank", kind="stable")
    rate = buying["margin_eur"] / buying["revenue_eur"]
    figure = new_figure(4.2)
    axes = figure.subplots()
    for segment, marker in zip("CBA", ("^", "s", "o"), strict=True):
        mine = buying["segment"] == segment
        axes.scatter(
            buying.loc[mine, "revenue_eur"],
            rate[mine],
            s=26 if len(buying) > FEW else 44,
            marker=marker,
            color=SEGMENT_COLOURS[segment],
            alpha=0.75,
            linewidth=0,
        )
    overall = float(buying["margin_eur"].sum() / buying["revenue_eur"].sum()) if len(buying) else 0.0
    axes.axhline(overall, color=SOFT_INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xscale("log")
    low, high = (float(rate.quantile(q)) if len(rate) else q for q in (0.005, 0.995))
    axes.set_ylim(min(0.0, low - 0.03), high + 0.06)
    scale(axes, "y", format_share, 6)
    _money_decades(axes, buying["revenue_eur"] if len(buying) else pd.Series([1.0]))
    axes.set_xlabel(_("revenue of the last 12 months"))
    axes.set_ylabel(_("margin rate"))
    bare(axes, keep=("left", "bottom"))
    named = buying if len(buying) <= FEW else buying.head(2)
    points = np.column_stack([named["revenue_eur"], rate[named.index]])
    name_points(axes, points, names_of(named["account_id"], accounts, 24), size=SMALL_SIZE)
    return to_picture(figure, _margin_in_words(buying, rate))


def _margin_in_words(buying: pd.DataFrame, rates: pd.Series) -> str:
    """Message of the margins; the same rate for everybody comes from the parameters, not from invoices."""
    if buying.empty:
        return _("No client bought in the last 12 months")
    if len(rates) > 1 and np.ptp(rates) < EQUAL_RATES:
        return _("No cost on the invoices: {rate} is assumed").format(rate=format_share(rates.iloc[0]))
    first, others = buying.head(LARGEST), buying.iloc[LARGEST:]
    if others.empty:
        return _("The clients leave a margin of {rate}").format(rate=format_share(_rate(first), 1))
    return _("The ten largest clients leave a margin of {first}, the others {others}").format(
        first=format_share(_rate(first), 1), others=format_share(_rate(others), 1)
    )


def _rate(rows: pd.DataFrame) -> float:
    return float(rows["margin_eur"].sum() / rows["revenue_eur"].sum())


def _money_decades(axes: Axes, revenue: pd.Series) -> None:
    """Mark a logarithmic axis at the powers of ten that hold the data."""
    low, high = float(revenue.min()), float(revenue.max())
    decades = [10.0**power for power in range(10) if low / 10 <= 10.0**power <= high * 10]
    axes.set_xticks(decades, [short_money(value) for value in decades])
    axes.set_xticks([], minor=True)
    axes.set_xlim(max(low * 0.7, 1.0), high * 1.6)
    axes.grid(axis="x")
