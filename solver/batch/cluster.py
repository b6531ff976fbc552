"""Jobs of a batch on a cluster of Dask: its scheduler and workers run elsewhere, on a folder that all share.

What is to be the same everywhere is looked at before the first job: this package, the versions of those it
rests on, and the folder of the runs. A worker does one job at a time, for the language is its process's.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from solver import __version__
from solver.batch.workers import Call, Facts, Job
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, clauses, mark, with_label
from solver.words.installed import installed, tested
from solver.words.quiet import keep_libraries_quiet

PATIENCE_S = 20
SAME = {  # what a worker says of itself, and what it is called where it differs
    "version": mark("another version of twelvefold"),
    "packages": mark("other versions of the packages it rests on"),
    "folder": mark("another folder of the runs, or one that it cannot read"),
}


class Cluster:
    """The workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, as in `tcp://HOST:8786`.
    out : Path
        The folder of the runs, by the same path on every machine.
    """

    def __init__(self, address: str, out: Path) -> None:
        self._address, self._out = address, out

    def answers(self, job: Job, calls: Sequence[Call]) -> Iterator[tuple[Call, Facts | None]]:
        """Yield each call with its answer, as they end; none where its workers were lost, one after another.

        Raises
        ------
        PortfolioError
            Dask is not installed, nobody answers at the address, or a worker is not like this machine.
        """
        if not calls:
            return
        with self._client() as client:
            from distributed import KilledWorker, as_completed

            refuse_others(client, self._out)
            asked = {client.submit(quietly, job, call, pure=False): call for call in calls}
            try:
                for future in as_completed(asked):
                    error = future.exception()
                    if error is not None and not isinstance(error, KilledWorker):
                        raise error
                    yield asked[future], None if error else future.result()
            except BaseException:
                client.cancel(list(asked))
                raise

    def _client(self) -> Any:
        try:
            from distributed import Client  # an extra of its own
        except ImportError:
            raise PortfolioError(
                _("Dask is not installed, without which no cluster is spoken to"),
                fix=_("install it: {line}").format(line='pip install "twelvefold[dask]"'),
            ) from None
        try:
            return Client(self._address, timeout=PATIENCE_S)
        except (OSError, ValueError, TypeError):
            raise PortfolioError(
                _("no scheduler answers at {address}").format(address=self._address),
                fix=_("start one there, with {line}, or correct the address").format(line="dask scheduler"),
            ) from None


def quietly(job: Job, call: Call) -> Facts:
    """Do a job in a worker: what libraries warn of is for developers."""
    keep_libraries_quiet()
    return job(*call)


def refuse_others(client: Any, out: Path) -> None:
    """Refuse a cluster without a worker, and one of whose workers is not like this machine.

    Raises
    ------
    PortfolioError
        A line for each worker that differs.
    """
    threads: Mapping[str, int] = client.nthreads()
    if not threads:
        raise PortfolioError(
            _("the cluster has no worker"),
            fix=_("start some: {line}").format(
                line=f"dask worker {client.scheduler.address} --nworkers 4 --nthreads 1"
            ),
        )
    said = _said_by_each(client, out)
    ours = said.pop("")
    lines = []
    for worker, number in sorted(threads.items()):
        differs = [] if number == 1 else [_("several threads, where one is needed: give --nthreads 1")]
        told = said[worker]
        if isinstance(told, Mapping):
            differs += [_(SAME[name]) for name in SAME if told[name] != ours[name]]
        else:
            differs.append(_("no twelvefold that answers: {error}").format(error=told))
        if differs:
            lines.append(with_label(worker, clauses(differs)))
    if lines:
        raise PortfolioError(
            "\n".join([_("not every worker is like this machine"), *lines]),
            fix=_(
                "install the same wheel on each of them, share the folder by one path, and start them anew"
            ),
        )


def _said_by_each(client: Any, out: Path) -> dict[str, Any]:
    """Ask every worker who it is, and this process too, under no name."""
    nonce = out / f".cluster-{uuid.uuid4().hex}"
    write_text(nonce, nonce.name)
    try:
        return {"": fingerprint(str(nonce)), **client.run(fingerprint, str(nonce), on_error="return")}
    finally:
        nonce.unlink()


def fingerprint(nonce: str) -> dict[str, str | None]:
    """Return what has to be the same wherever a batch is at work.

    Parameters
    ----------
    nonce : str
        Path of a file in the folder of the runs, that holds its own name.
    """
    try:
        held = Path(nonce).read_text(encoding="utf-8")
    except OSError:
        held = None
    text = json.dumps({name: installed(name) for name in tested()}, sort_keys=True)
    return {
        "version": __version__,
        "packages": hashlib.sha256(text.encode()).hexdigest(),
        "folder": held,
    }
