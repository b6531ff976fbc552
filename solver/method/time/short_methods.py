"""Step 2 as the courses teach it on one line: cross-checks of the day-by-day calendar."""

from collections.abc import Sequence

from solver.parameters import Rep

DAYS_OF_A_WEEK = 5


def usual_week(reps: Sequence[Rep]) -> dict[str, float]:
    """Return the mean week of the reps, as `days_by_weeks` takes it.

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
