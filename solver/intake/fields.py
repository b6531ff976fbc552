"""What a file may say about each table, read off the canonical tables themselves."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from solver.tables import SCHEMAS

Kind = Literal["text", "code", "number", "whole", "date", "flag", "time"]
KINDS_BY_TYPE: dict[str, Kind] = {
    "float64": "number",
    "Int64": "whole",
    "int64": "whole",
    "bool": "flag",
}
NEEDED = {
    "accounts": ("account_id", "name"),
    "contacts": ("account_id",),
    "sales": ("account_id", "date", "revenue_eur"),
    "visits": ("account_id", "date"),
    "prospect_events": ("account_id", "date", "stage"),
    "decisions": ("account_id",),
    "visit_reports": ("account_id", "date"),
    "merges": ("account_id",),
    "response": ("account_id", "visits", "contribution_eur"),
}


@dataclass(frozen=True)
class Field:
    """A column that a file may hold: how it is read and within which bounds."""

    name: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    codes: tuple[str, ...] = ()


# Columns that help to build a table without being part of it.
HELPERS: dict[str, tuple[Field, ...]] = {
    "accounts": (Field("vat_number", "text"),),
    "sales": (Field("line_no", "text"),),
    "contacts": (Field("first_name", "text"),),
    "prospect_events": (
        Field("outcome", "code", codes=("open", "won", "lost")),
        Field("closed_on", "date"),
        Field("won_on", "date"),
        Field("lost_on", "date"),
        Field("changed_on", "date"),
    ),
    "merges": (
        Field("other_id", "text"),
        Field("decision", "code", codes=("merge", "merge_into_other", "apart")),
    ),
}
# Columns that a table of that name has and no file brings.
WORKED_OUT = {
    "decisions": ("new_rep_id", "replaces_rep_id", "source", "from_plan"),
    "merges": (
        "basis",
        "name",
        "sales_lines",
        "revenue_eur",
        "recent_revenue_eur",
        "joint_revenue_eur",
        "contacts",
        "visits",
        "prospect_events",
        "file",
        "row",
    ),
}
TIMES = ("start_time", "next_visit_time")


@cache
def fields(table: str) -> dict[str, Field]:
    """Return the columns that a file of this table may hold, by name.

    Parameters
    ----------
    table : str
        A table that `sources` may name.
    """
    ours = WORKED_OUT.get(table, ())
    known = {
        name: _field(name, column) for name, column in SCHEMAS[table].columns.items() if name not in ours
    }
    return known | {helper.name: helper for helper in HELPERS.get(table, ())}


def _field(name: str, column: Any) -> Field:
    bounds = {check.name: check.statistics for check in column.checks}
    codes = tuple(bounds.get("isin", {}).get("allowed_values", ()))
    kind = _kind(name, str(column.dtype), codes)
    low = bounds.get("greater_than_or_equal_to", {}).get("min_value")
    high = bounds.get("less_than_or_equal_to", {}).get("max_value")
    return Field(name, kind, low, high, codes)


def _kind(name: str, dtype: str, codes: tuple[str, ...]) -> Kind:
    if name in TIMES:
        return "time"
    if dtype.startswith("datetime64"):
        return "date"
    return KINDS_BY_TYPE.get(dtype, "code" if codes else "text")
