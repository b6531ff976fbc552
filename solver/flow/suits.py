"""Which day suits an account, asked of a run folder."""

from dataclasses import replace
from datetime import date

import pandas as pd

from solver.calendar.suits import Suiting, days_that_suit
from solver.flow.prepare_appointments import PrepareAppointments
from solver.flow.standing_plan import nights_of
from solver.intake.words import fold
from solver.run import Run
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses

MOST_NAMED = 5


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


def account_meant(accounts: pd.DataFrame, said: str) -> str:
    """Return the account that somebody on the phone means: by its code, however it is typed, or by its name.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, name`.
    said : str
        A code, or words of the name.

    Returns
    -------
    str
        Its code; what was said where no account answers to it.

    Raises
    ------
    PortfolioError
        Several names hold these words.
    """
    words = fold(said).split()
    if not words or said in set(accounts["account_id"]):
        return said
    codes = accounts.loc[accounts["account_id"].map(fold) == " ".join(words), "account_id"]
    if len(codes) == 1:
        return str(codes.iloc[0])
    named = accounts[[set(words) <= set(fold(name).split()) for name in accounts["name"].fillna("")]]
    if len(named) > 1:
        shown = named.sort_values("account_id", kind="stable").head(MOST_NAMED)
        raise PortfolioError(
            _("several accounts are called “{name}”").format(name=said),
            fix=_("give the code: {accounts}").format(
                accounts=clauses(
                    [
                        *(shown["account_id"] + " " + shown["name"]),
                        *(["…"] if len(named) > MOST_NAMED else []),
                    ]
                )
            ),
        )
    return str(named["account_id"].iloc[0]) if len(named) else said
