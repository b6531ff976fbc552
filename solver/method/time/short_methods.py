"""Step 2 as the courses teach it on one line: cross-checks of the day-by-day calendar."""

from collections.abc import Sequence
from math import floor

from solver.parameters import Rep

EDGE = 1e-9
DAYS_OF_A_WEEK = 5


def usual_week(reps: Sequence[Rep]) -> dict[str, float]:
    """Return the mean week of the reps, as `days_by_weeks` takes it.

    Parameters
    ----------
    reps : sequence of Rep

    Returns
    -------
    dict
        `days_per_week` (days of the week spent in the field) and `admin_days_per_week` (office work that the
        other days do not hold).
    """
    off = [DAYS_OF_A_WEEK - len(rep.field_weekdays) for rep in reps]
    admin = [max(rep.admin_days_per_week - days, 0.0) for rep, days in zip(reps, off, strict=True)]
    return {
        "days_per_week": DAYS_OF_A_WEEK - sum(off) / len(reps),
        "admin_days_per_week": sum(admin) / len(reps),
    }


def days_by_weeks(
    *, weeks: float, weeks_off: float, days_per_week: float, admin_days_per_week: float = 0.0
) -> dict[str, float]:
    """Count field days from weeks.

    Parameters
    ----------
    weeks, weeks_off : float
        Weeks of the year, and those of leave, training, fairs and sickness.
    days_per_week, admin_days_per_week : float
        Days of a week worked, and the part of them spent in the office.

    Returns
    -------
    dict
        `weeks`, `days`, `admin_days`, `available_days`. Public holidays are not in this method: take them
        off by hand.
    """
    worked = weeks - weeks_off
    days, admin = worked * days_per_week, worked * admin_days_per_week
    return {"weeks": worked, "days": days, "admin_days": admin, "available_days": days - admin}


def days_by_deduction(days: float, *taken_off: float) -> float:
    """Return the days that are left: of a year, once weekends, leave, holidays and the like are taken off."""
    return days - sum(taken_off)


def rest_days(worked_days: float, days_owed: float) -> float:
    """Return the days of rest of a contract counted in days a year (forfait jours)."""
    return worked_days - days_owed


def visit_potential(*, days: float, hours_per_day: float, hours_per_visit: float) -> dict[str, float]:
    """Return how many visits fit: `hours`, and `visits` rounded down, as a part of a visit is none."""
    hours = days * hours_per_day
    return {"hours": hours, "visits": floor(hours / hours_per_visit + EDGE)}


def cost_of_visit(*, annual_cost_eur: float, visits_per_day: float, days: float) -> float:
    """Return the full cost of one visit: the cost of the year over its visits."""
    return annual_cost_eur / (visits_per_day * days)
