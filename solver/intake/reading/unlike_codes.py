"""Columns that are not what their name says, by what stands in them: remarks, ledger accounts, days."""

from collections.abc import Collection

import pandas as pd

from solver.intake.fields import fields
from solver.intake.presets import part_of, preset_of
from solver.intake.reading.header_names import plain_name
from solver.intake.reading.hints import SAMPLE, fits, meant_otherwise, words_for
from solver.intake.values.codes import read_codes
from solver.intake.values.counting import TABLES
from solver.intake.values.periods import period_of
from solver.intake.words import fold, spread
from solver.parameters import Source

OF_LEDGERS = frozenset({"account", "compte", "acct"})  # a word for clients, and for lines of a ledger
MOST, SHORTEST_WORD = 0.5, 4
FEW_BLANK = 0.2  # ruled and blank lines of a printed list
# Nobody counts on these: a file without them is as good, and one with remarks under their names is usual.
MAY_BE_REMARKS = ("visit_outcome", "complaint", "promise_kept", "touch_outcome", "touch_cause")


def told_by_cells(
    mapping: dict[str, str], source: Source, cells: pd.DataFrame, names: Collection[str] = ()
) -> dict[str, str]:
    """Correct which column is which, among those guessed by their name, by what stands in them.

    Parameters
    ----------
    mapping : dict of str to str
        Our column: column of the file.
    source : Source
        What it states itself, or its preset knows, is kept: its unknown codes are refused later.
    cells : DataFrame of str
        The rows under the header.
    names : collection of str, optional
        Folded usual names of the column with the names of accounts.
    """
    stated = {*source.columns, *source.codes, *part_of(preset_of(source, source.name), source.table).columns}
    guessed = [name for name in MAY_BE_REMARKS if name in mapping and name not in stated]
    unlike = {name for name in guessed if _mostly_unknown(cells[mapping[name]], name, source)}
    told = {name: column for name, column in mapping.items() if name not in unlike}
    if "kind" in told and "kind" not in stated and _of_another_kind(told["kind"], cells):
        del told["kind"]
    if source.table == "accounts" and not {"name", "account_id"} & stated:
        told = _code_and_name(told, cells, names)
    start = told.get("start_time")
    undated = "date" not in told and not {"date", "start_time"} & stated
    if start is not None and undated and fits("date", cells[start]):
        told["date"] = told.pop("start_time")
    if source.table == "sales" and not {"date"} & {*told, *stated, *source.constants}:
        period = next((c for c in map(str, cells.columns) if _holds_periods(c, cells[c])), None)
        told |= {} if period is None or period in told.values() else {"date": period}
    if source.table in TABLES and "account_id" in told and "account_id" not in stated:
        told["account_id"] = _client(told, cells)
        if one_of_two_clients(told["account_id"], cells):
            del told["account_id"]
    return told


def _code_and_name(mapping: dict[str, str], cells: pd.DataFrame, names: Collection[str]) -> dict[str, str]:
    """Take for the code what is called a name and holds numbers, where a column of names is beside it.

    Codes that nobody filled in are none, and the name of a person is not that of the firm beside it.
    """
    called, code = mapping.get("name"), mapping.get("account_id")
    if called is not None and code not in (None, called):
        if cells[code].str.strip().eq("").all():
            return {**mapping, "account_id": called}
        return {**mapping, "name": code} if is_a_persons(called, code, cells) else mapping
    if called is None:
        return mapping
    free = [c for c in map(str, cells.columns) if c not in mapping.values() and plain_name(c, names) in names]
    if not _all_codes(cells[called]):  # beside the name a “Client” may be its code
        coded = [column for column in free if _all_codes(cells[column])]
        return {**mapping, "account_id": coded[0]} if len(coded) == 1 else mapping
    worded = [column for column in free if not _all_codes(cells[column])]
    return {**mapping, "account_id": called, "name": worded[0]} if len(worded) == 1 else mapping


def is_a_persons(called: str, code: str, cells: pd.DataFrame) -> bool:
    """Tell a “Full name” beside a column that holds the names of firms."""
    worded = cells[code].str.strip().str.contains(r"\s")
    return fold(called) in words_for("of_a_person") and bool(worded.mean() > MOST)


def _all_codes(texts: pd.Series) -> bool:
    """Tell whether every cell is a code with a digit in it, and all of them differ."""
    filled = texts.str.strip()
    filled = filled[filled.ne("")] if filled.eq("").mean() < FEW_BLANK else filled
    coded = filled.str.contains(r"[0-9]") & ~filled.str.contains(r"\s")
    return bool(len(filled) > 1 and coded.all() and filled.is_unique)


def one_of_two_clients(account: str, cells: pd.DataFrame) -> bool:
    """Tell whether codes of who is billed and of who is delivered stand side by side and differ."""
    client, party = words_for("of_client") - words_for("of_party"), words_for("of_party")
    kinds = (client, party, words_for("of_code"))
    alike = [c for c in map(str, cells.columns) if all(kind & {*spread(c).split()} for kind in kinds)]
    return account in alike and any((cells[column] != cells[account]).any() for column in alike)


def _holds_periods(column: str, texts: pd.Series) -> bool:
    """Tell a column of weeks, quarters or years, by its name and its cells, such as “T1 2024”."""
    if fold(column) not in words_for("week") | words_for("quarter") | words_for("year"):
        return False
    filled = texts[texts.str.strip().ne("")].unique()[:SAMPLE].tolist()
    return bool(filled) and all(period_of(text) is not None for text in filled)


def _client(mapping: dict[str, str], cells: pd.DataFrame) -> str:
    """Return the column of clients: an “account” under which several names stand is one of a ledger."""
    account = mapping["account_id"]
    said = {*spread(account).split()}
    if not said & OF_LEDGERS or said & (words_for("of_client") - OF_LEDGERS):
        return account
    accounts = cells[account].str.strip()
    for column in map(str, cells.columns):
        named = {*spread(column).split()} & (words_for("of_name") | words_for("of_client"))
        if column in mapping.values() or not named or meant_otherwise("account_id", column):
            continue
        names = cells[column].str.strip()
        several = names[names.ne("")].groupby(accounts).nunique().gt(1)
        if names.nunique() > accounts.nunique() and several.any():
            return column
    return account


def _of_another_kind(column: str, cells: pd.DataFrame) -> bool:
    """Tell a “Type” none of whose words says client or prospect: companies and persons, or appointments."""
    texts = cells[column].str.strip()
    filled = texts[texts.ne("")]
    _codes, unknown = read_codes(filled, fields("accounts")["kind"], {}, "")
    worded = filled.str.len().ge(SHORTEST_WORD).mean() > MOST  # short ones are codes, and asked about
    return fold(column) in words_for("of_any_kind") and bool(unknown.all() and worded)


def _mostly_unknown(texts: pd.Series, name: str, source: Source) -> bool:
    filled = texts[texts.str.strip().ne("")]
    _codes, unknown = read_codes(filled, fields(source.table)[name], {}, source.name)
    return 2 * int(unknown.sum()) > len(filled)
