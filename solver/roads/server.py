"""Driving times from a server, asked in blocks that every server answers, each once."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from socket import gaierror
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np
import pandas as pd

from solver.roads.crow import great_circle_km
from solver.roads.osrm_answer import coordinates, located, minutes_of
from solver.roads.service import Coordinates, RefusedError, Service, Why
from solver.words.files import write_text
from solver.words.i18n import _

# Origins, and as many targets: osrm-routed usually refuses more than a hundred places, the others more pairs.
BLOCK = 50
TRIES = 6
TOO_MANY = 429
NOT_ALLOWED = (401, 403)
NOT_FOUND = 404
TOO_LARGE = 413
SECONDS = 60
LONGEST_WAIT = 300
FARTHEST_KM = 400.0  # what Valhalla measures unless its owner says otherwise


class _StaysWhereItIs(HTTPRedirectHandler):
    """Follows no server to another address: only the one that is named is told where accounts lie."""

    def redirect_request(self, *_words: Any) -> None:
        """Leave the answer as it is."""


_OPENER = build_opener(_StaysWhereItIs)


@dataclass(frozen=True)
class RoadServer:
    """A server: it is told coordinates to four decimals, and nothing else.

    Parameters
    ----------
    service : Service
        How its kind is asked.
    address : str
        As in `http://localhost:5000`.
    cache : Path
        Folder in which each answer is kept, for good: a block of places that was asked for is not asked for
        again. Only the times are kept, not the streets that the server names.
    key_variable : str or None
        Environment variable that holds the key; it is sent as `Authorization`, and written nowhere.
    wait : callable
        Waits so many seconds.

    Attributes
    ----------
    told : set of str
        The places that the server was told of.
    """

    service: Service
    address: str
    cache: Path
    key_variable: str | None = None
    wait: Callable[[float], None] = time.sleep
    told: set[str] = field(default_factory=set, init=False, repr=False)
    _off_map: set[Coordinates] = field(default_factory=set, init=False, repr=False)

    @property
    def name(self) -> str:
        """A code of `said_by`."""
        return self.service.name

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
                start, end = origins.iloc[rows], targets.iloc[columns]
                minutes[np.ix_(rows, columns)] = self._block(coordinates(start), coordinates(end))
                self.told.update(start["place_id"], end["place_id"])
        return minutes

    def _block(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> np.ndarray:
        """Ask for the places of a block that are on the map, as far as is known."""
        minutes = np.full((len(origins), len(targets)), np.nan)
        rows, columns = (
            [number for number, place in enumerate(places) if place not in self._off_map]
            for places in (origins, targets)
        )
        if rows and columns:
            start, end = [origins[row] for row in rows], [targets[column] for column in columns]
            minutes[np.ix_(rows, columns)] = self._of_places(start, end)
        return minutes

    def _of_places(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> np.ndarray:
        try:
            return minutes_of(self._answer(origins, targets))
        except RefusedError as refused:
            alone = len(origins) == len(targets) == 1
            if refused.why is Why.NO_WAY or (alone and refused.why in (Why.APART, Why.TOO_FAR)):
                return np.full((len(origins), len(targets)), np.nan)
            if refused.why is Why.OFF_MAP:
                found = self._without_road([*dict.fromkeys((*origins, *targets))])
                self._off_map.update(found)
                if found:
                    return self._block(origins, targets)
            if refused.why in (Why.TOO_MANY, Why.APART) and not alone:
                return self._in_halves(origins, targets)
            if refused.why is Why.TOO_FAR:
                return self._near_ones(origins, targets, refused)
            raise

    def _in_halves(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> np.ndarray:
        if len(origins) >= len(targets):
            half = len(origins) // 2
            return np.vstack([self._block(part, targets) for part in (origins[:half], origins[half:])])
        half = len(targets) // 2
        return np.hstack([self._block(origins, part) for part in (targets[:half], targets[half:])])

    def _near_ones(
        self, origins: Sequence[Coordinates], targets: Sequence[Coordinates], refused: RefusedError
    ) -> np.ndarray:
        """Ask for those drives that are as short as this server measures."""
        stated = re.search(r"(\d+) meters", refused.said)
        (from_lon, from_lat), (to_lon, to_lat) = np.transpose(origins), np.transpose(targets)
        away = great_circle_km(from_lat[:, None], from_lon[:, None], to_lat, to_lon)
        near = away < 0.99 * (int(stated[1]) / 1000 if stated else FARTHEST_KM)
        if near.all():
            raise refused
        minutes = np.full(near.shape, np.nan)
        for row, origin in enumerate(origins):
            columns = np.flatnonzero(near[row])
            if len(columns):
                minutes[row, columns] = self._block(
                    [origin], [targets[column] for column in columns.tolist()]
                )[0]
        return minutes

    def _without_road(self, places: Sequence[Coordinates]) -> list[Coordinates]:
        """Find the places because of which a block is refused: a server does not say which they are."""
        if len(places) <= BLOCK:
            try:
                self._answer(places, places)
                return []
            except RefusedError as refused:
                if refused.why is Why.NO_WAY or len(places) == 1:
                    return [*places] if refused.why is Why.OFF_MAP else []
                if refused.why is None:
                    raise
        half = len(places) // 2
        return [*self._without_road(places[:half]), *self._without_road(places[half:])]

    def _answer(self, origins: Sequence[Coordinates], targets: Sequence[Coordinates]) -> Any:
        """Return what the server says, or what it said when it was last asked."""
        question = self.service.question(origins, targets)
        url = self.address.rstrip("/") + question.path
        body = json.dumps(question.body) if question.body is not None else None
        asked = url if body is None else f"{url}\n{body}"
        kept = self.cache / f"{sha256(asked.encode()).hexdigest()}.json"
        if not kept.exists():
            write_text(kept, json.dumps(self._asked(url, body, (len(origins), len(targets)))))
        return json.loads(kept.read_text(encoding="utf-8"))

    def _asked(self, url: str, body: str | None, shape: tuple[int, int]) -> Any:
        headers = {"User-Agent": "twelvefold", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = self._key
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(url, data=body.encode() if body is not None else None, headers=headers)
        for attempt in range(TRIES):
            try:
                with _OPENER.open(request, timeout=SECONDS) as reply:
                    return self._understood(reply.read().decode(errors="replace"), shape)
            except HTTPError as error:
                if error.code != TOO_MANY:
                    raise self._turned_down(error) from None
                asked = str(error.headers.get("Retry-After") or "")
                self.wait(min(int(asked), LONGEST_WAIT) if asked.isdigit() else 2**attempt)
            except IncompleteRead:
                raise self._refused(_("what it says breaks off, or is not that of such a server")) from None
            except (OSError, HTTPException, UnicodeError) as error:
                raise self._refused(_silence(getattr(error, "reason", error))) from None
        raise self._refused(_("too many questions"))

    def _understood(self, text: str, shape: tuple[int, int]) -> Any:
        """Read an answer, or tell that it is none."""
        try:
            said = json.loads(text)
        except ValueError:
            raise self._refused(_("what it says breaks off, or is not that of such a server")) from None
        try:
            answer = self.service.answer(said)
            minutes = minutes_of(answer)
            fits = minutes.shape == shape and not (minutes < 0).any() and not np.isinf(minutes).any()
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            raise self._refused(text, self.service.why(said)) from None
        if not fits:
            raise self._refused(_("what it says does not answer the question"))
        return answer

    def _turned_down(self, error: HTTPError) -> RefusedError:
        """Tell what a status means for who named the server."""
        try:
            text = error.read().decode(errors="replace")
        except (OSError, HTTPException):
            text = ""
        reason = f"{error.code} {text}"
        if error.code in NOT_ALLOWED:
            return self._without_key(reason)
        if moved := error.headers.get("Location"):
            return self._refused(
                f"{error.code} → {moved}", fix=_("write the address it names, if you mean that server")
            )
        why = self.service.why(_read(text)) or (Why.TOO_MANY if error.code == TOO_LARGE else None)
        if error.code == NOT_FOUND and why is None:
            fix = _(
                "correct `address` or `kind` of `server` under `roads`; that of an openrouteservice of your "
                "own usually ends in /ors"
            )
            return self._refused(reason, fix=fix)
        return self._refused(reason, why)

    def _without_key(self, reason: str) -> RefusedError:
        if self.key_variable:
            fix = _(
                "put the right key into the environment variable {variable}, or go on tomorrow if today’s "
                "questions are used up: what it answered is kept"
            ).format(variable=self.key_variable)
        else:
            fix = _(
                "put your key into an environment variable and name that under `server`, as in key_variable: "
                "ROADS_KEY"
            )
        return self._refused(reason, fix=fix)

    @property
    def _key(self) -> str:
        return os.environ.get(self.key_variable, "").strip() if self.key_variable else ""

    def _refused(self, reason: str, why: Why | None = None, fix: str | None = None) -> RefusedError:
        if self._key:
            reason = reason.replace(self._key, "…")
        said = " ".join(reason.split())
        refused = RefusedError(
            _("the server of driving times {address} gives no answer ({reason})").format(
                address=self.address, reason=said[:120]
            ),
            fix=fix or _("what it answered is kept: run again, or correct `server` under `roads`"),
        )
        refused.why, refused.said = why, said
        return refused


def _silence(error: object) -> str:
    """Return why nobody answers, in the words of a person where the usual causes are met."""
    if isinstance(error, ConnectionRefusedError):
        return _("nothing runs at this address: is the server started?")
    if isinstance(error, gaierror):
        return _("no machine of that name is found: is it misspelt, or the network down?")
    if isinstance(error, TimeoutError):
        return _("no word within {seconds} seconds").format(seconds=SECONDS)
    return str(error)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _blocks(positions: np.ndarray) -> Iterator[np.ndarray]:
    return (positions[first : first + BLOCK] for first in range(0, len(positions), BLOCK))
