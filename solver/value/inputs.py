"""From the tables of the steps to what the value of a visit rests on, account by account."""

import numpy as np
import pandas as pd

from solver.tables.checks import require_columns


def value_inputs(
    table: pd.DataFrame,
    qualification: pd.DataFrame,
    segments: pd.DataFrame,
    loss_risk: pd.DataFrame | None,
    prospects: pd.DataFrame | None,
    past_margin_eur: pd.Series | None,
    margin_rate: float,
    new_client_eur: float,
) -> pd.DataFrame:
    """Add what `response_table` needs of each account, clients, prospects and former clients alike.

    Parameters
    ----------
    table : DataFrame
        The accounts to value, one line each.
    qualification, segments, loss_risk : DataFrame
        Steps 5, 4 and 9; without the last nobody is about to leave.
    margin_rate : float
        As `margin_rates` takes it.
    prospects : DataFrame or None
        `account_id, size_fold, win_fold, met`: first-year revenue of each prospect over that of the mean
        newcomer, its chance over that of the mean prospect visited, and its chance to be met within the year;
        of a former client its chance over that of all of them; 1 for whoever is not in it.
    past_margin_eur : Series or None
        Margin of the last active year, by account_id.
    new_client_eur : float
        First-year revenue of the mean newcomer.
    """
    require_columns(segments, "segments", ("account_id", "revenue_eur"))
    require_columns(qualification, "qualification", ("account_id", "potential_eur", "gap_eur"))
    ids = table["account_id"]
    sold = segments.drop_duplicates("account_id").set_index("account_id")
    revenue = np.nan_to_num(sold["revenue_eur"].astype(float).reindex(ids).to_numpy())
    qualified = qualification.drop_duplicates("account_id").set_index("account_id")
    qualified = qualified.reindex(ids).reset_index(drop=True)
    potential = qualified["potential_eur"].astype(float)
    folds, past, risk = np.ones((len(table), 3)), np.zeros(len(table)), np.zeros(len(table))
    if loss_risk is not None:
        risk = loss_risk.set_index("account_id")["p"].reindex(ids).fillna(0.0).to_numpy(dtype=float)
    if prospects is not None:
        known = prospects.set_index("account_id").reindex(columns=["size_fold", "win_fold", "met"])
        folds = known.reindex(ids).astype(float).fillna(1.0).to_numpy()
    if past_margin_eur is not None:
        past = past_margin_eur.reindex(ids).fillna(0.0).to_numpy(dtype=float)
    # Who buys more than the accessible part has had it set too low; who buys more than its potential
    # has none that is known. Neither has nothing left to win.
    whole = potential - revenue
    gap = qualified["gap_eur"].astype(float).where(qualified["gap_eur"] > 0, whole.where(whole > 0))
    return table.assign(
        revenue_eur=revenue,
        margin_rate=margin_rates(ids, segments, margin_rate),
        potential_eur=potential.to_numpy(na_value=np.nan),
        potential_flag=qualified["flag"].fillna("").to_numpy() if "flag" in qualified else "",
        gap_eur=gap.to_numpy(na_value=np.nan),
        p=risk,
        first_year_eur=new_client_eur * folds[:, 0],
        win_fold=folds[:, 1],
        met=folds[:, 2],
        past_margin_eur=past,
    )


def margin_rates(account_ids: pd.Series, segments: pd.DataFrame, margin_rate: float) -> np.ndarray:
    """Return the margin over the revenue of each account, as its visits are valued.

    Parameters
    ----------
    account_ids : Series of str
    segments : DataFrame
        Step 4: `account_id, revenue_eur`, and `margin_eur` where the sales carry a cost.
    margin_rate : float
        Margin over revenue (0 to 1) where the sales carry no cost, or give a rate outside 0 to 1, as a few
        credit notes can: such a rate says nothing about business still to be won.
    """
    sold = segments.drop_duplicates("account_id").set_index("account_id")
    if "margin_eur" not in sold:
        return np.full(len(account_ids), margin_rate)
    bought = sold[["revenue_eur", "margin_eur"]].astype(float).reindex(account_ids)
    revenue, margin = bought["revenue_eur"].to_numpy(), bought["margin_eur"].to_numpy()
    own = np.divide(margin, revenue, out=np.full(len(bought), np.nan), where=revenue > 0)
    return np.where((own >= 0.0) & (own <= 1.0), own, margin_rate)
