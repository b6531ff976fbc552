"""Days of a rep that start or end elsewhere than at home, or later than usual; nights make more of them."""

import pandas as pd

from solver.method.time.measure_time import ELSEWHERE
from solver.roads.places import home_places


def days_elsewhere(rep_days: pd.DataFrame) -> pd.DataFrame:
    """Return the days that say anything of where or when they start or end; an empty cell as None."""
    said = rep_days.reindex(columns=["rep_id", "date", *ELSEWHERE])
    said = said[said[[*ELSEWHERE]].notna().any(axis=1)]
    if said.empty:
        return said
    said = said.astype(dict.fromkeys(ELSEWHERE, object))
    return said.where(said.notna(), None)


def places_elsewhere(rep_id: str, rep_days: pd.DataFrame) -> list[str]:
    """Return the places where days of a rep start or end, its home excepted, in order."""
    said = days_elsewhere(rep_days[rep_days["rep_id"] == rep_id])
    named = {*said["start_id"].dropna(), *said["end_id"].dropna()}
    return sorted(named - {f"home:{rep_id}"})


def with_nights(rep_days: pd.DataFrame, nights: pd.DataFrame) -> pd.DataFrame:
    """Return the days of the reps, each night in the places where one of them ends and the next one starts.

    Parameters
    ----------
    rep_days, nights : DataFrame
        Canonical tables.
    """
    if nights.empty:
        return rep_days
    days = rep_days.reindex(columns=[*rep_days.columns, *(c for c in ELSEWHERE if c not in rep_days)])
    slept = nights.set_index(["rep_id", "date"])["place_id"]
    for end, later in (("end_id", 0), ("start_id", 1)):
        evening = pd.to_datetime(days["date"]) - pd.Timedelta(days=later)
        place = slept.reindex(pd.MultiIndex.from_arrays([days["rep_id"], evening])).to_numpy(dtype=object)
        days[end] = pd.Series(place, index=days.index).fillna(days[end].astype(object))
    return days


def with_homes(accounts: pd.DataFrame, reps: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    """Return the places of the accounts, and under their own codes the homes of all reps and the stays."""
    others = pd.concat([home_places(reps), stays], ignore_index=True).rename(
        columns={"place_id": "account_id"}
    )
    return pd.concat([accounts[["account_id", "lat", "lon"]], others], ignore_index=True)
