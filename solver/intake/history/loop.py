"""The loop visit → report → client file: every table of step 1 brought up to the visit reports."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.sourced_tables import SourcedLog
from solver.intake.history.discovered import discoveries_with_reports, reasons_of_notices
from solver.intake.history.reported import (
    accounts_with_reports,
    changes_table,
    describe_reports,
    events_with_reports,
    missed_appointments,
    next_actions,
    visits_with_reports,
)
from solver.intake.history.reported_people import people_with_reports, unknown_leavers, with_leavers
from solver.intake.repairs import gather
from solver.parameters import Portfolio
from solver.tables import TABLES


@dataclass(frozen=True)
class Loop:
    """The tables once the visit reports have spoken, what they changed, and what is agreed for next."""

    accounts: pd.DataFrame
    contacts: pd.DataFrame
    visits: pd.DataFrame
    prospect_events: pd.DataFrame
    reported_changes: pd.DataFrame
    next_actions: pd.DataFrame
    repairs: pd.DataFrame
    discoveries: pd.DataFrame
    facts: dict[str, Any]


def close_loop(
    reports: SourcedLog,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    visits: pd.DataFrame,
    prospect_events: pd.DataFrame,
    discoveries: pd.DataFrame,
    contacts_log: pd.DataFrame,
    codes: AccountCodes,
    portfolio: Portfolio,
    left: pd.DataFrame,
    stated: pd.DataFrame,
) -> Loop:
    """Bring the tables of step 1 up to the visit reports; without any, they stay as they are.

    Parameters
    ----------
    reports : SourcedLog
        The visit reports.
    accounts, contacts, visits, prospect_events : DataFrame
        The canonical tables, every account with its rep.
    discoveries : DataFrame
        What the files of accounts say of the columns of the table `discoveries`.
    contacts_log : DataFrame
        The log of contacts, with file and row: who gives notice says why.
    codes : AccountCodes
    portfolio : Portfolio
        The day it is looked at, and its reps.
    left : DataFrame
        Of whom a file of people says that they have left, as a visit report would.
    stated : DataFrame
        On which day the files of accounts say what they say.
    """
    lines = reports.lines
    of_people = with_leavers(lines, left)
    rep_of = accounts.set_index("account_id")["rep_id"]
    known, account_changes, older = accounts_with_reports(accounts, lines, stated)
    people, people_changes, against = people_with_reports(contacts, of_people)
    found = discoveries_with_reports(discoveries, lines, known, codes, stated)
    discovered, noticed = reasons_of_notices(found.table, contacts_log, known)
    log = visits_with_reports(visits, lines, portfolio, rep_of)
    columns = list(TABLES["reported_changes"].names)
    parts = (account_changes, pd.DataFrame(people_changes, columns=columns), found.changes, noticed)
    filled = [part for part in parts if len(part)]
    changes = changes_table(pd.concat(filled, ignore_index=True) if filled else account_changes)
    actions = next_actions(lines, known, portfolio.as_of)
    listed = gather(
        [
            older,
            against,
            missed_appointments(log, lines, portfolio.as_of),
            unknown_leavers(contacts, of_people),
            found.repairs,
        ]
    )
    return Loop(
        accounts=known,
        contacts=people,
        visits=log,
        prospect_events=events_with_reports(prospect_events, lines),
        reported_changes=changes,
        next_actions=actions,
        repairs=_under_their_heads(listed, reports),
        discoveries=discovered,
        facts=describe_reports(lines, changes, actions, portfolio.as_of),
    )


def _under_their_heads(listed: pd.DataFrame, reports: SourcedLog) -> pd.DataFrame:
    """Name the columns of the visit reports as their files write them."""
    heads = {
        (source.typed.raw.file, name): column
        for source in reports.sources
        for name, column in source.typed.raw.columns.items()
    }
    places = zip(listed["file"], listed["column"], strict=True)
    written = [heads.get(place, place[1]) for place in places]
    return listed.assign(column=pd.Series(written, index=listed.index, dtype="str"))
