"""From the tables of the steps to what the value of a visit rests on, account by account."""

import numpy as np
import pandas as pd

from solver.tables.checks import require_columns


def value_inputs(
    table: pd.DataFrame,
    qualification: pd.DataFrame,
    segments: pd.DataFrame,
    margin_rate: float,
    new_client_eur: float,
    first_year_share: float,
) -> pd.DataFrame:
    """Add what `response_table` needs: revenue, margin, gap, first-year revenue.

    Parameters
    ----------
    table : DataFrame
        The accounts to value, one line each.
    qualification, segments : DataFrame
        Steps 5 and 4.
    margin_rate : float
        Margin over revenue (0 to 1) where the sales carry no cost, or give a rate outside 0 to 1, as a few
        credit notes can: such a rate says nothing about business still to be won.
    new_client_eur : float
        First-year revenue of a prospect whose potential is unknown.
    first_year_share : float
        Share of its potential that a new client buys in the first year.
    """
    require_columns(segments, "segments", ("account_id", "revenue_eur"))
    require_columns(qualification, "qualification", ("account_id", "potential_eur", "gap_eur"))
    sold = segments.drop_duplicates("account_id").set_index("account_id")
    bought = sold["revenue_eur"].astype(float).reindex(table["account_id"]).to_numpy()
    revenue = np.nan_to_num(bought)
    margin = np.full(len(table), np.nan)
    if "margin_eur" in sold:
        margin = sold["margin_eur"].astype(float).reindex(table["account_id"]).to_numpy()
    qualified = qualification.drop_duplicates("account_id").set_index("account_id")
    qualified = qualified.reindex(table["account_id"])
    potential = qualified["potential_eur"].astype(float).to_numpy(na_value=np.nan)
    if "accessible_eur" in qualified:
        accessible = qualified["accessible_eur"].astype(float).to_numpy(na_value=np.nan)
        potential = np.where(np.isnan(accessible), potential, accessible)
    own_margin = np.divide(margin, revenue, out=np.full(len(table), np.nan), where=revenue > 0)
    plausible = (own_margin >= 0.0) & (own_margin <= 1.0)
    return table.assign(
        revenue_eur=revenue,
        margin_rate=np.where(plausible, own_margin, margin_rate),
        gap_eur=qualified["gap_eur"].astype(float).to_numpy(na_value=np.nan),
        first_year_eur=np.where(np.isnan(potential), new_client_eur, potential * first_year_share),
    )
