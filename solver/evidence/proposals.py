"""Judged parameters of an earlier run beside what came: to be decided on, never changed by themselves."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.kept import Earlier, Since, won_prospects
from solver.method.accounts.revenue import CENT
from solver.method.prospects.client_flow import YearChange
from solver.method.prospects.rates import wilson_interval

FEWEST_CASES = 30
REACH = 1.96  # standard errors, for 95 cases in 100

Counted = tuple[float, float, float, int]  # value, low, high, cases


def proposals(
    earlier: Earlier, now: Since, parameters: Mapping[str, Any], accounts: pd.DataFrame
) -> list[dict[str, Any]]:
    """Propose new values of judged parameters, as far as enough cases speak, once the year is over.

    `parameters` are those of the earlier run, None where one was measured, so that nothing is proposed;
    `accounts` those of today. A proposal holds `parameter, old, new, low, high, cases`; below thirty cases
    `new, low, high` are None.
    """
    if not now.year_over:
        return []
    change = YearChange.of(earlier.clients, now.year_eur)
    before, after, stays = change.before, change.after, change.stays
    brought = now.revenue_eur.reindex(won_prospects(earlier, now))
    known = accounts.set_index("account_id").reindex(brought.index)
    could = (known["potential_eur"] * known["accessible_share"].fillna(1.0)).dropna()
    could = could[could > CENT]
    measured: dict[str, Counted | None] = {
        "client_growth_rate": _ratio(after[stays], before[stays], less=1.0),
        "attrition_rate": _ratio(before.mask(stays, 0.0), before),
        "new_client_revenue_eur": _ratio(brought, pd.Series(1.0, index=brought.index)),
        "win_back_rate": _win_back(earlier, now),
        "first_year_share": _ratio(brought.reindex(could.index), could),
    }
    told = []
    for name, found in measured.items():
        old = parameters.get(name)
        if found is None or old is None:
            continue
        *figures, cases = found
        new = figures if cases >= FEWEST_CASES else [None] * 3
        told.append(
            {"parameter": name, "old": float(old), **dict(zip(("new", "low", "high"), new, strict=True))}
            | {"cases": cases}
        )
    return told


def _win_back(earlier: Earlier, now: Since) -> Counted | None:
    """Return the share of former clients who bought again, of those visited."""
    former = earlier.kinds.index[earlier.kinds.eq("former_client")]
    visited = now.visits.index.intersection(former)
    if visited.empty:
        return None
    won = int((now.revenue_eur.reindex(visited).fillna(0.0) > CENT).sum())
    return (won / len(visited), *wilson_interval(won, len(visited)), len(visited))


def _ratio(above: pd.Series, below: pd.Series, less: float = 0.0) -> Counted | None:
    """Return the ratio of two sums with the bounds of the ratio estimator; none without a case."""
    cases = len(below)
    if not cases:
        return None
    value = float(above.sum() / below.sum())
    off = np.square(above - value * below).sum()
    reach = REACH * float(np.sqrt(off * cases / max(cases - 1, 1)) / below.sum())
    return value - less, value - reach - less, value + reach - less, cases
