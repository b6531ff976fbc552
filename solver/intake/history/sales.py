"""Invoice lines: every amount is either in the sales table or set aside with its cause, to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.row_reader import (
    Cause,
    Sorted,
    account_causes,
    date_causes,
    late_cause,
    slipped,
    sort_rows,
    which_column,
)
from solver.intake.booking.sourced_tables import in_order
from solver.intake.booking.taken_back import refuse_half_cancelled
from solver.intake.history.document_checks import check_documents, without_piece_costs
from solver.intake.history.documents_twice import without_repeated_documents
from solver.intake.history.entries_twice import without_repeated_entries
from solver.intake.reading.columns import aliases, includes_tax
from solver.intake.reading.header_names import plain_name
from solver.intake.reading.sources import overlong_line
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, no_repairs, repairs, too_many
from solver.intake.words import SHOWN, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

LINE = ["account_id", "date", "order_id", "family", "micros"]


@dataclass(frozen=True)
class SourcedSales:
    """The sales, and the account of every line that came in.

    Attributes
    ----------
    table : DataFrame
        The table `sales`.
    ledger : DataFrame
        The lines of the files, totals left out, counted and added up: file, year (missing without a date),
        cause (empty where lines are kept), priced (whether an amount can be read), rows and micros (their
        amount in millionths).
    sources : sequence of Sorted
        The files.
    repairs : DataFrame
        The table `repairs` of these files.
    lines : DataFrame
        The lines of the table before they were put in order, with their `file`.
    """

    table: pd.DataFrame
    ledger: pd.DataFrame
    sources: Sequence[Sorted]
    repairs: pd.DataFrame
    lines: pd.DataFrame


def build_sales(sources: list[Typed], codes: AccountCodes, as_of: date) -> SourcedSales:
    """Put the invoice files together.

    Parameters
    ----------
    sources : list of Typed
        The files, in the order of the portfolio.
    codes : AccountCodes
        The accounts; a sale for another account is set aside.
    as_of : date
        Lines dated later are set aside.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file, two files hold the same invoices, or cancelled
        ones are left out though their credit notes count.
    """
    refuse_half_cancelled(sources)
    lines, ledgers, per_source, notes = [], [], [], []
    files = list(dict.fromkeys(typed.raw.file for typed in sources))
    for typed in without_repeated_documents(without_repeated_entries(sources)):
        account = codes.find(typed.table["account_id"])
        if account.equals(typed.table["account_id"]):
            account = typed.table["account_id"]  # of a large file each copy counts
        amount = typed.table["revenue_eur"]
        sourced = sort_rows(typed, _causes(typed, account, codes, pd.Timestamp(as_of)), amount)
        kept = sourced.kept(account_id=account, micros=typed.micros)
        named = pd.Categorical([typed.raw.file], categories=files)
        kept = kept.assign(file=named.repeat(len(kept)))
        kept, piece_costs = without_piece_costs(typed, kept)
        ledgers += [_ledger(typed, sourced), _unread(typed)]
        lines.append(_with_orders(kept))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), _repeated_lines(typed, kept)]
        notes += [
            _orders_by_day(typed, kept),
            _tax_included(typed),
            _potential(typed),
            check_documents(typed, kept),
            piece_costs,
        ]
    stacked = pd.concat(lines, ignore_index=True) if len(lines) > 1 else lines[0].reset_index(drop=True)
    return SourcedSales(
        in_order("sales", stacked, ["date", "account_id"]),
        pd.concat(ledgers, ignore_index=True),
        per_source,
        gather([*notes, _overlaps(stacked, {each.raw.file: each.raw.columns for each in sources})]),
        stacked,
    )


def _causes(typed: Typed, account: pd.Series, codes: AccountCodes, as_of: pd.Timestamp) -> list[Cause]:
    rows = typed.table
    missing = rows["revenue_eur"].isna()
    late = rows["date"].gt(as_of)
    causes = [
        Cause(
            _("no amount"),
            missing & ~slipped(typed, "revenue_eur"),
            "revenue_eur",
            which_column("revenue_eur"),
            may_be_many=True,
        ),
        Cause(_("the amount is not a number"), missing, "revenue_eur", which_column("revenue_eur")),
        *date_causes(typed),
        *account_causes(typed, account, codes),
        late_cause(late),
    ]
    if {"line_no", "order_id"} <= typed.raw.columns.keys():
        again = typed.raw.table.duplicated() & rows["line_no"].notna()
        fix = _("export the file again, each line once")
        causes.append(Cause(_("the same line of the same document a second time"), again, "line_no", fix))
    return causes


def _ledger(typed: Typed, sourced: Sorted) -> pd.DataFrame:
    """Count the lines of a file and add up their amounts, by year and by cause."""
    keys = {
        "year": typed.table["date"].dt.year,
        "cause": sourced.cause,
        "priced": typed.table["revenue_eur"].notna(),
    }
    lines = pd.DataFrame({**keys, "micros": typed.micros}).groupby(list(keys), dropna=False)["micros"]
    sums = lines.agg(rows="size", micros="sum").reset_index()
    return sums.assign(file=typed.raw.file, year=sums["year"].astype("Int64"))


def _unread(typed: Typed) -> pd.DataFrame:
    """Return the same of the lines that do not fit the header: their amounts are anybody's guess."""
    told = typed.raw.repairs["problem"]
    lines = told[told.eq(overlong_line())]
    return pd.DataFrame(
        {
            "cause": lines,
            "rows": pd.Series(1, index=lines.index, dtype="int64"),
            "micros": pd.Series(0, index=lines.index, dtype="int64"),
            "file": pd.Series(typed.raw.file, index=lines.index, dtype="str"),
            "year": pd.Series(pd.NA, index=lines.index, dtype="Int64"),
            "priced": pd.Series(False, index=lines.index, dtype="bool"),
        }
    )


def _with_orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Tell the orders without a number apart by account and day."""
    without = lines["order_id"].isna()
    if not without.any():
        return lines
    some = lines[without]
    by_day = some["account_id"] + " " + some["date"].dt.strftime("%Y-%m-%d")
    return lines.assign(order_id=lines["order_id"].where(~without, by_day.reindex(lines.index)))


def _repeated_lines(typed: Typed, kept: pd.DataFrame) -> pd.DataFrame:
    """Flag the lines of a document that are word for word the same; both stay, for both may be real."""
    # Day and amount are soon compared, then the document of those that share both: only what is left is
    # read word for word.
    near = (kept["date"].astype("int64") + kept["micros"]).duplicated(keep=False) & kept["order_id"].notna()
    alike_so_far = kept.loc[near, ["order_id", "date", "micros"]]
    written = typed.raw.table.loc[alike_so_far.index[alike_so_far.duplicated(keep=False).to_numpy()]]
    again = written.index[written.duplicated().to_numpy()]
    if again.empty:
        return no_repairs()
    alike = written[written.duplicated(keep=False).to_numpy()].reset_index()
    first = alike.groupby(list(written.columns))["row"].transform("min").set_axis(alike["row"])
    return repairs(
        typed.raw.file,
        again,
        column=typed.raw.columns.get("order_id"),
        account_id=kept.loc[again, "account_id"],
        problem=_("the same line twice in one document, word for word"),
        found=[
            _("{document}, as on line {row}").format(document=document, row=first[row])
            for document, row in zip(kept.loc[again, "order_id"], again, strict=True)
        ],
        used=_("both lines are kept"),
        worth_eur=kept.loc[again, "revenue_eur"],
    )


def _orders_by_day(typed: Typed, kept: pd.DataFrame) -> pd.DataFrame:
    """Say once for a file that orders are told apart by account and day."""
    without = kept.index[kept["order_id"].isna().to_numpy()]
    return repairs(
        typed.raw.file,
        without[:1],
        column=typed.raw.columns.get("order_id"),
        problem=_("no document number"),
        found=ngettext("{n} line", "{n} lines", len(without)).format(n=len(without)),
        used=_("the lines of one account on one day count as one order"),
    )


def _tax_included(typed: Typed) -> pd.DataFrame:
    """Warn where revenue is read from a column whose name says that tax is in it."""
    column = typed.raw.columns.get("revenue_eur", "")
    said = includes_tax(column)
    return repairs(
        typed.raw.file,
        typed.raw.table.index[:1] if said else [],
        column=column,
        problem=_("the name of this column says that tax is included; revenue should be without tax"),
        used=_("the amounts as they are"),
    )


def _potential(typed: Typed) -> pd.DataFrame:
    """Say where what a client may buy stands in for what it bought."""
    column, named = typed.raw.columns.get("revenue_eur", ""), frozenset(aliases("accounts")["potential_eur"])
    return repairs(
        typed.raw.file,
        [None] if plain_name(column, named) in named else [],
        column=column,
        problem=_(
            "this is potential, not revenue: whatever is called revenue in this run is what may be bought"
        ),
        used=_("the amounts as they are"),
    )


def _overlaps(lines: pd.DataFrame, columns: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Report the lines that two files share, and refuse a file that is mostly another one again."""
    if lines["file"].nunique() < 2:
        return no_repairs()
    numbered = lines[[*LINE, "revenue_eur", "file"]].drop_duplicates([*LINE, "file"])
    shared = numbered[numbered.duplicated(LINE).to_numpy()]
    parts = []
    for file, group in shared.groupby("file", sort=True):
        here = numbered["file"].eq(str(file))
        others = numbered[~here.to_numpy()].merge(group[LINE], on=LINE)["file"]
        problem = _("invoice lines of this file are in {other} too").format(other=others.iloc[0])
        if too_many(len(group), int(here.sum())):
            raise PortfolioError(
                _("{problem}: {n} of {total}").format(problem=problem, n=len(group), total=int(here.sum())),
                file=str(file),
                fix=_without_shared(numbered[here], group, columns[str(file)].get("order_id")),
            )
        parts.append(
            repairs(
                str(file),
                [None] * len(group),
                account_id=group["account_id"],
                problem=problem,
                found=group["order_id"],
                used=_("both lines are kept"),
                worth_eur=group["revenue_eur"],
            )
        )
    return gather(parts)


def _without_shared(lines: pd.DataFrame, shared: pd.DataFrame, column: str | None) -> str:
    """Say how the lines that another file holds too count once, and the others of this file still count."""
    if len(shared) == len(lines):
        return _("take one of the two files out, or export periods that do not overlap")
    documents = list(shared["order_id"].unique())
    whole = lines["order_id"].isin(documents).sum() == len(shared)
    if column is None or not whole or len(documents) > SHOWN:
        return _("export periods that do not overlap; this file holds other lines too")
    return _("write under this source drop: {documents}, and they count once").format(
        documents=one_line({column: documents})
    )
