"""The plan that stands, where step 12 plans again in the middle of a year."""

from datetime import timedelta
from pathlib import Path

import pandas as pd

from solver.calendar.replan import Standing
from solver.flow.earlier_run import refusal
from solver.parameters import Portfolio
from solver.run import Run
from solver.tables import empty
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_date


def standing_plan(portfolio: Portfolio, own_run: Path | None = None) -> Standing | None:
    """Return the dates of the run that `replan` names, and how much of them may move; None without it.

    Parameters
    ----------
    portfolio : Portfolio
    own_run : Path, optional
        The folder that the plan is written into: it cannot be the run whose dates stand.

    Raises
    ------
    PortfolioError
        The folder holds no finished step 12 of this firm, it is that of the plan itself, or the day lies
        outside the plan.
    """
    asked = portfolio.replan
    if asked is None:
        return None
    run = Run(Path(asked.run))
    if own_run is not None and run.path.resolve() == own_run.resolve():
        raise refusal(
            run,
            _("this is the folder that the plan is written into: its dates cannot stand on themselves"),
            _("give under replan, run the folder of an earlier run, or write this one into another folder"),
        )
    if not run.portfolio_path.exists():
        raise refusal(
            run,
            _("there is no run with its step 12 in this folder, so no date stands"),
            _("give under replan, run the folder of the run whose dates stand"),
        )
    run.check_layout()
    if not run.holds("appointments"):
        raise refusal(
            run,
            _("step 12 of this run was not finished, or its dates were changed since: no date stands"),
            _("run that plan again to its end, or give under replan, run the folder of another one"),
        )
    if (firm := run.portfolio().firm) != portfolio.firm:
        raise refusal(
            run,
            _("the run whose dates stand is of another firm: {firm}").format(firm=firm),
            _("give under replan, run a run of {firm}").format(firm=portfolio.firm),
        )
    first_day = asked.from_day or portfolio.plan_start
    if not portfolio.plan_start <= first_day <= portfolio.plan_end:
        raise PortfolioError(
            _("the plan runs from {start} to {end}, and would be made again from {day}").format(
                start=format_date(portfolio.plan_start),
                end=format_date(portfolio.plan_end),
                day=format_date(first_day),
            ),
            column="replan.from",
            fix=_("give a day within it"),
        )
    return Standing(
        appointments=run.read("appointments"),
        nights=nights_of(run),
        first_free=first_day + timedelta(days=asked.freeze_days),
        changes_max=asked.changes_max,
        change_minutes=asked.change_minutes,
    )


def nights_of(run: Run) -> pd.DataFrame:
    """Return the nights away of a run; none where it is from before there were any."""
    nights: pd.DataFrame = run.read("nights") if run.holds("nights") else empty("nights")
    return nights
