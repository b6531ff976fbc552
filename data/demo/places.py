"""Where the accounts are: real communes of Brittany, drawn by population around each rep's home."""

from pathlib import Path

import numpy as np
import pandas as pd
from vocabulary import DEPARTMENTS, REPS, Rep

COMMUNES = Path(__file__).resolve().parents[1] / "reference" / "communes.csv"
REACH_KM = 30.0
FAR_KM = 70.0
FAR_SHARE = 0.07
# Processors differ in the last bit of sines, logarithms and powers: nothing may hang on it.
DECIMALS = 9
# Towns of the few accounts served by carrier; the postcodes begin with a zero, which the export lost.
OUT_OF_REGION = ("01053", "01004", "06088", "06029", "06004")


def read_communes() -> pd.DataFrame:
    """Read the communes with their first postcode."""
    communes = pd.read_csv(COMMUNES, dtype={"insee_code": "str", "postcodes": "str"})
    first = communes["postcodes"].str.extract(r"(\d{5})", expand=False)
    return communes.assign(postcode=first).rename(columns={"name": "town"}).set_index("insee_code")


def homes(communes: pd.DataFrame) -> pd.DataFrame:
    """Return where each rep lives, one row per rep."""
    rows = communes.loc[[rep.insee_code for rep in REPS], ["lat", "lon"]]
    return rows.set_axis(pd.Index([rep.rep_id for rep in REPS], name="rep_id"))


def distance_km(lat: pd.Series, lon: pd.Series, other_lat: pd.Series, other_lon: pd.Series) -> np.ndarray:
    """Return great-circle distances in km."""
    a, b, c, d = (np.radians(np.asarray(x, dtype=float)) for x in (lat, lon, other_lat, other_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.round(2 * 6371.0 * np.arcsin(np.sqrt(half)), DECIMALS)


def draw_places(rng: np.random.Generator, communes: pd.DataFrame, counts: dict[str, int]) -> pd.DataFrame:
    """Draw a commune for each of a rep's accounts: most near, a few across the region by history."""
    brittany = communes[communes.index.str[:2].isin(DEPARTMENTS)]
    homes_of = homes(communes)
    km = pd.DataFrame(
        {
            rep_id: distance_km(brittany["lat"], brittany["lon"], home["lat"], home["lon"])
            for rep_id, home in homes_of.iterrows()
        },
        index=brittany.index,
    )
    nearest = km.idxmin(axis="columns")
    drawn = [_draw_for(rng, rep, counts[rep.rep_id], brittany["population"], km, nearest) for rep in REPS]
    return locate(pd.concat(drawn, ignore_index=True), communes)


def locate(accounts: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Add town, postcode, coordinates and the distance to the rep's home."""
    places = communes.loc[accounts["insee_code"], ["town", "postcode", "lat", "lon"]].reset_index(drop=True)
    home = homes(communes).loc[accounts["rep_id"]].reset_index(drop=True)
    home_km = distance_km(places["lat"], places["lon"], home["lat"], home["lon"])
    return pd.concat([accounts.reset_index(drop=True), places], axis="columns").assign(home_km=home_km)


def _draw_for(
    rng: np.random.Generator,
    rep: Rep,
    count: int,
    population: pd.Series,
    km: pd.DataFrame,
    nearest: pd.Series,
) -> pd.DataFrame:
    """Draw the communes of one rep's accounts."""
    near = np.where(nearest == rep.rep_id, population**0.9 * np.exp(-km[rep.rep_id] / REACH_KM), 0.0)
    far = np.where(km[rep.rep_id] > FAR_KM, population**0.9, 0.0)
    weights = (1 - FAR_SHARE) * near / near.sum() + FAR_SHARE * far / far.sum()
    codes = rng.choice(population.index.to_numpy(), size=count, p=weights)
    return pd.DataFrame({"rep_id": rep.rep_id, "insee_code": codes})
