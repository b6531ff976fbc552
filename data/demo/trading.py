"""What the buyers buy: yearly amounts, potentials, then three years of invoice lines."""

from typing import Any

import numpy as np
import pandas as pd
from partners import with_potential
from vocabulary import FAMILIES, HOLIDAYS, PRICE_LEVEL, SEASONS, SECTORS, YEARS

UNKNOWN_POTENTIALS = 92
UNDER_SERVED = {"large": 40, "middle": 24, "small": 14}
OVER_SERVED = 16
STALE = 8
EXCEPTIONAL_ORDERS = 8
CREDIT_NOTE_SHARE = 0.022
MARGIN_BOUNDS = (0.18, 0.38)


def add_economics(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Add the amounts of each year, the share of wallet, the potential and the satisfaction."""
    buyers = _add_revenues(rng, buyers)
    latest = buyers[["revenue_2025", "revenue_2024", "revenue_2023"]].max(axis="columns")
    current = buyers["revenue_2025"].where(buyers["cohort"].eq("stay"), latest).clip(lower=150)
    buyers = buyers.assign(current=current)
    buyers["wallet"] = _shares_of_wallet(rng, buyers)
    buyers["stale"] = buyers["wallet"] > 1
    buyers["keep_potential"] = buyers["stale"] | (buyers["wallet"].between(0.86, 1) & (current > 12_000))
    potential = (buyers["current"] / buyers["wallet"]).to_numpy()
    buyers = with_potential(rng, buyers, potential, unknown=UNKNOWN_POTENTIALS)
    buyers["satisfaction"] = _satisfaction(rng, buyers)
    families = 1 + np.round(5 * buyers["wallet"].clip(upper=1) + rng.uniform(0, 2, len(buyers)))
    return buyers.assign(
        families=families.clip(1, len(FAMILIES)).astype(int),
        margin_shift=rng.normal(0.012, 0.02, len(buyers)) - 0.012 * np.log10(buyers["current"] / 5000),
    )


def invoice_lines(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Write every invoice and credit-note line of the three years, in date order and numbered."""
    orders = []
    exceptional = _exceptional_accounts(rng, buyers)
    for account in buyers.itertuples():
        for year in YEARS:
            revenue = getattr(account, f"revenue_{year}")
            if revenue > 0:
                alone = year == YEARS[-1] and account.account_id in exceptional
                orders.append(_orders_of_year(rng, account, year, revenue, one_large=alone))
    lines = _lines_of_orders(rng, pd.concat(orders, ignore_index=True), buyers)
    lines = pd.concat([lines, _credit_notes(rng, lines)], ignore_index=True)
    return _number(lines)


def working_days(first: str, last: str) -> pd.DatetimeIndex:
    """Return the days from Monday to Friday that are no public holiday."""
    return pd.bdate_range(first, last, freq="C", holidays=list(HOLIDAYS))


def _add_revenues(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Turn the usual level into amounts per year, with first and last day of buying."""
    size, level, cohort = len(buyers), buyers["level"], buyers["cohort"]
    growth = rng.uniform(-0.07, 0.15, size)
    # Every sixth account by size grows and every sixth falls, the largest less steeply.
    stays = np.flatnonzero(cohort == "stay")
    by_size = stays[np.argsort(-level.to_numpy()[stays], kind="stable")]
    growth[by_size[4::6]] = rng.uniform(0.25, 1.0, len(by_size[4::6]))
    growth[by_size[2::6]] = np.linspace(-0.14, -0.45, len(by_size[2::6]))
    earlier = rng.uniform(-0.08, 0.14, size)
    start = buyers["since_on"].where(cohort.str.startswith("new"))
    stop = pd.Series(pd.NaT, index=buyers.index, dtype="datetime64[us]")
    for name, first_day, span in (
        ("inactive", "2025-01-20", 60),
        ("lost_2024", "2023-05-01", 230),
        ("lost_2025", "2024-04-15", 250),
        ("new_2024_lost", "2024-11-15", 40),
    ):
        days = pd.Timestamp(first_day) + pd.to_timedelta(rng.integers(0, span, size), unit="D")
        stop = stop.where(cohort != name, pd.Series(days, index=buyers.index))
    part = {year: _share_of_year(start, stop, year) for year in YEARS}
    amounts = {2025: level * part[2025]}
    amounts[2024] = level / (1 + growth) * part[2024]
    amounts[2023] = level / (1 + growth) / (1 + earlier) * part[2023]
    amounts[2024] = amounts[2024].where(cohort != "gap", 0.0)
    older = cohort == "older"
    columns = {f"revenue_{year}": amount.where(~older, 0.0) for year, amount in amounts.items()}
    return buyers.assign(start=start, stop=stop, growth=growth, **columns)


def _share_of_year(start: pd.Series, stop: pd.Series, year: int) -> pd.Series:
    """Return which part of the year lies between the first and the last day of buying."""
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    begins = start.fillna(first).where(start.isna() | start.gt(first), first)
    ends = stop.fillna(last).where(stop.isna() | stop.lt(last), last)
    return ((ends - begins).dt.days / 364).clip(lower=0)


def _shares_of_wallet(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.Series:
    """Draw purchases here over purchases from everybody: most of the large potentials are under-served."""
    size = len(buyers)
    wallet = pd.Series(0.05 + 0.85 * rng.beta(1.6, 2.1, size), index=buyers.index)
    alive = buyers["revenue_2025"].gt(0) & buyers["cohort"].isin(["stay", "new_2024", "gap"])
    by_size = buyers.index[alive][np.argsort(-buyers["current"][alive].to_numpy(), kind="stable")]
    middle, small = by_size[80:190], by_size[190:]
    large = rng.permutation(by_size[:80])
    wallet[large[: UNDER_SERVED["large"]]] = rng.uniform(0.07, 0.32, UNDER_SERVED["large"])
    wallet[large[-OVER_SERVED:]] = rng.uniform(0.60, 0.90, OVER_SERVED)
    wallet[by_size[:24:3]] = rng.uniform(0.55, 0.80, 8)
    wallet[rng.permutation(middle)[: UNDER_SERVED["middle"]]] = rng.uniform(
        0.05, 0.14, UNDER_SERVED["middle"]
    )
    wallet[small[: 3 * UNDER_SERVED["small"] : 3]] = rng.uniform(0.03, 0.06, UNDER_SERVED["small"])
    # The smallest of the large clients buy nearly all they need here: nothing more to win from them.
    wallet[by_size[72:84:2]] = rng.uniform(0.90, 0.97, 6)
    stale = [*by_size[63:79:5], *by_size[110::60]][:STALE]
    wallet[stale] = rng.uniform(1.15, 1.6, len(stale))
    return wallet


def _satisfaction(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.Series:
    """Draw the note of the last survey for about half of the buyers, lower where purchases fall."""
    size = len(buyers)
    falling = buyers["growth"].lt(-0.1) & buyers["cohort"].eq("stay") | buyers["stop"].notna()
    content = rng.choice([2, 3, 4, 5], size, p=[0.05, 0.3, 0.42, 0.23])
    unhappy = rng.choice([1, 2, 3, 4], size, p=[0.2, 0.35, 0.3, 0.15])
    note = pd.Series(np.where(falling, unhappy, content), index=buyers.index, dtype="float64")
    return note.where((rng.random(size) < 0.52) & buyers["cohort"].ne("older"))


def _exceptional_accounts(rng: np.random.Generator, buyers: pd.DataFrame) -> set[str]:
    """Choose the middle-sized clients whose 2025 holds one order out of all proportion."""
    middle = buyers.loc[
        buyers["revenue_2025"].between(6_000, 40_000) & buyers["cohort"].eq("stay"), "account_id"
    ]
    return set(rng.choice(middle.to_numpy(), EXCEPTIONAL_ORDERS, replace=False))


def _orders_of_year(
    rng: np.random.Generator, account: Any, year: int, revenue: float, *, one_large: bool
) -> pd.DataFrame:
    """Spread a year's amount over dated orders, denser in the busy months of the trade."""
    first = max(pd.Timestamp(year, 1, 1), account.start if pd.notna(account.start) else pd.Timestamp.min)
    last = min(pd.Timestamp(year, 12, 31), account.stop if pd.notna(account.stop) else pd.Timestamp.max)
    days = working_days(str(first.date()), str(last.date()))
    if len(days) == 0:
        days = working_days(str(first.date()), f"{year + 1}-01-05")[:1]
    count = int(np.clip(np.round(2.35 * (revenue / 1000) ** 0.53 + rng.uniform(-0.4, 0.6)), 1, 64))
    season = np.array(SEASONS[SECTORS[account.sector].season], dtype=float)[days.month - 1]
    calendar = np.cumsum(season) / season.sum()
    marks = (np.arange(count) + rng.uniform(0.15, 0.85, count)) / count
    chosen = days[np.minimum(np.searchsorted(calendar, marks), len(days) - 1)].to_numpy().copy()
    if pd.notna(account.start) and account.start.year == year:
        chosen[0] = days[0]
    weights = np.exp(rng.normal(0, 0.45, count))
    if one_large and count > 2:
        weights[int(rng.integers(count))] = weights.sum() * rng.uniform(0.9, 1.4)
    return pd.DataFrame(
        {"account_id": account.account_id, "date": chosen, "amount": revenue * weights / weights.sum()}
    )


def _lines_of_orders(rng: np.random.Generator, orders: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    """Split orders into lines of the families that the account buys."""
    orders = orders.assign(order=np.arange(len(orders)))
    count = 1 + rng.poisson(np.clip(0.55 * np.log10(orders["amount"].clip(lower=50)) - 0.17, 0.1, 3))
    lines = orders.loc[orders.index.repeat(count)].reset_index(drop=True)
    weight = rng.uniform(0.25, 1, len(lines))
    lines["revenue"] = lines["amount"] * weight / pd.Series(weight).groupby(lines["order"]).transform("sum")
    tastes = {account.account_id: _taste(rng, account) for account in buyers.itertuples()}
    draws = rng.random(len(lines))
    families = [
        int(np.searchsorted(tastes[account], draw, side="right"))
        for account, draw in zip(lines["account_id"], draws, strict=True)
    ]
    margin = np.array([family.margin for family in FAMILIES])[families]
    shift = lines["account_id"].map(buyers.set_index("account_id")["margin_shift"])
    margin = np.clip(margin + shift + rng.normal(0, 0.012, len(lines)), *MARGIN_BOUNDS)
    price = np.array([family.unit_price for family in FAMILIES])[families]
    revenue = (lines["revenue"] * PRICE_LEVEL).round(2)
    return lines.assign(
        family=[FAMILIES[family].code for family in families],
        quantity=np.maximum(1, np.round(lines["revenue"] / price)).astype(int),
        revenue=revenue,
        cost=(revenue * (1 - margin)).round(2),
        credit=False,
    ).drop(columns="amount")


def _taste(rng: np.random.Generator, account: Any) -> np.ndarray:
    """Return the cumulative odds of each family for one account: its trade's first, then others."""
    codes = [family.code for family in FAMILIES]
    usual = [codes.index(code) for code in SECTORS[account.sector].families]
    others = rng.permutation([position for position in range(len(codes)) if position not in usual])
    bought = [*usual, *others][: account.families]
    odds = np.zeros(len(codes))
    odds[bought] = rng.dirichlet(np.linspace(3, 1.2, len(bought)))
    cumulative = np.cumsum(odds)
    cumulative[np.flatnonzero(odds)[-1] :] = 1.0
    return cumulative


def _credit_notes(rng: np.random.Generator, lines: pd.DataFrame) -> pd.DataFrame:
    """Take back part of a few lines some days later, within the year."""
    chosen = np.sort(rng.choice(len(lines), round(CREDIT_NOTE_SHARE * len(lines)), replace=False))
    taken = lines.iloc[chosen].reset_index(drop=True)
    taken = taken[taken["date"] < pd.to_datetime(taken["date"].dt.year.astype(str) + "-12-10")]
    size = len(taken)
    part = np.where(rng.random(size) < 0.4, 1.0, rng.uniform(0.1, 0.7, size))
    later = taken["date"] + pd.to_timedelta(rng.integers(4, 20, size), unit="D")
    later = later + pd.to_timedelta(np.maximum(later.dt.day_of_week - 4, 0) * 2, unit="D")
    return taken.assign(
        date=later.where(later.dt.year == taken["date"].dt.year, taken["date"]),
        order=lines["order"].max() + 1 + np.arange(size),
        revenue=(-taken["revenue"] * part).round(2),
        cost=(-taken["cost"] * part).round(2),
        quantity=-np.maximum(1, np.round(taken["quantity"] * part)).astype(int),
        credit=True,
    )


def _number(lines: pd.DataFrame) -> pd.DataFrame:
    """Give documents their numbers, by date within the year, as an accounting package does."""
    lines = lines.sort_values(["date", "credit", "account_id", "order"], kind="stable", ignore_index=True)
    year = lines["date"].dt.year
    document = lines.groupby([year, "credit"])["order"].transform(lambda order: pd.factorize(order)[0] + 1)
    short = year.astype(str).str[2:]
    invoice = "FA" + short + "-" + document.astype(str).str.zfill(5)
    credit = "AV" + short + "-" + document.astype(str).str.zfill(4)
    return lines.assign(document=invoice.where(~lines["credit"], credit), year=year)
