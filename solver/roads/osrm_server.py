"""Driving times from an OSRM server, asked in blocks that every server answers, each once."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pandas as pd

from solver.roads.osrm_answer import coordinates, located, minutes_of
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _

# Origins, and as many targets: osrm-routed usually refuses more than a hundred places.
BLOCK = 50
TRIES = 6
TOO_MANY = 429
SECONDS = 60
LONGEST_WAIT = 300


@dataclass(frozen=True)
class OsrmServer:
    """An OSRM server: it is told coordinates to four decimals, and nothing else.

    Parameters
    ----------
    address : str
        As in `http://localhost:5000`.
    cache : Path
        Folder in which each answer is kept, for good: a block of places that was asked for is not asked for
        again. Only the times are kept, not the streets that the server names.
    wait : callable
        Waits so many seconds.
    """

    name: ClassVar[str] = "server"
    address: str
    cache: Path
    wait: Callable[[float], None] = time.sleep

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target (see `solver.roads.roads.Roads`).

        Raises
        ------
        PortfolioError
            The server cannot be reached, or refuses.
        """
        minutes = np.full((len(origins), len(targets)), np.nan)
        for rows in _blocks(located(origins)):
            for columns in _blocks(located(targets)):
                answer = self._answer(_question(origins.iloc[rows], targets.iloc[columns]))
                minutes[np.ix_(rows, columns)] = minutes_of(answer)
        return minutes

    def _answer(self, question: str) -> Any:
        """Return what the server says, or what it said when it was last asked."""
        url = self.address.rstrip("/") + question
        kept = self.cache / f"{sha256(url.encode()).hexdigest()}.json"
        if not kept.exists():
            write_text(kept, self._asked(url))
        return json.loads(kept.read_text(encoding="utf-8"))

    def _asked(self, url: str) -> str:
        for attempt in range(TRIES):
            try:
                with urlopen(Request(url, headers={"User-Agent": "twelvefold"}), timeout=SECONDS) as reply:
                    text = reply.read().decode()
                    said = json.loads(text)
                    if said["code"] == "Ok":
                        return json.dumps(_kept(said))
                    raise self._refused(text)
            except HTTPError as error:
                if error.code != TOO_MANY:
                    raise self._refused(f"{error.code} {error.read().decode(errors='replace')}") from None
                asked = str(error.headers.get("Retry-After") or "")
                self.wait(min(int(asked), LONGEST_WAIT) if asked.isdigit() else 2**attempt)
            except (OSError, HTTPException, ValueError, KeyError) as error:
                raise self._refused(str(getattr(error, "reason", error))) from None
        raise self._refused(_("too many questions"))

    def _refused(self, reason: str) -> PortfolioError:
        return PortfolioError(
            _("the server of driving times {address} gives no answer ({reason})").format(
                address=self.address, reason=" ".join(reason.split())[:120]
            ),
            fix=_("what it answered is kept: run again, or correct `server` under `roads`"),
        )


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return of an answer the times, and how far each place lies from its road: no street by its name."""
    ends = ("sources", "destinations")
    near = {end: [{"distance": place["distance"]} for place in said[end]] for end in ends}
    return {"durations": said["durations"], **near}


def _blocks(positions: np.ndarray) -> Iterator[np.ndarray]:
    return (positions[first : first + BLOCK] for first in range(0, len(positions), BLOCK))


def _question(origins: pd.DataFrame, targets: pd.DataFrame) -> str:
    places = ";".join(f"{lon:.4f},{lat:.4f}" for lon, lat in coordinates(origins) + coordinates(targets))
    first, last = len(origins), len(origins) + len(targets)
    start, end = (";".join(map(str, ends)) for ends in (range(first), range(first, last)))
    return f"/table/v1/driving/{places}?sources={start}&destinations={end}&annotations=duration"
