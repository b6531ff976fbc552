"""What one file seems to be: which table it fills, by which preset or which of its columns."""

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, load_workbook

from solver.intake.drafting.by_hint import only_candidates
from solver.intake.drafting.by_key import addresses
from solver.intake.drafting.by_values import OF_ACCOUNTS
from solver.intake.drafting.calendars import ask_for_the_log, is_calendar
from solver.intake.drafting.client_of_lines import client_of_lines
from solver.intake.drafting.file_names import kind_in, speaks_of_table
from solver.intake.drafting.forms import filled_in_parts, looks_pivoted
from solver.intake.drafting.found import Found
from solver.intake.drafting.objections import list_of_objections
from solver.intake.drafting.without_header import told_by_values
from solver.intake.drafting.won_deals import stages_of_deals
from solver.intake.fields import NEEDED, fields
from solver.intake.presets import presets, recognise
from solver.intake.presets.catalogue import headers_of
from solver.intake.presets.foreign_entries import (
    ask_for_the_fec,
    client_ledger,
    entries_in_another_form,
    looks_like_a_ledger,
)
from solver.intake.reading.bounds import refuse_vast_workbook
from solver.intake.reading.columns import aliases, common_beginning, find_columns, header_position
from solver.intake.reading.files import WORKBOOKS, Grid, read_grid
from solver.intake.reading.filled_down import (
    columns_to_fill,
    documents_to_fill,
    group_above,
    totals_on_first_lines,
)
from solver.intake.reading.header_row import columns_of
from solver.intake.reading.hints import likely
from solver.intake.reading.line_amounts import amount_beside
from solver.intake.reading.merged import header_in_one_row
from solver.intake.reading.parts import ways_to_work_out
from solver.intake.reading.taxes import gross_and_tax, net_amount
from solver.intake.reading.unlike_codes import told_by_cells
from solver.intake.values.codes import usual_words
from solver.intake.values.counting import (
    only_planned,
    said_yes,
    speaks_of_invoices,
    speaks_of_visits,
    verdict_of,
)
from solver.intake.values.marks import channels_in
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.files import read_whole
from solver.words.i18n import _, clauses

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
    "touchpoints": {"closed_on", "act_months"},
}
OF_PEOPLE = {"name", "first_name", "email"}  # without any of them it is no list of people
OF_A_PERSON = frozenset({"first_name", "function", "role"})
MAY_BE_STATES = ("result", "visit_outcome")
MOST_ABOVE = 12  # rows of titles and filters above the labels of a pivot table
MANY = 24  # different values: more are no kinds and no states
SHORT = 3  # letters that may abbreviate anything


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
    place, written = header_in_one_row(grid.cells, header_position(grid.cells, _all_names()), grid.blocks)
    called = columns_of(written, place, _all_names())
    below = called.rows
    names = [name for name in called.names if name not in called.nameless]
    lines = int((below != "").any(axis=1).sum())
    if lines == 0:
        yield Found(file.name, sheet, problem=_("a header and no row, or no table at all"))
        return
    bare = Found(file.name, sheet, lines=lines, first_line=called.first)
    fits = find_columns(_source("contacts", file.name), names, file.name)
    if "account_id" not in fits and (listed := list_of_objections(bare, grid.cells)) is not None:
        yield listed
        return
    every = below.iloc[:, : len(called.names)].set_axis(called.names, axis=1)
    every = every[[name for name in called.names if name in {*names, *called.nameless}]]
    cells = every[names]
    bare = replace(bare, cells=cells, by_values=told_by_values(cells) if called.first else {})
    known = [(preset, _tables_of(preset, names, file.name)) for preset, _share in recognise(names)[:1]]
    known = [(preset, tables) for preset, tables in known if tables]
    for preset, tables in known:
        for table in tables:
            mapping = find_columns(_source(table, file.name, preset=preset), names, file.name)
            yield _filled(bare, table, preset, mapping, names, cells)
    if known:
        return
    if looks_pivoted(names) or any(map(looks_pivoted, grid.cells.head(MOST_ABOVE).to_numpy().tolist())):
        # All of its cells: the labels of its columns may stand above those of its rows.
        yield replace(
            bare,
            cells=grid.cells.set_axis([str(place) for place in grid.cells.columns], axis=1),
            problem=_("this is a pivot table, not a list: ask for the lines behind it, with their dates"),
        )
        return
    if looks_like_a_ledger(names):
        said = _("this is a ledger or a balance, not a list of invoices")
        yield replace(bare, problem=f"{clauses([said, client_ledger()])} → {ask_for_the_fec()}")
        return
    if is_calendar(names):
        yield replace(bare, problem=ask_for_the_log())
        return
    stated = _under_headings(called.nameless, every, file.name)
    yield from as_table(replace(bare, cells=every), list(every.columns), every, stated)


def _under_headings(nameless: Collection[str], cells: pd.DataFrame, file: str) -> dict[str, str]:
    """Take clients from a column without a name, where they are written above their documents."""
    told = find_columns(_source("sales", file), list(cells.columns), file)
    for name in nameless:
        if "date" in told and "account_id" not in told and columns_to_fill(cells, name, [told["date"]]):
            return {"account_id": name}
    return {}


def as_table(
    bare: Found, names: list[str], cells: pd.DataFrame, stated: Mapping[str, str]
) -> Iterator[Found]:
    """Say what a file of no known package fills, by its names and by what stands under them."""
    # A log of visits that names the deal behind each, as “Deal - Status”, is none of deals.
    of_visits = speaks_of_table(common_beginning(names), "visits")
    invoices = speaks_of_invoices(Path(bare.file).stem, names)
    if not (of_visits or invoices) and stages_of_deals(cells, bare.file) is not None:
        said = _("these are deals, won and lost, and no invoices.")
        yield replace(bare, left_alone=tuple(names), left_out=said)
        return
    fits = {}
    for table in TELLING:
        source = _source(table, bare.file, columns=stated if table in OF_ACCOUNTS else None)
        usual = aliases(table).get("name", ())
        fits[table] = told_by_cells(find_columns(source, names, bare.file), source, cells, usual)
        documents = table == "accounts" and "sales" in bare.by_values
        if table == "accounts" and _no_kinds(fits[table], cells):
            del fits[table]["kind"]  # legal forms or the like, called “Type”
        if not documents and (by_values := bare.by_values.get(table, {})):
            told = {**by_values, **fits[table]}
            fits[table] = {name: told[name] for name in fields(table) if name in told}
    fits["sales"] |= client_of_lines(fits["sales"], fits["accounts"], cells)
    revenue = fits["sales"].get("revenue_eur")
    if revenue is not None and gross_and_tax(cells, [revenue]) is not None:
        del fits["sales"]["revenue_eur"]
    if "revenue_eur" not in fits["sales"] and (net := net_amount(cells) or _own_amount(cells)) is not None:
        fits["sales"] = {ours: column for ours, column in fits["sales"].items() if column != net}
        fits["sales"]["revenue_eur"] = net
    visits = any(
        speaks_of_visits(values := cells[column].unique()) or channels_in(values) is not None
        for column in cells
        if cells[column].nunique() < MANY
    )
    # Whose visits they are, only another file may say.
    called = " ".join((bare.file, bare.sheet or ""))
    people = "date" in fits["visits"] and (
        speaks_of_table(called, "visits") or any(addresses(cells[column]) for column in cells)
    )
    worked_out = frozenset(ways_to_work_out(fits["sales"], cells))
    best = _best(fits, bare.file, visits=visits, sheet=bare.sheet or "", alone=people, worked_out=worked_out)
    plain, guessed = replace(bare, left_alone=tuple(names)), {}
    if best is not None:
        guessed = only_candidates(best, fits[best], cells)
        fits[best] |= guessed
        told = _of_kinds(best, fits[best], cells) | _of_states(best, fits[best], cells)
        plain = _filled(bare, best, None, {**fits[best], **told}, names, cells)
    for found in filled_in_parts(plain, fits, cells):
        amounts = totals_on_first_lines(cells, found.columns) if found.table == "sales" else None
        down = _written_once(found, cells) if amounts is None else amounts
        only = tuple(guessed) if found.table == best else ()
        down = [*_reps_above(found, fits["accounts"], cells), *down]
        yield replace(found, fill_down=tuple(down), totals_on_first=amounts is not None, guessed=only)


def _own_amount(cells: pd.DataFrame) -> str | None:
    """Return the invoice's own amounts beside quantity and price, where they prove themselves."""
    beside = amount_beside(cells)
    return beside.column if beside is not None and beside.proven else None


def _written_once(found: Found, cells: pd.DataFrame) -> list[str]:
    """Return the columns that stand once above the rows they are meant for: of a client, or of a document."""
    account = found.columns.get("account_id")
    if account is None or found.table not in OF_ACCOUNTS:
        return []
    needed = [found.columns[name] for name in ("date", "revenue_eur") if name in found.columns]
    down = columns_to_fill(cells, account, needed, list(found.across))
    if down or found.table != "sales":
        return down
    amounts = [found.columns[name] for name in ("revenue_eur",) if name in found.columns]
    parts = found.computed.get("revenue_eur", {}).get("multiply", [])
    return documents_to_fill(cells, found.columns, amounts or parts)


def _reps_above(found: Found, accounts: Mapping[str, str], cells: pd.DataFrame) -> list[str]:
    """Return the column of reps, where each is written once above his or her clients."""
    account, rep = found.columns.get("account_id"), accounts.get("rep_id")
    if account is None or rep in (None, account) or found.preset is not None:
        return []
    return [rep] if rep is not None and group_above(cells, rep, account) else []


def _of_kinds(table: str, mapping: dict[str, str], cells: pd.DataFrame) -> dict[str, str]:
    """Return the column whose every cell says client or prospect, whatever it is called."""
    if table != "accounts" or "kind" in mapping:
        return {}
    known = {fold(word): kind for word, kind in usual_words("kind").items() if len(word) > SHORT}
    for column in cells.columns.difference(list(mapping.values()), sort=False):
        said = {
            known.get(fold(value)) or _neither(value) for value in cells[column].unique() if value.strip()
        }
        if None not in said and len(said - {"relation"}) > 1:
            return {"kind": str(column)}
    return {}


def _no_kinds(mapping: Mapping[str, str], cells: pd.DataFrame) -> bool:
    """Tell whether the column read as the kind of accounts holds none on any row."""
    if "kind" not in mapping:
        return False
    known = {fold(word) for word in usual_words("kind")}
    said = {fold(value) for value in cells[mapping["kind"]].unique()} - {""}
    return bool(said) and known.isdisjoint(said)


def _neither(value: str) -> str | None:
    return "relation" if said_yes(value) is False else None


def _of_states(table: str, mapping: dict[str, str], cells: pd.DataFrame) -> dict[str, str]:
    """Return the column that tells visits done from those planned, whatever it is called.

    As the status, what was planned for a day gone by counts once somebody says that it took place.
    """
    if table != "visits" or "status" in mapping:
        return {}
    taken = [column for ours, column in mapping.items() if ours not in MAY_BE_STATES]
    for column in cells.columns.difference(taken, sort=False):
        said = [value.strip() for value in cells[column].unique() if value.strip()]
        if len(said) < MANY and only_planned(said, "visits") and all(verdict_of(v, "visits") for v in said):
            return {"status": str(column)}
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
    if preset is not None:
        mapping = told_by_cells(mapping, _source(table, bare.file, preset=preset), cells)
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


def _best(
    fits: dict[str, dict[str, str]],
    file: str,
    *,
    visits: bool = False,
    sheet: str = "",
    alone: bool = False,
    worked_out: frozenset[str] = frozenset(),
) -> str | None:
    """Return the table that a header without a preset fits best; none where it fits none."""
    marks = {
        table: (len(mapping), speaks_of_table(file, table))
        for table, mapping in fits.items()
        if (
            len(set(NEEDED[table]) & set(mapping)) >= min(2, len(NEEDED[table]))
            or (table == "accounts" and _names_places(mapping) and "revenue_eur" not in fits["sales"])
            or (table == "visits" and visits and (alone or "account_id" in mapping))
        )
        and (
            TELLING[table] & set(mapping)
            or (table == "visits" and (visits or _told_by_name(mapping, file, sheet)))
            or (table == "sales" and _invoices_by_name(mapping, file))
        )
        and (table != "contacts" or OF_PEOPLE & set(mapping))
        # A list of documents says when each was settled, as a log of contacts says of complaints.
        and (table != "touchpoints" or not {"order_id", "revenue_eur"} & set(fits["sales"]))
    }
    told = {table: {*mapping, *(worked_out if table == "sales" else ())} for table, mapping in fits.items()}
    whole = {table: mark for table, mark in marks.items() if not set(NEEDED[table]) - told[table]}
    # A list of firms with an address each may have a telephone number and an e-mail of somebody there.
    named = {"account_id", "name"} & fits["accounts"].keys() and {"town", "postcode"} & fits[
        "accounts"
    ].keys()
    if "accounts" in marks and named and OF_A_PERSON.isdisjoint(fits["contacts"]):
        whole["accounts"] = marks["accounts"]
    if speaks_of_invoices(Path(file).stem, ()) and not speaks_of_table(file, "visits"):
        whole, marks = ({t: m for t, m in told.items() if t != "visits"} for told in (whole, marks))
    chosen = whole or marks
    return max(chosen, key=lambda table: chosen[table]) if chosen else None


def _names_places(mapping: Mapping[str, str]) -> bool:
    """Tell a list of clients without a code, or without a name, by what it has and where they are."""
    return not {"account_id", "name"}.isdisjoint(mapping) and bool(
        {"address", "postcode", "town"} & {*mapping}
    )


def _invoices_by_name(mapping: Mapping[str, str], file: str) -> bool:
    """Tell sales of which only the amount was not recognised, by the name of the file: it is asked for."""
    return {"account_id", "date"} <= set(mapping) and speaks_of_invoices(Path(file).stem, ())


def _told_by_name(mapping: Mapping[str, str], file: str, sheet: str) -> bool:
    """Tell a log of visits that says no more than who was where and when, by a name.

    That of its file or its sheet, or of one of its columns, as “Client visité” is.
    """
    named = (file, sheet, *(mapping[name] for name in ("account_id", "date") if name in mapping))
    return any(speaks_of_table(name, "visits") for name in named) and {"account_id", "date", "rep_id"} <= set(
        mapping
    )
