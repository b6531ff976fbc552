"""The chance that a client buys nothing in the year to come, learnt from who left in the year before.

A regularised logistic regression on a few named facts; where the firm's past is too thin for it, the rate of
the client's behaviour, and without any past the rates that were measured elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special

from solver.evidence.clients_then import clients_then, known_potential, outcome
from solver.evidence.cut_offs import YEAR, CutOff
from solver.words.i18n import mark

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

RIDGE = 3.0
LOWEST, HIGHEST = 0.005, 0.9
# In firms drawn from the demo and from `tests/iowa` with some 16 lost, the risk still tells who leaves better
# than revenue does (.24 and .08 of AUC) and its sum is within .6 to 1.2 of the losses; with nine, often not.
FEWEST_LOST_TO_FIT = 15
LEVEL = 0.05
KNOWN_SHARE = 0.5  # a fact that fewer clients have would sort them by who was asked
DECIMALS = 6
# By default where a firm has no past: wholesale of spirits in one state, judged for anybody else. `new` and
# `at_risk` are what 568 clients of two years of `tests/iowa` did; the others were found once on 8,693 clients
# of 12 vendor-years of the same public invoices, which no test of the project can make again.
JUDGED = {
    "loyal": 0.018,
    "developing": 0.029,
    "standard": 0.067,
    "at_risk": 0.35,
    "new": 0.156,
    "inactive": 0.37,
    "lost": 0.37,
}
FACTS = {
    "revenue": mark("Revenue of the year"),
    "silence": mark("Months of silence"),
    "silence_ratio": mark("Silence against its own usual interval"),
    "order_days": mark("Days on which it ordered"),
    "months_bought": mark("Months in which it bought"),
    "late_share": mark("Part of the year bought in the second half"),
    "change": mark("Change on the year before"),
    "age": mark("Length of the relation"),
    "families": mark("Product families bought"),
    "potential": mark("Potential"),
    "wallet": mark("Share of its purchases that we have"),
}


@dataclass(frozen=True)
class LossModel:
    """A regression that was fitted."""

    facts: tuple[str, ...]  # those it knows, of `FACTS`
    model: "Pipeline"
    clients: int
    lost: int
    lost_share: float  # of the revenue of those clients
    chance: float  # how often facts that say nothing would explain as much (likelihood ratio)

    @property
    def says_something(self) -> bool:
        """Tell whether the facts explain more than chance would."""
        return self.chance < LEVEL

    def lacks(self, names: Iterable[str]) -> list[str]:
        """Return those of some facts that it does not know."""
        return [name for name in names if name not in self.facts]

    def chances(self, facts: pd.DataFrame) -> np.ndarray:
        """Return the chance of a loss, client by client; the firm's rate where the facts say nothing."""
        if not self.says_something:
            return np.full(len(facts), np.clip(self.lost / self.clients, LOWEST, HIGHEST))
        found = self.model.predict_proba(facts[list(self.facts)].to_numpy())[:, 1]
        return np.clip(found, LOWEST, HIGHEST).round(DECIMALS)

    def weights(self) -> list[dict[str, Any]]:
        """Return, the strongest first, how one ordinary spread of a fact multiplies the odds of a loss."""
        effects = self.model[-1].coef_[0]
        rows = [
            {"fact": name, "odds": round(float(np.exp(effect)), DECIMALS)}
            for name, effect in zip(self.facts, effects, strict=True)
        ]
        return sorted(rows, key=lambda row: (-abs(np.log(row["odds"])), row["fact"]))


def loss_facts(clients: pd.DataFrame, potentials: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the facts the regression may know of `clients_then`, amounts and delays on a scale of ratios.

    A potential that bears no date before the day is not used.
    """
    revenue = clients["revenue_eur"].clip(lower=0.01)
    little = 0.1 * float(revenue.median()) if len(revenue) else 1.0
    potential = known_potential(potentials, clients["account_id"], on)
    potential = potential.where(potential > 0)
    typical = potential.fillna(potential.median())
    dated = potential.notna().mean() >= KNOWN_SHARE
    families = clients["families"]
    return pd.DataFrame(
        {
            "revenue": np.log(revenue),
            "silence": np.sqrt(clients["recency_months"].clip(lower=0)),
            "silence_ratio": np.log1p(clients["silence_ratio"].clip(lower=0)),
            "order_days": np.log(clients["order_days"].clip(lower=1)),
            "months_bought": clients["months_bought"].astype("float64"),
            "late_share": clients["late_share"],
            "change": np.log((revenue + little) / (clients["before_eur"] + little)),
            "age": np.log1p(clients["age_months"].clip(lower=0)),
            "families": np.log(families.fillna(1).clip(lower=1)) if families.notna().any() else np.nan,
            "potential": np.log(typical) if dated else np.nan,
            "wallet": np.log((revenue / typical).clip(1e-5, 1)) if dated else np.nan,
        }
    )


def fit(facts: pd.DataFrame, lost: np.ndarray, known_later: pd.DataFrame) -> LossModel:
    """Fit the regression on the facts of an earlier day that are known, too, of the day of interest."""
    # Seconds to load, and most steps fit nothing.
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    usable = [name for name in FACTS if facts[name].notna().all() and known_later[name].notna().all()]
    names = tuple(name for name in usable if np.ptp(facts[name].to_numpy()) > 0)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1 / RIDGE, max_iter=1000))
    model.fit(facts[list(names)].to_numpy(), lost)
    found = model.predict_proba(facts[list(names)].to_numpy())[:, 1]
    gained = 2 * (_likelihood(lost, found) - _likelihood(lost, np.full(len(lost), lost.mean())))
    chance = float(special.chdtrc(len(names), max(gained, 0.0)))
    revenue = np.exp(facts["revenue"].to_numpy())
    return LossModel(names, model, len(lost), int(lost.sum()), float(revenue @ lost / revenue.sum()), chance)


def _likelihood(lost: np.ndarray, chances: np.ndarray) -> float:
    return float(np.log(np.where(lost, chances, 1 - chances)).sum())


def fit_before(
    sales: pd.DataFrame, potentials: pd.DataFrame, day: CutOff
) -> tuple[LossModel, pd.DataFrame] | None:
    """Fit on the year before a day, and return the model with the facts of that day's clients.

    None with less than two years of history, or fewer than 15 clients lost in the last of them.
    """
    earlier = day.earlier
    if earlier is None or day.months != YEAR:
        return None
    looked = earlier.known_months
    before, now = clients_then(sales, earlier), clients_then(sales, day, looked)
    lost = outcome(sales, before, earlier)["lost"].to_numpy()
    if lost.sum() < FEWEST_LOST_TO_FIT or lost.all():
        return None
    facts = loss_facts(now, potentials, day.on)
    model = fit(loss_facts(before, potentials, earlier.on), lost, facts)
    return model, facts.assign(account_id=now["account_id"])


def expected_losses(loss_risk: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the revenue that each client is expected to take along, the most first.

    Returns
    -------
    DataFrame
        `loss_risk` with `revenue_eur` of the last twelve months and `expected_loss_eur`, the risk times it.
    """
    risks = loss_risk.merge(segments[["account_id", "revenue_eur"]], on="account_id")
    risks["expected_loss_eur"] = risks["p"] * risks["revenue_eur"].clip(lower=0)
    return risks.sort_values(["expected_loss_eur", "account_id"], ascending=[False, True], kind="stable")


def expected_loss_eur(loss_risk: pd.DataFrame, segments: pd.DataFrame) -> float:
    """Return the revenue that clients one by one are expected to take along."""
    return float(expected_losses(loss_risk, segments)["expected_loss_eur"].sum())


def loss_risk(
    sales: pd.DataFrame,
    potentials: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    as_of: date,
    known_months: int,
    label_losses: pd.DataFrame,
    lost_eur: float,
) -> pd.DataFrame:
    """Return the table `loss_risk`: the chance that each client buys nothing in the year to come.

    Parameters
    ----------
    sales, potentials : DataFrame
        The canonical table; the potentials that bear a date.
    labels, label_losses : DataFrame
        The tables `typology` and `label_losses` of step 7.
    as_of : date
    known_months : int
        Months of history without a gap up to that day.
    lost_eur : float
        The revenue that step 3 expects to leave: the rates of labels are brought to it by one factor.
    """
    day = CutOff(as_of, YEAR, known_months)
    if fitted := fit_before(sales, potentials, day):
        model, facts = fitted
        chances, basis = model.chances(facts), "measured" if model.says_something else "firm_rate"
        return pd.DataFrame({"account_id": facts["account_id"], "p": chances, "basis": basis})
    clients = clients_then(sales, day)
    measured = bool(label_losses["loss_rate"].notna().any())
    rates = label_losses.set_index("behaviour")["loss_rate"] if measured else pd.Series(JUDGED)
    known = clients[["account_id"]].merge(labels, how="left", on="account_id")
    behaviour = known["behaviour"]
    if measured:
        # On names given by orders alone: of who only complains, or gave a low note, they tell nothing.
        behaviour = behaviour.mask(behaviour.eq("at_risk"), known["by_orders"])
    # Of nobody at all, behaviours would stay words.
    chance = behaviour.map(rates).astype("float64").fillna(rates.mean())
    if measured:
        expected = float((chance * clients["revenue_eur"]).sum())
        chance *= lost_eur / expected if expected > 0 else 1.0
    chance, basis = chance.clip(LOWEST, HIGHEST).round(DECIMALS), "label_rate" if measured else "judged"
    return pd.DataFrame({"account_id": clients["account_id"], "p": chance, "basis": basis})
