"""The sheets of the diary: the visits of each week, rep by rep, and the list of the appointments."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from solver.calendar.weeks import monday_of, week_of
from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.looks import plain_values
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import write_table
from solver.report.findings.days import in_turn
from solver.report.look.theme import tint
from solver.tables.dictionary import column_label
from solver.words.i18n import _, format_date

PRINTED = 140  # appointments: about two weeks of five reps, six pages
MOST_APPOINTMENTS = 50_000  # of more, the list opens slowly, and nobody reads all reps' days in one
MOST_LOOKED_THROUGH = 500_000_000  # lines by all formulas of a sheet: of more, opening it takes minutes
BUSIEST = 0.42  # of the firm's colour on white: ink stays readable on it


def lists_appointments(plan: Plan) -> bool:
    """Tell whether one sheet lists the appointments of all reps; else only the agendas do, rep by rep."""
    return len(plan.table("appointments")) <= MOST_APPOINTMENTS


def write_appointments(plan: Plan, sheet: Any) -> Area:
    """Write the list of the appointments, in the order of the days."""
    dated = in_turn(plan.table("appointments")).drop(columns="visit_no").rename(columns={"turn": "visit_no"})
    rows = plan.with_accounts(dated, "name", "address", "postcode", "town", "phone")
    rows = rows.assign(week=week_of(rows["date"]), rep_name=plan.reps(rows["rep_id"]))
    rows = rows.sort_values(["date", "rep_name", "rep_id", "stop"], kind="stable", ignore_index=True)
    layout = Layout(
        _("Appointments"),
        _("Every visit that has a day, in the order of the days. The calendars of the reps hold the same."),
        [*_appointment_fields(rows), *_nights(plan, rows)],
        frozen=2,
        most_lines=2,
        printed=PRINTED,
    )
    return write_table(sheet, plan.styles, layout)


def _appointment_fields(rows: pd.DataFrame) -> list[Field]:
    return [
        known(rows, "week", least=9),
        known(rows, "date"),
        Field("weekday", _("Day"), _weekdays(rows["date"]), least=10),
        Field("start", column_label("start"), [_time(value) for value in rows["start"]], "time"),
        Field("end", column_label("end"), [_time(value) for value in rows["end"]], "time"),
        Field("rep_id", column_label("rep_id"), column(rows, "rep_name"), least=12, most=18),
        known(rows, "account_id", most=12),
        known(rows, "name", least=20, most=34),
        known(rows, "address", most=28),
        known(rows, "postcode"),
        known(rows, "town", most=20),
        known(rows, "phone", most=16),
        known(rows, "visit_no"),
        known(rows, "status", least=9, most=12),
        known(rows, "travel_minutes"),
    ]


def _nights(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    """Return where a rep sleeps who does not come home, beside the last visit of that day; none without."""
    if not plan.has("nights"):
        return []
    nights = plan.table("nights").set_index(["rep_id", "date"])["place"]
    evening = pd.MultiIndex.from_frame(rows[["rep_id", "date"]])
    last = ~rows.duplicated(["rep_id", "date"], keep="last")
    places = rows.assign(place=nights.reindex(evening).to_numpy())["place"].where(last)
    return [Field("place", _("Night away after it"), plain_values(places), least=12, most=24)]


def _weekdays(days: pd.Series) -> list[str]:
    names = {number: format_date(dt.date(2024, 1, 1 + number), "EEEE") for number in range(7)}
    return [names[number] for number in days.dt.day_of_week]


def _time(written: str) -> dt.time | str:
    """Return a time of day as such; what cannot be read as one stays as it is written."""
    hours, _colon, minutes = written.partition(":")
    return dt.time(int(hours), int(minutes)) if hours.isdigit() and minutes.isdigit() else written


def write_calendar(plan: Plan, sheet: Any) -> Area:
    """Write the visits of each week, rep by rep, counted over the list of the appointments."""
    said = _("Visits of each week, counted in the list of appointments.")
    if not lists_appointments(plan):
        said = _(
            "Visits of each week, as the run counted them. They are too many for one list: those of each rep"
            " stand in the folder agenda, as a calendar and as a sheet."
        )
    elif not counts_live(plan):
        said = _("Visits of each week, as the run counted them: of so many, a formula would take minutes.")
    layout = Layout(_("Calendar by week"), said, _week_fields(plan), frozen=2)
    area = write_table(sheet, plan.styles, layout)
    places = [place for name, place in area.places.items() if name.startswith("rep ")]
    most = tint(plan.findings.brand.primary, BUSIEST)
    colours = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": most}
    sheet.conditional_format(area.first, places[0], area.last, places[-1], colours)
    return area


def counts_live(plan: Plan) -> bool:
    """Tell whether the week of each rep is counted by formula: each looks through all the appointments."""
    cells = len(weeks_of(plan)) * len(plan.names)
    return "appointments" in plan.areas and cells * len(plan.table("appointments")) <= MOST_LOOKED_THROUGH


def weeks_of(plan: Plan) -> list[str]:
    """Return every week of the plan, those without a visit too."""
    portfolio = plan.findings.portfolio
    dates = plan.table("appointments")["date"]
    first = min(pd.Timestamp(portfolio.plan_start), dates.min())
    last = max(pd.Timestamp(portfolio.plan_end), dates.max())
    return list(dict.fromkeys(week_of(pd.Series(pd.date_range(first, last)))))


def _week_fields(plan: Plan) -> list[Field]:
    weeks = weeks_of(plan)
    mondays = [monday_of(week).to_pydatetime() for week in weeks]
    appointments = plan.table("appointments")
    counts = Counter(zip(week_of(appointments["date"]), appointments["rep_id"], strict=True))
    reps = {rep_id: f"rep {rep_id}" for rep_id in plan.names}
    live = counts_live(plan)

    def count(rep: str) -> Any:
        if not live:
            return None
        diary = plan.areas["appointments"]

        def formula(area: Area, row: int) -> str:
            week = area.cell("week", row)
            head = xl_rowcol_to_cell(area.heading, area.places[rep], row_abs=True)
            return f'=COUNTIFS({diary.outside("week")},{week},{diary.outside("rep_id")},"="&{head})'

        return formula

    def across(area: Area, row: int) -> str:
        names = list(reps.values())
        return f"=SUM({area.cell(names[0], row)}:{area.cell(names[-1], row)})"

    by_rep = {rep_id: [counts.get((week, rep_id), 0) for week in weeks] for rep_id in reps}
    return [
        Field("week", column_label("week"), weeks, least=11),
        Field("starts_on", _("Monday"), mondays, "date", least=12),
        Field("month", column_label("month"), _months(weeks), least=12),
        *(
            Field(name, shown, by_rep[rep_id], "count", formula=count(name), total=True, least=12)
            for (rep_id, name), shown in zip(reps.items(), plan.names.values(), strict=True)
        ),
        Field(
            "visits",
            _("All reps"),
            [sum(values) for values in zip(*by_rep.values(), strict=True)],
            "count",
            formula=across,
            total=True,
            least=12,
        ),
    ]


def _months(weeks: Sequence[str]) -> list[str]:
    """Return the month of each week, that of its Thursday as for its number."""
    return [format_date(monday_of(week) + pd.Timedelta(days=3), "LLLL y") for week in weeks]
