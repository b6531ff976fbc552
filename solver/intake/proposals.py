"""Proposals about accounts (kind, rep, place), told with the line of the file on which the account stands."""

import pandas as pd

from solver.i18n import _, format_number
from solver.intake.accounts import AccountBook
from solver.intake.repairs import gather, repairs


def on_their_lines(proposals: pd.DataFrame, partners: AccountBook) -> pd.DataFrame:
    """Say for each proposal in which file, line and column its account stands.

    Parameters
    ----------
    proposals : DataFrame
        Table `repairs`, without file and row, `column` being ours.
    partners : AccountBook
        The accounts and their files.

    Returns
    -------
    DataFrame
        Table `repairs`. Where a file has no such column at all, its accounts are told in one row.
    """
    lines = partners.accounts.set_index("account_id")[["file", "row"]].loc[proposals["account_id"]]
    columns = {
        (source.typed.raw.file, name): column
        for source in partners.sources
        for name, column in source.typed.raw.columns.items()
    }
    written = pd.Series(
        [columns.get(place) for place in zip(lines["file"], proposals["column"], strict=True)],
        index=proposals.index,
        dtype="str",
    )
    placed = proposals.assign(
        file=lines["file"].to_numpy(),
        row=pd.array(lines["row"].to_numpy(), dtype="Int64"),
        column=written.fillna(proposals["column"]),
    )
    unasked = written.isna() & placed["found"].isna()
    return gather([placed[~unasked], _one_for_all(placed[unasked])])


def _one_for_all(placed: pd.DataFrame) -> pd.DataFrame:
    """Tell the proposals of one file and column in one row."""
    groups = placed.groupby(["file", "column", "problem"], sort=True)
    counts = groups.agg(cases=("account_id", "size"), mended=("used", "count")).reset_index()
    found = [_("{n} accounts").format(n=format_number(cases)) for cases in counts["cases"]]
    used = pd.Series(_("as the table of accounts says"), index=counts.index, dtype="str")
    return repairs(
        counts["file"],
        [None] * len(counts),
        column=counts["column"],
        problem=counts["problem"],
        found=found,
        used=used.where(counts["mended"].gt(0)),
    )
