"""From invoice lines to one year of revenue and margin per account; the windows they are counted in."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from solver.parameters.basis import ASSUMED_MARGIN

CENT = 0.005
COSTED_LEAST = 0.5  # of a year's revenue must bear a cost for a margin to be measured


def year_sales(sales: pd.DataFrame, as_of: date, years_back: int = 0) -> pd.DataFrame:
    """Return the invoice lines of the twelve months that end on `as_of`, or that many years earlier.

    Parameters
    ----------
    sales : DataFrame
        The canonical table `sales`.
    as_of : date
        Last day of the latest year, included; the same day one year earlier is not.
    years_back : int
        0 for the last 12 months, 1 for the 12 before, and so on.
    """
    last = pd.Timestamp(as_of) - pd.DateOffset(years=years_back)
    first = pd.Timestamp(as_of) - pd.DateOffset(years=years_back + 1)
    return sales[(sales["date"] > first) & (sales["date"] <= last)]


def line_margin(sales: pd.DataFrame, margin_rate: float) -> pd.Series:
    """Return the margin of every invoice line.

    Parameters
    ----------
    sales : DataFrame
        With `revenue_eur` and `cost_eur`, which may be empty.
    margin_rate : float
        Margin over revenue for the lines without a cost.
    """
    known = sales["revenue_eur"] - sales["cost_eur"]
    return known.fillna(sales["revenue_eur"] * margin_rate).rename("margin_eur")


class Margin(NamedTuple):
    """A margin over revenue (0 to 1), and what it rests on: `stated`, `measured` or `assumed`."""

    rate: float
    basis: str


def margin_where_unknown(sales: pd.DataFrame, as_of: date, stated: float | None) -> Margin:
    """Return the margin of whoever has none of its own: prospects, lines without a cost.

    Parameters
    ----------
    sales : DataFrame
        The canonical table `sales`.
    as_of : date
        Last day of the year that is measured.
    stated : float or None
        The firm's own word, which goes before what is measured.

    Returns
    -------
    Margin
        The rate stated; else that of the last 12 months' lines with a cost; 0.30, an assumption, where they
        make less than half of that year's revenue or a rate outside 0 to 1.
    """
    if stated is not None:
        return Margin(stated, "stated")
    year = year_sales(sales, as_of)
    costed = year.loc[year["cost_eur"].notna(), ["revenue_eur", "cost_eur"]].sum()
    if costed["revenue_eur"] >= max(CENT, COSTED_LEAST * year["revenue_eur"].sum()):
        rate = round(float(1.0 - costed["cost_eur"] / costed["revenue_eur"]), 4)
        if 0.0 <= rate <= 1.0:
            return Margin(rate, "measured")
    return Margin(ASSUMED_MARGIN, "assumed")


def order_totals(sales: pd.DataFrame) -> pd.DataFrame:
    """Return one row per invoice or credit note: account_id, order_id, date, revenue_eur."""
    orders = sales.groupby(["account_id", "order_id"], as_index=False).agg(
        date=("date", "min"), revenue_eur=("revenue_eur", "sum")
    )
    return orders.round({"revenue_eur": 6}).sort_values(["account_id", "date", "order_id"], ignore_index=True)


def yearly_revenue(sales: pd.DataFrame, as_of: date, margin_rate: float, years_back: int = 0) -> pd.DataFrame:
    """Return what each account bought in one year.

    Parameters
    ----------
    sales : DataFrame
        The canonical table `sales`.
    as_of, years_back
        As in `year_sales`.
    margin_rate : float
        Margin over revenue for the lines without a cost.

    Returns
    -------
    DataFrame
        `account_id, revenue_eur, margin_eur, orders`, one row per account invoiced in that year, by
        account_id. Credit notes count in the amounts and not in the orders.
    """
    year = year_sales(sales, as_of, years_back)
    lines = year.assign(margin_eur=line_margin(year, margin_rate))
    # Rounding the noise of floating point away makes the sums the same whatever the order of the lines.
    totals = lines.groupby("account_id")[["revenue_eur", "margin_eur"]].sum().round(6)
    orders = order_totals(year).query("revenue_eur > @CENT").groupby("account_id").size()
    totals["orders"] = orders.reindex(totals.index, fill_value=0).astype("int64")
    return totals.sort_index().reset_index()
