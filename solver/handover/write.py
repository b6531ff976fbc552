"""Writing the output files after a run, and listing it in the manifest."""

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from solver.report.findings.read import Findings, read_findings
from solver.run import OUTPUTS, Output, Run
from solver.words.errors import PortfolioError
from solver.words.i18n import _

Writer = Callable[[Findings], list[Path]]

WRITERS: Mapping[str, str] = MappingProxyType(
    {
        "report": "solver.handover.html:write_report",
        "pdf": "solver.handover.pdf:write_pdf",
        "excel": "solver.handover.excel.plan:write_plan",
        "agenda": "solver.handover.agenda:write_agendas",
        "animation": "solver.handover.excel.animation:write_animation",
        "slides": "solver.handover.slides:write_slides",
        "cockpit": "solver.handover.html.cockpit:write_cockpit",
        "exports": "solver.handover.exports:write_exports",
    }
)

ASIDE = ("agenda",)  # laid out outside Python for most of its time, and without a figure


@dataclass(frozen=True)
class Written:
    """One kind of file as it was written.

    Attributes
    ----------
    output : Output
    files : list of Path
        Empty where the run does not hold yet what it needs, or where it failed.
    failed : str
        Why it could not be made; empty where it was.
    """

    output: Output
    files: list[Path]
    failed: str = ""


def write_handover(
    run: Run,
    outputs: Sequence[Output] = OUTPUTS,
    on_output: Callable[[Output], None] = lambda output: None,
) -> list[Written]:
    """Write the files of a run and list them with their hashes; one that fails takes no other with it.

    Parameters
    ----------
    run : Run
    outputs : sequence of Output
    on_output : callable, optional
        Told of each before it is written.
    """
    findings = read_findings(run)
    ready = [output for output in outputs if findings.has(*output.needs)]
    made: dict[str, Written] = {}
    aside = ThreadPoolExecutor(max_workers=1)
    try:
        waiting: dict[str, Future[Written]] = {}
        for output in sorted(ready, key=lambda output: (output.name not in ASIDE, output.last)):
            if output.last:
                made |= {name: files.result() for name, files in waiting.items()}
            on_output(output)
            if output.name in ASIDE:
                waiting[output.name] = aside.submit(copy_context().run, _tried, output, findings)
            else:
                made[output.name] = _tried(output, findings)
        made |= {name: files.result() for name, files in waiting.items()}
    finally:  # who stops the run does not wait for a file that is still being laid out
        aside.shutdown(wait=not isinstance(sys.exception(), KeyboardInterrupt), cancel_futures=True)
    written = [made.get(output.name, Written(output, [])) for output in outputs]
    record(run, written)
    return written


def record(run: Run, made: Sequence[Written]) -> None:
    """List the files in the manifest, each with its hash."""
    run.record_outputs({written.output.name: written.files for written in made})


def failures(written: Sequence[Written]) -> list[str]:
    """Say which files could not be made, and why."""
    return [
        _("{title}: not made. {why}").format(title=_(one.output.title), why=one.failed)
        for one in written
        if one.failed
    ]


def _tried(output: Output, findings: Findings) -> Written:
    """Write one kind of file; whatever stops it is told, and stops no other."""
    try:
        return Written(output, _writer(output)(findings))
    except PortfolioError as error:
        return Written(output, [], str(error))
    except Exception as error:  # a fault of ours in one kind of file, while the others are sound
        return Written(output, [], f"{type(error).__name__}: {error}")


def _writer(output: Output) -> Writer:
    """Load what writes a file only when it is asked for: some of it loads slowly."""
    module, _colon, function = WRITERS[output.name].partition(":")
    writer: Writer = getattr(import_module(module), function)
    return writer
