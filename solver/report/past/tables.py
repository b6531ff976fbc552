"""Tables of the back-test: verdicts, losses foreseen, the weight of each fact."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.backtest import judged_cut_offs, latest
from solver.evidence.loss_risk import FACTS
from solver.evidence.verdicts import AS_GOOD, NO_SIGNAL, RISKS
from solver.report.past.sentences import between_people, between_points
from solver.tables.codes import label
from solver.words.i18n import _, format_number


def verdict_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rankings of each cut-off, the latest first, with what came of them.

    `on, ranking, capture, low, high, caught, lost, more_caught, auc_more` (both intervals in words),
    `finding` (in words). The yardstick is not held against itself, and bears no verdict, unless it is that
    chance does as well.
    """
    rows = [
        (
            pd.Timestamp(cut["on"]),
            name,
            *(ranking["capture"][part] for part in ("value", "low", "high")),
            ranking["caught"],
            cut["lost"],
            between_people(ranking["more_caught"]) if name != "revenue" and ranking["auc_more"] else None,
            between_points(ranking["auc_more"]) if name != "revenue" and ranking["auc_more"] else None,
            _verdict(name, ranking["verdict"]),
        )
        for cut in judged_cut_offs(evidence)
        for name, ranking in cut["rankings"].items()
    ]
    against = ["more_caught", "auc_more", "finding"]
    return pd.DataFrame(rows, columns=["on", "ranking", "capture", "low", "high", "caught", "lost", *against])


def _verdict(name: str, verdict: str) -> str | None:
    """Return a verdict in words; a ranking by risk was held against revenue for the losses alone."""
    if name == "revenue" and verdict != NO_SIGNAL:
        return None
    if name in RISKS and verdict == AS_GOOD:
        return _("As good as revenue at losses; it does not look for revenue")
    return label("finding", verdict)


def thirds_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return losses foreseen and losses that came, by third: `third, clients, predicted, lost`."""
    cut = latest(evidence)
    rows = cut["losses"]["thirds"] if cut and cut["losses"] else []
    words = (_("safest third"), _("middle third"), _("third that worries most"))
    table = pd.DataFrame(rows, columns=["clients", "predicted", "lost"])
    table.insert(0, "third", list(words[: len(rows)]))
    return table


def weights_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return in words what each fact does to the risk, the strongest first: `fact, effect`."""
    cut = latest(evidence)
    rows = [
        (_(name), _effect(row["odds"]))
        for row in (cut["weights"] if cut else [])
        for name in [FACTS[row["fact"]]]
    ]
    return pd.DataFrame(rows, columns=["fact", "effect"])


def _effect(odds: float) -> str:
    if abs(odds - 1) < 0.05:
        return _("hardly any difference")
    if odds > 1:
        return _("more leave: odds × {times}").format(times=format_number(odds, 1))
    return _("fewer leave: odds ÷ {times}").format(times=format_number(1 / odds, 1))
