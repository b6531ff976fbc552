"""One contact in two logs: what is noted on a sheet of ours completes the line that the firm has of it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.words import fold
from solver.words.i18n import _

SAME = ["account_id", "date", "touch_kind"]
# What tells two contacts of one day apart: of a complaint its cause alone, whatever the words.
APART = {"complaint": ("touch_cause",), "notice": ("touch_cause",)}
OTHERS = ("person", "about", "touch_outcome")


def once_in_all_logs(tables: Sequence[pd.DataFrame]) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """Make one line of the lines that a sheet of ours and another log have of one contact.

    Parameters
    ----------
    tables : sequence of DataFrame
        The lines of each file, in the order of the portfolio, with `file`, `row` and `own_sheet`.

    Returns
    -------
    tuple of list of DataFrame and DataFrame
        The lines, each contact once, its gaps filled from the other line; and the table `repairs` of these.
    """
    every = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if every.empty or every["file"].nunique() < 2 or not every["own_sheet"].any():
        return list(tables), no_repairs()
    several = every.groupby(SAME)["file"].transform("nunique").gt(1)
    several &= every.groupby(SAME)["own_sheet"].transform("any")
    gone, listed = [], []
    for _key, lines in every[several].groupby(SAME, sort=True):
        kept: list[Any] = []
        for place, line in lines.iterrows():
            first = next((one for one in kept if _one_contact(every.loc[one], line)), None)
            if first is None:
                kept.append(place)
                continue
            gaps = every.loc[first].isna() & line.notna()
            for name in gaps.index[gaps]:
                every.loc[first, name] = line[name]
            gone.append(place)
            listed.append(
                repairs(
                    line["file"],
                    [line["row"]],
                    account_id=line["account_id"],
                    problem=_("the same contact stands in another file: it counts once, its gaps filled"),
                    used=every.loc[first, "file"],
                )
            )
    return [every.drop(index=gone)], gather(listed)


def _one_contact(one: pd.Series, other: pd.Series) -> bool:
    """Tell whether two lines of one account, day and kind, of two files, can be one contact."""
    if one["file"] == other["file"]:
        return False
    names = APART.get(str(one["touch_kind"]), OTHERS)
    both = [(one[name], other[name]) for name in names if pd.notna(one[name]) and pd.notna(other[name])]
    return all(fold(str(here)) == fold(str(there)) for here, there in both)
