"""What an export of invoices says about whole documents, held against the lines that count."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from solver.intake.booking.credit_note_files import positive_credit_notes
from solver.intake.history.deposits import refuse_deposits
from solver.intake.presets import named_credit_notes, part_of
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.values.counting import begins_of
from solver.intake.values.numbers import CENT, MICRO, read_numbers
from solver.intake.words import SHOWN, fold, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_money, ngettext

QUANTITIES = ("Ligne - Quantité", "Quantité", "Qté", "DL_Qte", "Quantity", "Qty")
PRICED_BY_PIECE = 20  # lines of several pieces that it takes to tell
USUAL_COST = (0.05, 1.2)  # of the revenue; beyond, a cost times a quantity is no cost of a line
LONGEST_BEGIN = 8
LETTERS_FIRST = re.compile(r"^\s*([^\W\d_]{1,4})[\s_/-]*\d")
CREDIT_NOTE = re.compile(r"((?:avoirs?|avo|av)[\s_/-]*\d).*", re.IGNORECASE)


def check_documents(typed: Typed, kept: pd.DataFrame) -> pd.DataFrame:
    """Refuse credit notes that count as sales; tell amounts of whole documents that their lines do not hold.

    Parameters
    ----------
    typed : Typed
        A file of sales.
    kept : DataFrame
        Its lines that count, with `order_id` and `micros`; the index is the line of the file.
    """
    _refuse_positive_credit_notes(typed, kept)
    _refuse_positive_file_of_credit_notes(typed, kept)
    _refuse_other_papers_by_number(typed, kept)
    refuse_deposits(typed, kept)
    return gather([_beside_lines(typed, kept), _totals(typed, kept)])


def without_piece_costs(typed: Typed, kept: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out the costs of a file that are those of one piece, not of a line: margins would be too high.

    Parameters
    ----------
    typed : Typed
        A file of sales.
    kept : DataFrame
        Its lines that count, with `revenue_eur` and `cost_eur`; the index is the line of the file.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The lines, and the table `repairs` of the costs left out.

    Notes
    -----
    Costs are those of a piece where cost times quantity makes a likely and steadier share of the revenue.
    """
    quantity = _written(typed, QUANTITIES)
    if not quantity or "cost_eur" not in typed.raw.columns:
        return kept, no_repairs()
    read = read_numbers(typed.raw.table.loc[kept.index, quantity[0]], _decimal(typed))
    pieces = pd.Series(read.floats, index=kept.index).abs()
    share = (kept["cost_eur"] / kept["revenue_eur"]).abs().where(kept["revenue_eur"].ne(0))
    several = pieces.ge(2) & share.gt(0)
    by_line, by_piece = share[several], (share * pieces)[several]
    likely = USUAL_COST[0] < by_piece.median() < USUAL_COST[1]
    if several.sum() < PRICED_BY_PIECE or not likely or _spread(by_piece) >= _spread(by_line) / 2:
        return kept, no_repairs()
    listed = repairs(
        typed.raw.file,
        [None],
        column=typed.raw.columns["cost_eur"],
        problem=_("the cost is that of one piece, not of the line: times the quantity it fits the amount"),
        found=counted(int(kept["cost_eur"].notna().sum()), "{n} line", "{n} lines"),
        used=_("no cost; the margin rate of the portfolio counts"),
    )
    return kept.assign(cost_eur=float("nan")), listed


def _spread(shares: pd.Series) -> float:
    """Return how far apart shares lie, as a ratio of the upper to the lower quarter."""
    return float(np.log(shares.quantile(0.75) / shares.quantile(0.25)))


def _refuse_positive_credit_notes(typed: Typed, kept: pd.DataFrame) -> None:
    """Stop at documents numbered like credit notes whose amounts are above zero: they would count twice over.

    Raises
    ------
    PortfolioError
        With the line that turns them negative, and the one that says that they are sales.
    """
    column, preset = typed.raw.columns.get("order_id"), typed.raw.preset
    if column is None or (preset is not None and preset.ledger):
        return  # the sign of an entry is its debit or its credit, whatever its paper is called
    notes = {fold(name): values for name, values in typed.raw.source.credit_notes.items()}
    stated = notes.get(fold(column))
    likely = kept[kept["order_id"].str.startswith(("a", "A"), na=False).to_numpy()]
    sums = likely.groupby(["order_id", "account_id", "date"], sort=True)["micros"].sum().reset_index()
    sums = sums[sums["order_id"].map(lambda number: bool(CREDIT_NOTE.fullmatch(number))).astype(bool)]
    wrong = sums[sums["micros"].gt(0) & ~named_credit_notes(sums["order_id"], stated or [])]
    if wrong.empty or stated == []:
        return
    numbers = list(wrong["order_id"].unique())
    listed = one_line({column: [*(stated or []), *_shortened(numbers, sums)]})
    fix = _("write under this source credit_notes: {notes}").format(notes=listed)
    sales = (
        _("if they are sales, give them another number in the file")
        if stated
        else _("if they are sales, credit_notes: {none}").format(none=one_line({column: []}))
    )
    raise PortfolioError(
        counted(
            len(numbers),
            "{n} document is numbered like a credit note, {document}, and its amount is not below zero: "
            "{amount}",
            "{n} documents are numbered like credit notes, {document} the first, and their amounts are not "
            "below zero: {amount}",
        ).format(document=numbers[0], amount=format_money(wrong["micros"].sum() / MICRO, 2)),
        file=typed.raw.file,
        column=column,
        fix=f"{fix}; {sales}",
    )


def _letters_first(number: str) -> str:
    found = LETTERS_FIRST.match(number)
    return found[1] if found else ""


def _refuse_other_papers_by_number(typed: Typed, kept: pd.DataFrame) -> None:
    """Stop at documents numbered like quotes, orders or deliveries beside others numbered like invoices.

    Raises
    ------
    PortfolioError
        With the line that leaves them out, and the one that says that they are sales.
    """
    column, preset = typed.raw.columns.get("order_id"), typed.raw.preset
    if column is None or (preset is not None and preset.ledger):
        return
    source = typed.raw.source
    stated = {fold(name): values for name, values in source.drop.items()}.get(fold(column))
    if stated == [] or fold(column) in {*map(fold, source.keep)}:
        return
    numbers = kept["order_id"].dropna()
    # Few numbers differ in their first signs, however many documents there are.
    places, different = pd.factorize(numbers.str.slice(0, LONGEST_BEGIN))
    begins = [_letters_first(str(begin)) for begin in different]
    if not begins_of("invoices") & {begin.casefold() for begin in begins}:
        return
    others = [begin.casefold() in begins_of("other_papers") for begin in begins]
    if not any(others):
        return
    other = np.array(others)[places]
    starts = sorted({begin for begin, out in zip(begins, others, strict=True) if out})
    listed = one_line({column: [*(stated or []), *(f"{start}*" for start in starts)]})
    raise PortfolioError(
        counted(
            int(numbers[other].nunique()),
            "{n} document is numbered like a quote, an order or a delivery, {document}, beside "
            "invoices: {amount}",
            "{n} documents are numbered like quotes, orders or deliveries, {document} the first, beside "
            "invoices: {amount}",
        ).format(
            document=numbers[other].iloc[0],
            amount=format_money(kept.loc[numbers.index[other], "micros"].sum() / MICRO, 2),
        ),
        file=typed.raw.file,
        column=column,
        fix=_("write under this source drop: {rows}").format(rows=listed)
        + "; "
        + _("if they are sales, drop: {none}").format(none=one_line({column: []})),
    )


def _refuse_positive_file_of_credit_notes(typed: Typed, kept: pd.DataFrame) -> None:
    """Stop at a file that is called after credit notes and whose amounts would count as sales.

    Raises
    ------
    PortfolioError
        With the line that turns all of them negative, and the one that says that they are sales.
    """
    question = positive_credit_notes(typed.raw, kept["micros"])
    if question is None:
        return
    raise PortfolioError(
        _("the file is called after credit notes, and its amounts are not below zero: {amount}").format(
            amount=format_money(kept["micros"].sum() / MICRO, 2)
        ),
        file=typed.raw.file,
        column=typed.raw.columns["revenue_eur"],
        fix=_("write under this source credit_notes: {notes}").format(
            notes=one_line({question.column: question.rules["credit_notes"]})
        )
        + "; "
        + _("if they are sales, credit_notes: {none}").format(none=one_line({question.column: []})),
    )


def _shortened(numbers: list[str], sums: pd.DataFrame) -> list[str]:
    """Name documents by how they begin, where they are many and nothing else would be turned with them."""
    starts = sorted({found[1] for number in numbers if (found := CREDIT_NOTE.fullmatch(number))})
    begin = sums["order_id"].str.startswith(tuple(starts))
    others = begin & ~sums["order_id"].isin(numbers)
    return numbers if len(numbers) <= SHOWN or others.any() else [f"{start}*" for start in starts]


def _beside_lines(typed: Typed, kept: pd.DataFrame) -> pd.DataFrame:
    """Say how much discount or carriage stands on the documents and not on their lines."""
    parts = []
    for column in _columns(typed, "beside_lines"):
        firsts = _by_document(typed, kept, column)
        if not firsts.any():
            continue
        parts.append(
            repairs(
                typed.raw.file,
                [None],
                column=column,
                problem=_("an amount of the whole document, which its lines do not hold"),
                found=_documents(int(firsts.ne(0).sum())),
                used=_("the lines alone"),
                worth_eur=firsts.sum() / MICRO,
            )
        )
    return gather(parts)


def _documents(n: int) -> str:
    return ngettext("{n} document", "{n} documents", n).format(n=n)


def _totals(typed: Typed, kept: pd.DataFrame) -> pd.DataFrame:
    """Compare the total of each document with the sum of its lines."""
    column = next(iter(_columns(typed, "document_total")), None)
    if column is None:
        return no_repairs()
    totals = _by_document(typed, kept, column)
    sums = kept.groupby("order_id", sort=True)["micros"].sum().reindex(totals.index)
    gaps = (sums - totals)[(sums - totals).abs() >= CENT]
    if gaps.empty:
        return no_repairs()
    return repairs(
        typed.raw.file,
        [None],
        column=column,
        problem=_("the lines of a document do not add up to its total"),
        found=ngettext(
            "{n} document, {document}: lines {lines}, total {total}",
            "{n} documents, the first is {document}: lines {lines}, total {total}",
            len(gaps),
        ).format(
            n=len(gaps),
            document=gaps.index[0],
            lines=format_money(sums[gaps.index[0]] / MICRO, 2),
            total=format_money(totals[gaps.index[0]] / MICRO, 2),
        ),
        used=_("the lines alone"),
        worth_eur=gaps.sum() / MICRO,
    )


def _columns(typed: Typed, key: str) -> list[str]:
    """Return the columns of the file that the preset lists under a key."""
    part = part_of(typed.raw.preset, typed.raw.source.table)
    return _written(typed, getattr(part, key))


def _written(typed: Typed, names: Iterable[str]) -> list[str]:
    """Return those of some columns that the file has, as it writes them."""
    written = {fold(column): str(column) for column in reversed(typed.raw.table.columns)}
    return [written[fold(name)] for name in names if fold(name) in written]


def _decimal(typed: Typed) -> str | None:
    return typed.raw.source.decimal or (typed.raw.preset.decimal if typed.raw.preset else None)


def _by_document(typed: Typed, kept: pd.DataFrame, column: str) -> pd.Series:
    """Return the amount that each document repeats on its lines, in millionths, where it has one."""
    cells = typed.raw.table.loc[kept.index, column]
    read = read_numbers(cells, _decimal(typed))
    filled = ~(read.empty | read.bad | read.doubtful)
    table = pd.DataFrame({"order_id": kept["order_id"], "micros": read.micros}, index=kept.index)
    return (
        table[filled & kept["order_id"].notna().to_numpy()].groupby("order_id", sort=True)["micros"].first()
    )
