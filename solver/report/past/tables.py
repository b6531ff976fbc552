"""Tables of the back-test: verdicts, behaviours, losses foreseen, the weight of each fact."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.backtest import latest
from solver.evidence.loss_risk import FACTS
from solver.evidence.verdicts import NO_SIGNAL
from solver.words.i18n import _, format_number, mark

FIGURES = {
    "lost_clients": mark("Clients lost"),
    "lost_revenue": mark("Revenue lost with them"),
    "kept_growth": mark("Growth of those who stay"),
}


def verdict_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rankings of the latest cut-off: `ranking, capture, low, high, caught, finding`.

    The yardstick bears no verdict, unless it is that chance does as well.
    """
    cut = latest(evidence)
    rows = [
        (
            name,
            *(ranking["capture"][part] for part in ("value", "low", "high")),
            ranking["caught"],
            ranking["verdict"] if name != "revenue" or ranking["verdict"] == NO_SIGNAL else None,
        )
        for name, ranking in (cut["rankings"] if cut else {}).items()
    ]
    return pd.DataFrame(rows, columns=["ranking", "capture", "low", "high", "caught", "finding"])


def behaviour_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return what became of each behaviour: `behaviour, clients, lost, loss_rate, low, high`."""
    cut = latest(evidence)
    rows = pd.DataFrame(
        cut["behaviours"] if cut else [], columns=["behaviour", "clients", "lost", "rate", "low", "high"]
    )
    return rows.rename(columns={"rate": "loss_rate"})


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


def figures_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return figures of step 3 as expected and as they came: `fact, expected_share, came`."""
    cut = latest(evidence)
    rows = [
        (_(name), row["expected"], row["came"])
        for row in (cut["figures"] if cut else [])
        for name in [FIGURES[row["figure"]]]
    ]
    return pd.DataFrame(rows, columns=["fact", "expected_share", "came"])


def _effect(odds: float) -> str:
    if abs(odds - 1) < 0.05:
        return _("hardly any difference")
    if odds > 1:
        return _("more leave: odds × {times}").format(times=format_number(odds, 1))
    return _("fewer leave: odds ÷ {times}").format(times=format_number(1 / odds, 1))
