"""The plan that stands, where step 12 plans again in the middle of a year."""

from datetime import timedelta
from pathlib import Path

from solver.calendar.replan import Standing
from solver.parameters import Portfolio
from solver.run import Run
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_date


def standing_plan(portfolio: Portfolio) -> Standing | None:
    """Return the dates of the run that `replan` names, and how much of them may move; None without it.

    Raises
    ------
    PortfolioError
        The folder holds no step 12 of this firm, or the day lies outside the plan.
    """
    asked = portfolio.replan
    if asked is None:
        return None
    run = Run(Path(asked.run))
    if not run.portfolio_path.exists() or not run.artifact_path("appointments").exists():
        raise PortfolioError(
            _("there is no run with its step 12 in this folder, so no date stands"),
            file=run.path,
            fix=_("give under replan, run the folder of the run whose dates stand"),
        )
    run.check_layout()
    if (firm := run.portfolio().firm) != portfolio.firm:
        raise PortfolioError(
            _("the run whose dates stand is of another firm: {firm}").format(firm=firm),
            file=run.path,
            fix=_("give under replan, run a run of {firm}").format(firm=portfolio.firm),
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
        first_free=first_day + timedelta(days=asked.freeze_days),
        changes_max=asked.changes_max,
        change_minutes=asked.change_minutes,
    )
