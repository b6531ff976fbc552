"""What the run under `previous_run` said of its clients and of its dates, to be followed up."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from solver.flow.earlier_run import checked
from solver.method.behaviour.recommendation import DETRACTOR
from solver.parameters import Portfolio
from solver.run import Run
from solver.tables import empty

UNSATISFIED = 2


class AtRisk(NamedTuple):
    """The clients at risk then, with the margin behind each, and those who had said something."""

    seen_on: date
    at_risk: pd.DataFrame
    hot: frozenset[str]


class Dates(NamedTuple):
    """The dated visits of then, and the types of the accounts."""

    seen_on: date
    appointments: pd.DataFrame
    account_types: pd.DataFrame


def at_risk_then(portfolio: Portfolio) -> AtRisk | None:
    """Return the clients that the earlier run called at risk; none where no run is named.

    Raises
    ------
    PortfolioError
        The folder holds no run of this firm that can be read back.
    """
    earlier = _earlier(portfolio)
    if earlier is None:
        return None
    run, then = earlier
    typology, segments = run.read("typology"), run.read("segments")
    accounts, log, found = run.read("accounts"), _table(run, "touchpoints"), _table(run, "discoveries")
    codes = typology.loc[typology["behaviour"].eq("at_risk"), "account_id"]
    margin = segments.set_index("account_id")["margin_eur"]
    at_risk = pd.DataFrame({"account_id": codes, "margin_eur": codes.map(margin).fillna(0.0)})
    angry = accounts.loc[accounts["satisfaction"].le(UNSATISFIED), "account_id"]
    gave_notice = log["touch_kind"].eq("notice") & log["date"].le(pd.Timestamp(then.as_of))
    said = {
        *angry,
        *_table(run, "complaints")["account_id"],
        *log.loc[gave_notice, "account_id"],
        *found.loc[found["recommend"].le(DETRACTOR), "account_id"],
    }
    return AtRisk(then.as_of, at_risk.reset_index(drop=True), frozenset(said & {*codes}))


def dates_then(portfolio: Portfolio) -> Dates | None:
    """Return the dates of the earlier run; none where no run is named, or where it made no dates.

    Raises
    ------
    PortfolioError
        The folder holds no run of this firm that can be read back.
    """
    earlier = _earlier(portfolio)
    if earlier is None:
        return None
    run, then = earlier
    if not run.artifact_path("appointments").exists():
        return None
    return Dates(then.as_of, run.read("appointments"), run.read("account_types"))


def _table(run: Run, name: str) -> pd.DataFrame:
    """Return a table of the earlier run; an older one has not all of them."""
    return run.read(name) if run.artifact_path(name).exists() else empty(name)


def _earlier(portfolio: Portfolio) -> tuple[Run, Portfolio] | None:
    if portfolio.previous_run is None:
        return None
    run = Run(Path(portfolio.previous_run))
    return run, checked(run, portfolio)
