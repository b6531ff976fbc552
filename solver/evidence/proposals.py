"""Judged parameters of an earlier run beside what came: to be decided on, never changed by themselves."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.kept import Earlier, Since, newcomers
from solver.method.accounts.revenue import CENT
from solver.method.prospects.client_flow import YearChange
from solver.method.prospects.rates import wilson_interval

FEWEST_CASES = 30
REACH = 1.96  # standard errors, for 95 cases in 100

Counted = tuple[float, float, float, int]  # value, low, high, cases


def proposals(
    earlier: Earlier, now: Since, parameters: Mapping[str, Any], accounts: pd.DataFrame
) -> list[dict[str, Any]]:
    """Propose new values of judged parameters, as far as enough cases speak.

    Parameters
    ----------
    earlier : Earlier
    now : Since
    parameters : mapping
        Of the earlier run: `client_growth_rate, attrition_rate, new_client_revenue_eur, win_back_rate,
        first_year_share`; None where it was measured, so that nothing is proposed.
    accounts : DataFrame
        The canonical accounts of today.

    Returns
    -------
    list of dict
        `parameter, old, new, low, high, cases` from thirty cases on; with fewer `new, low, high` are None.
    """
    measured: dict[str, Counted | None] = {
        "client_growth_rate": _growth(earlier, now),
        "attrition_rate": _attrition(earlier, now),
        "new_client_revenue_eur": _first_year(now) if now.year_over else None,
        "win_back_rate": _win_back(earlier, now) if now.year_over else None,
        "first_year_share": _first_year_share(now, accounts) if now.year_over else None,
    }
    told = []
    for name, found in measured.items():
        old = parameters.get(name)
        if found is None or old is None:
            continue
        value, low, high, cases = found
        enough = cases >= FEWEST_CASES
        told.append(
            {
                "parameter": name,
                "old": float(old),
                "new": value if enough else None,
                "low": low if enough else None,
                "high": high if enough else None,
                "cases": cases,
            }
        )
    return told


def _growth(earlier: Earlier, now: Since) -> Counted | None:
    """Return the growth of those who stayed."""
    change = YearChange.of(earlier.clients, now.year_eur)
    stays = change.stays
    if not now.year_over or not stays.any():
        return None
    value, low, high = _ratio(change.after[stays], change.before[stays])
    return value - 1, low - 1, high - 1, int(stays.sum())


def _attrition(earlier: Earlier, now: Since) -> Counted | None:
    """Return the revenue of those who left over that of all."""
    change = YearChange.of(earlier.clients, now.year_eur)
    if not now.year_over or change.before.empty:
        return None
    return (*_ratio(change.before.mask(change.stays, 0.0), change.before), len(change.before))


def _first_year(now: Since) -> Counted | None:
    """Return what a new client brought."""
    brought = now.revenue_eur.reindex(newcomers(now))
    return (*_ratio(brought, pd.Series(1.0, index=brought.index)), len(brought)) if len(brought) else None


def _win_back(earlier: Earlier, now: Since) -> Counted | None:
    """Return the share of former clients who bought again, of those visited."""
    former = earlier.kinds.index[earlier.kinds.eq("former_client")]
    visited = now.visits.index.intersection(former)
    if visited.empty:
        return None
    won = int((now.revenue_eur.reindex(visited).fillna(0.0) > CENT).sum())
    return (won / len(visited), *wilson_interval(won, len(visited)), len(visited))


def _first_year_share(now: Since, accounts: pd.DataFrame) -> Counted | None:
    """Return what new clients bought over what they could have bought."""
    known = accounts.set_index("account_id").reindex(newcomers(now))
    could = (known["potential_eur"] * known["accessible_share"].fillna(1.0)).dropna()
    could = could[could > CENT]
    brought = now.revenue_eur.reindex(could.index)
    return (*_ratio(brought, could), len(could)) if len(could) else None


def _ratio(above: pd.Series, below: pd.Series) -> tuple[float, float, float]:
    """Return the ratio of two sums with the bounds of the ratio estimator."""
    value = float(above.sum() / below.sum())
    cases = len(below)
    if cases < 2:
        return value, value, value
    error = float(np.sqrt(np.square(above - value * below).sum() * cases / (cases - 1)) / below.sum())
    return value, value - REACH * error, value + REACH * error
