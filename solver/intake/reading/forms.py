"""Tables of another form than one row per fact: periods across, columns in parts, accounts in documents."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.intake.presets.ledger import amounts_as_text
from solver.intake.reading.totals import SAYS_TOTAL
from solver.intake.repairs import STRIDE, line_of, no_repairs, repairs
from solver.intake.values.addresses import postcode_and_town
from solver.intake.values.numbers import MICRO, decimal_marks, read_numbers, settle
from solver.intake.values.periods import month_end, month_number
from solver.intake.words import each_value, fold
from solver.parameters import Computed, Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext
from solver.words.numbers import NOTHING
from solver.words.numbers import take_apart as number_in

TOTAL_ALONE = re.compile(
    r"(?:grand |sous )?(?:total|totaux|totals|totale|totaal|summe|gesamt|gesamtsumme)(?: general)?"
)
PERIOD, AMOUNT = "date", "revenue_eur"
# Products of two numbers with six decimals fit into millionths once they are divided again.
MOST = 9 * 10**12


def in_rows(table: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, Source]:
    """Give each amount under the name of a month or a year a row of its own.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    source : Source
        Its `across` names the columns and the last day of each.

    Notes
    -----
    Empty cells and zeros are no sales. A line that says it is a total loses its day, so that it is checked
    against the rows above it, month by month, and left out. The index tells rows of one line apart:
    `solver.intake.repairs.line_of` gives the line of the file.
    """
    if not source.across:
        return table, source
    held = list(table.columns)
    columns = {column_named(column, held, source.name): day for column, day in source.across.items()}
    total = np.array([_says_total(row) for row in table[[c for c in held if c not in columns]].to_numpy()])
    parts = []
    for number, (column, day) in enumerate(columns.items()):
        cells = table[column].str.strip()
        filled = ~each_value(cells, _no_amount).astype(bool)
        days = pd.Series(day.isoformat(), index=table.index, dtype="str").where(~total, "")
        part = table.drop(columns=list(columns)).assign(
            **{_free(PERIOD, held): days, _free(AMOUNT, held): cells}
        )
        part.index = part.index + (number + 1) * STRIDE
        parts.append(part[filled])
    rows = pd.concat(parts)
    rows.index.name = table.index.name
    named = {PERIOD: _free(PERIOD, held), AMOUNT: _free(AMOUNT, held)}
    return rows, source.model_copy(update={"columns": {**source.columns, **named}})


def with_computed(
    table: pd.DataFrame, source: Source, decimal: str | None, file: str
) -> tuple[pd.DataFrame, Source, pd.DataFrame]:
    """Work out the columns that the file holds in parts.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file.
    source : Source
        Its `computed` says how.
    decimal : str, optional
        How its package writes numbers, for where the file leaves a doubt.
    file : str
        Name for the messages.

    Returns
    -------
    tuple
        The rows with one column more for each, the source that names it, and what to tell (table `repairs`).

    Raises
    ------
    PortfolioError
        A column of the parts is not in the file, or is not of numbers.
    """
    told = [no_repairs()]
    for name, way in source.computed.items():
        way = _as_written(way, list(table.columns), file)
        if way.multiply:
            cells, said = _multiplied(table, way, source.decimal, decimal, file)
            told += [said]
        elif way.within:
            cells = _read_off(table[way.within], name)
        else:
            cells = _last_days(table[str(way.month)], table[str(way.year)])
        column = _free(_called(name, way), list(table.columns))
        table = table.assign(**{column: cells})
        source = source.model_copy(update={"columns": {**source.columns, name: column}})
    return table, source, pd.concat(told, ignore_index=True)


def each_account_once(
    table: pd.DataFrame, source: Source, columns: Mapping[str, str], file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the last row of each account of a file with a row per document, gaps filled from the rows before.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    source : Source
        Its `from_lines` asks for it.
    columns : mapping of str to str
        Our column: column of the file. Where the name serves as the code, capitals do not tell two apart.
    file : str
        Name for the messages.
    """
    if not source.from_lines or "account_id" not in columns:
        return table, no_repairs()
    account = columns["account_id"]
    codes = table[account].str.strip()
    named = table[codes.ne("").to_numpy()]
    keys = codes[named.index]
    if columns.get("name") == account:
        keys = keys.str.casefold()
    filled = named.mask(named.apply(lambda cells: cells.str.strip().eq("")))
    last = filled.groupby(keys.to_numpy(), sort=False).last().fillna("").astype("str")
    lines = pd.Series(named.index, index=named.index).groupby(keys.to_numpy(), sort=False).last()
    once = last.set_axis(pd.Index(lines, name=table.index.name))[list(table.columns)].sort_index()
    return once, repairs(
        file,
        [None],
        column=account,
        problem=_("the accounts are read from the lines of documents"),
        found=ngettext("{n} line", "{n} lines", len(table)).format(n=len(table)),
        used=ngettext(
            "{n} account, as on its last line", "{n} accounts, each as on its last line", len(once)
        ).format(n=len(once)),
    )


def column_named(column: str, header: Sequence[str], file: str) -> str:
    """Return the file's spelling of a column that a form names.

    Raises
    ------
    PortfolioError
        The file has no such column.
    """
    if column in header:
        return column
    alike = [written for written in header if fold(written) == fold(column) != ""]
    if alike:
        return alike[0]
    raise PortfolioError(
        _("there is no column “{column}” in the file").format(column=column),
        file=file,
        column=column,
        fix=_("correct `computed` or `across` of this source; the file has: {columns}").format(
            columns=", ".join(header)
        ),
    )


def _as_written(way: Computed, header: list[str], file: str) -> Computed:
    """Return a way to work a column out, with the columns as the file writes them."""
    spelled = {column: column_named(column, header, file) for column in way.parts}
    one = {
        part: spelled[value]
        for part in ("less_share", "less", "month", "year", "within")
        if (value := getattr(way, part))
    }
    return way.model_copy(update={**one, "multiply": [spelled[column] for column in way.multiply]})


def _multiplied(
    table: pd.DataFrame, way: Computed, stated: str | None, likely: str | None, file: str
) -> tuple[pd.Series, pd.DataFrame]:
    """Multiply the cells of columns, less a discount; a cell that is no number stays as it is, to be told."""
    marks = sum((decimal_marks(table[column].unique()) for column in way.parts), start=decimal_marks(()))
    mark = stated or settle(marks, None) or likely
    product = np.full(len(table), MICRO, dtype=object)
    wrong = pd.Series("", index=table.index, dtype="str")
    empty = np.zeros(len(table), dtype=bool)
    for column in way.multiply:
        micros, bad, blank = _numbers(table[column], mark, file)
        product = product * micros.astype(object) // 1
        product = np.array([_divided(value, MICRO) for value in product], dtype=object)
        wrong = wrong.mask(bad & wrong.eq("").to_numpy(), table[column])
        empty |= blank
    said = no_repairs()
    if way.less_share:
        micros, bad, blank = _numbers(table[way.less_share], mark, file)
        percent = table[way.less_share].str.contains("%", regex=False).to_numpy()
        hundred = not percent.any() and bool((np.abs(micros) > MICRO).any())
        taken = np.where(blank, 0, micros) // (100 if hundred else 1)
        product = np.array(
            [
                _divided(value * (MICRO - int(share)), MICRO)
                for value, share in zip(product, taken, strict=True)
            ],
            dtype=object,
        )
        wrong = wrong.mask(bad & wrong.eq("").to_numpy(), table[way.less_share])
        said = repairs(
            file,
            [None],
            column=way.less_share,
            problem=_("amounts are worked out from quantity, price and discount"),
            found=way.less_share,
            used=_("read as per cent") if hundred or percent.any() else _("read as a share of one"),
        )
    if way.less:
        micros, bad, blank = _numbers(table[way.less], mark, file)
        product = product - np.where(blank, 0, micros).astype(object)
        wrong = wrong.mask(bad & wrong.eq("").to_numpy(), table[way.less])
    large = np.array([abs(value) > MOST * MICRO for value in product], dtype=bool)
    amounts = pd.Series(np.where(large, 0, product).astype("int64"), index=table.index)
    texts = amounts_as_text(amounts, mark).mask(empty, "").mask(large, "?!")
    return wrong.where(wrong.ne(""), texts), said


def _numbers(texts: pd.Series, mark: str | None, file: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    read = read_numbers(texts, None, None if mark is None else decimal_marks([f"1{mark}5"]))
    if read.doubtful.any():
        first = texts[read.doubtful]
        raise PortfolioError(
            _(
                "“{found}” can be a number with three decimals or thousands, and nothing in the file tells"
            ).format(found=first.iloc[0].strip()),
            file=file,
            row=line_of(int(first.index[0])),
            column=str(texts.name),
            fix=_('write decimal: "," or decimal: "." for this source'),
        )
    return read.micros, read.bad, read.empty


def _divided(value: int, by: int) -> int:
    """Divide as a calculator rounds: half a millionth goes away from nothing."""
    whole, rest = divmod(abs(int(value)), by)
    rounded = whole + (2 * rest >= by)
    return rounded if value >= 0 else -rounded


def _last_days(months: pd.Series, years: pd.Series) -> pd.Series:
    """Return the last day of each month; what is no month of a year stays as it is, to be told."""
    both = months.str.strip() + "\0" + years.str.strip()
    return pd.Series(each_value(both, _last_day), index=months.index, dtype="str")


def _last_day(both: str) -> str:
    month, year = both.split("\0")
    number, digits = month_number(month), year.removesuffix(".0")
    if number is None or not (digits.isdigit() and len(digits) in (2, 4)):
        return f"{month} {year}".strip()
    return month_end(int(digits) + (2000 if len(digits) == 2 else 0), number).isoformat()


def _read_off(addresses: pd.Series, name: str) -> pd.Series:
    place = 0 if name == "postcode" else 1
    return pd.Series(
        each_value(addresses, lambda text: postcode_and_town(text)[place]), index=addresses.index, dtype="str"
    )


def _called(name: str, way: Computed) -> str:
    if way.multiply:
        less = [column for column in (way.less_share, way.less) if column]
        return " − ".join([" × ".join(way.multiply), *less])
    return f"{way.month} {way.year}" if way.month else f"{way.within} → {name}"


def _free(name: str, header: list[str]) -> str:
    while name in header:
        name += " *"
    return name


def _no_amount(text: str) -> bool:
    return text.lower() in NOTHING or not text.strip("0.,-€$£ \u00a0\u202f")


def _says_total(cells: np.ndarray) -> bool:
    """Tell a line that says nothing but that it is a total; a client may be called Total Energies."""
    said = [fold(cell) for cell in cells if number_in(cell) is None]
    alone = len(cells) == 1
    return len(said) == 1 and bool(TOTAL_ALONE.fullmatch(said[0]) if alone else SAYS_TOTAL.fullmatch(said[0]))
