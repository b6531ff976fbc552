"""Tables of another form than one row per fact: periods across, columns in parts, accounts in documents."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from solver.intake.presets.ledger import amounts_as_text
from solver.intake.reading.columns import column_named
from solver.intake.reading.header_names import header_of
from solver.intake.reading.hints import MOSTLY
from solver.intake.reading.line_amounts import called
from solver.intake.reading.parts import days_of
from solver.intake.reading.taxes import is_rate_of_tax, without_tax_at
from solver.intake.reading.totals import TOTAL_ALONE, says_total
from solver.intake.reference import plain_town
from solver.intake.repairs import STRIDE, line_of, no_repairs, repairs
from solver.intake.values.addresses import postcode_and_town
from solver.intake.values.numbers import (
    CENT,
    HUNDREDTH,
    MICRO,
    Numbers,
    decimal_marks,
    read_either_way,
    read_numbers,
    settle,
)
from solver.intake.words import each_value, fold, one_line, quoted
from solver.parameters import Computed, Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext
from solver.words.numbers import NOTHING
from solver.words.numbers import take_apart as number_in

PERIOD, AMOUNT = "date", "amount"
UNIT_WORDS = {HUNDREDTH: "cents", 1: "", 1000: "k", 1_000_000: "millions"}
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
    if not source.across or source.table == "visits":
        return table, source
    held = list(table.columns)
    columns = {
        column_named(column, held, source.name, "revenue_eur"): day for column, day in source.across.items()
    }
    _refuse_repeated(columns, held, source.name)
    named = {PERIOD: _free(PERIOD, held), AMOUNT: _free(_with_unit(list(columns), source.name), held)}
    total = np.array([_says_total(row) for row in table[[c for c in held if c not in columns]].to_numpy()])
    parts = []
    for number, (column, day) in enumerate(columns.items()):
        cells = table[column].str.strip()
        filled = ~each_value(cells, _no_amount).astype(bool)
        days = pd.Series(day.isoformat(), index=table.index, dtype="str").where(~total, "")
        part = table.drop(columns=list(columns)).assign(**{named[PERIOD]: days, named[AMOUNT]: cells})
        part.index = part.index + (number + 1) * STRIDE
        parts.append(part[filled])
    rows = pd.concat(parts)
    rows.index.name = table.index.name
    told = {"date": named[PERIOD], "revenue_eur": named[AMOUNT]}
    return rows, source.model_copy(update={"columns": {**source.columns, **told}})


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
        way = _as_written(name, way, list(table.columns), file)
        if way.multiply:
            cells, said = _multiplied(table, way, source.decimal, decimal, file)
            told += [said]
        elif way.within and name == "account_id":
            cells = table[way.within]
        elif way.within:
            cells = _read_off(table[way.within], name)
        elif way.join:
            cells = _joined(table[way.join])
        else:
            cells = days_of(table, way)
        column = _free(_called(name, way, file), list(table.columns))
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

    Raises
    ------
    PortfolioError
        The name serves as the code, and one of them stands in several towns: it may be several clients.
    """
    if not source.from_lines or "account_id" not in columns:
        return table, no_repairs()
    account = columns["account_id"]
    codes = table[account].str.strip()
    down = [each for each in table.columns if fold(str(each)) in {*map(fold, source.fill_down)}]
    named = table[(codes.ne("") & ~_totals_of_groups(table, codes, down)).to_numpy()]
    keys = codes[named.index]
    if columns.get("name") == account:
        keys = keys.str.casefold()
        _refuse_homonyms(named, keys, columns, file)
    elif "account_id" in source.computed:
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


def _totals_of_groups(table: pd.DataFrame, codes: pd.Series, down: Collection[str]) -> pd.Series:
    """Tell the lines called a total that lack most of what lines have; a client called so lacks nothing.

    What was written `down` into a line from above it says nothing of the line itself.
    """
    said = each_value(codes, says_total)
    total = pd.Series(said, index=table.index).astype(bool)
    if not total.any() or total.all():
        return total & False
    filled = table.drop(columns=list(down)).apply(lambda cells: cells.str.strip().ne(""))
    usual = filled.columns[filled[~total].mean().ge(MOSTLY)]
    return total & filled[usual].mean(axis=1).le(0.5)


def _refuse_homonyms(table: pd.DataFrame, keys: pd.Series, columns: Mapping[str, str], file: str) -> None:
    """Ask whether clients of one name in several towns are one."""
    name = columns["account_id"]
    place = next((columns[each] for each in ("town", "postcode") if each in columns), None)
    if place is None:
        return
    towns = table[place].map(plain_town)
    seen = towns[towns.ne("").to_numpy()].groupby(keys).nunique()
    several = seen[seen.gt(1)]
    if several.empty:
        return
    rows = table.index[keys.eq(several.index[0]) & towns.ne("")]
    shown = table.loc[rows, place].str.strip().drop_duplicates()
    both, alone = ({"account_id": {"join": part}} for part in ([name, place], [name]))
    raise PortfolioError(
        ngettext(
            "{n} name stands in several towns: is “{name}” in {towns} one client, or several?",
            "{n} names stand in several towns: is “{name}” in {towns} one client, or several?",
            len(several),
        ).format(n=len(several), name=table.loc[rows[0], name].strip(), towns=quoted(shown)),
        file=file,
        row=line_of(int(rows[0])),
        column=place,
        fix=_(
            "write under each source of this file computed: {both} if they are several, {alone} if one"
        ).format(both=one_line(both), alone=one_line(alone)),
    )


def _refuse_repeated(columns: Collection[str], held: Collection[str], file: str) -> None:
    """Stop where the name of a period stands over several columns, and only one of them would be read."""
    for column in columns:
        copies = [name for name in held if re.fullmatch(re.escape(column) + r" \(\d+\)", name)]
        if copies and not set(copies) & set(columns):
            raise PortfolioError(
                _("{n} columns are called “{column}”: which amounts are those of the period?").format(
                    n=len(copies) + 1, column=column
                ),
                file=file,
                column=column,
                fix=_("give each column a name of its own in the file, such as “Jan 2025”"),
            )


def _with_unit(columns: Sequence[str], file: str) -> str:
    """Name the amounts of several columns together, with the unit and the currency that their names say.

    Raises
    ------
    PortfolioError
        Their units differ.
    """
    said = {(header_of(column).unit, header_of(column).currency): column for column in columns}
    if len(said) > 1:
        raise PortfolioError(
            _("the columns {columns} are in different units or currencies").format(
                columns=quoted(said.values())
            ),
            file=file,
            fix=_("name each kind of them under `across` of a source of its own"),
        )
    ((unit, currency),) = said
    told = " ".join(part for part in (UNIT_WORDS[unit], currency or "") if part)
    return f"{AMOUNT} ({told})" if told else AMOUNT


def _as_written(name: str, way: Computed, header: list[str], file: str) -> Computed:
    """Return a way to work a column out, with the columns as the file writes them."""
    spelled = {column: column_named(column, header, file, name) for column in way.parts}
    one = {
        part: spelled[value]
        for part in ("less_share", "less_percent", "less", "day", "month", "year", "within")
        if isinstance(value := getattr(way, part), str) and value
    }
    several = {part: [spelled[column] for column in getattr(way, part)] for part in ("multiply", "join")}
    return way.model_copy(update={**one, **several})


def _multiplied(
    table: pd.DataFrame, way: Computed, stated: str | None, likely: str | None, file: str
) -> tuple[pd.Series, pd.DataFrame]:
    """Multiply the cells of columns, less a discount; a cell that is no number stays as it is, to be told."""
    marks = sum((decimal_marks(table[column].unique()) for column in way.parts), start=decimal_marks(()))
    mark = stated or settle(marks, None) or likely
    read = {column: _numbers(table[column], mark, file) for column in way.parts}
    product, scale = np.full(len(table), 1, dtype=object), 1
    for column in way.multiply:
        product, scale = product * read[column].micros.astype(object), scale * MICRO
    said = no_repairs()
    if way.discount:
        off = np.where(read[way.discount].empty, 0, read[way.discount].micros).astype(object)
        rate = bool(way.less) and is_rate_of_tax(str(way.less), table[way.less])
        if rate:
            gross = [_divided(value, scale // MICRO) for value in product]
            product = without_tax_at(gross, off, table[way.less]) * (scale // MICRO)
        elif way.less:
            product = product - off * (scale // MICRO)
        else:
            percent = _in_percent(table[way.discount], way, file)
            whole = np.array([(100 if hundred else 1) * MICRO for hundred in percent], dtype=object)
            product = product * (whole - off) * (100 * MICRO // whole)
            scale *= 100 * MICRO
        used = {
            "less": _("an amount of the line"),
            "less_share": _("a share of the line"),
            "rate": _("a rate of the tax that is in the amount"),
        }
        said = repairs(
            file,
            [None],
            column=way.discount,
            problem=_("amounts are worked out from their parts, less this column"),
            found=way.discount,
            used=used["rate" if rate else "less"]
            if way.less
            else _("read as per cent")
            if any(percent)
            else used["less_share"],
        )
    wrong = pd.Series("", index=table.index, dtype="str")
    for column in way.parts:
        wrong = wrong.mask(read[column].bad & wrong.eq("").to_numpy(), table[column])
    empty = np.logical_or.reduce([read[column].empty for column in way.multiply])
    several = len(way.multiply) > 1  # what is left of one amount was written as it is
    cents = several and _in_whole_cents(table, way.parts, mark)
    exact = product if several else product[:0]
    product = np.array(
        [_divided(value, scale // (100 if cents else MICRO)) for value in product], dtype=object
    )
    product = product * (CENT if cents else 1)
    said = pd.concat([said, _rounded(exact, scale, file, cents=cents)], ignore_index=True)
    large = np.array([abs(value) > MOST * MICRO for value in product], dtype=bool)
    amounts = pd.Series(np.where(large, 0, product).astype("int64"), index=table.index)
    texts = amounts_as_text(amounts, mark).mask(empty, "").mask(large, "?!")
    return wrong.where(wrong.ne(""), texts), said


def _in_whole_cents(table: pd.DataFrame, parts: Collection[str], mark: str | None) -> bool:
    """Tell whether the lines of a file are amounts to the cent: no total that it states has more decimals."""
    stated = (c for c in map(str, table.columns) if c not in parts and called(c, "line_amount"))
    return not any((read_either_way(table[column], mark).micros % CENT).any() for column in stated)


def _rounded(product: np.ndarray, scale: int, file: str, *, cents: bool) -> pd.DataFrame:
    """Say on how many lines quantity × price is no whole cents, and what became of the rest."""
    lines = int(sum(bool(value % (scale // 100)) for value in product))
    kept = _("left as they are, for the totals of this file have more decimals than the cent too")
    return repairs(
        file,
        [None] if lines else [],
        problem=_("quantity × price is not a whole number of cents"),
        found=ngettext("{n} line", "{n} lines", lines).format(n=lines),
        used=_("each line rounded to the cent, half a cent up, as invoices are") if cents else kept,
    )


def _in_percent(texts: pd.Series, way: Computed, file: str) -> list[bool]:
    """Tell which discounts are to be divided by a hundred: as stated; their sign has been read already.

    Raises
    ------
    PortfolioError
        A discount said to be a share of one is larger than one.
    """
    signed = texts.str.contains("%", regex=False)
    if way.less_percent:
        return [not sign for sign in signed]
    more = texts[~signed].map(lambda text: (size := number_in(text)) and abs(size.exact(".")) > 1)
    if more.any():
        first = more.index[more.to_numpy(dtype=bool)][0]
        raise PortfolioError(
            _("“{found}” is no share of one: is the discount in per cent, or an amount?").format(
                found=texts[first].strip()
            ),
            file=file,
            row=line_of(int(first)),
            column=str(texts.name),
            fix=_("write less_percent: {column}, or less: {column} for an amount of each line").format(
                column=texts.name
            ),
        )
    return [False] * len(texts)


def _joined(cells: pd.DataFrame) -> pd.Series:
    """Return the code that some cells of a row make together; nothing where the first of them is empty."""
    parts = cells.apply(lambda column: column.str.strip())
    joined = parts.iloc[:, 0].str.cat([parts[column] for column in parts.columns[1:]], sep=", ")
    return joined.str.rstrip(", ").where(parts.iloc[:, 0].ne(""), "")


def _numbers(texts: pd.Series, mark: str | None, file: str) -> Numbers:
    unit = header_of(str(texts.name)).unit
    read = read_numbers(texts, None, None if mark is None else decimal_marks([f"1{mark}5"]), unit)
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
    return read


def _divided(value: int, by: int) -> int:
    """Divide as a calculator rounds: half a millionth goes away from nothing."""
    whole, rest = divmod(abs(int(value)), by)
    rounded = whole + (2 * rest >= by)
    return rounded if value >= 0 else -rounded


def _read_off(addresses: pd.Series, name: str) -> pd.Series:
    place = 0 if name == "postcode" else 1
    return pd.Series(
        each_value(addresses, lambda text: postcode_and_town(text)[place]), index=addresses.index, dtype="str"
    )


def _called(name: str, way: Computed, file: str) -> str:
    """Name a worked-out column by its parts; of amounts, the unit is worked in, the currency told."""
    if way.join:
        return " + ".join(way.join)
    if not way.multiply:
        day = [str(part) for part in (way.day, way.month, way.year) if part]
        return " ".join(day) or f"{way.within} → {name}"
    said = {column: header_of(column) for column in (*way.multiply, way.discount) if column}
    currencies = {each.currency: column for column, each in said.items() if each.currency}
    if len(currencies) > 1:
        raise PortfolioError(
            _("the columns {columns} are in different units or currencies").format(
                columns=quoted(currencies.values())
            ),
            file=file,
            fix=_("multiply columns of one currency"),
        )
    parts = " × ".join(said[column].name for column in way.multiply)
    less = f" − {said[way.discount].name}" if way.discount else ""
    return parts + less + "".join(f" ({code})" for code in currencies)


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
    return len(said) == 1 and bool(TOTAL_ALONE.fullmatch(said[0]) if alone else says_total(said[0]))
