"""How many former clients come back once they are visited: by the firm's record where it is long enough."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from solver.method.accounts.revenue import CENT
from solver.method.prospects.rates import measured_or_stated
from solver.tables import check

YEAR = pd.DateOffset(years=1)  # within which a client that was visited has come back, or has not


def win_back_cases(
    sales: pd.DataFrame,
    visits: pd.DataFrame,
    lost_reasons: pd.Series,
    *,
    as_of: date,
    client_window_months: float,
) -> pd.DataFrame:
    """Return the former clients that somebody met, and which of them bought again within a year.

    Parameters
    ----------
    sales, visits : DataFrame
        The canonical tables of step 1.
    lost_reasons : Series of str
        Why each account was lost, by account_id.
    as_of : date
        Who was first met in the 12 months before has not had its time, and is left out.
    client_window_months : float
        Who has bought nothing for so long is lost.

    Returns
    -------
    DataFrame
        `account_id, date` (of the first visit after the loss), `lost_reason` and `returned`; a client lost
        twice is there twice. Whose last purchase lies before the history is not counted.
    """
    bought = sales.loc[sales["revenue_eur"] > CENT, ["account_id", "date"]].sort_values("date", kind="stable")
    met = visits["status"].eq("done") & visits["date"].le(pd.Timestamp(as_of) - YEAR)
    seen = visits.loc[met, ["account_id", "date"]].sort_values(["date", "account_id"], kind="stable")
    days = bought.assign(bought_on=bought["date"])
    before = pd.merge_asof(seen, days, on="date", by="account_id", allow_exact_matches=False)
    window = pd.DateOffset(months=int(client_window_months))
    lost = before[(before["bought_on"] + window).le(before["date"])]
    first = lost.drop_duplicates(["account_id", "bought_on"])[["account_id", "date"]]
    after = pd.merge_asof(first, days, on="date", by="account_id", direction="forward")
    return first.assign(
        lost_reason=first["account_id"].map(lost_reasons).astype("str"),
        returned=(after["bought_on"] <= after["date"] + YEAR).to_numpy(),
    ).reset_index(drop=True)


def win_back_rates(
    cases: pd.DataFrame,
    *,
    minimum_cases: int,
    win_back_rate: float,
    win_back_factors: Mapping[str, float],
) -> pd.DataFrame:
    """Return the rate at which former clients come back, of all and by reason.

    Parameters
    ----------
    cases : DataFrame
        As `win_back_cases` returns it.
    minimum_cases : int
        With fewer cases the judged rate stands: for all `win_back_rate`, for a reason the rate of all times
        its factor.
    win_back_rate, win_back_factors
        What is judged.

    Returns
    -------
    DataFrame
        The canonical table `win_back_rates`; the first line, without a reason, is of all.
    """
    lines = [_line(None, cases["returned"], minimum_cases, win_back_rate)]
    of_all = lines[0]["rate"]
    for reason, factor in win_back_factors.items():
        own = cases.loc[cases["lost_reason"].eq(reason), "returned"]
        lines.append(_line(reason, own, minimum_cases, min(of_all * factor, 1.0)))
    return check("win_back_rates", pd.DataFrame(lines))


def rate_of_all(rates: pd.DataFrame) -> float:
    """Return the rate of all former clients, of the table `win_back_rates`."""
    return float(rates["rate"].iloc[0])


def folds_by_reason(rates: pd.DataFrame) -> dict[str, float]:
    """Return what each reason makes of the rate of all: how many times as many come back."""
    of_all = rate_of_all(rates)
    reasons = rates[rates["lost_reason"].notna()].set_index("lost_reason")["rate"]
    return {str(reason): float(rate / of_all) if of_all else 0.0 for reason, rate in reasons.items()}


def _line(reason: str | None, returned: pd.Series, minimum_cases: int, judged: float) -> dict[str, Any]:
    known = int(returned.sum()), len(returned)
    return {
        "lost_reason": reason,
        **measured_or_stated(*known, minimum_cases=minimum_cases, stated_rate=judged),
    }
