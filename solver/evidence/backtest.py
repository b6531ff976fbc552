"""The back-test: rank the clients as of a day of the past, and let what followed judge the rankings."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.clients_then import clients_then, outcome
from solver.evidence.cut_offs import YEAR, CutOff, cut_offs, gap_of
from solver.evidence.loss_risk import CASES_OF_THE_FIRM, fit_before
from solver.evidence.measures import thirds, wilson
from solver.evidence.prospects import prospect_evidence
from solver.evidence.verdicts import FEWEST_LOST, NO_SIGNAL, consequences, judge

FEWEST_CLIENTS = 50
ONE_CLIENT = 0.90
DRAWS = 1000
# What is known of an account as of today only, and so takes no part.
UNDATED = ("satisfaction", "stage", "access", "accessible_share", "headcount")
Replayed = Mapping[str, Any]
Replay = Callable[[CutOff], Replayed]
Seen = tuple[pd.DataFrame, pd.DataFrame]  # the clients of a cut-off, and what they did afterwards


def backtest(
    sales: pd.DataFrame,
    potentials: pd.DataFrame,
    *,
    as_of: date,
    seed: int,
    replay: Replay | None = None,
    draws: int = DRAWS,
) -> dict[str, Any]:
    """Judge every ranking of clients on every day of the past that has a time before and a time after.

    Parameters
    ----------
    sales : DataFrame
        The canonical table; lines after `as_of` are not looked at.
    potentials : DataFrame
        `account_id, potential_eur, potential_on`; what bears no date before a cut-off is not used on it.
    as_of : date
        Last day of the time that judges the latest cut-off.
    seed : int
    replay : callable, optional
        From a cut-off to what the method would have said on it: `scores` and `behaviours` (`account_id` with
        `score` and with `behaviour`), `score_missing` (criteria that could not be replayed) and `prospects`
        (as in `solver.evidence.prospects.prospect_evidence`). Asked only where whole years are judged.
    draws : int, default 1000

    Returns
    -------
    dict
        `as_of, seed, draws, gap` (months nobody was invoiced in), `refused` (a cause, or None), `cut_offs`,
        the latest first, and `consequences`, those of the latest. A cut-off holds its `on, months,
        judged_until`, and its own `refused`, or `clients, lost, top, next_eur`, what
        `solver.evidence.verdicts.judge` returns, `behaviours` (loss rate of each), `losses` (predicted and
        real, by third), `weights` of the facts, `dropped`, `score_missing`, `figures` and `prospects`.
    """
    known = sales[sales["date"] <= pd.Timestamp(as_of)]
    days, refused = cut_offs(known, as_of)
    seen = {day: _seen(known, day) for day in days}
    judged = [_judged(known, potentials, day, seen, seed=seed, replay=replay, draws=draws) for day in days]
    told = next((cut for cut in judged if not cut["refused"]), None)
    return {
        "as_of": as_of.isoformat(),
        "seed": seed,
        "draws": draws,
        "gap": gap_of(known, as_of),
        "refused": refused,
        "cut_offs": judged,
        "consequences": consequences(told["rankings"] if told else {}),
    }


def _judged(
    sales: pd.DataFrame,
    potentials: pd.DataFrame,
    day: CutOff,
    seen: Mapping[CutOff, Seen],
    *,
    seed: int,
    replay: Replay | None,
    draws: int,
) -> dict[str, Any]:
    clients, after = seen[day]
    said: dict[str, Any] = {
        "on": day.on.isoformat(),
        "months": day.months,
        "judged_until": day.judged_until.isoformat(),
        "refused": _refusal(clients),
    }
    if said["refused"]:
        return said
    replayed = replay(day) if replay and day.months == YEAR else {}
    fitted = fit_before(sales, potentials, day, fewest_lost=FEWEST_LOST)
    next_eur, lost = after["next_eur"].to_numpy(), after["lost"].to_numpy()
    worths = {
        "revenue": clients["revenue_eur"].to_numpy(),
        "rfm": clients["rfm"].to_numpy(dtype="float64"),
    }
    if "scores" in replayed:
        worths["score"] = _of(replayed["scores"], "score", clients, np.nan).fillna(0.0).to_numpy()
    labels = _of(replayed["behaviours"], "behaviour", clients, "") if "behaviours" in replayed else None
    # The order in which the labels are judged was known on the day: that of their losses a year earlier.
    before = rates_of_behaviours(sales, day.earlier, replay) if replay and day.earlier and replayed else None
    rates = {row["behaviour"]: row["shrunk"] for row in before or ()}
    if labels is not None and rates:
        worths["behaviour"] = -labels.map(rates).fillna(float(np.mean(list(rates.values())))).to_numpy()
    if fitted:
        worths["loss_risk"] = -fitted[0].chances(fitted[1])
    said |= {
        "clients": len(clients),
        "lost": int(lost.sum()),
        "next_eur": float(next_eur.sum().round(2)),
        **judge(worths, next_eur, lost, draws=draws, seed=seed),
        "behaviours": [] if labels is None else label_rates(labels, lost),
        "losses": _losses(-worths["loss_risk"], lost) if fitted else None,
        "weights": fitted[0].weights() if fitted and fitted[0].says_something else [],
        "dropped": _dropped(fitted),
        "score_missing": list(replayed.get("score_missing", ())),
        "figures": _figures(seen, day),
        "prospects": prospect_evidence(replayed.get("prospects"), sales, day, draws=draws, seed=seed),
    }
    for ranking in said["rankings"].values():
        if ranking["decided_by"]:
            place = ranking["decided_by"].pop("place")
            ranking["decided_by"]["account_id"] = str(clients["account_id"].iloc[place])
    return said


def _refusal(clients: pd.DataFrame) -> dict[str, Any] | None:
    if len(clients) < FEWEST_CLIENTS:
        return {"code": "few_clients", "clients": len(clients), "fewest": FEWEST_CLIENTS}
    share = float(clients["revenue_eur"].max() / clients["revenue_eur"].sum())
    if share > ONE_CLIENT:
        largest = str(clients["account_id"].iloc[clients["revenue_eur"].to_numpy().argmax()])
        return {"code": "one_client", "account_id": largest, "share": share}
    return None


def _of(table: pd.DataFrame, column: str, clients: pd.DataFrame, unknown: Any) -> pd.Series:
    return clients["account_id"].map(table.set_index("account_id")[column]).fillna(unknown)


def rates_of_behaviours(sales: pd.DataFrame, day: CutOff, replay: Replay) -> list[dict[str, Any]]:
    """Return the loss rate of each behaviour after a day: see `label_rates`."""
    clients, after = _seen(sales, day)
    labels = _of(replay(day)["behaviours"], "behaviour", clients, "")
    return label_rates(labels, after["lost"].to_numpy())


def _seen(sales: pd.DataFrame, day: CutOff) -> Seen:
    clients = clients_then(sales, day)
    return clients, outcome(sales, clients, day)


def label_rates(labels: pd.Series, lost: np.ndarray) -> list[dict[str, Any]]:
    """Return of each behaviour, the safest first: `clients, lost, rate, low, high` and the `shrunk` rate.

    Notes
    -----
    Shrunk to the firm's rate as if 20 more clients had left at it.
    """
    base = float(lost.mean())
    rows = []
    for name, group in pd.Series(lost, index=labels.index).groupby(labels):
        clients, gone = len(group), int(group.sum())
        low, high = wilson(gone, clients)
        shrunk = (gone + CASES_OF_THE_FIRM * base) / (clients + CASES_OF_THE_FIRM)
        rows.append(
            {
                "behaviour": str(name),
                "clients": clients,
                "lost": gone,
                "rate": gone / clients,
                "low": low,
                "high": high,
                "shrunk": shrunk,
            }
        )
    return sorted(rows, key=lambda row: (row["shrunk"], row["behaviour"]))


def _losses(chances: np.ndarray, lost: np.ndarray) -> dict[str, Any]:
    return {"predicted": float(chances.sum()), "lost": int(lost.sum()), "thirds": thirds(chances, lost)}


def _dropped(fitted: Any) -> list[str]:
    """Name what could not take part: undated fields, and facts the history was too short for."""
    if fitted is None:
        return [*UNDATED, "loss_risk"]
    known = fitted[0].facts
    return [*UNDATED, *(name for name in ("potential", "wallet", "change", "families") if name not in known)]


def _figures(seen: Mapping[CutOff, Seen], day: CutOff) -> list[dict[str, Any]]:
    """Figures of step 3 as they would have been expected, the year before carried on, beside what came."""
    earlier = day.earlier
    if earlier is None or earlier not in seen:
        return []
    before, after = _flow(*seen[earlier]), _flow(*seen[day])
    return [{"figure": name, "expected": before[name], "came": after[name]} for name in before]


def _flow(clients: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    revenue, lost = clients["revenue_eur"], after["lost"]
    stayed = float(revenue[~lost].sum())
    return {
        "lost_clients": float(lost.mean()),
        "lost_revenue": float(revenue[lost].sum() / revenue.sum()),
        "kept_growth": float(after.loc[~lost, "next_eur"].sum() / stayed - 1) if stayed > 0 else 0.0,
    }


def latest(evidence: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the latest cut-off that could be judged, or none."""
    return next((cut for cut in evidence["cut_offs"] if not cut["refused"]), None)


def without_signal(evidence: Mapping[str, Any]) -> bool:
    """Tell whether nothing was found in any ranking of the latest cut-off."""
    cut = latest(evidence)
    return cut is not None and all(each["verdict"] == NO_SIGNAL for each in cut["rankings"].values())
