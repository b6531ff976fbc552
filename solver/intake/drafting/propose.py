"""What the files of a folder seem to be: which table each fills, by which preset or which of its columns."""

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, load_workbook

from solver.intake.drafting.asked import source_of, with_questions
from solver.intake.drafting.by_values import OF_ACCOUNTS, code_of_accounts, net_beside_tax, rep_of_accounts
from solver.intake.drafting.country import country_of, currency_of
from solver.intake.drafting.file_names import kind_in, speaks_of_table
from solver.intake.drafting.forms import filled_in_parts, looks_pivoted, names_as_values, two_of_one
from solver.intake.drafting.found import Found
from solver.intake.drafting.other_papers import without_other_papers
from solver.intake.fields import NEEDED
from solver.intake.partners.accounts import build_accounts
from solver.intake.partners.places import locate_accounts
from solver.intake.presets import presets, recognise
from solver.intake.presets.catalogue import headers_of
from solver.intake.presets.foreign_entries import (
    ask_for_the_fec,
    entries_in_another_form,
    looks_like_a_ledger,
)
from solver.intake.reading.bounds import refuse_vast_workbook
from solver.intake.reading.columns import aliases, find_columns, header_position
from solver.intake.reading.files import Grid, read_grid
from solver.intake.reading.hints import likely
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import Typed, read_values
from solver.intake.values.codes import usual_words
from solver.intake.values.counting import speaks_of_visits
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.files import read_whole
from solver.words.i18n import _
from solver.words.months import NEEDED_YEARS, covers_years

READ = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".gz")
# What lies in a folder besides the firm's exports: portfolios, our own files, those of the system.
LEFT_UNSAID = (".yaml", ".yml", ".key", ".db", ".ini", ".tmp")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# Besides its needed columns, a table is recognised by one of those that it alone has.
TELLING = {
    "accounts": {
        "address",
        "postcode",
        "town",
        "siret",
        "siren",
        "kind",
        "headcount",
        "potential_eur",
        "naf",
    },
    "contacts": {"function", "role", "first_name", "phone", "email"},
    "sales": {"revenue_eur", "order_id", "family", "cost_eur"},
    "visits": {"start_time", "duration_minutes", "status", "result"},
    "visit_reports": {"next_action", "next_action_on", "next_visit_on", "contact_name", "contact_left"},
    "prospect_events": {"stage"},
    "decisions": {"min_visits", "max_visits", "locked_visits"},
    "merges": {"into_id", "decision"},
}
VISITED = ("visits", "visit_reports")
MANY = 24  # different values: more are no kinds and no states
SHORT = 3  # letters that may abbreviate anything
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
    newcomer : float, optional
        What the median client buys in a year, where no client is new in the last one.
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
    newcomer: float | None = None


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
    others = [file.name for file in there if file.suffix.lower() not in (*READ, *LEFT_UNSAID)]
    others += [f"{inner.name}/" for inner in sorted(folder.iterdir()) if inner.is_dir() and _may_hold(inner)]
    if not files:
        raise PortfolioError(
            _("no file in this folder can be read as a table"),
            file=folder,
            fix=_("put the firm's exports in it: CSV, Excel, ODS or parquet"),
        )
    found = joined([each for file in files for each in look_at(file)])
    found = without_other_papers(_ledger_clients_only_alone(found))
    found = two_of_one(names_as_values(found))
    order = [*TELLING, None]
    found.sort(key=lambda each: (order.index(each.table), each.file, each.sheet or ""))
    typed, problems = _values(folder, found)
    country = country_of(each.raw for each in typed if each.raw.source.table == "accounts")
    currency = currency_of((each.raw for each in typed if each.raw.source.table == "sales"), country)
    asked = [with_questions(each, folder, currency) for each in found]
    if asked != found:
        found = asked
        typed, problems = _values(folder, found)
    invoices = [each.table.dropna(subset=["date"]) for each in typed if each.raw.source.table == "sales"]
    last = max((lines["date"].max() for lines in invoices if len(lines)), default=None)
    reps, few = _reps([each for each in typed if each.raw.source.table == "accounts"], problems)
    day = None if last is None else last.date()
    short = _short_past(invoices, last)
    newcomer = None if short is not None else _without_newcomer(invoices, last)
    return Proposal(
        folder.resolve().name, found, day, short, reps, few, problems, others, country, currency, newcomer
    )


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


def look_at(file: Path) -> Iterator[Found]:
    """Say what one file seems to be: one answer, or one for each sheet that holds rows."""
    try:
        sheets = _sheets(file)
        read = [
            (sheet, read_grid(_source("accounts", str(file), sheet=sheet), _all_names())) for sheet in sheets
        ]
    except PortfolioError as error:
        yield Found(file.name, problem=error.beside_file)
        return
    told = [(sheet, found) for sheet, grid in read for found in _recognised(file, sheet, grid)]
    yield from (found for _sheet, found in told)


def joined(found: list[Found]) -> list[Found]:
    """Find codes and reps of the accounts in other files by their values, where no name tells them."""
    accounts = [each for each in found if each.table == "accounts" and not _is_ledger(each)]
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
    again = list(_as_table(bare, list(found.cells.columns), found.cells, {"account_id": told["account_id"]}))
    return (again, recoded) if any(each.table for each in again) else ([found], accounts)


def _under_code(accounts: Found, code: str) -> Found:
    """Let another column be the code of accounts, where the one taken was their name or nothing."""
    name = accounts.columns.get("name")
    bare = accounts.preset is None and accounts.columns.get("account_id") in (None, name)
    if not bare or code not in accounts.left_alone:
        return accounts
    missing = {ours: near for ours, near in accounts.missing.items() if ours != "account_id"}
    left = tuple(column for column in accounts.left_alone if column != code)
    return replace(
        accounts, columns={**accounts.columns, "account_id": code}, missing=missing, left_alone=left
    )


def _source(
    table: str,
    file: str,
    *,
    sheet: str | None = None,
    preset: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Source:
    return Source.model_validate(
        {"table": table, "path": file, "sheet": sheet, "preset": preset, "columns": dict(columns or {})}
    )


def _sheets(file: Path) -> list[str | None]:
    """Name the sheets of a workbook that hold anything; one nameless sheet for any other file."""
    if file.suffix.lower() not in WORKBOOKS:
        return [None]
    try:
        content = read_whole(file)
        refuse_vast_workbook(content, file.name)
        with load_workbook(io.BytesIO(content)) as book:
            names = [name for name in book.sheet_names if book.get_sheet_by_name(name).height]
    except (CalamineError, OSError, ValueError):
        return [None]  # reading it says what is wrong
    return list(names) or [None]


def _all_names() -> frozenset[str]:
    """Return every folded column name that a header may hold, whatever its table."""
    usual = (alias for table in TELLING for names in aliases(table).values() for alias in names)
    known = (headers_of(preset, table) for preset in presets().values() for table in preset.tables)
    return frozenset({*usual, *(name for names in known for name in names)} - {""})


def _recognised(file: Path, sheet: str | None, grid: Grid) -> Iterator[Found]:
    """Say which tables the columns of a file fill: those of its preset, or the one most of them belong to."""
    if (form := entries_in_another_form(grid.cells)) is not None:
        yield Found(file.name, sheet, lines=len(grid.cells), problem=f"{form} → {ask_for_the_fec()}")
        return
    place = header_position(grid.cells, _all_names())
    header = [" ".join(cell.split()).rstrip("*").strip() for cell in grid.cells.iloc[place].tolist()]
    names = [name for name in dict.fromkeys(header) if name]
    below = grid.cells.iloc[place + 1 :]
    lines = int((below != "").any(axis=1).sum())
    if lines == 0:
        yield Found(file.name, sheet, problem=_("a header and no row, or no table at all"))
        return
    cells = below.set_axis(header, axis=1).loc[:, names]
    cells = cells.loc[:, ~cells.columns.duplicated()]
    bare = Found(file.name, sheet, lines=lines, cells=cells)
    known = [(preset, _tables_of(preset, names, file.name)) for preset, _share in recognise(names)[:1]]
    known = [(preset, tables) for preset, tables in known if tables]
    for preset, tables in known:
        for table in tables:
            mapping = find_columns(_source(table, file.name, preset=preset), names, file.name)
            yield _filled(bare, table, preset, mapping, names, cells)
    if known:
        return
    if looks_pivoted(names):
        yield replace(
            bare,
            problem=_("this is a pivot table, not a list: ask for the lines behind it, with their dates"),
        )
        return
    if looks_like_a_ledger(names):
        said = _("this is a ledger or a balance, not a list of invoices")
        yield replace(bare, problem=f"{said} → {ask_for_the_fec()}")
        return
    yield from _as_table(bare, names, cells, {})


def _as_table(
    bare: Found, names: list[str], cells: pd.DataFrame, stated: Mapping[str, str]
) -> Iterator[Found]:
    """Say what a file of no known package fills, by its names and by what stands under them."""
    fits = {
        table: find_columns(
            _source(table, bare.file, columns=stated if table in OF_ACCOUNTS else None), names, bare.file
        )
        for table in TELLING
    }
    if "revenue_eur" not in fits["sales"] and (net := net_beside_tax(cells)) is not None:
        fits["sales"] = {ours: column for ours, column in fits["sales"].items() if column != net}
        fits["sales"]["revenue_eur"] = net
    visits = any(
        speaks_of_visits(cells[column].unique()) for column in cells if cells[column].nunique() < MANY
    )
    best = _best(fits, bare.file, visits=visits)
    kind = _of_kinds(best, fits[best], cells) if best else {}
    plain = (
        replace(bare, left_alone=tuple(names))
        if best is None
        else _filled(bare, best, None, {**fits[best], **kind}, names, cells)
    )
    yield from filled_in_parts(plain, fits, cells)


def _of_kinds(table: str, mapping: dict[str, str], cells: pd.DataFrame) -> dict[str, str]:
    """Return the column whose every cell says client or prospect, whatever it is called."""
    if table != "accounts" or "kind" in mapping:
        return {}
    known = {fold(word): kind for word, kind in usual_words("kind").items() if len(word) > SHORT}
    for column in cells.columns.difference(list(mapping.values()), sort=False):
        said = {known.get(fold(value)) for value in cells[column].unique() if value.strip()}
        if None not in said and len(said) > 1:
            return {"kind": str(column)}
    return {}


def _filled(
    bare: Found,
    table: str,
    preset: str | None,
    mapping: dict[str, str],
    names: list[str],
    cells: pd.DataFrame,
) -> Found:
    """Say which columns fill the table, which it lacks, and which are left alone."""
    held = set(mapping.values())
    ledger = preset is not None and bool(presets()[preset].ledger)
    nameless_kind = table == "accounts" and preset is None and "kind" not in mapping
    lacking = [] if preset else [name for name in NEEDED[table] if name not in mapping]
    free = [name for name in names if name not in held]
    kind = kind_in(bare.sheet or "") or kind_in(Path(bare.file).stem)
    return replace(
        bare,
        table=table,
        preset=preset,
        columns={} if ledger else mapping,
        missing=likely(table, lacking, free, cells, aliases(table)),
        left_alone=() if ledger else tuple(free),
        constants={"kind": kind} if nameless_kind and kind else {},
    )


def _tables_of(preset: str, names: list[str], file: str) -> list[str]:
    """Return the tables for which a preset finds its needed columns; of the template's, the fullest."""
    parts = presets()[preset].tables
    if presets()[preset].ledger:
        return list(parts)
    counts = {}
    for table, part in parts.items():
        mapping = find_columns(_source(table, file, preset=preset), names, file)
        if not set(NEEDED[table]) - {*mapping, *part.constants}:
            counts[table] = sum(fold(column) in headers_of(presets()[preset], table) for column in names)
    if preset != "template":
        return list(counts)
    return sorted(counts, key=lambda table: -counts[table])[:1]


def _best(fits: dict[str, dict[str, str]], file: str, *, visits: bool = False) -> str | None:
    """Return the table that a header without a preset fits best; none where it fits none."""
    marks = {
        table: (len(mapping), speaks_of_table(file, table))
        for table, mapping in fits.items()
        if len(set(NEEDED[table]) & set(mapping)) >= min(2, len(NEEDED[table]))
        and (
            TELLING[table] & set(mapping) or (table == "visits" and (visits or _told_by_name(mapping, file)))
        )
    }
    whole = {table: mark for table, mark in marks.items() if not set(NEEDED[table]) - set(fits[table])}
    chosen = whole or marks
    return max(chosen, key=lambda table: chosen[table]) if chosen else None


def _told_by_name(mapping: Mapping[str, str], file: str) -> bool:
    """Tell a log of visits that says no more than who was where and when, by its name."""
    return speaks_of_table(file, "visits") and {"account_id", "date", "rep_id"} <= set(mapping)


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
