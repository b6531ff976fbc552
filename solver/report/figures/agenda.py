"""Step 12: a week of a rep as an agenda, and the load of the weeks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from solver.calendar.settings import clock_minutes
from solver.calendar.weeks import monday_of, week_of
from solver.report.figures.shared import bare, first_full_week, key, lines, names_of, scale
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import ACCENT, LIGHT_ACCENT, QUIET, RULE, SMALL_SIZE, ink_on
from solver.tables.codes import label
from solver.words.i18n import _, clauses, counted, format_date, format_hours, format_share
from solver.words.sentences import rep_names

MINUTES_PER_LINE = 20  # of agenda height that one line of text takes


@drawn
def rep_week(
    appointments: pd.DataFrame,
    accounts: pd.DataFrame,
    rep_id: str | None = None,
    week: str | None = None,
    reps: pd.DataFrame | None = None,
    *,
    tours: pd.DataFrame,
) -> Picture:
    """Draw one week of one rep as a grid of days and hours.

    Parameters
    ----------
    appointments, accounts : DataFrame
    rep_id : str, optional
        The first rep when left out.
    week : str, optional
        As in `2026-W03`; the rep's first full week when left out.
    reps : DataFrame, optional
        For the rep's name; the code stands in the title when left out.
    tours : DataFrame
        For the driving, the way home included.
    """
    rep = rep_id or (str(appointments["rep_id"].min()) if len(appointments) else "")
    own = appointments[appointments["rep_id"] == rep]
    chosen = week or first_full_week(own)
    visits = own[week_of(own["date"]) == chosen].sort_values(["date", "start"]) if chosen else own
    rows = visits.to_dict("records")
    names = names_of(visits["account_id"], accounts, 40)
    figure = new_figure(5.2)
    axes = figure.subplots()
    monday = monday_of(chosen) if chosen else None
    starts = [clock_minutes(row["start"]) for row in rows]
    ends = [clock_minutes(row["end"]) for row in rows]
    first, last = min([8 * 60, *starts]) // 60 * 60, -(-max([18 * 60, *ends]) // 60) * 60
    for name, start, end, row in zip(names, starts, ends, rows, strict=True):
        _appointment(axes, row["date"].weekday(), (start, end), name, row)
    days = max([5, *(row["date"].weekday() + 1 for row in rows)])
    axes.set_xlim(-0.5, days - 0.5)
    axes.set_ylim(last, first)
    hours = range(first, last + 1, 60)
    axes.set_yticks(hours, [f"{minute // 60:02d}:00" for minute in hours])
    heads = [format_date(monday + timedelta(days=day), "EEE d MMM") for day in range(days)] if monday else []
    axes.set_xticks(range(len(heads)), heads)
    axes.xaxis.tick_top()
    axes.grid(axis="y", color=RULE)
    bare(axes)
    days_out = tours[tours["rep_id"].eq(rep) & tours["date"].isin(visits["date"])]
    driving = float(days_out["driving_minutes"].sum()) / 60
    if monday is None:
        return to_picture(figure, _("No visit has a day yet"))
    title = counted(
        len(visits),
        "{rep}, week of {monday}: {n} visit, {driving} on the road, the way home included",
        "{rep}, week of {monday}: {n} visits, {driving} on the road, the way home included",
    ).format(
        rep=rep if reps is None else rep_names(reps).get(rep, rep),
        monday=format_date(monday, "d MMMM y"),
        driving=format_hours(driving, 1),
    )
    words = clauses(
        f"{format_date(row['date'], 'EEE d MMM')} {row['start']} {name}"
        for name, row in zip(names, rows, strict=True)
    )
    return to_picture(figure, title, f"{title}. {words}")


def _appointment(axes: Axes, day: int, times: tuple[int, int], name: str, row: Mapping[Any, Any]) -> None:
    """One box; agreed visits are darker and say so."""
    start, end = times
    agreed = row["status"] == "agreed"
    colour = ACCENT if agreed else LIGHT_ACCENT
    axes.add_patch(
        FancyBboxPatch(
            (day - 0.46, start + 2),
            0.92,
            max(end - start - 4, 8),
            boxstyle="round,pad=0,rounding_size=0.03",
            mutation_aspect=300,
            facecolor=colour,
            linewidth=0,
        )
    )
    head = f"{row['start']} · {label('status', 'agreed')}" if agreed else row["start"]
    room = max((end - start) // MINUTES_PER_LINE, 1)
    written = [head, *lines(name, 20).split("\n")] if room > 1 else [name]
    axes.text(
        day - 0.43,
        start + 6,
        "\n".join(written[:room]),
        va="top",
        color=ink_on(colour),
        fontsize=SMALL_SIZE - 1,
        clip_on=True,
    )


@drawn
def workload(tours: pd.DataFrame) -> Picture:
    """Draw the hours of visits and of driving of each week, all reps together."""
    by_week = tours.groupby(week_of(tours["date"]))[["visit_minutes", "driving_minutes"]].sum() / 60
    mondays = _mondays(list(by_week.index))
    sums = by_week.set_axis([monday_of(str(week)) for week in by_week.index]).reindex(mondays, fill_value=0.0)
    figure = new_figure(3.2)
    axes = figure.subplots()
    places = range(len(sums))
    axes.bar(places, sums["visit_minutes"], color=ACCENT, width=0.8)
    axes.bar(places, sums["driving_minutes"], bottom=sums["visit_minutes"], color=QUIET, width=0.8)
    months = [(day + timedelta(days=3)).to_period("M") for day in mondays]  # a week is its Thursday's
    firsts = [place for place, month in enumerate(months) if months.index(month) == place]
    axes.set_xticks(firsts, [format_date(months[place].start_time, "LLL") for place in firsts])
    scale(axes, "y", format_hours, 4)
    bare(axes, keep=("bottom",))
    key(axes, (_("with clients and prospects"), _("on the road")), (ACCENT, QUIET))
    visiting, driving = float(sums["visit_minutes"].sum()), float(sums["driving_minutes"].sum())
    if tours.empty:
        return to_picture(figure, _("No visit has a day yet"))
    sentence = counted(
        tours["rep_id"].nunique(),
        "{stops} in {days} of one rep; {share} of the time is spent on the road",
        "{stops} in {days} of {n} reps; {share} of the time is spent on the road",
    )
    title = sentence.format(
        stops=counted(tours["stops"].sum(), "{n} visit", "{n} visits"),
        days=counted(len(tours), "{n} day or half day of tours", "{n} days and half days of tours"),
        share=format_share(driving / (visiting + driving) if visiting + driving else 0.0),
    )
    return to_picture(figure, title)


def _mondays(weeks: list[str]) -> list[pd.Timestamp]:
    """Return every week from the first to the last, those without a tour included."""
    if not weeks:
        return []
    return list(pd.date_range(monday_of(min(weeks)), monday_of(max(weeks)), freq="7D"))
