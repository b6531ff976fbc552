"""What every source of driving times can say."""

from typing import Protocol

import numpy as np
import pandas as pd


class Roads(Protocol):
    """A source of driving times: a law on coordinates, somebody's file, a road engine."""

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target.

        Parameters
        ----------
        origins, targets : DataFrame
            Places: `place_id, lat, lon` (see `solver.roads.places`).

        Returns
        -------
        ndarray, shape (origins, targets)
            Minutes; missing where there is no way, or no telling. The way back may take longer.
        """


class Engine(Roads, Protocol):
    """What works drives out on roads, and is named in the table `drives`."""

    @property
    def name(self) -> str:
        """A code of `said_by`."""

    @property
    def told(self) -> set[str]:
        """The places that somebody elsewhere was told of."""
