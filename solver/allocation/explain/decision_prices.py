"""The price in euros of what people decided: each decision alone, and those of a returned plan together."""

import dataclasses
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.explain.team_size import WithReps
from solver.allocation.methods.resolve import best_value
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.words.i18n import _, clauses, counted, format_money, mark_plural
from solver.words.sentences import is_nothing

COLUMNS = ["account_id", "rep_id", "source", "decision", "forgone_eur", "sentence"]
TEXTS = ["account_id", "rep_id", "source", "decision", "sentence"]
CENT = 0.005
Decision = Mapping[Hashable, Any]


def decision_prices(
    problem: AllocationProblem, decisions: pd.DataFrame, with_reps: WithReps, reps: pd.DataFrame
) -> pd.DataFrame:
    """Return what each decision costs: the best plan without it less the best plan with all of them.

    Parameters
    ----------
    problem : AllocationProblem
        With every decision in it; `undecided_min, undecided_max` of its accounts are their bounds without.
    decisions : DataFrame
        Table `decisions`.
    with_reps : callable
        See `team_size.WithReps`: hours, road and bounds are those with the rep there.
    reps : DataFrame
        Table `reps`, for their names.

    Returns
    -------
    DataFrame
        The canonical table `decision_prices`: a line per decision, dearest first, then one for all that came
        back in a plan, without an account. Below zero where a decision brings more than the rules it
        replaces; missing where there is nothing to compare with.

    Notes
    -----
    Both plans are solved exactly, for the reps concerned alone; the price is that of the first year. Prices
    of single decisions need not add up: two may hold back the same hours.
    """
    solved = _Solved(problem, with_reps)
    names = dict(zip(reps["rep_id"], reps["name"], strict=True))
    known = decisions[decisions["account_id"].isin(problem.account_ids)].sort_values(
        "account_id", kind="stable"
    )
    rows = [_of_one(solved, decision, names) for decision in known.to_dict("records")]
    rows.sort(key=lambda row: -row["forgone_eur"] if row["forgone_eur"] == row["forgone_eur"] else np.inf)
    returned = known[known["from_plan"] | known["new_rep_id"].notna()]
    if len(returned):
        rows.append(_of_all(solved, returned))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype(dict.fromkeys(TEXTS, "str") | {"forgone_eur": "float64"})


def decision_in_words(decision: Decision, rep_names: Mapping[str, str]) -> str:
    """Write a decision as one says it, as in: exactly 3 visits.

    Parameters
    ----------
    decision : mapping
        One line of the table `decisions`.
    rep_names : mapping of str to str
        rep_id to name.
    """
    lock, least, most = (decision[name] for name in ("locked_visits", "min_visits", "max_visits"))
    if (pd.notna(lock) and lock == 0) or (pd.notna(most) and most == 0):
        parts = [_("no visit at all")]
    else:
        words = (
            (lock, mark_plural("exactly {n} visit", "exactly {n} visits")),
            (least, mark_plural("at least {n} visit", "at least {n} visits")),
            (most, mark_plural("at most {n} visit", "at most {n} visits")),
        )
        parts = [counted(int(number), *forms) for number, forms in words if pd.notna(number)]
    new = decision["new_rep_id"]
    if pd.notna(new):
        parts.append(_("goes to {rep}").format(rep=rep_names.get(new, new)))
    return clauses(parts)


class _Solved:
    """The best plans with and without decisions, each rep's solved once."""

    def __init__(self, problem: AllocationProblem, with_reps: WithReps) -> None:
        self.problem, self.with_reps = problem, with_reps
        self.place = {str(code): place for place, code in enumerate(problem.account_ids)}
        self._with: dict[str, float] = {}

    def price(self, decisions: pd.DataFrame, *, limits: pd.Series) -> float:
        """Value without these decisions less value with all; `limits` says whose numbers are given up."""
        moved = decisions.dropna(subset="replaces_rep_id").set_index("account_id")["replaces_rep_id"]
        freed = decisions.loc[limits, "account_id"]
        places = [self.place[str(code)] for code in decisions["account_id"]]
        concerned = {str(self.problem.accounts["rep_id"].iloc[place]) for place in places} | set(moved)
        without = self.with_reps(moved.to_dict(), concerned) if len(moved) else self.problem
        gains = [
            best_value(_freed(without, without.sheet(rep), freed)) - self._value(rep)
            for rep in sorted(concerned)
        ]
        return float(sum(gains)) / self.problem.horizon

    def _value(self, rep_id: str) -> float:
        if rep_id not in self._with:
            self._with[rep_id] = best_value(self.problem.sheet(rep_id))
        return self._with[rep_id]


def _freed(problem: AllocationProblem, sheet: RepSheet, account_ids: pd.Series) -> RepSheet:
    """Return the sheet with the bounds that these accounts have when nothing is decided."""
    accounts = problem.accounts.iloc[sheet.rows]
    chosen = accounts["account_id"].isin(account_ids).to_numpy()
    ceiling = np.minimum(accounts["undecided_max"].to_numpy(dtype=np.int64), sheet.last_level)
    floor = np.minimum(accounts["undecided_min"].to_numpy(dtype=np.int64), ceiling)
    return dataclasses.replace(
        sheet,
        floor=np.where(chosen, floor, sheet.floor),
        ceiling=np.where(chosen, ceiling, sheet.ceiling),
    )


def _called(solved: _Solved, account: str) -> str:
    """Write an account's name with its code; the code alone where the files give no name."""
    accounts = solved.problem.accounts
    name = accounts["name"].iloc[solved.place[account]] if "name" in accounts else None
    return account if pd.isna(name) or name in ("", account) else f"{name} ({account})"


def _of_one(solved: _Solved, decision: Decision, names: Mapping[str, str]) -> dict[str, Any]:
    """Price one decision."""
    table = pd.DataFrame([decision])
    price = solved.price(table, limits=pd.Series(True, index=table.index))
    account = str(decision["account_id"])
    words = decision_in_words(decision, names)
    if price != price:
        sentence = _("Account “{account}”, {decision}: there is no plan without it to compare with.")
    elif price < -CENT:
        sentence = _("Account “{account}”, {decision}: it brings {price}.")
    elif is_nothing(format_money(price)):
        sentence = _("Account “{account}”, {decision}: it costs nothing.")
    else:
        sentence = _("Account “{account}”, {decision}: it costs {price}.")
    return {
        "account_id": account,
        "rep_id": str(solved.problem.accounts["rep_id"].iloc[solved.place[account]]),
        "source": decision["source"],
        "decision": words,
        "forgone_eur": price,
        "sentence": sentence.format(
            account=_called(solved, account), decision=words, price=format_money(abs(price))
        ),
    }


def _of_all(solved: _Solved, returned: pd.DataFrame) -> dict[str, Any]:
    """Price together what came back in a plan."""
    price = solved.price(returned, limits=returned["from_plan"])
    sources = returned.loc[returned["from_plan"], "source"]
    count = len(returned)
    words = counted(count, "{n} decision of the returned plan", "{n} decisions of the returned plan")
    if price != price:
        sentence = _("There is no plan without the decisions of the returned plan to compare with.")
    elif price < -CENT:
        sentence = _(
            "The decisions of the returned plan together bring {price}, against none on these accounts."
        )
    else:
        sentence = _(
            "The decisions of the returned plan together cost {price}, against none on these accounts."
        )
    return {
        "account_id": None,
        "rep_id": None,
        "source": sources.iloc[0] if len(sources) else None,
        "decision": words,
        "forgone_eur": price,
        "sentence": sentence.format(price=format_money(abs(price))),
    }
