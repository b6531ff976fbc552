"""What the reps are called in the workbook: their names, told apart where two share one."""

from typing import Any

import pandas as pd


def shown_names(reps: pd.DataFrame) -> dict[str, str]:
    """Return what each rep is called.

    Parameters
    ----------
    reps : DataFrame
        `rep_id, name`

    Returns
    -------
    dict of str to str
        By `rep_id`, in the order of the names: the name, or the name and the code where two reps share it.
    """
    known = reps.sort_values(["name", "rep_id"])
    keys = known["name"].astype("str").str.split().str.join(" ").str.casefold()
    shared = keys.duplicated(keep=False)
    return {
        str(rep_id): f"{name} ({rep_id})" if twice else str(name)
        for rep_id, name, twice in zip(known["rep_id"], known["name"], shared, strict=True)
    }


def called(values: pd.Series, names: dict[str, str]) -> list[Any]:
    """Return the reps of a column as they are called; a rep nobody names stays a code."""
    return [None if pd.isna(value) else names.get(str(value), str(value)) for value in values]
