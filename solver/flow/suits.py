"""Which day suits an account, asked of a run folder."""

from dataclasses import replace
from datetime import date

from solver.calendar.suits import Suiting, days_that_suit
from solver.flow.prepare_appointments import PrepareAppointments
from solver.flow.standing_plan import nights_of
from solver.run import Run


def suits(run: Run, account_id: str, *, weeks: int, first_day: date | None = None) -> Suiting:
    """Return how each day of some weeks suits the next visit to an account, on the plan as it stands.

    Parameters
    ----------
    run : Run
        With its step 12.
    account_id : str
    weeks : int
    first_day : date, optional
        The first day of the plan when not given.

    Raises
    ------
    PortfolioError
        There is no step 12 in the folder, or see `solver.calendar.suits.days_that_suit`.
    """
    step = PrepareAppointments.read_from(run)
    return days_that_suit(
        account_id,
        run.read("appointments"),
        replace(step.calendar_tables, nights=nights_of(run)),
        step.settings,
        first_day=first_day or step.settings.plan_start,
        weeks=weeks,
    )
