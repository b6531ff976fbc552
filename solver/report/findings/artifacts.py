"""What a run holds so far; a report of half a run is still a report."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.run import STEPS, Run

NOT_READ = ("sales", "visits", "prospect_events", "rep_days")  # large, and no page shows them


def read_artifacts(run: Run) -> dict[str, Any]:
    """Return every table and every fact that the report may show and that the run holds.

    Returns
    -------
    dict
        Name to DataFrame, or to what JSON holds; what is not there yet is left out.
    """
    names = (name for spec in STEPS for name in spec.makes if name not in NOT_READ)
    return {name: run.read(name) for name in names if run.artifact_path(name).exists()}


def has(artifacts: Mapping[str, Any], *names: str) -> bool:
    """Tell whether all of these are there, and no table of them is empty."""
    found = [artifacts.get(name) for name in names]
    return all(part is not None and not (isinstance(part, pd.DataFrame) and part.empty) for part in found)


def of_rep(artifacts: dict[str, Any], name: str, rep_id: str) -> pd.DataFrame | None:
    """Return the lines of one rep, or none where there is no such table or no line."""
    if not has(artifacts, name):
        return None
    table: pd.DataFrame = artifacts[name]
    mine = table[table["rep_id"] == rep_id]
    return None if mine.empty else mine
