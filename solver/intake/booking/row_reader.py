"""What every table does with its rows: keep them, or set them aside for a cause that the reader is told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed, column_texts
from solver.intake.repairs import (
    gather,
    line_of,
    no_repairs,
    refuse_if_many,
    refuse_if_worth_much,
    repairs,
)
from solver.intake.words import one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

# Lines of comment stand in invoices without an amount: more of them are usual than of other faults.
COMMENT_LINES_SHARE = 0.5
MOST_LEFT_OUT = 60  # accounts that one line of a portfolio may name


@dataclass(frozen=True)
class Cause:
    """A reason to set rows aside.

    Attributes
    ----------
    problem : str
        The reason, as a reader is told.
    strikes : Series of bool
        The rows; the index is the line of the file.
    name : str
        Our column that it concerns.
    fix : str
        What to do about it.
    may_be_many : bool
        No sign of a wrong column until it strikes half of the rows.
    """

    problem: str
    strikes: pd.Series
    name: str
    fix: str = ""
    may_be_many: bool = False


@dataclass(frozen=True)
class Sorted:
    """The rows of one source, kept or set aside.

    Attributes
    ----------
    typed : Typed
        The source.
    cause : Series of str
        Why a row is set aside, empty for a row that is kept; the index is the line of the file.
    repairs : DataFrame
        One line for each row set aside and each cell that could not be read.
    """

    typed: Typed
    cause: pd.Series
    repairs: pd.DataFrame

    def kept(self, **columns: pd.Series | str) -> pd.DataFrame:
        """Return the rows that can be used, with columns put in place of those of the file.

        Parameters
        ----------
        **columns : Series or str
            One value for each row of the file, kept or not; or one for all.
        """
        table = self.typed.table.assign(**columns)
        kept = self.cause.eq("").to_numpy()
        return table if kept.all() else table[kept]


def sort_rows(typed: Typed, causes: Sequence[Cause], worth_eur: pd.Series | None = None) -> Sorted:
    """Set rows aside, each for the first cause that strikes it.

    Parameters
    ----------
    typed : Typed
        The source.
    causes : sequence of Cause
        The first one wins.
    worth_eur : Series of float, optional
        The amount of each row.

    Raises
    ------
    PortfolioError
        More than a twentieth of the rows, or of the amounts, would be set aside for one cause.
    """
    index = typed.table.index
    cause = pd.Series("", index=index, dtype="str")
    parts = [_set_aside(typed, aside, cause, worth_eur) for aside in typed.raw.asides]
    for each in causes:
        struck = cause.eq("") & each.strikes
        if not struck.any():
            continue
        cause[struck.to_numpy()] = each.problem
        _refuse_if_much(typed, each, struck, worth_eur)
        texts = column_texts(typed.raw, each.name)[struck.to_numpy()].str.strip()
        parts.append(
            repairs(
                typed.raw.file,
                texts.index,
                column=typed.raw.columns.get(each.name),
                account_id=typed.table.loc[texts.index, "account_id"],
                problem=each.problem,
                found=texts.where(texts.ne("")),
                worth_eur=None if worth_eur is None else worth_eur[texts.index],
            )
        )
    slips = _slip_repairs(typed, index[cause.eq("").to_numpy()])
    return Sorted(typed, cause, gather([typed.raw.repairs, *parts, slips]))


def _set_aside(typed: Typed, aside: Aside, cause: pd.Series, worth_eur: pd.Series | None) -> pd.DataFrame:
    """Set the rows aside that do not count, and list them, or say how many they are."""
    rows = cause.index[cause.index.isin(aside.rows) & cause.eq("").to_numpy()]
    cause[rows] = aside.problem
    if rows.empty:
        return no_repairs()
    worth = None if worth_eur is None else worth_eur[rows]
    if aside.found is not None:
        return repairs(
            typed.raw.file,
            rows,
            column=aside.column,
            account_id=typed.table.loc[rows, "account_id"],
            problem=aside.problem,
            found=aside.found[rows],
            worth_eur=worth,
        )
    return repairs(
        typed.raw.file,
        [None],
        column=aside.column,
        problem=aside.problem,
        found=ngettext("{n} of {rows} rows", "{n} of {rows} rows", len(rows)).format(
            n=len(rows), rows=len(cause)
        ),
        worth_eur=None if worth is None else round(float(worth.sum()), 2) + 0.0,
    )


def account_causes(typed: Typed, account: pd.Series, codes: AccountCodes) -> list[Cause]:
    """Return the two ways in which a row may have no account.

    Parameters
    ----------
    typed : Typed
        The source.
    account : Series of str
        The account found for each row.
    codes : AccountCodes
        The accounts, to name the nearest.
    """
    unknown = typed.table.loc[account.isna(), "account_id"].dropna()
    near = codes.nearest(unknown.iloc[0]) if len(unknown) else None
    fix = _("add the missing accounts to an accounts file, or check which column holds account_id")
    column = typed.raw.columns.get("account_id")
    if column and column in typed.raw.table and 0 < unknown.nunique() <= MOST_LEFT_OUT:
        written = typed.raw.table.loc[unknown.index, column].str.strip().unique().tolist()
        out = {**typed.raw.source.drop, column: [*typed.raw.source.drop.get(column, []), *sorted(written)]}
        fix += ", " + _("or leave their rows out: {line}").format(line=f"drop: {one_line(out)}")
    if near:
        fix += " " + _("(the nearest code there is “{code}”)").format(code=near)
    return [
        Cause(
            _("no account code"), typed.table["account_id"].isna(), "account_id", which_column("account_id")
        ),
        Cause(_("this account is in no accounts file"), account.isna(), "account_id", fix),
    ]


def date_causes(typed: Typed) -> list[Cause]:
    """Return the two ways in which a row may have no date."""
    missing = typed.table["date"].isna()
    fix = which_column("date")
    return [
        Cause(_("no date"), missing & ~slipped(typed, "date"), "date", fix),
        Cause(_("this is not a date"), missing, "date", fix),
    ]


def late_cause(late: pd.Series) -> Cause:
    """Return the cause of rows dated after the day the portfolio is looked at; True where one is."""
    return Cause(_("dated after the day the portfolio is looked at"), late, "date", last_day_fix())


def last_day_fix() -> str:
    """Return the fix of a file that goes on after `as_of`."""
    return _("set as_of to the last day of the data")


def slipped(typed: Typed, name: str) -> np.ndarray:
    """Tell the rows in which a file says something that could not be read."""
    rows = typed.slips.loc[typed.slips["name"].eq(name), "row"]
    return np.asarray(typed.table.index.isin(rows)) if len(rows) else np.zeros(len(typed.table), dtype=bool)


def which_column(name: str) -> str:
    """Return the usual fix of a column full of nonsense."""
    return _("check under `columns` of this source which column holds {name}").format(name=name)


def _slip_repairs(typed: Typed, kept: pd.Index) -> pd.DataFrame:
    """List the cells that could not be read, of rows that are kept without them."""
    if typed.slips.empty:
        return no_repairs()
    slips = typed.slips[typed.slips["row"].isin(kept)]
    return repairs(
        typed.raw.file,
        slips["row"],
        column=slips["name"].map(lambda name: typed.raw.columns.get(name, name)),
        account_id=typed.table["account_id"].reindex(slips["row"]),
        problem=slips["problem"],
        found=slips["found"].astype("str").str.strip(),
    )


def _refuse_if_much(typed: Typed, cause: Cause, struck: pd.Series, worth_eur: pd.Series | None) -> None:
    file, column = typed.raw.file, typed.raw.columns.get(cause.name)
    count, rows = int(struck.sum()), len(struck)
    if cause.may_be_many:
        if count > COMMENT_LINES_SHARE * rows:
            raise PortfolioError(
                ngettext(
                    "{problem} in {count} of {rows} rows", "{problem} in {count} of {rows} rows", count
                ).format(problem=cause.problem, count=count, rows=rows),
                file=file,
                column=column,
                fix=cause.fix,
            )
        return
    first = column_texts(typed.raw, cause.name)[struck.to_numpy()].iloc[0].strip()
    refuse_if_many(struck, rows, file=file, column=column, problem=cause.problem, first=first, fix=cause.fix)
    if worth_eur is not None:
        refuse_if_worth_much(
            float(worth_eur[struck].abs().sum()),
            float(worth_eur.abs().sum()),
            file=file,
            row=line_of(int(struck.index[struck.to_numpy()][0])),
            column=column,
            problem=cause.problem,
            fix=cause.fix,
        )
