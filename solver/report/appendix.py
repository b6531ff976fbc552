"""What stands on the last pages of a report: parameters, certificate, repairs, versions, what words mean."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from solver import __version__
from solver.parameters import Portfolio
from solver.parameters.basis import basis
from solver.parameters.portfolio import NAMING_FILES
from solver.parameters.roads import numbers_alone
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.parameters import CODES_OF, meaning
from solver.report.findings.summary import judgements
from solver.tables.codes import label
from solver.words.i18n import MISSING, _, clauses, format_money, format_number, format_share, mark, with_label

OWN = frozenset(
    {
        *("firm", "as_of", "plan_start", "plan_end", "sources", "reps", "assumptions", "language"),
        *("file_owner", "contributors", "last_run"),
    }
)
CURVES = mark("The response curves: revenue with fewer or more visits, as a part of today's")
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
    (
        mark("Score"),
        mark(
            "0 to 100 points over several criteria; classes S1 to S4. A prospect is in S1 by its points, a "
            "priority prospect by its potential alone: not all of these have the points."
        ),
    ),
    (mark("Prospect target"), mark("Number of visits to prospects that the revenue goal calls for.")),
    (
        mark("Contribution"),
        mark("Margin expected of an account with so many visits."),
    ),
    (
        mark("Response curve"),
        mark("What more or fewer visits do to the contribution: assumed, not measured."),
    ),
    (mark("Bound"), mark("What no plan under these rules can exceed; the gap to it is the proof.")),
    (
        mark("What one more hour would bring"),
        mark(
            "Of a rep, over the years counted, if parts of a visit were allowed. The reasons of the visits "
            "of an account count the first year alone."
        ),
    ),
    (mark("Reserve"), mark("Hours kept for the unforeseen.")),
    (mark("Floor and ceiling"), mark("Fewest and most visits that the rules allow an account.")),
    (mark("Action plan"), mark("Who does what for which account, by when, at what cost, measured how.")),
    (
        mark("Forecast of the year"),
        mark(
            "Revenue of the year: what stays of today's clients, their growth at the rate counted on, "
            "clients who come by themselves or come back, prospects won. Growth that the curves alone expect "
            "is not in it."
        ),
    ),
    (
        mark("Four times in five"),
        mark("One time in ten it comes out lower than the range that is given, one time in ten higher."),
    ),
    (mark("Today's visits"), mark("Those of the last 12 months by the log, made again as they were.")),
    (
        mark("Years counted"),
        mark("The first year, and those after it in which part of what it won or lost goes on."),
    ),
    (
        mark("On hold"),
        mark("No visit before somebody says whether the record is a double, or to be deleted."),
    ),
)


def changed_parameters(portfolio: Portfolio) -> list[tuple[str, str, str, str]]:
    """Return the parameters that differ from the default: name, default, value here, meaning."""
    here = portfolio.model_dump(mode="json")
    defaults = Portfolio.model_construct().model_dump(mode="json", warnings=False)
    return [
        (
            name,
            _shown(name, defaults[name]),
            _shown(name, here[name]),
            meaning(field),
        )
        for name, field in Portfolio.model_fields.items()
        if name not in OWN and field.default is not PydanticUndefined and here[name] != defaults[name]
    ]


def judged_parameters(portfolio: Portfolio, *, curves_below: bool = False) -> list[tuple[str, str, str]]:
    """Return the parameters that are judgements: name, value, meaning.

    Parameters
    ----------
    portfolio : Portfolio
    curves_below : bool
        The curves have a table of their own, so that their numbers need not be listed.
    """
    values = {item.name: _short(item.value, CODES_OF.get(item.name)) for item in judgements(portfolio)}
    if curves_below:
        values["judged_curves"] = _("in the table below")
    return [(item.name, values[item.name], item.description) for item in judgements(portfolio)]


def step_overrides(manifest: dict[str, Any], portfolio: Portfolio) -> list[tuple[str, str, str]]:
    """Return what a notebook was given otherwise than the run's parameters: step, name, value."""
    here = portfolio.model_dump(mode="json")
    return [
        (step_id, name, _short(value))
        for step_id, entry in sorted(manifest.get("steps", {}).items())
        for name, value in sorted(entry.get("parameters", {}).items())
        if name in here and here[name] != value
    ]


def certificate_rows(artifacts: Artifacts, names: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Return the certificate in words, or these lines of it: what was proved, by whom."""
    facts = artifacts.facts("certificate.json")
    written: dict[str, tuple[str, Callable[[Any], str]]] = {
        "status": (_("Status"), lambda value: label("certificate", value)),
        "contribution_eur": (_("Contribution of the first year"), lambda value: format_money(value, 2)),
        "value_years": (_("Years counted"), format_number),
        "objective_eur": (
            _("Worth over the years counted, road deducted"),
            lambda value: format_money(value, 2),
        ),
        "bound_eur": (_("No plan is worth more than"), lambda value: format_money(value, 2)),
        "gap": (_("Proven gap"), lambda value: format_share(value, 4)),
        "solver": (_("Solver"), str),
        "version": (_("Version"), str),
        "seed": (_("Seed"), str),
    }
    return [
        (name, write(facts[key]))
        for key, (name, write) in written.items()
        if facts.get(key) is not None and (names is None or key in names)
    ]


def versions(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the run was made with: name and version, the product first."""
    found = {
        name: version
        for entry in manifest.get("steps", {}).values()
        for name, version in entry.get("packages", {}).items()
    }
    return [("twelvefold", str(manifest.get("version", __version__))), *sorted(found.items())]


def glossary() -> list[tuple[str, str]]:
    """Return the words of the method and what they mean, in alphabetical order."""
    return sorted((_(term), _(meaning)) for term, meaning in GLOSSARY)


def _shown(name: str, value: Any) -> str:
    """Write a parameter's value; of a file its name alone, as its folder says nothing elsewhere."""
    value = numbers_alone(name, value)
    if name in NAMING_FILES:
        files = [value] if isinstance(value, str) else value or []
        return ", ".join(Path(file).name for file in files) or MISSING
    if name == "replan" and value:
        value = value | {"run": Path(value["run"]).name}
    if value is None and basis(Portfolio.model_fields[name]) != "measured":
        return MISSING
    return _short(value, CODES_OF.get(name))


def _short(value: Any, codes: str | None = None) -> str:
    """Write a parameter's value in one line, its codes by what they are called."""
    if isinstance(value, float):
        decimals = next((places for places in (0, 2, 3) if round(value, places) == value), 4)
        return format_number(value, decimals)
    if isinstance(value, dict):
        named = {label(codes, key) if codes else key: item for key, item in value.items()}
        return clauses(with_label(str(key), _short(item, codes)) for key, item in named.items())
    if isinstance(value, list):
        return " ".join(_short(item, codes) for item in value)
    if value is None:
        return _("measured")
    return label(codes, value) if codes else str(value)
