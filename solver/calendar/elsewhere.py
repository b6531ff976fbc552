"""Days of a rep that start or end elsewhere than at home, or later than usual."""

import pandas as pd

from solver.method.time.measure_time import ELSEWHERE
from solver.roads.places import home_places


def days_elsewhere(rep_days: pd.DataFrame) -> pd.DataFrame:
    """Return the days that say anything of where or when they start or end; an empty cell as None."""
    said = rep_days.reindex(columns=["rep_id", "date", *ELSEWHERE])
    said = said[said[[*ELSEWHERE]].notna().any(axis=1)].astype(dict.fromkeys(ELSEWHERE, object))
    return said.where(said.notna(), None)


def places_elsewhere(rep_id: str, rep_days: pd.DataFrame) -> list[str]:
    """Return the places where days of a rep start or end, its home excepted, in order."""
    said = days_elsewhere(rep_days[rep_days["rep_id"] == rep_id])
    named = {*said["start_id"].dropna(), *said["end_id"].dropna()}
    return sorted(named - {f"home:{rep_id}"})


def with_homes(accounts: pd.DataFrame, reps: pd.DataFrame) -> pd.DataFrame:
    """Return the places of the accounts, and under their own codes the homes of all reps."""
    homes = home_places(reps).rename(columns={"place_id": "account_id"})
    return pd.concat([accounts[["account_id", "lat", "lon"]], homes], ignore_index=True)
