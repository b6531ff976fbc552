"""One step at work: reads what it declared, writes what it promised, leaves its trace in the manifest."""

import json
import time
from collections import deque
from collections.abc import Mapping
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from solver.parameters import Portfolio, load_portfolio, override
from solver.run.folder import Run
from solver.run.registry import StepSpec, step_spec
from solver.run.sentences import show_sentences_as_prose
from solver.tables import check
from solver.words.errors import PortfolioError
from solver.words.files import file_hash, write_table, write_text
from solver.words.i18n import _, speak_by_default, with_label
from solver.words.places import project_path

PACKAGES = ("pandas", "numpy", "numba", "pulp", "highspy", "ortools")

_opened: deque[Run] = deque(maxlen=1)

# JupyterLab floats the terms of a list beside their definitions; the report has a style of its own.
LAB_STYLE = (
    "<style>.jp-OutputArea .kpis{display:flex;flex-wrap:wrap;gap:1.5rem;margin:0}"
    ".jp-OutputArea .kpis dt,.jp-OutputArea .kpis dd"
    "{float:none!important;width:auto!important;margin:0!important;font-weight:400}"
    ".jp-OutputArea .kpis dd{font-weight:700;font-size:1.2em}</style>"
)


class Kpis(dict[str, str]):
    """The step's key figures, label to figure, both ready to be read."""

    def __repr__(self) -> str:
        """One figure a line."""
        return "\n".join(with_label(label, figure) for label, figure in self.items())

    def _repr_html_(self) -> str:
        tiles = "".join(
            f"<div class='kpi'><dt>{escape(label)}</dt><dd>{escape(figure)}</dd></div>"
            for label, figure in self.items()
        )
        return f"{LAB_STYLE}<dl class='kpis'>{tiles}</dl>"


class Step:
    """One step of one run; notebooks get it from `open_step`."""

    def __init__(self, spec: StepSpec, run: Run, portfolio: Portfolio, declared: Mapping[str, Any]) -> None:
        self.spec = spec
        self.run = run
        self.portfolio = portfolio
        self._declared = dict(declared)
        self._inputs: dict[str, str] = {}
        self._outputs: dict[str, dict[str, Any]] = {}
        self._started = time.perf_counter()

    def read(self, name: str) -> Any:
        """Return a table or the facts of an earlier step.

        Raises
        ------
        PortfolioError
            The step did not declare that it needs it, or it has not been made yet.
        """
        if name not in self.spec.needs:
            raise PortfolioError(
                _("step {step} does not declare that it needs “{name}”").format(step=self.spec.id, name=name),
                fix=_("add it to the step's `needs` in the registry"),
            )
        artifact = self.run.read(name)
        self._inputs[name] = file_hash(self.run.artifact_path(name))
        return artifact

    def write(self, name: str, artifact: pd.DataFrame | Mapping[str, Any]) -> None:
        """Check a table against its schema, or take facts as they are, and put it into the run folder.

        Raises
        ------
        PortfolioError
            The step did not declare that it makes it, the table breaks its schema, or the disk refuses.
        """
        if name not in self.spec.makes:
            raise PortfolioError(
                _("step {step} does not declare that it makes “{name}”").format(step=self.spec.id, name=name),
                fix=_("add it to the step's `makes` in the registry"),
            )
        path = self.run.artifact_path(name)
        if isinstance(artifact, pd.DataFrame):
            table = check(name, artifact)
            write_table(path, table)
            entry: dict[str, Any] = {"rows": len(table)}
        else:
            write_text(path, json.dumps(artifact, ensure_ascii=False, indent=1, default=plain))
            entry = {}
        self._outputs[name] = {"sha256": file_hash(path), **entry}

    def finish(self, kpis: Mapping[str, str]) -> Kpis:
        """Close the step: everything promised is there, the manifest says so, the key figures are shown.

        Raises
        ------
        PortfolioError
            Something the step promised was not written.
        """
        missing = [name for name in self.spec.makes if name not in self._outputs]
        if missing:
            raise PortfolioError(
                _("step {step} has not written {names}").format(step=self.spec.id, names=", ".join(missing))
            )
        self.run.record(
            self.spec.id,
            {
                "language": self.portfolio.language,
                "parameters": self._declared,
                "inputs": self._inputs,
                "outputs": self._outputs,
                "kpis": dict(kpis),
                "packages": {name: version(name) for name in PACKAGES if find_spec(name)},
                "seconds": round(time.perf_counter() - self._started, 2),
            },
        )
        return Kpis(kpis)


def open_step(
    step_id: str, run_dir: str | Path, portfolio: str | Path | None = None, **parameters: Any
) -> Step:
    """Open one step of a run, from a notebook.

    Parameters
    ----------
    step_id : str
        As in `04_segment_portfolio`.
    run_dir : str or Path
        The run folder; a relative path is looked for where the notebook lies, then in the checkout.
    portfolio : str or Path, optional
        Step 1 only: the `portfolio.yaml` a new run starts from. A run the command has prepared keeps its own.
    **parameters
        The notebook's own parameters; they win over the portfolio's and are validated with it.

    Raises
    ------
    PortfolioError
        The run folder has no portfolio, was made by another version, or a parameter is out of its bounds.
    """
    spec = step_spec(step_id)
    run = Run(project_path(run_dir))
    if portfolio is not None and not run.portfolio_path.exists():
        run = Run.create(run.path, load_portfolio(project_path(portfolio)))
    run.check_layout()
    if not run.portfolio_path.exists():
        raise PortfolioError(
            _("there is no run in this folder yet"),
            file=run.path,
            fix=_("run step 1 first, or give another run_dir"),
        )
    resolved = override(run.portfolio(), **parameters)
    speak_by_default(resolved.language, resolved.currency)
    _opened.append(run)
    show_sentences_as_prose()
    return Step(spec, run, resolved, parameters)


def last_opened() -> Run | None:
    """Return the run that this session opened last; None when it opened none."""
    return _opened[-1] if _opened else None


def plain(value: Any) -> Any:
    """Turn numpy and pandas scalars into what JSON knows."""
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
