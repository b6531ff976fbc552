"""The one typed description of `portfolio.yaml`: what it may say, in which bounds, with which defaults."""

from solver.parameters.load import freeze, load_portfolio, override, parse_overrides
from solver.parameters.portfolio import Branding, Computed, Heads, Portfolio, Source, Via
from solver.parameters.reps import Absence, Rep
from solver.parameters.roads import DrivingTimes, Stay

__all__ = [
    "Absence",
    "Branding",
    "Computed",
    "DrivingTimes",
    "Heads",
    "Portfolio",
    "Rep",
    "Source",
    "Stay",
    "Via",
    "freeze",
    "load_portfolio",
    "override",
    "parse_overrides",
]
