"""What the team would bring with one rep fewer, or with the hours of one rep more."""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from solver.allocation.methods import allocate as methods
from solver.allocation.methods.resolve import assigned, assigned_sheets, best_value, with_hours
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.words.i18n import _, counted, format_money

FEWER = "one_fewer"
MORE = "one_more"
COLUMNS = ["team_change", "rep_id", "hours", "moved_accounts", "unserved_accounts", "contribution_eur"]


def team_size_values(
    problem: AllocationProblem,
    allocation: Allocation | None = None,
    *,
    annual_cost_eur: pd.Series | None = None,
    rep_names: Mapping[str, str] | None = None,
    gap: float = 1e-4,
    seed: int = 1,
) -> pd.DataFrame:
    """Value the team without each rep in turn, and with one rep more beside each rep in turn.

    Parameters
    ----------
    problem : AllocationProblem
        Its `candidate_reps` say who could take over whom.
    allocation : Allocation, optional
        Where accounts may change rep: the plan whose assignment counts.
    annual_cost_eur : Series, optional
        Cost of each rep over the plan, by rep_id; a rep more costs the mean.
    rep_names : mapping, optional
        How the sentences call the reps; by their codes when left out.
    gap : float
        How close to the best the plan without a rep is proven where accounts are taken over.
    seed : int

    Returns
    -------
    DataFrame
        `change` (one_fewer, one_more), `rep_id` (who leaves, or beside whom the new rep works), `hours`
        (taken away or added), `moved_accounts` (taken over by a colleague), `unserved_accounts` (left without
        any visit), `contribution_eur` (of the whole team after the change, NaN where no plan keeps the
        rules), `change_eur` (against the team as it is), `cost_change_eur` and `net_change_eur` (NaN without
        costs) and `sentence`.

    Notes
    -----
    **One rep fewer.** An account with a candidate rep goes to one of them, whose hours stay as they are and
    who gives it what it is worth there; an account without one gets no visit and brings what its curve says
    of none: the loss of the plan's year, not of the years after. The leaver's prospect target, and the floors
    and locks of the leaver's accounts, are given up; limits on how many accounts change rep or on the spread
    of workload do not apply, as the accounts have to move. Without candidate reps every account of the leaver
    is left unserved: the worst case.

    **One rep more.** The mean hours of a rep are added to one territory, as if a colleague worked it with the
    same driving per visit, the same curves, the same ceilings and no time to get known. Ceilings that hold
    today hold then, so a small value may say that the rules, not the hours, are short (see
    `prices.rule_prices`).
    """
    base = problem
    if allocation is not None and allocation.rep is not None and problem.couples_reps:
        base = assigned(problem, allocation.rep.reindex(problem.account_ids).astype(str).to_numpy())
    sheets = base.sheets() if allocation is None else assigned_sheets(problem, allocation)
    values = {sheet.rep_id: best_value(sheet) for sheet in sheets}
    mean_hours = float(problem.reps["hours"].mean())
    takers = _takers(problem, base)
    rows = []
    for sheet in sheets:
        others = {rep: value for rep, value in values.items() if rep != sheet.rep_id}
        rows.append(_without(base, takers, sheet.rep_id, others, gap, seed))
    for sheet in sheets:
        value = best_value(with_hours(sheet, sheet.available_hours + mean_hours))
        team = sum(values.values()) - values[sheet.rep_id] + value
        rows.append(dict(zip(COLUMNS, (MORE, sheet.rep_id, mean_hours, 0, 0, team), strict=True)))
    table = pd.DataFrame(rows, columns=COLUMNS)
    table["change_eur"] = table["contribution_eur"] - sum(values.values())
    table["cost_change_eur"] = _costs(table, annual_cost_eur)
    table["net_change_eur"] = table["change_eur"] - table["cost_change_eur"]
    names = rep_names or {}
    table["sentence"] = [
        _sentence(row, names.get(row["rep_id"], row["rep_id"])) for row in table.to_dict("records")
    ]
    return table.astype({"team_change": "str", "rep_id": "str", "sentence": "str"})


def _takers(problem: AllocationProblem, base: AllocationProblem) -> pd.DataFrame:
    """List the reps who could take each account: its candidates and, where it was moved, its own rep."""
    columns = ["account_id", "rep_id", "hours_per_visit"]
    if not problem.couples_reps or problem.candidate_reps is None:
        return pd.DataFrame(columns=columns)
    every = pd.concat([problem.candidate_reps[columns], problem.accounts[columns]], ignore_index=True)
    holder = every["account_id"].map(base.accounts.set_index("account_id")["rep_id"])
    kept = every[every["rep_id"] != holder].drop_duplicates(["account_id", "rep_id"])
    return kept.sort_values(["account_id", "hours_per_visit", "rep_id"], ignore_index=True)


def _without(
    base: AllocationProblem,
    takers: pd.DataFrame,
    leaver: str,
    others: dict[str, float],
    gap: float,
    seed: int,
) -> dict:
    """Value the team once a rep has left."""
    accounts = base.accounts.set_index("account_id")
    left = accounts.index[accounts["rep_id"] == leaver]
    pairs = takers[takers["account_id"].isin(left)]
    first = pairs.drop_duplicates("account_id").set_index("account_id")
    unserved = left.difference(first.index)
    value = float(base.value_eur[base.account_ids.get_indexer(unserved), 0].sum())
    if len(first):
        freed = accounts.loc[first.index]
        lock = freed["locked_visits"].astype("Float64")
        accounts.loc[first.index, "max_visits"] = lock.fillna(freed["max_visits"]).astype(np.int64)
        accounts.loc[first.index, "min_visits"] = 0
        accounts.loc[first.index, "locked_visits"] = pd.NA
        accounts.loc[first.index, ["rep_id", "hours_per_visit"]] = first[["rep_id", "hours_per_visit"]]
        staying = accounts.drop(index=unserved).reset_index()
        chosen = first["rep_id"].reindex(pairs["account_id"]).to_numpy() == pairs["rep_id"].to_numpy()
        team = dataclasses.replace(
            base,
            accounts=staying,
            response=base.response[base.response["account_id"].isin(staying["account_id"])],
            reps=base.reps[base.reps["rep_id"] != leaver],
            candidate_reps=pairs[~chosen],
            rules=None,
        )
        value += methods.allocate(team, gap=gap, seed=seed).objective_eur
    else:
        value += sum(others.values())
    hours = float(base.reps.set_index("rep_id")["hours"][leaver])
    content = (FEWER, leaver, -hours, len(first), len(unserved), value)
    return dict(zip(COLUMNS, content, strict=True))


def _costs(table: pd.DataFrame, annual_cost_eur: pd.Series | None) -> np.ndarray:
    """Cost saved by a leaver, or of a mean rep more; NaN where no costs are known."""
    if annual_cost_eur is None:
        return np.full(len(table), np.nan)
    own = -table["rep_id"].map(annual_cost_eur).astype(float)
    return own.where(table["team_change"] == FEWER, float(annual_cost_eur.mean())).to_numpy()


def _sentence(row: dict, rep_name: str) -> str:
    """Say in words what a line shows."""
    change = row["change_eur"]
    if change != change:
        return _("Without rep {rep} no plan keeps the rules of the others.").format(rep=rep_name)
    if row["team_change"] == FEWER:
        text = _("Without rep {rep} the year brings {lost} less: {moved}, {unserved}.")
    else:
        text = _("One rep more beside rep {rep} would bring {gained} more in the year.")
    if row["net_change_eur"] >= 0:
        text += " " + _("Counting the cost, the firm is {net} better off.")
    if row["net_change_eur"] < 0:
        text += " " + _("Counting the cost, the firm is {net} worse off.")
    return text.format(
        rep=rep_name,
        lost=format_money(-change),
        gained=format_money(change),
        moved=counted(row["moved_accounts"], "{n} account is taken over", "{n} accounts are taken over"),
        unserved=counted(row["unserved_accounts"], "{n} gets no visit", "{n} get no visit"),
        net=format_money(abs(row["net_change_eur"])),
    )
