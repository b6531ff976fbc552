"""What works drives out on roads, where the portfolio names it."""

from pathlib import Path

from platformdirs import user_cache_path

from solver.parameters import DrivingTimes
from solver.roads.osrm_map import OsrmMap
from solver.roads.osrm_server import OsrmServer
from solver.roads.roads import Engine


def open_engine(named: DrivingTimes) -> Engine | None:
    """Return the road engine that a portfolio names; none where it names none.

    Raises
    ------
    PortfolioError
        The map, or what reads it, is not there.
    """
    if named.map:
        return OsrmMap(Path(named.map), cache_folder())
    if named.server:
        return OsrmServer(named.server.address, cache_folder())
    return None


def cache_folder() -> Path:
    """Return where built maps and answers of servers are kept, for all portfolios of this person."""
    return user_cache_path("twelvefold") / "roads"
