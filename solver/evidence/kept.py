"""What became of the promises of an earlier run: which bounds held, who was lost, where the margin went.

Nothing here is an effect of visits: what came true came true for many reasons at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.promises import POINT
from solver.evidence.resample import DIGITS, cents, resampled_sums
from solver.method.accounts.revenue import CENT, line_margin
from solver.method.prospects.client_flow import YearChange

TOP_SHARE = 0.20  # of the clients are on the list of those to call
FOLLOWED = 0.80  # of the planned visits made where they were planned: the plan was followed
WANTED = (0.80, 0.95)  # of the bounds should hold: fewer are too narrow, more too wide


@dataclass(frozen=True)
class Earlier:
    """What an earlier run left behind; series are by account_id."""

    promises: pd.DataFrame
    kinds: pd.Series
    revenue_eur: pd.Series  # of the 12 months before
    loss_risk: pd.DataFrame | None = None  # where that run had it

    @property
    def as_of(self) -> pd.Timestamp:
        """Day that run looked at."""
        return pd.Timestamp(self.promises["as_of"].iloc[0])

    @property
    def plan(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of its plan."""
        first = self.promises.iloc[0]
        return pd.Timestamp(first["plan_start"]), pd.Timestamp(first["plan_end"])

    @property
    def clients(self) -> pd.Series:
        """Revenue of those who were buying then, by account_id."""
        return self.revenue_eur[self.revenue_eur > CENT].sort_index()

    def of_accounts(self, promise: str) -> pd.DataFrame:
        """Return one promise of each account, by account_id."""
        return self.promises[self.promises["promise"].eq(promise)].set_index("account_id").sort_index()


@dataclass(frozen=True)
class Since:
    """What happened since, up to the last day of the data or of the plan; series are by account_id."""

    end: pd.Timestamp
    share: float  # of the plan that has gone by
    year_over: bool  # twelve months have gone by since the earlier run
    revenue_eur: pd.Series  # over the plan so far
    margin_eur: pd.Series
    year_eur: pd.Series  # of the twelve months after that run
    visits: pd.Series  # done over the plan so far
    bought_before: frozenset[str]  # at any time before that run
    year_before_eur: pd.Series  # of the same days a year before, as long as the plan goes on

    @property
    def plan_over(self) -> bool:
        """Whether the last day of the plan has gone by: before, no figure of it is held or broken."""
        return self.share >= 1


def since(
    earlier: Earlier, sales: pd.DataFrame, visits: pd.DataFrame, *, as_of: date, margin_rate: float
) -> Since:
    """Return what happened since an earlier run, by the canonical tables of today."""
    start, last = earlier.plan
    end = min(pd.Timestamp(as_of), last)
    year = earlier.as_of + pd.DateOffset(years=1)
    lines = sales.assign(margin_eur=line_margin(sales, margin_rate))
    plan = lines[lines["date"].between(start, end)].groupby("account_id")[["revenue_eur", "margin_eur"]].sum()
    after = lines[(lines["date"] > earlier.as_of) & (lines["date"] <= year)]
    before = lines[(lines["date"] <= earlier.as_of) & lines["revenue_eur"].gt(CENT)]
    a_year = pd.DateOffset(years=1)
    same_days = lines[lines["date"].between(start - a_year, end - a_year)]
    done = visits[visits["status"].eq("done") & visits["date"].between(start, end)]
    return Since(
        end=end,
        share=float(((end - start).days + 1) / ((last - start).days + 1)),
        year_over=bool(pd.Timestamp(as_of) >= year),
        revenue_eur=plan["revenue_eur"],
        margin_eur=plan["margin_eur"],
        year_eur=after.groupby("account_id")["revenue_eur"].sum(),
        visits=done.groupby("account_id").size(),
        bought_before=frozenset(before["account_id"]),
        year_before_eur=same_days.groupby("account_id")["revenue_eur"].sum(),
    )


def promises_kept(earlier: Earlier, now: Since) -> dict[str, Any]:
    """Hold an earlier run's promises against what came, figure by figure as the functions below do."""
    return {
        "as_of": earlier.as_of.date().isoformat(),
        "start": earlier.plan[0].date().isoformat(),
        "end": now.end.date().isoformat(),
        "plan_share": now.share,
        "figures": (figures := figures_kept(earlier, now)),
        "bounds": bounds_kept(earlier, now, figures),
        "contribution": contribution_kept(earlier, now),
        "so_far": None if now.plan_over else goal_so_far(earlier, now),
        "loss_list": loss_list_kept(earlier, now),
        "visits": visits_kept(earlier, now),
    }


def bounds_kept(earlier: Earlier, now: Since, figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Count how many bounds of accounts and figures held: `promised, held, below, above, share` (or None).

    Bounds are of the whole plan: as long as it goes on, `promised` says how many there are, and no more.
    """
    said = earlier.of_accounts("account_contribution")
    said = said[said["basis"].ne(POINT)]
    if not now.plan_over:
        of_figures = earlier.promises["account_id"].isna() & earlier.promises["basis"].ne(POINT)
        count = len(said) + int(of_figures.sum())
        return {"promised": count, **dict.fromkeys(("held", "below", "above", "share"))}
    found = now.margin_eur.reindex(said.index).fillna(0.0)
    below = int((found < said["low_bound"] - CENT).sum())
    above = int((found > said["high_bound"] + CENT).sum())
    judged = [each for each in figures if each["held"] is not None]
    held = len(said) - below - above + sum(each["held"] for each in judged)
    promised = len(said) + len(judged)
    return {
        "promised": promised,
        "held": held,
        "below": below + sum(each["found"] < each["low"] for each in judged),
        "above": above + sum(each["found"] > each["high"] for each in judged),
        "share": held / promised if promised else None,
    }


def figures_kept(earlier: Earlier, now: Since) -> list[dict[str, Any]]:
    """Return each promised figure of the firm beside what came; figures of a year wait for its end.

    `promise, expected, low, high` (of the whole plan), `found` (so far) and `held`; the last is None without
    bounds and as long as the plan goes on, both are None where it is too early or unknown.
    """
    came = found_figures(earlier, now)
    told = []
    for row in earlier.promises[earlier.promises["account_id"].isna()].to_dict("records"):
        bounds = {end: row[f"{end}_bound"] for end in ("low", "high")}
        found = came.get(row["promise"])
        judged = now.plan_over and found is not None and row["basis"] != POINT
        held = bounds["low"] <= found <= bounds["high"] if judged and found is not None else None
        expected = {"promise": row["promise"], "expected": row["expected"]}
        told.append({**expected, **bounds, "found": found, "held": held})
    return told


def goal_so_far(earlier: Earlier, now: Since) -> dict[str, Any] | None:
    """Hold the revenue of the plan so far against the same days a year before, and what the goal asks for.

    Returns
    -------
    dict or None
        `accounts` that bought in either time, `revenue_eur, before_eur, change` (of the one against the
        other), its 95 % bounds `low, high`, and the change that the goal of the year `wanted`. None without a
        goal, or without purchases a year before.

    Notes
    -----
    The bounds draw the accounts again and again: they hold what single accounts do by chance, not a season
    that falls on other days, nor what a year may still bring.
    """
    goal = earlier.promises.loc[earlier.promises["promise"].eq("goal_eur"), "expected"]
    year = float(earlier.revenue_eur.sum())
    found, before = now.revenue_eur.align(now.year_before_eur, fill_value=0.0)
    if goal.empty or year <= CENT or before.sum() <= CENT:
        return None
    drawn, drawn_before = resampled_sums(cents(found), cents(before), subject="goal_so_far")
    low, high = np.quantile(np.round(drawn / np.maximum(drawn_before, 1), DIGITS), (0.025, 0.975)) - 1
    return {
        "accounts": len(found),
        "revenue_eur": float(found.sum()),
        "before_eur": float(before.sum()),
        "change": float(found.sum() / before.sum() - 1),
        "low": float(low),
        "high": float(high),
        "wanted": float(goal.iloc[0] / year - 1),
    }


def found_figures(earlier: Earlier, now: Since) -> dict[str, float]:
    """Return what came of the firm's figures, as far as it can be known today."""
    found = {"contribution_eur": float(now.margin_eur.sum())}
    prospects = earlier.kinds.index[earlier.kinds.eq("prospect")]
    won = won_prospects(earlier, now)
    found["new_clients"] = float(len(won))
    if not now.visits.empty:
        at_prospects = now.visits[now.visits.index.isin(prospects)]
        found |= {name: float(at_prospects.sum()) for name in ("prospect_visits", "prospect_need")}
        found["visits"] = float(now.visits.sum())
        if len(at_prospects) and now.share >= 1:
            found["conversion_rate"] = float(_bought(at_prospects.index, now.revenue_eur).mean())
    if not now.year_over:
        return found
    change = YearChange.of(earlier.clients, now.year_eur)
    of_clients = {
        "attrition_rate": change.lost_share,
        "client_loss_rate": change.client_loss_rate,
        "client_growth_rate": change.growth_of_kept,
    }
    found |= {name: value for name, value in of_clients.items() if value is not None}
    found["goal_eur"] = float(now.year_eur.sum())
    alone = pd.Index(newcomers(now)).difference(prospects)
    found["inflow_eur"] = float(now.year_eur.reindex(alone).fillna(0.0).sum())
    if len(won):
        found["new_client_revenue_eur"] = float(now.revenue_eur.reindex(won).mean())
    return found


def newcomers(now: Since) -> list[str]:
    """Return the accounts whose first purchase ever was made within the plan."""
    bought = now.revenue_eur.index[now.revenue_eur > CENT]
    return sorted(set(bought) - now.bought_before)


def won_prospects(earlier: Earlier, now: Since) -> pd.Index:
    """Return the prospects of the earlier run who bought for the first time within the plan."""
    return pd.Index(newcomers(now)).intersection(earlier.kinds.index[earlier.kinds.eq("prospect")])


def contribution_kept(earlier: Earlier, now: Since) -> dict[str, Any]:
    """Split what is missing or left over between clients lost, clients kept, and everybody else.

    `expected` is of the part of the plan gone by; `losses, growth, newcomers` add up to the `difference`.
    """
    expected = earlier.of_accounts("account_contribution")["expected"] * now.share
    expected, realised = expected.align(now.margin_eur, fill_value=0.0)
    apart = realised - expected
    client = pd.Series(apart.index.isin(earlier.clients.index), index=apart.index)
    bought = _bought(apart.index, now.revenue_eur)
    return {
        "expected": float(expected.sum()),
        "realised": float(realised.sum()),
        "difference": float(apart.sum()),
        "losses": float(apart[client & ~bought].sum()),
        "growth": float(apart[client & bought].sum()),
        "newcomers": float(apart[~client].sum()),
        "lost_clients": int((client & ~bought).sum()),
        "kept_clients": int((client & bought).sum()),
    }


def loss_list_kept(earlier: Earlier, now: Since) -> dict[str, Any] | None:
    """Count how many of the clients who did not buy again were on the list of those most likely to leave.

    `too_early` alone before twelve months have gone by, for the risk is of a year; then `clients, listed` (a
    fifth of them), `lost, caught, by_revenue` (how many a list of the smallest would have caught) and
    `expected_lost`; None where that run held no `loss_risk`.
    """
    if earlier.loss_risk is None:
        return None
    if not now.year_over:
        return {"too_early": True}
    then = earlier.clients
    risk = earlier.loss_risk.set_index("account_id")["p"].reindex(then.index).dropna()
    then = then.reindex(risk.index)
    listed = ceil(TOP_SHARE * len(risk))
    lost = ~_bought(risk.index, now.year_eur)
    on_list = risk.sort_values(ascending=False, kind="stable").index[:listed]
    smallest = then.sort_values(kind="stable").index[:listed]
    return {
        "too_early": False,
        "clients": len(risk),
        "listed": listed,
        "lost": int(lost.sum()),
        "caught": int(lost[on_list].sum()),
        "by_revenue": int(lost[smallest].sum()),
        "expected_lost": float(risk.sum()),
    }


def visits_kept(earlier: Earlier, now: Since) -> dict[str, Any] | None:
    """Set the visits done against the visits planned for the part of the plan gone by; None without a log.

    `as_planned` are those done where they were planned, no more than planned.
    """
    if now.visits.empty:
        return None
    planned, done = (earlier.of_accounts("account_visits")["expected"] * now.share).align(
        now.visits, fill_value=0
    )
    made = planned.clip(upper=done)
    share = float(made.sum() / planned.sum()) if planned.sum() > 0 else None
    return {
        "planned": float(planned.sum()),
        "done": float(done.sum()),
        "as_planned": float(made.sum()),
        "as_planned_share": share,
        "followed": None if share is None else share >= FOLLOWED,
    }


def _bought(accounts: pd.Index, revenue_eur: pd.Series) -> pd.Series:
    return revenue_eur.reindex(accounts) > CENT  # of whom no line tells, nothing


def verdict_on_bounds(bounds: Mapping[str, Any]) -> str:
    """Return whether bounds were right, too narrow or too wide; `none` where there were none."""
    if bounds["share"] is None:
        return "none"
    least, most = WANTED
    return "too_narrow" if bounds["share"] < least else "too_wide" if bounds["share"] > most else "right"
