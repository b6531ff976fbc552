"""What the files of a folder seem to be together: the firm that they draw."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from solver.intake.booking.taken_back import taken_back
from solver.intake.drafting.asked import both_count, source_of, with_questions
from solver.intake.drafting.by_key import led_by_key
from solver.intake.drafting.by_values import (
    OF_ACCOUNTS,
    code_in_entries,
    code_of_accounts,
    names_in_entries,
    rep_of_accounts,
)
from solver.intake.drafting.calendars import CALENDARS, calendars
from solver.intake.drafting.counted_twice import without_sums_of_others
from solver.intake.drafting.counted_visits import rarely_invoiced, within_the_data
from solver.intake.drafting.country import country_of, currency_named, currency_of, likely_country
from solver.intake.drafting.forms import names_as_values
from solver.intake.drafting.found import Found
from solver.intake.drafting.heads_and_lines import heads_and_lines
from solver.intake.drafting.lists_of_reps import without_lists_of_reps
from solver.intake.drafting.one_file import TELLING, as_table, look_at
from solver.intake.drafting.other_papers import without_other_papers
from solver.intake.drafting.people_of_firms import with_their_people
from solver.intake.drafting.pivots import pivots_of_clients
from solver.intake.drafting.two_of_one import two_of_one
from solver.intake.partners.accounts import build_accounts
from solver.intake.partners.places import locate_accounts
from solver.intake.partners.sub_customers import sub_customers
from solver.intake.presets import presets
from solver.intake.reading.files import READ
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import Typed, read_values
from solver.intake.reading.unlike_codes import is_a_persons
from solver.intake.values.dates import read_dates
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.months import NEEDED_YEARS, covers_years

# What lies in a folder besides the firm's exports: portfolios, our own files, those of the system.
LEFT_UNSAID = (".yaml", ".yml", ".key", ".db", ".ini", ".tmp")
VISITED = ("visits", "visit_reports")
NO_REP = "R1"  # the one rep of a firm whose files name none
FEW_ACCOUNTS = 0.05  # a rep with fewer than this part of the mean number of accounts has likely left


@dataclass(frozen=True)
class ProposedRep:
    """A rep of the files: code, number of accounts, the town in the middle of them and its coordinates.

    One that no file names is `assumed`.
    """

    rep_id: str
    accounts: int
    town: str | None
    lat: float | None
    lon: float | None
    assumed: bool = False


@dataclass(frozen=True)
class Proposal:
    """What a folder of files says about a firm.

    Attributes
    ----------
    firm : str
        Name of the folder.
    files : list of Found
        In the order in which a portfolio names them.
    last_invoice : date, optional
        None where no invoice could be read.
    short_past : float, optional
        Where the invoices cover less than two years: what the median client bought in them.
    reps : list of ProposedRep
        Those with most accounts first; `few` holds those who have likely left.
    problems : list of str
        What could not be read beyond the header.
    not_tables : list of str
        Files of the folder that are of no kind that is read.
    country, currency : str
        Those that the rows name.
    country_told, currency_told : bool
        Whether anything in the files tells; they are guesses where nothing does.
    newcomer : float, optional
        What the median client buys in a year, where no client is new in the last one.
    sub_customers : tuple of str
        The codes of customers of other customers.
    last_counted : date, optional
        The last day up to which a file counts visits month by month, where that is after the last invoice.
    """

    firm: str
    files: list[Found]
    last_invoice: date | None
    short_past: float | None
    reps: list[ProposedRep]
    few: list[ProposedRep]
    problems: list[str]
    not_tables: list[str]
    country: str = "FR"
    currency: str = "EUR"
    country_told: bool = True
    currency_told: bool = True
    newcomer: float | None = None
    sub_customers: tuple[str, ...] = ()
    last_counted: date | None = None


def propose(folder: Path) -> Proposal:
    """Look at the files of a folder and say what each of them seems to be.

    Parameters
    ----------
    folder : Path
        Its files are looked at, those of its folders are not.

    Raises
    ------
    PortfolioError
        There is no such folder, or no file in it that could be read.
    """
    if not folder.is_dir():
        raise PortfolioError(
            _("there is no such folder"), file=folder, fix=_("give the folder that holds the firm's files")
        )
    there = sorted(
        file for file in folder.iterdir() if file.is_file() and not file.name.startswith((".", "~$"))
    )
    files = [file for file in there if file.suffix.lower() in READ]
    unread = [file.name for file in there if file.suffix.lower() not in (*READ, *LEFT_UNSAID)]
    others = [name for name in unread if not name.lower().endswith(CALENDARS)]
    for inner in sorted(folder.iterdir()):
        if inner.is_dir():
            others += [f"{inner.name}/"] if _may_hold(inner) else []
        elif inner.suffix.lower() in READ and not inner.is_file():
            others.append(inner.name)  # a pipe or a device, or a link to nowhere
    if not files:
        raise PortfolioError(
            _("no file in this folder can be read as a table"),
            file=folder,
            fix=_("put the firm's exports in it: CSV, Excel, ODS or parquet"),
        )
    found = joined([each for file in files for each in look_at(file)])
    found += calendars(name for name in unread if name not in others)
    found = _ledger_clients_only_alone(without_lists_of_reps(without_other_papers(found)))
    found = pivots_of_clients(found)
    found = two_of_one(without_sums_of_others(names_as_values(found)))
    found = led_by_key(heads_and_lines(names_as_values(found)))
    order = [*TELLING, None]
    found.sort(key=lambda each: (order.index(each.table), each.file, each.sheet or ""))
    typed, problems = _values(folder, found)
    raws = [each.raw for each in typed if each.raw.source.table == "sales"]
    told, named = (
        country_of(each.raw for each in typed if each.raw.source.table == "accounts"),
        currency_named(raws),
    )
    country = told or likely_country(raws, named)
    currency = named or currency_of(country)
    asked = with_their_people([with_questions(each, folder, currency) for each in found])
    if asked != found:
        found = asked
        typed, problems = _values(folder, found)
    sales = [each for each in typed if each.raw.source.table == "sales"]
    if cancelled := taken_back(sales):
        found = [both_count(each, cancelled) for each in found]
        typed, problems = _values(folder, found)
        sales = [each for each in typed if each.raw.source.table == "sales"]
    invoices = [each.table[each.raw.counting].dropna(subset=["date"]) for each in sales]
    last = max((lines["date"].max() for lines in invoices if len(lines)), default=None)
    reps, few = _reps([each for each in typed if each.raw.source.table == "accounts"], problems)
    day = last_day_written(found) if last is None else last.date()
    month = None if day is None else (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()
    found, counted = within_the_data(found, month)
    counted = counted if rarely_invoiced(invoices) else None
    short = _short_past(invoices, last)
    newcomer = None if short is not None else _without_newcomer(invoices, last)
    proposal = Proposal(
        folder.resolve().name,
        found,
        day,
        short,
        reps,
        few,
        problems,
        others,
        country,
        currency,
        newcomer=newcomer,
        sub_customers=tuple(sub_customers(typed)),
        last_counted=counted,
    )
    return replace(proposal, country_told=told is not None, currency_told=bool(told or named))


def last_day_written(found: Collection[Found]) -> date | None:
    """Return the last day of the invoices where only their amounts were not recognised."""
    days = [
        read_dates(each.cells[each.columns["date"]], None).days
        for each in found
        if each.table == "sales" and not each.problem and each.columns.get("date") in each.cells
    ]
    last = pd.Series(np.concatenate(days)).max() if days else pd.NaT
    return None if pd.isna(last) else pd.Timestamp(last).date()


def _may_hold(folder: Path) -> bool:
    """Tell whether a folder inside the firm's holds a file that could have been read."""
    hidden = folder.name.startswith((".", "~"))
    return not hidden and any(file.suffix.lower() in READ for file in folder.iterdir())


def _without_newcomer(invoices: list[pd.DataFrame], last: pd.Timestamp | None) -> float | None:
    """Return what the median client buys in a year, where no client is new in the last one."""
    if last is None:
        return None
    lines = pd.concat([each for each in invoices if len(each)])
    opened = last + pd.offsets.MonthEnd(0) - pd.DateOffset(years=1)
    if lines.groupby("account_id")["date"].min().gt(opened).any():
        return None
    return float(lines[lines["date"].gt(opened)].groupby("account_id")["revenue_eur"].sum().median())


def _short_past(invoices: list[pd.DataFrame], last: pd.Timestamp | None) -> float | None:
    """Return what the median client bought, where the invoices do not go back far enough to tell the new."""
    if last is None:
        return None
    lines = pd.concat([each for each in invoices if len(each)])
    if covers_years(lines["date"].min(), last + pd.offsets.MonthEnd(0), NEEDED_YEARS):
        return None
    return float(lines.groupby("account_id")["revenue_eur"].sum().median())


def joined(found: list[Found]) -> list[Found]:
    """Find codes and reps of the accounts in other files by their values, where no name tells them."""
    accounts = [each for each in found if each.table == "accounts" and not _is_ledger(each)]
    for entries in (each for each in found if each.table == "sales" and _is_ledger(each)):
        accounts = [_under_code(each, code_in_entries(entries, each)) for each in accounts]
    result = []
    for each in found:
        told = [each]
        plain = each.preset is None and not each.problem and not each.across
        if plain and each.table in (None, *OF_ACCOUNTS):
            told, accounts = _with_codes(each, accounts)
        for one in told:
            rep = (
                rep_of_accounts(one, accounts)
                if one.table in VISITED and "rep_id" not in one.columns
                else None
            )
            if rep is not None:
                left = tuple(column for column in one.left_alone if column != rep)
                one = replace(one, columns={**one.columns, "rep_id": rep}, left_alone=left)
            result.append(one)
    result = [
        replace(each, beside_preset=names_in_entries(each, accounts))
        if each.table == "sales" and _is_ledger(each)
        else each
        for each in result
    ]
    recoded = {(each.file, each.sheet): each for each in accounts}
    return [
        recoded.get((each.file, each.sheet), each)
        if each.table == "accounts" and each.preset is None
        else each
        for each in result
    ]


def _with_codes(found: Found, accounts: list[Found]) -> tuple[list[Found], list[Found]]:
    """Return a file under the codes of the accounts, and the accounts under the code that it shares."""
    told = code_of_accounts(found, accounts)
    if not told or found.columns.get("account_id") == told["account_id"] == told["theirs"]:
        return [found], accounts
    recoded = [_under_code(each, told["theirs"]) for each in accounts]
    if found.columns.get("account_id") == told["account_id"]:
        return [found], recoded
    bare = Found(found.file, found.sheet, lines=found.lines, cells=found.cells)
    bare = replace(bare, first_line=found.first_line, by_values=found.by_values)
    again = list(as_table(bare, list(found.cells.columns), found.cells, {"account_id": told["account_id"]}))
    return (again, recoded) if any(each.table for each in again) else ([found], accounts)


def _under_code(accounts: Found, code: str | None) -> Found:
    """Let another column be the code of accounts, where the one taken was their name or nothing."""
    name = accounts.columns.get("name")
    bare = accounts.preset is None and accounts.columns.get("account_id") in (None, name)
    if not bare or code is None or code not in accounts.left_alone:
        return accounts
    missing = {ours: near for ours, near in accounts.missing.items() if ours != "account_id"}
    columns = {**accounts.columns, "account_id": code}
    if name is not None and is_a_persons(name, code, accounts.cells):
        columns["name"] = code
    left = tuple(column for column in accounts.left_alone if column != code)
    return replace(accounts, columns=columns, missing=missing, left_alone=left)


def _ledger_clients_only_alone(found: list[Found]) -> list[Found]:
    """Leave the accounts of accounting entries out where another file has accounts: their codes differ."""
    others = any(each.table == "accounts" and not _is_ledger(each) for each in found)
    return [each for each in found if not (others and each.table == "accounts" and _is_ledger(each))]


def _is_ledger(found: Found) -> bool:
    return found.preset is not None and bool(presets()[found.preset].ledger)


def _values(folder: Path, found: Collection[Found]) -> tuple[list[Typed], list[str]]:
    """Read the accounts and the invoices; what stops one of them is told, not raised."""
    typed, problems = [], []
    for each in found:
        if each.table not in ("accounts", "sales") or each.missing or each.problem:
            continue
        try:
            typed.append(read_values(read_source(source_of(each, folder))))
        except PortfolioError as error:
            problems.append(str(error))
            if each.table == "accounts" and "kind" in each.columns and not each.preset:
                # Words for the kind that only the firm can explain hide neither its reps nor its towns.
                columns = {ours: theirs for ours, theirs in each.columns.items() if ours != "kind"}
                again, _told = _values(folder, [replace(each, columns={**columns, "kind": ""})])
                typed += again
    return typed, problems


def _reps(accounts: list[Typed], problems: list[str]) -> tuple[list[ProposedRep], list[ProposedRep]]:
    """Return the reps that the accounts name, and those of them with very few accounts."""
    if not accounts:
        return [], []
    try:
        book = build_accounts(accounts, date.max.replace(year=2200), "FR")
        placed, _how, _repairs = locate_accounts(book.accounts)
    except PortfolioError as error:
        problems.append(str(error))
        return [], []
    named = placed[placed["rep_id"].notna()]
    if named.empty:
        return [replace(_rep(NO_REP, placed), assumed=True)], []
    reps = [_rep(str(code), mine) for code, mine in named.groupby("rep_id", sort=True)]
    reps.sort(key=lambda rep: (-rep.accounts, rep.rep_id))
    least = FEW_ACCOUNTS * len(named) / max(len(reps), 1)
    return [rep for rep in reps if rep.accounts >= least], [rep for rep in reps if rep.accounts < least]


def _rep(code: str, accounts: pd.DataFrame) -> ProposedRep:
    """Place a rep in the middle of the accounts: at the one nearest to their median coordinates."""
    there = accounts.dropna(subset=["lat", "lon"])
    there = there[there["town"].notna()] if there["town"].notna().any() else there
    if there.empty:
        return ProposedRep(code, len(accounts), None, None, None)
    away = (there["lat"] - there["lat"].median()).abs() + (there["lon"] - there["lon"].median()).abs()
    middle = there.iloc[int(away.argmin())]
    town = None if pd.isna(middle["town"]) else str(middle["town"])
    return ProposedRep(
        code, len(accounts), town, round(float(middle["lat"]), 4), round(float(middle["lon"]), 4)
    )
