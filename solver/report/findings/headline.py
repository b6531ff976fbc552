"""The ten figures that reports, workbook and slides must give alike: one value, written one way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solver.report.figures.plans import PLAN, TODAY
from solver.report.findings.artifacts import has
from solver.report.look.cells import Column, formatter
from solver.tables.units import UnitName
from solver.words.i18n import _, mark


@dataclass(frozen=True)
class Figure:
    """One key figure.

    Attributes
    ----------
    code : str
        By which files and tests ask for it.
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


KNOWN: Mapping[str, tuple[str, UnitName]] = {
    "capacity_hours": (mark("Hours in the field"), "duration"),
    "client_visits": (mark("Visits to clients"), "count"),
    "prospect_visits": (mark("Visits to prospects"), "count"),
    "accounts_visited": (mark("Accounts visited"), "count"),
    "visit_hours": (mark("Hours of visits, driving included"), "duration"),
    "contribution_eur": (mark("Expected contribution"), "money"),
    "bound_eur": (mark("No plan can bring more than"), "money"),
    "gain_eur": (mark("Gain on today's visits"), "money"),
    "budget_eur": (mark("Cost of the action plan"), "money"),
    "appointments": (mark("Visits with a date"), "count"),
}


def headline(artifacts: Mapping[str, Any]) -> dict[str, Figure]:
    """Return the key figures that the run can answer for, by their code.

    Parameters
    ----------
    artifacts : mapping
        What the run holds.

    Returns
    -------
    dict of str to Figure
        In the order of `KNOWN`; a figure whose tables are not there yet is left out.
    """
    values = _values(dict(artifacts))
    return {
        code: Figure(code, _(label), values[code], unit)
        for code, (label, unit) in KNOWN.items()
        if code in values
    }


def _values(artifacts: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    if has(artifacts, "rep_time"):
        found["capacity_hours"] = float(artifacts["rep_time"]["capacity_hours"].sum())
    if has(artifacts, "allocation"):
        allocation = artifacts["allocation"]
        prospects = allocation["kind"] == "prospect"
        found["client_visits"] = float(allocation.loc[~prospects, "visits"].sum())
        found["prospect_visits"] = float(allocation.loc[prospects, "visits"].sum())
        found["accounts_visited"] = float((allocation["visits"] > 0).sum())
        found["visit_hours"] = float(allocation["hours"].sum())
    certificate = artifacts.get("certificate.json") or {}
    for code, name in (("contribution_eur", "objective_eur"), ("bound_eur", "bound_eur")):
        if certificate.get(name) is not None:
            found[code] = float(certificate[name])
    if has(artifacts, "comparison"):
        plans = artifacts["comparison"].set_index("plan")
        if {PLAN, TODAY} <= set(plans.index):
            found["gain_eur"] = float(plans.loc[TODAY, "gain_eur"])
    if has(artifacts, "budget"):
        found["budget_eur"] = float(
            artifacts["budget"][["visit_cost_eur", "other_cost_eur"]].to_numpy().sum()
        )
    if has(artifacts, "appointments"):
        found["appointments"] = float(len(artifacts["appointments"]))
    return found
