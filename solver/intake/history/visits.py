"""What happened at the accounts: visits done and agreed, and the steps of prospecting."""

from datetime import date

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.row_reader import (
    Cause,
    account_causes,
    date_causes,
    last_day_fix,
    late_cause,
    slipped,
    sort_rows,
    which_column,
)
from solver.intake.booking.sourced_tables import SourcedTable, in_order, without_source
from solver.intake.history.deals import deal_events, deal_stage
from solver.intake.history.outcomes import with_outcomes
from solver.intake.partners.owners import reps_named
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.values.counting import says_done
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.words.i18n import _, counted


def build_visits(
    sources: list[Typed],
    codes: AccountCodes,
    portfolio: Portfolio,
    rep_of: pd.Series,
    reported: pd.DataFrame | None = None,
) -> SourcedTable:
    """Put the visit logs together: visits done, and appointments agreed for days to come.

    Parameters
    ----------
    sources : list of Typed
        The files.
    codes : AccountCodes
        The accounts.
    portfolio : Portfolio
        Its `as_of` tells done from agreed where the file does not; its reps are known.
    rep_of : Series of str
        The rep of each account, by account_id; takes an agreed visit whose rep is unknown.
    reported : DataFrame, optional
        account_id and date of the visits that have a report: agreed then, and done now.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    if not sources:
        return without_source("visits")
    as_of = pd.Timestamp(portfolio.as_of)
    tables, per_source, notes = [], [], []
    for typed in sources:
        account = codes.find(typed.table["account_id"])
        day = typed.table["date"]
        status = typed.table["status"].fillna(day.gt(as_of).map({True: "agreed", False: "done"}))
        status = status.mask(status.eq("agreed") & _has_report(account, day, reported), "done")
        unclear = pd.Series(slipped(typed, "status"), index=day.index)
        late, gone = status.ne("agreed") & day.gt(as_of), status.eq("agreed") & day.le(as_of)
        causes = [
            *_never_took_place(typed),
            *date_causes(typed),
            *account_causes(typed, account, codes),
            Cause(_("nobody can tell whether this visit took place"), unclear, "status", _status_words()),
            Cause(_("a visit done on a day still to come"), late, "date", last_day_fix()),
            Cause(
                _("an appointment for a day gone by: did it take place?"),
                gone,
                "date",
                _status_fix(),
                # Where visits are reported, or said to be done, one of which nobody says so is a question,
                # and no sign of a wrong date.
                may_be_many=(reported is not None and not reported.empty)
                or bool(typed.table["status"].eq("done").any()),
            ),
        ]
        sourced = sort_rows(typed, causes)
        table = with_outcomes(sourced.kept(account_id=account, status=status))
        table, owners = _visiting_rep(typed, table, portfolio, rep_of)
        tables.append(table)
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), owners, _twice(typed, table)]
        notes.append(_still_to_come(typed, table))
    stacked = pd.concat(tables, ignore_index=True)
    return SourcedTable(
        in_order("visits", stacked, ["date", "start_time", "account_id"]), per_source, gather(notes)
    )


def build_prospect_events(sources: list[Typed], codes: AccountCodes, as_of: date) -> SourcedTable:
    """Put the follow-up of prospecting together.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    if not sources:
        return without_source("prospect_events")
    tables, per_source, notes = [], [], []
    for typed in sources:
        account = codes.find(typed.table["account_id"])
        late = typed.table["date"].gt(pd.Timestamp(as_of))
        stages = _("translate the stages under `codes` of this source")
        causes = [
            *date_causes(typed),
            *account_causes(typed, account, codes),
            Cause(_("no stage, or one that is not known"), deal_stage(typed).isna(), "stage", stages),
            late_cause(late),
        ]
        sourced = sort_rows(typed, causes)
        table = sourced.kept(account_id=account, stage=deal_stage(typed))
        tables.append(deal_events(typed, table, pd.Timestamp(as_of)))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), _twice(typed, table)]
    stacked = pd.concat(tables, ignore_index=True)
    return SourcedTable(
        in_order("prospect_events", stacked, ["date", "account_id"]), per_source, gather(notes)
    )


def _has_report(account: pd.Series, day: pd.Series, reported: pd.DataFrame | None) -> pd.Series:
    """Tell the visits of which somebody reports what came of them."""
    if reported is None or reported.empty:
        return pd.Series(False, index=day.index)
    told = pd.MultiIndex.from_frame(reported[["account_id", "date"]])
    return pd.Series(pd.MultiIndex.from_arrays([account, day]).isin(told), index=day.index)


def _never_took_place(typed: Typed) -> list[Cause]:
    """Return the cause of rows without a day, where that is the day a visit was done on."""
    if not says_done(typed.raw.columns.get("date", "")):
        return []
    undone = typed.table["date"].isna() & ~slipped(typed, "date")
    return [Cause(_("no day on which it took place"), undone, "date", which_column("date"), may_be_many=True)]


def _status_words() -> str:
    return _("say under `codes` of this source what the words mean, or leave rows out under `drop`")


def _status_fix() -> str:
    return _("say in the file which of them took place, or set as_of to the last day of the data")


def _still_to_come(typed: Typed, table: pd.DataFrame) -> pd.DataFrame:
    """Say how many visits count as agreed by their day alone, in a log that never says what took place."""
    count = int(table["status"].eq("agreed").sum()) if typed.table["status"].isna().all() else 0
    return repairs(
        typed.raw.file,
        [None] if count else [],
        column=typed.raw.columns.get("date"),
        problem=_("visits after as_of, and no word whether they took place"),
        found=counted(count, "{n} visit", "{n} visits"),
        used=_("read as agreed for the day; if they took place, set as_of to the last day of the data"),
    )


def _twice(typed: Typed, table: pd.DataFrame) -> pd.DataFrame:
    """Flag rows that are word for word the same in the whole file; both stay."""
    written = typed.raw.table.loc[table.index]
    again = written.index[written.duplicated().to_numpy()]
    return repairs(
        typed.raw.file,
        again,
        column=typed.raw.columns.get("account_id"),
        account_id=table.loc[again, "account_id"],
        problem=_("the same row twice, word for word"),
        used=_("both rows are kept"),
    )


def _visiting_rep(
    typed: Typed, table: pd.DataFrame, portfolio: Portfolio, rep_of: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the rep of each visit; an agreed one must have a rep of the portfolio."""
    named = reps_named(table["rep_id"], portfolio.reps)
    orphan = named.isna() & table["status"].eq("agreed")
    proposed = values_of(table["account_id"], rep_of)
    listed = repairs(
        typed.raw.file,
        table.index[orphan],
        column=typed.raw.columns.get("rep_id"),
        account_id=table.loc[orphan, "account_id"],
        problem=_("an agreed visit without a rep of the portfolio"),
        found=table.loc[orphan, "rep_id"],
        used=proposed[orphan],
    )
    return table.assign(rep_id=named.fillna(table["rep_id"]).where(~orphan, proposed)), listed
