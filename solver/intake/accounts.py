"""The partners of the firm: one row each, identities checked, several files brought together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from solver.errors import PortfolioError
from solver.i18n import _
from solver.intake.cells import cell_repairs, check_identity, not_in_future, opposed_when_in_doubt
from solver.intake.fields import fields
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.rows import Cause, Sorted, sort_rows, which_column
from solver.intake.typed import Typed

PAST_DATES = ("potential_on", "since_on", "last_contact_on")


@dataclass(frozen=True)
class AccountBook:
    """The accounts as the files give them, kinds, reps and places still as written.

    Attributes
    ----------
    accounts : DataFrame
        Columns of the table `accounts`, one row per account_id; and `file` and `row`: where it stands first.
    sources : sequence of Sorted
        The files.
    repairs : DataFrame
        The table `repairs` of these files.
    """

    accounts: pd.DataFrame
    sources: Sequence[Sorted]
    repairs: pd.DataFrame


def build_accounts(sources: list[Typed], as_of: date, country: str) -> AccountBook:
    """Put the account files together.

    Parameters
    ----------
    sources : list of Typed
        The files, in the order of the portfolio; an earlier one wins where two disagree.
    as_of : date
        No potential or contact can be dated later.
    country : str
        Where an account is when its file does not say.

    Raises
    ------
    PortfolioError
        A file holds one account_id twice with different data, or a cause spoils more than a twentieth of it.
    """
    books = [_one_file(source, pd.Timestamp(as_of), country) for source in sources]
    stacked = pd.concat([table for table, *_rest in books], ignore_index=True)
    merged, conflicts = _brought_together(stacked)
    return AccountBook(
        merged,
        [sorted_rows for _table, sorted_rows, _notes in books],
        gather([*(notes for *_rest, notes in books), conflicts]),
    )


def _one_file(typed: Typed, as_of: pd.Timestamp, country: str) -> tuple[pd.DataFrame, Sorted, pd.DataFrame]:
    nameless = typed.table["account_id"].isna()
    sorted_rows = sort_rows(
        typed, [Cause(_("no account code"), nameless, "account_id", which_column("account_id"))]
    )
    table = sorted_rows.kept()
    notes = [sorted_rows.repairs]
    for step in (_each_once, _named, _zero_potential, opposed_when_in_doubt):
        table, listed = step(typed, table)
        notes.append(listed)
    for name in PAST_DATES:
        table, listed = not_in_future(typed, table, name, as_of)
        notes.append(listed)
    table, listed = check_identity(typed, table, country)
    notes.append(listed)
    source = typed.raw.file + (" – " + table["source"]).fillna("")
    placed = table.assign(source=source, file=typed.raw.file, row=table.index)
    return placed, sorted_rows, gather(notes)


def _each_once(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep one row of each account; rows that differ are nobody's to choose between."""
    codes = table["account_id"]
    alike = table[codes.duplicated(keep=False).to_numpy()]
    groups = alike.groupby("account_id", sort=False)
    for name in fields(typed.raw.source.table):
        several = groups[name].transform("nunique").gt(1).to_numpy()
        if several.any():
            code = str(alike.loc[several, "account_id"].iloc[0])
            rows = alike.index[alike["account_id"].eq(code)]
            raise PortfolioError(
                _("{code} stands for two different accounts: rows {first} and {second} do not agree").format(
                    code=code, first=rows[0], second=rows[1]
                ),
                file=typed.raw.file,
                row=int(rows[1]),
                column=typed.raw.columns.get(name, name),
                mend=_("give one of them another code, or correct the row"),
            )
    again = codes.index[codes.duplicated().to_numpy()]
    listed = repairs(
        typed.raw.file,
        again,
        column=typed.raw.columns.get("account_id"),
        account_id=codes[again],
        problem=_("the same account a second time, with the same data"),
        found=codes[again],
        used=_("one row"),
    )
    return _gaps_filled(table), listed


def _gaps_filled(table: pd.DataFrame) -> pd.DataFrame:
    """Make one row of the rows of an account, each cell the first that is filled."""
    firsts = table["account_id"].drop_duplicates()
    if len(firsts) == len(table):
        return table
    filled = table.groupby("account_id", sort=False).first().reset_index().set_axis(firsts.index)
    return filled[list(table.columns)].astype(table.dtypes.to_dict())


def _named(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Call an account without a name by its code."""
    nameless = table["name"].isna()
    listed = repairs(
        typed.raw.file,
        table.index[nameless],
        column=typed.raw.columns.get("name"),
        account_id=table.loc[nameless, "account_id"],
        problem=_("no name"),
        used=table.loc[nameless, "account_id"],
    )
    return table.assign(name=table["name"].fillna(table["account_id"])), listed


def _zero_potential(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ask about a potential of nothing: an empty form is often saved as one; until then it stands."""
    problem = _("a potential of 0: is that so, or was it never estimated?")
    zero = table["potential_eur"].eq(0)
    return table, cell_repairs(typed, table, "potential_eur", zero, problem, keep=True)


def _brought_together(stacked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make one account of the rows of several files; the first file wins, the others fill its gaps."""
    codes = stacked["account_id"]
    if not codes.duplicated().any():
        return stacked, no_repairs()
    several = stacked[codes.duplicated(keep=False).to_numpy()]
    groups = several.groupby("account_id", sort=False)
    parts = []
    for name in stacked.columns.difference(["account_id", "source", "opposed", "file", "row"], sort=False):
        first = groups[name].transform("first")
        rows = several[several[name].notna() & several[name].ne(first)]
        parts.append(
            repairs(
                rows["file"],
                rows["row"],
                column=name,
                account_id=rows["account_id"],
                problem=_("two files disagree on this account; the first one wins"),
                found=rows[name].astype("str"),
                used=first[rows.index].astype("str"),
            )
        )
    merged = _gaps_filled(stacked)
    named = stacked.groupby("account_id", sort=False)
    merged = merged.assign(
        source=merged["account_id"].map(named["source"].agg(", ".join)),
        opposed=merged["account_id"].map(named["opposed"].any()),
    )
    return merged, gather(parts)
