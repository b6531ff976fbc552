"""The partners of the firm: one row each, identities checked, several files brought together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from solver.intake.booking.cells import (
    cell_repairs,
    check_column,
    check_identity,
    not_in_future,
    opposed_when_in_doubt,
)
from solver.intake.booking.row_reader import Cause, Sorted, sort_rows, which_column
from solver.intake.fields import fields
from solver.intake.partners.account_join import join_accounts
from solver.intake.partners.account_merges import Merges, read_merges, with_same_accounts
from solver.intake.partners.account_rules import NAMES, rules_of, with_readable_rules
from solver.intake.partners.aged_balance import with_aged_balance
from solver.intake.partners.duplicates import plain_name
from solver.intake.partners.register import Registered, is_register, matched, natural_persons
from solver.intake.partners.returned_sheets import under_known_codes
from solver.intake.partners.without_code import by_name_for_want_of_a_code
from solver.intake.reading.typed import Typed
from solver.intake.repairs import SMALL_NUMBER, gather, no_repairs, repairs
from solver.intake.values.criteria import check_criteria
from solver.intake.values.names import check_name, check_words
from solver.parameters import Rep
from solver.tables import TABLES
from solver.tables.portfolio import DISCOVERED, OWED
from solver.words.errors import PortfolioError
from solver.words.i18n import _

WORDS = {
    "name": check_name,
    "address": check_words,
    "town": check_words,
    "buying_criteria": check_criteria,
    "competitor_edge": check_criteria,
}
# Names so far apart, of a hundred, are two firms.
UNLIKE = 60
PAST_DATES = ("potential_on", "since_on", "last_contact_on", "recommend_on", "overdue_on", "verified_on")
FOUND_OUT = [column.name for column in DISCOVERED]
OWING = [column.name for column in OWED]
DATED_BY = {
    "potential_on": ("potential_eur", "potential_on", "potential_source"),
    "recommend_on": ("recommend", "recommend_on"),
}
BESIDE = ("read_off", "vat_number", "naf_2025", "legal_form", "verified_on")


@dataclass(frozen=True)
class SourcedAccounts:
    """The accounts as the files give them, kinds, reps and places still as written.

    Attributes
    ----------
    accounts : DataFrame
        Columns of the table `accounts`, one row per account_id; and `file` and `row`: where it stands first.
    sources : sequence of Sorted
        The files, those of merges among them.
    repairs : DataFrame
        The table `repairs` of these files.
    merges : Merges
        Codes that went into another account.
    names : DataFrame
        account_id and name: every name that a file gives to an account, merged accounts among them.
    conflicts : DataFrame
        The table `value_conflicts`.
    origins : DataFrame
        account_id, field, file, row and stated_on of every value that stands in a file.
    stated : DataFrame
        The same, and the `column` as the file writes it, of every value that bears a day, those that visits
        find out among them.
    rules : DataFrame
        The table `visit_rules`.
    discoveries : DataFrame
        account_id and what the files say of the columns of the table `discoveries`.
    owed : DataFrame
        The same of the table `overdue`.
    persons, undisclosed : frozenset of str
        Accounts that are one natural person; and those of them whom the public register does not disclose.
    """

    accounts: pd.DataFrame
    sources: Sequence[Sorted]
    repairs: pd.DataFrame
    merges: Merges
    names: pd.DataFrame
    conflicts: pd.DataFrame
    origins: pd.DataFrame
    stated: pd.DataFrame
    rules: pd.DataFrame
    discoveries: pd.DataFrame
    owed: pd.DataFrame
    persons: frozenset[str]
    undisclosed: frozenset[str]


def build_accounts(
    sources: Sequence[Typed],
    as_of: date,
    country: str,
    merges: Sequence[Typed] = (),
    reps: Sequence[Rep] = (),
) -> SourcedAccounts:
    """Put the account files together.

    Parameters
    ----------
    sources : sequence of Typed
        The files, in the order of the portfolio; an earlier one wins where two disagree.
    as_of : date
        No potential or contact can be dated later.
    country : str
        Where an account is when its file does not say.
    merges : sequence of Typed
        What somebody decided about likely doubles.
    reps : sequence of Rep
        The reps; two files may name one of them differently.

    Raises
    ------
    PortfolioError
        A file holds one account_id twice with different data, a merge contradicts another, or a cause spoils
        more than a twentieth of a file.
    """
    per_source = [_one_file(source, pd.Timestamp(as_of), country) for source in sources]
    tables, retyped = under_known_codes(sources, [table for table, *_rest in per_source])
    stacked, registered = _stacked(sources, tables)
    decided = read_merges(merges, stacked["account_id"])
    _refuse_other_numbering(stacked)
    merged = with_same_accounts(decided, stacked)
    columns = {
        (source.raw.file, name): column for source in sources for name, column in source.raw.columns.items()
    }
    joined = join_accounts(stacked, merged.into, decided.into, reps, columns)
    accounts, nameless = _named(joined.accounts, columns)
    origins = _dated(joined.origins[~_read_off(joined.origins, stacked)], stacked, accounts)
    stated = origins[origins["stated_on"].notna()]
    written = [columns.get(place, place[1]) for place in zip(stated["file"], stated["field"], strict=True)]
    return SourcedAccounts(
        accounts.assign(country=accounts["country"].fillna(country)).drop(
            columns=[*BESIDE, *NAMES, *FOUND_OUT, *OWING]
        ),
        [*(sourced for _table, sourced, _notes in per_source), *merged.sources],
        gather(
            [
                *(notes for *_rest, notes in per_source),
                *(retyped, nameless, joined.repairs, merged.repairs, registered.repairs),
            ]
        ),
        merged,
        stacked[["account_id", "name"]].dropna().drop_duplicates(),
        joined.conflicts,
        origins[origins["field"].isin(TABLES["accounts"].names)],
        stated.assign(column=pd.Series(written, index=stated.index, dtype="str")),
        rules_of(accounts),
        accounts[["account_id", *FOUND_OUT]].reset_index(drop=True),
        accounts[["account_id", *OWING]].reset_index(drop=True),
        frozenset(accounts.loc[natural_persons(accounts["legal_form"]), "account_id"]),
        registered.undisclosed,
    )


def _stacked(sources: Sequence[Typed], tables: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, Registered]:
    """Put the files one below the other, the public register last, under the codes of the others."""
    ours = [table for typed, table in zip(sources, tables, strict=True) if not is_register(typed)]
    theirs = [table for typed, table in zip(sources, tables, strict=True) if is_register(typed)]
    stacked = pd.concat(ours or theirs, ignore_index=True)
    if not ours or not theirs:
        return stacked, Registered(stacked.head(0), frozenset(), gather([]))
    registered = matched(theirs, stacked)
    return pd.concat([stacked, registered.rows], ignore_index=True), registered


def _one_file(typed: Typed, as_of: pd.Timestamp, country: str) -> tuple[pd.DataFrame, Sorted, pd.DataFrame]:
    typed = by_name_for_want_of_a_code(typed)
    nameless = typed.table["account_id"].isna()
    sourced = sort_rows(
        typed, [Cause(_("no account code"), nameless, "account_id", which_column("account_id"))]
    )
    table = with_readable_rules(typed, sourced.kept())
    notes = [sourced.repairs]
    for step in (with_aged_balance, _each_once, _zero_potential, opposed_when_in_doubt):
        table, listed = step(typed, table)
        notes.append(listed)
    for name, check in WORDS.items():
        table, listed = check_column(typed, table, name, check)
        notes.append(listed)
    for name in PAST_DATES:
        table, listed = not_in_future(typed, table, name, as_of)
        notes.append(listed)
    checked, listed = check_identity(typed, table, country)
    notes.append(listed)
    source = typed.raw.file + (" – " + table["source"]).fillna("")
    placed = checked.assign(
        # The country that a file does not say must not win over the one that another file says.
        country=checked["country"].where(table["country"].notna()),
        read_off=table["siren"].isna() & checked["siren"].notna(),
        source=source,
        file=typed.raw.file,
        row=table.index,
    )
    return placed, sourced, gather(notes)


def _each_once(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep one row of each account; rows that differ are nobody's to choose between."""
    codes = table["account_id"]
    alike = table[codes.duplicated(keep=False).to_numpy()]
    if alike.empty:
        return table, no_repairs()
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
                fix=_("give one of them another code, or correct the row"),
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
    filled = table.groupby("account_id", sort=False).first().reset_index().set_axis(firsts.index)
    return filled[list(table.columns)].astype(table.dtypes.to_dict())


def _named(
    accounts: pd.DataFrame, columns: Mapping[tuple[str, str], str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Call an account without a name in any file by its code."""
    nameless = accounts[accounts["name"].isna()]
    listed = repairs(
        nameless["file"],
        nameless["row"],
        column=pd.Series([columns.get((file, "name")) for file in nameless["file"]], dtype="str"),
        account_id=nameless["account_id"],
        problem=_("no name"),
        used=nameless["account_id"],
    )
    return accounts.assign(name=accounts["name"].fillna(accounts["account_id"])), listed


def _read_off(origins: pd.DataFrame, stacked: pd.DataFrame) -> pd.Series:
    """Tell the company numbers that stand in no file: they were read off the site number."""
    places = stacked.loc[stacked["read_off"], ["file", "row"]].assign(field="siren", found=True)
    found = origins[["file", "row", "field"]].merge(places, how="left", on=["file", "row", "field"])["found"]
    return found.notna().set_axis(origins.index)


def _dated(origins: pd.DataFrame, stacked: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Say when each value was stated: the day that it bears, as a potential does, or its line's."""
    verified = stacked.loc[stacked["verified_on"].notna(), ["file", "row", "verified_on"]]
    dated = origins.merge(verified, how="left", on=["file", "row"]).set_axis(origins.index)
    stated = dated["verified_on"]
    for day, fields_of_it in DATED_BY.items():
        own = accounts.set_index("account_id")[day].reindex(origins["account_id"]).set_axis(origins.index)
        stated = stated.mask(origins["field"].isin(fields_of_it) & own.notna(), own)
    return origins.assign(stated_on=stated)


def _zero_potential(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ask about a potential of nothing: an empty form is often saved as one; until then it stands."""
    problem = _("a potential of 0: is that so, or was it never estimated?")
    zero = table["potential_eur"].eq(0)
    return table, cell_repairs(typed, table, "potential_eur", zero, problem, keep=True)


def _refuse_other_numbering(stacked: pd.DataFrame) -> None:
    """Refuse a file that gives the codes of an earlier one to other firms."""
    first = stacked.drop_duplicates("account_id").set_index("account_id")
    again = stacked[stacked["account_id"].duplicated() & stacked["name"].notna()]
    known = first.loc[again["account_id"]].set_axis(again.index)
    both = known["name"].notna() & known["siren"].ne(again["siren"]).fillna(True)
    unlike = [
        bool(named) and fuzz.ratio(plain_name(one), plain_name(other)) < UNLIKE
        for named, one, other in zip(both, known["name"].fillna(""), again["name"], strict=True)
    ]
    for file, rows in again[np.array(unlike, dtype=bool)].groupby("file", sort=False):
        if len(rows) > max(SMALL_NUMBER, again["file"].eq(file).sum() / 2):
            here, there = rows.iloc[0], known.loc[rows.index[0]]
            raise PortfolioError(
                _(
                    "{code} is “{name}” here and “{other}” in {file}, and so it goes on: "
                    "each of the two files has its own numbers"
                ).format(code=here["account_id"], name=here["name"], other=there["name"], file=there["file"]),
                file=str(file),
                row=int(here["row"]),
                fix=_("give the codes of one file a letter in front, here and in the files that use them"),
            )
