"""Small things every drawing needs: short amounts, short names, bars with their figures, clean axes."""

from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from solver.calendar.weeks import week_of
from solver.report.look.theme import INK, PAPER, RULE, SMALL_SIZE, ink_on
from solver.words.i18n import counted, current_language, format_money, format_number
from solver.words.sentences import LONGEST_NAME, short_name

MOST_REPS = 30  # in a picture: 500 of them would make it six metres high
HALO: dict[str, Any] = {"facecolor": PAPER, "alpha": 0.85, "linewidth": 0, "pad": 1}  # behind a text on lines


def short_money(amount: float) -> str:
    """Write an amount in as few characters as an axis has room for, as in €120k or 1,2 M€."""
    for size, unit, decimals in ((1e6, "M", 1), (1e4, "k", 0)):
        if abs(amount) >= size:
            text = format_money(amount / (1e6 if unit == "M" else 1e3), decimals)
            before, space, currency = text.rpartition("\u00a0")
            return f"{before}{space}{unit}{currency}" if current_language() == "fr" else f"{text}{unit}"
    return format_money(amount)


def names_of(ids: Iterable[str], accounts: pd.DataFrame, longest: int = LONGEST_NAME) -> list[str]:
    """Return the short names of accounts; the code where there is no name."""
    names = accounts.set_index("account_id")["name"]
    return [short_name(str(names.get(id_, id_)), longest) for id_ in ids]


def first_full_week(appointments: pd.DataFrame) -> str | None:
    """Return the first week with at least as many days of tours as the middle one; none without a visit."""
    if appointments.empty:
        return None
    tours = appointments[["rep_id", "date"]].drop_duplicates()
    days = week_of(tours["date"]).value_counts().sort_index()
    return str(days.index[days >= days.median()][0])


def fewer_reps(table: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Return the lines of a picture, one a rep: where there are too many, those with most of something."""
    return table.loc[sorted(by.sort_values(ascending=False, kind="stable").index[:MOST_REPS])]


def so_many_reps(title: str, count: int) -> str:
    """Return the title of a picture of reps, with how many of them it shows where that is not all."""
    if count <= MOST_REPS:
        return title
    return counted(
        count, "{title} (of {n} rep, {shown} are drawn)", "{title} (of {n} reps, {shown} are drawn)"
    ).format(title=title, shown=format_number(MOST_REPS))


def hours_for_visits(ledger: pd.DataFrame) -> float:
    """Return the hours that every share of hours is a share of: those in the field, the reserve taken off."""
    return float((ledger["capacity_hours"] - ledger["reserve_hours"]).sum()) or 1.0


def lines(text: str, width: int) -> str:
    """Break a text into lines of at most `width` characters."""
    return "\n".join(wrap(text, width, break_long_words=False)) or text


def bare(axes: Axes, *, keep: Sequence[str] = ()) -> None:
    """Take away the frame and the ticks' marks; `keep` names the sides that stay."""
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side in keep)
    axes.tick_params(length=0)


def row_labels(axes: Axes, labels: Sequence[str]) -> None:
    """Write one label per row, the first one on top, and drop the horizontal scale: bars carry figures."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xticks([])
    bare(axes)


def scale(axes: Axes, along: str, write: Callable[[float], str], steps: int = 6) -> None:
    """Write an axis in the reader's language, with a faint line at each step."""
    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _position: write(value)))
    axes.grid(axis="x" if along == "x" else "y", color=RULE)


def figure_at(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    colour: str = INK,
    side: str = "right",
    away: float = 5,
) -> None:
    """Write a figure at the end of a horizontal bar, outside it."""
    axes.annotate(
        text,
        (x, y),
        xytext=(away if side == "right" else -away, 0),
        textcoords="offset points",
        va="center",
        ha="left" if side == "right" else "right",
        color=colour,
        fontsize=SMALL_SIZE,
    )


ROOM_FOR_FIGURE = 0.07  # of the widest bar


def stacked_rows(
    axes: Axes,
    parts: pd.DataFrame,
    colours: Sequence[str],
    write: Callable[[float], str],
) -> None:
    """Draw one horizontal bar per row, made of the columns; a part with room for it carries its figure."""
    widest = max(float(parts.sum(axis=1).max()) if len(parts) else 0.0, 1.0)
    start = pd.Series(0.0, index=parts.index)
    for column, colour in zip(parts.columns, colours, strict=True):
        width = parts[column].clip(lower=0).fillna(0.0)
        axes.barh(range(len(parts)), width, left=start, color=colour, height=0.62, edgecolor="white")
        for place, (left, size) in enumerate(zip(start, width, strict=True)):
            if size >= ROOM_FOR_FIGURE * widest:
                axes.text(
                    left + size / 2,
                    place,
                    write(size),
                    ha="center",
                    va="center",
                    color=ink_on(colour),
                    fontsize=SMALL_SIZE,
                )
        start = start + width
    axes.set_xlim(0, widest * 1.02)


def key(axes: Axes, names: Sequence[str], colours: Sequence[str]) -> None:
    """Write the legend above the drawing, where direct labels have no room."""
    handles = [Patch(facecolor=colour, label=name) for name, colour in zip(names, colours, strict=True)]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(names),
        borderaxespad=0.4,
        columnspacing=1.4,
        handlelength=1,
        handleheight=1,
        borderpad=0,
        labelcolor=INK,
    )
