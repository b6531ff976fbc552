"""What was asked of a run, as one hash, and whether a run folder still holds the answer to it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solver import __version__
from solver.parameters import Portfolio, load_portfolio, override
from solver.parameters.load import SQLITE_FILE
from solver.run import STEPS, Run, project_path
from solver.words.errors import PortfolioError
from solver.words.files import file_hash

ANSWER = "asked.json"  # in a run folder of a batch: the hash of what was asked, and the facts that answer it


@dataclass(frozen=True)
class Options:
    """What is asked of every run of a batch; it travels to other processes.

    Attributes
    ----------
    language : str or None
        Of the runs; each portfolio's own where none is given.
    overrides : dict
        Parameters that win over the portfolio's.
    outputs : tuple of str
        Names of the files to hand over.
    grid : tuple of mapping
        Parameters with which each plan is made once more, without a run.
    """

    language: str | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    grid: tuple[Mapping[str, Any], ...] = ()

    @property
    def chosen(self) -> dict[str, Any]:
        """The parameters that win over the portfolio's, the language among them."""
        return self.overrides | ({"language": self.language} if self.language else {})


def portfolio_of(path: Path, options: Options) -> Portfolio:
    """Return a portfolio as a run of the batch takes it.

    Raises
    ------
    PortfolioError
        It cannot be used.
    """
    return override(load_portfolio(project_path(path)), **options.chosen)


def asked_of(portfolio: Portfolio, options: Options) -> str | None:
    """Return the hash of parameters, files and options; none where something is read that is no file."""
    values = portfolio.model_dump(mode="json")
    files = dict(_files_named(values))
    if None in files.values():
        return None
    told = {"version": __version__, "parameters": values, "files": files, "outputs": options.outputs}
    return _hash(told)


def manifest_hash(run: Run) -> str:
    """Return the hash of all that a manifest says but how long it took."""
    manifest = run.manifest()
    for step in manifest["steps"].values():
        step.pop("seconds", None)
    return _hash(manifest)


def kept(portfolio: str, out: str, options: Options) -> dict[str, Any] | None:
    """Return the facts of a run that is there whole, made of the same; none where it has to be made.

    Parameters
    ----------
    portfolio, out : str
        Path of a `portfolio.yaml`, and of its run folder.
    options : Options

    Notes
    -----
    A workbook in which somebody decided something is no longer the one that was written: the run is made
    again, and takes it back.
    """
    run = Run(Path(out))
    try:
        facts: dict[str, Any] = json.loads((run.path / ANSWER).read_text(encoding="utf-8"))
        asked = asked_of(portfolio_of(Path(portfolio), options), options)
        whole = run.manifest()["steps"].keys() >= {spec.id for spec in STEPS}
        same = asked is not None and facts["asked"] == asked and facts["manifest"] == manifest_hash(run)
    except (OSError, ValueError, KeyError, TypeError, PortfolioError):
        return None
    return facts if whole and same and _untouched(run) else None


def _untouched(run: Run) -> bool:
    """Tell whether every table and every file handed over is there as the manifest lists it."""
    handed_over = {
        name: sha256 for files in run.manifest().get("outputs", {}).values() for name, sha256 in files.items()
    }
    return all(run.holds(name) for name in run.finished()) and all(
        (run.path / name).exists() and file_hash(run.path / name) == sha256
        for name, sha256 in handed_over.items()
    )


def _files_named(values: Any) -> Iterator[tuple[str, str | None]]:
    """Go through parameters; give each file or folder that is named with its hash, a database with none."""
    if isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            yield from _files_named(value)
    elif isinstance(values, str):
        sqlite = SQLITE_FILE.match(values)
        text = sqlite["file"] if sqlite else values
        if "://" in text:
            if not text.startswith(("http://", "https://")):  # a service of driving times answers alike
                yield text, None
        elif Path(text).is_absolute() and Path(text).exists():
            yield text, _hash_of(Path(text))


def _hash_of(path: Path) -> str:
    """Return the hash of a file; of a folder, that of its manifest, or of the files in it and their age."""
    if path.is_dir():
        if (path / "manifest.json").exists():
            return _hash_of(path / "manifest.json")
        facts = ((file, file.stat()) for file in sorted(path.rglob("*")) if file.is_file())
        return _hash([[str(file), known.st_size, known.st_mtime_ns] for file, known in facts])
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
