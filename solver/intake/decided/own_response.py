"""The user's own table of what visits bring, read strictly: a wrong value is refused, never left out."""

from pathlib import Path

import numpy as np
import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.reading.sources import RawTable, read_source
from solver.intake.reading.typed import Typed, read_values
from solver.parameters import Source
from solver.tables import TABLES
from solver.tables.codes import VISITED_KINDS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

TABLE = "response"
COLUMNS = TABLES[TABLE].names


def own_response(path: str | Path | None, accounts: pd.DataFrame) -> pd.DataFrame | None:
    """Read the table that `response_file` names.

    Parameters
    ----------
    path : str, Path or None
        CSV, workbook or parquet, with a line for each number of visits from 0 on, for each account it names.
    accounts : DataFrame
        Canonical accounts.

    Returns
    -------
    DataFrame or None
        `account_id, visits` (over the whole plan), `contribution_eur`, by account and visits; none without a
        file. Accounts that it does not name keep the judged curves.

    Raises
    ------
    PortfolioError
        Names the row and the column: a value that is missing or cannot be read, an unknown account, one that
        gets no visits, two values for one number of visits, or none for a number below the last.
    """
    if not path:
        return None
    typed = _read(Path(path))
    _refuse_slips(typed)
    codes = AccountCodes(accounts["account_id"])
    table = typed.table.assign(account_id=codes.find(typed.table["account_id"]))
    _refuse_strangers(typed, table["account_id"], accounts, codes)
    table = table.astype({"visits": np.int64}).sort_values(["account_id", "visits"], kind="stable")
    _refuse_uneven_steps(typed.raw, table)
    return table[list(COLUMNS)].reset_index(drop=True)


def _read(file: Path) -> Typed:
    """Read the cells; a column that makes no sense is refused as a whole."""
    if not file.exists():
        raise PortfolioError(
            _("there is no such file"),
            file=file,
            fix=_("correct response_file; it is looked for from the folder of portfolio.yaml"),
        )
    try:
        return read_values(read_source(Source.model_construct(table=TABLE, path=str(file))))
    except PortfolioError as error:
        raise PortfolioError(
            error.problem,
            file=error.file or file,
            row=error.row,
            column=error.column,
            fix=_("give the columns {columns}, one line for each number of visits, plain numbers").format(
                columns=", ".join(COLUMNS)
            ),
        ) from None


def _refuse_slips(typed: Typed) -> None:
    """Refuse the first line that does not fit, cell that cannot be read, or empty cell."""
    faults = [*typed.raw.repairs[["row", "problem"]].assign(name=None, found=None).to_dict("records")]
    faults += typed.slips.to_dict("records")
    for name in COLUMNS:
        absent = typed.table.index[typed.table[name].isna()].difference(pd.Index(typed.slips["row"]))
        faults += [
            {"row": row, "name": name, "problem": _("the value is missing"), "found": None} for row in absent
        ]
    if not faults:
        return
    first = min(faults, key=lambda fault: fault["row"])
    problem = first["problem"]
    if first["found"] is not None:
        problem = _("{problem}: “{found}”").format(problem=problem, found=str(first["found"]).strip())
    fix = _("correct the line, or take it out")
    _refuse(typed.raw, first["row"], first["name"], problem, fix)


def _refuse_strangers(typed: Typed, found: pd.Series, accounts: pd.DataFrame, codes: AccountCodes) -> None:
    """Refuse the first account that is unknown, or of a kind that gets no visits."""
    unknown = found.index[found.isna()]
    if len(unknown):
        code = str(typed.table["account_id"][unknown[0]])
        near = codes.nearest(code)
        fix = _("correct the code, or take its lines out")
        if near:
            fix = _("did you mean “{name}”?").format(name=near)
        problem = _("“{code}” is in no accounts file").format(code=code)
        _refuse(typed.raw, unknown[0], "account_id", problem, fix)
    visited = accounts.loc[accounts["kind"].isin(VISITED_KINDS), "account_id"]
    others = found.index[~found.isin(visited)]
    if len(others):
        problem = _("“{id}” is not an account that gets visits").format(id=found[others[0]])
        _refuse(typed.raw, others[0], "account_id", problem, _("take its lines out"))


def _refuse_uneven_steps(raw: RawTable, table: pd.DataFrame) -> None:
    """Refuse a number of visits that is there twice, and a hole on the way up from none."""
    twice = table.index[table.duplicated(["account_id", "visits"])]
    if len(twice):
        line = table.loc[twice[0]]
        problem = ngettext(
            "account “{id}” has two values for {visits} visit",
            "account “{id}” has two values for {visits} visits",
            line["visits"],
        ).format(id=line["account_id"], visits=line["visits"])
        _refuse(raw, twice[0], "visits", problem, _("keep one"))
    expected = table.groupby("account_id").cumcount()
    skipped = table.index[table["visits"].ne(expected)]
    if len(skipped):
        problem = ngettext(
            "account “{id}” has no value for {visits} visit but has one for more",
            "account “{id}” has no value for {visits} visits but has one for more",
            expected[skipped[0]],
        ).format(id=table.loc[skipped[0], "account_id"], visits=expected[skipped[0]])
        fix = _("give a value for every number of visits from 0 on")
        _refuse(raw, skipped[0], "visits", problem, fix)


def _refuse(raw: RawTable, row: int, name: str | None, problem: str, fix: str) -> None:
    column = raw.columns.get(name, name) if name else None
    raise PortfolioError(problem, file=raw.file, row=int(row), column=column, fix=fix)
