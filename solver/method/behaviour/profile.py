"""What a client of each behaviour and class looks like: its orders, its basket, its trade."""

from datetime import date

import pandas as pd

from solver.method.accounts.revenue import year_sales
from solver.tables import check
from solver.tables.codes import BEHAVIOURS, SEGMENTS

COMMONEST = 3


def segment_profile(
    accounts: pd.DataFrame,
    sales: pd.DataFrame,
    typology: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    as_of: date,
) -> pd.DataFrame:
    """Describe the clients of each behaviour and class of the last 12 months.

    Parameters
    ----------
    accounts, sales, typology, segments : DataFrame
        The canonical tables of steps 1, 1, 7 and 4.
    as_of : date

    Returns
    -------
    DataFrame
        The canonical table `segment_profile`: orders and families of a client in the middle (median), the
        mean basket (revenue over orders, of all its orders), employees (median) and the commonest trades.
    """
    year = year_sales(sales, as_of)
    orders = year[year["revenue_eur"].gt(0)]
    by = orders.groupby("account_id")
    facts = pd.DataFrame({"orders": by["order_id"].nunique(), "families": by["family"].nunique()})
    facts["basket_revenue"] = by["revenue_eur"].sum()
    clients = typology[["account_id", "behaviour"]].merge(
        segments[["account_id", "segment"]], on="account_id"
    )
    clients = clients.merge(accounts[["account_id", "headcount", "naf"]], how="left", on="account_id")
    clients = clients.merge(facts.reset_index(), how="left", on="account_id")
    clients[["orders", "families"]] = clients[["orders", "families"]].fillna(0)
    rows = []
    for (behaviour, segment), part in clients.groupby(["behaviour", "segment"], sort=True):
        count = part["orders"].sum()
        rows.append(
            {
                "behaviour": behaviour,
                "segment": segment,
                "clients": len(part),
                "orders": float(part["orders"].median()),
                "mean_basket_eur": round(float(part["basket_revenue"].sum() / count), 2) if count else None,
                "families": float(part["families"].median()),
                "headcount_median": float(part["headcount"].median())
                if part["headcount"].notna().any()
                else None,
                "top_naf": _commonest(part["naf"]),
            }
        )
    columns = ["behaviour", "segment", "clients", "orders", "mean_basket_eur", "families"]
    table = pd.DataFrame(rows, columns=[*columns, "headcount_median", "top_naf"])
    order = {name: place for place, name in enumerate((*BEHAVIOURS, *SEGMENTS))}
    ordered = table.sort_values(["behaviour", "segment"], key=lambda names: names.map(order), kind="stable")
    return check("segment_profile", ordered)


def _commonest(codes: pd.Series) -> str | None:
    """Return the three commonest activity codes, with how many clients have each."""
    counts = codes.value_counts().rename_axis("naf").reset_index()
    first = counts.sort_values(["count", "naf"], ascending=[False, True], kind="stable").head(COMMONEST)
    return ", ".join(f"{row['naf']} ({row['count']})" for row in first.to_dict("records")) or None
