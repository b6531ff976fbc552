"""For each rep a calendar, one of calls and a sheet a week: where to go, whom to see or call, and why."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import chain
from pathlib import Path

from solver.handover.agenda.earlier import Entry, read_earlier
from solver.handover.agenda.rep_calendar import (
    PRODID,
    brought_up_to_date,
    calendar_name,
    calendar_text,
    entries_of,
)
from solver.handover.agenda.rep_calls import calls_of_reps
from solver.handover.agenda.sheet import read_diary, write_sheet
from solver.handover.agenda.visits import text_of, visits_of_reps
from solver.report.agenda_names import KEPT, file_names
from solver.report.findings.read import Findings, in_its_language
from solver.words.files import write_bytes, write_text
from solver.words.i18n import _

FOLDER, CALLS = "agenda", "calls"
AT_ONCE = 2


@in_its_language
def write_agendas(findings: Findings) -> list[Path]:
    """Write `agenda/<rep>.ics`, `agenda/<rep>.pdf` and `agenda/calls/<rep>.ics` for each rep.

    Parameters
    ----------
    findings : Findings
        Holds at least `appointments`.

    Returns
    -------
    list of Path
        Rep after rep, the sheet before the calendar. A rep without an appointment has an empty calendar,
        for it may be subscribed to, and no sheet; without a call it has no calendar of calls. The calendar
        of a rep who is gone keeps its visits, those to come as cancelled.

    Raises
    ------
    PortfolioError
        A file cannot be written.
    """
    folder = findings.run.path / FOLDER
    visits = visits_of_reps(findings)
    names = file_names(sorted(visits))
    reps = rep_names(findings)
    portfolio = findings.portfolio
    full = portfolio.calendar_details == "full"
    calls = calls_of_reps(findings, full=full)
    given = (portfolio.firm, portfolio.plan_start, portfolio.clock())
    diary = read_diary(findings)
    written = []
    # Sheets are laid out outside Python, so that two of them can be at once.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        sheets = []
        for rep_id in sorted(visits):
            path = folder / f"{names[rep_id]}.ics"
            sheet, name = path.with_suffix(".pdf"), reps.get(rep_id, rep_id)
            if visits[rep_id]:
                lay_out = partial(write_sheet, findings, diary, sheet, visits[rep_id], rep_id, name)
                sheets.append(pool.submit(copy_context().run, lay_out))
                written.append(sheet)
            else:
                sheet.unlink(missing_ok=True)  # of an earlier run
            planned = entries_of(visits[rep_id], *given, full=full)
            _write_calendar(findings, path, planned, calendar_name(portfolio.firm, name))
            written.append(path)
            own = folder / CALLS / path.name
            if calls.get(rep_id) or own.exists():
                title = _("Calls of {rep} – {firm}").format(rep=text_of(name), firm=text_of(portfolio.firm))
                _write_calendar(findings, own, calls.get(rep_id, {}), title)
                written.append(own)
        for made in sheets:
            made.result()
    for path in chain.from_iterable(
        _calendars_of_others(place, set(names.values())) for place in (folder, folder / CALLS)
    ):
        _write_calendar(findings, path, {})
        path.with_suffix(".pdf").unlink(missing_ok=True)
        written.append(path)
    return written


def rep_names(findings: Findings) -> dict[str, str]:
    """Return what each rep is called."""
    return {rep.rep_id: rep.name for rep in findings.portfolio.reps}


def _write_calendar(
    findings: Findings, path: Path, planned: dict[str, Entry], name: str | None = None
) -> None:
    portfolio = findings.portfolio
    earlier = read_earlier(path, PRODID)
    if not earlier.untouched:
        _keep(path)
    zone = portfolio.clock()
    entries = brought_up_to_date(planned, earlier, portfolio.plan_start, portfolio.as_of)
    notes = []
    if zone is None:
        notes.append(
            _("Hours are local: the country has several clocks, and portfolio.yaml names no timezone.")
        )
    if kept := _kept(path):
        said = _("The calendar that was here had been edited, or could not be read; it is kept as {file}.")
        notes.append(said.format(file=kept[-1].name))
    write_text(
        path, calendar_text(entries, name or earlier.name, zone, portfolio.plan_start.year, " ".join(notes))
    )


def _keep(path: Path) -> None:
    """Put a copy of a calendar that somebody edited beside it; nothing of theirs is lost."""
    write_bytes(path.with_name(f"{path.stem}.kept-{len(_kept(path)) + 1}.ics"), path.read_bytes())


def _kept(path: Path) -> list[Path]:
    """Return the copies of a calendar, the last one last."""
    copies = [
        other for other in path.parent.glob("*.ics") if KEPT.sub("", other.stem) == path.stem != other.stem
    ]
    return sorted(copies, key=lambda copy: int(copy.stem.rpartition("-")[2]))


def _calendars_of_others(folder: Path, names: set[str]) -> Iterator[Path]:
    """Yield the calendars that an earlier run wrote for reps who are gone."""
    for path in sorted(folder.glob("*.ics")):
        if path.stem not in names and not KEPT.search(path.stem) and read_earlier(path, PRODID).ours:
            yield path
