"""What the team would bring with one rep fewer, or with the hours of one rep more, and what it would save."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from solver.allocation.explain.draws import HIGH, LOW
from solver.allocation.methods.resolve import TeamPlan, best_plan, best_team, with_hours
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.words.i18n import _, counted, format_money, format_share

FEWER = "one_fewer"
MORE = "one_more"
TOO_MANY, RIGHT, SHORT, UNTOLD = "one_too_many", "right", "short", "open"
LOW_RETURN, HIGH_RETURN = 0.5, 1.5  # of the last rep: below, one too many; above, the team is short


class WithReps(Protocol):
    """What gives the problem with some accounts at other reps."""

    def __call__(
        self, rep_of: Mapping[Hashable, str], reps: Collection[str] | None = None
    ) -> AllocationProblem:
        """Return it with these accounts at these reps; the part of some reps alone, where they are named."""


@dataclass(frozen=True)
class Leaver:
    """The visits that change where one rep leaves and others take over.

    Attributes
    ----------
    rep_id : str
    rows : ndarray of int
        Accounts of the leaver and of the takers, by their place in the problem.
    before, after : ndarray of int
        Their levels in the best plan as the team is, and without the leaver.
    road_eur : float
        Road that the others drive beyond that of all; NaN where no plan keeps their rules.
    moved, unserved : int
        The leaver's accounts that are taken over, and those that are not.
    """

    rep_id: str
    rows: np.ndarray
    before: np.ndarray
    after: np.ndarray
    road_eur: float
    moved: int
    unserved: int

    def change_eur(self, problem: AllocationProblem) -> float:
        """Return what the first year brings more or less, as this problem values visits."""
        if self.road_eur != self.road_eur:
            return float("nan")
        value = problem.contribution_eur[self.rows]
        each = np.arange(len(self.rows))
        return float((value[each, self.after] - value[each, self.before]).sum())


def leavers(
    problem: AllocationProblem, here: TeamPlan, with_reps: WithReps, takers: pd.Series
) -> list[Leaver]:
    """Plan the visits anew without each rep in turn.

    Each account goes to its taker, whose hours stay as they are and who gives it what it is worth there;
    floors and locks of the leaver's accounts, and the leaver's prospect target, are given up.

    Parameters
    ----------
    problem : AllocationProblem
    here : TeamPlan
        The best plan of the team as it is.
    with_reps : callable
        See `WithReps`.
    takers : Series of str, indexed by account_id
        Who would take over each account if its rep left; missing where nobody could.
    """
    road = problem.road_eur * problem.levels.visits_at(here.visits)
    found = []
    for code, rep_id in enumerate(problem.reps["rep_id"]):
        theirs = problem.account_ids[problem.rep_codes == code]
        moved = takers.reindex(theirs).dropna()
        concerned = [rep_id, *dict.fromkeys(moved)]
        there = with_reps(moved.to_dict(), set(concerned))
        after = best_team(there, _without(there, rep_id, theirs))
        rows = np.flatnonzero(np.isin(problem.rep_codes, problem.rep_ids.get_indexer(pd.Index(concerned))))
        levels = after.visits[there.account_ids.get_indexer(problem.account_ids[rows])]
        more_road = after.road_eur - float(road[rows].sum())
        unserved = len(theirs) - len(moved)
        found.append(Leaver(rep_id, rows, here.visits[rows], levels, more_road, len(moved), unserved))
    return found


def team_size_values(
    problem: AllocationProblem,
    here: TeamPlan,
    fewer: Sequence[Leaver],
    annual_cost_eur: pd.Series,
    *,
    lost_without_visits_eur: pd.Series,
    years: float | None = None,
    drawn: pd.DataFrame | None = None,
    rep_names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Value the team without each rep in turn, and with one rep more beside each rep in turn.

    Parameters
    ----------
    problem : AllocationProblem
    here : TeamPlan
        The best plan of the team as it is.
    fewer : sequence of Leaver
        From `leavers`.
    annual_cost_eur : Series
        Cost of each rep over the plan, by rep_id; a rep more costs the mean.
    lost_without_visits_eur : Series
        First-year contribution that hangs on the plan's visits of each rep, by rep_id.
    years : float, optional
        How many first years are counted; the problem's horizon when left out. Where visits stop at the cost
        of an hour, that cost is in the plan and not in the euros: the cost of the rep is set against them.
    drawn : DataFrame, optional
        What each rep's leaving changes in each draw of the judgements (see `robustness.gain_in_draws`).
    rep_names : mapping, optional
        How the sentences call the reps; by their codes when left out.

    Returns
    -------
    DataFrame
        The canonical table `team_size`; euros are missing where no plan keeps the rules of the others.

    Notes
    -----
    **One rep fewer.** See `leavers`. `worst_change_eur` is what would be lost if nobody took anything over:
    what hangs on the visits of the plan, the figure of the budget in step 11.

    **One rep more.** The mean hours of a rep are added to one territory, as if a colleague worked it with the
    same driving per visit, the same curves, the same ceilings and no time to get known.

    References
    ----------
    Zoltners, Sinha, Lorimer (2006), Match your sales force structure to your business life cycle, Harvard
    Business Review 84(7): a sales force is of the right size while the last person returns between 50 and
    150 % of the cost, over the years that the effect lasts.
    """
    sheets = problem.sheets()
    years = problem.horizon if years is None else years
    brought, road = problem.value_of(here.visits), problem.road_eur * problem.levels.visits_at(here.visits)
    mean_hours = float(problem.reps["hours"].mean())
    rows = []
    for sheet, leaver in zip(sheets, fewer, strict=True):
        change = leaver.change_eur(problem)
        rows.append(
            _line(FEWER, sheet.rep_id, here, change, years * change - leaver.road_eur)
            | {
                "hours": -sheet.available_hours,
                "moved_accounts": leaver.moved,
                "unserved_accounts": leaver.unserved,
                "worst_change_eur": -float(lost_without_visits_eur.get(sheet.rep_id, 0.0)),
                "cost_change_eur": -float(annual_cost_eur.get(sheet.rep_id, np.nan)),
            }
        )
    for sheet in sheets:
        plan, _worth = best_plan(with_hours(sheet, sheet.available_hours + mean_hours))
        change = more_road = float("nan")
        if plan is not None:
            there = np.arange(len(plan)), plan
            change = float((problem.contribution_eur[sheet.rows][there] - brought[sheet.rows]).sum())
            driven = problem.road_eur[sheet.rows] * sheet.levels.visits_at(plan)
            more_road = float((driven - road[sheet.rows]).sum())
        rows.append(
            _line(MORE, sheet.rep_id, here, change, years * change - more_road)
            | {
                "hours": mean_hours,
                "moved_accounts": 0,
                "unserved_accounts": 0,
                "worst_change_eur": np.nan,
                "cost_change_eur": float(annual_cost_eur.mean()),
            }
        )
    table = pd.DataFrame(rows)
    cost = table["cost_change_eur"].abs()
    at_stake = table["years_change_eur"].where(table["team_change"] == MORE, -table["years_change_eur"])
    table["return_share"] = (at_stake - cost) / cost.where(cost > 0)
    road_of = {leaver.rep_id: leaver.road_eur for leaver in fewer}
    table = table.join(_ends(drawn, table, road_of, years / problem.horizon))
    columns = ("team_change", "return_share", "return_low_80", "return_high_80")
    table["sizing"] = [_zone(*line) for line in zip(*(table[name] for name in columns), strict=True)]
    names = rep_names or {}
    table["sentence"] = [
        _sentence(row, names.get(row["rep_id"], row["rep_id"])) for row in table.to_dict("records")
    ]
    return table.astype({"team_change": "str", "rep_id": "str", "sizing": "str", "sentence": "str"})


def _without(problem: AllocationProblem, leaver: str, theirs: pd.Index) -> list[RepSheet]:
    """Lift floors and locks of the leaver's accounts, up to a lock, and leave the leaver out."""
    freed = problem.account_ids.isin(theirs)
    return [
        replace(sheet, floor=np.where(freed[sheet.rows], 0, sheet.floor))
        for sheet in problem.sheets()
        if sheet.rep_id != leaver
    ]


def _line(
    team_change: str, rep_id: str, here: TeamPlan, change_eur: float, years_change_eur: float
) -> dict[str, Any]:
    """Set a team against the one there is, which has to have a plan."""
    planned = 1.0 if here.worth_eur == here.worth_eur else float("nan")
    return {
        "team_change": team_change,
        "rep_id": rep_id,
        "contribution_eur": here.contribution_eur + change_eur,
        "change_eur": planned * change_eur,
        "years_change_eur": planned * years_change_eur,
    }


def _ends(
    drawn: pd.DataFrame | None, table: pd.DataFrame, road_of: Mapping[str, float], years: float
) -> pd.DataFrame:
    """Return the ends between which the return of a rep lies in four draws of five; of a rep more, none."""
    ends = pd.DataFrame({"return_low_80": np.nan, "return_high_80": np.nan}, index=table.index)
    if drawn is None:
        return ends
    lost = drawn["rep_id"].map(road_of) - drawn["change_eur"] * drawn["horizon"] * years
    by_rep = lost.groupby(drawn["rep_id"])
    cost = -table["cost_change_eur"].where(table["cost_change_eur"] < 0)
    for name, part in zip(ends, (LOW, HIGH), strict=True):
        ends[name] = table["rep_id"].map(by_rep.quantile(part)) / cost - 1.0
    return ends


def _zone(team_change: str, return_share: float, low: float, high: float) -> str | None:
    """Say what the return, as printed, says of the size of the team; of a rep more it says nothing.

    Nor does one whose ends, of four draws in five, stand on both sides of a limit.
    """
    if team_change == MORE or return_share != return_share:
        return None
    if any(low < limit < high for limit in (LOW_RETURN, HIGH_RETURN)):
        return UNTOLD
    printed = round(return_share, 2)
    if printed < LOW_RETURN:
        return TOO_MANY
    return SHORT if printed > HIGH_RETURN else RIGHT


def _sentence(row: dict[Hashable, Any], rep_name: str) -> str:
    """Say in words what a line shows; one year alone recommends nothing."""
    if row["change_eur"] != row["change_eur"]:
        return _("Without rep {rep} no plan keeps the rules of the others.").format(rep=rep_name)
    if row["team_change"] == FEWER and not row["moved_accounts"]:
        text = _(
            "Without rep {rep} the first year brings {first} less, the years counted {years} less: nobody "
            "else's day holds one of the accounts, {unserved}."
        )
    elif row["team_change"] == FEWER:
        text = _(
            "Without rep {rep} the first year brings {first} less, the years counted {years} less: {moved}, "
            "{unserved}. If nobody took over, {worst} less."
        )
    else:
        text = _(
            "One rep more beside rep {rep} would bring {first} more in the first year, {years} more over the "
            "years counted."
        )
    if row["return_share"] == row["return_share"]:
        text += " " + _("Against a cost of {cost}, that is a return of {share}.")
    return text.format(
        rep=rep_name,
        first=format_money(abs(row["change_eur"])),
        years=format_money(abs(row["years_change_eur"])),
        moved=counted(row["moved_accounts"], "{n} account is taken over", "{n} accounts are taken over"),
        unserved=counted(row["unserved_accounts"], "{n} gets no visit", "{n} get no visit"),
        worst=format_money(-row["worst_change_eur"]),
        cost=format_money(abs(row["cost_change_eur"])),
        share=format_share(row["return_share"]),
    )
