"""Step 1: how far the files can be relied on."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.report.figures.shared import bare, figure_at, key, row_labels, scale, short_money
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, SOFT_INK, WARNING
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.words.i18n import _, counted, format_date, format_number, format_share
from solver.words.sentences import listed

PROSPECTS_ONLY = ("stage",)
EMPTY = "#d5dae0"
MONTH = "LLLL y"
MOST_HOLES = 3  # months without invoices that the title names

TOP = 16


@drawn
def completeness(quality: Mapping[str, Any], table: str = "accounts") -> Picture:
    """Draw how much of the fields with most to complete is filled, and with how many wrong values."""
    facts = pd.DataFrame(list(quality["fields"]), columns=["table", "field", "rows", "wrong", "filled_share"])
    asked = (facts["table"] == table) & ~facts["field"].isin(PROSPECTS_ONLY)
    mine = facts[asked & facts["filled_share"].notna()].copy()
    mine["wrong_share"] = (mine["wrong"] / mine["rows"].clip(lower=1)).fillna(0.0)
    worst = mine.sort_values(["filled_share", "field"]).head(TOP)
    figure = new_figure(0.34 * max(len(worst), 1) + 0.6)
    axes = figure.subplots()
    rows = range(len(worst))
    wrong = worst["wrong_share"].clip(upper=1 - worst["filled_share"])
    axes.barh(rows, 1.0, color=EMPTY, height=0.6)
    axes.barh(rows, worst["filled_share"], color=ACCENT, height=0.6)
    axes.barh(rows, wrong, left=worst["filled_share"], color=WARNING, height=0.6)
    for place, row in enumerate(worst.to_dict("records")):
        text = format_share(row["filled_share"])
        if row["wrong"]:
            text = _("{share}, {wrong} wrong").format(share=text, wrong=format_number(row["wrong"]))
        figure_at(axes, 1.0, place, text, colour=SOFT_INK)
    row_labels(axes, [column_label(str(field)) for field in worst["field"]])
    axes.set_xlim(0, 1.25)
    key(axes, (_("filled"), _("wrong, set aside"), _("empty")), (ACCENT, WARNING, EMPTY))
    if worst.empty:
        return to_picture(figure, _("There is no field to look at"))
    if worst["filled_share"].min() >= 1:
        return to_picture(figure, _("Every column of the files is filled"))
    least = float(worst["filled_share"].iloc[0])
    sentence = _("The field most often empty is “{field}”, filled for {share} of the accounts")
    if table != "accounts":
        sentence = _("{table}: the field most often empty is “{field}”, filled in {share} of the lines")
    title = sentence.format(
        table=label("table", table),
        field=column_label(str(worst["field"].iloc[0])),
        share=format_share(least, 1 if least > 0.99 else 0),
    )
    return to_picture(figure, title)


@drawn
def revenue_by_month(sales: pd.DataFrame) -> Picture:
    """Draw the revenue of each month, so that a hole in the invoices is seen at once."""
    figure = new_figure(2.6)
    axes = figure.subplots()
    if sales.empty:
        bare(axes)
        return to_picture(figure, _("There is no invoice"))
    months = sales["date"].dt.to_period("M")
    every = pd.period_range(months.min(), months.max(), freq="M")
    revenue = sales["revenue_eur"].groupby(months).sum().reindex(every, fill_value=0.0)
    empty = every.difference(pd.PeriodIndex(months.unique(), freq="M"))
    axes.bar(range(len(every)), revenue.to_numpy(), color=ACCENT, width=0.8)
    holes = [place for place, month in enumerate(every) if month in empty]
    axes.plot(holes, [0] * len(holes), marker="v", color=WARNING, linestyle="", markersize=8, clip_on=False)
    years = [place for place, month in enumerate(every) if month.month == 1] or [0]
    axes.set_xticks(years, [str(every[place].year) for place in years], ha="left")
    axes.set_xlim(-0.6, len(every) - 0.4)
    scale(axes, "y", short_money, 4)
    bare(axes, keep=("bottom",))
    first, last = format_date(every[0].start_time, MONTH), format_date(every[-1].start_time, MONTH)
    title = _("Every month from {first} to {last} has invoices").format(first=first, last=last)
    if len(empty):
        shown = listed([format_date(month.start_time, MONTH) for month in empty[:MOST_HOLES]])
        title = counted(
            len(empty),
            "One month without an invoice between {first} and {last}: {months}",
            "{n} months without an invoice between {first} and {last}; the first: {months}",
        ).format(first=first, last=last, months=shown)
    return to_picture(figure, title)
