"""How good the files are, in figures: what is there, what is right, how old it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.fields import fields
from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import column_texts
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables.codes import VISITED_KINDS
from solver.words.months import NEEDED_YEARS, covers_years, months_before

AGES_MONTHS = (12, 24, 36)
MEASURED_OVER_YEARS = ("attrition_rate", "new_client_revenue_eur")
# Where no client is new, this cannot be measured either, however long the past.
NEWCOMERS = "new_client_revenue_eur"


def describe_files(sources: Sequence[Sorted]) -> list[dict[str, Any]]:
    """Say of each file how it was read, which column became which, and how many rows came through."""
    return [_file(source.typed.raw, source) for source in sources]


def describe_fields(
    sources: Sequence[Sorted], tables: dict[str, pd.DataFrame], repairs: pd.DataFrame
) -> list[dict[str, Any]]:
    """Measure each column that the files hold.

    Parameters
    ----------
    sources : sequence of Sorted
        The files.
    tables : dict of str to DataFrame
        The canonical tables made of them.
    repairs : DataFrame
        Table `repairs`.

    Returns
    -------
    list of dict
        Per table and column: `rows` of the files that have it, `given` (filled cells) and `given_share`,
        `wrong` (cells set aside), `fixed`, `valid_share` (of the given), `filled_share` (of the table).
    """
    struck = repairs[repairs["row"].notna()].groupby(["file", "column"])["used"].agg(["size", "count"])
    hits: dict[Any, Any] = struck.to_dict("index")
    none = {"size": 0, "count": 0}
    rows = []
    for table in dict.fromkeys(source.typed.raw.source.table for source in sources):
        raws = [source.typed.raw for source in sources if source.typed.raw.source.table == table]
        for name in fields(table):
            holding = [raw for raw in raws if name in raw.columns]
            if not holding or name not in tables[table]:
                continue
            cells = sum(len(raw.table) for raw in holding)
            given = sum(int(column_texts(raw, name).str.strip().ne("").sum()) for raw in holding)
            here = [hits.get((raw.file, raw.columns[name]), none) for raw in holding]
            mended = sum(hit["count"] for hit in here)
            wrong = sum(hit["size"] for hit in here) - mended
            rows.append(
                {
                    "table": table,
                    "field": name,
                    "rows": cells,
                    "given": given,
                    "given_share": _share(given, cells),
                    "wrong": wrong,
                    "mended": mended,
                    "valid_share": _share(max(given - wrong, 0), given),
                    "filled_share": _share(int(tables[table][name].notna().sum()), len(tables[table])),
                }
            )
    return rows


def freshness(accounts: pd.DataFrame, portfolio: Portfolio) -> dict[str, Any]:
    """Count the accounts that may be visited by the age of their last contact.

    Returns
    -------
    dict
        `months` (the limit), `accounts`, `dated`, `fresh`, `fresh_share`; and `ages`, one line for each
        kind: `up_to_12`, `up_to_24`, `up_to_36` months, `older` and `unknown`.
    """
    visited = accounts[accounts["kind"].isin(VISITED_KINDS)]
    dated = visited["last_contact_on"].notna()
    fresh = visited["last_contact_on"] > months_before(portfolio.as_of, portfolio.freshness_months)
    return {
        "months": portfolio.freshness_months,
        "accounts": len(visited),
        "dated": int(dated.sum()),
        "fresh": int(fresh.sum()),
        "fresh_share": _share(int(fresh.sum()), len(visited)),
        "ages": _ages(visited, portfolio.as_of),
    }


def _ages(visited: pd.DataFrame, as_of: date) -> list[dict[str, Any]]:
    """Count the accounts of each kind by the year of silence they are in."""
    last = visited["last_contact_on"]
    band = pd.Series("older", index=visited.index, dtype="str").mask(last.isna(), "unknown")
    for months in reversed(AGES_MONTHS):
        band = band.mask(last > months_before(as_of, months), f"up_to_{months}")
    names = [*(f"up_to_{months}" for months in AGES_MONTHS), "older", "unknown"]
    counts = pd.crosstab(visited["kind"], band).reindex(columns=names, fill_value=0)
    return [
        {"kind": str(kind), **{name: int(row[name]) for name in names}} for kind, row in counts.iterrows()
    ]


def invoice_dates(sales: pd.DataFrame, portfolio: Portfolio) -> dict[str, Any]:
    """Say from when to when the invoices run.

    Returns
    -------
    dict
        `first` and `last` day, `days_before_as_of` (how long before it they end), and `unmeasured`: what
        step 3 needs, so short a past cannot measure and the portfolio does not state.
    """
    as_of = portfolio.as_of
    unstated = [name for name in MEASURED_OVER_YEARS if getattr(portfolio, name) is None]
    if sales.empty:
        return {"first": None, "last": None, "days_before_as_of": None, "unmeasured": unstated}
    first, last = sales["date"].min().date(), sales["date"].max().date()
    opened = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    newcomers = sales.groupby("account_id")["date"].min().gt(opened).any()
    if covers_years(first, as_of, NEEDED_YEARS):
        unstated = [] if newcomers else [name for name in unstated if name == NEWCOMERS]
    return {
        "unmeasured": unstated,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days_before_as_of": (as_of - last).days,
    }


def main_accounts(revenue: pd.Series, cut: float) -> pd.Index:
    """Return the accounts that make the first `cut` of the revenue, the largest always among them.

    Notes
    -----
    Accounts are ranked by revenue and counted in while the cumulative share, own line included, stays at or
    below the cut; accounts of equal revenue stay together.
    """
    positive = revenue[revenue > 0]
    if positive.empty:
        return positive.index
    ranked = positive.sort_index().sort_values(ascending=False, kind="stable")
    share = ranked.groupby(ranked, sort=False).sum().cumsum() / ranked.sum()
    last = share[share <= cut + 1e-12]
    least = last.index[-1] if len(last) else ranked.iloc[0]
    return ranked.index[ranked >= least]


def contact_cover(
    accounts: pd.DataFrame, contacts: pd.DataFrame, revenue: pd.Series, cut: float, *, has_contacts: bool
) -> dict[str, Any] | None:
    """Name the main accounts at which the firm knows one person or nobody; none without a file of people."""
    if not has_contacts:
        return None
    clients = accounts.loc[accounts["kind"].eq("client"), "account_id"]
    main = main_accounts(revenue[revenue.index.isin(clients)], cut)
    people = contacts["account_id"].value_counts().reindex(main, fill_value=0)
    return {
        "main_accounts": len(main),
        "single_contact": [str(code) for code in people.index[people.eq(1)]],
        "no_contact": [str(code) for code in people.index[people.eq(0)]],
        "mean_contacts": round(float(people.mean()), 2) if len(people) else None,
    }


def siren_cover(accounts: pd.DataFrame, revenue: pd.Series) -> dict[str, Any]:
    """Count the clients of the last 12 months whose company number is valid, and their share of the revenue.

    Every number that is left in the table has passed its checksum.
    """
    active = accounts[
        accounts["account_id"].isin(revenue.index[revenue.gt(0)]) & accounts["country"].eq("FR")
    ]
    bought = values_of(active["account_id"], revenue)
    known = active["siren"].notna()
    total = float(bought.sum())
    return {
        "clients": len(active),
        "valid": int(known.sum()),
        "revenue_share": round(float(bought[known].sum()) / total, 4) if total else None,
    }


def describe_places(accounts: pd.DataFrame, how: pd.Series) -> dict[str, Any]:
    """Count how the accounts that may be visited were placed, and name those that were not."""
    visited = accounts["kind"].isin(VISITED_KINDS)
    counts = how[visited].value_counts()
    ways = ("file", "town", "near_name", "postcode", "moved", "none")
    return {
        **{way: int(counts.get(way, 0)) for way in ways},
        "not_found": accounts.loc[visited & how.eq("none"), "account_id"].tolist(),
    }


def summary_of_repairs(repairs: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the repairs by problem, the most frequent first."""
    counted = repairs.groupby("problem", sort=True).agg(
        cases=("problem", "size"), mended=("used", "count"), worth_eur=("worth_eur", "sum")
    )
    ordered = counted.sort_values("cases", ascending=False, kind="stable").reset_index()
    return [
        {
            "problem": row["problem"],
            "cases": int(row["cases"]),
            "mended": int(row["mended"]),
            "worth_eur": round(float(row["worth_eur"]), 2),
        }
        for row in ordered.to_dict("records")
    ]


def _file(raw: RawTable, source: Sorted) -> dict[str, Any]:
    kept = int(source.cause.eq("").sum())
    ours = set(raw.columns.values())
    misfits = int(raw.facts["misfit_rows"] or 0)
    return {
        "file": raw.file,
        "table": raw.source.table,
        **raw.facts,
        "rows": len(source.cause) + misfits,
        "kept": kept,
        "set_aside": len(source.cause) - kept + misfits,
        "total_rows": source.typed.total_rows,
        "columns": dict(raw.columns),
        "unused_columns": [column for column in raw.table.columns if column not in ours],
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
