"""Step 10: where the visits go, and what the next one would be worth."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from solver.allocation import AllocationProblem
from solver.report.figures.shared import HALO, bare, lines, names_of, row_labels, scale, short_money
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import (
    ACCENT,
    ACCOUNT_TYPE_COLOURS,
    INK,
    PAPER,
    QUIET,
    RULE,
    SMALL_SIZE,
    SOFT_INK,
    WARNING,
)
from solver.tables.codes import label, labels
from solver.value.curves import exponential, nearest_exponential
from solver.words.i18n import _, clauses, counted, format_money, format_number, format_share
from solver.words.sentences import money_range, signed

HOURS = "hours"
PALE = "#c3d5e6"
MOST_SHOWN = 26


@drawn
def visits_today_and_proposed(allocation: pd.DataFrame, account_types: pd.DataFrame) -> Picture:
    """Draw, per account type, the visits of the last 12 months and those of the plan."""
    table = allocation.merge(account_types[["account_id", "account_type"]], on="account_id", how="left")
    sums = table.groupby("account_type")[["visits_today", "visits"]].sum(min_count=1).astype("float64")
    counts = table["account_type"].value_counts()
    names = [name for name in labels("account_type") if name in sums.index]
    figure = new_figure(0.44 * max(len(names), 1) + 0.6)
    axes = figure.subplots()
    for place, name in enumerate(names):
        _dumbbell(axes, place, sums["visits_today"][name], sums["visits"][name], ACCOUNT_TYPE_COLOURS[name])
    row_labels(
        axes,
        [
            _("{name} ({n})").format(name=label("account_type", name), n=format_number(counts[name]))
            for name in names
        ],
    )
    axes.set_xlim(-0.08 * float(sums.max().max()), 1.12 * float(sums.max().max()) + 1)
    logged = bool(allocation["visits_today"].notna().any())
    if logged:
        _explain_dumbbell(axes)
    return to_picture(figure, _moves_in_words(sums.loc[names], logged))


def _dumbbell(axes: Axes, place: int, today: float, visits: float, colour: str) -> None:
    if pd.notna(today):
        axes.plot([today, visits], [place, place], color=colour, linewidth=2.4, alpha=0.55)
        axes.scatter(today, place, s=62, facecolor=PAPER, edgecolor=colour, linewidth=1.6, zorder=3)
    axes.scatter(visits, place, s=76, color=colour, zorder=4)
    right = pd.isna(today) or visits >= today
    for value, outside in ((visits, right), (today, not right)):
        if pd.isna(value) or (value == visits and not outside and today == visits):
            continue
        axes.annotate(
            format_number(value),
            (value, place),
            xytext=(9 if outside else -9, 0),
            textcoords="offset points",
            ha="left" if outside else "right",
            va="center",
            fontsize=SMALL_SIZE,
            fontweight="bold" if value == visits else "normal",
        )


def _explain_dumbbell(axes: Axes) -> None:
    rings = [
        Line2D(
            [], [], marker="o", linestyle="", markerfacecolor=PAPER, color=QUIET, label=_("last 12 months")
        ),
        Line2D([], [], marker="o", linestyle="", color=QUIET, label=_("proposed")),
    ]
    axes.legend(handles=rings, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderpad=0, labelcolor=INK)


def proposed_without_log(visits: float) -> str:
    """Say how many visits are proposed where nobody knows how many there are today."""
    return counted(
        visits,
        "{n} visit is proposed; the firm keeps no log of those of today",
        "{n} visits are proposed; the firm keeps no log of those of today",
    )


def _moves_in_words(sums: pd.DataFrame, logged: bool) -> str:
    """Message of the dumbbells."""
    total = sums["visits"].sum()
    if not logged or sums.empty:
        return proposed_without_log(total)
    change = (sums["visits"] - sums["visits_today"].fillna(0)).sort_index()
    up, down = str(change.idxmax()), str(change.idxmin())
    parts = [
        counted(
            total,
            "{n} visit planned, {today} made in 12 months",
            "{n} visits planned, {today} made in 12 months",
        )
    ]
    if change[up] > 0:
        parts.append(_("“{up}” gains the most ({more})"))
    if change[down] < 0:
        parts.append(_("“{down}” gives up the most ({less})"))
    return clauses(parts).format(
        today=format_number(sums["visits_today"].sum()),
        up=label("account_type", up),
        more=signed(format_number(change[up])),
        down=label("account_type", down),
        less=signed(format_number(change[down])),
    )


@drawn
def visit_values(
    response: pd.DataFrame,
    allocation: pd.DataFrame,
    accounts: pd.DataFrame,
    account_ids: Sequence[str] | None = None,
) -> Picture:
    """Draw, for a few telling accounts, what an hour of the n-th visit earns against what it has to.

    Parameters
    ----------
    response, allocation : DataFrame
    accounts : DataFrame
        For the names.
    account_ids : sequence of str, optional
        Up to six; chosen for their contrast when left out: most visits, largest gain and loss against today,
        a prospect, a large account without a visit.
    """
    ids = list(account_ids or telling_accounts(allocation))[:6]
    columns = min(3, max(len(ids), 1))
    rows = -(-len(ids) // columns) or 1
    figure = new_figure(2.5 * rows)
    grid = figure.subplots(rows, columns, squeeze=False)
    prices = allocation.groupby("rep_id")["hour_price_eur"].first()
    planned = {str(row["account_id"]): row for row in allocation.to_dict("records")}
    names = names_of(ids, accounts, 60)
    for place, axes in enumerate(grid.flat):
        if place >= len(ids):
            axes.set_axis_off()
            continue
        row = planned[ids[place]]
        curve = response[response["account_id"] == ids[place]].sort_values("visits", kind="stable")
        _visit_steps(axes, names[place], curve, row)
    price = money_range(prices)
    if price is None or format_money(prices.max()) == format_money(0.0):
        return to_picture(figure, _("A visit is planned as long as it brings something: no hour is short"))
    title = _(
        "A visit is planned as long as its hour brings more than one more hour would bring elsewhere, "
        "{price} in the first year"
    )
    return to_picture(figure, title.format(price=price))


@drawn
def own_table(problem: AllocationProblem) -> Picture | None:
    """Draw the table of one's own, for up to six accounts, beside the curve that comes nearest to it.

    Parameters
    ----------
    problem : AllocationProblem
        Of whose accounts `own_values` tells those that the table values; without one nothing is drawn.
    """
    above = problem.contribution_eur - problem.contribution_eur[:, :1]
    own = problem.accounts["own_values"].to_numpy(dtype=bool)
    largest = np.argsort(np.where(own, -np.nan_to_num(above).max(axis=1), np.inf), kind="stable")
    rows = largest[: min(6, int(own.sum()))]
    if not len(rows):
        return None
    figure = new_figure(2.3 * -(-len(rows) // 3))
    grid = figure.subplots(-(-len(rows) // 3), min(3, len(rows)), squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place >= len(rows):
            axes.set_axis_off()
            continue
        values = above[rows[place]]
        _own_values(axes, problem.accounts.iloc[rows[place]], values[np.isfinite(values)])
    return to_picture(figure, _("The table of one's own decides; the curve that comes nearest reads it"))


def _own_values(axes: Axes, account: pd.Series, values: np.ndarray) -> None:
    """One account: a dot per number of visits, and the curve."""
    ceiling, left = nearest_exponential(values)
    visits = np.arange(len(values))
    fine = np.linspace(0, len(values) - 1, 100)
    axes.plot(fine, exponential(fine, ceiling, -np.log(left)), color=QUIET, linewidth=1.3)
    axes.plot(visits, values, "o", color=ACCENT, markersize=4)
    words = _("each visit takes {share} of what is left").format(share=format_share(1 - left, 1))
    axes.set_title(f"{lines(account['name'], 30)}\n{words}", fontsize=SMALL_SIZE, fontweight="bold")
    scale(axes, "y", short_money, 4)


def telling_accounts(allocation: pd.DataFrame) -> list[str]:
    """Choose up to six accounts whose contrast explains the plan, most visits first."""
    change = allocation["visits"] - allocation["visits_today"].astype("float64").fillna(0)
    table = allocation.assign(change=change).sort_values("account_id", kind="stable")
    clients = table[table["kind"] == "client"]
    prospects, unvisited = table[table["kind"] == "prospect"], table[table["visits"] == 0]
    chosen = [
        *_first(clients, "visits"),
        *_first(clients, "change", 2),
        *_first(clients.assign(change=-clients["change"]), "change"),
        *_first(prospects, "visits"),
        *_first(unvisited, "contribution_eur"),
        *_first(clients, "contribution_eur", 6),
    ]
    return list(dict.fromkeys(chosen))[:6]


def _first(rows: pd.DataFrame, column: str, count: int = 1) -> list[str]:
    """Accounts with most of something."""
    ordered = rows.sort_values(column, ascending=False, kind="stable")
    return [str(account_id) for account_id in ordered["account_id"].head(count)]


def _visit_steps(axes: Axes, name: str, curve: pd.DataFrame, row: Mapping[Any, Any]) -> None:
    """One account: a bar per visit, dark where it is planned, and what an hour has to earn."""
    hours = max(float(row["hours_per_visit"]), 1e-9)
    worth, price = np.diff(curve["contribution_eur"].to_numpy()) / hours, row["visit_price_eur"] / hours
    visits = int(row["visits"])
    shown = min(len(worth), max(visits + 4, 8), MOST_SHOWN)
    numbers = np.arange(1, shown + 1)
    axes.bar(numbers, worth[:shown], color=[ACCENT if n <= visits else PALE for n in numbers], width=0.8)
    held = [] if row["binding"] == HOURS else [label("binding", row["binding"])]
    if pd.notna(price):
        axes.axhline(price, color=WARNING, linewidth=1.3)
        held.insert(0, _("an hour has to bring {price}").format(price=format_money(price)))
    axes.text(
        1,
        1,
        "\n".join(held),
        transform=axes.transAxes,
        ha="right",
        va="top",
        color=WARNING,
        fontsize=SMALL_SIZE - 1,
        bbox=HALO,
    )
    axes.margins(y=0.16)
    today = row["visits_today"]
    words = counted(visits, "{n} visit", "{n} visits")
    if pd.notna(today):
        words = _("{visits}, {today} today").format(visits=words, today=format_number(today))
    axes.set_title(f"{lines(name, 30)}\n{words}", fontsize=SMALL_SIZE, fontweight="bold")
    axes.set_xticks(numbers[:: -(-shown // 9)])
    scale(axes, "y", short_money, 4)
    axes.grid(axis="y", color=RULE)
    axes.tick_params(labelsize=SMALL_SIZE - 1, labelcolor=SOFT_INK)
    bare(axes, keep=("bottom",))
