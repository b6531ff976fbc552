"""Step 2: where the days of the year go, and how many hours of visits they leave."""

import pandas as pd

from solver.report.figures.shared import bare, figure_at, row_labels
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, INK, LIGHT_ACCENT, QUIET, SMALL_SIZE, SOFT_INK, ink_on
from solver.tables.codes import OFF_FIELD, label, month_name
from solver.words.i18n import _, clauses, counted, format_hours, format_number


@drawn
def time_waterfall(rep_time: pd.DataFrame) -> Picture:
    """Draw how the days of the plan melt into field days, for the mean rep."""
    days = rep_time.groupby("rep_id").sum(numeric_only=True).mean()
    taken = [(name, float(days[f"{name}_days"])) for name in OFF_FIELD if days[f"{name}_days"] > 0]
    rows = [_("Days of the plan"), *(label("activity", name) for name, _days in taken), _("Field days")]
    figure = new_figure(0.42 * len(rows) + 0.3)
    axes = figure.subplots()
    left = total = float(days["calendar_days"])
    axes.barh(0, total, color=QUIET, height=0.66)
    figure_at(axes, total, 0, format_number(total, _decimals(total)))
    for place, (_name, size) in enumerate(taken, start=1):
        axes.barh(place, size, left=left - size, color=LIGHT_ACCENT, height=0.66)
        axes.plot([left, left], [place - 1 + 0.33, place + 0.33], color=SOFT_INK, linewidth=0.7)
        left -= size
        figure_at(axes, left, place, f"−{format_number(size, _decimals(size))}", side="left")
    field = float(days["field_days"])
    axes.barh(len(rows) - 1, field, color=ACCENT, height=0.66)
    figure_at(axes, field, len(rows) - 1, format_number(field, _decimals(field)))
    row_labels(axes, rows)
    axes.set_xlim(0, total * 1.06)
    title = counted(
        round(total),
        "Of {n} day, a rep spends {field} in the field: {hours} of visits, reserve taken off",
        "Of {n} days, a rep spends {field} in the field: {hours} of visits, reserve taken off",
    ).format(
        field=format_number(field),
        hours=format_hours(days["available_hours"]),
    )
    off = clauses(f"{label('activity', name)} {format_number(size, 1)}" for name, size in taken)
    return to_picture(figure, title, f"{title}. {off}")


@drawn
def monthly_capacity(rep_time: pd.DataFrame) -> Picture:
    """Draw the hours of visits of each month, all reps together, and the reserve above them."""
    months = rep_time.groupby("month", sort=True)[["available_hours", "reserve_hours"]].sum()
    figure = new_figure(3.4)
    axes = figure.subplots()
    places = range(len(months))
    available, reserve = months["available_hours"], months["reserve_hours"]
    axes.bar(places, available, color=ACCENT, width=0.72)
    axes.bar(places, reserve, bottom=available, color=LIGHT_ACCENT, width=0.72)
    for place, hours in zip(places, available, strict=True):
        axes.text(
            place, hours * 0.5, format_number(hours), ha="center", color=ink_on(ACCENT), fontsize=SMALL_SIZE
        )
    if len(months):
        top = float(available.iloc[-1] + reserve.iloc[-1])
        axes.annotate(
            _("reserve"), (len(months) - 0.6, top), xytext=(4, -8), textcoords="offset points", color=INK
        )
    axes.set_xticks(places, [month_name(month) for month in months.index])
    axes.set_yticks([])
    axes.set_xlim(-0.5, len(months) + 0.3)
    bare(axes)
    lowest, highest = str(available.idxmin()), str(available.idxmax())
    title = _("{total} of visits in the year, from {low} in {low_month} to {high} in {high_month}").format(
        total=format_hours(available.sum()),
        low=format_hours(available[lowest]),
        low_month=month_name(lowest, "LLLL"),
        high=format_hours(available[highest]),
        high_month=month_name(highest, "LLLL"),
    )
    return to_picture(figure, title)


def _decimals(days: float) -> int:
    return 0 if days >= 20 or days % 1 == 0 else 1
