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
    inflow_eur: float = 0.0,
    won_back_eur: float = 0.0,
    met_per_pursuit: float = 1.0,
    plan_share: float = 1.0,
) -> dict[str, Any]:
    """Work back from the revenue goal to clients, prospects met, visits and pursuits.

    Parameters
    ----------
    revenue_eur : float
        Revenue of the last 12 months.
    growth_rate : float
        Goal over that revenue, minus one.
    attrition_rate, client_growth_rate : float
        Revenue that leaves with clients, and growth of those who stay.
    new_client_revenue_eur : float
        What a client won by prospecting brings in the year it is won.
    conversion_rate, visits_per_prospect : float
        Clients won per prospect met, and visits that a prospect takes.
    inflow_eur, won_back_eur : float
        What newcomers who come by themselves and clients who come back bring in a year.
    met_per_pursuit : float
        Prospects met per pursuit.
    plan_share : float
        Length of the plan in years: the plan bears its part of the year's conquest.

    Returns
    -------
    dict
        Every input and every intermediate figure. Clients, prospects, visits and pursuits are rounded up at
        each stage, as one does not visit a part of a prospect.

    Raises
    ------
    PortfolioError
        There is no revenue to start from, or a rate is zero while clients have to be won.

    Notes
    -----
    expected = revenue x (1 - attrition) x (1 + growth of those who stay);
    to win = goal - expected - newcomers who come by themselves - won back, zero when the goal is reached
    without prospecting; the rest is `need_chain`.
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
    to_win = max(goal - expected - inflow_eur - won_back_eur, 0.0)
    if to_win > 0:
        _refuse_zero({"conversion_rate": conversion_rate, "met_per_pursuit": met_per_pursuit})
    rates = {
        "plan_share": plan_share,
        "new_client_revenue_eur": new_client_revenue_eur,
        "conversion_rate": conversion_rate,
        "visits_per_prospect": visits_per_prospect,
        "met_per_pursuit": met_per_pursuit,
    }
    return {
        "revenue_eur": float(revenue_eur),
        "growth_rate": growth_rate,
        "goal_eur": float(goal),
        "attrition_rate": attrition_rate,
        "lost_eur": float(lost),
        "client_growth_rate": client_growth_rate,
        "client_growth_eur": float(client_growth),
        "expected_eur": float(expected),
        "inflow_eur": float(inflow_eur),
        "won_back_eur": float(won_back_eur),
        "to_win_eur": float(to_win),
        "to_win_in_plan_eur": float(to_win * plan_share),
        **rates,
        **{name: int(number) for name, number in need_chain(to_win, **rates).items()},
    }


def need_chain(
    to_win_eur: Any,
    *,
    plan_share: float,
    new_client_revenue_eur: Any,
    conversion_rate: Any,
    visits_per_prospect: float,
    met_per_pursuit: Any,
) -> dict[str, Any]:
    """Return clients, prospects met, visits and pursuits, from numbers or from arrays of draws.

    clients = to win / revenue of a new client; prospects = clients / conversion; visits = prospects x visits
    per prospect; pursuits = prospects / met per pursuit; each rounded up. Where nothing is to be won, a rate
    of zero does no harm.
    """
    clients = _up(to_win_eur * plan_share / new_client_revenue_eur)
    prospects = _up(clients / np.maximum(conversion_rate, EDGE))
    return {
        "new_clients": clients,
        "prospects": prospects,
        "prospect_visits": _up(prospects * visits_per_prospect),
        "pursuits": _up(prospects / np.maximum(met_per_pursuit, EDGE)),
    }


def names_to_find(prospects: Any, *, met_on_file: float, met_in_the_plan: float) -> Any:
    """Return how many more names it takes to meet so many prospects, from a number or an array of draws.

    Parameters
    ----------
    prospects : int or array
        Prospects to meet.
    met_on_file : float
        How many of the prospects on file are expected to be met.
    met_in_the_plan : float
        Chance that a new name is met within the plan.
    """
    return _up(np.maximum(prospects - met_on_file, 0.0) / met_in_the_plan)


def need_sentence(need: dict[str, Any]) -> str:
    """Say in one sentence what the need is, a need of nothing included."""
    if need["prospect_visits"] == 0:
        return _(
            "Today's clients are expected to bring {expected}, and those who come by themselves or come back "
            "{inflow}, which reaches the goal of {goal}: the goal needs no prospecting, and the target is "
            "zero. Step 10 visits prospects where it pays."
        ).format(
            expected=format_money(need["expected_eur"]),
            inflow=format_money(need["inflow_eur"] + need["won_back_eur"]),
            goal=format_money(need["goal_eur"]),
        )
    return ngettext(
        "To reach {goal}, prospecting must win {to_win}: {clients} client, hence {prospects} and {visits}.",
        "To reach {goal}, prospecting must win {to_win}: {clients} clients, hence {prospects} and {visits}.",
        need["new_clients"],
    ).format(
        goal=format_money(need["goal_eur"]),
        to_win=format_money(need["to_win_in_plan_eur"]),
        clients=format_number(need["new_clients"]),
        prospects=counted(need["prospects"], "{n} prospect to meet", "{n} prospects to meet"),
        visits=counted(need["prospect_visits"], "{n} visit", "{n} visits"),
    )


def prospecting_capacity(
    accounts: pd.DataFrame,
    time: pd.DataFrame,
    visits: pd.DataFrame,
    met: pd.Series,
    prospect_visits_max: float,
) -> pd.DataFrame:
    """Return how many prospect visits each rep could make at the very most.

    Parameters
    ----------
    accounts, time, visits : DataFrame
        Tables `accounts`, `rep_time` and `visit_time`.
    met : Series
        Chance that each prospect is met within the plan, by account_id.
    prospect_visits_max : float
        Most visits that one prospect may get over the plan.

    Returns
    -------
    DataFrame
        `rep_id, prospects` (on file, without those opposed to being canvassed), `met` (how many of them are
        expected to be), `hours_per_visit`, `available_hours, by_hours` (visits that fit the hours), `by_file`
        (visits that those who are met can take), by rep.
    """
    allowed = accounts[(accounts["kind"] == "prospect") & ~accounts["opposed"].astype("bool")]
    timed = accounts[["account_id", "rep_id"]].merge(visits, on="account_id")
    on_file = timed[timed["account_id"].isin(allowed["account_id"])]
    on_file = on_file.assign(met=on_file["account_id"].map(met))
    prospects = on_file.groupby("rep_id")["hours_per_visit"]
    table = time.groupby("rep_id")["available_hours"].sum().sort_index().reset_index()
    table["prospects"] = table["rep_id"].map(prospects.size()).fillna(0).astype("int64")
    table["met"] = table["rep_id"].map(on_file.groupby("rep_id")["met"].sum()).fillna(0.0)
    table["hours_per_visit"] = (
        table["rep_id"]
        .map(prospects.mean())
        .fillna(table["rep_id"].map(timed.groupby("rep_id")["hours_per_visit"].mean()))
        .fillna(visits["hours_per_visit"].mean())
    )
    table["by_hours"] = (table["available_hours"] / table["hours_per_visit"] + EDGE).astype("int64")
    table["by_file"] = (table["met"] * prospect_visits_max + EDGE).astype("int64")
    columns = ["rep_id", "prospects", "met", "hours_per_visit", "available_hours", "by_hours", "by_file"]
    return table[columns]


def share_target(need: dict[str, Any], capacity: pd.DataFrame) -> pd.DataFrame:
    """Share the target out among the reps, in proportion to the prospects each of them can expect to meet.

    Parameters
    ----------
    need : dict
        As `prospect_need` returns it. The target is its visits, or what the prospects on file can take.
    capacity : DataFrame
        As `prospecting_capacity` returns it. A rep who reaches a limit leaves the rest to the others.

    Returns
    -------
    DataFrame
        The table `prospect_target`.

    Raises
    ------
    PortfolioError
        The target does not fit the hours; the message says what would have to change.
    """
    wanted = min(int(need["prospect_visits"]), int(capacity["by_file"].sum()))
    by_hours = int(capacity["by_hours"].sum())
    if by_hours < wanted:
        raise _refusal(need, wanted, by_hours, capacity)
    limits = capacity[["by_hours", "by_file"]].min(axis=1).to_numpy()
    shares = _apportion(min(wanted, int(limits.sum())), capacity["met"].to_numpy(), limits)
    table = capacity[["rep_id"]].assign(prospect_visits=shares)
    table["prospect_hours"] = table["prospect_visits"] * capacity["hours_per_visit"]
    table["capacity_share"] = (table["prospect_hours"] / capacity["available_hours"]).fillna(0.0)
    return table


def target_facts(
    need: dict[str, Any],
    target: pd.DataFrame,
    capacity: pd.DataFrame,
    *,
    met_in_the_plan: float,
    **measured: Any,
) -> dict[str, Any]:
    """Complete the need with what the target takes of the reps' hours and of the prospects on file.

    Parameters
    ----------
    need, target, capacity
        As the functions of this module return them.
    met_in_the_plan : float
        Chance that a new name is met within the plan.
    **measured
        Facts measured on the way, such as `attrition=…`, `new_client=…`.
    """
    hours, available = target["prospect_hours"].sum(), capacity["available_hours"].sum()
    met = float(capacity["met"].sum())
    names = names_to_find(need["prospects"], met_on_file=met, met_in_the_plan=met_in_the_plan)
    return {
        **need,
        "target_visits": int(target["prospect_visits"].sum()),
        "prospect_hours": float(hours),
        "available_hours": float(available),
        "capacity_share": float(hours / available) if available else 0.0,
        "prospects_on_file": int(capacity["prospects"].sum()),
        "met_on_file": met,
        "met_in_the_plan": met_in_the_plan,
        "names_to_find": int(names),
        **measured,
    }


def target_sentence(need: dict[str, Any]) -> str:
    """Say what the prospects on file can take of the need, and how many names are to be found."""
    on_file = counted(need["prospects_on_file"], "{n} prospect on file", "{n} prospects on file")
    met, names = format_number(need["met_on_file"]), need["names_to_find"]
    if names == 0:
        return _("Of {on_file}, {met} can be expected to be met: enough.").format(on_file=on_file, met=met)
    fits = _("Of {on_file}, {met} can be expected to be met. They can take {target} of the {visits} needed.")
    if need["target_visits"] == need["prospect_visits"]:
        fits = _("Of {on_file}, {met} can be expected to be met. They take all {visits}, {each} each.")
    more = ngettext(
        "At the usual {usual} each, {n} more name must be found; step 10 may visit each more often, and "
        "says how many are missing then.",
        "At the usual {usual} each, {n} more names must be found; step 10 may visit each more often, and "
        "says how many are missing then.",
        names,
    )
    return f"{fits} {more}".format(
        on_file=on_file,
        met=met,
        target=format_number(need["target_visits"]),
        each=format_number(need["prospect_visits"] / max(need["met_on_file"], 1.0), 1),
        usual=format_number(need["visits_per_prospect"], 2),
        visits=counted(need["prospect_visits"], "{n} visit", "{n} visits"),
        n=format_number(names),
    )


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
    without = need["expected_eur"] + need["inflow_eur"] + need["won_back_eur"]
    growth = (without + to_win) / need["revenue_eur"] - 1
    possible = 0 < need["new_clients"] <= prospects
    return {
        "growth_rate": floor(growth * 1000 + EDGE) / 1000,
        "conversion_rate": ceil(need["new_clients"] / prospects * 1000 - EDGE) / 1000 if possible else None,
    }


def _refusal(need: dict[str, Any], wanted: int, fitting: int, capacity: pd.DataFrame) -> PortfolioError:
    """Say why the target does not fit the hours, and each change that would make it fit."""
    missing = (wanted - fitting) * capacity["hours_per_visit"].max()
    change = what_fits(need, fitting)
    fixes = [
        _("find {hours} more").format(hours=format_hours(ceil(missing - EDGE))),
        _("lower growth_rate to {rate}").format(rate=format_share(change["growth_rate"], 1)),
    ]
    if change["conversion_rate"] is not None:
        fixes.append(
            _("win {rate} of the prospects visited instead of {today}").format(
                rate=format_share(change["conversion_rate"], 1),
                today=format_share(need["conversion_rate"], 1),
            )
        )
    problem = _("the target is {visits} to prospects; the reps' {hours} hold {fitting} at most").format(
        visits=counted(wanted, "{n} visit", "{n} visits"),
        hours=format_hours(capacity["available_hours"].sum()),
        fitting=format_number(fitting),
    )
    return PortfolioError(problem, fix=_(", or ").join(fixes))


def _apportion(total: int, weights: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Whole shares of `total` in proportion to `weights`, none above its limit, by largest remainder."""
    exact = np.zeros(len(weights))
    while total - exact.sum() > EDGE:
        open_ = np.where(exact < limits, weights, 0.0)
        exact = np.minimum(exact + open_ * (total - exact.sum()) / open_.sum(), limits)
    shares = np.floor(exact).astype(np.int64)  # a hair below a whole one has the largest remainder
    largest_first = np.argsort(shares - exact, kind="stable")
    shares[largest_first[: total - shares.sum()]] += 1
    return shares


def _up(amount: Any) -> Any:
    """Round up, forgiving what only floating point added."""
    return np.ceil(amount - EDGE) + 0.0  # never minus zero


def _refuse_zero(rates: dict[str, float]) -> None:
    """Refuse a rate that no number of prospects makes up for."""
    for name, rate in rates.items():
        if not rate > 0:
            raise PortfolioError(
                _("no client can be won at a rate of zero"),
                fix=_("state {name} above zero, or raise minimum_cases").format(name=name),
            )
