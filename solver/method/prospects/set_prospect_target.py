"""Step 3: from the revenue goal to the visits that prospects must get, and who makes them."""

from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share, ngettext

EDGE = 1e-9


def prospect_need(
    *,
    revenue_eur: float,
    growth_rate: float,
    attrition_rate: float,
    client_growth_rate: float,
    new_client_revenue_eur: float,
    conversion_rate: float,
    visits_per_prospect: float,
    kept_rate: float = 1.0,
    appointment_rate: float = 1.0,
    reach_rate: float = 1.0,
    plan_share: float = 1.0,
) -> dict[str, Any]:
    """Work back from the revenue goal to prospects, visits and calls.

    Parameters
    ----------
    revenue_eur : float
        Revenue of the last 12 months.
    growth_rate : float
        Goal over that revenue, minus one.
    attrition_rate, client_growth_rate : float
        Revenue that leaves with clients, and growth of those who stay.
    new_client_revenue_eur : float
        What a new client brings in the year it is won.
    conversion_rate, visits_per_prospect : float
        Clients won per prospect visited, and visits that a prospect takes.
    kept_rate, appointment_rate, reach_rate : float
        Appointments kept, appointments per prospect reached, prospects reached per call.
    plan_share : float
        Length of the plan in years: the plan bears its part of the year's conquest.

    Returns
    -------
    dict
        Every input and every intermediate figure. Clients, prospects, visits, appointments, contacts and
        calls are rounded up at each stage, as one does not visit a part of a prospect.

    Raises
    ------
    PortfolioError
        There is no revenue to start from, or a rate is zero while clients have to be won.

    Notes
    -----
    expected = revenue x (1 - attrition) x (1 + growth of those who stay);
    to win = goal - expected, zero when the clients of today reach the goal alone;
    prospects = new clients / conversion; visits = prospects x visits per prospect.
    """
    if not revenue_eur > 0:
        raise PortfolioError(
            _("there is no revenue in the last 12 months, so no goal can be set against it"),
            fix=_("look at the dates of the sales and at as_of"),
        )
    goal = revenue_eur * (1 + growth_rate)
    lost = revenue_eur * attrition_rate
    client_growth = (revenue_eur - lost) * client_growth_rate
    expected = revenue_eur - lost + client_growth
    to_win = max(goal - expected, 0.0)
    new_clients = _up(to_win * plan_share / new_client_revenue_eur)
    prospects = _up_by(new_clients, conversion_rate, "conversion_rate")
    appointments = _up_by(prospects, kept_rate, "kept_rate")
    contacts = _up_by(appointments, appointment_rate, "appointment_rate")
    return {
        "revenue_eur": float(revenue_eur),
        "growth_rate": growth_rate,
        "goal_eur": float(goal),
        "attrition_rate": attrition_rate,
        "lost_eur": float(lost),
        "client_growth_rate": client_growth_rate,
        "client_growth_eur": float(client_growth),
        "expected_eur": float(expected),
        "to_win_eur": float(to_win),
        "plan_share": plan_share,
        "to_win_in_plan_eur": float(to_win * plan_share),
        "new_client_revenue_eur": new_client_revenue_eur,
        "new_clients": new_clients,
        "conversion_rate": conversion_rate,
        "prospects": prospects,
        "visits_per_prospect": visits_per_prospect,
        "prospect_visits": _up(prospects * visits_per_prospect),
        "kept_rate": kept_rate,
        "appointments": appointments,
        "appointment_rate": appointment_rate,
        "contacts": contacts,
        "reach_rate": reach_rate,
        "calls": _up_by(contacts, reach_rate, "reach_rate"),
    }


def need_sentence(need: dict[str, Any]) -> str:
    """Say in one sentence what the need is, a need of nothing included."""
    if need["prospect_visits"] == 0:
        return _(
            "Today's clients are expected to bring {expected}, which reaches the goal of {goal}: "
            "no prospect has to be visited, and the target is zero."
        ).format(expected=format_money(need["expected_eur"]), goal=format_money(need["goal_eur"]))
    return ngettext(
        "To reach {goal}, {to_win} must come from one new client, hence {prospects} and {visits}.",
        "To reach {goal}, {to_win} must come from new clients: {clients} clients, hence {prospects} "
        "and {visits}.",
        need["new_clients"],
    ).format(
        goal=format_money(need["goal_eur"]),
        to_win=format_money(need["to_win_in_plan_eur"]),
        clients=format_number(need["new_clients"]),
        prospects=counted(need["prospects"], "{n} prospect to visit", "{n} prospects to visit"),
        visits=counted(need["prospect_visits"], "{n} visit", "{n} visits"),
    )


def prospecting_capacity(
    accounts: pd.DataFrame, time: pd.DataFrame, visits: pd.DataFrame, prospect_visits_max: float
) -> pd.DataFrame:
    """Return how many prospect visits each rep could make at the very most.

    Parameters
    ----------
    accounts, time, visits : DataFrame
        Tables `accounts`, `rep_time` and `visit_time`.
    prospect_visits_max : float
        Most visits that one prospect may get over the plan.

    Returns
    -------
    DataFrame
        `rep_id, prospects` (on file, without those opposed to being canvassed), `hours_per_visit`,
        `available_hours, by_hours` (visits that fit the hours), `by_file` (visits the prospects on file can
        take), by rep.
    """
    allowed = accounts[(accounts["kind"] == "prospect") & ~accounts["opposed"].astype("bool")]
    timed = accounts[["account_id", "rep_id"]].merge(visits, on="account_id")
    prospects = timed[timed["account_id"].isin(allowed["account_id"])].groupby("rep_id")["hours_per_visit"]
    table = time.groupby("rep_id")["available_hours"].sum().sort_index().reset_index()
    table["prospects"] = table["rep_id"].map(prospects.size()).fillna(0).astype("int64")
    table["hours_per_visit"] = (
        table["rep_id"]
        .map(prospects.mean())
        .fillna(table["rep_id"].map(timed.groupby("rep_id")["hours_per_visit"].mean()))
        .fillna(visits["hours_per_visit"].mean())
    )
    table["by_hours"] = (table["available_hours"] / table["hours_per_visit"] + EDGE).astype("int64")
    table["by_file"] = (table["prospects"] * prospect_visits_max + EDGE).astype("int64")
    columns = ["rep_id", "prospects", "hours_per_visit", "available_hours", "by_hours", "by_file"]
    return table[columns]


def share_target(need: dict[str, Any], capacity: pd.DataFrame) -> pd.DataFrame:
    """Share the target out among the reps, in proportion to the prospects each of them has.

    Parameters
    ----------
    need : dict
        As `prospect_need` returns it.
    capacity : DataFrame
        As `prospecting_capacity` returns it. A rep who reaches a limit leaves the rest to the others. With no
        prospect on file there is nothing to share out.

    Returns
    -------
    DataFrame
        The table `prospect_target`.

    Raises
    ------
    PortfolioError
        The target does not fit; the message says what would have to change.
    """
    # Without a prospect on file the plan is for the clients; `prospects_to_find` says what is missing.
    target = int(need["prospect_visits"]) if capacity["prospects"].sum() else 0
    limits = capacity[["by_hours", "by_file"]].min(axis=1).to_numpy()
    if limits.sum() < target:
        raise _refusal(need, capacity, int(limits.sum()))
    shares = _apportion(target, capacity["prospects"].to_numpy(dtype="float64"), limits)
    table = capacity[["rep_id"]].assign(prospect_visits=shares)
    table["prospect_hours"] = table["prospect_visits"] * capacity["hours_per_visit"]
    table["capacity_share"] = (table["prospect_hours"] / capacity["available_hours"]).fillna(0.0)
    return table


def target_facts(
    need: dict[str, Any], target: pd.DataFrame, capacity: pd.DataFrame, **measured: dict[str, Any]
) -> dict[str, Any]:
    """Complete the need with what the target takes of the reps' hours and of the prospects on file.

    Parameters
    ----------
    need, target, capacity
        As the functions of this module return them.
    **measured : dict
        Facts measured on the way, such as `attrition=…`, `new_client=…`.
    """
    hours, available = target["prospect_hours"].sum(), capacity["available_hours"].sum()
    on_file = int(capacity["prospects"].sum())
    return {
        **need,
        "prospect_hours": float(hours),
        "available_hours": float(available),
        "capacity_share": float(hours / available) if available else 0.0,
        "prospects_on_file": on_file,
        "prospects_to_find": max(need["prospects"] - on_file, 0),
        **measured,
    }


def what_fits(need: dict[str, Any], visits: int) -> dict[str, float | None]:
    """Return the goal, or else the conversion, that a number of visits is enough for.

    Parameters
    ----------
    need : dict
        As `prospect_need` returns it.
    visits : int
        Prospect visits that can be made.

    Returns
    -------
    dict
        `growth_rate`, rounded down to a tenth of a percent, and `conversion_rate`, rounded up; the latter
        is None where even a sale at every prospect would not do.
    """
    prospects = floor(visits / need["visits_per_prospect"] + EDGE)
    new_clients = floor(prospects * need["conversion_rate"] + EDGE)
    to_win = new_clients * need["new_client_revenue_eur"] / need["plan_share"]
    growth = (need["expected_eur"] + to_win) / need["revenue_eur"] - 1
    possible = 0 < need["new_clients"] <= prospects
    return {
        "growth_rate": floor(growth * 1000 + EDGE) / 1000,
        "conversion_rate": ceil(need["new_clients"] / prospects * 1000 - EDGE) / 1000 if possible else None,
    }


def _refusal(need: dict[str, Any], capacity: pd.DataFrame, fitting: int) -> PortfolioError:
    """Say why the target does not fit, and each change that would make it fit."""
    target, by_hours = need["prospect_visits"], int(capacity["by_hours"].sum())
    if by_hours < target:
        problem = _("the target is {visits} to prospects; the reps' {hours} hold {fitting} at most").format(
            visits=counted(target, "{n} visit", "{n} visits"),
            hours=format_hours(capacity["available_hours"].sum()),
            fitting=format_number(by_hours),
        )
        missing = (target - by_hours) * capacity["hours_per_visit"].max()
        fixes = [_("find {hours} more").format(hours=format_hours(ceil(missing - EDGE)))]
    else:
        problem = _(
            "the target is {visits} to prospects; the {prospects} on file can take "
            "{fitting} within their reps' hours"
        ).format(
            visits=counted(target, "{n} visit", "{n} visits"),
            prospects=counted(capacity["prospects"].sum(), "{n} prospect", "{n} prospects"),
            fitting=format_number(fitting),
        )
        fixes = [
            _("add prospects to the file: {prospects} are to be visited").format(
                prospects=format_number(need["prospects"])
            )
        ]
    change = what_fits(need, fitting)
    fixes.append(_("lower growth_rate to {rate}").format(rate=format_share(change["growth_rate"], 1)))
    if change["conversion_rate"] is not None:
        fixes.append(
            _("win {rate} of the prospects visited instead of {today}").format(
                rate=format_share(change["conversion_rate"], 1),
                today=format_share(need["conversion_rate"], 1),
            )
        )
    return PortfolioError(problem, fix=_(", or ").join(fixes))


def _apportion(total: int, weights: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Whole shares of `total` in proportion to `weights`, none above its limit, by largest remainder."""
    exact = np.zeros(len(weights))
    while total - exact.sum() > EDGE:
        open_ = np.where(exact < limits, weights, 0.0)
        exact = np.minimum(exact + open_ * (total - exact.sum()) / open_.sum(), limits)
    shares = np.floor(exact + EDGE).astype(np.int64)
    largest_first = np.argsort(shares - exact, kind="stable")
    shares[largest_first[: total - shares.sum()]] += 1
    return shares


def _up(amount: float) -> int:
    """Round up, forgiving what only floating point added."""
    return ceil(amount - EDGE)


def _up_by(number: int, rate: float, name: str) -> int:
    """Return how many it takes to succeed `number` times at this rate."""
    if number > 0 and not rate > 0:
        raise PortfolioError(
            ngettext(
                "{number} success cannot come from a rate of zero",
                "{number} successes cannot come from a rate of zero",
                number,
            ).format(number=number),
            fix=_("state {name} above zero, or raise minimum_cases").format(name=name),
        )
    return _up(number / rate) if number else 0
