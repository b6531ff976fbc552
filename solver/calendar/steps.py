"""Step 12: the contacts of a journey keep their order, whatever days are left for them."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from solver.tables.codes import JOURNEYS

Touch = dict[Any, Any]


class Steps:
    """The contacts of each journey in their order, and the days they got.

    Parameters
    ----------
    touches : DataFrame
        The canonical table of step 11, all of the plan: a step has to know of those after it.
    """

    def __init__(self, touches: pd.DataFrame | None = None) -> None:
        self.of: dict[tuple[str, str], list[Touch]] = {}
        self.on: dict[str, pd.Timestamp] = {}
        if touches is not None:
            self.know(touches)

    def know(self, touches: pd.DataFrame) -> None:
        """Learn of these contacts, if none of theirs is known yet."""
        rows = touches[touches["motive"].isin(JOURNEYS)].sort_values(["due_on", "no"], kind="stable")
        known = {step["touch_id"] for steps in self.of.values() for step in steps}
        for step in rows[~rows["touch_id"].isin(known)].to_dict("records"):
            self.of.setdefault((step["account_id"], step["motive"]), []).append(step)

    def holds(self, touch: Touch) -> bool:
        """Tell whether the contact is one of a journey."""
        return touch["motive"] in JOURNEYS

    def between(
        self, touch: Touch, days: Iterable[pd.Timestamp], visits: list[pd.Timestamp]
    ) -> list[pd.Timestamp]:
        """Return the days after the steps before it and before those after it, dated or to be.

        Parameters
        ----------
        touch : dict
        days : iterable of Timestamp
        visits : list of Timestamp
            Of the account, those that no contact has taken yet: a step by visit will take one.
        """
        low, high = self.latest(touch), self._reserved(touch, visits)
        return [day for day in days if (low is None or day > low) and (high is None or day < high)]

    def after(self, touch: Touch, days: Iterable[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days after the steps before it."""
        low = self.latest(touch)
        return [day for day in days if low is None or day > low]

    def latest(self, touch: Touch) -> pd.Timestamp | None:
        """Return the last day of the steps before it."""
        return max(
            (self.on[step["touch_id"]] for step in self._before(touch) if self._dated(step)), default=None
        )

    def next(self, touch: Touch) -> pd.Timestamp | None:
        """Return the first day of the steps after it."""
        return min(
            (self.on[step["touch_id"]] for step in self._after(touch) if self._dated(step)), default=None
        )

    def _reserved(self, touch: Touch, visits: list[pd.Timestamp]) -> pd.Timestamp | None:
        """Return the first day that a step after it has, or will have at the latest."""
        days = []
        for step in self._after(touch):
            seen = last_visit(visits, step) if step["channel"] == "visit" else None
            days.append(self.on.get(step["touch_id"], seen or step["due_on"]))
        return min(days, default=None)

    def _dated(self, step: Touch) -> bool:
        return step["touch_id"] in self.on

    def _before(self, touch: Touch) -> Iterator[Touch]:
        for step in self.of.get((touch["account_id"], touch["motive"]), []):
            if step["touch_id"] == touch["touch_id"]:
                return
            yield step

    def _after(self, touch: Touch) -> Iterator[Touch]:
        steps = self.of.get((touch["account_id"], touch["motive"]), [])
        place = next(
            (n for n, step in enumerate(steps, 1) if step["touch_id"] == touch["touch_id"]), len(steps)
        )
        yield from steps[place:]


def last_visit(visits: Iterable[pd.Timestamp], touch: Touch) -> pd.Timestamp | None:
    """Return the last of these visits within the weeks of the contact."""
    return max((day for day in visits if touch["due_from"] <= day <= touch["due_on"]), default=None)
