"""The tables of some reps alone, without looking through everybody's lines for each of them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem.build import StepTables


class PartsOfTables:
    """Where the lines of each rep stand, found once.

    Parameters
    ----------
    given : StepTables
        What an account brings hangs on others of its type: with the `response` of the whole.
    """

    def __init__(self, given: StepTables) -> None:
        self._given = given
        self._tables = {
            name: table
            for name, table in vars(given).items()
            if isinstance(table, pd.DataFrame) and not {"account_id", "rep_id"}.isdisjoint(table)
        }
        rep_of = given.accounts.set_index("account_id")["rep_id"]
        self._lines = {name: _lines(table, rep_of) for name, table in self._tables.items()}

    def of_reps(self, reps: Collection[str]) -> StepTables:
        """Return the tables of these reps and their accounts alone."""
        parts: dict[str, Any] = {}
        for name, lines in self._lines.items():
            theirs = [np.empty(0, dtype=np.intp), *(lines[rep] for rep in reps if rep in lines)]
            parts[name] = self._tables[name].iloc[np.sort(np.concatenate(theirs))]
        return replace(self._given, **parts)


def _lines(table: pd.DataFrame, rep_of: pd.Series) -> dict[str, np.ndarray]:
    """Return the places of each rep's lines in a table; accounts come before reps where it names both."""
    reps = table["account_id"].map(rep_of) if "account_id" in table else table["rep_id"]
    return {str(rep): np.asarray(places) for rep, places in table.groupby(reps.to_numpy()).indices.items()}
