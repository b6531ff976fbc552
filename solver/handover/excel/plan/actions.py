"""The sheet of the action plan: one line per action, its status and its owner to be kept up to date."""

from typing import Any

import pandas as pd

from solver.handover.excel.fields import Area, Field, Layout, literal
from solver.handover.excel.looks import DONE, LATE, SOON
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import colour, write_table
from solver.report.findings.pac import SMALL
from solver.tables.actions import AT_FIRST_VISIT, codes_of
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.tables.units import UnitName
from solver.words.i18n import _

WRITTEN = ["action_owner", "comment"]
CLOSED = ("done", "dropped")
PRINTED = 80  # lines: five pages


def write_actions(plan: Plan, sheet: Any) -> Area:
    """Write the action plan."""
    rows = action_rows(plan)
    layout = Layout(
        _("Action plan"),
        _("One line per action. Yellow cells are yours: status, who does it, by when, comments."),
        _fields(plan, rows),
        frozen=3,
        printed=PRINTED,
    )
    area = write_table(sheet, plan.styles, layout)
    _colour(plan, sheet, area)
    return area


def action_rows(plan: Plan) -> pd.DataFrame:
    """Return the actions, first what is due first, last what to verify, with earlier notes.

    Returns
    -------
    DataFrame
        `action_plan` and `name, action_owner, comment, due_on_proposed`: the last is missing where somebody
        moved the day, so that the move is read back again.
    """
    rows = plan.with_accounts(_at_first_visits(plan), "name")
    rows = rows.assign(due_on_proposed=rows["due_on"], **dict.fromkeys(WRITTEN))
    if plan.has("plan_notes"):
        notes = plan.table("plan_notes").set_index("action_id").reindex(rows["action_id"])
        notes = notes.set_axis(rows.index)
        rows = rows.assign(**{name: notes[name] for name in WRITTEN})
        rows["due_on_proposed"] = rows["due_on"].mask(notes["due_on"].notna())
    verified = rows["track"].eq("information")
    rows = rows.assign(last=verified).sort_values(["last", "due_on", "action_id"], kind="stable")
    return rows.drop(columns="last").reset_index(drop=True)


def _at_first_visits(plan: Plan) -> pd.DataFrame:
    """Return the actions; what is asked at the first visit has the day of that visit, if nobody moved it."""
    rows = plan.table("action_plan")
    if not plan.has("appointments"):
        return rows
    first = rows["account_id"].map(plan.table("appointments").groupby("account_id")["date"].min())
    asked = codes_of(rows["action_id"]).isin(AT_FIRST_VISIT) & rows["channel"].eq("visit")
    if plan.has("plan_notes"):
        asked &= ~rows["action_id"].isin(plan.table("plan_notes").dropna(subset="due_on")["action_id"])
    return rows.assign(due_on=rows["due_on"].mask(asked & first.notna(), first))


def _fields(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    return [
        *_who(plan, rows),
        *_what(rows),
        known(rows, "due_on", to_fill=True, hint=_("The day by which it is done.")),
        known(rows, "status", to_fill=True, choices=plan.lists["list_status_label"], least=12),
        Field(
            "action_owner",
            _("Done by"),
            plan.reps(rows["action_owner"]),
            to_fill=True,
            choices=plan.lists["list_rep_name"],
            free=True,
            least=15,
            most=20,
            hint=_("Leave empty where the rep does it. Choose a name, or write another."),
        ),
        Field("comment", _("Comment"), column(rows, "comment"), to_fill=True, least=22, most=28),
        Field("due_on_proposed", _("Day proposed"), _in_iso(rows["due_on_proposed"]), hidden=True),
    ]


def _in_iso(days: pd.Series) -> list[str | None]:
    """Write days as texts: of a date in a hidden column, some programs say that it is too wide."""
    return [None if pd.isna(day) else day.date().isoformat() for day in days]


def _who(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    return [
        known(rows, "action_id", most=18),
        known(rows, "account_id", most=12, folded=True),
        known(rows, "name", least=18, most=26),
        Field("rep_id", column_label("rep_id"), plan.reps(rows["rep_id"]), most=15),
    ]


def _what(rows: pd.DataFrame) -> list[Field]:
    start, goal = column(rows, "start_value"), column(rows, "goal_value")
    return [
        known(rows, "track", most=14, folded=True),
        known(rows, "action", most=24),
        known(rows, "objective", most=46),
        known(rows, "channel", most=12),
        known(rows, "visits", total=True, folded=True),
        known(rows, "hours", total=True),
        known(rows, "budget_eur", total=True),
        known(rows, "indicator", most=18),
        Field(
            "start_value",
            column_label("start_value"),
            start,
            "count",
            [_unit_of(value) for value in start],
            folded=True,
        ),
        Field("goal_value", column_label("goal_value"), goal, "count", [_unit_of(value) for value in goal]),
    ]


def _unit_of(value: float | None) -> UnitName:
    """Write a small indicator with its decimals, a large one without."""
    return "count" if value is None or value == int(value) or abs(value) >= SMALL else "fine"


def _colour(plan: Plan, sheet: Any, area: Area) -> None:
    """Colour what is done or dropped, what is late, and what is due this month, in this order."""
    due, status = area.cell("due_on", area.first), area.cell("status", area.first)
    words = ",".join(f"{status}={literal(label('status', code))}" for code in CLOSED)
    month = f"YEAR({due})=YEAR(TODAY()),MONTH({due})=MONTH(TODAY())"
    both = (area.places["due_on"], area.places["status"])
    rules = (
        (f"=OR({words})", DONE, (0, len(area.places) - 1)),
        (f'=AND({due}<>"",{due}<TODAY())', LATE, both),
        (f'=AND({due}<>"",{month})', SOON, both),
    )
    for formula, look, (first_place, last_place) in rules:
        cells = (area.first, first_place, area.reach, last_place)
        colour(plan.book, sheet, cells, formula, look, stop_if_true=True)
