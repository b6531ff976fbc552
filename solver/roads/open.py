"""The source of driving times that a portfolio names."""

from solver.parameters import Portfolio
from solver.roads.crow import CrowFlies
from solver.roads.roads import Roads

OF_ROADS = ("road_factor", "speed_kmh")  # what a step that drives declares, so that its manifest says it


def open_roads(portfolio: Portfolio) -> Roads:
    """Return the driving times of a firm, from its parameters."""
    return CrowFlies(road_factor=portfolio.road_factor, speed_kmh=portfolio.speed_kmh)
