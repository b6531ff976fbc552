"""The key figures that reports, workbook and slides must give alike: one value, written one way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from solver.report.figures.plans import PLAN, TODAY
from solver.report.findings.artifacts import Artifacts
from solver.report.look.cells import Column, formatter
from solver.tables.units import UnitName
from solver.words.i18n import _, mark

Question = Literal["do", "brings", "costs"]


@dataclass(frozen=True)
class SheetSum:
    """How a workbook makes a figure of the lines of one of its sheets.

    Attributes
    ----------
    sheet, column : str
        Codes of the sheet and of the column.
    how : {"sum", "positive", "filled", "hours"}
        Add up, count what is above zero, count what is filled in, or multiply visits by hours and add up.
    prospects : bool, optional
        Only the lines of prospects, or only the others.
    """

    sheet: str
    column: str
    how: Literal["sum", "positive", "filled", "hours"] = "sum"
    prospects: bool | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a key figure before there is a run.

    Attributes
    ----------
    code : str
        By which files and tests ask for it.
    label : str
        To be translated.
    unit : str
        One of `UNITS`.
    question : tuple of {"do", "brings", "costs"} and int
        The manager's question that it helps to answer, and its place there.
    computed_by : str
        The function that works it out, as Python writes it.
    value : callable
        Reads it off what a run holds; none where that is not there yet.
    formula : SheetSum, optional
        How the workbook makes it anew.
    live : bool
        Whether it follows what is written in the yellow cells of the workbook.
    """

    code: str
    label: str
    unit: UnitName
    question: tuple[Question, int]
    computed_by: str
    value: Callable[[Artifacts], float | None]
    formula: SheetSum | None = None
    live: bool = False


@dataclass(frozen=True)
class Figure:
    """One key figure of a run.

    Attributes
    ----------
    code : str
    label : str
        In the language in force.
    value : float
        In full precision; a workbook holds this one.
    unit : str
        One of `UNITS`.
    """

    code: str
    label: str
    value: float
    unit: UnitName

    @property
    def written(self) -> str:
        """The figure as a reader reads it, in every file that holds text."""
        return formatter(Column(unit=self.unit), self.code)(self.value)


def _sum_of(table: str, *columns: str) -> Callable[[Artifacts], float | None]:
    """Add up columns of a table."""

    def value(artifacts: Artifacts) -> float | None:
        if not artifacts.has(table):
            return None
        held = artifacts.table(table)[columns[0] if len(columns) == 1 else list(columns)]
        return float(held.to_numpy().sum())

    return value


def _visits(*, prospects: bool) -> Callable[[Artifacts], float | None]:
    """Add up the visits to prospects, or to the others."""

    def value(artifacts: Artifacts) -> float | None:
        if not artifacts.has("allocation"):
            return None
        allocation = artifacts.table("allocation")
        mine = allocation["kind"].eq("prospect") == prospects
        return float(allocation.loc[mine, "visits"].sum())

    return value


def _certified(name: str) -> Callable[[Artifacts], float | None]:
    """Take a figure of the certificate."""
    return lambda artifacts: artifacts.facts("certificate.json").get(name)


def _accounts_visited(artifacts: Artifacts) -> float | None:
    return float((artifacts.table("allocation")["visits"] > 0).sum()) if artifacts.has("allocation") else None


def _gain(artifacts: Artifacts) -> float | None:
    if not artifacts.has("comparison"):
        return None
    plans = artifacts.table("comparison").set_index("plan")
    return float(plans["gain_eur"][TODAY]) if {PLAN, TODAY} <= set(plans.index) else None


def _appointments(artifacts: Artifacts) -> float | None:
    return float(len(artifacts.table("appointments"))) if artifacts.has("appointments") else None


PLAN_TABLE = "solver.allocation.explain.plan_table.allocation_table"
KNOWN = (
    Known(
        "capacity_hours",
        mark("Hours in the field"),
        "duration",
        ("costs", 4),
        "solver.method.time.measure_time.rep_time",
        _sum_of("rep_time", "capacity_hours"),
        SheetSum("reps", "capacity_hours"),
    ),
    Known(
        "client_visits",
        mark("Visits to clients"),
        "count",
        ("do", 1),
        PLAN_TABLE,
        _visits(prospects=False),
        SheetSum("visits", "visits", prospects=False),
        live=True,
    ),
    Known(
        "prospect_visits",
        mark("Visits to prospects"),
        "count",
        ("do", 2),
        PLAN_TABLE,
        _visits(prospects=True),
        SheetSum("visits", "visits", prospects=True),
        live=True,
    ),
    Known(
        "accounts_visited",
        mark("Accounts visited"),
        "count",
        ("do", 3),
        PLAN_TABLE,
        _accounts_visited,
        SheetSum("visits", "visits", "positive"),
        live=True,
    ),
    Known(
        "visit_hours",
        mark("Hours of visits, driving included"),
        "duration",
        ("costs", 3),
        PLAN_TABLE,
        _sum_of("allocation", "hours"),
        SheetSum("visits", "visits", "hours"),
        live=True,
    ),
    Known(
        "contribution_eur",
        mark("Expected contribution, first year"),
        "money",
        ("brings", 1),
        "solver.value.response.response_table",
        _certified("contribution_eur"),
        SheetSum("visits", "contribution_eur"),
    ),
    Known(
        "gain_eur",
        mark("Gain on today's visits"),
        "money",
        ("brings", 2),
        "solver.allocation.explain.baselines.compare_plans",
        _gain,
    ),
    Known(
        "budget_eur",
        mark("Cost of the action plan"),
        "money",
        ("costs", 1),
        "solver.method.actions.write_action_plan.summarise_budget",
        _sum_of("budget", "visit_cost_eur", "other_cost_eur"),
        SheetSum("reps", "budget_eur"),
    ),
    Known(
        "road_eur",
        mark("Road of the visits, on top of that cost"),
        "money",
        ("costs", 2),
        "solver.allocation.explain.hours.road_cost",
        _certified("road_cost_eur"),
    ),
    Known(
        "appointments",
        mark("Visits with a day"),
        "count",
        ("do", 4),
        "solver.calendar.plan.plan_appointments",
        _appointments,
        SheetSum("appointments", "date", "filled"),
    ),
)


def headline(artifacts: Artifacts) -> dict[str, Figure]:
    """Return the key figures that the run can answer for, by their code.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds.

    Returns
    -------
    dict of str to Figure
        In the order of `KNOWN`; a figure whose tables are not there yet is left out.
    """
    found = ((known, known.value(artifacts)) for known in KNOWN)
    return {
        known.code: Figure(known.code, _(known.label), float(value), known.unit)
        for known, value in found
        if value is not None
    }
