"""Firms whose past is known: made up, one whose clients behave and some that are noise, and one real."""

from datetime import date

import numpy as np
import pandas as pd

from tests.conftest import ROOT
from tests.method.tables import sales_table

AS_OF = date(2025, 12, 31)
IOWA = ROOT.parent / "shared" / "data" / "iowa_spirits"
NO_POTENTIALS = pd.DataFrame(
    {
        "account_id": pd.Series(dtype="str"),
        "potential_eur": pd.Series(dtype="float64"),
        "potential_on": pd.Series(dtype="datetime64[ns]"),
    }
)


def steady(clients=60, kept=lambda n: True, first=2023, last=2025):
    """Client n buys n+1 thousand a year, an order a quarter; nothing in the last year if it is not kept."""
    rows = []
    for n in range(clients):
        for year in range(first, last + 1):
            if year < last or kept(n):
                rows += [
                    (f"c{n:03}", f"{year}-{month:02}-{day}", (n + 1) * 250.0)
                    for month, day in ((1, 10), (4, 10), (7, 10), (10, 10))
                ]
    return with_every_month(sales_table(rows), first, last)


def fading(clients=200):
    """A fifth of the clients order for the last time in June of a year and nothing in the year after."""
    sales = steady(clients, first=2022)
    number = sales["account_id"].str[1:].replace("mall", "0").astype(int)
    gone = 2023 + number % 15
    late = (sales["date"].dt.year > gone) | ((sales["date"].dt.year == gone) & (sales["date"].dt.month > 6))
    return sales[~late | (sales["account_id"] == "small")]


def with_every_month(sales, first, last):
    """Spread a small buyer over every month: a month without any invoice is a gap in the export."""
    rows = [
        ("small", f"{year}-{month:02}-28", 1.0) for year in range(first, last + 1) for month in range(1, 13)
    ]
    return pd.concat([sales, sales_table(rows)], ignore_index=True)


def noise(seed, clients=300, years=(2023, 2024, 2025), leave=0.15):
    """Every year each client is drawn anew: whether it buys, how much and when; the past says nothing."""
    generator = np.random.default_rng(seed)
    rows = []
    for year in years:
        buys = np.flatnonzero(generator.random(clients) > leave)
        for n in buys:
            for month in generator.choice(12, size=1 + generator.poisson(3) % 11, replace=False):
                rows.append((f"c{n:03}", f"{year}-{month + 1:02}-15", float(generator.lognormal(6, 1))))
    return sales_table(rows)


def one_huge(seed=3, clients=120):
    """Noise, and one client who buys as much as all the others, and in the last year three times as much."""
    sales = noise(seed, clients)
    yearly = sales.loc[sales["date"] < "2024-01-01", "revenue_eur"].sum()
    months = [
        ("huge", f"{year}-{month:02}-03", yearly * (3 if year == 2025 else 0.2) / 12)
        for year in (2023, 2024, 2025)
        for month in range(1, 13)
    ]
    return pd.concat([sales, sales_table(months)], ignore_index=True)


def iowa_sales():
    """Real wholesale invoices of one vendor, 2019 to 2021 (State of Iowa, Iowa Liquor Sales)."""
    lines = pd.read_csv(IOWA / "ventes_2019_2021.csv.gz", dtype="str")
    return pd.DataFrame(
        {
            "account_id": lines["store_number"],
            "date": pd.to_datetime(lines["date"]),
            "order_id": lines["commande"],
            "family": lines["category_name"],
            "revenue_eur": lines["sale_dollars"].astype("float64"),
            "cost_eur": np.nan,
        }
    )
