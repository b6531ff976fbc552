"""One portfolio of a batch: paths in, a few facts out; nothing else goes over the wire."""

import json
import re
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from solver.batch.asked import ANSWER, Options, asked_of, manifest_hash, portfolio_of
from solver.batch.workers import Facts
from solver.handover.write import failures
from solver.report.findings.headline import headline
from solver.report.findings.read import read_findings
from solver.run import OUTPUTS, Run
from solver.run.at_work import at_work
from solver.runner.pipeline import PipelineResult, StepStoppedError, run_pipeline
from solver.words.errors import PortfolioError, without_places
from solver.words.files import write_text, writing
from solver.words.i18n import spoken, with_label

DONE, REFUSED, FAILED = "done", "refused", "failed"
LONGEST_WORDS = 1200  # the facts of a portfolio stay below 4 KB
AT_WORK = re.compile(r"(?P<name>.+)\.part-(?P<number>\d+)")


def one(portfolio: str, out: str, options: Options) -> Facts:
    """Run one portfolio, and say what came of it.

    Parameters
    ----------
    portfolio : str
        Path of its `portfolio.yaml`.
    out : str
        Its run folder: there whole at the end, or as it was before.
    options : Options

    Returns
    -------
    dict
        `status`: done, refused (something is to be put right in the portfolio) or failed (in the program);
        `said`: its words; `seconds`, and `peak_mb` of the largest process. Where it is done also `firm`,
        `currency`, the key `figures`, the proven `gap`, and the hashes of the `manifest` and of what was
        `asked`.
    """
    return answer_of(lambda started: _done(Path(portfolio), Path(out), options, started), Path(out))


def answer_of(work: Callable[[float], Facts], final: Path) -> Facts:
    """Do what may be refused or fail, and return its facts or the words of it; it is told when it began."""
    started = time.perf_counter()
    try:
        return work(started)
    except StepStoppedError as stopped:  # how to go on in its folder is no help: nothing of it is kept
        return told(REFUSED, stopped.problem, started)
    except PortfolioError as error:
        return told(REFUSED, str(error), started)
    except Exception as error:
        return told(FAILED, _unexpected(error, final), started)


def told(status: str, words: str, started: float | None = None) -> Facts:
    """Return the facts that there are of every portfolio, whatever came of it."""
    seconds = None if started is None else round(time.perf_counter() - started, 1)
    peak = None if started is None else _peak_mb()
    return {"status": status, "said": words[:LONGEST_WORDS], "seconds": seconds, "peak_mb": peak}


def _done(path: Path, final: Path, options: Options, started: float) -> Facts:
    portfolio = portfolio_of(path, options)
    asked = asked_of(portfolio, options)  # before a file is read: one that changes meanwhile is read again
    outputs = [output for output in OUTPUTS if output.name in options.outputs]
    with spoken(portfolio.language, portfolio.currency):
        part = _begun(final)
        try:
            result = run_pipeline(
                path, part, language=options.language, overrides=options.overrides, outputs=outputs
            )
            _name_at_last(result.run, final)
            facts = _facts(result) | {"asked": asked}
            said = "\n".join([*result.returned, *failures(result.written)]).replace(str(part), str(final))
            facts = told(DONE, said, started) | facts
            write_text(part / ANSWER, json.dumps(facts, ensure_ascii=False, indent=1))
            _put_in_place(part, final)
            _log_of(final).unlink(missing_ok=True)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return facts


def _facts(result: PipelineResult) -> Facts:
    findings = read_findings(result.run)
    return {
        "firm": findings.portfolio.firm,
        "currency": findings.portfolio.currency,
        "figures": {code: figure.value for code, figure in headline(findings.artifacts).items()},
        "gap": findings.artifacts.facts("certificate.json").get("gap"),
        "manifest": manifest_hash(result.run),
    }


def _begun(final: Path) -> Path:
    """Return the place beside a run folder where it is made, with what somebody may have decided in it.

    A new one each time: of a worker that was killed, the kernels may write for a little longer.
    """
    part = _beside(final)
    if final.exists():
        with at_work(final), writing(part):  # nobody else is to be in it
            shutil.copytree(final, part, ignore=shutil.ignore_patterns(".at_work*", ANSWER))
    return part


def _beside(final: Path) -> Path:
    taken = [int(AT_WORK.fullmatch(place.name)["number"]) for place in parts_of(final)]  # type: ignore[index]
    return final.with_name(f"{final.name}.part-{max(taken, default=0) + 1}")


def parts_of(final: Path) -> Sequence[Path]:
    """Return the places beside a run folder where it was being made, the first one first."""
    found = [(AT_WORK.fullmatch(place.name), place) for place in final.parent.glob("*.part-*")]
    ours = [(int(match["number"]), place) for match, place in found if match and match["name"] == final.name]
    return [place for _number, place in sorted(ours)]


def _name_at_last(run: Run, final: Path) -> None:
    """Let the files that name their run folder name the one that they will lie in."""
    files = [run.portfolio_path, run.manifest_path, *sorted(run.notebooks.glob("*.ipynb"))]
    for file in files:
        text = named = file.read_text(encoding="utf-8")
        for written in (str, lambda place: json.dumps(str(place))[1:-1]):
            named = named.replace(written(run.path), written(final))
        if named != text:
            write_text(file, named)


def _put_in_place(part: Path, final: Path) -> None:
    """Rename a finished run to its folder; the one before goes only then."""
    with writing(final):
        if not final.exists():
            part.rename(final)
            return
        before = _beside(final)
        final.rename(before)
        try:
            part.rename(final)
        except OSError:
            before.rename(final)
            raise
        shutil.rmtree(before, ignore_errors=True)


def tidy(final: Path) -> None:
    """Put in its place what was whole when its process was killed, and remove what was not."""
    for place in parts_of(final):
        if not final.exists() and (place / ANSWER).exists():
            place.rename(final)
        else:
            shutil.rmtree(place, ignore_errors=True)


def _unexpected(error: Exception, final: Path) -> str:
    """Say an error of ours in one line, and keep its traceback beside the run folders."""
    said = " ".join(str(error).split())
    log = _log_of(final)
    write_text(log, without_places("".join(traceback.format_exception(error))))
    return with_label(log.name, with_label(type(error).__name__, said))


def _log_of(final: Path) -> Path:
    return final.with_name(f"{final.name}.log")


def _peak_mb() -> float | None:
    """Return what the largest of this process and its kernels needed at most; none where no system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(one).ru_maxrss for one in who) * unit / 1_000_000, 1)
