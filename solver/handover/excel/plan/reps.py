"""The sheet of the reps: hours, visits, contribution and budget, by formula over the other sheets."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Area, Field, Layout, literal
from solver.handover.excel.looks import OVER
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.plan.visits import TOLERANCE, hours_by_rep, visit_rows
from solver.handover.excel.sheet import colour, write_table
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.words.i18n import _


@dataclass(frozen=True)
class _Sums:
    """What the other sheets hold, rep by rep, in the order of the reps."""

    reps: list[str]

    def of(self, table: pd.DataFrame, by: str, name: str) -> list[float]:
        """Return the sum of a column for each rep."""
        sums = table.groupby(by)[name].sum()
        return [float(sums.get(rep_id, 0.0)) for rep_id in self.reps]

    def count(self, table: pd.DataFrame) -> list[int]:
        """Return how many lines each rep has."""
        counts = table["rep_id"].value_counts()
        return [int(counts.get(rep_id, 0)) for rep_id in self.reps]


PRINTED = 60  # reps


def write_reps(plan: Plan, sheet: Any) -> Area:
    """Write one line per rep."""
    layout = Layout(
        _("Per rep"),
        _("Worked out from the other sheets: what you write in their yellow cells shows here at once."),
        rep_fields(plan),
        frozen=1,
        printed=PRINTED,
    )
    area = write_table(sheet, plan.styles, layout)
    if "hours_left" in area.places:
        formula = f"={area.cell('hours_left', area.first)}<-{TOLERANCE}"
        place = area.places["hours_left"]
        colour(plan.book, sheet, (area.first, place, area.last, place + 1), formula, OVER)
    return area


def rep_fields(plan: Plan) -> list[Field]:
    """Return the columns of the reps, those that the run can answer for."""
    sums = _Sums(list(plan.names))
    rows = visit_rows(plan)
    names = Field("rep_id", column_label("rep_id"), list(plan.names.values()), least=18, most=30)
    return [names, *_time(plan, sums, rows), *_plan(plan, sums, rows), *_diary(plan, sums)]


def _time(plan: Plan, sums: _Sums, rows: pd.DataFrame) -> list[Field]:
    used = sums.of(rows, "decided_rep_id", "hours_decided")
    uses = Field("hours", _("Hours used"), used, "hours", formula=_from_visits(plan, "hours"), total=True)
    if not plan.has("rep_time"):
        return [uses]
    time = plan.table("rep_time")
    capacity, reserve = (sums.of(time, "rep_id", name) for name in ("capacity_hours", "reserve_hours"))
    available = [has - kept for has, kept in zip(capacity, reserve, strict=True)]
    left = [has - uses for has, uses in zip(available, used, strict=True)]
    return [
        Field("capacity_hours", column_label("capacity_hours"), capacity, "hours", total=True),
        Field("reserve_hours", column_label("reserve_hours"), reserve, "hours", total=True),
        Field(
            "available_hours",
            _("Hours for visits"),
            available,
            "hours",
            formula=lambda area, row: (
                f"={area.cell('capacity_hours', row)}-{area.cell('reserve_hours', row)}"
            ),
            total=True,
        ),
        uses,
        Field(
            "hours_left",
            _("Hours left"),
            left,
            "hours",
            formula=_less("available_hours", "hours"),
            total=True,
        ),
        Field(
            "enough",
            _("Enough hours?"),
            [_enough(hours) for hours in left],
            formula=lambda area, row: (
                f"=IF({area.cell('hours_left', row)}<-{TOLERANCE},{literal(_('too many visits'))},"
                f"{literal(_('yes'))})"
            ),
            least=14,
        ),
    ]


def _less(has: str, taken: str) -> Any:
    """Return what makes the formula of a difference."""
    return lambda area, row: f"={area.cell(has, row)}-{area.cell(taken, row)}"


def _enough(left: float) -> str:
    return _("too many visits") if left < -TOLERANCE else _("yes")


def _plan(plan: Plan, sums: _Sums, rows: pd.DataFrame) -> list[Field]:
    prospects = rows["kind"] == "prospect"
    kind, prospect = plan.areas["visits"].outside("kind"), label("kind", "prospect")
    made = [
        Field(
            "client_visits",
            _("Visits to clients"),
            sums.of(rows[~prospects], "decided_rep_id", "visits_decided"),
            "count",
            formula=_from_visits(plan, "visits_decided", f",{kind},{literal('<>' + prospect)}"),
            total=True,
        ),
        Field(
            "prospect_visits",
            _("Visits to prospects"),
            sums.of(rows[prospects], "decided_rep_id", "visits_decided"),
            "count",
            formula=_from_visits(plan, "visits_decided", f",{kind},{literal(prospect)}"),
            total=True,
        ),
    ]
    if plan.has("prospect_target"):
        target = sums.of(plan.table("prospect_target"), "rep_id", "prospect_visits")
        made.append(Field("prospect_target", _("Prospect target"), target, "count", total=True))
    contribution = sums.of(rows, "decided_rep_id", "contribution_eur")
    actions = plan.table("action_plan")
    return [
        *made,
        Field(
            "contribution_eur",
            column_label("contribution_eur"),
            contribution,
            "money",
            formula=_from_visits(plan, "contribution_eur"),
            total=True,
        ),
        Field(
            "actions",
            _("Actions"),
            sums.count(actions),
            "count",
            formula=lambda area, row: (
                f'=COUNTIFS({plan.areas["actions"].outside("rep_id")},"="&{area.cell("rep_id", row)})'
            ),
            total=True,
        ),
        Field(
            "budget_eur",
            column_label("budget_eur"),
            sums.of(actions, "rep_id", "budget_eur"),
            "money",
            formula=_from_actions(plan, "budget_eur"),
            total=True,
        ),
    ]


def _diary(plan: Plan, sums: _Sums) -> list[Field]:
    made = []
    if plan.has("appointments"):
        made.append(
            Field(
                "appointments",
                _("Visits with a day"),
                sums.count(plan.table("appointments")),
                "count",
                formula=_in_the_diary(plan) if "appointments" in plan.areas else None,
                total=True,
            )
        )
    if plan.has("unplaced"):
        waiting = sums.count(plan.table("unplaced"))
        made.append(Field("unplaced", _("Visits without a day"), waiting, "count", total=True))
    return made


def _in_the_diary(plan: Plan) -> Any:
    """Return what makes the formula of the lines that a rep has in the list of appointments."""
    diary = plan.areas["appointments"]
    return lambda area, row: f'=COUNTIFS({diary.outside("rep_id")},"="&{area.cell("rep_id", row)})'


def _from_visits(plan: Plan, name: str, extra: str = "") -> Any:
    """Return what makes the formula of a sum over the visits."""
    visits = plan.areas["visits"]
    return lambda area, row: (
        "=" + hours_by_rep(visits, name, area.cell("rep_id", row), outside=True, extra=extra)
    )


def _from_actions(plan: Plan, name: str) -> Any:
    """Return what makes the formula of a sum over the actions."""
    actions = plan.areas["actions"]
    return lambda area, row: (
        f'=SUMIFS({actions.outside(name)},{actions.outside("rep_id")},"="&{area.cell("rep_id", row)})'
    )
