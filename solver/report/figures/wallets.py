"""Steps 5 and 6: what clients buy elsewhere, and the crossed matrix that comes of it."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from solver.report.figures.shared import bare, figure_at, key, lines, names_of, row_labels, short_money
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import (
    ACCENT,
    ACCOUNT_TYPE_COLOURS,
    DOMAIN_COLOURS,
    INK,
    PAPER,
    QUIET,
    SHADE,
    SMALL_SIZE,
    tint,
)
from solver.tables.codes import MATRIX_ROWS, POTENTIAL_CLASSES, label
from solver.words.i18n import _, clauses, counted, format_money, format_number, format_share, mark

SIDES = {  # what the rows of the crossed matrix are called
    "A": mark("A large client"),
    "B": mark("B medium"),
    "C": mark("C small"),
    "P": mark("P prospect"),
    "F": mark("F former client"),
}
BANDS = (0.0, 0.25, 0.5, 0.75, 1.0)
ABOVE_KEY = 24  # points; the legend of the other half is long in some languages
TOP = 10
TINT = 0.22  # of a type's colour, behind black words


@drawn
def wallet(qualification: pd.DataFrame, accounts: pd.DataFrame) -> Picture:
    """Draw the clients with the largest gap, and how many clients stand in each band of share of wallet.

    The accounts give the names, and tell who is a prospect.
    """
    clients = accounts.loc[accounts["kind"] == "client", "account_id"]
    mine = qualification[qualification["account_id"].isin(clients)]
    known = mine[mine["potential_eur"].notna() & (mine["potential_eur"] > 0)]
    largest = known.sort_values(["gap_eur", "account_id"], ascending=[False, True]).head(TOP)
    figure = new_figure(0.36 * max(len(largest), 6) + 0.9)
    left, right = figure.subplots(1, 2, width_ratios=(2.1, 1))
    _gaps(left, largest, accounts)
    _bands(right, mine)
    revenue, potential = float(known["revenue_eur"].sum()), float(known["potential_eur"].sum())
    gap = float(known["gap_eur"].sum())
    if known.empty:
        return to_picture(figure, _("No potential is known: ask for it"))
    if gap <= 0:
        title = _("{share} of what clients buy is ours, and nothing more can be won")
        return to_picture(figure, title.format(share=format_share(revenue / potential)))
    title = counted(
        len(largest),
        "{share} of what clients buy is ours; {gap} more can be won, {part} of it from {n} of them",
        "{share} of what clients buy is ours; {gap} more can be won, {part} of it from {n} of them",
    ).format(
        share=format_share(revenue / potential),
        gap=format_money(gap),
        part=format_share(float(largest["gap_eur"].sum()) / gap),
    )
    return to_picture(figure, title)


def _gaps(axes: Axes, largest: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """One row per client: bought from us, to be won, out of reach."""
    bought = largest["revenue_eur"].clip(lower=0).to_numpy()
    gap = largest["gap_eur"].fillna(0).to_numpy()
    rest = np.maximum(largest["potential_eur"].to_numpy() - bought - gap, 0.0)
    rows = range(len(largest))
    colours = (ACCENT, DOMAIN_COLOURS["development"], "#d5dae0")
    axes.barh(rows, bought, color=colours[0], height=0.64)
    axes.barh(rows, gap, left=bought, color=colours[1], height=0.64)
    axes.barh(rows, rest, left=bought + gap, color=colours[2], height=0.64)
    for place, (end, size) in enumerate(zip(bought + gap + rest, gap, strict=True)):
        figure_at(axes, end, place, short_money(size))
    row_labels(axes, names_of(largest["account_id"], accounts, 26))
    axes.set_xlim(0, 1.14 * float((bought + gap + rest).max(initial=1.0)))
    key(axes, (_("bought from us"), _("to be won (amount)"), _("out of reach")), colours)


def _bands(axes: Axes, clients: pd.DataFrame) -> None:
    """Clients per band of share of wallet."""
    share = clients["share_of_wallet"]
    names, counts = [], []
    for low, high in pairwise(BANDS):
        names.append(_("{low} to {high}").format(low=format_share(low), high=format_share(high)))
        lowest = int((share <= 0).sum()) if low == 0 else 0
        counts.append(lowest + int(((share > low) & (share <= high)).sum()))
    names += [_("over {share}").format(share=format_share(1)), _("unknown")]
    counts += [int((share > 1).sum()), int(share.isna().sum())]
    colours = [ACCENT] * (len(names) - 2) + [DOMAIN_COLOURS["conquest"], QUIET]
    axes.barh(range(len(names)), counts, color=colours, height=0.64)
    for place, count in enumerate(counts):
        figure_at(axes, count, place, format_number(count))
    row_labels(axes, names)
    axes.set_xlim(0, 1.25 * max([*counts, 1]))
    axes.set_title(
        _("clients by share of wallet"),
        loc="right",
        pad=ABOVE_KEY,
        fontsize=SMALL_SIZE,
        fontweight="normal",
        color=INK,
    )


@drawn
def crossed_matrix(
    account_types: pd.DataFrame, segments: pd.DataFrame, qualification: pd.DataFrame
) -> Picture:
    """Draw the crossed matrix: accounts, revenue and gap of each cell, prospects in a row of their own."""
    cells = _cells(account_types, segments, qualification)
    rows = [row for row in MATRIX_ROWS if any(cell.startswith(f"{row}/") for cell in cells)]
    figure = new_figure(1.2 * max(len(rows), 1) + 0.4)
    axes = figure.subplots()
    for place, row in enumerate(rows):
        for column, potential in enumerate(POTENTIAL_CLASSES):
            _cell(axes, column, place, cells.get(f"{row}/{potential}"))
    axes.set_xlim(-0.5, len(POTENTIAL_CLASSES) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    heads = (_("A' large potential"), _("B' medium"), _("C' small"), _("? unknown"))
    axes.set_xticks(range(len(POTENTIAL_CLASSES)), heads)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [_(SIDES[row]) for row in rows])
    bare(axes)
    title = _matrix_in_words(cells)
    words = clauses(
        _("{cell}: accounts {count}, revenue {revenue}, gap {gap}").format(
            cell=name,
            count=format_number(cell["count"]),
            revenue=format_money(cell["revenue_eur"]),
            gap=format_money(cell["gap_eur"]),
        )
        for name, cell in cells.items()
    )
    return to_picture(figure, title, f"{title}. {words}")


def _matrix_in_words(cells: dict[str, dict[str, Any]]) -> str:
    """Message of the matrix: where what can still be won is."""
    if all(name.endswith("/?") for name in cells):
        return _("No potential is known: ask for it")
    all_of_them = sum(cell["count"] for cell in cells.values())
    everybody = format_number(all_of_them)
    count = sum(cell["count"] for name, cell in cells.items() if name.endswith("/A'"))
    gaps = pd.Series({name: cell["gap_eur"] for name, cell in cells.items()}).fillna(0.0)
    if not count:
        return counted(
            all_of_them,
            "The one account has no large potential",
            "None of the {n} accounts has a large potential",
        )
    if gaps.sum() <= 0:
        sentence = counted(
            count,
            "{n} account of {count} has a large potential, and nothing is left to be won",
            "{n} accounts of {count} have a large potential, and nothing is left to be won",
        )
        return sentence.format(count=everybody)
    sentence = counted(
        count,
        "{n} account of {count} has a large potential and holds {share} of what can still be won",
        "{n} accounts of {count} have a large potential and hold {share} of what can still be won",
    )
    large = gaps[gaps.index.str.endswith("/A'")].sum()
    return sentence.format(count=everybody, share=format_share(large / gaps.sum()))


def _cells(
    account_types: pd.DataFrame, segments: pd.DataFrame, qualification: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    """Count, revenue, gap and account types of each cell of the matrix."""
    table = account_types.merge(segments[["account_id", "revenue_eur"]], on="account_id", how="left").merge(
        qualification[["account_id", "gap_eur"]], on="account_id", how="left"
    )
    return {
        str(cell): {
            "count": len(group),
            "revenue_eur": float(group["revenue_eur"].sum()),
            "gap_eur": float(group["gap_eur"].sum(min_count=1)),  # unknown where every potential is
            "types": list(group["account_type"].value_counts().index),
        }
        for cell, group in table.groupby("cell", sort=True)
    }


def _cell(axes: Axes, column: int, row: int, cell: dict[str, Any] | None) -> None:
    """Draw one cell: its account types, then count, revenue and gap."""
    colour = ACCOUNT_TYPE_COLOURS.get(cell["types"][0], QUIET) if cell else SHADE
    ground = tint(colour, TINT) if cell else SHADE
    axes.add_patch(Rectangle((column - 0.49, row - 0.48), 0.98, 0.96, facecolor=ground, edgecolor=PAPER))
    axes.add_patch(Rectangle((column - 0.49, row - 0.48), 0.03, 0.96, facecolor=colour, edgecolor=PAPER))
    if cell is None:
        return
    types = " / ".join(label("account_type", name) for name in cell["types"])
    figures = [counted(cell["count"], "{n} account", "{n} accounts")]
    if cell["revenue_eur"]:
        figures.append(_("revenue {amount}").format(amount=short_money(cell["revenue_eur"])))
    if pd.isna(cell["gap_eur"]) or cell["gap_eur"]:
        figures.append(_("gap {amount}").format(amount=short_money(cell["gap_eur"])))
    style: dict[str, Any] = {"color": INK, "fontsize": SMALL_SIZE - 1}
    axes.text(column - 0.45, row - 0.41, lines(types, 23), va="top", fontweight="bold", **style)
    axes.text(column - 0.45, row + 0.42, "\n".join(figures), va="bottom", **style)
