"""Where new clients come from, and how many pursuits of prospects there were to win them."""

from datetime import date
from typing import Any

import pandas as pd

from solver.method.accounts.revenue import CENT, order_totals, year_sales
from solver.method.prospects.prospect_funnel import pursuits
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.months import covers_years

PROSPECTING, BY_THEMSELVES, WON_BACK = "prospecting", "by_themselves", "won_back"
SOURCES = (PROSPECTING, BY_THEMSELVES, WON_BACK)
MOST = 0.95  # of the newcomers bring less: more than that is luck that does not repeat
SHRINKAGE = 20  # newcomers of all sources, set beside those won by prospecting
USUAL_PURSUITS = 2.0  # of one prospect in a year; judgement


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


def new_client_revenue(
    came: pd.DataFrame, *, new_client_revenue_eur: float | None, minimum_cases: int
) -> dict[str, Any]:
    """Measure what a client won by prospecting brings in the year in which it is won.

    Parameters
    ----------
    came : DataFrame
        As `newcomers_and_returned` returns it.
    new_client_revenue_eur : float or None
        Stated amount, used instead of the measured one.
    minimum_cases : int
        With fewer newcomers the measured amount is called a judgement.

    Returns
    -------
    dict
        `value_eur` (used), `basis` (stated, history or judgement), `cases` (newcomers), `won_cases` (of them
        by prospecting) and `median_eur`.

    Raises
    ------
    PortfolioError
        Nothing can be measured and no amount is stated.

    Notes
    -----
    A client won in September counts with what it bought from September to the year's end, not with a full
    year: the goal it serves ends with the year too.
    """
    new = came[came["source"] != WON_BACK]
    amounts, won = new["revenue_eur"].astype("float64"), new["source"] == PROSPECTING
    if new_client_revenue_eur is None and new.empty:
        raise PortfolioError(
            _("no client is new in the sales, so the revenue of a new client cannot be measured"),
            fix=_("state new_client_revenue_eur in the portfolio"),
        )
    found: dict[str, Any] = dict.fromkeys(["median_eur", "value_eur"])
    if len(new):
        level = capped(came).reindex(new.index).mean()
        found["value_eur"] = float(shrunk(amounts[won].sum(), int(won.sum()), level))
        found["median_eur"] = float(amounts.median())
    basis = "history" if len(new) >= minimum_cases else "judgement"
    if new_client_revenue_eur is not None:
        found["value_eur"], basis = new_client_revenue_eur, "stated"
    return found | {"basis": basis, "cases": len(new), "won_cases": int(won.sum())}


def capped(came: pd.DataFrame) -> pd.Series:
    """Return the revenue of all who came, none above the 95th percentile of the newcomers'.

    A few lucky clients carry the mean of the others; the next year has others, or none.
    """
    amounts = came["revenue_eur"].astype("float64")
    return amounts.clip(upper=float(amounts[came["source"] != WON_BACK].quantile(MOST)))


def shrunk(won_eur: Any, won: Any, level_eur: Any) -> Any:
    """Return the mean of those won by prospecting, drawn to the level of all newcomers by 20 more cases."""
    return (won_eur + SHRINKAGE * level_eur) / (won + SHRINKAGE)


def arrivals_a_year(came: pd.DataFrame, *, years: int, pursuits_on_record: bool) -> dict[str, float]:
    """Return what comes in a year without prospecting.

    Parameters
    ----------
    came : DataFrame
        As `newcomers_and_returned` returns it.
    years : int
        Years that can be told of.
    pursuits_on_record : bool
        Whether pursuits of prospects are on record: without them nobody can tell who came by itself, and
        nothing is counted on.

    Returns
    -------
    dict
        `inflow_eur` (of newcomers who came by themselves, as `capped`) and `won_back_eur`.
    """
    bought = capped(came).groupby(came["source"]).sum()
    yearly = {source: float(bought.get(source, 0.0)) / max(years, 1) for source in SOURCES}
    inflow = yearly[BY_THEMSELVES] if pursuits_on_record else 0.0
    return {"inflow_eur": inflow, "won_back_eur": yearly[WON_BACK]}


def pursuits_on_record(
    events: pd.DataFrame, *, as_of: date, pursuits_per_year: float | None = None
) -> dict[str, Any]:
    """Count the pursuits of the last 12 months and the prospects they went to.

    Parameters
    ----------
    events : DataFrame
        The canonical table `prospect_events`.
    as_of : date
    pursuits_per_year : float, optional
        Of one prospect, as stated: used instead of the measured number.

    Returns
    -------
    dict
        `pursuits`, `prospects_pursued` and `pursuits_a_year` of one prospect: two, by judgement, where none
        is stated nor on record.
    """
    found = pursuits(events)
    opens, closes = pd.Timestamp(as_of) - pd.DateOffset(years=1), pd.Timestamp(as_of)
    recent = found[(found["started_on"] > opens) & (found["started_on"] <= closes)]
    pursued = int(recent["account_id"].nunique())
    measured = len(recent) / pursued if pursued else USUAL_PURSUITS
    return {
        "pursuits": len(recent),
        "prospects_pursued": pursued,
        "pursuits_a_year": measured if pursuits_per_year is None else pursuits_per_year,
    }
