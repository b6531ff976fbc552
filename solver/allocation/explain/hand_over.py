"""Accounts that another rep reaches sooner: what handing them over would bring, as a proposal."""

import numpy as np
import pandas as pd

from solver.allocation.explain.team_size import WithReps
from solver.allocation.methods.resolve import best_team, hour_price
from solver.allocation.problem.bounds import DECISION
from solver.allocation.problem.hour_cost import hour_costs
from solver.allocation.problem.problem import AllocationProblem
from solver.tables import empty
from solver.words.i18n import counted, format_money

MOST = 30  # accounts that a manager can talk over with the reps


def hand_over(
    problem: AllocationProblem,
    with_reps: WithReps,
    nearer: pd.DataFrame,
    doubles: pd.DataFrame | None = None,
    *,
    years: float | None = None,
    least_eur: float = 0.0,
) -> pd.DataFrame:
    """Propose which accounts to hand over to a nearer rep.

    Parameters
    ----------
    problem : AllocationProblem
    with_reps : callable
        See `team_size.WithReps`: hours, road and bounds are those with the new rep.
    nearer : DataFrame
        From `nearer_reps`: `account_id, nearer_rep_id, saved_minutes`.
    doubles : DataFrame, optional
        The table `duplicates`: neither of two that may be one account is handed over before that is settled.
    years : float, optional
        How many first years are counted; the problem's horizon when left out.
    least_eur : float, default 0
        What an account has to bring there, over these years, to be worth talking over.

    Returns
    -------
    DataFrame
        The canonical table `hand_over`: an account a line, then one for all of them without an account. Its
        euros are the difference of two plans, both solved exactly; those of a single account are what it
        would be worth at today's prices of an hour, by which they are put in order. Where visits stop at the
        cost of an hour, that cost is no part of what all of them bring.
    """
    years = problem.horizon if years is None else years
    own = _settled(problem.accounts, doubles).set_index("account_id")["rep_id"]
    near = nearer[nearer["account_id"].isin(own.index)].set_index("account_id")
    everyone = with_reps(near["nearer_rep_id"].to_dict())
    alone = [_worth_alone(problem, at, years) for at in (everyone, problem)]
    worth = (alone[0] - alone[1]).reindex(near.index)
    chosen = worth[worth > least_eur].sort_index().sort_values(ascending=False, kind="stable").index[:MOST]
    if chosen.empty:
        return empty("hand_over")
    before = best_team(problem)
    handed = with_reps(near.loc[chosen, "nearer_rep_id"].to_dict())
    after = best_team(handed)
    gain = after.years_eur(years) - before.years_eur(years)
    if not gain > 0:
        return empty("hand_over")
    at = problem.account_ids.get_indexer(chosen)
    lines = pd.DataFrame(
        {
            "account_id": chosen,
            "rep_id": own[chosen].to_numpy(),
            "new_rep_id": near.loc[chosen, "nearer_rep_id"].to_numpy(),
            "saved_minutes": near.loc[chosen, "saved_minutes"].to_numpy(),
            "visits": before.visits[at],
            "new_visits": after.visits[at],
            "contribution_eur": problem.value_of(before.visits)[at],
            "new_contribution_eur": problem.value_of(after.visits)[at],
            "years_change_eur": worth[chosen].to_numpy(),
        }
    )
    whole = {
        "visits": int(before.visits.sum()),
        "new_visits": int(after.visits.sum()),
        "contribution_eur": before.contribution_eur,
        "new_contribution_eur": after.contribution_eur,
        "years_change_eur": gain,
    }
    return pd.concat([lines, pd.DataFrame([whole])], ignore_index=True)


def hand_over_sentence(proposal: pd.DataFrame) -> str:
    """Say what the proposal brings; empty without one."""
    if proposal.empty:
        return ""
    whole = proposal[proposal["account_id"].isna()].iloc[0]
    return counted(
        len(proposal) - 1,
        "Hand over {n} account to a nearer rep: {gain} over the years counted, road included; {first} in the "
        "first year.",
        "Hand over {n} accounts to nearer reps: {gain} over the years counted, road included; {first} in the "
        "first year.",
    ).format(
        gain=format_money(whole["years_change_eur"]),
        first=format_money(whole["new_contribution_eur"] - whole["contribution_eur"]),
    )


def _settled(accounts: pd.DataFrame, doubles: pd.DataFrame | None) -> pd.DataFrame:
    """Leave out likely doubles and records to delete: nobody hands over what may not be an account."""
    if "on_hold" not in accounts:
        return accounts
    held = accounts[accounts["on_hold"].astype(bool) & accounts["ceiling_rule"].ne(DECISION)]["account_id"]
    asked = held if doubles is None else doubles.loc[doubles["other_id"].isin(held), "account_id"]
    return accounts[~accounts["account_id"].isin({*held, *asked})]


def _worth_alone(prices_of: AllocationProblem, problem: AllocationProblem, years: float) -> pd.Series:
    """Return what each account is worth after paying for its hours at the prices of the plan there is."""
    prices = [hour_price(sheet) for sheet in prices_of.sheets()]
    price = np.array(prices)[problem.rep_codes]
    level = np.arange(problem.value_eur.shape[1])
    open_ = (level >= problem.floor[:, None]) & (level <= problem.ceiling[:, None])
    net = np.where(open_, problem.value_eur - price[:, None] * problem.levels.hours, -np.inf)
    visits = net.argmax(axis=1)
    paid = (price + hour_costs(problem)[problem.rep_codes]) * problem.levels.hours_at(visits)
    road = problem.road_eur * problem.levels.visits_at(visits)
    return pd.Series(years * problem.value_of(visits) - road - paid, index=problem.account_ids)
