"""Where new clients come from, and how many pursuits of prospects there were to win them."""

from datetime import date
from typing import Any

import pandas as pd

from solver.method.accounts.revenue import CENT, order_totals, year_sales
from solver.method.prospects.prospect_funnel import pursuits
from solver.words.months import covers_years

PROSPECTING, BY_THEMSELVES, WON_BACK = "prospecting", "by_themselves", "won_back"
SOURCES = (PROSPECTING, BY_THEMSELVES, WON_BACK)


def first_purchase(sales: pd.DataFrame) -> pd.Series:
    """Return the date of the first invoice of each account, credit notes apart."""
    orders = order_totals(sales)
    return orders[orders["revenue_eur"] > CENT].groupby("account_id")["date"].min()


def whole_years(sales: pd.DataFrame, as_of: date) -> int:
    """Return how many whole years the sales cover, a first month without sales forgiven."""
    years = 0
    while not sales.empty and covers_years(sales["date"].min(), as_of, years + 1):
        years += 1
    return years


def newcomers_and_returned(sales: pd.DataFrame, events: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return whoever began to buy, or began again, in a year with a year of history before it.

    Parameters
    ----------
    sales, events : DataFrame
        The canonical tables `sales` and `prospect_events`.
    as_of : date
        Last day of the latest year.

    Returns
    -------
    DataFrame
        `account_id, years_back` (0 for the last 12 months), `revenue_eur` of that year and `source`:
        *prospecting*, a newcomer pursued before its first order, or noted as won in its first year;
        *by_themselves*, any other newcomer; *won_back*, a client of earlier years that had bought nothing
        for a year.
    """
    first = first_purchase(sales)
    pursued = events.groupby("account_id")["date"].min()
    won = events[events["stage"] == "won"].groupby("account_id")["date"].min()
    found = []
    for years_back in range(max(whole_years(sales, as_of) - 1, 0)):
        opens = pd.Timestamp(as_of) - pd.DateOffset(years=years_back + 1)
        closes = pd.Timestamp(as_of) - pd.DateOffset(years=years_back)
        bought = year_sales(sales, as_of, years_back).groupby("account_id")["revenue_eur"].sum()
        before = year_sales(sales, as_of, years_back + 1).groupby("account_id")["revenue_eur"].sum()
        bought = bought[bought > CENT]
        came = bought[~(before.reindex(bought.index).fillna(0.0) > CENT)]
        year = pd.DataFrame({"years_back": years_back, "revenue_eur": came.round(6)})
        is_new = first.reindex(year.index) > opens
        called = pursued.reindex(year.index) <= first.reindex(year.index)
        called |= won.reindex(year.index) <= closes
        year["source"] = WON_BACK
        year.loc[is_new & called, "source"] = PROSPECTING
        year.loc[is_new & ~called, "source"] = BY_THEMSELVES
        found.append(year.rename_axis("account_id").reset_index())
    columns = ["account_id", "years_back", "revenue_eur", "source"]
    return pd.concat(found)[columns].reset_index(drop=True) if found else pd.DataFrame(columns=columns)


def pursuits_on_record(events: pd.DataFrame, *, as_of: date) -> dict[str, Any]:
    """Count the pursuits of the last 12 months and the prospects they went to.

    Parameters
    ----------
    events : DataFrame
        The canonical table `prospect_events`.
    as_of : date

    Returns
    -------
    dict
        `pursuits` and `prospects_pursued`.
    """
    found = pursuits(events)
    opens, closes = pd.Timestamp(as_of) - pd.DateOffset(years=1), pd.Timestamp(as_of)
    recent = found[(found["started_on"] > opens) & (found["started_on"] <= closes)]
    return {"pursuits": len(recent), "prospects_pursued": int(recent["account_id"].nunique())}
