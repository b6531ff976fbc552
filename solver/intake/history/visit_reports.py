"""What comes back from the field: visit reports, read and checked like any other file."""

from dataclasses import replace

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.cells import (
    cell_repairs,
    check_column,
    check_identity,
    opposed_when_in_doubt,
)
from solver.intake.booking.row_reader import Cause, account_causes, date_causes, last_day_fix, sort_rows
from solver.intake.booking.sourced_tables import SourcedLog, sourced_log
from solver.intake.history.returned_forms import Seen, sort_forms
from solver.intake.partners.owners import reps_named
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather
from solver.intake.values.criteria import check_criteria
from solver.parameters import Portfolio
from solver.words.i18n import _

ORDER = ["date", "account_id"]
PERSON = {"contact_phone": "phone", "contact_email": "email"}


def build_visit_reports(sources: list[Typed], codes: AccountCodes, portfolio: Portfolio) -> SourcedLog:
    """Put the visit reports together.

    Parameters
    ----------
    sources : list of Typed
        The files.
    codes : AccountCodes
        The accounts.
    portfolio : Portfolio
        No visit reported can be later than its `as_of`; its reps are known.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    as_of = pd.Timestamp(portfolio.as_of)
    tables, per_source, notes = [], [], []
    seen: Seen = {}
    for given in sources:
        account = codes.find(given.table["account_id"])
        typed, of_others = sort_forms(given, portfolio, seen, account)
        late = typed.table["date"].gt(as_of)
        causes = [
            *date_causes(typed),
            *account_causes(typed, account, codes),
            Cause(_("a visit done on a day still to come"), late, "date", last_day_fix()),
        ]
        sourced = sort_rows(typed, causes)
        table = sourced.kept(account_id=account)
        named = reps_named(table["rep_id"], portfolio.reps)
        left = table["contact_left"].fillna(False).astype("bool")
        table = table.assign(rep_id=named.fillna(table["rep_id"]), contact_left=left)
        table, opposed = opposed_when_in_doubt(typed, table)
        table, people = _checked_person(typed, table, portfolio.country)
        table, backwards = _forward(typed, table)
        table, criteria = _with_criteria(typed, table)
        tables.append(table.assign(file=typed.raw.file, row=table.index))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), opposed, people, backwards]
        notes += [of_others, criteria]
    return sourced_log("visit_reports", tables, per_source, notes, ORDER)


def _checked_person(typed: Typed, table: pd.DataFrame, country: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Check telephone and e-mail of the person met as those of any contact."""
    columns = {PERSON.get(name, name): column for name, column in typed.raw.columns.items()}
    person = replace(typed, raw=replace(typed.raw, columns=columns))
    checked, listed = check_identity(person, table.rename(columns=PERSON), country)
    return checked.rename(columns={name: ours for ours, name in PERSON.items()}), listed


def _with_criteria(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read what decides a purchase, and where a competitor is better, as codes."""
    table, decides = check_column(typed, table, "buying_criteria", check_criteria)
    table, better = check_column(typed, table, "competitor_edge", check_criteria)
    return table, gather([decides, better])


def _forward(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set aside what would come before the visit reported: the next visit, and of a form what is to come."""
    problems = {
        "next_visit_on": _("the next visit would come before the one reported"),
        "next_action_on": _("this day comes before the visit reported"),
        "project_on": _("this day comes before the visit reported"),
    }
    notes = []
    for name, problem in problems.items():
        wrong = table[name].le(table["date"]) if name == "next_visit_on" else table[name].lt(table["date"])
        if name == "next_action_on":
            wrong &= table["form_line"].notna()
        notes.append(cell_repairs(typed, table, name, wrong, problem))
        table = table.assign(**{name: table[name].mask(wrong)})
    return table, gather(notes)
