"""Proposals about accounts (kind, rep, place), told with the line of the file on which the account stands."""

import pandas as pd

from solver.intake.partners.accounts import SourcedAccounts
from solver.intake.repairs import gather, repairs
from solver.tables.codes import labels
from solver.words.i18n import _, counted, mark_plural


def on_their_lines(proposals: pd.DataFrame, partners: SourcedAccounts) -> pd.DataFrame:
    """Say for each proposal in which file, line and column its account stands.

    Parameters
    ----------
    proposals : DataFrame
        Table `repairs`, without file and row, `column` being ours.
    partners : SourcedAccounts
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
    """Tell the proposals of one file and column in one row, with what was decided and for how many."""
    groups = placed.groupby(["file", "column", "problem"], sort=True)
    counts = groups.agg(cases=("account_id", "size"), worth_eur=("worth_eur", "sum")).reset_index()
    return repairs(
        counts["file"],
        [None] * len(counts),
        column=counts["column"],
        problem=counts["problem"],
        found=[counted(cases, "{n} account", "{n} accounts") for cases in counts["cases"]],
        used=[_decided(str(group["column"].iloc[0]), group["used"].dropna()) for _keys, group in groups],
        worth_eur=counts["worth_eur"],
    )


def _decided(column: str, used: pd.Series) -> str | None:
    """Say how many accounts were taken as what, the most frequent first; none where nothing was decided."""
    if used.empty:
        return None
    if column not in ("kind", "rep_id"):
        return _("as the table of accounts says")
    counts = used.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    words = _kind_words() if column == "kind" else {}
    given = mark_plural("{n} given to {rep}", "{n} given to {rep}")
    return ", ".join(
        counted(count, *words.get(str(code), given)).format(rep=code) for code, count in counts.items()
    )


def _kind_words() -> dict[str, tuple[str, str]]:
    named = labels("kind")
    return {
        named["client"]: mark_plural("{n} taken as a client", "{n} taken as clients"),
        named["former_client"]: mark_plural("{n} taken as a former client", "{n} taken as former clients"),
        named["prospect"]: mark_plural("{n} taken as a prospect", "{n} taken as prospects"),
    }
