"""The earlier run whose promises are read back: of this firm, old enough, of no newer product."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from solver import __version__
from solver.evidence.kept import Earlier, promises_kept, since
from solver.evidence.promises import parameters_hash
from solver.evidence.proposals import proposals
from solver.intake.quality.contributions import Earlier as LastAsks
from solver.method.accounts.revenue import margin_where_unknown
from solver.parameters import Portfolio
from solver.parameters.method import MethodParameters
from solver.run import Run
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_date
from solver.words.months import months_before

FEWEST_MONTHS = 3
LOSS_RISK = Path("artifacts", "09_score_accounts", "loss_risk.parquet")
JUDGED = (
    "client_growth_rate",
    "attrition_rate",
    "new_client_revenue_eur",
    "win_back_rate",
    "first_year_share",
)


def read_back(
    portfolio: Portfolio,
    accounts: pd.DataFrame,
    sales: pd.DataFrame,
    visits: pd.DataFrame,
) -> dict[str, Any]:
    """Hold the promises of the run that `previous_run` names against what came.

    Parameters
    ----------
    portfolio : Portfolio
        Of today.
    accounts, sales, visits : DataFrame
        The canonical tables of today.

    Returns
    -------
    dict
        As `promises_kept` returns it, with `proposals` and `parameters_changed` since (their names); empty
        where no run is named.

    Raises
    ------
    PortfolioError
        The folder holds no run of this firm that made promises a quarter ago or more.
    """
    if portfolio.previous_run is None:
        return {}
    run = Run(Path(portfolio.previous_run))
    then = checked(run, portfolio)
    earlier = _earlier(run)
    rate = margin_where_unknown(sales, portfolio.as_of, portfolio.margin_rate).rate
    now = since(earlier, sales, visits, as_of=portfolio.as_of, margin_rate=rate)
    judged = {name: getattr(then, name) for name in JUDGED}
    if run.artifact_path("win_back_rates").exists():  # an older run has none
        measured = run.read("win_back_rates")["basis"].iloc[0] == "history"
        judged["win_back_rate"] = None if measured else judged["win_back_rate"]
    return promises_kept(earlier, now) | {
        "proposals": proposals(earlier, now, judged, accounts),
        "parameters_changed": _changed(earlier, then, portfolio),
    }


def last_asks(portfolio: Portfolio) -> LastAsks | None:
    """Return what the last run asked for, by `last_run`, else by `previous_run`; none where none is named.

    Raises
    ------
    PortfolioError
        `last_run` names a folder without a run of this firm that asked for anything.
    """
    folder = portfolio.last_run or portfolio.previous_run
    if folder is None:
        return None
    run = Run(Path(folder))
    here = run.portfolio_path.exists() and run.manifest_path.exists()
    if here and run.artifact_path("asks").exists():
        run.check_layout()
        then = run.portfolio()
        if then.firm == portfolio.firm:
            return LastAsks(run.read("asks"), run.read("accounts"), then.list_lines)
    if portfolio.last_run is None:  # an older run, whose promises count all the same
        return None
    raise refusal(
        run,
        _("this folder holds no run of {firm} that says what was asked").format(firm=portfolio.firm),
        _("give under last_run the folder of the last run, or take it out"),
    )


def rests_on(portfolio: Portfolio) -> dict[str, Any]:
    """Return the parameters that the promises of a run rest on, beside the files."""
    return portfolio.model_dump(mode="json", include=set(MethodParameters.model_fields))


def checked(run: Run, portfolio: Portfolio) -> Portfolio:
    """Return the parameters of an earlier run, once it is sure that it can be read back.

    Raises
    ------
    PortfolioError
        There is no run, or it is of a newer version, of another firm or currency, too young, or made no
        promises.
    """
    if not run.portfolio_path.exists() or not run.manifest_path.exists():
        raise refusal(
            run,
            _("there is no run in this folder"),
            _("give under previous_run the folder of an earlier run"),
        )
    try:
        version = str(run.manifest().get("version", ""))
    except (json.JSONDecodeError, AttributeError):
        version = ""
    if _numbers(version) > _numbers(__version__):
        raise refusal(
            run,
            _("this earlier run was made by a newer version of Twelvefold ({version})").format(
                version=version
            ),
            _("take that version, or take previous_run out of portfolio.yaml"),
        )
    run.check_layout()
    then = run.portfolio()
    if then.firm != portfolio.firm:
        raise refusal(
            run,
            _("this earlier run is of another firm: {firm}").format(firm=then.firm),
            _("give under previous_run a run of {firm}").format(firm=portfolio.firm),
        )
    if then.currency != portfolio.currency:
        raise refusal(
            run,
            _("this earlier run counts in {before}, the portfolio in {now}").format(
                before=then.currency, now=portfolio.currency
            ),
            _("give a run in the same currency, or take previous_run out of portfolio.yaml"),
        )
    _refuse_too_young(run, then.as_of, portfolio.as_of)
    if not run.artifact_path("promises").exists():
        raise refusal(
            run,
            _("this earlier run made no promises: it stopped before step 11, or an older version made it"),
            _("take previous_run out of portfolio.yaml; the next run can read this one back"),
        )
    return then


def _refuse_too_young(run: Run, then: date, now: date) -> None:
    next_day = now + timedelta(days=1)  # the end of March is three months after that of December
    if months_before(next_day, FEWEST_MONTHS).date() > then:
        return
    raise refusal(
        run,
        _("this earlier run looked at {then}, less than three months before {now}: it is too early").format(
            then=format_date(then), now=format_date(now)
        ),
        _("give under previous_run a run that is three months older, or take it out"),
    )


def _earlier(run: Run) -> Earlier:
    segments, accounts = run.read("segments"), run.read("accounts")
    risk = run.path / LOSS_RISK
    return Earlier(
        promises=run.read("promises"),
        kinds=accounts.set_index("account_id")["kind"],
        revenue_eur=segments.set_index("account_id")["revenue_eur"],
        loss_risk=pd.read_parquet(risk) if risk.exists() else None,
    )


def _changed(earlier: Earlier, then: Portfolio, now: Portfolio) -> list[str]:
    """Name the parameters that are no longer those the promises rest on."""
    if earlier.promises["parameters"].eq(parameters_hash(rests_on(now))).all():
        return []
    before, after = rests_on(then), rests_on(now)
    return [name for name in after if before[name] != after[name]]


def _numbers(version: str) -> tuple[int, ...]:
    """Read a version such as 0.3.0; what cannot be read is as old as can be."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def refusal(run: Run, problem: str, fix: str) -> PortfolioError:
    """Return the refusal of a run that cannot be read back."""
    return PortfolioError(problem, file=run.path, fix=fix)
