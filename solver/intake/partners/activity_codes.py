"""French activity codes of two lists: each firm has one of NAF rev. 2 until 2026, one of NAF 2025 after."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from solver.intake.reading.files import read_grid
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.values.identity import OF_NAF_2025, check_naf
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted

MOSTLY = 0.9  # of the cells of a column are codes of one list: the crosswalk's columns are known by them


def read_crosswalk(path: str | None) -> Mapping[str, str | None]:
    """Read the table of old and new activity codes that `naf_file` names.

    Parameters
    ----------
    path : str, optional
        CSV, workbook or parquet; its columns may bear any name.

    Returns
    -------
    mapping of str to str or None
        Code of NAF rev. 2: that of NAF 2025; none where several may follow it. Nothing without a file.

    Raises
    ------
    PortfolioError
        The file cannot be read, or no column holds the codes of one of the lists.
    """
    if not path:
        return {}
    source = Source.model_construct(table="accounts", path=path)
    cells = read_grid(source, frozenset()).cells
    codes = cells.apply(lambda texts: texts.map(lambda text: check_naf(text, ()).value))
    old, new = (_column(codes, cells, of_2025) for of_2025 in (False, True))
    if old is None or new is None:
        raise PortfolioError(
            _("no column of this table holds codes of NAF rev. 2, or none those of NAF 2025"),
            file=source.name,
            fix=_("name a table with a line for each pair of codes, as in 62.01Z, 62.10Y"),
        )
    pairs = codes[[old, new]].dropna().drop_duplicates()
    return {str(code): after.iloc[0] if len(after) == 1 else None for code, after in pairs.groupby(old)[new]}


def of_2025(code: str) -> bool:
    """Tell a code of NAF 2025 by its last letter."""
    return code[-1:] in OF_NAF_2025


def _column(codes: pd.DataFrame, cells: pd.DataFrame, new: bool) -> int | None:
    """Return the place of the column whose cells are codes of one of the lists, its name aside."""
    shares = [
        float(codes[place].dropna().map(of_2025).eq(new).sum() / max((cells[place] != "").sum() - 1, 1))
        for place in range(codes.shape[1])
    ]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best if shares[best] >= MOSTLY else None


def in_one_list(accounts: pd.DataFrame, path: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write every activity code in the list of 2025, where the table that `naf_file` names has one for it.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The accounts, and the table `repairs` of how many codes were changed and how many could not be.
    """
    crosswalk = read_crosswalk(path)
    if path is None or not crosswalk:
        return accounts, no_repairs()
    old = accounts["naf"].where(~accounts["naf"].fillna("").map(of_2025).astype(bool))
    new = old.map(crosswalk)
    several = old.isin([code for code, follows in crosswalk.items() if follows is None])
    unknown = old.notna() & ~old.isin(crosswalk.keys())
    told = [
        (new.notna(), _("activity codes of NAF rev. 2"), _("the one that follows each in NAF 2025")),
        (
            several,
            _("activity codes that several of NAF 2025 may follow"),
            _("the old code"),
        ),
        (unknown, _("activity codes that the table of codes does not hold"), _("the old code")),
    ]
    listed = [
        repairs(
            Path(path).name,
            [None] if rows.any() else [],
            problem=problem,
            found=counted(int(rows.sum()), "{n} account", "{n} accounts"),
            used=used,
        )
        for rows, problem, used in told
    ]
    return accounts.assign(naf=new.fillna(accounts["naf"]).astype("str")), gather(listed)
