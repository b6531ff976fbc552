"""What a visit is worth to a client: every visit takes the same share of the room that is left.

The value of k visits in the year, with k_i those of today, is

    v_i(k) = m_i R_i [1 - p_i + A_i (1 - w_i^(k - k_i))],   A_i = q_i (a - 1) + s p_i,
    w_i = (A_i / (A_i + 1 - b_i))^(1 / n_i)

margin times revenue times (what stays with today's visits, and the room times the part of it that the visits
take). Two answers per type (b, a), one fact per account (its share of wallet, q), one risk (p), the visits of
today.
"""

import numpy as np
import pandas as pd

from solver.tables.checks import refuse
from solver.value.curves import share_left
from solver.value.judged import change, checked_curves
from solver.words.i18n import _

WALLET_POWER = 0.5  # how strongly the share of wallet moves the room; a potential out of date, half as much
FEWEST_FOLD, MOST_FOLD = 0.5, 2.0  # how far the share of wallet moves the room
STALE = "stale"
NUMBERS = (
    "margin_rate",
    "revenue_eur",
    "p",
    "visits_today",
    "effort_visits",
    "none",
    "room",
    "most_gain",
)


def account_terms(
    clients: pd.DataFrame,
    judged_curves: pd.DataFrame,
    *,
    save_share: float,
    wallet_power: float = WALLET_POWER,
) -> pd.DataFrame:
    """Return what the value of a client's visits is made of, account by account.

    Parameters
    ----------
    clients : DataFrame
        `account_id, account_type, revenue_eur` (12 months), `margin_rate`, `potential_eur` (missing where
        unknown), `potential_flag` (stale: out of date), `gap_eur` (what can still be won; missing where
        unknown), `p` (chance that it buys nothing next year with today's visits) and `visits_today` (of
        the last 12 months; missing without a log: the usual visits of the type). Where it is there,
        `settles_first`: nothing above today's revenue counts.
    judged_curves : DataFrame
        As `solver.value.judged.curve_table` returns it.
    save_share : float
        Of those about to leave, the part that all the visits one could wish would keep.
    wallet_power : float
        Power of (usual share of wallet over the own one) by which the room is wider or narrower.

    Returns
    -------
    DataFrame
        The clients with `visits_today` (k_i) and `effort_visits` (n_i, visits that make one usual effort),
        `none` (b_i, never below the risk, so that no value falls below 0), `fold` (q_i), `room` (A_i, of 1),
        `visit_share` (1 - w_i, which part of the room that is left one visit takes), `most_gain` (largest
        rise of revenue above today's, of 1) and the judged points of their type.

    Raises
    ------
    PortfolioError
        A type without a judged curve.
    """
    judged = checked_curves(judged_curves)
    row = _rows_of(clients, judged)
    usual, judged_none, saturation, half, plus_half = (
        judged[name].to_numpy(dtype=float)[row]
        for name in ("reference_visits", "none", "saturation", "half", "plus_half")
    )
    today = clients["visits_today"].to_numpy(dtype=float, na_value=np.nan)
    today = np.where(np.isnan(today), usual, today)
    risk = clients["p"].to_numpy(dtype=float)
    none = np.maximum(judged_none, risk)
    fold = _folds(clients, wallet_power)
    settles = clients.get("settles_first", pd.Series(False, index=clients.index)).to_numpy(dtype=bool)
    room = fold * (saturation - 1.0) + save_share * risk
    effort = np.maximum(today, usual)
    # Credit notes above purchases leave nothing to protect.
    revenue = clients["revenue_eur"].to_numpy(dtype=float).clip(min=0.0)
    gap = clients["gap_eur"].to_numpy(dtype=float, na_value=np.nan)
    gap = np.where(gap > 0, gap, np.inf)
    most = np.divide(gap, revenue, out=np.full(len(gap), np.inf), where=revenue > 0) + save_share * risk
    most = np.where(settles, np.minimum(most, risk), most)
    return clients.assign(
        revenue_eur=revenue,
        visits_today=today,
        effort_visits=effort,
        none=none,
        fold=fold,
        room=room,
        visit_share=1.0 - share_left(none, room, effort),
        most_gain=most,
        form=judged["form"].to_numpy()[row],
        half=half,
        plus_half=plus_half,
        saturation=saturation,
        judged_none=judged_none,
    )


def client_values(terms: pd.DataFrame, visits: np.ndarray, plan_years: float = 1.0) -> np.ndarray:
    """Return the first-year contribution of clients, in euros, accounts by numbers of visits.

    Parameters
    ----------
    terms : DataFrame
        From `account_terms`.
    visits : ndarray, shape (K,) or (n, K)
        Visits over the plan.
    plan_years : float, default 1
        Length of the plan: a shorter one takes fewer visits and protects less.
    """
    column = {name: terms[name].to_numpy(dtype=float)[:, None] for name in NUMBERS}
    more = visits / plan_years - column["visits_today"]
    judged = terms.assign(none=terms["judged_none"])
    changed = change(judged, column["none"][:, 0], column["room"][:, 0], more / column["effort_visits"])
    kept = 1.0 - column["p"] + np.minimum(changed, column["most_gain"])
    return column["margin_rate"] * column["revenue_eur"] * kept * plan_years


def loss_chances(
    risk: np.ndarray, more_visits: np.ndarray, *, save_share: float, visit_share: float
) -> np.ndarray:
    """Return the chance that clients buy nothing in the year to come, with more or fewer visits than today.

    It is the part of `client_values` that is lost rather than bought less: p - s p (1 - w^more).

    Parameters
    ----------
    risk : ndarray
        p, the chance with today's visits.
    more_visits : ndarray
        Visits a year above those of today; negative where there are fewer.
    save_share : float
        s, as in `account_terms`.
    visit_share : float
        1 - w, which part of the room that is left one visit takes.
    """
    saved = save_share * (1.0 - (1.0 - visit_share) ** np.asarray(more_visits, dtype=float))
    return np.clip(risk * (1.0 - saved), 0.0, 1.0)


def _folds(clients: pd.DataFrame, wallet_power: float) -> np.ndarray:
    """How far the share of wallet moves the room: that of the type over the account's own, to a power."""
    revenue = clients["revenue_eur"].to_numpy(dtype=float).clip(min=0.0)
    potential = clients["potential_eur"].to_numpy(dtype=float, na_value=np.nan)
    known = potential > 0
    sums = pd.DataFrame(
        {
            "type": clients["account_type"].to_numpy(),
            "revenue": np.where(known, revenue, 0.0),
            "potential": np.where(known, potential, 0.0),
        }
    )
    of_type = sums.groupby("type")[["revenue", "potential"]].transform("sum")
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = (of_type["revenue"] / of_type["potential"]).to_numpy() / (revenue / potential)
    power = wallet_power * np.where(clients["potential_flag"].eq(STALE).to_numpy(), 0.5, 1.0)
    usable = known & (revenue > 0)
    return np.where(usable, np.clip(np.where(usable, relative, 1.0) ** power, FEWEST_FOLD, MOST_FOLD), 1.0)


def _rows_of(clients: pd.DataFrame, judged: pd.DataFrame) -> np.ndarray:
    """Line of the judged curves of each client; a type without one is refused."""
    row = pd.Index(judged["account_type"]).get_indexer(pd.Index(clients["account_type"]))
    if (row < 0).any():
        where = int(np.argmax(row < 0))
        refuse(
            _("account “{id}” is of type “{type}”, which has no judged curve").format(
                id=clients["account_id"].iloc[where], type=clients["account_type"].iloc[where]
            ),
            "judged_curves",
            None,
            "account_type",
            _("add a line for this type"),
        )
    return row
