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
    rate_draws,
    resampled_sums,
    top_share,
    widened,
)
from solver.method.accounts.revenue import CENT
from solver.method.prospects.client_flow import client_flow, year_change
from solver.method.prospects.set_prospect_target import prospect_need
from solver.method.prospects.sources import SOURCES, whole_years
from solver.words.months import months_before

COLUMNS = (
    "figure",
    "measured_in",
    "expected",
    "low_80",
    "high_80",
    "low_95",
    "high_95",
    "cases",
    "earlier_years",
    "basis",
)
KINDS = {
    "attrition_rate": "share",
    "stated_growth": "share",
    "measured_growth": "share",
    "expected_eur": "money",
    "to_win_eur": "money",
    "new_client_revenue_eur": "money",
    "new_clients": "count",
    "conversion_rate": "share",
    "prospects": "count",
    "prospect_visits": "count",
    "visits_with_past_errors": "count",
    "visits_at_measured_growth": "count",
}
CHAIN = ("to_win_eur", "new_clients", "prospects", "prospect_visits")
INPUTS = (
    "revenue_eur",
    "growth_rate",
    "attrition_rate",
    "client_growth_rate",
    "new_client_revenue_eur",
    "conversion_rate",
    "visits_per_prospect",
    "kept_rate",
    "appointment_rate",
    "reach_rate",
    "plan_share",
)
TWICE = {"measured_twice": True}
SURENESS = ("judgement", "stated", "history")  # a chain is as sure as its least sure link
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
        The canonical table `sales`.
    as_of : date
    client_growth_rate, attrition_rate : float
        Growth of those who stay, as stated; revenue that leaves, as it is used today.
    attrition_stated : bool
        Whether that rate is stated: it is then the one of earlier years too.

    Returns
    -------
    DataFrame
        `year_end, previous_eur, lost_share, growth_of_kept, expected_eur, realised_eur, error_share`, latest
        year first. The attrition is the one measured a year earlier; where none could be, today's.
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


def source_table(came: pd.DataFrame) -> pd.DataFrame:
    """Return, by source of new clients, how many came and what one brought in its first year.

    Parameters
    ----------
    came : DataFrame
        As `solver.method.prospects.sources.newcomers_and_returned` returns it.

    Returns
    -------
    DataFrame
        `arrived_by, clients, clients_a_year, brought_eur, mean_eur, low_eur, high_eur` (80 % interval of the
        mean), `median_eur, top_three_share`; one line a source.
    """
    years = int(came["years_back"].max()) + 1 if len(came) else 1
    rows = []
    for source in SOURCES:
        amounts = came.loc[came["source"] == source, "revenue_eur"].astype("float64")
        some = len(amounts) > 0
        found = ends(_means(amounts, source) if some else None, 2)
        rows.append(
            {
                "arrived_by": source,
                "clients": len(amounts),
                "clients_a_year": len(amounts) / years,
                "brought_eur": float(amounts.sum()),
                "mean_eur": float(amounts.mean()) if some else None,
                "low_eur": found["low_80"],
                "high_eur": found["high_80"],
                "median_eur": float(amounts.median()) if some else None,
                "top_three_share": top_share(amounts),
            }
        )
    money = ["mean_eur", "low_eur", "high_eur", "median_eur", "top_three_share"]
    return pd.DataFrame(rows).astype(dict.fromkeys(money, "float64"))


def expected_figures(
    goal: Mapping[str, Any],
    *,
    flow: pd.DataFrame,
    newcomers: pd.DataFrame,
    funnel: pd.DataFrame,
    years: pd.DataFrame,
    attrition: Mapping[str, Any],
    new_client: Mapping[str, Any],
) -> pd.DataFrame:
    """Return every expected figure of step 3 with its 80 % and its 95 % interval.

    Parameters
    ----------
    goal : mapping
        As `prospect_need` returns it: the figures themselves, which the intervals do not move.
    flow : DataFrame
        As `client_flow` returns it.
    newcomers : DataFrame
        Those of `newcomers_and_returned` who are new.
    funnel : DataFrame
        The table `funnel`.
    years : DataFrame
        As `earlier_years` returns it.
    attrition, new_client : mapping
        As the functions of the same name return them.

    Returns
    -------
    DataFrame
        The table `expected_figures`.

    Notes
    -----
    Clients, newcomers and won prospects are drawn again 4,000 times. What is stated is held as stated, so the
    interval of the visits is the one of the data. Growth and the revenue of today's clients are as wide as
    the firm's own earlier errors where those are wider.
    """
    had = flow[flow["previous_eur"] > CENT]
    kept = had["flow"] == "kept"
    won = funnel[funnel["stage"] == "won"].iloc[0].to_dict()
    bases = {
        "attrition_rate": str(attrition["basis"]),
        "new_client_revenue_eur": str(new_client["basis"]),
        "conversion_rate": str(won["basis"]),
    }
    by_chance, off = _chance(had, newcomers, won, bases)
    growth, measured = float(goal["client_growth_rate"]), attrition["kept_growth_rate"]
    drawn: dict[str, np.ndarray | None] = {**by_chance, **_need_draws(goal, by_chance, growth)}
    values: dict[str, Any] = {name: goal[name] for name in (*bases, "expected_eur", *CHAIN)}
    values |= {"stated_growth": growth, "measured_growth": measured}
    if off is not None:
        past = _with_past(goal, by_chance, years, newcomers)
        drawn |= past
        as_measured = widened(off + measured, measured, _moves(years["growth_of_kept"]), **TWICE)
        missed = (years["growth_of_kept"] - growth).tolist()
        as_stated = widened(off + growth, growth, missed)
        drawn |= {"measured_growth": as_measured, "stated_growth": as_stated}
        drawn["expected_eur"] = _expected_draws(goal, by_chance["attrition_rate"], off, years)
        values["visits_at_measured_growth"] = need_with_growth(goal, measured)["prospect_visits"]
        at_measured = _need_draws(goal, by_chance, as_measured)
        drawn["visits_at_measured_growth"] = at_measured["prospect_visits"]
        values["visits_with_past_errors"] = goal["prospect_visits"]
        with_past = _need_draws(goal, past, as_stated)
        drawn["visits_with_past_errors"] = with_past["prospect_visits"]
    weakest = min(bases.values(), key=SURENESS.index)
    to_clients = min(bases["attrition_rate"], bases["new_client_revenue_eur"], key=SURENESS.index)
    basis = bases | {
        "stated_growth": "stated",
        "measured_growth": "history",
        "expected_eur": bases["attrition_rate"],
        "to_win_eur": bases["attrition_rate"],
        "new_clients": to_clients,
    }
    cases = {name: int(attrition["clients"]) for name in ("attrition_rate", "expected_eur", "to_win_eur")}
    cases |= dict.fromkeys(("new_client_revenue_eur", "new_clients"), int(new_client["cases"]))
    cases |= dict.fromkeys(("stated_growth", "measured_growth"), int(kept.sum()))
    learnt = dict.fromkeys(("stated_growth", "expected_eur", "visits_with_past_errors"), len(years))
    moves = ("attrition_rate", "new_client_revenue_eur", "measured_growth", "visits_at_measured_growth")
    learnt |= dict.fromkeys(moves, max(len(years) - 1, 0))
    rows = [
        {
            "figure": name,
            "measured_in": kind,
            "expected": values.get(name),
            **ends(drawn.get(name), ROUNDED[kind]),
            "cases": cases.get(name, int(won["cases"])),
            "earlier_years": learnt.get(name, 0) if drawn.get(name) is not None else 0,
            "basis": basis.get(name, weakest),
        }
        for name, kind in KINDS.items()
    ]
    numbers = ["expected", "low_80", "high_80", "low_95", "high_95"]
    return pd.DataFrame(rows)[list(COLUMNS)].astype(dict.fromkeys(numbers, "float64"))


def need_with_growth(goal: Mapping[str, Any], client_growth_rate: float) -> dict[str, Any]:
    """Return the need as it would be with another growth of those who stay."""
    given = {name: goal[name] for name in INPUTS}
    return prospect_need(**(given | {"client_growth_rate": client_growth_rate}))


def figure_of(figures: pd.DataFrame, name: str) -> dict[str, Any]:
    """Return one line of the table `expected_figures`."""
    found = figures[figures["figure"] == name]
    return {str(key): value for key, value in found.iloc[0].to_dict().items()}


def _chance(
    had: pd.DataFrame, newcomers: pd.DataFrame, won: Mapping[Any, Any], bases: Mapping[str, str]
) -> tuple[dict[str, np.ndarray | None], np.ndarray | None]:
    """Draw what was measured; what is stated or judged is not drawn. And how far growth is off by chance."""
    drawn: dict[str, np.ndarray | None] = dict.fromkeys(bases)
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
    if bases["new_client_revenue_eur"] != "stated" and len(newcomers):
        drawn["new_client_revenue_eur"] = _means(newcomers["revenue_eur"], "newcomers")
    if bases["conversion_rate"] == "history":
        drawn["conversion_rate"] = rate_draws(int(won["successes"]), int(won["cases"]), "won")
    return drawn, off


def _with_past(
    goal: Mapping[str, Any],
    by_chance: Mapping[str, np.ndarray | None],
    years: pd.DataFrame,
    newcomers: pd.DataFrame,
) -> dict[str, np.ndarray | None]:
    """Widen what was drawn by how far each figure moved from year to year; on scales that cannot leave it."""
    drawn = dict(by_chance)
    lost, rate = drawn["attrition_rate"], goal["attrition_rate"]
    if lost is not None and 0 < rate < 1:
        moves = _moves(_logit(years["lost_share"].to_numpy()))
        wide = widened(_logit(lost), float(_logit(rate)), moves, **TWICE)
        drawn["attrition_rate"] = np.round(1 / (1 + np.exp(-wide)), DIGITS)
    won = drawn["new_client_revenue_eur"]
    if won is not None:
        means = newcomers.groupby("years_back")["revenue_eur"].mean().sort_index()
        wide = widened(
            np.log(np.maximum(won, CENT)),
            float(np.log(goal["new_client_revenue_eur"])),
            _moves(np.log(means.to_numpy(dtype="float64"))),
            **TWICE,
        )
        drawn["new_client_revenue_eur"] = np.round(np.exp(wide), 2)
    return drawn


def _moves(values: Any) -> list[float]:
    """How far a yearly figure moved from each year to the next, latest first."""
    return [float(move) for move in -np.diff(np.asarray(values, dtype="float64"))]


def _logit(rate: Any) -> Any:
    inside = np.clip(rate, 10.0**-4, 1 - 10.0**-4)
    return np.log(inside / (1 - inside))


def _means(amounts: pd.Series, subject: str) -> np.ndarray:
    """Draws of the mean of some amounts, in euros."""
    (sums,) = resampled_sums(cents(amounts), subject=subject)
    return np.round(sums / len(amounts) / 100, 2)


def _need_draws(
    goal: Mapping[str, Any], known: Mapping[str, np.ndarray | None], growth: float | np.ndarray
) -> dict[str, np.ndarray]:
    """Draw the need: what could be drawn moves, everything else is held where it stands."""
    if all(draws is None for draws in known.values()) and np.ndim(growth) == 0:
        return {}
    at = {name: goal[name] if draws is None else draws for name, draws in known.items()}
    expected = goal["revenue_eur"] * (1 - at["attrition_rate"]) * (1 + growth)
    to_win = np.maximum(np.round(goal["goal_eur"] - expected, 2), 0.0)
    per_client = np.maximum(at["new_client_revenue_eur"], CENT)
    clients = _whole(to_win * goal["plan_share"] / per_client)
    # A rate that is stated as zero is refused before it gets here, unless nobody has to be won.
    prospects = _whole(clients / np.maximum(at["conversion_rate"], 10.0**-DIGITS))
    visits = _whole(prospects * goal["visits_per_prospect"])
    made = np.broadcast_arrays(to_win, clients, prospects, visits)
    return dict(zip(CHAIN, made, strict=True))


def _expected_draws(
    goal: Mapping[str, Any], lost: np.ndarray | None, off: np.ndarray, years: pd.DataFrame
) -> np.ndarray:
    """Draw the revenue of today's clients; on logarithms, for a fall and a rise are no mirror images."""
    left = goal["attrition_rate"] if lost is None else lost
    said = goal["revenue_eur"] * (1 - left) * np.maximum(1 + goal["client_growth_rate"] + off, CENT)
    errors = np.log1p(years["error_share"].clip(lower=CENT - 1)).tolist()
    centre = float(np.log(goal["expected_eur"]))
    return np.exp(np.round(widened(np.log(np.maximum(said, CENT)), centre, errors), DIGITS))


def _whole(amount: Any) -> np.ndarray:
    return np.ceil(np.round(amount, 6))
