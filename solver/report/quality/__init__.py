"""What step 1 found, as tables and sentences: the same in its notebook and on the page of the check."""

from solver.report.quality.files import (
    Shape,
    balance,
    balance_holds,
    causes,
    columns_understood,
    files_read,
    shapes,
    stops,
    to_confirm,
    warnings,
)
from solver.report.quality.partners import (
    conflicts,
    doubles,
    gaps,
    kinds,
    merged,
    off_map,
    owing,
    promised,
    reported,
    to_verify,
    who_is_asked,
)
from solver.report.quality.personal_data import people, purge, register
from solver.report.quality.roads import driving_source, driving_times, older_speed
from solver.report.quality.values import field_quality, repairs_by_problem, repairs_worth_most

__all__ = [
    "Shape",
    "balance",
    "balance_holds",
    "causes",
    "columns_understood",
    "conflicts",
    "doubles",
    "driving_source",
    "driving_times",
    "field_quality",
    "files_read",
    "gaps",
    "kinds",
    "merged",
    "off_map",
    "older_speed",
    "owing",
    "people",
    "promised",
    "purge",
    "register",
    "repairs_by_problem",
    "repairs_worth_most",
    "reported",
    "shapes",
    "stops",
    "to_confirm",
    "to_verify",
    "warnings",
    "who_is_asked",
]
