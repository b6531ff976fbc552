"""The one typed description of `portfolio.yaml`: what it may say, in which bounds, with which defaults."""

from solver.parameters.load import freeze, load_portfolio, override, parse_overrides
from solver.parameters.portfolio import Absence, Branding, Computed, Portfolio, Rep, Source, Via
from solver.parameters.roads import DrivingTimes

__all__ = [
    "Absence",
    "Branding",
    "Computed",
    "DrivingTimes",
    "Portfolio",
    "Rep",
    "Source",
    "Via",
    "freeze",
    "load_portfolio",
    "override",
    "parse_overrides",
]
