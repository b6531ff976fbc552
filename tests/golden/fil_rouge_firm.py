"""The course case as a firm: its files through the steps, without notebooks."""

from functools import cache

from solver.flow.step import Flow
from solver.parameters import load_portfolio, override
from tests.conftest import ROOT
from tests.flow.whole import walk

PORTFOLIO = ROOT / "data" / "fil_rouge" / "portfolio.yaml"


@cache
def steps_1_to_10(**changes) -> dict[int, Flow]:
    """The first ten steps by number, some parameters changed, each with its intermediate results."""
    firm = override(load_portfolio(PORTFOLIO), **changes)
    return dict(enumerate(walk(firm, last=10).steps, start=1))
