"""Amounts that stand on each row of a document and may be those of the whole: never added up in silence."""

from dataclasses import replace

import numpy as np
import pandas as pd

from solver.intake.presets import Aside
from solver.intake.reading.hints import numeric
from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import Typed
from solver.intake.repairs import line_of, repairs
from solver.intake.values.numbers import CENT, MICRO, read_either_way
from solver.intake.words import quoted
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, counted, format_money, with_label

MOSTLY = 0.8  # of the documents of several rows repeat one amount: then the others are exceptions
SAMPLE, BLOCK = 20_000, 500  # rows that are looked at first, in blocks of neighbours
KEY = ("order_id", "account_id", "date")  # a number may begin again each year, or at each client
HOUR = r"[ T]\d{1,2}:\d{2}.*$"


def repeated_totals(raw: RawTable) -> pd.Series | None:
    """Return the rows of documents on all of whose rows one amount stands; none where few documents are so.

    Parameters
    ----------
    raw : RawTable
        A file of sales, its rules applied.

    Returns
    -------
    Series of int64 or None
        The amount of each such row in millionths. Rows that are word for word the same are told elsewhere.
    """
    ledger = raw.preset is not None and bool(raw.preset.ledger)
    if raw.source.table != "sales" or ledger or not {"order_id", "revenue_eur"} <= raw.columns.keys():
        return None
    if len(raw.table) > 2 * SAMPLE:
        # Most files show on a part of their documents that the amounts of one differ.
        starts = np.linspace(0, len(raw.table) - BLOCK, SAMPLE // BLOCK, dtype="int64")
        part = raw.table.iloc[(starts[:, None] + np.arange(BLOCK)).ravel()]
        documents, alike = _repeating(replace(raw, table=part))
        if documents >= BLOCK and alike["document"].nunique() < MOSTLY / 2 * documents:
            return None
    documents, alike = _repeating(raw)
    enough = documents and alike["document"].nunique() >= MOSTLY * documents
    return alike["micros"] if enough else None


def _repeating(raw: RawTable) -> tuple[int, pd.DataFrame]:
    """Count the documents of several rows, and return the rows of those that say one amount on each."""
    rows = _of_several_rows(raw)
    return rows["document"].nunique(), rows[_one_amount(rows["micros"], rows["document"])]


def _of_several_rows(raw: RawTable) -> pd.DataFrame:
    """Return the priced rows of documents that have several, no two of them word for word the same."""
    rows = _priced(raw)
    alike = rows.index[rows.duplicated(["document", "micros"], keep=False).to_numpy()]
    again = alike[raw.table.loc[alike].duplicated().to_numpy()]
    rows = rows[~rows.index.isin(again)]
    return rows[rows["document"].duplicated(keep=False).to_numpy()]


def _one_amount(micros: pd.Series, of: pd.Series) -> pd.Series:
    """Tell of each row whether all amounts that are known of its document are the same."""
    known = micros.groupby(of, observed=True)
    return known.transform("min").eq(known.transform("max"))


def _tidied(texts: pd.Series) -> pd.Series:
    """Return texts without blanks around and without an hour, tidied once however often they stand."""
    place, said = pd.factorize(texts, use_na_sentinel=False)
    tidy, kept = pd.factorize(pd.Series(said).str.strip().str.replace(HOUR, "", regex=True))
    return pd.Series(pd.Categorical.from_codes(tidy[place], categories=kept), index=texts.index)


def _numbered(raw: RawTable) -> pd.DataFrame:
    """Return the rows that count and bear a number: it, which document of the file it is, the amount.

    Rows of one number that all say one amount are one document though each has its day or its site, unless
    each day and client has several rows: then the number began again. Amounts are in millionths, 0 where none
    can be read.
    """
    keys = raw.table.loc[raw.counting, [raw.columns[name] for name in KEY if name in raw.columns]]
    keys = keys.apply(_tidied)
    number = keys[raw.columns["order_id"]]
    document = keys.groupby(list(keys.columns), sort=False, observed=True).ngroup()
    micros = _micros(raw, raw.columns["revenue_eur"], keys.index)
    filled = micros.ne(0)
    one = _one_amount(micros.where(filled), number)
    alone = filled & filled.groupby(document).transform("sum").eq(1)
    elsewhere = one & alone.groupby(number, observed=True).transform("any")
    whole = document.where(~elsewhere, document.groupby(number, observed=True).transform("min"))
    rows = pd.DataFrame({"number": number, "document": whole, "micros": micros})
    return rows[number.ne("").to_numpy()]


def _priced(raw: RawTable) -> pd.DataFrame:
    """Return the numbered rows whose amount can be read and is not nil."""
    rows = _numbered(raw)
    return rows[rows["micros"].ne(0)]


def amounts_of_lines(raw: RawTable, totals: pd.Series) -> str | None:
    """Return the column whose amounts add up to the total of each document: those of its lines."""
    rows = _numbered(raw)
    due = totals.groupby(rows["document"].reindex(totals.index)).first()
    rows = rows[rows["document"].isin(due.index)]
    for column in raw.table.columns.difference(list(raw.columns.values()), sort=False):
        if not numeric(raw.table.loc[rows.index, column]):
            continue
        sums = _micros(raw, column, rows.index).groupby(rows["document"]).sum()
        if (sums - due).abs().le(CENT).all():
            return str(column)
    return None


def refuse_repeated_totals(raw: RawTable) -> None:
    """Stop where each row of a document has the same amount and nothing says whether it is the document's.

    Raises
    ------
    PortfolioError
        With the first of them, the documents that are otherwise, what is at stake, and the line to write.
    """
    totals = None if raw.source.document_amounts is not None else repeated_totals(raw)
    if totals is None:
        return
    rows = _of_several_rows(raw)
    documents = rows["document"].reindex(totals.index)
    first = str(rows["number"].reindex(totals.index).iloc[0])
    twice = int(totals[documents.duplicated().to_numpy()].sum())
    said = counted(
        int(documents.nunique()),
        "on {n} document of several rows each row says the same amount, {amount} on {first}: "
        "is that the amount of the whole document?",
        "on {n} documents of several rows each row says the same amount, {amount} on the rows of {first}: "
        "is that the amount of the whole document?",
    ).format(amount=format_money(int(totals.iloc[0]) / MICRO, 2), first=first)
    others = rows.loc[~rows.index.isin(totals.index), "number"].unique()
    if len(others):
        said = clauses([said, _("not so on {documents}").format(documents=quoted(others))])
    lines = amounts_of_lines(raw, totals)
    fix = _(
        "write under this source document_amounts: true if it is (each counts once, {worth} less), "
        "document_amounts: false if each row has its own"
    ).format(worth=format_money(twice / MICRO, 2))
    if lines is not None:
        fix = with_label(
            _("“{column}” adds up to it: write revenue_eur: {column} under columns").format(column=lines), fix
        )
    raise PortfolioError(said, file=raw.file, column=raw.columns["revenue_eur"], fix=fix)


def once_each(raw: RawTable) -> RawTable:
    """Set the further rows of each document aside, where its amount stands on all of them.

    Raises
    ------
    PortfolioError
        Two rows of one document say two amounts, or no column holds its number.
    """
    if not raw.source.document_amounts:
        return raw
    if not {"order_id", "revenue_eur"} <= raw.columns.keys():
        raise PortfolioError(
            _("document_amounts: true, but no column holds the number of the document"),
            file=raw.file,
            fix=_("say under `columns` which column holds {name}").format(name="order_id"),
        )
    priced, rows = _priced(raw), _numbered(raw)
    _refuse_two_amounts(raw, priced[~_one_amount(priced["micros"], priced["document"])])
    first = rows.assign(nil=~rows.index.isin(priced.index)).sort_values("nil", kind="stable")
    again = rows.index[rows.index.isin(first.index[first["document"].duplicated().to_numpy()])]
    problem = _("a further row of a document whose amount is counted once")
    return replace(raw, asides=(*raw.asides, Aside(problem, again, raw.columns["order_id"])))


def _refuse_two_amounts(raw: RawTable, wrong: pd.DataFrame) -> None:
    if wrong.empty:
        return
    first = wrong[wrong["document"].eq(wrong["document"].iloc[0])]
    one, other = (format_money(micros / MICRO, 2) for micros in first["micros"].unique()[:2])
    raise PortfolioError(
        _("the rows of {document} say several amounts, {one} and {other} among them").format(
            document=first["number"].iloc[0], one=one, other=other
        ),
        file=raw.file,
        row=line_of(int(first.index[0])),
        column=raw.columns["revenue_eur"],
        fix=_(
            "write document_amounts: false if each row has its own, or correct these documents: {documents}"
        ).format(documents=quoted(wrong["number"].unique())),
    )


def with_whole_documents(typed: Typed, raw: RawTable) -> Typed:
    """Put what all rows of a document cost on the one that counts, and no family where they are of several.

    Parameters
    ----------
    typed : Typed
        The file, the further rows of each document set aside.
    raw : RawTable
        The file before that.
    """
    if not raw.source.document_amounts:
        return typed
    rows = _numbered(raw)
    rows = rows[rows.index.isin(typed.table.index) & rows["document"].duplicated(keep=False)]
    told = typed.table.loc[rows.index].groupby(rows["document"])
    family = typed.table.loc[rows.index, "family"].where(told["family"].transform("nunique").le(1))
    table = typed.table.assign(
        family=typed.table["family"].where(~typed.table.index.isin(rows.index), family)
    )
    if "cost_eur" not in raw.columns or rows.empty:
        return replace(typed, table=table)
    costs = told["cost_eur"]
    same = costs.nunique().le(1).mean() >= MOSTLY
    sums = costs.transform("sum").round(6).where(costs.transform("count").eq(costs.transform("size")))
    whole = costs.transform("first") if same else sums
    listed = repairs(
        raw.file,
        [None],
        column=raw.columns["cost_eur"],
        problem=_("the costs of the rows of a document whose amount is counted once"),
        found=counted(int(rows["document"].nunique()), "{n} document", "{n} documents"),
        used=_("one of them, for it is the same on each row")
        if same
        else _("their sum; none where one is missing"),
    )
    return replace(
        typed.noted(listed),
        table=table.assign(
            cost_eur=whole.reindex(table.index).where(table.index.isin(rows.index), table["cost_eur"])
        ),
    )


def _micros(raw: RawTable, column: str, rows: pd.Index) -> pd.Series:
    read = read_either_way(raw.table.loc[rows, column], raw.source.decimal)
    return pd.Series(read.micros, index=rows)
