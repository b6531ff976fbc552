"""Accounting entries under names of our own, debit and credit as one number."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from solver.intake.repairs import no_repairs, repairs
from solver.intake.values.numbers import MICRO, Numbers, decimal_marks, read_numbers
from solver.intake.words import each_value, fold, quoted
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

TEXTS = (
    "journal",
    "journal_name",
    "entry",
    "date",
    "account",
    "account_name",
    "client",
    "client_name",
    "piece",
    "piece_date",
    "lettering",
    "label",
    "customer",
)
NEEDED_ROLES = ("date", "account")
DIRECTIONS = {"d": -1, "debit": -1, "+1": -1, "1": -1, "c": 1, "credit": 1, "-1": 1}


def ledger_roles(header: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return which column of an export plays which part in an entry.

    Parameters
    ----------
    header : sequence of str
        Column names of the file.
    known : mapping of str to sequence of str
        Part: names that exports give to the column, the surest first.
    """
    held = {squeezed(column): column for column in reversed(header)}
    roles: dict[str, str] = {}
    for role, names in known.items():
        found = next((held[squeezed(name)] for name in names if squeezed(name) in held), None)
        if found is not None:
            roles[role] = held.pop(squeezed(found))
    return roles


def general_lines(table: pd.DataFrame, roles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out the analytic lines, which repeat the general ones, and say how many they were.

    Parameters
    ----------
    table : DataFrame of str
        The lines, under the column names of the file.
    roles : mapping of str to str
        Part in the entry: column of the file; `line_type` tells the lines apart.
    """
    column = roles.get("line_type")
    if column is None:
        return table, no_repairs()
    types = table[column].str.strip().str.upper().str[:1]
    if not {"G", "A"} <= {*types}:
        return table, no_repairs()
    analytic = types.eq("A").to_numpy()
    return table[~analytic], repairs(
        None,
        [None],
        column=column,
        problem=_("analytic lines repeat the general ones"),
        found=ngettext("{n} line", "{n} lines", int(analytic.sum())).format(n=int(analytic.sum())),
        used=_("left out"),
    )


def with_days(table: pd.DataFrame, roles: Mapping[str, str]) -> pd.DataFrame:
    """Write days of six or eight bare digits, day first, as other readers expect them.

    Notes
    -----
    A spreadsheet drops the zero in front. Eight digits that begin with a year stay as they are.
    """
    column = roles["date"]
    values = [value for value in table[column].str.strip().unique() if value]
    wide = max(map(len, values), default=0)
    if wide not in (6, 8) or not all(re.fullmatch(r"\d{5,8}", value) for value in values):
        return table
    if all(_day(value, "ymd") for value in values) and wide == 8:
        return table
    days = {value: _day(value.zfill(wide), "dmy") for value in values}
    if not all(days.values()):
        return table
    written = table[column].str.strip().map(days).fillna("").astype("str")
    return table.assign(**{column: written})


def _day(digits: str, order: str) -> str | None:
    if order == "ymd":
        parts = digits[:4], digits[4:6], digits[6:]
    else:
        year = digits[4:]
        parts = (year if len(year) == 4 else f"20{year}"), digits[2:4], digits[:2]
    try:
        day = date(*map(int, parts))
    except ValueError:
        return None
    return day.isoformat() if 1990 <= day.year <= 2079 else None


def check_roles(roles: Mapping[str, str], header: Sequence[str], file: str) -> None:
    """Refuse a file without the columns that an entry cannot do without.

    Raises
    ------
    PortfolioError
        A column is missing.
    """
    if missing := _missing(roles):
        raise PortfolioError(
            _("no column of these accounting entries is recognised as: {names}").format(
                names=", ".join(missing)
            ),
            file=file,
            fix=_("export the entries again as a FEC; the file has: {columns}").format(
                columns=quoted(header)
            ),
        )


def has_needed(roles: Mapping[str, str]) -> bool:
    """Tell whether these columns are enough to read entries."""
    return not _missing(roles)


def squeezed(name: str) -> str:
    """Return the name of a column without spaces: JournalCode, Journal_Code and JOURNAL CODE are one."""
    return fold(name).replace(" ", "")


def read_entries(
    table: pd.DataFrame, roles: Mapping[str, str], decimal: str | None, likely: str | None
) -> pd.DataFrame:
    """Read the lines of accounting entries.

    Parameters
    ----------
    table : DataFrame of str
        The lines, under the column names of the file; the index is the line of the file.
    roles : mapping of str to str
        Part in the entry: column of the file.
    decimal : str, optional
        The decimal mark that the portfolio states.
    likely : str, optional
        The decimal mark where the amounts leave a doubt.

    Returns
    -------
    DataFrame
        A text column for each of `TEXTS` but the last, empty where the file has none; `micros`: credit less
        debit in millionths; `wrong`: what stands in the place of an amount that is not a number, else empty.
    """
    entries = pd.DataFrame(
        {role: _text(table, roles.get(role)) for role in TEXTS}, index=table.index, dtype="str"
    )
    entries["account"] = entries["account"].str.removesuffix(".0")
    # Cash books of the professions name the customer in a column of its own.
    entries["client"] = entries["client"].where(entries["client"].ne(""), entries.pop("customer"))
    if {"debit", "credit"} <= roles.keys():
        debit, credit = (table[roles[role]] for role in ("debit", "credit"))
        less, more = _amounts([debit, credit], decimal, likely)
        wrong = debit.where(less.bad, "").where(~pd.Series(more.bad, index=table.index), credit)
        return entries.assign(micros=more.micros - less.micros, wrong=wrong)
    amount, direction = table[roles["amount"]], table[roles["direction"]]
    (read,) = _amounts([amount], decimal, likely)
    signs = each_value(direction, _direction).astype("int64")
    wrong = amount.where(read.bad, "").where(signs != 0, direction.where(read.micros != 0, ""))
    return entries.assign(micros=read.micros * signs, wrong=wrong)


def entry_numbers(entries: pd.DataFrame) -> pd.Series:
    """Give each entry a number: the lines of one journal, number and day.

    Notes
    -----
    Where lines are numbered one by one, such groups do not balance, but those of one document do; then the
    document makes the entry. Lines without a number go by their document too.
    """
    named = entries["entry"].ne("")
    by_entry = _groups(entries, entries["entry"].where(named, "\0" + entries["piece"]))
    by_piece = _groups(entries, entries["piece"])
    sales = entries["account"].str.startswith("70")
    if _balanced(entries, by_piece)[sales].mean() > _balanced(entries, by_entry)[sales].mean() + 0.5:
        return by_piece
    return by_entry


def amounts_as_text(micros: pd.Series, decimal: str | None) -> pd.Series:
    """Write millionths as the other reader expects them: never with just three decimals."""
    mark = decimal or "."

    def written(value: int) -> str:
        whole, rest = divmod(abs(int(value)), MICRO)
        digits = f"{rest:06d}"
        digits = digits[:2] if digits.endswith("0000") else digits
        return f"{'-' if value < 0 else ''}{whole}{mark}{digits}"

    codes, values = pd.factorize(micros)
    texts = np.array([written(value) for value in values], dtype=object)
    return pd.Series(texts[codes], index=micros.index, dtype="str")


def unbalanced(entries: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """Return by how many millionths the entry of each line does not balance."""
    return entries["micros"].groupby(groups, sort=False).transform("sum")


def _missing(roles: Mapping[str, str]) -> list[str]:
    missing = [role for role in NEEDED_ROLES if role not in roles]
    if not {"debit", "credit"} <= roles.keys() and not {"amount", "direction"} <= roles.keys():
        missing += ["debit", "credit"]
    return missing if {"entry", "piece"} & roles.keys() else [*missing, "entry"]


def _text(table: pd.DataFrame, column: str | None) -> pd.Series:
    return pd.Series("", index=table.index, dtype="str") if column is None else table[column].str.strip()


def _amounts(texts: list[pd.Series], decimal: str | None, likely: str | None) -> list[Numbers]:
    """Read columns of amounts that share their decimal mark, and know no thousands mark in doubt."""
    read = [read_numbers(column, decimal) for column in texts]
    if any(numbers.doubtful.any() for numbers in read):
        shown = sum((decimal_marks(column.unique()) for column in texts), Counter[str]())
        read = [read_numbers(column, decimal, shown) for column in texts]
    doubtful = [column[numbers.doubtful] for column, numbers in zip(texts, read, strict=True)]
    left = pd.concat(doubtful)
    if left.empty:
        return read
    # Only thousands and three decimals look alike, and entries know no thousands mark.
    mark = left.iloc[0].strip().lstrip("-").lstrip("0123456789")[:1] or likely
    return [read_numbers(column, decimal, Counter({mark: 1} if mark else {})) for column in texts]


def _direction(text: str) -> int:
    word = text.strip().replace(" ", "")
    return DIRECTIONS.get(word, DIRECTIONS.get(fold(word), 0))


def _groups(entries: pd.DataFrame, number: pd.Series) -> pd.Series:
    keys = [entries["journal"], number, entries["date"]]
    return entries.groupby(keys, sort=False).ngroup()


def _balanced(entries: pd.DataFrame, groups: pd.Series) -> pd.Series:
    return unbalanced(entries, groups).eq(0)
