"""OSRM in this process, on a map extract that was built once: nobody is told where the accounts lie."""

import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from solver.roads.osrm_answer import coordinates, located, minutes_of
from solver.words.errors import PortfolioError
from solver.words.files import file_hash
from solver.words.i18n import _

BUILT = "built"  # written last: a folder without it was left half-way


@dataclass(frozen=True)
class OsrmMap:
    """A map extract, and where what OSRM makes of it is kept.

    Parameters
    ----------
    extract : Path
        As in `bretagne.osm.pbf`.
    cache : Path
        The folder of all maps; each lies in one named by its content and that of the rules of the road.

    Raises
    ------
    PortfolioError
        The extract, or the extra `[roads]`, is not there.
    """

    name: ClassVar[str] = "osrm"
    extract: Path
    cache: Path

    @property
    def told(self) -> set[str]:
        """Nobody is told of anything."""
        return set()

    def __post_init__(self) -> None:
        """Refuse what cannot be used at once."""
        if find_spec("osrm") is None:
            raise PortfolioError(
                _("OSRM, which reads the map, is not installed"),
                fix=_('install it with `pip install "twelvefold[roads]"`, or take `map` under `roads` out'),
            )
        if not self.extract.is_file():
            raise PortfolioError(
                _("there is no such file"), file=self.extract, fix=_("correct `map` under `roads`")
            )

    @cached_property
    def folder(self) -> Path:
        """Where this map is kept."""
        with self.extract.open("rb") as content:  # too large to be read whole
            extract = file_digest(content, "sha256").hexdigest()
        return self.cache / sha256((extract + file_hash(_rules())).encode()).hexdigest()

    @property
    def built(self) -> bool:
        """Whether the map can be asked."""
        return (self.folder / BUILT).exists()

    def build(self) -> None:
        """Make of the extract what OSRM reads.

        Raises
        ------
        PortfolioError
            OSRM stops; its last line is told.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        base = self._base
        for command in (
            ["extract", "-p", str(_rules()), "-o", str(base), str(self.extract)],
            ["partition", str(base)],
            ["customize", str(base)],
        ):
            done = subprocess.run(
                [sys.executable, "-m", "osrm", *command], capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise self._failed((done.stdout + done.stderr).strip())
        (self.folder / BUILT).touch()

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target (see `solver.roads.roads.Roads`)."""
        import osrm

        rows, columns = located(origins), located(targets)
        minutes = np.full((len(origins), len(targets)), np.nan)
        if not (len(rows) and len(columns)):
            return minutes
        asked = osrm.TableParameters(
            coordinates=coordinates(origins.iloc[rows]) + coordinates(targets.iloc[columns]),
            sources=list(range(len(rows))),
            destinations=list(range(len(rows), len(rows) + len(columns))),
            annotations=["duration"],
        )
        minutes[np.ix_(rows, columns)] = minutes_of(self._opened.Table(asked))
        return minutes

    def _failed(self, said: str) -> PortfolioError:
        return PortfolioError(
            _("OSRM could not read the map ({reason})").format(
                reason=said.rpartition("\n")[2].removeprefix("  what():").strip()
            ),
            file=self.extract,
            fix=_("download the extract again, or a smaller one"),
        )

    @property
    def _base(self) -> Path:
        return self.folder / "map.osrm"

    @cached_property
    def _opened(self) -> Any:
        import osrm

        if not self.built:
            raise PortfolioError(
                _("this map has not been built yet"),
                file=self.extract,
                fix=_("run: twelvefold roads build {path}").format(path=self.extract.name),
            )
        return osrm.OSRM(algorithm="MLD", storage_config=str(self._base), use_shared_memory=False)


def _rules() -> Path:
    """Return OSRM's rules for a car, as they come with it."""
    import osrm

    return Path(osrm.__file__).parent / "share" / "profiles" / "car.lua"
