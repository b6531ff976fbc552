"""What the plan of a finished run would be with other parameters: no notebook runs, the steps work in memory.

A cell costs what a plan costs. What its parameters do not reach is taken from the run; the steps that read
them, or what changed through them, are taken again, up to the plan of step 10. What the run's own trials on
the calendar found of drives and days is kept, not tried anew: that, prices, actions and dates are made by a
run only, to which `-p` gives the parameters.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from solver.batch.asked import Options, manifest_hash
from solver.batch.job import DONE, answer_of, told
from solver.batch.workers import Facts
from solver.flow.allocate_visits import AllocateVisits
from solver.flow.step import Flow
from solver.flow.what_if import PlannedVisits
from solver.flow.whole import FLOWS, as_handed_on
from solver.parameters import override, parse_overrides
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.run import Run, step_spec
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _
from solver.words.sentences import listed

GRID = "grid.json"  # in a run folder: its cells, and the run they were worked out from
BEFORE: tuple[type[Flow], ...] = FLOWS[1 : FLOWS.index(AllocateVisits)]  # the files are not read again
VARIED: tuple[type[Flow], ...] = (*BEFORE, AllocateVisits)

READ_ON = {name for flow in VARIED for name in step_spec(flow.id).needs}

type Cell = Mapping[str, Any]


def cells_of(words: Sequence[str]) -> tuple[Cell, ...]:
    """Read words such as `growth_rate=0.02,0.03`; of several, each value meets each.

    Raises
    ------
    PortfolioError
        A word cannot be read, or names what no step from the second to the tenth reads.
    """
    axes: dict[str, list[Any]] = {}
    for word in words:
        name, equals, values = word.partition("=")
        each = [parse_overrides([f"{name}={value}"] if equals else [word]) for value in values.split(",")]
        for read in each:
            for parameter, value in read.items():
                axes.setdefault(parameter, []).append(value)
    known = {name for flow in VARIED for name in flow.parameters}
    if unfit := sorted(axes.keys() - (known - set(FLOWS[0].parameters))):
        raise PortfolioError(
            _("a grid cannot vary {names}").format(names=listed(unfit)),
            fix=_("only what steps 2 to 10 read can be varied; for others type one batch a value, with -p"),
        )
    return tuple(dict(zip(axes, values, strict=True)) for values in product(*axes.values())) if axes else ()


def what_if(portfolio: str, out: str, options: Options) -> Facts:
    """Work out the cells of a finished run, and write them into its folder; parameters as those of `one`."""
    return answer_of(lambda started: _what_if(Run(Path(out)), options, started), Path(out))


def _what_if(run: Run, options: Options, started: float) -> Facts:
    asked = {"manifest": manifest_hash(run), "cells": [dict(cell) for cell in options.grid]}
    if known_cells(run) is None or _held(run)["asked"] != asked:
        with run.spoken():
            planned, made = PlannedVisits.read_from(run), _made_by(run)
            lines = [_line(planned, made, cell) for cell in options.grid]
        write_text(
            run.path / GRID, json.dumps({"asked": asked, "lines": lines}, ensure_ascii=False, indent=1)
        )
    return told(DONE, "", started)


def known_cells(run: Run) -> list[Facts] | None:
    """Return the lines of the grid that a run folder holds: parameters, figures, gap, words of a refusal."""
    lines: list[Facts] | None = _held(run).get("lines")
    return lines


def grid_of(out: Path, facts: Sequence[Facts]) -> list[Facts]:
    """Return the lines of the grids of a batch, each with the name and the currency of its portfolio."""
    done = [one for one in facts if one["status"] == DONE]
    return [
        {"name": one["name"], "currency": one["currency"], **line}
        for one in done
        for line in known_cells(Run(out / one["name"])) or ()
    ]


def _held(run: Run) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads((run.path / GRID).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held


def _made_by(run: Run) -> dict[str, Any]:
    """Return what the steps that may be taken again read."""
    return {name: run.read(name) for name in sorted(READ_ON)}


def _line(planned: PlannedVisits, made: Mapping[str, Any], cell: Cell) -> Facts:
    try:
        return {"cell": dict(cell), "said": "", **plan_with(planned, made, cell)}
    except PortfolioError as error:  # that there is no such plan is an answer
        return {"cell": dict(cell), "said": str(error), "figures": {}, "gap": None}


def plan_with(planned: PlannedVisits, made: Mapping[str, Any], cell: Cell) -> Facts:
    """Return the key figures of the plan with other parameters, and its proven gap.

    Parameters
    ----------
    planned : PlannedVisits
        The tenth step of the finished run.
    made : mapping
        What its steps made, by the registry's names.
    cell : mapping
        The parameters.

    Raises
    ------
    PortfolioError
        There is no such plan, or a value is out of its bounds.
    """
    portfolio = override(planned.portfolio, **cell)
    made, changed = dict(made), set[str]()
    for flow in BEFORE:
        spec = step_spec(flow.id)
        if cell.keys() & set(flow.parameters) or changed & set(spec.needs):
            step = flow(made, portfolio)
            wanted = READ_ON & set(spec.makes)  # what is only shown, the past as judge above all, is dear
            again = {name: as_handed_on(name, step.made(name)) for name in sorted(wanted)}
            changed |= again.keys()
            made |= again
    plan = planned.again(made, portfolio)
    certificate = as_handed_on("certificate.json", plan.certificate)
    found = Artifacts(
        {
            "rep_time": made["rep_time"],
            "allocation": plan.allocation,
            "certificate.json": certificate,
        }
    )
    figures = {code: figure.value for code, figure in headline(found).items()}
    return {"figures": figures, "gap": certificate["gap"]}
