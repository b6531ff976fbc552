"""The sheet of the parameters: each with its value, what it means, and whether anybody measured it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pydantic_core import PydanticUndefined

from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.sheet import write_table
from solver.parameters import Portfolio
from solver.parameters.basis import basis
from solver.parameters.curves import JUDGED_POINTS
from solver.parameters.portfolio import NAMING_FILES
from solver.parameters.roads import numbers_alone
from solver.report.findings.parameters import CODES_OF
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.tables.units import UnitName, unit_by_ending
from solver.words.i18n import MISSING, _, clauses, format_number

# What is no figure of the plan: the firm itself, its files, how the output files look.
NOT_LISTED = NAMING_FILES | {
    "replan",
    "firm",
    "sources",
    "reps",
    "assumptions",
    "branding",
    "language",
    "currency",
    "file_owner",
    "contributors",
    "ladders",
    "list_lines",
    "asks_per_visit",
}
PRINTED = 40  # lines; what differs from the usual values stands first
UNITS = (
    ("_months", "months"),
    ("_days", "days"),
    ("_minutes", "minutes"),
    ("_hours", "hours"),
    ("_kmh", "km/h"),
    ("time_limit_s", "seconds"),
)


def write_parameters(plan: Plan, sheet: Any) -> Area:
    """Write the parameters of the run, one value a line."""
    rows = list(parameter_rows(plan.findings.portfolio))
    layout = Layout(
        _("Parameters"),
        _("What the plan was worked out with. They are changed in portfolio.yaml, not here."),
        [
            Field("parameter", _("Parameter"), [row["name"] for row in rows], least=24, most=34),
            Field("detail", _("For"), [row["detail"] for row in rows], least=14, most=28),
            _values(rows, "value", _("Value")),
            Field("unit", _("Unit"), [row["unit"] for row in rows], least=9, most=14),
            Field("meaning", column_label("meaning"), [row["meaning"] for row in rows], least=40, most=70),
            _values(rows, "usual", _("Usual value")),
            Field("changed", _("Changed"), [row["changed"] for row in rows], least=9),
            Field("judged", _("Assumed"), [row["judged"] for row in rows], least=9),
        ],
        frozen=1,
        most_lines=6,
        printed=PRINTED,
    )
    return write_table(sheet, plan.styles, layout)


def _values(rows: list[dict[str, Any]], name: str, heading: str) -> Field:
    values = [row[name] for row in rows]
    units = [
        row["written_as"] if isinstance(value, int | float) else _other(value)
        for row, value in zip(rows, values, strict=True)
    ]
    return Field(name, heading, values, "text", units, least=14, most=34)


def _other(value: Any) -> UnitName:
    return "date" if isinstance(value, date) else "text"


def parameter_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    """Yield a line per value, with its usual value, unit, meaning, and whether it was changed or judged."""
    here = portfolio.model_dump()
    usual = Portfolio.model_construct().model_dump(warnings=False)
    for name, spec in Portfolio.model_fields.items():
        if name in NOT_LISTED:
            continue
        given = spec.default is not PydanticUndefined
        rests_on = basis(spec)
        absent = _("measured") if rests_on == "measured" else MISSING
        facts = {
            "name": name,
            "unit": _unit(name, portfolio.currency),
            "written_as": _written_as(name),
            "meaning": _(spec.description) if spec.description else "",
            "judged": _("yes") if rests_on == "judged" else None,
        }
        values, before = _parts(name, here[name]), _parts(name, usual.get(name)) if given else {}
        for detail in values:
            value, old = (_plain(part.get(detail), name, absent) for part in (values, before))
            changed = given and value != old
            yield facts | {
                "detail": detail or None,
                "value": value,
                "usual": old if given else None,
                "changed": _("yes") if changed else None,
            }


def _parts(name: str, value: Any) -> dict[str, Any]:
    """Split a value that is several, each with what it is for."""
    value = numbers_alone(name, value)
    if not isinstance(value, dict):
        return {"": value}
    codes = CODES_OF.get(name)
    named = {
        label(codes, key) if codes and name != "account_rules" else str(key): part
        for key, part in value.items()
    }
    if name != "judged_curves":
        return named
    return {
        f"{words} – {column_label(point)}": number
        for words, points in named.items()
        for point, number in zip(JUDGED_POINTS[len(points)], points, strict=False)
    }


def _plain(value: Any, name: str, absent: str) -> Any:
    """Return a value as a cell holds it: a number, a date, or a text."""
    if value is None:
        return absent
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, list | tuple):
        return clauses(_in_words(item, name) for item in value)
    return label(CODES_OF[name], value) if name in CODES_OF else str(value)


def _in_words(item: Any, name: str) -> str:
    if isinstance(item, list | tuple) and len(item) == 2:
        return _("from {low}: {note}").format(low=_number(item[0]), note=_number(item[1]))
    return label("behaviour" if name == "precedence" else name, item)


def _number(value: float) -> str:
    return format_number(value, 0 if value == int(value) else 2)


def _written_as(name: str) -> UnitName:
    return "fine" if name == "judged_curves" else unit_by_ending(name)


def _unit(name: str, currency: str) -> str | None:
    """Return the unit that the name of a parameter ends on."""
    words = {
        "months": _("months"),
        "days": _("days"),
        "minutes": _("minutes"),
        "hours": _("hours"),
        "km/h": _("km/h"),
        "seconds": _("seconds"),
    }
    if unit_by_ending(name) == "money":
        return currency
    return next((words[unit] for ending, unit in UNITS if name.endswith(ending)), None)
