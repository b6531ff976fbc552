"""Known drives held against each other, and against the law."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.roads.crow import great_circle_km
from solver.roads.known import between_places
from solver.roads.law import Law

BANDS_KM = (0, 3, 7, 15, 30, 60, 150, np.inf)
WORST = 10
# In Isère minutes grow with the power .75 of the distance (.80 among neighbours), kilometres with .95.
LIKE_KM, CLOSE, PER_KM = 0.9, 0.15, (1.0, 1.7)
LEAST_KM, LEAST_DRIVES = 3.0, 30


class Asymmetry(NamedTuple):
    """How much longer one way is than the other: pairs known both ways, mean and largest gap, mean share."""

    pairs: int
    mean_minutes: float
    largest_minutes: float
    share: float


def asymmetry(known: pd.DataFrame) -> Asymmetry:
    """Hold each drive against the way back.

    Parameters
    ----------
    known : DataFrame
        `from_id, to_id, minutes`.
    """
    out = known[known["from_id"] < known["to_id"]]
    back = known.rename(columns={"from_id": "to_id", "to_id": "from_id"})
    both = out.merge(back, on=["from_id", "to_id"], suffixes=("", "_back"))
    gap = (both["minutes"] - both["minutes_back"]).abs()
    mean = (both["minutes"] + both["minutes_back"]).sum() / 2
    return Asymmetry(len(both), gap.mean(), gap.max(), gap.sum() / mean if mean else 0.0)


def against_law(known: pd.DataFrame, places: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Return each drive beside what the law says of it.

    Parameters
    ----------
    known : DataFrame
        `from_id, to_id, minutes`.
    places : DataFrame
        `place_id, lat, lon`.
    law : Law

    Returns
    -------
    DataFrame
        `from_id, to_id, km` (as the crow flies)`, minutes, law_minutes`, and `error`, the law over the drive
        less 1, by how far the law is off in minutes, the worst first; drives of no time, and to places
        without coordinates, are left out.
    """
    start, end = between_places(known, places)
    table = known[["from_id", "to_id"]].assign(
        km=great_circle_km(*start, *end), minutes=known["minutes"], law_minutes=law.between(start, end)
    )
    table = table[table["km"].notna() & (table["minutes"] > 0)]
    table = table.assign(error=table["law_minutes"] / table["minutes"] - 1)
    off = (table["law_minutes"] - table["minutes"]).abs().round(6)
    return (
        table.assign(off=off)
        .sort_values(["off", "from_id", "to_id"], ascending=[False, True, True], kind="stable")
        .drop(columns="off")
        .reset_index(drop=True)
    )


def by_band(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the error of the law by distance as the crow flies.

    Returns
    -------
    DataFrame
        `from_km, to_km, drives, error` (mean, either direction), `bias` (mean); no band without a drive.
    """
    band = pd.cut(compared["km"], BANDS_KM, right=False, labels=False)
    grouped = compared.assign(band=band, error=compared["error"].abs(), bias=compared["error"]).groupby(
        "band"
    )
    table = grouped.agg(drives=("km", "size"), error=("error", "mean"), bias=("bias", "mean")).reset_index()
    edges = np.array(BANDS_KM)
    at = table["band"].to_numpy(dtype=int)
    return table.assign(from_km=edges[at], to_km=edges[at + 1])[
        ["from_km", "to_km", "drives", "error", "bias"]
    ]


def as_kilometres(known: pd.DataFrame, places: pd.DataFrame) -> float | None:
    """Return minutes per kilometre as the crow flies where they grow in step with it, as distances do.

    Parameters
    ----------
    known : DataFrame
        `from_id, to_id, minutes` of somebody's file.
    places : DataFrame
        `place_id, lat, lon`.

    Returns
    -------
    float or None
        None where short drives are the slower ones, as on roads, or where too little is known.
    """
    start, end = between_places(known, places)
    km, minutes = great_circle_km(*start, *end), known["minutes"].to_numpy()
    told = (km >= LEAST_KM) & (minutes > 0)
    if told.sum() < LEAST_DRIVES:
        return None
    far, long = np.log(km[told]), np.log(minutes[told])
    spread = far.var()
    power = ((far - far.mean()) * (long - long.mean())).mean() / spread if spread > 0 else 0.0
    off = long - long.mean() - power * (far - far.mean())
    per_km = float(np.exp((long - far).mean()))
    alike = power >= LIKE_KM and off.std() <= CLOSE and PER_KM[0] <= per_km <= PER_KM[1]
    return per_km if alike else None
