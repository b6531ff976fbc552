"""What visits found out about an account: why it buys, from whom else, what it plans."""

from typing import NamedTuple

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.sourced_tables import in_order
from solver.intake.history.days_told import later_than_files
from solver.intake.history.reported import changed_values, last_reports
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold, values_of
from solver.tables import empty
from solver.tables.codes import LOST_REASONS
from solver.tables.portfolio import DISCOVERED
from solver.words.i18n import _

NAMES = tuple(column.name for column in DISCOVERED)
# What is taken over together: the second says more of the first, and does not outlive it.
WITH = {"competitor": "competitor_edge", "project": "project_on"}
ALONE = ("buying_criteria", "lost_reason")


class Discoveries(NamedTuple):
    """Table `discoveries`, what visit reports changed in it, and the introductions that lead nowhere."""

    table: pd.DataFrame
    changes: pd.DataFrame
    repairs: pd.DataFrame


def discoveries_with_reports(
    told: pd.DataFrame,
    lines: pd.DataFrame,
    accounts: pd.DataFrame,
    codes: AccountCodes,
    stated: pd.DataFrame,
) -> Discoveries:
    """Bring what the files of accounts say up to the visit reports; the last report on a thing counts.

    Parameters
    ----------
    told : DataFrame
        account_id and the columns of the table `discoveries`, as the files of accounts say them.
    lines : DataFrame
        Of a `ReportBook`.
    accounts : DataFrame
        Table `accounts`: the firms to which somebody may send us.
    codes : AccountCodes
    stated : DataFrame
        Of `SourcedAccounts`: what a file answers on a later day stands.
    """
    everybody = accounts[["account_id"]]
    table = everybody.merge(told, how="left", on="account_id").astype(told.dtypes.to_dict())
    if lines.empty:
        return Discoveries(_anything_known(table), empty("reported_changes"), gather([]))
    changes, notes = [], []
    for name in (*ALONE, *WITH, "recommend"):
        last = last_reports(lines[lines[name].notna()])
        last, against = later_than_files(last, name, table.set_index("account_id")[name], stated)
        table, changed = _taken_over(table, last, name, last[name])
        changes.append(changed)
        notes.append(against)
        if name in WITH:
            said = table["account_id"].isin(last.index)
            beside = values_of(table["account_id"], last[WITH[name]])
            table = table.assign(**{WITH[name]: table[WITH[name]].where(~said, beside)})
        if name == "recommend":
            day = values_of(table["account_id"], last["date"])
            table = table.assign(recommend_on=table["recommend_on"].mask(day.notna(), day))
    introduced, listed = _introductions(lines, accounts, codes)
    table, sent = _taken_over(table, introduced, "introduced_by", introduced["introduced_by"], only_gaps=True)
    filled = [part for part in (*changes, sent) if len(part)]
    return Discoveries(
        _anything_known(table),
        pd.concat(filled, ignore_index=True) if filled else sent,
        gather([*notes, listed]),
    )


def reasons_of_notices(
    table: pd.DataFrame, lines: pd.DataFrame, accounts: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the reason of a loss from the last notice of leaving, where neither file nor report tells one.

    Parameters
    ----------
    table : DataFrame
        Table `discoveries`.
    lines : DataFrame
        The log of contacts, with file and row.
    accounts : DataFrame
        Table `accounts`.

    Returns
    -------
    table, changes : DataFrame
        Tables `discoveries` and `reported_changes`.
    """
    notices = lines["touch_kind"].eq("notice") & lines["touch_cause"].isin(LOST_REASONS)
    last = last_reports(lines[notices])
    everybody = accounts[["account_id"]].merge(table, how="left", on="account_id")
    everybody = everybody.astype(table.dtypes.to_dict())
    filled, changes = _taken_over(everybody, last, "lost_reason", last["touch_cause"], only_gaps=True)
    return _anything_known(filled), changes


def _anything_known(table: pd.DataFrame) -> pd.DataFrame:
    return in_order("discoveries", table[table[[*NAMES]].notna().any(axis=1)], ["account_id"])


def _taken_over(
    table: pd.DataFrame, last: pd.DataFrame, name: str, values: pd.Series, *, only_gaps: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put what the reports say last in the place of what was known, and list what changed."""
    said = values_of(table["account_id"], values)
    new = said.notna() & (table[name].isna() if only_gaps else said.ne(table[name]).fillna(True))
    changes = changed_values(table[new], last, name, said[new])
    return table.assign(**{name: table[name].mask(new, said)}), changes


def _introductions(
    lines: pd.DataFrame, accounts: pd.DataFrame, codes: AccountCodes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the firms to which somebody sends us; one that is in no file is listed, to be added."""
    told = lines[lines["introduces"].notna()]
    names = accounts["name"].map(fold)
    alone = ~names.duplicated(keep=False)
    called = dict(zip(names[alone], accounts.loc[alone, "account_id"], strict=True))
    found = codes.find(told["introduces"]).fillna(told["introduces"].map(fold).map(called))
    lost = told[found.isna()]
    listed = repairs(
        lost["file"],
        lost["row"],
        column="introduces",
        account_id=lost["account_id"],
        problem=_("recommends us to a firm that is in no file: add it as a prospect"),
        found=lost["introduces"],
    )
    known = told.assign(introduced_by=told["account_id"], account_id=found)[found.notna()]
    return last_reports(known), gather([listed])
