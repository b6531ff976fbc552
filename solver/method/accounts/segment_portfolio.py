"""Step 4, criterion 1: rank the clients on what they already bring, and see on whom the firm depends."""

from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from solver.method.accounts.abc_curve import AbcRule, abc_classes
from solver.method.accounts.revenue import CENT, order_totals, year_sales, yearly_revenue
from solver.words.i18n import _, counted, format_number, format_share

CLASSES = ("A", "B", "C")
# Below four orders a year an even split is already a third each, and every order looks exceptional.
MINIMUM_ORDERS = 4
USUAL_ORDERS = 3
PARETO_SHARE = 0.80
DANGEROUS_CLIENTS_SHARE = 0.05


def client_revenue(
    accounts: pd.DataFrame,
    sales: pd.DataFrame,
    *,
    as_of: date,
    margin_rate: float,
    exceptional_order_share: float,
) -> pd.DataFrame:
    """Return one year of every client, those who bought nothing included.

    Parameters
    ----------
    accounts, sales : DataFrame
        Canonical tables.
    as_of : date
        Last day of the 12 months.
    margin_rate : float
        Margin over revenue for the invoice lines without a cost.
    exceptional_order_share : float
        An order above this share of its account's year, and above three times the account's median order,
        is exceptional, for accounts of at least four orders; one that a credit note cancels is not.

    Returns
    -------
    DataFrame
        `account_id, revenue_eur, margin_eur, exceptional_eur`, accounts of kind client, by account_id.
    """
    year = yearly_revenue(sales, as_of, margin_rate).set_index("account_id")
    clients = accounts.loc[accounts["kind"] == "client", ["account_id"]].sort_values(
        "account_id", kind="stable"
    )
    table = clients.join(year[["revenue_eur", "margin_eur"]], on="account_id")
    exceptional = exceptional_revenue(year_sales(sales, as_of), exceptional_order_share)
    table["exceptional_eur"] = table["account_id"].map(exceptional)
    return table.fillna({"revenue_eur": 0.0, "margin_eur": 0.0, "exceptional_eur": 0.0}).reset_index(
        drop=True
    )


def exceptional_revenue(year: pd.DataFrame, exceptional_order_share: float) -> pd.Series:
    """Return the revenue of exceptional orders per account.

    Parameters
    ----------
    year : DataFrame
        Invoice lines of one year.
    exceptional_order_share : float
        As in `client_revenue`.

    Returns
    -------
    Series
        Indexed by account_id, only accounts that have such an order.
    """
    orders = order_totals(year)
    total = orders.groupby("account_id")["revenue_eur"].transform("sum")
    size = orders["revenue_eur"].abs().round(2)
    credit = orders["revenue_eur"] < 0
    number = orders.groupby([orders["account_id"], size, credit]).cumcount()
    credits_of_that_size = credit.groupby([orders["account_id"], size]).transform("sum")
    bought = orders[(orders["revenue_eur"] > CENT) & (number >= credits_of_that_size)]
    amounts = bought.groupby("account_id")["revenue_eur"]
    enough = amounts.transform("size") >= MINIMUM_ORDERS
    unusual = bought["revenue_eur"] > USUAL_ORDERS * amounts.transform("median")
    year_total = total[bought.index]
    large = (year_total > CENT) & (bought["revenue_eur"] > exceptional_order_share * year_total)
    return bought[enough & unusual & large].groupby("account_id")["revenue_eur"].sum()


def segment(
    revenue: pd.DataFrame,
    *,
    abc_measure: Literal["revenue", "margin"] = "revenue",
    abc_cut_a: float = 0.80,
    abc_cut_b: float = 0.95,
    abc_rule: AbcRule = "own_line_included",
) -> pd.DataFrame:
    """Cut the clients into A, B and C.

    Parameters
    ----------
    revenue : DataFrame
        `account_id, revenue_eur`, and where they are known `margin_eur` and `exceptional_eur`.
    abc_measure : {"revenue", "margin"}
        What the clients are ranked on.
    abc_cut_a, abc_cut_b, abc_rule
        As `solver.method.accounts.abc_curve.abc_classes` takes them.

    Returns
    -------
    DataFrame
        The table `segments`, by rank; its shares are of the measure chosen.

    Raises
    ------
    PortfolioError
        No client has a positive amount.
    """
    values = revenue.set_index("account_id")[f"{abc_measure}_eur"].astype("float64")
    ranked = abc_classes(values, abc_cut_a, abc_cut_b, abc_rule).rename(columns={"abc": "segment"})
    table = ranked.rename_axis("account_id").reset_index().merge(revenue, on="account_id")
    for column, default in (("margin_eur", np.nan), ("exceptional_eur", 0.0)):
        if column not in table:
            table[column] = default
    columns = ["account_id", "revenue_eur", "margin_eur", "rank", "share", "cumulative_share", "segment"]
    return table[[*columns, "exceptional_eur"]]


def class_summary(segments: pd.DataFrame) -> pd.DataFrame:
    """Return one row per class, beside the two customer shares that the courses print.

    Returns
    -------
    DataFrame
        `segment, clients, client_share, revenue_eur, revenue_share, margin_eur, school_share,
        consultant_share`. The last two are references, never rules: the schools (BTS) say 20, 30 and 50 %
        of the clients, consultants (Action Commerciale) 20, 50 and 30 %.
    """
    groups = segments.groupby("segment")
    table = groups[["revenue_eur", "margin_eur"]].sum().reindex(CLASSES, fill_value=0.0)
    table.insert(0, "clients", groups.size().reindex(CLASSES, fill_value=0))
    table.insert(1, "client_share", table["clients"] / table["clients"].sum())
    table.insert(3, "revenue_share", table["revenue_eur"] / table["revenue_eur"].sum())
    table["school_share"] = [0.20, 0.30, 0.50]
    table["consultant_share"] = [0.20, 0.50, 0.30]
    return table.rename_axis("segment").reset_index()


def class_changes(segments: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts that another measure, rule or cut puts into another class.

    Parameters
    ----------
    segments, other : DataFrame
        Two tables as `segment` returns them.

    Returns
    -------
    DataFrame
        `account_id, segment, other_segment`, in the order of `segments`.
    """
    both = segments[["account_id", "segment"]].merge(
        other[["account_id", "segment"]].rename(columns={"segment": "other_segment"}), on="account_id"
    )
    return both[both["segment"] != both["other_segment"]].reset_index(drop=True)


def concentration(
    segments: pd.DataFrame, sales: pd.DataFrame, *, as_of: date, dependence_share: float
) -> dict[str, Any]:
    """Measure how much of the revenue hangs on how few clients.

    Parameters
    ----------
    segments : DataFrame
        As `segment` returns it.
    sales : DataFrame
        The canonical table `sales`, to tell what was sold to accounts that are not clients.
    as_of : date
        Last day of the 12 months.
    dependence_share : float
        A first client above this share of the revenue is a dependence.

    Returns
    -------
    dict
        `clients`, `buying_clients`, `total_eur` (net, clients only), `outside_eur` (net, all other
        accounts: both add up to the sales of the year), `credit_eur` (accounts below zero), `first_share`,
        `first_five_share`, `clients_for_80`, `clients_for_80_share`, `gini`, `exceptional_eur`,
        `exceptional_accounts`, `warnings` (sentences).
    """
    facts = revenue_concentration(segments["revenue_eur"])
    everything = year_sales(sales, as_of)["revenue_eur"].sum()
    exceptional = segments["exceptional_eur"]
    return {
        **facts,
        "outside_eur": round(float(everything - facts["total_eur"]), 2) + 0.0,
        "exceptional_eur": float(exceptional.sum()),
        "exceptional_accounts": int((exceptional > CENT).sum()),
        "warnings": _warnings(facts, dependence_share),
    }


def revenue_concentration(revenue: pd.Series) -> dict[str, Any]:
    """Return the concentration of one amount per client.

    Returns
    -------
    dict
        As `concentration`, without what needs the invoices. Shares are of the positive amounts.

    Notes
    -----
    Gini = 2 Σ i xᵢ / (n Σ x) − (n + 1) / n with the amounts in rising order: 0 when all clients weigh the
    same, towards 1 when one client makes everything.
    """
    rising = np.sort(revenue.to_numpy(dtype="float64").clip(min=0))
    total, number = rising.sum(), len(rising)
    cumulative = np.cumsum(rising[::-1]) / total
    for_80 = int(np.searchsorted(cumulative, PARETO_SHARE - 1e-9) + 1)
    gini = 2 * (np.arange(1, number + 1) * rising).sum() / (number * total) - (number + 1) / number
    return {
        "clients": number,
        "buying_clients": int((rising > CENT).sum()),
        "total_eur": float(revenue.sum()),
        "credit_eur": float(revenue.clip(upper=0).sum()),
        "first_share": float(cumulative[0]),
        "first_five_share": float(cumulative[min(5, number) - 1]),
        "clients_for_80": for_80,
        "clients_for_80_share": for_80 / number,
        "gini": float(gini),
    }


def _warnings(facts: dict[str, Any], dependence_share: float) -> list[str]:
    """Say in words what should worry the manager."""
    warnings = []
    if facts["first_share"] > dependence_share:
        warnings.append(
            _("The first client alone makes {share} of the revenue.").format(
                share=format_share(facts["first_share"], 1)
            )
        )
    if facts["clients_for_80_share"] <= DANGEROUS_CLIENTS_SHARE:
        warnings.append(
            counted(
                facts["clients_for_80"],
                "{n} client out of {all} makes 80% of the revenue: a dangerous dependence.",
                "{n} clients out of {all} make 80% of the revenue: a dangerous dependence.",
            ).format(all=format_number(facts["clients"]))
        )
    return warnings
