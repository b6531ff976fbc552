"""Files of another form than one row per fact: how `init` sees them and what it proposes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from solver.intake.drafting.counted_visits import visits_across, visits_in_rows
from solver.intake.drafting.file_names import may_be_a_name
from solver.intake.drafting.found import Found
from solver.intake.fields import NEEDED, fields
from solver.intake.reading.header_names import header_of
from solver.intake.reading.hints import MOSTLY, SAMPLE, numeric, words_for
from solver.intake.reading.parts import Way, day_in_parts, ways_to_work_out
from solver.intake.values.addresses import postcode_and_town
from solver.intake.values.periods import AMOUNT_WORDS, Named, Period, named_period, period_of, year_in
from solver.intake.words import fold
from solver.parameters import Computed

FEWEST_ACROSS = 2
VISITED = ("visits", "visit_reports")
OF_REPS = ("accounts", *VISITED)
NET_WORDS = frozenset({"ht", "net", "netto", "hors", "excl", "neto"})
PLACES = ("rep_id", "address", "postcode", "town", "country")
NAMES = ("account_id", "name", *PLACES)


def looks_pivoted(names: Iterable[str]) -> bool:
    """Tell a pivot table by the words that a spreadsheet writes over it."""
    return any(fold(name) in words_for("pivoted") for name in names)


def filled_in_parts(found: Found, fits: Mapping[str, dict[str, str]], cells: pd.DataFrame) -> Iterator[Found]:
    """Complete what a file seems to be by what it holds in another form.

    Parameters
    ----------
    found : Found
        As its columns one by one let it seem.
    fits : mapping of str to dict
        Our columns that the header has, for each table.
    cells : DataFrame of str
        The rows under the header.
    """
    sales = fits["sales"]
    names = (Path(found.file).stem, found.sheet or "")
    visits = {} if "date" in fits["visits"] else visits_across(names, cells, _year_named(found))
    # A list of clients may have names and no codes.
    named = (fits[table].get(ours) for ours in ("account_id", "name") for table in ("accounts", "visits"))
    account = next((column for column in named if column is not None), None)
    if visits and account is not None:
        yield from _as_visits(found, account, visits, fits["accounts"], cells)
        if (across := amounts_across(found, cells)) and "account_id" in sales and "date" not in sales:
            yield _sold_across(found, sales["account_id"], across, cells)
        return
    across = amounts_across(found, cells)
    if across and "account_id" in sales and "date" not in sales:
        clients = _as_accounts(found, fits["accounts"], cells, set(across))
        if clients is not None:
            yield clients
        yield _sold_across(found, sales["account_id"], across, cells)
        return
    told = visits_in_rows(names, fits["visits"], cells, _year_and_month(found))
    if told is not None and (
        account := fits["visits"].get("account_id") or fits["accounts"].get("account_id")
    ):
        yield _times_visited(found, account, told, fits["visits"].get("rep_id"), cells)
        if "revenue_eur" not in sales:
            return
    dated = {**sales, **ways_to_work_out(sales, cells, _year_and_month(found))}
    as_sales = found.table in (None, "sales") or (found.table == "accounts" and "date" in sales)
    if as_sales and not set(NEEDED["sales"]) - {*dated}:
        yield _in_parts(found, sales, fits["accounts"], cells)
        return
    amount = _amount_to_confirm(sales, cells)
    if as_sales and found.table == "accounts" and amount is not None:
        asked = replace(found, missing={"revenue_eur": amount})
        yield _in_parts(asked, sales, fits["accounts"], cells)
        return
    named_by_period = _named_after(found, _called(found)) is not None
    if found.table in (None, "sales") and not {"date", "order_id"} & {*sales} and not named_by_period:
        clients = _as_accounts(found, fits["accounts"], cells, set())
        # A summary by client: each once, and no day.
        if clients is not None and "name" in fits["accounts"] and _each_once(clients, cells):
            yield clients
            return
    if found.table in VISITED and (way := day_in_parts(found.columns, cells, *_year_and_month(found))):
        found = _with_day(found, way)
    if found.table == "accounts":
        yield _with_place(_named_by_name(found), cells)
    elif found.table == "sales":
        yield _in_parts(found, sales, fits["accounts"], cells)
    else:
        yield found


def _amount_to_confirm(sales: Mapping[str, str], cells: pd.DataFrame) -> str | None:
    """Return the “Montant” of documents that says neither with nor without tax: it is asked about."""
    if not {"account_id", "date"} <= {*sales}:
        return None
    named = (column for column in map(str, cells.columns) if fold(column) in words_for("amount"))
    return next((column for column in named if numeric(cells[column])), None)


def _as_visits(
    found: Found, account: str, across: dict[str, date], accounts: Mapping[str, str], cells: pd.DataFrame
) -> Iterator[Found]:
    """Return the visits that a file counts, and the clients that it names."""
    clients = _as_accounts(found, accounts, cells, {*across})
    if clients is not None:
        yield clients
    rep = accounts.get("rep_id")
    columns = {"account_id": account, **({"rep_id": rep} if rep else {})}
    left = tuple(name for name in cells.columns if name not in (*across, *columns.values()))
    yield replace(
        found, table="visits", columns=columns, across=across, missing={}, left_alone=left, constants={}
    )


def _sold_across(found: Found, account: str, across: dict[str, date], cells: pd.DataFrame) -> Found:
    """Return the sales of a file with a column for each period."""
    left = tuple(name for name in cells.columns if name not in (*across, account))
    named = {"account_id": account}
    return replace(
        found, table="sales", columns=named, across=across, missing={}, left_alone=left, constants={}
    )


def _times_visited(
    found: Found, account: str, told: tuple[str, Way], rep: str | None, cells: pd.DataFrame
) -> Found:
    """Return the visits of a file that counts them row by row, each for a period."""
    times, way = told
    columns = {"account_id": account, **({"rep_id": rep} if rep else {})}
    computed = {} if "date" in way else {"date": dict(way)}
    columns |= {"date": way["date"]} if "date" in way else {}
    used = {times, *columns.values(), *(_parts(way) if computed else ())}
    return replace(
        found,
        table="visits",
        columns=columns,
        computed=computed,
        times=times,
        missing={},
        constants={},
        left_alone=tuple(name for name in cells.columns if name not in used),
    )


def _with_day(found: Found, way: Mapping[str, Any]) -> Found:
    """Put the day of visits together from the columns of its parts, or from the name of the sheet."""
    columns = {ours: theirs for ours, theirs in found.columns.items() if ours != "date"}
    parts = {*columns.values(), *_parts(way)}
    return replace(
        found,
        columns=columns,
        computed={**found.computed, "date": dict(way)},
        missing={ours: near for ours, near in found.missing.items() if ours != "date"},
        left_alone=tuple(name for name in found.left_alone if name not in parts),
    )


def names_as_values(found: list[Found]) -> list[Found]:
    """Take rep, client or month from the names of sheets or files that share their columns and lack it."""
    clients = {name for each in found if each.table == "accounts" for name in called_so(each)}
    groups: dict[tuple[str | None, tuple[str, ...]], list[int]] = {}
    for place, each in enumerate(found):
        if each.table and not each.preset:
            groups.setdefault((each.table, (*each.columns.values(), *each.left_alone)), []).append(place)
    result = list(found)
    for (table, _columns), places in groups.items():
        called = _telling([found[place] for place in places])
        days = [
            _named_after(found[place], name) or _named_after(found[place], _called(found[place]))
            for place, name in zip(places, called, strict=True)
        ]
        if len(places) < FEWEST_ACROSS and not all(days):
            continue
        for place, name, day in zip(places, called, days, strict=True):
            each = found[place]
            lacks = {*fields(str(table))} - {*each.columns, *each.constants, *each.computed}
            if all(days) and table == "sales" and "date" in lacks and day is not None:
                constants = {**each.constants, "date": day.end.isoformat()}
                missing = {ours: near for ours, near in each.missing.items() if ours != "date"}
                result[place] = replace(each, constants=constants, missing=missing)
            elif "account_id" in lacks and table != "accounts" and {*map(fold, called)} <= clients:
                missing = {ours: near for ours, near in each.missing.items() if ours != "account_id"}
                constants = {**each.constants, "account_id": name}
                result[place] = replace(each, constants=constants, missing=missing)
            elif not any(days) and "rep_id" in lacks and table in OF_REPS and all(map(may_be_a_name, called)):
                missing = {ours: near for ours, near in each.missing.items() if ours != "rep_id"}
                result[place] = replace(each, constants={**each.constants, "rep_id": name}, missing=missing)
    return result


def called_so(accounts: Found) -> frozenset[str]:
    """Return the codes and names of accounts."""
    held = [accounts.columns.get(ours) for ours in ("account_id", "name")]
    return frozenset(
        fold(text) for column in held if column in accounts.cells for text in accounts.cells[column]
    )


def _by_code(sales: dict[str, str], accounts: Mapping[str, str], cells: pd.DataFrame) -> dict[str, str]:
    """Take the code of a client rather than its name, where a column of the documents is that code."""
    code, name = accounts.get("account_id"), sales.get("account_id")
    if code is None or name is None or code in sales.values() or accounts.get("name") != name:
        return sales
    told = cells[[code, name]].apply(lambda texts: texts.str.strip()).drop_duplicates()
    known = told[told[code].ne("").to_numpy()][code]
    # A number of its own on every row is the row's, not the client's.
    repeated = known.nunique() < (cells[code] != "").sum() or known.nunique() == told[name].nunique()
    return {**sales, "account_id": code} if known.is_unique and len(known) and repeated else sales


def _in_parts(found: Found, sales: dict[str, str], accounts: Mapping[str, str], cells: pd.DataFrame) -> Found:
    """Return a file of sales with the columns that have to be worked out."""
    ways = ways_to_work_out(sales, cells, _year_and_month(found))
    sales = _by_code(sales, accounts, cells)
    computed = {ours: told[0] for ours, told in ways.items() if len(told) == 1}
    columns = {ours: theirs for ours, theirs in sales.items() if ours not in computed}
    used = {*columns.values(), *(part for way in computed.values() for part in _parts(way))}
    return replace(
        found,
        table="sales",
        columns=columns,
        computed=computed,
        open_ways={ours: told for ours, told in ways.items() if len(told) > 1},
        missing={
            name: found.missing.get(name) for name in NEEDED["sales"] if name not in {*columns, *computed}
        },
        left_alone=tuple(name for name in cells.columns if name not in used),
    )


def _parts(way: Mapping[str, Any]) -> list[str]:
    return Computed.model_validate(way).parts


def amounts_across(found: Found, cells: pd.DataFrame) -> dict[str, date]:
    """Return the columns that hold the net amounts of a month, else of a quarter or a year."""
    year = _year_named(found)
    named: dict[str, Named] = {}
    for column in map(str, cells.columns):
        told = named_period(header_of(column).name, year)
        if told and told.words <= AMOUNT_WORDS and numeric(cells[column]):
            named[column] = told
    lengths = [told.period.length for told in named.values()]
    length = next(
        (
            each
            for each in ("week", "month", "quarter", "year")
            if lengths.count(each) >= 1 + (each != "year")
        ),
        None,
    )
    chosen = {column: told for column, told in named.items() if told.period.length == length}
    ends = [told.period.end for told in chosen.values()]
    if len(set(ends)) < len(ends):
        # Two amounts of one month: only those whose name says that they are net will do.
        chosen = {column: told for column, told in chosen.items() if told.words & NET_WORDS}
        ends = [told.period.end for told in chosen.values()]
    if len(set(ends)) < len(ends):
        return {}
    return {column: told.period.end for column, told in chosen.items()}


def _as_accounts(
    found: Found, accounts: Mapping[str, str], cells: pd.DataFrame, taken: set[str]
) -> Found | None:
    """Return the same file as the list of the clients that it names, if it names them."""
    columns = {name: column for name, column in accounts.items() if column not in taken}
    if not {"account_id", "name"} & {*columns}:
        return None
    left = tuple(name for name in cells.columns if name not in columns.values())
    told = replace(
        found, table="accounts", columns=columns, missing={}, left_alone=left, computed={}, across={}
    )
    return _with_place(_named_by_name(told), cells)


def _named_by_name(found: Found) -> Found:
    """Let the name serve as the code of accounts without one."""
    both = {"account_id", "name"} & {*found.columns}
    if found.preset or len(both) != 1:
        return found
    (held,) = both
    missing = {ours: near for ours, near in found.missing.items() if ours not in ("account_id", "name")}
    same = {"account_id": found.columns[held], "name": found.columns[held]}
    return replace(found, columns={**same, **found.columns}, missing=missing)


def _with_place(found: Found, cells: pd.DataFrame) -> Found:
    """Read postcode and town off the column that holds both, the address before others."""
    if found.preset or {"postcode", "town"} & {*found.columns}:
        return found
    address = found.columns.get("address")
    for column in (*((address,) if address else ()), *found.left_alone):
        filled = cells[column][cells[column].str.strip().ne("")].head(SAMPLE)
        held = [all(postcode_and_town(text)) for text in filled]
        if held and sum(held) >= MOSTLY * len(held):
            read = {"postcode": {"within": column}, "town": {"within": column}}
            left = tuple(each for each in found.left_alone if each != column)
            return replace(found, computed={**found.computed, **read}, left_alone=left)
    return found


def _each_once(clients: Found, cells: pd.DataFrame) -> bool:
    codes = cells[clients.columns["account_id"]].str.strip()
    return bool(codes[codes.ne("")].is_unique)


def _year_named(found: Found) -> int | None:
    """Return the year in the name of a sheet, else of its file."""
    return year_in(found.sheet or "") or year_in(Path(found.file).stem)


def _year_and_month(found: Found) -> tuple[int | None, int | None]:
    """Return the year and the month that the name of a sheet or a file says."""
    told = _named_after(found, _called(found))
    if told is not None and told.length == "month":
        return told.end.year, told.end.month
    return _year_named(found), None


def _called(found: Found) -> str:
    return found.sheet or Path(found.file).stem


def _named_after(found: Found, name: str) -> Period | None:
    """Return the period in the name of a sheet or a file; the file may name the year of a sheet's month."""
    return period_of(name, year_in(Path(found.file).stem) if found.sheet else None)


def _telling(found: list[Found]) -> list[str]:
    """Name what tells sheets, or else files, apart: without the words that all of them share."""
    names = [_called(each) for each in found]
    words = [re.split(r"[\s_]+", name.strip()) for name in names]
    shared = set.intersection(*({*each} for each in words)) if len(names) > 1 else set()
    return [
        " ".join(word for word in each if word not in shared) or name
        for each, name in zip(words, names, strict=True)
    ]
