"""Which clients came and went, and what they took along."""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any, Self

import pandas as pd

from solver.method.accounts.revenue import CENT, year_sales
from solver.method.prospects.rates import wilson_interval
from solver.method.prospects.sources import first_purchase, whole_years
from solver.words.errors import PortfolioError
from solver.words.i18n import _

Z_95 = 1.96
GROWTH_RATES = ("kept_growth_rate", "settled_growth_rate", "newcomer_growth_rate", "comparable_growth_rate")
FLOWS = ("kept", "left", "new", "returned", "neither")


def client_flow(sales: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Compare the last 12 months of every account with the 12 before.

    Parameters
    ----------
    sales : DataFrame
        The canonical table `sales`.
    as_of : date
        Last day of the latest year.

    Returns
    -------
    DataFrame
        `account_id, previous_eur, current_eur, flow`, accounts invoiced in either year. An account bought
        in a year when its revenue of that year is above zero: it was kept, it left, it is new (no earlier
        purchase at all), it returned after a pause, or it only has credit notes (`neither`).
    """
    current, previous = (
        year_sales(sales, as_of, back).groupby("account_id")["revenue_eur"].sum().round(6) for back in (0, 1)
    )
    table = pd.DataFrame({"previous_eur": previous, "current_eur": current}).fillna(0.0).sort_index()
    first = first_purchase(sales).reindex(table.index)
    bought, had_bought = table["current_eur"] > CENT, table["previous_eur"] > CENT
    is_new = first > pd.Timestamp(as_of) - pd.DateOffset(years=1)
    table["flow"] = "neither"
    table.loc[bought & had_bought, "flow"] = "kept"
    table.loc[~bought & had_bought, "flow"] = "left"
    table.loc[bought & ~had_bought, "flow"] = "returned"
    table.loc[bought & ~had_bought & is_new, "flow"] = "new"
    return table.rename_axis("account_id").reset_index()


@dataclass(frozen=True)
class YearChange:
    """What became within a year of those who had bought in the year before: who left, and who grew.

    Attributes
    ----------
    before, after : Series
        Revenue of both years, of the clients of the first, on one index.
    """

    before: pd.Series
    after: pd.Series

    @classmethod
    def of(cls, before: pd.Series, after: pd.Series) -> Self:
        """Keep of two years those who bought in the first; who is not in the second bought nothing in it."""
        had = before[before > CENT].sort_index()
        return cls(had, after.reindex(had.index).fillna(0.0))

    @property
    def stays(self) -> pd.Series:
        """Tell who bought again: revenue above zero, as everywhere."""
        return self.after > CENT

    @property
    def client_loss_rate(self) -> float | None:
        """Clients who left over clients."""
        return float((~self.stays).mean()) if len(self.before) else None

    @property
    def lost_share(self) -> float | None:
        """Revenue that left with them over revenue."""
        return float(self.before[~self.stays].sum() / self.before.sum()) if len(self.before) else None

    @property
    def lost_share_interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the revenue that left over revenue: that of a ratio, cut to 0 and 1."""
        n, whole = len(self.before), float(self.before.sum())
        if n < 2 or self.lost_share is None:
            return None
        off = self.before * ((~self.stays).astype("float64") - self.lost_share)
        half = Z_95 * sqrt(n / (n - 1) * float((off**2).sum())) / whole
        return max(self.lost_share - half, 0.0), min(self.lost_share + half, 1.0)

    @property
    def growth_of_kept(self) -> float | None:
        """Growth of those who stayed."""
        stays = self.stays
        return float(self.after[stays].sum() / self.before[stays].sum() - 1) if stays.any() else None


def year_change(flow: pd.DataFrame) -> YearChange:
    """Return the change of a year from what `client_flow` says of it."""
    by_account = flow.set_index("account_id")
    return YearChange.of(by_account["previous_eur"], by_account["current_eur"])


@dataclass(frozen=True)
class GrowthTold:
    """The growth of those who stayed, first years told apart: they were parts of a year.

    Attributes
    ----------
    settled, newcomers : float
        Growth of those who had bought before the earlier year, and of those who came within it.
    comparable : float
        What can come again: each rate at the part of the revenue, of the last 12 months, to which it applies.
    """

    settled: float
    newcomers: float
    comparable: float


def growth_told(
    flow: pd.DataFrame, sales: pd.DataFrame, as_of: date, minimum_cases: int
) -> GrowthTold | None:
    """Tell apart the growth of settled clients and that of a first year made whole.

    None where the sales do not reach a year further back, so that nobody knows who came within the earlier
    year, or where either group is too small to measure a rate by.

    Parameters
    ----------
    flow, sales, as_of, minimum_cases
        As `attrition` takes them.
    """
    if whole_years(sales, as_of) < 3:
        return None
    opens = pd.Timestamp(as_of) - pd.DateOffset(years=2)
    kept = flow[flow["flow"] == "kept"]
    came = kept["account_id"].map(first_purchase(sales)) > opens
    settled, newcomers = (
        YearChange.of(part["previous_eur"], part["current_eur"]).growth_of_kept
        for part in (kept[~came], kept[came])
    )
    if settled is None or newcomers is None or min(came.sum(), (~came).sum()) < minimum_cases:
        return None
    bought = flow[flow["current_eur"] > CENT]
    part = bought.loc[bought["flow"] == "new", "current_eur"].sum() / bought["current_eur"].sum()
    return GrowthTold(settled, newcomers, float(settled * (1 - part) + newcomers * part))


def flow_summary(flow: pd.DataFrame) -> pd.DataFrame:
    """Return one row per flow: flow, clients, previous_eur, current_eur."""
    groups = flow.groupby("flow")
    table = groups[["previous_eur", "current_eur"]].sum()
    table.insert(0, "clients", groups.size())
    return table.reindex(FLOWS, fill_value=0).reset_index()


def attrition_of_the_year(sales: pd.DataFrame, as_of: date) -> dict[str, float] | None:
    """Return who left in the last 12 months, in clients and in revenue; nothing without two whole years.

    Returns
    -------
    dict or None
        `clients` (of the 12 months before), `left`; their share `client_rate` with `client_low, client_high`
        (Wilson), and the share of the revenue that left with them, `lost_share` with `lost_low, lost_high`.
    """
    change = year_change(client_flow(sales, as_of))
    within = change.lost_share_interval
    if whole_years(sales, as_of) < 2 or within is None:
        return None
    clients, left = len(change.before), int((~change.stays).sum())
    low, high = wilson_interval(left, clients)
    assert change.lost_share is not None
    return {
        "clients": clients,
        "left": left,
        "client_rate": left / clients,
        "client_low": low,
        "client_high": high,
        "lost_share": change.lost_share,
        "lost_low": within[0],
        "lost_high": within[1],
    }


def attrition(
    flow: pd.DataFrame, sales: pd.DataFrame, *, as_of: date, attrition_rate: float | None, minimum_cases: int
) -> dict[str, Any]:
    """Measure the revenue that leaves in a year with the clients who leave.

    Parameters
    ----------
    flow : DataFrame
        As `client_flow` returns it.
    sales : DataFrame
        The canonical table `sales`; tells whether the earlier year is whole.
    as_of : date
        Last day of the latest year.
    attrition_rate : float or None
        Stated rate, used instead of the measured one.
    minimum_cases : int
        With fewer clients the measured rate is called a judgement, and growth is not told apart.

    Returns
    -------
    dict
        `rate` (used), `basis` (stated, history or judgement), `measured_rate` (revenue lost over revenue
        of the earlier year), `client_rate` with its interval `client_low`, `client_high` (clients lost
        over clients), `clients`, `left_clients`, `left_eur`, `kept_growth_rate`; of that growth
        `settled_growth_rate`, `newcomer_growth_rate` and `comparable_growth_rate`, as `growth_told` tells
        them apart, the last one the growth of all where it cannot. What could not be measured is None.

    Raises
    ------
    PortfolioError
        The sales do not reach two years back and no rate is stated.
    """
    facts: dict[str, Any] = dict.fromkeys(
        ["measured_rate", "client_rate", "client_low", "client_high", *GROWTH_RATES]
    )
    change = year_change(flow)
    clients, left = len(change.before), int((~change.stays).sum())
    facts |= {"clients": clients, "left_clients": left, "left_eur": change.before[~change.stays].sum()}
    whole = clients > 0 and whole_years(sales, as_of) >= 2
    if whole:
        facts["measured_rate"], facts["client_rate"] = change.lost_share, change.client_loss_rate
        facts["client_low"], facts["client_high"] = wilson_interval(left, clients)
        told = growth_told(flow, sales, as_of, minimum_cases)
        comparable = change.growth_of_kept if told is None else told.comparable
        rates = (change.growth_of_kept, told and told.settled, told and told.newcomers, comparable)
        facts |= dict(zip(GROWTH_RATES, rates, strict=True))
    if attrition_rate is None and not whole:
        raise PortfolioError(
            _("the sales do not reach two years back, so the revenue lost with clients cannot be measured"),
            fix=_("state attrition_rate in the portfolio, or add the invoices of the year before"),
        )
    measured_basis = "history" if clients >= minimum_cases else "judgement"
    facts["rate"] = facts["measured_rate"] if attrition_rate is None else attrition_rate
    facts["basis"] = measured_basis if attrition_rate is None else "stated"
    return {key: _plain(value) for key, value in facts.items()}


def _plain(value: Any) -> Any:
    """Turn numpy numbers into Python's."""
    return value.item() if hasattr(value, "item") else value
