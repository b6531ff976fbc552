"""The log of calls, mails, complaints and dates ahead, read and checked like any other file."""

from dataclasses import replace

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.cells import cell_repairs
from solver.intake.booking.row_reader import Cause, account_causes, date_causes, late_cause, sort_rows
from solver.intake.booking.sourced_tables import SourcedLog, sourced_log
from solver.intake.history.contacts_once import once_in_all_logs
from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed
from solver.parameters import Portfolio
from solver.tables.quality import OWN_SHEETS
from solver.tables.touch_codes import FACTS, TOUCH_KINDS
from solver.words.i18n import _

ORDER = ["date", "account_id", "touch_kind"]
# What an export of activities holds beside contacts: rows for another table, or for none.
ELSEWHERE = ("visit", "task")


def build_touchpoints(sources: list[Typed], codes: AccountCodes, portfolio: Portfolio) -> SourcedLog:
    """Put the logs of contacts and dates together.

    Parameters
    ----------
    sources : list of Typed
        The files; of an export of activities, visits and tasks are set aside: the table `visits` reads them.
    codes : AccountCodes
        The accounts.
    portfolio : Portfolio
        After its `as_of` nobody can have complained yet.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    as_of = pd.Timestamp(portfolio.as_of)
    tables, per_source, notes = [], [], []
    for typed in map(_without_visits, sources):
        account = codes.find(typed.table["account_id"])
        kind = typed.table["touch_kind"]
        late = kind.isin(FACTS) & typed.table["date"].gt(as_of)
        causes = [
            *date_causes(typed),
            *account_causes(typed, account, codes),
            Cause(_("nobody can tell what kind of contact this is"), kind.isna(), "touch_kind", _kind_fix()),
            late_cause(late),
        ]
        sourced = sort_rows(typed, causes)
        table = sourced.kept(account_id=account)
        table, backwards = _settled_after(typed, table, as_of)
        ours = typed.raw.source.preset == OWN_SHEETS
        tables.append(
            table.assign(file=typed.raw.file, source=typed.raw.file, row=table.index, own_sheet=ours)
        )
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), backwards]
    once, twice = once_in_all_logs(tables)
    return sourced_log("touchpoints", once, per_source, [*notes, twice], ORDER)


def _without_visits(typed: Typed) -> Typed:
    """Set visits, and tasks that reached nobody, aside: an export of activities holds them as well."""
    kind = typed.table["touch_kind"]
    asides = [
        Aside(problem, kind.index[kind.eq(code).to_numpy()])
        for code, problem in zip(
            ELSEWHERE,
            (
                _("a visit: name the file for the table visits too, where it is counted"),
                _("a task or a note: it reached nobody"),
            ),
            strict=True,
        )
        if kind.eq(code).any()
    ]
    if not asides:
        return typed
    table = typed.table.assign(touch_kind=kind.where(kind.isin(TOUCH_KINDS)))
    return replace(typed, table=table, raw=replace(typed.raw, asides=(*typed.raw.asides, *asides)))


def _settled_after(
    typed: Typed, table: pd.DataFrame, as_of: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take a day on which a complaint was settled out where it cannot be: it counts as open then."""
    wrong = table["closed_on"].lt(table["date"]) | table["closed_on"].gt(as_of)
    problem = _("settled before it was made, or on a day still to come; it counts as open")
    listed = cell_repairs(typed, table, "closed_on", wrong, problem)
    return table.assign(closed_on=table["closed_on"].mask(wrong)), listed


def _kind_fix() -> str:
    return _("say under `codes` of this source what its words mean, or leave rows out under `drop`")
