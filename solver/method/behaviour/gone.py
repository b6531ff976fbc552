"""Who is gone, by what somebody was told: nobody visits it, or sells there, before somebody decides."""

from datetime import date

import pandas as pd

from solver.method.accounts.revenue import year_sales
from solver.method.behaviour.order_facts import orders_of

CLOSED, NO_NEED = "closed", "no_need"


def found_closed(discoveries: pd.DataFrame) -> frozenset[str]:
    """Return the accounts that closed down, whatever they bought before.

    Parameters
    ----------
    discoveries : DataFrame
        The canonical table of step 1.
    """
    return frozenset(discoveries.loc[discoveries["lost_reason"].eq(CLOSED), "account_id"])


def without_need(
    discoveries: pd.DataFrame,
    sales: pd.DataFrame,
    visit_reports: pd.DataFrame,
    touchpoints: pd.DataFrame,
    *,
    as_of: date,
) -> frozenset[str]:
    """Return the accounts that need nothing any more, as they said themselves.

    Who has ordered after saying so needs something again. Where a file of accounts says it, and nobody when,
    who has ordered in the last 12 months does.

    Parameters
    ----------
    discoveries, sales, visit_reports, touchpoints : DataFrame
        The canonical tables of step 1: the last reason of each account; when it was told, at a visit or with
        a notice of leaving.
    as_of : date
    """
    said = pd.Index(discoveries.loc[discoveries["lost_reason"].eq(NO_NEED), "account_id"])
    end = pd.Timestamp(as_of)
    notices = touchpoints[touchpoints["touch_kind"].eq("notice") & touchpoints["touch_cause"].eq(NO_NEED)]
    told = [visit_reports.loc[visit_reports["lost_reason"].eq(NO_NEED), ["account_id", "date"]], notices]
    days = pd.concat([each[["account_id", "date"]] for each in told], ignore_index=True)
    told_on = days[days["date"].le(end)].groupby("account_id")["date"].max().reindex(said)
    orders = orders_of(sales[sales["date"].le(end)])
    last_on = orders.groupby("account_id")["date"].max().reindex(said)
    of_late = said.isin(year_sales(orders, as_of)["account_id"])
    again = last_on.gt(told_on) | (told_on.isna() & of_late)
    return frozenset(said[~again.to_numpy(dtype=bool)])
