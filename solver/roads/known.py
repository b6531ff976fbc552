"""Driving times that somebody knows, pair by pair, and the law for the rest."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from solver.roads.law import Law
from solver.roads.places import STAY

LEAST_KNOWN = 10  # pairs from which a factor on the law is fitted


@dataclass(frozen=True)
class Known:
    """Known drives first, the law for the others; no way to a stay that is in none of them.

    Parameters
    ----------
    drives : DataFrame
        Table `drives`.
    rest : Law
    """

    drives: pd.DataFrame
    rest: Law

    @cached_property
    def _places(self) -> pd.Index:
        places: pd.Index = pd.Index(pd.concat([self.drives["from_id"], self.drives["to_id"]]).unique())
        return places

    @cached_property
    def _listed(self) -> tuple[np.ndarray, np.ndarray]:
        """The pairs as numbers in order, and the minutes of each."""
        start, end = (self._numbers(self.drives[name]) for name in ("from_id", "to_id"))
        pairs = start * len(self._places) + end
        order = np.argsort(pairs, kind="stable")
        return pairs[order], self.drives["minutes"].to_numpy()[order]

    def _numbers(self, ids: pd.Series) -> np.ndarray:
        """Return the place of each id among those of the drives, -1 for a stranger."""
        return np.asarray(self._places.get_indexer(pd.Index(ids)), dtype=np.int64)

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target (see `solver.roads.roads.Roads`)."""
        estimate = self.rest.minutes(origins, targets)
        start, end = (self._numbers(places["place_id"]) for places in (origins, targets))
        for number, places, estimates in ((start, origins, estimate), (end, targets, estimate.T)):
            estimates[(number < 0) & places["place_id"].str.startswith(STAY).to_numpy(dtype=bool)] = np.nan
        wanted = np.where(
            (start < 0)[:, None] | (end < 0)[None, :], -1, start[:, None] * len(self._places) + end[None, :]
        )
        pairs, minutes = self._listed
        place = np.searchsorted(pairs, wanted).clip(max=len(pairs) - 1)
        return np.where(pairs[place] == wanted, minutes[place], estimate)


def fitted_factor(drives: pd.DataFrame, places: pd.DataFrame, law: Law) -> float:
    """Return by how much the law is to be multiplied to fit the drives that are known.

    Parameters
    ----------
    drives : DataFrame
        `from_id, to_id, minutes`.
    places : DataFrame
        `place_id, lat, lon`.
    law : Law
        With a factor of 1.

    Returns
    -------
    float
        exp(mean log(known / law)); 1 where fewer than ten drives, or none with coordinates, are known.
    """
    estimate = law.between(*between_places(drives, places))
    usable = (drives["minutes"].to_numpy() > 0) & ~np.isnan(estimate)
    if usable.sum() < LEAST_KNOWN:
        return 1.0
    return float(np.exp(np.log(drives["minutes"].to_numpy()[usable] / estimate[usable]).mean()).round(4))


def between_places(drives: pd.DataFrame, places: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return latitudes and longitudes of where drives start, and of where they end."""
    located = places.drop_duplicates("place_id").set_index("place_id")[["lat", "lon"]]
    start, end = (located.reindex(drives[name]).to_numpy().T for name in ("from_id", "to_id"))
    return start, end
