"""Documents in two files: clients and dates on their heads, amounts on their lines."""

from dataclasses import replace

from solver.intake.drafting.by_values import FEWEST, MOSTLY
from solver.intake.drafting.found import Found
from solver.intake.drafting.one_file import as_table
from solver.intake.reading.columns import find_columns
from solver.intake.reading.parts import ways_to_work_out
from solver.intake.reading.under_heads import beside_lines
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _


def heads_and_lines(found: list[Found]) -> list[Found]:
    """Read the lines of documents together with their heads, where two files hold them.

    Where the heads have amounts of their own, the lines would count them twice and are left out. A list of
    documents with a state and no amount may have been taken for visits: the numbers that the lines share
    with it tell what it is.
    """
    result = list(found)
    for place, heads in enumerate(found):
        columns = _columns_of_heads(heads)
        if columns is None:
            continue
        number = columns["order_id"]
        numbers = {*heads.cells[number].str.strip()} - {""}
        for other, lines in enumerate(found):
            if (lines.file, lines.sheet) == (heads.file, heads.sheet):
                continue
            named = _number_of_lines(lines)
            if named is None:
                continue
            said = {*lines.cells[named].str.strip()} - {""}
            if len(said & numbers) < max(FEWEST, MOSTLY * len(said)):
                continue
            if "revenue_eur" in columns:
                twice = _(
                    "the same documents stand in {file} with their amounts: its lines count nothing more."
                )
                result[other] = lines.without(twice.format(file=heads.file))
            elif (joined := _joined(heads, columns, lines, named)) is not None:
                said_of = _("its clients and dates are read beside the lines of {file}.")
                result[place] = heads.without(said_of.format(file=lines.file))
                result[other] = joined
    return result


def _plain(found: Found) -> bool:
    return not (found.problem or found.across or found.from_lines or found.left_out) and not found.cells.empty


def _columns_of_heads(heads: Found) -> dict[str, str] | None:
    """Return which columns of a list of documents are which; none where it is no such list."""
    if not _plain(heads) or heads.table in ("accounts", "contacts"):
        return None
    if heads.table == "sales":
        columns = dict(heads.columns)
        whole = not heads.missing or {*heads.missing} == {"revenue_eur"}
    else:
        source = Source.model_validate({"table": "sales", "path": heads.file})
        columns = find_columns(source, [str(column) for column in heads.cells.columns], heads.file)
        whole = "revenue_eur" not in columns and not heads.preset
    needed = {"account_id", "date", "order_id"}
    return columns if whole and needed <= {*columns} and columns["order_id"] in heads.cells else None


def _number_of_lines(lines: Found) -> str | None:
    """Return the number of the document on lines that have amounts, and lack their client or their day."""
    if not _plain(lines) or lines.preset:
        return None
    source = Source.model_validate({"table": "sales", "path": lines.file})
    names = find_columns(source, [str(column) for column in lines.cells.columns], lines.file)
    amounts = "revenue_eur" in names or "revenue_eur" in ways_to_work_out(names, lines.cells)
    whole = {"account_id", "date"} <= {*names}
    return names.get("order_id") if amounts and not whole else None


def _joined(heads: Found, columns: dict[str, str], lines: Found, number: str) -> Found | None:
    """Return the lines as sales, with what their heads say beside them; none where they do not fit."""
    key = columns["order_id"]
    try:
        cells, _met = beside_lines(lines.cells, number, heads.cells, key, (heads.file, key))
    except PortfolioError:
        return None
    way = {"path": heads.file, "key": key, **({"number": number} if number != key else {})}
    way |= {"sheet": heads.sheet} if heads.sheet else {}
    bare = Found(lines.file, lines.sheet, lines=lines.lines, cells=cells, heads=way)
    named = {ours: columns[ours] for ours in ("account_id", "date") if columns[ours] in cells}
    stated = {"order_id": number, **named}
    told = as_table(bare, list(cells.columns), cells, stated)
    return next((replace(each, heads=way) for each in told if each.table == "sales"), None)
