"""What the joining of records left behind: what each merge moved, and where every value comes from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.row_reader import Sorted
from solver.intake.booking.sourced_tables import in_order
from solver.intake.partners.accounts import SourcedAccounts
from solver.intake.partners.kinds import YEAR_MONTHS
from solver.intake.values.numbers import MICRO
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables import TABLES
from solver.words.months import months_before

COUNTED = {
    "sales": "sales_lines",
    "contacts": "contacts",
    "visits": "visits",
    "visit_reports": "visits",
    "prospect_events": "prospect_events",
}
NOT_VALUES = ("account_id", "source", "opposed", "opposition_scope")


def merge_trace(
    sourced: SourcedAccounts,
    codes: AccountCodes,
    sources: Sequence[Sorted],
    revenue: pd.Series,
    portfolio: Portfolio,
) -> pd.DataFrame:
    """Tell of each merged code what moved to the account that stays, and what it is worth.

    Parameters
    ----------
    sourced : SourcedAccounts
        The accounts and which of them went into which.
    codes : AccountCodes
        The accounts, merged codes among them.
    sources : sequence of Sorted
        The files of all tables.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    portfolio : Portfolio
        The day it is looked at.

    Returns
    -------
    DataFrame
        Table `merges`, the largest revenue first.
    """
    trace = sourced.merges.trace
    since = months_before(portfolio.as_of, YEAR_MONTHS)
    counts = dict.fromkeys(COUNTED.values(), pd.Series(dtype="int64"))
    micros = {"revenue_eur": pd.Series(dtype="int64"), "recent_revenue_eur": pd.Series(dtype="int64")}
    for source in sources if len(trace) else ():
        counted = COUNTED.get(source.typed.raw.source.table)
        if counted is None:
            continue
        code = codes.before_merging(source.typed.table["account_id"])
        code = code[source.cause.eq("") & code.isin(trace["account_id"])]
        counts[counted] = counts[counted].add(code.value_counts(), fill_value=0)
        if counted == "sales_lines":
            amount = source.typed.micros[code.index]
            recent = source.typed.table.loc[code.index, "date"] > since
            for name, part in {"revenue_eur": amount, "recent_revenue_eur": amount.where(recent, 0)}.items():
                micros[name] = micros[name].add(part.groupby(code).sum(), fill_value=0)
    gone = trace["account_id"].astype("str")
    names = sourced.names.drop_duplicates("account_id").set_index("account_id")["name"]
    table = trace.assign(
        name=values_of(gone, names),
        joint_revenue_eur=values_of(trace["into_id"], revenue).fillna(0.0),
        **{name: values_of(gone, found).fillna(0).astype("int64") for name, found in counts.items()},
        **{name: values_of(gone, found).fillna(0) / MICRO for name, found in micros.items()},
    )
    size = table["recent_revenue_eur"].abs()
    return in_order("merges", table.assign(size=-size), ["size", "account_id"])


def describe_merges(sourced: SourcedAccounts, merges: pd.DataFrame) -> dict[str, Any]:
    """Count what was merged and what is left open, and the conflicts between the records brought together."""
    return {
        "decided": int(merges["basis"].eq("decision").sum()),
        "same_siret": int(merges["basis"].eq("same_siret").sum()),
        "same_code": int(merges["basis"].eq("same_code").sum()),
        "same_name": int(merges["basis"].eq("same_name").sum()),
        "apart": len(sourced.merges.apart),
        "undecided": sourced.merges.undecided,
        "moved_revenue_eur": round(float(merges["recent_revenue_eur"].sum()), 2),
        "conflicts": len(sourced.conflicts),
        "accounts_in_conflict": int(sourced.conflicts["account_id"].nunique()),
    }


def value_sources(sourced: SourcedAccounts, accounts: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Say of every value of the table `accounts` which file it comes from, or that it was worked out.

    Parameters
    ----------
    sourced : SourcedAccounts
        The accounts as the files give them.
    accounts : DataFrame
        The table `accounts` when step 1 is done with it.
    changes : DataFrame
        Table `reported_changes`; the last one on a value holds.

    Returns
    -------
    DataFrame
        Table `value_sources`.
    """
    names = [name for name in TABLES["accounts"].names if name not in NOT_VALUES]
    before = sourced.accounts.set_index("account_id").loc[accounts["account_id"], names]
    now = accounts.set_index("account_id")[names]
    as_written = _cells(now.eq(before) & now.notna()).merge(sourced.origins, on=["account_id", "field"])
    objections = sourced.origins[sourced.origins["field"].eq("opposed")]
    reported = changes[changes["subject"].isna()].rename(columns={"reported_on": "stated_on"})
    reported = reported[["account_id", "field", "file", "row", "stated_on"]]
    potential = reported[reported["field"].eq("potential_eur")]
    dated = [potential.assign(field=name) for name in ("potential_on", "potential_source")]
    parts = [
        _cells(now.notna()).assign(basis="worked_out"),
        pd.concat([as_written, objections]).assign(basis="file"),
        pd.concat([reported[reported["field"].isin([*names, "opposed"])], *dated]).assign(
            basis="visit_report"
        ),
    ]
    filled = [part for part in parts if len(part)]
    table = pd.concat(filled, ignore_index=True).drop_duplicates(["account_id", "field"], keep="last")
    order = {name: place for place, name in enumerate(TABLES["accounts"].names)}
    ordered = table.assign(order=table["field"].map(order))
    return in_order("value_sources", ordered, ["account_id", "order"])


def _cells(where: pd.DataFrame) -> pd.DataFrame:
    """Return account and field of the cells that are true."""
    account, field = np.nonzero(where.to_numpy())
    return pd.DataFrame({"account_id": where.index[account], "field": where.columns[field]})
