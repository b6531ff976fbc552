"""What the driving times of a firm rest on, in figures."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from solver.parameters import DrivingTimes
from solver.roads.compare import as_kilometres
from solver.roads.known import Known
from solver.roads.law import Law
from solver.roads.roads import Roads


def describe(
    named: DrivingTimes, drives: pd.DataFrame, roads: Roads, places: pd.DataFrame, told: Collection[str] = ()
) -> dict[str, Any]:
    """Say where the driving times come from.

    Parameters
    ----------
    named : DrivingTimes
    drives : DataFrame
        Table `drives` of step 1.
    roads : Roads
        What `open_roads` makes of both.
    places : DataFrame
        `place_id, lat, lon` of the ends of the drives.
    told : collection of str
        The places that a server was told of.

    Returns
    -------
    dict
        `drives` by who says them, `factor` on the law, `steady_kmh` as the crow flies where the law is one
        speed, and of a server its `address` and how many `places` it was told; `like_km`, minutes per
        kilometre, only where those of the file may be kilometres.
    """
    law = roads.rest if isinstance(roads, Known) else roads
    assert isinstance(law, Law)
    said = drives["said_by"].value_counts()
    like_km = as_kilometres(drives[drives["said_by"] == "matrix"], places)
    return {
        "drives": {str(who): int(count) for who, count in said.sort_index().items()},
        "factor": law.factor,
        "steady_kmh": named.long_kmh if named.steady else None,
        "address": named.server.address if named.server else None,
        "places": len(told),
        **({} if like_km is None else {"like_km": like_km}),
    }
