"""When accounts are closed, and on which days a rep is in which zone."""

from collections.abc import Iterable, Sequence

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.row_reader import Cause, Sorted, account_causes, slipped, sort_rows, which_column
from solver.intake.booking.sourced_tables import SourcedTable, in_order, without_source
from solver.intake.partners.account_rules import each_read, refuse_first
from solver.intake.partners.owners import reps_named
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather
from solver.intake.words import fold, nearest
from solver.parameters import Rep
from solver.tables.week import read_weekdays, weekdays_text
from solver.words.i18n import _

EVERYBODY = "*"
ALL_ACCOUNTS = frozenset(
    ("tous", "toutes", "tous les clients", "tous les comptes", "all", "all accounts", "everybody")
)


def build_closures(sources: Sequence[Typed], codes: AccountCodes) -> SourcedTable:
    """Put the closed periods together.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    if not sources:
        return without_source("closures")
    tables, per_source, notes = [], [], []
    for typed in sources:
        table = typed.table
        everybody = _everybody(table["account_id"], codes)
        account = codes.find(table["account_id"].mask(everybody))
        last = table["to_on"].fillna(table["from_on"]).where(~slipped(typed, "to_on"))
        causes = [
            *account_causes(typed, account.mask(everybody, EVERYBODY), codes),
            Cause(_("no date"), table["from_on"].isna(), "from_on", which_column("from_on")),
            Cause(_("this is not a date"), last.isna(), "to_on", which_column("to_on")),
            Cause(_("it ends before it begins"), last < table["from_on"], "to_on", _("exchange the dates")),
        ]
        sourced = sort_rows(typed, causes)
        tables.append(sourced.kept(account_id=account, to_on=last))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account)]
    stacked = pd.concat(tables, ignore_index=True).drop_duplicates(["account_id", "from_on", "to_on"])
    return SourcedTable(
        in_order("closures", stacked, ["from_on", "to_on", "account_id"]), per_source, gather(notes)
    )


def _everybody(written: pd.Series, codes: AccountCodes) -> pd.Series:
    """Tell the rows of all accounts: `*`, or a word for it that is no account's code."""
    words = written.fillna("").map(fold).isin(ALL_ACCOUNTS)
    return written.eq(EVERYBODY) | (words & codes.find(written).isna())


def build_zone_days(sources: Sequence[Typed], reps: Sequence[Rep], zones: Iterable[str]) -> SourcedTable:
    """Put the days of the zones together, under the names that accounts give the zones.

    Raises
    ------
    PortfolioError
        Names the row and the column: a rep, a zone or a day that is not known.
    """
    if not sources:
        return without_source("zone_days")
    called = {fold(zone): zone for zone in zones}
    tables = []
    for typed in sources:
        for name in ("rep_id", "zone", "weekdays"):
            refuse_first(typed, name, typed.table[name].isna(), _("the value is missing"), _("fill it in"))
        wrong = pd.Series(slipped(typed, "weeks"), index=typed.table.index)
        known = _("write odd or even, or leave it empty")
        refuse_first(typed, "weeks", wrong, _("these are no weeks"), known)
        rep = reps_named(typed.table["rep_id"], reps)
        named = _("name one of: {reps}").format(reps=", ".join(each.rep_id for each in reps))
        refuse_first(typed, "rep_id", rep.isna(), _("this rep is not in the portfolio"), named)
        zone = typed.table["zone"].map(lambda text: called.get(fold(text))).astype("str")
        refuse_first(
            typed, "zone", zone.isna(), _("no account is in this zone"), _zone_fix(typed, zone, called)
        )
        days = each_read(typed, typed.table, "weekdays", lambda text: weekdays_text(*read_weekdays(text)))
        tables.append(typed.table.assign(rep_id=rep, zone=zone, weekdays=days))
    stacked = pd.concat(tables, ignore_index=True)
    per_source = [
        Sorted(typed, pd.Series("", index=typed.table.index), typed.raw.repairs) for typed in sources
    ]
    return SourcedTable(
        in_order("zone_days", stacked, ["rep_id", "zone", "weekdays"]),
        per_source,
        gather(sourced.repairs for sourced in per_source),
    )


def _zone_fix(typed: Typed, zone: pd.Series, called: dict[str, str]) -> str:
    unknown = typed.table.loc[zone.isna(), "zone"]
    near = nearest(fold(str(unknown.iloc[0])), called) if len(unknown) else None
    return (
        _("did you mean “{name}”?").format(name=called[near])
        if near
        else _("name a zone of the accounts, or take the line out")
    )
