"""A run folder: the frozen parameters, the artifacts of each step and the manifest that vouches for them."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from solver import __version__
from solver.parameters import Portfolio, freeze, load_portfolio
from solver.run.registry import producer
from solver.words.errors import PortfolioError
from solver.words.files import file_hash, write_text, writing
from solver.words.i18n import _, spoken

LAYOUT = 1


@dataclass(frozen=True)
class Run:
    """The folder of one run."""

    path: Path

    @classmethod
    def create(cls, path: Path, portfolio: Portfolio) -> "Run":
        """Make the folder where it is not there yet, and freeze the parameters in it.

        Raises
        ------
        PortfolioError
            The folder was made by another version, or cannot be written.
        """
        run = cls(path)
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
            run.check_layout()
            freeze(portfolio, run.portfolio_path)
        return run

    @property
    def portfolio_path(self) -> Path:
        """The frozen parameters."""
        return self.path / "portfolio.yaml"

    @property
    def manifest_path(self) -> Path:
        """What was made, from what, with which parameters."""
        return self.path / "manifest.json"

    @property
    def notebooks(self) -> Path:
        """The executed notebooks."""
        return self.path / "notebooks"

    def portfolio(self) -> Portfolio:
        """Return the frozen parameters."""
        return load_portfolio(self.portfolio_path)

    def spoken(self) -> AbstractContextManager[None]:
        """Write in the language and the currency of the run.

        Raises
        ------
        PortfolioError
            There is no run here.
        """
        if not self.portfolio_path.exists():
            raise PortfolioError(
                _("there is no run in this folder"),
                file=self.path,
                fix=_("give the folder that twelvefold run wrote, as in reports/demo"),
            )
        portfolio = self.portfolio()
        return spoken(portfolio.language, portfolio.currency)

    def artifact_path(self, name: str) -> Path:
        """Return where an artifact lies; a name without an ending is a table."""
        file = name if name.endswith(".json") else f"{name}.parquet"
        return self.path / "artifacts" / producer(name).id / file

    def holds(self, name: str) -> bool:
        """Tell whether an artifact is here as a step that was finished wrote it."""
        path, listed = self.artifact_path(name), self.finished()
        return name in listed and path.exists() and file_hash(path) == listed[name]["sha256"]

    def finished(self) -> dict[str, Any]:
        """Return what the manifest says of each artifact of the steps that were finished."""
        return {
            name: facts
            for step in self.manifest()["steps"].values()
            for name, facts in step["outputs"].items()
        }

    def read(self, name: str) -> Any:
        """Return an artifact: a DataFrame for a table, what JSON holds for facts.

        Raises
        ------
        PortfolioError
            The artifact is not there; the step that makes it is named.
        """
        path = self.artifact_path(name)
        if not path.exists():
            spec = producer(name)
            raise PortfolioError(
                _("“{name}” is not in this run").format(name=name),
                file=self.path,
                fix=_("run step {number} ({title}) first").format(number=spec.number, title=_(spec.title)),
            )
        if path.suffix == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
        return pd.read_parquet(path)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest, empty for a new run.

        Raises
        ------
        PortfolioError
            It cannot be read, or another version of the product wrote it.
        """
        if not self.manifest_path.exists():
            return {"layout": LAYOUT, "version": __version__, "steps": {}}
        try:
            manifest = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        except ValueError:
            manifest = None
        if isinstance(manifest, dict) and manifest.keys() >= {"layout", "steps"}:
            return manifest
        if isinstance(manifest, dict) and manifest.get("layout", LAYOUT) != LAYOUT:
            raise self._of_another_version()
        raise PortfolioError(
            _("the list of what was made in this run folder is damaged"),
            file=self.manifest_path,
            fix=_("move this one file away and run without --steps; every other file is kept"),
        )

    def check_layout(self) -> None:
        """Refuse a folder that another version of the product laid out.

        Raises
        ------
        PortfolioError
            The layout in the manifest is not this version's, or the manifest is damaged.
        """
        if self.manifest()["layout"] != LAYOUT:
            raise self._of_another_version()

    def _of_another_version(self) -> PortfolioError:
        return PortfolioError(
            _("this run folder was made by another version of Twelvefold"),
            file=self.path,
            fix=_("give another folder with --out"),
        )

    def record(self, step_id: str, entry: dict[str, Any]) -> None:
        """Put one step's entry into the manifest."""
        manifest = self.manifest()
        manifest["steps"][step_id] = entry
        manifest["steps"] = dict(sorted(manifest["steps"].items()))
        self._write_manifest(manifest)

    def forget(self, step_id: str) -> None:
        """Take one step's entry out of the manifest: it is about to run again."""
        manifest = self.manifest()
        manifest["steps"].pop(step_id, None)
        self._write_manifest(manifest)

    def record_outputs(self, made: Mapping[str, Sequence[Path]]) -> None:
        """Put the files that were handed over into the manifest, each with its hash.

        Parameters
        ----------
        made : mapping of str to sequence of Path
            By kind; kinds that are not named keep what is recorded of them.
        """
        manifest = self.manifest()
        kept = manifest.get("outputs", {})
        for kind, files in made.items():
            kept[kind] = {file.relative_to(self.path).as_posix(): file_hash(file) for file in sorted(files)}
        manifest["outputs"] = dict(sorted(kept.items()))
        self._write_manifest(manifest)

    def _write_manifest(self, manifest: dict[str, Any]) -> None:
        write_text(self.manifest_path, json.dumps(manifest, ensure_ascii=False, indent=1))
