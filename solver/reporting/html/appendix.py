"""The last pages: parameters, certificate, data quality, versions, and what the words mean."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from pydantic_core import PydanticUndefined

from solver import __version__
from solver.i18n import _, format_money, format_number, format_share, mark
from solver.parameters import Portfolio
from solver.reporting.display import Table, show_table
from solver.reporting.figures import completeness
from solver.reporting.html.artifacts import has
from solver.reporting.html.summary import judgements
from solver.reporting.labels import label
from solver.reporting.picture import Picture

LONGEST_VALUE = 160
OWN = frozenset({"firm", "as_of", "plan_start", "plan_end", "sources", "reps", "assumptions", "language"})
GLOSSARY = (
    (mark("Account"), mark("A client, a former client or a prospect: whoever may get visits.")),
    (
        mark("ABC segment"),
        mark("Class of a client on what it already brings: A the largest, C the smallest."),
    ),
    (mark("Potential"), mark("What an account buys in a year of what we sell, from everybody.")),
    (mark("Share of wallet"), mark("Our part of that potential: revenue over potential.")),
    (mark("Gap"), mark("The part of the potential that can be won and that we do not have yet.")),
    (
        mark("Crossed matrix"),
        mark("Segment on revenue by class on potential; prospects have a row of their own."),
    ),
    (mark("Account type"), mark("What the matrix makes of an account: its mission and its resources.")),
    (mark("Typology"), mark("How a client buys: new, developing, loyal, standard, at risk, inactive, lost.")),
    (mark("Score"), mark("0 to 100 points over several criteria; classes S1 to S4.")),
    (mark("Prospect target"), mark("Number of visits to prospects that the revenue goal calls for.")),
    (
        mark("Contribution"),
        mark("Margin expected of an account with so many visits."),
    ),
    (
        mark("Response curve"),
        mark("What more or fewer visits do to the contribution: judged, not measured."),
    ),
    (mark("Bound"), mark("What no plan under these rules can exceed; the gap to it is the proof.")),
    (mark("Price of an hour"), mark("What one hour more of a rep would bring.")),
    (mark("Reserve"), mark("Hours kept for the unforeseen.")),
    (mark("Floor and ceiling"), mark("Fewest and most visits that the rules allow an account.")),
    (mark("Action plan"), mark("Who does what for which account, by when, at what cost, measured how.")),
)


def changed_parameters(portfolio: Portfolio) -> list[tuple[str, str, str, str]]:
    """Return the parameters that differ from the default: name, default, value here, meaning."""
    here = portfolio.model_dump(mode="json")
    defaults = Portfolio.model_construct().model_dump(mode="json", warnings=False)
    return [
        (name, _short(defaults[name]), _short(here[name]), _(field.description) if field.description else "")
        for name, field in Portfolio.model_fields.items()
        if name not in OWN and field.default is not PydanticUndefined and here[name] != defaults[name]
    ]


def judged_parameters(portfolio: Portfolio) -> list[tuple[str, str, str]]:
    """Return the parameters that are judgements: name, value, meaning."""
    return [(item.name, _short(item.value), item.description) for item in judgements(portfolio)]


def step_overrides(manifest: dict[str, Any], portfolio: Portfolio) -> list[tuple[str, str, str]]:
    """Return what a notebook was given otherwise than the run's parameters: step, name, value."""
    here = portfolio.model_dump(mode="json")
    return [
        (step_id, name, _short(value))
        for step_id, entry in sorted(manifest.get("steps", {}).items())
        for name, value in sorted(entry.get("parameters", {}).items())
        if name in here and here[name] != value
    ]


def certificate_rows(artifacts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the certificate in words: what was proved, by whom."""
    facts = artifacts.get("certificate.json") or {}
    written: dict[str, tuple[str, Callable[[Any], str]]] = {
        "status": (_("Status"), lambda value: label("certificate", value)),
        "objective_eur": (_("Contribution of the plan"), lambda value: format_money(value, 2)),
        "bound_eur": (_("No plan can bring more than"), lambda value: format_money(value, 2)),
        "gap": (_("Proven gap"), lambda value: format_share(value, 4)),
        "solver": (_("Solver"), str),
        "version": (_("Version"), str),
        "seed": (_("Seed"), str),
    }
    return [(name, write(facts[key])) for key, (name, write) in written.items() if facts.get(key) is not None]


def versions(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the run was made with: name and version, the product first."""
    found = {
        name: version
        for entry in manifest.get("steps", {}).values()
        for name, version in entry.get("packages", {}).items()
    }
    return [("twelvefold", str(manifest.get("version", __version__))), *sorted(found.items())]


def quality_tables(artifacts: dict[str, Any]) -> list[Table | Picture]:
    """Return how full the fields are, what was repaired, the likely doubles, the visits without a day."""
    made: list[Table | Picture] = []
    if has(artifacts, "quality.json"):
        made.append(completeness(artifacts["quality.json"]))
    if has(artifacts, "repairs"):
        made.append(show_table(_repairs_by_problem(artifacts["repairs"]), title=_("Repaired or set aside")))
    if has(artifacts, "duplicates"):
        doubles = artifacts["duplicates"].sort_values("revenue_eur", ascending=False, kind="stable")
        made.append(show_table(doubles, title=_("Accounts that look the same"), rows=10))
    if has(artifacts, "unplaced"):
        columns = ["rep_id", "account_id", "visit_no", "cause"]
        made.append(
            show_table(
                artifacts["unplaced"],
                columns,
                title=_("Visits without a day"),
                rows=20,
                accounts=artifacts.get("accounts"),
            )
        )
    return made


def glossary() -> list[tuple[str, str]]:
    """Return the words of the method and what they mean, in alphabetical order."""
    return sorted((_(term), _(meaning)) for term, meaning in GLOSSARY)


def _repairs_by_problem(repairs: pd.DataFrame) -> pd.DataFrame:
    """One line per problem: how many lines, how many of them set aside, and the revenue concerned."""
    table = repairs.assign(set_aside=repairs["used"].isna())
    groups = table.groupby("problem", as_index=False).agg(
        lines=("file", "size"), set_aside=("set_aside", "sum"), worth_eur=("worth_eur", "sum")
    )
    return groups.sort_values(["worth_eur", "lines", "problem"], ascending=[False, False, True])


def _short(value: Any) -> str:
    """Write a parameter's value in one line."""
    if isinstance(value, float):
        return format_number(value, 0 if value % 1 == 0 else 4 if abs(value) < 0.01 else 2)
    if isinstance(value, dict):
        return _cut("; ".join(f"{key}: {_short(item)}" for key, item in value.items()))
    if isinstance(value, list):
        return _cut(" ".join(_short(item) for item in value))
    return _("measured") if value is None else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"
