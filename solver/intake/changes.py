"""What changed between the last run of a portfolio and the files as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from solver.intake.partners.kinds import recent_revenue
from solver.intake.prepare import Intake
from solver.intake.words import values_of
from solver.run import Run
from solver.words.i18n import _, format_date, format_money, format_number, mark

CENT = 0.005
SHOWN = 8
# What is compared of an account that both know, in the order in which it is told.
COMPARED = ("kind", "rep_id", "potential_eur", "opposed")
# A problem is written in the language of its run, so it is known again by where it stands and what it found.
SAME_REPAIR = ["file", "column", "account_id", "found"]
CHANGES = {
    "new": mark("New accounts: {n} ({codes})"),
    "gone": mark("Accounts gone from the files: {n} ({codes}), with {amount} in the last 12 months before"),
    "kind": mark("Accounts of another kind: {n} ({codes})"),
    "rep_id": mark("Accounts of another rep: {n} ({codes})"),
    "potential_eur": mark("Accounts with another potential: {n} ({codes})"),
    "opposed": mark("Accounts whose objection was raised or withdrawn: {n} ({codes})"),
}


@dataclass(frozen=True)
class Before:
    """Step 1 of the last run: the day it looked at, and three of its tables."""

    as_of: date
    accounts: pd.DataFrame
    sales: pd.DataFrame
    repairs: pd.DataFrame


@dataclass(frozen=True)
class Changes:
    """What changed since the last run.

    Attributes
    ----------
    since : date
        The day that the last run looked at.
    accounts : DataFrame
        `change` (new, gone, or the column that changed), `account_id, name, before, after, revenue_eur` (of
        the last 12 months: then for what is gone, now for the rest), the most valuable first.
    revenue : DataFrame
        `year, before_eur, after_eur, difference_eur` of every year of either.
    repairs : DataFrame
        `change` (new, solved) and the columns of the table `repairs`.
    """

    since: date
    accounts: pd.DataFrame
    revenue: pd.DataFrame
    repairs: pd.DataFrame


def last_run(run: Run) -> Before | None:
    """Return step 1 of a run, none where the folder holds none that this version can read."""
    names = ("accounts", "sales", "repairs")
    files = [run.portfolio_path, *(run.artifact_path(name) for name in names)]
    if not all(file.exists() for file in files):
        return None
    run.check_layout()
    tables = [run.read(name) for name in names]
    return Before(run.portfolio().as_of, *tables)


def what_changed(before: Before, intake: Intake, as_of: date) -> Changes:
    """Compare the last run with the files as they are now.

    Parameters
    ----------
    before : Before
        As `last_run` returns it.
    intake : Intake
        As `prepare_tools` returns it.
    as_of : date
        The day the portfolio is looked at now.
    """
    then = before.accounts.set_index("account_id", drop=False)
    now = intake.accounts.set_index("account_id", drop=False)
    revenue_then, revenue_now = (
        recent_revenue(before.sales, before.as_of),
        recent_revenue(intake.sales, as_of),
    )
    new, gone = now[~now.index.isin(then.index)], then[~then.index.isin(now.index)]
    both = now.index[now.index.isin(then.index)]
    parts = [
        _listed("new", new, None, None, revenue_now),
        _listed("gone", gone, None, None, revenue_then),
    ]
    for name in COMPARED:
        old, fresh = then.loc[both, name], now.loc[both, name]
        moved = _differs(old, fresh)
        parts.append(_listed(name, now.loc[both][moved], old[moved], fresh[moved], revenue_now))
    return Changes(
        before.as_of,
        pd.concat(parts, ignore_index=True),
        _revenue_by_year(before.sales, intake.sales),
        _repairs(before.repairs, intake.repairs),
    )


def change_lines(changes: Changes) -> Iterator[str]:
    """Say in one sentence each what changed since the last run; one sentence where nothing did."""
    counts = changes.repairs["change"].value_counts()
    if changes.accounts.empty and changes.revenue["difference_eur"].eq(0).all() and counts.empty:
        yield _("Nothing has changed since the last run, which looked at {date}.").format(
            date=format_date(changes.since)
        )
        return
    yield _("Since the last run, which looked at {date}:").format(date=format_date(changes.since))
    for change, sentence in CHANGES.items():
        rows = changes.accounts[changes.accounts["change"].eq(change)]
        if len(rows):
            codes = ", ".join(rows["account_id"].head(SHOWN)) + (", …" if len(rows) > SHOWN else "")
            yield _(sentence).format(
                n=format_number(len(rows)), codes=codes, amount=format_money(rows["revenue_eur"].sum())
            )
    moved = changes.revenue[changes.revenue["difference_eur"].ne(0)]
    for year, then, now in zip(moved["year"], moved["before_eur"], moved["after_eur"], strict=True):
        yield _("Revenue of {year}: {before} then, {after} now").format(
            year=year, before=format_money(then, 2), after=format_money(now, 2)
        )
    if len(counts):
        yield _("Repairs: {solved} solved, {new} new").format(
            solved=format_number(counts.get("solved", 0)), new=format_number(counts.get("new", 0))
        )


def _differs(old: pd.Series, fresh: pd.Series) -> pd.Series:
    """Tell where two columns differ; two gaps are alike, and so are two amounts of the same cents."""
    if pd.api.types.is_float_dtype(fresh):
        apart = (old - fresh).abs().gt(CENT)
    else:
        apart = old.ne(fresh) & old.notna() & fresh.notna()
    return apart | old.notna().ne(fresh.notna())


def _listed(
    change: str,
    accounts: pd.DataFrame,
    before: pd.Series | None,
    after: pd.Series | None,
    revenue: pd.Series,
) -> pd.DataFrame:
    codes = accounts["account_id"].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "change": change,
            "account_id": codes,
            "name": accounts["name"].to_numpy(),
            "before": None if before is None else _texts(before),
            "after": None if after is None else _texts(after),
            "revenue_eur": values_of(codes, revenue).fillna(0.0),
        }
    ).astype({"change": "str", "before": "str", "after": "str", "revenue_eur": "float64"})
    return table.sort_values(["revenue_eur", "account_id"], ascending=[False, True], ignore_index=True)


def _texts(values: pd.Series) -> list[str | None]:
    """Write values for a reader, none where there is none."""
    if pd.api.types.is_bool_dtype(values):
        return [_("yes") if value else _("no") for value in values]
    if pd.api.types.is_float_dtype(values):
        return [None if pd.isna(value) else format_money(float(value)) for value in values.to_numpy()]
    return [None if pd.isna(value) else str(value) for value in values]


def _revenue_by_year(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    sums = [sales.groupby(sales["date"].dt.year)["revenue_eur"].sum() for sales in (before, after)]
    table = pd.concat(sums, axis=1, keys=["before_eur", "after_eur"]).fillna(0.0).round(2).sort_index()
    table["difference_eur"] = (table["after_eur"] - table["before_eur"]).round(2)
    return table.rename_axis("year").reset_index()


def _repairs(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell the repairs that only one of the two runs lists, each as often as it lists it more."""
    then, now = _numbered(before), _numbered(after)
    solved, new = before[~then.isin(now)], after[~now.isin(then)]
    columns = ["change", *after.columns]
    return pd.concat([new.assign(change="new"), solved.assign(change="solved")], ignore_index=True)[columns]


def _numbered(repairs: pd.DataFrame) -> pd.Series:
    """Give every repair a key of its own: where it stands, what it found, and the how manieth such it is."""
    key = repairs[SAME_REPAIR].fillna("").astype("str").agg("\x1f".join, axis=1).astype("str")
    return key + "\x1f" + key.groupby(key).cumcount().astype("str")
