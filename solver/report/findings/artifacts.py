"""What a run holds so far; a report of half a run is still a report."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.run import STEPS, Run

NOT_READ = ("sales", "visits", "prospect_events", "rep_days")  # large, and no page shows them


class Artifacts(dict[str, Any]):
    """Tables and facts by the registry's names; what is not there yet is left out."""

    def __init__(self, known: Mapping[str, Any] | None = None) -> None:
        super().__init__(known or {})
        self._by_rep: dict[str, tuple[pd.DataFrame, Mapping[Any, np.ndarray]]] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table that is there."""
        table: pd.DataFrame = self[name]
        return table

    def facts(self, name: str) -> dict[str, Any]:
        """Return the facts of a step as JSON holds them; none where they are not there yet."""
        return self.get(name) or {}

    def has(self, *names: str) -> bool:
        """Tell whether all of these are there, and no table of them is empty."""
        found = [self.get(name) for name in names]
        return all(part is not None and not (isinstance(part, pd.DataFrame) and part.empty) for part in found)

    def of_rep(self, name: str, rep_id: str) -> pd.DataFrame | None:
        """Return the lines of one rep, or none where there is no such table or no line."""
        if not self.has(name):
            return None
        table = self.table(name)
        split, places = self._by_rep.get(name, (None, {}))
        if split is not table:  # once for all reps: nobody's lines are looked for among everybody's
            places = {rep: np.asarray(lines) for rep, lines in table.groupby("rep_id").indices.items()}
            self._by_rep[name] = table, places
        return table.iloc[places[rep_id]] if rep_id in places else None


def read_artifacts(run: Run) -> Artifacts:
    """Return every table and every fact that the report may show and that a finished step of the run made."""
    made = run.finished()
    names = (name for spec in STEPS for name in spec.makes if name not in NOT_READ)
    return Artifacts(
        {name: run.read(name) for name in names if name in made and run.artifact_path(name).exists()}
    )
