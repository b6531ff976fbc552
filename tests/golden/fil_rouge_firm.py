"""The course case as a firm: its files through the steps, without notebooks."""

from functools import cache

from solver.flow.step import Flow
from solver.flow.whole import FLOWS, Walked, as_handed_on, walk
from solver.parameters import load_portfolio, override
from tests.conftest import ROOT

PORTFOLIO = ROOT / "data" / "fil_rouge" / "portfolio.yaml"
LAST = 10


def steps_1_to_10(**changes) -> dict[int, Flow]:
    """The first ten steps by number, some parameters changed, each with its intermediate results."""
    walked = as_it_is()
    own = walked.steps[0].portfolio
    moved = {name: value for name, value in changes.items() if getattr(own, name) != value}
    steps = changed(**moved) if moved else walked.steps
    return dict(enumerate(steps, start=1))


@cache
def as_it_is() -> Walked:
    """The firm with the parameters of its file, every table made and checked."""
    return walk(load_portfolio(PORTFOLIO), last=LAST)


@cache
def changed(**changes) -> tuple[Flow, ...]:
    """The steps, made again from the first that takes a parameter changed; of the last, what is asked for."""
    walked = as_it_is()
    firm = override(walked.steps[0].portfolio, **changes)
    first = next(i for i, flow in enumerate(FLOWS) if not set(flow.parameters).isdisjoint(changes))
    steps, made = list(walked.steps[:first]), dict(walked.made)
    for flow in FLOWS[first:LAST]:
        steps.append(flow(made, firm))
        if len(steps) < LAST:
            outputs = steps[-1].outputs()
            made |= {name: as_handed_on(name, artifact) for name, artifact in outputs.items()}
    return tuple(steps)
