"""What visits bring, as the few numbers that each account's curve is drawn from: for a page that draws it."""

from typing import Any

import numpy as np
import pandas as pd

from solver.parameters.method import MOST_VISITS
from solver.value.clients import account_terms
from solver.value.curves import exponential, rate_from_funnel
from solver.value.response import is_buying

CLIENT_NUMBERS = ("money_eur", "p", "visits_today", "fold", "saved", "most_gain")
WON_NUMBERS = ("won_eur", "win_rate")


def shapes(values: pd.DataFrame, judged_curves: pd.DataFrame, **rates: Any) -> pd.DataFrame:
    """Return the numbers behind the values of `solver.value.response.response_table`.

    Parameters
    ----------
    values, judged_curves
        As `response_table` takes them.
    **rates
        `save_share, wallet_power, conversion_rate, win_back_rate, plan_years`, as it takes them.

    Returns
    -------
    DataFrame
        By account_id: `account_type`; of clients `money_eur` (m R, over the plan), `p, visits_today, fold`,
        `saved` (s p) and `most_gain`, as in `solver.value.clients`; of the others `won_eur` (what one that
        is won brings, times its chance to be met) and `win_rate`, missing where it is a client.
    """
    buying = is_buying(values).to_numpy()
    years = rates["plan_years"]
    how = {name: rates[name] for name in ("save_share", "wallet_power")}
    terms = account_terms(values[buying], judged_curves, **how)
    clients = terms.assign(
        money_eur=terms["margin_rate"] * terms["revenue_eur"] * years,
        saved=rates["save_share"] * terms["p"],
        most_gain=terms["most_gain"].replace(np.inf, np.nan),
    )[["account_id", "account_type", *CLIENT_NUMBERS]]
    rest = values[~buying]
    prospect = rest["kind"].eq("prospect")
    first_year = rest["margin_rate"] * rest["first_year_eur"] * rest["met"]
    others = rest[["account_id", "account_type"]].assign(
        won_eur=first_year.where(prospect, rest["past_margin_eur"]) * years,
        win_rate=(rates["conversion_rate"] * rest["win_fold"]).where(
            prospect, rates["win_back_rate"] * rest["win_fold"]
        ),
    )
    return pd.concat([clients, others]).set_index("account_id")


def rises(*, visits_per_prospect: float, ceiling_ratio: float) -> list[float]:
    """Return how the chance to win rises with 0, 1, 2 … visits, over the chance after the usual ones."""
    rate = rate_from_funnel(visits_per_prospect, ceiling_ratio)
    return [float(rise) for rise in exponential(np.arange(MOST_VISITS + 1), ceiling_ratio, rate)]
