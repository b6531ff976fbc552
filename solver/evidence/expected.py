"""Step 3: every expected figure with low, high, the cases it rests on, and what it is based on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.resample import (
    DIGITS,
    cents,
    ends,
    interval,
    rate_draws,
    resampled_sums,
    top_share,
    widened,
)
from solver.method.accounts.revenue import CENT
from solver.method.prospects.client_flow import client_flow, year_change
from solver.method.prospects.set_prospect_target import names_to_find, need_chain
from solver.method.prospects.sources import (
    BY_THEMSELVES,
    PROSPECTING,
    SOURCES,
    WON_BACK,
    capped,
    shrunk,
    whole_years,
)
from solver.words.months import months_before

KINDS = {
    "attrition_rate": "share",
    "stated_growth": "share",
    "measured_growth": "share",
    "expected_eur": "money",
    "inflow_eur": "money",
    "won_back_eur": "money",
    "to_win_eur": "money",
    "new_client_revenue_eur": "money",
    "new_clients": "count",
    "conversion_rate": "share",
    "prospects": "count",
    "prospect_visits": "count",
    "met_per_pursuit": "share",
    "pursuits": "count",
    "names_to_find": "count",
    "visits_with_past_errors": "count",
    "visits_at_measured_growth": "count",
}
TO_WIN = ("attrition_rate", "inflow_eur", "won_back_eur")
DRAWN = (*TO_WIN, "new_client_revenue_eur", "conversion_rate", "met_per_pursuit")
CHAIN = ("to_win_eur", "new_clients", "prospects", "prospect_visits", "pursuits", "names_to_find")
TWICE = {"measured_twice": True}
SURENESS = ("judgement", "stated", "history")  # a chain is as sure as its least sure link
Drawn = dict[str, np.ndarray | None]
ROUNDED = {"share": 6, "money": 2, "count": 0}


def earlier_years(
    sales: pd.DataFrame,
    *,
    as_of: date,
    client_growth_rate: float,
    attrition_rate: float,
    attrition_stated: bool = False,
) -> pd.DataFrame:
    """Return what the same sums would have said of each year gone by, and what happened.

    Parameters
    ----------
    sales : DataFrame
    as_of : date
    client_growth_rate, attrition_rate : float
        Growth of those who stay, as stated; revenue that leaves, as it is used today.
    attrition_stated : bool
        Whether that rate is stated: it is then the one of earlier years too.

    Returns
    -------
    DataFrame
        The table `earlier_years`, latest first. The attrition is the one measured a year earlier; where none
        could be, today's.
    """
    found = []
    for years_back in range(max(whole_years(sales, as_of) - 1, 0)):
        day = months_before(as_of, 12 * years_back).date()
        change = year_change(client_flow(sales, day))
        if change.growth_of_kept is None:
            break
        found.append(
            {
                "year_end": pd.Timestamp(day),
                "previous_eur": round(change.before.sum(), 2),
                "lost_share": round(change.lost_share or 0.0, DIGITS),
                "growth_of_kept": round(change.growth_of_kept, DIGITS),
                "realised_eur": round(change.after.sum(), 2),
            }
        )
    columns = ["year_end", "previous_eur", "lost_share", "growth_of_kept", "realised_eur"]
    years = pd.DataFrame(found, columns=columns)
    said = pd.Series(attrition_rate, index=years.index, dtype="float64")
    if not attrition_stated:
        said = years["lost_share"].shift(-1).fillna(attrition_rate)
    years["expected_eur"] = (years["previous_eur"] * (1 - said) * (1 + client_growth_rate)).round(2)
    years["error_share"] = (years["realised_eur"] / years["expected_eur"] - 1).round(DIGITS)
    return years[[*columns[:4], "expected_eur", "realised_eur", "error_share"]]


def source_table(came: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return, by source of new clients, how many came and what one brought in its first year.

    Parameters
    ----------
    came : DataFrame
        As `solver.method.prospects.sources.newcomers_and_returned` returns it.
    years : int
        Years that can be told of.

    Returns
    -------
    DataFrame
        The table `arrivals`, one line a source; the interval of the mean is the 80 % one.
    """
    rows = []
    for source in SOURCES:
        amounts = came.loc[came["source"] == source, "revenue_eur"].astype("float64")
        row = {
            "arrived_by": source,
            "clients": len(amounts),
            "clients_a_year": len(amounts) / max(years, 1),
            "brought_eur": float(amounts.sum()),
            "last_year_eur": float(amounts[came["years_back"] == 0].sum()),
            "mean_eur": amounts.mean(),
            "median_eur": amounts.median(),
            "top_three_share": top_share(amounts),
        }
        if len(amounts):
            (sums,) = resampled_sums(cents(amounts), subject=source)
            row["low_eur"], row["high_eur"] = interval(np.round(sums / len(amounts) / 100, 2), digits=2)
        rows.append(row)
    names = ["arrived_by", "clients", "clients_a_year", "brought_eur", "last_year_eur"]
    money = ["mean_eur", "low_eur", "high_eur", "median_eur", "top_three_share"]
    return pd.DataFrame(rows, columns=[*names, *money]).astype(dict.fromkeys(money, "float64"))


def expected_figures(
    need: Mapping[str, Any],
    *,
    flow: pd.DataFrame,
    came: pd.DataFrame,
    funnel: pd.DataFrame,
    years: pd.DataFrame,
) -> pd.DataFrame:
    """Return every expected figure of step 3 with its 80 % and its 95 % interval.

    Parameters
    ----------
    need : mapping
        The facts of step 3: the figures themselves, which the intervals do not move, and what they rest on
        (`attrition`, `new_client`, `meeting`).
    flow, came, funnel, years : DataFrame
        As `client_flow`, `newcomers_and_returned`, `funnel_rates` and `earlier_years` return them.

    Notes
    -----
    Clients, newcomers, prospects won and prospects met are drawn again 4,000 times. What is stated is held as
    stated, so the interval of the visits is the one of the data. Growth and the revenue of today's clients
    are as wide as the firm's own earlier errors where those are wider; without two whole years there is no
    growth to measure, and both stand as stated. `visits_at_measured_growth` lets those
    who stay grow half way from what is stated to what was measured: a good year is luck in part.
    """
    had = flow[flow["previous_eur"] > CENT]
    won = funnel[funnel["stage"] == "won"].iloc[0].to_dict()
    bases = _bases(need, won)
    by_chance, off = _chance(had, came, need, won, bases)
    growth, measured = float(need["client_growth_rate"]), need["attrition"]["comparable_growth_rate"]
    drawn: Drawn = {**by_chance, **_need_draws(need, by_chance, growth)}
    values: dict[str, Any] = {name: need[name] for name in (*DRAWN, "expected_eur", *CHAIN)}
    values |= {"stated_growth": growth, "measured_growth": measured}
    if off is not None and measured is not None:
        past = _with_past(need, by_chance, years, came)
        as_measured = widened(off + measured, measured, _moves(years["growth_of_kept"]), **TWICE)
        missed = (years["growth_of_kept"] - growth).tolist()
        as_stated = widened(off + growth, growth, missed)
        half_way = growth + (as_measured - growth) / 2
        drawn |= past | {"measured_growth": as_measured, "stated_growth": as_stated}
        drawn["expected_eur"] = _expected_draws(need, by_chance["attrition_rate"], off, years)
        drawn["visits_at_measured_growth"] = _need_draws(need, by_chance, half_way)["prospect_visits"]
        drawn["visits_with_past_errors"] = _need_draws(need, past, as_stated)["prospect_visits"]
        values["visits_at_measured_growth"] = visits_at_growth(need, (growth + measured) / 2)
        values["visits_with_past_errors"] = need["prospect_visits"]
    cases = _cases(need, came, won, kept=int((had["flow"] == "kept").sum()))
    learnt = dict.fromkeys(("stated_growth", "expected_eur", "visits_with_past_errors"), len(years))
    moves = ("attrition_rate", "inflow_eur", "new_client_revenue_eur", "measured_growth")
    learnt |= dict.fromkeys((*moves, "visits_at_measured_growth"), max(len(years) - 1, 0))
    rows = [
        {
            "figure": name,
            "measured_in": kind,
            "expected": values.get(name),
            **ends(drawn.get(name), ROUNDED[kind]),
            "cases": cases[name],
            "earlier_years": learnt.get(name, 0) if drawn.get(name) is not None else 0,
            "basis": bases[name],
        }
        for name, kind in KINDS.items()
    ]
    numbers = ["expected", "low_80", "high_80", "low_95", "high_95"]
    return pd.DataFrame(rows).astype(dict.fromkeys(numbers, "float64"))


def visits_at_growth(need: Mapping[str, Any], client_growth_rate: float) -> int:
    """Return the visits that the goal would take at another growth of those who stay."""
    return int(_need_draws(need, dict.fromkeys(DRAWN), np.array([client_growth_rate]))["prospect_visits"][0])


def figure_of(figures: pd.DataFrame, name: str) -> dict[str, Any]:
    """Return one line of the table `expected_figures`."""
    found = figures[figures["figure"] == name]
    return {str(key): value for key, value in found.iloc[0].to_dict().items()}


def _bases(need: Mapping[str, Any], won: Mapping[Any, Any]) -> dict[str, str]:
    """Say what each figure rests on: measured, stated or judged."""
    bases = {
        "attrition_rate": str(need["attrition"]["basis"]),
        "inflow_eur": "history" if need["inflow_eur"] > 0 else "judgement",
        "won_back_eur": "history",
        "new_client_revenue_eur": str(need["new_client"]["basis"]),
        "conversion_rate": str(won["basis"]),
        "met_per_pursuit": str(need["meeting"]["basis"]),
        "stated_growth": "stated",
        "measured_growth": "history",
    }

    def weakest(*names: str) -> str:
        return min((bases[name] for name in names), key=SURENESS.index)

    bases["expected_eur"] = bases["attrition_rate"]
    bases["to_win_eur"] = weakest(*TO_WIN)
    bases["new_clients"] = weakest(*TO_WIN, "new_client_revenue_eur")
    bases |= dict.fromkeys(KINDS.keys() - bases.keys(), weakest("new_clients", "conversion_rate"))
    return bases | {"pursuits": weakest("prospects", "met_per_pursuit")}


def _cases(need: Mapping[str, Any], came: pd.DataFrame, won: Mapping[Any, Any], kept: int) -> dict[str, int]:
    """How many clients, newcomers or prospects each figure rests on: those of its last link."""
    by_source = came["source"].value_counts()
    cases = dict.fromkeys(KINDS, int(won["cases"]))
    cases |= dict.fromkeys(("attrition_rate", "expected_eur", "to_win_eur"), need["attrition"]["clients"])
    cases |= dict.fromkeys(("new_client_revenue_eur", "new_clients"), need["new_client"]["cases"])
    cases |= dict.fromkeys(("stated_growth", "measured_growth"), kept)
    cases |= dict.fromkeys(("met_per_pursuit", "pursuits"), need["meeting"]["cases"])
    cases |= {"inflow_eur": by_source.get(BY_THEMSELVES, 0), "won_back_eur": by_source.get(WON_BACK, 0)}
    return {name: int(number) for name, number in cases.items()}


def _chance(
    had: pd.DataFrame,
    came: pd.DataFrame,
    need: Mapping[str, Any],
    won: Mapping[Any, Any],
    bases: Mapping[str, str],
) -> tuple[Drawn, np.ndarray | None]:
    """Draw what was measured; what is stated or judged is not drawn. And how far growth is off by chance."""
    drawn: Drawn = dict.fromkeys(DRAWN)
    off = None
    stays = (had["flow"] == "kept").to_numpy()
    if stays.any():
        before, now = cents(had["previous_eur"]), cents(had["current_eur"])
        total, kept_before, kept_now = resampled_sums(
            before, np.where(stays, before, 0), np.where(stays, now, 0), subject="clients"
        )
        kept_before, total = np.maximum(kept_before, 1), np.maximum(total, 1)
        off = np.round(kept_now / kept_before - now[stays].sum() / before[stays].sum(), DIGITS)
        if bases["attrition_rate"] != "stated":
            drawn["attrition_rate"] = np.round(1 - np.minimum(kept_before / total, 1.0), DIGITS)
    drawn |= _arrival_draws(came, need, stated=bases["new_client_revenue_eur"] == "stated")
    if bases["conversion_rate"] == "history":
        drawn["conversion_rate"] = rate_draws(int(won["successes"]), int(won["cases"]), "won")
    if bases["met_per_pursuit"] == "history":
        meeting = need["meeting"]
        drawn["met_per_pursuit"] = rate_draws(meeting["successes"], meeting["cases"], "met")
    return drawn, off


def _arrival_draws(came: pd.DataFrame, need: Mapping[str, Any], *, stated: bool) -> dict[str, np.ndarray]:
    """Draw all who came at once: what they bring by themselves, won back, and won by prospecting."""
    if came.empty:
        return {}
    amounts, level = cents(came["revenue_eur"]), cents(capped(came))
    of = {source: (came["source"] == source).to_numpy() for source in SOURCES}
    new = ~of[WON_BACK]
    won_eur, won, new_eur, new_clients, inflow, back = resampled_sums(
        np.where(of[PROSPECTING], amounts, 0),
        of[PROSPECTING].astype(np.int64),
        np.where(new, level, 0),
        new.astype(np.int64),
        np.where(of[BY_THEMSELVES], level, 0),
        np.where(of[WON_BACK], level, 0),
        subject="newcomers",
    )
    years = need["arrival_years"]
    found = {"won_back_eur": back, "inflow_eur": inflow}
    drawn = {name: np.round(eur / years / 100, 2) for name, eur in found.items() if need[name] > 0}
    if new.any() and not stated:
        mean = new_eur / np.maximum(new_clients, 1)
        drawn["new_client_revenue_eur"] = np.round(shrunk(won_eur, won, mean) / 100, 2)
    return drawn


def _with_past(need: Mapping[str, Any], by_chance: Drawn, years: pd.DataFrame, came: pd.DataFrame) -> Drawn:
    """Widen what was drawn by how far each figure moved from year to year; on scales that cannot leave it."""
    drawn = dict(by_chance)
    lost, rate = drawn["attrition_rate"], need["attrition_rate"]
    if lost is not None and 0 < rate < 1:
        moves = _moves(_logit(years["lost_share"].to_numpy()))
        wide = widened(_logit(lost), float(_logit(rate)), moves, **TWICE)
        drawn["attrition_rate"] = np.round(1 / (1 + np.exp(-wide)), DIGITS)
    new, alone, year = came["source"] != WON_BACK, came["source"] == BY_THEMSELVES, came["years_back"]
    yearly = {
        "new_client_revenue_eur": capped(came)[new].groupby(year).mean(),
        "inflow_eur": capped(came).where(alone, 0.0).groupby(year).sum(),
    }
    for name, found in yearly.items():
        draws = drawn[name]
        if draws is not None:
            moves = _moves(np.log(np.maximum(found.to_numpy(dtype="float64"), CENT)))
            centre = float(np.log(max(need[name], CENT)))
            wide = widened(np.log(np.maximum(draws, CENT)), centre, moves, **TWICE)
            drawn[name] = np.round(np.exp(wide), 2)
    return drawn


def _moves(values: Any) -> list[float]:
    """How far a yearly figure moved from each year to the next."""
    moves: list[float] = np.diff(np.asarray(values, dtype="float64")).tolist()
    return moves


def _logit(rate: Any) -> Any:
    inside = np.clip(rate, 10.0**-4, 1 - 10.0**-4)
    return np.log(inside / (1 - inside))


def _need_draws(need: Mapping[str, Any], known: Drawn, growth: float | np.ndarray) -> dict[str, np.ndarray]:
    """Draw the need: what could be drawn moves, everything else is held where it stands."""
    if all(draws is None for draws in known.values()) and np.ndim(growth) == 0:
        return {}
    at = {name: need[name] if draws is None else draws for name, draws in known.items()}
    expected = need["revenue_eur"] * (1 - at["attrition_rate"]) * (1 + growth)
    missing = need["goal_eur"] - expected - at["inflow_eur"] - at["won_back_eur"]
    to_win = np.maximum(np.round(missing, 2), 0.0)
    chain = need_chain(
        to_win,
        plan_share=need["plan_share"],
        new_client_revenue_eur=np.maximum(at["new_client_revenue_eur"], CENT),
        conversion_rate=at["conversion_rate"],
        visits_per_prospect=need["visits_per_prospect"],
        met_per_pursuit=at["met_per_pursuit"],
    )
    on_file = {name: need[name] for name in ("met_on_file", "met_in_the_plan")}
    chain |= {"to_win_eur": to_win, "names_to_find": names_to_find(chain["prospects"], **on_file)}
    return dict(zip(chain, np.broadcast_arrays(*chain.values()), strict=True))


def _expected_draws(
    need: Mapping[str, Any], lost: np.ndarray | None, off: np.ndarray, years: pd.DataFrame
) -> np.ndarray:
    """Draw the revenue of today's clients; on logarithms, for a fall and a rise are no mirror images."""
    left = need["attrition_rate"] if lost is None else lost
    said = need["revenue_eur"] * (1 - left) * np.maximum(1 + need["client_growth_rate"] + off, CENT)
    errors = np.log1p(years["error_share"].clip(lower=CENT - 1)).tolist()
    centre = float(np.log(need["expected_eur"]))
    return np.exp(np.round(widened(np.log(np.maximum(said, CENT)), centre, errors), DIGITS))
