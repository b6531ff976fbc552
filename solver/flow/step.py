"""What the steps have in common: tables in, results by name, tables out."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

from solver.method.accounts.revenue import Margin, margin_where_unknown
from solver.parameters import Portfolio
from solver.roads.open import open_roads
from solver.roads.roads import Roads
from solver.run import Kpis, Run, Step, open_step, step_spec


class Needed:
    """A table or the facts of an earlier step, under the name the registry gives them.

    Parameters
    ----------
    name : str, optional
        As the registry writes it, where that is not the attribute's own name: `need.json`.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name

    def __set_name__(self, owner: type, attribute: str) -> None:
        """Take the attribute's name where none was given."""
        self.name = self.name or attribute

    def __get__(self, flow: "Flow | None", owner: type) -> Any:
        """Return the table; on the class itself, the need."""
        return self if flow is None else flow.tables[self.name]


class Flow:
    """One step of the method for one firm.

    A result is computed when it is first asked for. A page that makes one itself puts it in its place
    (`step.segments = segment(…)`); what follows then rests on that one.

    Parameters
    ----------
    tables : mapping of str to DataFrame or dict
        At least what the step needs, by the registry's names.
    portfolio : Portfolio

    Attributes
    ----------
    id : str
        As in `04_segment_portfolio`.
    parameters : tuple of str
        The step's own parameters, as its notebook declares them.
    """

    id: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]] = ()

    def __init__(self, tables: Mapping[str, Any], portfolio: Portfolio) -> None:
        self.tables = {name: tables[name] for name in step_spec(self.id).needs}
        self.portfolio = portfolio
        self._step: Step | None = None

    @classmethod
    def open(
        cls, run_dir: str | Path, declared: Mapping[str, Any], portfolio: str | Path | None = None
    ) -> Self:
        """Open the step in a run folder, from its notebook.

        Parameters
        ----------
        run_dir : str or Path
        declared : mapping
            The notebook's `globals()`: the step's parameters are taken out of it.
        portfolio : str or Path, optional
            Step 1 only: see `solver.run.step.open_step`.

        Raises
        ------
        PortfolioError
            A table is missing, or a parameter is out of its bounds.
        """
        own = {name: declared[name] for name in cls.parameters}
        step = open_step(cls.id, run_dir, portfolio, **own)
        flow = cls({name: step.read(name) for name in step.spec.needs}, step.portfolio)
        flow._step = step
        return flow

    @classmethod
    def read_from(cls, run: Run) -> Self:
        """Open the step on what a run folder holds, to ask it something and write nothing.

        Raises
        ------
        PortfolioError
            A table is missing.
        """
        return cls({name: run.read(name) for name in step_spec(cls.id).needs}, run.portfolio())

    def given(self, *names: str) -> dict[str, Any]:
        """Return some of the step's own parameters, by name.

        Raises
        ------
        KeyError
            The step does not declare the parameter, so that no manifest would name it.
        """
        if strangers := set(names) - set(self.parameters):
            raise KeyError(f"{self.id} does not declare {sorted(strangers)}")
        return {name: getattr(self.portfolio, name) for name in names}

    @cached_property
    def roads(self) -> Roads:
        """How long a drive takes, for a step that needs the drives, the accounts and the reps."""
        return open_roads(
            self.portfolio.roads, *(self.tables[name] for name in ("drives", "accounts", "reps"))
        )

    @cached_property
    def margin(self) -> Margin:
        """The margin of whoever has none of its own, for a step that needs the sales."""
        (stated,) = self.given("margin_rate").values()
        return margin_where_unknown(self.tables["sales"], self.portfolio.as_of, stated)

    def outputs(self) -> dict[str, Any]:
        """Return what the step makes, by the registry's names."""
        return {name: self.made(name) for name in step_spec(self.id).makes}

    def made(self, name: str) -> Any:
        """Return one thing that the step makes, by the registry's name."""
        return getattr(self, name.removesuffix(".json"))

    def finish(self, kpis: Mapping[str, str]) -> Kpis:
        """Write what the step makes into the run folder, and show its key figures.

        Raises
        ------
        PortfolioError
            A table breaks its schema, or the disk refuses.
        """
        if self._step is None:
            raise RuntimeError("only a step that was opened in a run folder can be finished there")
        for name, artifact in self.outputs().items():
            self._step.write(name, artifact)
        return self._step.finish(kpis)
