"""What works drives out on roads, where the portfolio names it."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from solver.parameters import DrivingTimes
from solver.roads.openrouteservice import OpenRouteService
from solver.roads.osrm_map import OsrmMap
from solver.roads.osrm_server import OsrmService
from solver.roads.roads import Engine
from solver.roads.server import RoadServer
from solver.roads.service import Service
from solver.roads.valhalla import ValhallaService
from solver.words.errors import PortfolioError
from solver.words.i18n import _

SERVICES: dict[str, type[Service]] = {
    "osrm": OsrmService,
    "openrouteservice": OpenRouteService,
    "valhalla": ValhallaService,
}


def open_engine(named: DrivingTimes) -> Engine | None:
    """Return the road engine that a portfolio names; none where it names none.

    Raises
    ------
    PortfolioError
        The map, or what reads it, is not there; or the key of the server.
    """
    if named.map:
        return OsrmMap(Path(named.map), cache_folder())
    if named.server:
        key = named.server.key_variable
        if key and not _is_key(os.environ.get(key, "").strip()):
            raise PortfolioError(
                _("the environment variable {variable} holds no key of the server of driving times").format(
                    variable=key
                ),
                column="roads",
                fix=_("put the key there, on one line, or take `key_variable` out"),
            )
        return RoadServer(SERVICES[named.server.kind](), named.server.address, cache_folder(), key)
    return None


def _is_key(text: str) -> bool:
    """Tell what can be sent as a key."""
    return bool(text) and text.isascii() and text.isprintable()


def cache_folder() -> Path:
    """Return where built maps and answers of servers are kept, for all portfolios of this person."""
    return user_cache_path("twelvefold") / "roads"
