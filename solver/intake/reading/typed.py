"""The cells of a source turned into numbers, dates, codes and texts; what cannot be read is listed."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.intake.fields import NEEDED, fields
from solver.intake.reading.header_names import header_of
from solver.intake.reading.parts import months
from solver.intake.reading.sources import RawTable
from solver.intake.reading.totals import (
    as_written,
    differences,
    find_totals,
    ruled_out_totals,
    says_total,
    says_total_alone,
)
from solver.intake.reading.workbooks import cell_text
from solver.intake.repairs import gather, line_of, refuse_if_many, repairs
from solver.intake.values.codes import read_codes, read_flags, read_times
from solver.intake.values.dates import Dates, date_orders, read_dates
from solver.intake.values.numbers import MICRO, Unit, decimal_marks, read_either_way, read_numbers
from solver.intake.values.periods import period_of
from solver.intake.words import each_value, look_up, one_line
from solver.tables.columns import Column
from solver.words.errors import PortfolioError
from solver.words.i18n import _

YEAR_TO_WRITE = 2025  # in a line that shows how it is written
# Exports of activities write remarks among their outcomes: those are listed, and do not stop the file.
REMARKS_TOO = ("touch_outcome",)


@dataclass(frozen=True)
class Typed:
    """The rows of one source under our column names.

    Attributes
    ----------
    raw : RawTable
        Where they come from.
    table : DataFrame
        Every column that its table may have, in its type, missing where the file holds none; the index is the
        line of the file.
    slips : DataFrame
        Cells that could not be read and are missing in `table`: row, name (our column), problem, found.
    micros : Series of int64
        Revenue in millionths, 0 where there is none; empty for tables without revenue.
    total_rows : int
        Totals that stood among the rows and were left out of everything here.
    """

    raw: RawTable
    table: pd.DataFrame
    slips: pd.DataFrame
    micros: pd.Series
    total_rows: int = 0

    def noted(self, *listed: pd.DataFrame) -> "Typed":
        """Return the same rows with more lines of the table `repairs`."""
        return replace(self, raw=replace(self.raw, repairs=gather([self.raw.repairs, *listed])))


class Cells(NamedTuple):
    """One column read: its cells, what is wrong with each (empty where nothing is), millionths, a remark."""

    cells: pd.Series
    problem: pd.Series
    micros: pd.Series | None = None
    told: pd.DataFrame | None = None


def read_values(raw: RawTable) -> Typed:
    """Read every column of a source that is ours; only rows that count can make a column look wrong.

    Raises
    ------
    PortfolioError
        A column reads both ways (day and month, or decimal and thousands), a code of the portfolio leads
        nowhere, or more than a twentieth of a column cannot be read.
    """
    counting = raw.counting
    columns: dict[str, pd.Series] = {}
    blank: dict[str, Cells] = {}  # most columns are in no file: a kind of cell is read once for all of them
    micros = pd.Series(dtype="int64")
    slips = [pd.DataFrame({"row": [], "name": [], "problem": [], "found": []}, dtype=object)]
    remarks = []
    for name, wanted in fields(raw.source.table).items():
        texts = column_texts(raw, name)
        if _says_nothing(raw, name):
            column = blank.get(wanted.holds) or _read(raw, wanted, texts)
            blank[wanted.holds] = column
        else:
            column = _read(raw, wanted, texts)
        columns[name] = column.cells
        remarks += [] if column.told is None else [column.told]
        if name == "revenue_eur" and column.micros is not None:
            micros = column.micros
        bad = column.problem.ne("").to_numpy() & counting
        if bad.any():
            if name not in REMARKS_TOO:
                _refuse_wrong_column(raw, wanted, texts[counting], column.problem[counting])
            slips.append(
                pd.DataFrame(
                    {
                        "row": texts.index[bad],
                        "name": name,
                        "problem": column.problem[bad],
                        "found": texts[bad],
                    }
                )
            )
    table = pd.DataFrame(columns, index=raw.table.index)
    if remarks:
        raw = replace(raw, repairs=gather([raw.repairs, *remarks]))
    return _without_totals(Typed(raw, table, pd.concat(slips, ignore_index=True), micros))


def _without_totals(typed: Typed) -> Typed:
    """Leave out the totals among the rows, and tell those that are not the sum of their rows."""
    needed = [name for name in NEEDED[typed.raw.source.table] if name != "revenue_eur"]
    counting = typed.raw.counting
    lacking = typed.table[needed].isna()
    incomplete = (lacking.any(axis=1) | _bare_totals(typed.raw)) & counting
    account = typed.raw.columns.get("account_id") if typed.raw.source.table == "sales" else None
    called = says_total_alone(typed.raw.table[account]) & counting if account else None
    ruled_out = lacking.all(axis=1) & ~counting
    beside = ruled_out_totals(typed.micros, ruled_out, pd.Series(counting, index=typed.table.index))
    found = []
    if incomplete.any() or (called is not None and called.any()):
        micros = _as_stated(typed, incomplete)
        found = find_totals(typed.raw.table, incomplete, lacking.all(axis=1) & counting, micros, called)
    stated = found
    if typed.raw.source.computed.get("revenue_eur"):
        stated = [as_written(total, _figures(typed.raw, total.line)) for total in found]
    told = differences([*stated, *beside], typed.raw.file, typed.raw.columns.get("revenue_eur"))
    if not found and told.empty:
        return typed
    lines = pd.Index([total.line for total in found])
    return Typed(
        replace(
            typed.raw,
            table=typed.raw.table.drop(index=lines),
            repairs=gather([typed.raw.repairs, told]),
        ),
        typed.table.drop(index=lines),
        typed.slips[~typed.slips["row"].isin(lines)],
        typed.micros.drop(index=lines, errors="ignore"),
        len(lines),
    )


def _as_stated(typed: Typed, incomplete: pd.Series) -> pd.Series:
    """Return the amounts; those of rows that may be totals as they are written, where they are worked out."""
    if not typed.raw.source.computed.get("revenue_eur") or not len(typed.micros):
        return typed.micros
    micros = typed.micros.copy()
    for line in micros.index[(incomplete & micros.eq(0)).to_numpy()]:
        micros[line] = [0, *_figures(typed.raw, line)][-1]
    return micros


def _figures(raw: RawTable, line: int) -> list[int]:
    """Return the numbers in a row as the file writes them, in millionths, but what is worked out."""
    cells = raw.table.loc[[line]].drop(columns=raw.columns["revenue_eur"]).iloc[0]
    read = read_either_way(cells[cells.str.strip().ne("")], raw.source.decimal)
    return [int(micros) for micros, bad in zip(read.micros, read.bad | read.doubtful, strict=True) if not bad]


def _bare_totals(raw: RawTable) -> pd.Series:
    """Tell the lines of a list of accounts that say nothing of ours but that they are a total."""
    none = pd.Series(False, index=raw.table.index)
    if raw.source.table != "accounts" or "account_id" not in raw.columns:
        return none
    code = raw.columns["account_id"]
    others = [column for column in {*raw.columns.values()} if column != code]
    if not others:
        return none
    bare = raw.table[others].apply(lambda cells: cells.str.strip().eq("")).all(axis=1)
    said = raw.table[code].where(bare, "").map(says_total)
    return bare & said.astype(bool)


def column_texts(raw: RawTable, name: str) -> pd.Series:
    """Return what the file, or else the portfolio's constants, writes for one of our columns."""
    if name in raw.columns:
        return raw.table[raw.columns[name]]
    constant = cell_text(raw.source.constants.get(name), raw.source.decimal or ".")
    return pd.Series(constant, index=raw.table.index, dtype="str")


def _says_nothing(raw: RawTable, name: str) -> bool:
    source = raw.source
    return name not in raw.columns and source.constants.get(name) is None and not source.codes.get(name)


def _read(raw: RawTable, wanted: Column, texts: pd.Series) -> Cells:
    codes = raw.source.codes.get(wanted.name, {})
    match wanted.holds:
        case "number" | "whole":
            return _numbers(raw, wanted, texts)
        case "date":
            return _dates(raw, wanted, texts)
        case "code":
            values, unknown = read_codes(texts, wanted, codes, raw.file)
            return Cells(values, _problems(unknown, _("this code is not known")))
        case "flag":
            values, unknown = read_flags(texts, codes, raw.file)
            return Cells(values, _problems(unknown, _("this is neither yes nor no")))
        case "time":
            values, unknown = read_times(texts)
            return Cells(values, _problems(unknown, _("this is not a time of day")))
    stripped = texts.str.strip()
    if stripped.equals(texts):
        stripped = texts  # of a large file each copy counts
    if codes:
        stripped = look_up(stripped, codes).fillna(stripped)
    empty = stripped.eq("")
    filled = stripped.mask(empty) if empty.any() else stripped
    return Cells(filled, pd.Series("", index=texts.index, dtype="str"))


def _numbers(raw: RawTable, wanted: Column, texts: pd.Series) -> Cells:
    if codes := raw.source.codes.get(wanted.name, {}):
        texts = look_up(texts.str.strip(), codes).fillna(texts)
    unit: Unit = 1
    if wanted.unit == "money" and (unit := header_of(raw.columns.get(wanted.name, "")).unit) == 1:
        unit = raw.unit
    read = read_numbers(texts, raw.source.decimal, unit=unit)
    if read.doubtful.any():
        hints = sum((decimal_marks(other.unique()) for other in _others(raw, wanted)), Counter())
        usual = raw.preset.decimal if raw.preset else None
        read = read_numbers(texts, raw.source.decimal, hints or _usually(usual), unit)
    if read.doubtful.any():
        first = texts[read.doubtful]
        raise PortfolioError(
            _(
                "“{found}” can be a number with three decimals or thousands, and nothing in the file tells"
            ).format(found=first.iloc[0].strip()),
            file=raw.file,
            row=line_of(int(first.index[0])),
            column=raw.columns.get(wanted.name),
            fix=_('write decimal: "," or decimal: "." for this source'),
        )
    values = pd.Series(read.floats, index=texts.index)
    micros = pd.Series(read.micros, index=texts.index)
    problem = pd.Series("", index=texts.index, dtype="str")
    problem[read.bad] = _("this is not a number")
    low = wanted.low if wanted.low is not None else -np.inf
    high = wanted.high if wanted.high is not None else np.inf
    problem[((values < low) | (values > high)).to_numpy()] = _out_of_bounds(wanted)
    if wanted.holds == "whole":
        problem[((micros % MICRO) != 0).to_numpy()] = _("this is not a whole number")
    wrong = problem.ne("")
    if wrong.any():
        values, micros = values.mask(wrong), micros.mask(wrong, 0)
    return Cells(values.astype("Int64") if wanted.holds == "whole" else values, problem, micros)


def _dates(raw: RawTable, wanted: Column, texts: pd.Series) -> Cells:
    read = read_dates(texts, raw.source.date_order)
    if read.doubtful.any():
        hints = sum((date_orders(other.unique()) for other in _others(raw, wanted)), Counter())
        hints = hints or _usually(raw.preset.date_order if raw.preset else None)
        if not read_dates(texts[read.doubtful], None, hints).bad.any():
            read = read_dates(texts, raw.source.date_order, hints)
        elif raw.preset is not None and raw.preset.ledger:  # but for the legal file, the day first
            read = read_dates(texts, raw.source.date_order, _usually("dmy"))
    if read.doubtful.any():
        first = texts[read.doubtful]
        if first.iloc[0].strip().isdigit():
            raise _no_certain_year(raw, wanted, first)
        raise PortfolioError(
            _(
                "“{found}” can be read with the day or with the month first, and nothing in the file tells"
            ).format(found=first.iloc[0].strip()),
            file=raw.file,
            row=line_of(int(first.index[0])),
            column=raw.columns.get(wanted.name),
            fix=_("write date_order: dmy (day first) or date_order: mdy for this source"),
        )
    bad, days = pd.Series(read.bad, index=texts.index), pd.Series(read.days, index=texts.index)
    if raw.source.table == "sales" and bad.any():
        ends = pd.Series(each_value(texts.where(bad, ""), _last_day), index=texts.index)
        # A date that is a slip among dates is no month.
        if ends.notna().sum() > bad.sum() / 2 and bad.sum() > (~bad & days.notna()).sum():
            days = days.where(ends.isna(), pd.to_datetime(ends)).astype(days.dtype)
            bad &= ends.isna()
    return Cells(days, _problems(bad, _("this is not a date")), told=_order_told(raw, wanted, texts, read))


def _no_certain_year(raw: RawTable, wanted: Column, texts: pd.Series) -> PortfolioError:
    """Return the question in which order the digits of dates stand."""
    return PortfolioError(
        _("“{found}” can be a date in several orders, and nothing in the file tells").format(
            found=texts.iloc[0].strip()
        ),
        file=raw.file,
        row=line_of(int(texts.index[0])),
        column=raw.columns.get(wanted.name),
        fix=_("write date_order: dmy, mdy or ymd (year first) for this source"),
    )


def _order_told(raw: RawTable, wanted: Column, texts: pd.Series, read: Dates) -> pd.DataFrame | None:
    """Say in which order years of two digits were found, where the dates themselves had to tell."""
    if read.guessed is None:
        return None
    filled = texts[texts.str.strip().ne("")]
    return repairs(
        raw.file,
        [None],
        column=raw.columns.get(wanted.name),
        problem=_("dates with a year of two digits, read in the only order that gives likely years"),
        found=filled.iloc[0].strip(),
        used=_("date_order: {order}").format(order=read.guessed),
    )


def _last_day(text: str) -> pd.Timestamp | None:
    period = period_of(text) if text else None
    return None if period is None else pd.Timestamp(period.end)


def _usually(habit: str | None) -> Counter[str]:
    """Return how the package of a file writes, as a hint."""
    return Counter({habit: 1} if habit else {})


def _others(raw: RawTable, wanted: Column) -> list[pd.Series]:
    """Return the other columns of the file that are read the same way."""
    kinds = ("number", "whole") if wanted.holds in ("number", "whole") else (wanted.holds,)
    known = fields(raw.source.table)
    names = (name for name in raw.columns if name != wanted.name and known[name].holds in kinds)
    return [raw.table[raw.columns[name]] for name in names]


def _problems(bad: pd.Series, problem: str) -> pd.Series:
    texts = pd.Series("", index=bad.index, dtype="str")
    texts[bad.to_numpy()] = problem
    return texts


def _out_of_bounds(wanted: Column) -> str:
    low = "" if wanted.low is None else f"{wanted.low:g}"
    high = "" if wanted.high is None else f"{wanted.high:g}"
    if not high:
        return _("this is below {low}").format(low=low)
    return _("this is not between {low} and {high}").format(low=low, high=high)


def _refuse_wrong_column(raw: RawTable, wanted: Column, texts: pd.Series, problem: pd.Series) -> None:
    """Refuse a column of which one cause spoils more than slips would explain."""
    filled = int(texts.str.strip().ne("").sum())
    for cause in sorted(set(problem) - {""}):
        cases = problem.eq(cause)
        refuse_if_many(
            cases,
            filled,
            file=raw.file,
            column=raw.columns.get(wanted.name),
            problem=cause,
            first=texts[cases].iloc[0].strip(),
            fix=_fix_for(raw, wanted, texts[cases]) + _guessed_encoding(raw, texts[cases]),
        )


def _guessed_encoding(raw: RawTable, cases: pd.Series) -> str:
    """Name the encoding where it was guessed and the refused cells depend on it."""
    used = str(raw.facts.get("encoding") or "")
    if raw.source.encoding or used.startswith("utf") or all(text.isascii() for text in cases) or not used:
        return ""
    other = "cp850" if used == "cp1252" else "cp1252"
    return "; " + _("read as {used}; if that looks wrong, add encoding: {other}").format(
        used=used, other=other
    )


def _fix_for(raw: RawTable, wanted: Column, cases: pd.Series) -> str:
    values = sorted(set(cases.str.strip()))
    if wanted.name == "date" and raw.source.table == "sales" and months(cases):
        way = {"date": {"month": raw.columns[wanted.name], "year": YEAR_TO_WRITE}}
        return _("these are months without a year: write it under this source, as in {line}").format(
            line=f"computed: {one_line(way)}"
        )
    if wanted.holds in ("code", "flag"):
        meanings = ", ".join(sorted(wanted.allowed)) if wanted.holds == "code" else "yes, no"
        first = _("say under `codes` of this source what they mean, as in {name}: {{“{code}”: …}}").format(
            name=wanted.name, code=values[0]
        )
        first += " " + _("(one of {meanings})").format(meanings=meanings)
    else:
        first = _("correct the cells, or say under `columns` which column holds {name}").format(
            name=wanted.name
        )
    if wanted.name in NEEDED[raw.source.table]:
        return first
    return first + "; " + _('to do without it, write {name}: ""').format(name=wanted.name)
