"""Whom we know at each client: who decides, who prescribes, and whether all hangs on one person."""

from datetime import date

import pandas as pd

from solver.intake.quality.figures import main_accounts
from solver.intake.words import fold
from solver.tables import check
from solver.tables.people import still_there
from solver.words.months import months_before

PARTS = ("decision_maker", "prescriber")
MET_MONTHS = 12


def coverage(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    visit_reports: pd.DataFrame,
    revenue: pd.Series,
    *,
    as_of: date,
    abc_cut_a: float,
) -> pd.DataFrame:
    """Say of each client that bought in the last 12 months whom we know there.

    Parameters
    ----------
    accounts, contacts, visit_reports : DataFrame
        The canonical tables of step 1.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    as_of : date
    abc_cut_a : float
        Part of the revenue that the main accounts make.

    Returns
    -------
    DataFrame
        The canonical table `coverage`, the largest client first. Somebody is met whose name stands in a visit
        report of the last 12 months that found somebody.
    """
    clients = accounts.loc[accounts["kind"].eq("client"), "account_id"]
    bought = revenue[revenue.index.isin(clients) & revenue.gt(0)]
    main = main_accounts(bought, abc_cut_a)
    ordered = bought.sort_index().sort_values(ascending=False, kind="stable").index
    there = still_there(contacts)
    people = there[there["account_id"].isin(ordered)]
    met = _met(people, visit_reports, as_of)
    table = pd.DataFrame(
        {
            "account_id": ordered,
            "main": ordered.isin(main),
            "people": people["account_id"].value_counts().reindex(ordered, fill_value=0).to_numpy(),
        }
    )
    for part in PARTS:
        has = people["role"].eq(part)
        known = ordered.isin(people.loc[has, "account_id"])
        seen = ordered.isin(people.loc[has & met, "account_id"])
        table[part] = [
            "met" if one else "known" if other else "none" for one, other in zip(seen, known, strict=True)
        ]
    return check("coverage", table.assign(hangs_on_one=table["people"].eq(1)))


def _met(people: pd.DataFrame, visit_reports: pd.DataFrame, as_of: date) -> pd.Series:
    """Tell the people whom a visit report of the last 12 months names as met."""
    since = months_before(as_of, MET_MONTHS)
    told = visit_reports[
        visit_reports["date"].gt(since)
        & visit_reports["contact_name"].notna()
        & visit_reports["visit_outcome"].ne("not_met").fillna(True)
    ]
    named = set(zip(told["account_id"], told["contact_name"].map(fold), strict=True))
    here = zip(people["account_id"], people["name"].map(fold), strict=True)
    return pd.Series([pair in named for pair in here], index=people.index, dtype="bool")
