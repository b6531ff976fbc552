"""What each behaviour claims, in words that say no more than was measured of it."""

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

import pandas as pd

from solver.evidence.backtest import latest
from solver.evidence.labels import argued_by_loss, loss_of
from solver.evidence.loss_risk import HIGHEST, LOWEST
from solver.words.i18n import _, clauses, counted, format_number, format_share

SPEAKS_OF_LEAVING = ("new", "at_risk", "inactive")
CLEARLY_MORE = 1.5  # times as many as swings like the usual ones would make
FEWEST_HALVED = 5  # clients; of fewer, nobody speaks of half of them
UNLIKE = 1.5  # times as silent, and those of a year ago say little of those of today; a judgement


def fall_sentence(limit: float, trends: pd.Series, *, risk_trend: float, risk_fall_spreads: float) -> str:
    """Say from which fall on a client is at risk, why from there, and how many really fell by as much.

    Parameters
    ----------
    limit : float
        As `fall_limit` returns it.
    trends : Series
        Change of each client from the year before; of those who bought in both years it is counted.
    risk_trend, risk_fall_spreads : float
    """
    kept = trends[trends > -1]
    fallen = int((kept <= limit).sum())
    words = {"limit": format_share(-limit), "share": format_share(fallen / max(len(kept), 1))}
    how_many = counted(
        fallen,
        "{n} of {all} clients who bought in both years fell by as much ({share})",
        "{n} of {all} clients who bought in both years fell by as much ({share})",
    ).format(all=format_number(len(kept)), **words)
    if limit >= risk_trend:
        said = _(
            "A fall of {limit} counts: the usual swings of this firm's clients are smaller, or its clients "
            "are too few to measure them by."
        )
        return said.format(**words) + (f" {how_many}." if len(kept) else "")
    chance = NormalDist().cdf(-risk_fall_spreads)
    said = _(
        "A fall counts from {limit} on: that is far out among the usual swings of this firm's own clients, "
        "measured by the middle one, so that the few large ones do not count."
    ).format(**words)
    if fallen <= CLEARLY_MORE * chance * len(kept):
        return f"{said} {how_many}."
    more = _(
        "where swings like the usual ones would make {chance} fall: large falls are common here, and such a "
        "fall is a reason to ask, no proof."
    ).format(chance=format_share(chance))
    return f"{said} {clauses([how_many, more])}"


def cards_as_measured(cards: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """Return the cards of the behaviours, whose risk says no more than was measured.

    Parameters
    ----------
    cards : DataFrame
        As `behaviour_cards` returns it.
    losses : DataFrame
        As `label_losses` returns it.
    """
    risks = []
    for card in cards.to_dict("records"):
        line = loss_of(losses, card["behaviour"])
        speaks = card["behaviour"] in SPEAKS_OF_LEAVING
        if not speaks or argued_by_loss(line):
            risks.append(card["risk"])
        elif line is None:
            risks.append(_("Not measured: the sales do not reach two years back."))
        else:
            risks.append(
                _("Leaves no more often than others: {rate}, against {base} of all.").format(
                    rate=format_share(line["loss_rate"], 1), base=format_share(line["base_rate"], 1)
                )
            )
    return cards.assign(risk=risks)


def loss_sentence(line: Mapping[str, Any] | None, silent_today: float | None = None) -> str:
    """Say in people how many clients of a behaviour were lost within a year, beside all clients.

    Parameters
    ----------
    line : mapping or None
        Its line of `label_losses`; None where nothing could be measured.
    silent_today : float, optional
        Median months since the last order of those so called today.
    """
    if line is None:
        return _("How many of such clients leave could not be measured: the sales are too short.")
    said = _(
        "Of {clients} so called a year ago by their orders alone, {lost}, {plain} of them; as few tell "
        "little, that is shrunk towards the whole firm, to {rate} ({low} to {high}), against {base} of all "
        "clients. With them went {share} of what such "
        "clients bought. Who is so called for a low note or a complaint is not among them."
    ).format(
        clients=counted(line["clients"], "{n} client", "{n} clients"),
        lost=counted(line["lost_clients"], "{n} was lost", "{n} were lost"),
        plain=format_share(line["lost_clients"] / max(line["clients"], 1)),
        rate=format_share(line["loss_rate"], 1),
        low=format_share(line["low_rate"]),
        high=format_share(line["high_rate"]),
        base=format_share(line["base_rate"], 1),
        share=format_share(line["lost_share"], 1),
    )
    then = line["recency_months"]
    if silent_today is None or not _unlike(line, silent_today):
        return said
    return f"{said} " + _(
        "But half of them had not ordered for {then} or more then; of those so called by their orders today, "
        "half for {today}. The two are not alike: this rate says little of those of today."
    ).format(then=_months(then), today=_months(silent_today))


def those_of_a_year_ago(line: Mapping[str, Any] | None, silent_today: float | None) -> str:
    """Say in short how many at risk were lost, and why that says little of those of today; else nothing.

    Parameters
    ----------
    line, silent_today
        As `loss_sentence` takes them.
    """
    if line is None or silent_today is None or not _unlike(line, silent_today):
        return ""
    return _(
        "Of {clients} so called a year ago by their orders alone, {lost}; but half of them had not ordered "
        "for {then} or more, half of these for {today}: that rate says little of these."
    ).format(
        clients=counted(line["clients"], "{n} client", "{n} clients"),
        lost=counted(line["lost_clients"], "{n} was lost", "{n} were lost"),
        then=_months(line["recency_months"]),
        today=_months(silent_today),
    )


def _unlike(line: Mapping[str, Any], silent_today: float) -> bool:
    """Tell whether those so called a year ago had been silent for much longer, or shorter, than today's."""
    then = line["recency_months"]
    if line["clients"] < FEWEST_HALVED:
        return False
    return bool(pd.notna(then) and max(then, silent_today) >= UNLIKE * min(then, silent_today))


def _months(months: float) -> str:
    return counted(round(months), "{n} month", "{n} months")


def score_warning(evidence: Mapping[str, Any]) -> str:
    """Say that revenue alone finds more of those who leave than the score; nothing where it does not.

    Parameters
    ----------
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it.
    """
    score = (latest(evidence) or {"rankings": {}})["rankings"].get("score")
    if score is None or score["verdict"] != "worse_than_revenue":
        return ""
    return _(
        "The score tells who will leave less well than revenue alone does: it shares out attention, and "
        "finds no loss. Who may leave is called by the risk of loss, before the others."
    )


def risk_ends_sentence(loss_risk: pd.DataFrame) -> str:
    """Say between which ends every risk is kept, and how many stand at the upper one."""
    at_most = int(loss_risk["p"].ge(HIGHEST).sum())
    return counted(
        at_most,
        "No risk is put below {low} or above {high}, which {n} client has: no past is surer than that.",
        "No risk is put below {low} or above {high}, which {n} clients have: no past is surer than that.",
    ).format(low=format_share(LOWEST, 1), high=format_share(HIGHEST))
