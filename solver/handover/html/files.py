"""The files that lie beside the page, found by what a run hands over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from solver.report.agenda_names import file_names
from solver.run import OUTPUTS
from solver.words.i18n import _

PATTERNS = {
    "pdf": ("report.pdf",),
    "excel": ("plan.xlsx",),
    "agenda": ("agenda/*.pdf", "agenda/*.ics", "agenda/calls/*.ics"),
    "animation": ("animation.xlsx", "animation/*.csv"),
    "slides": ("summary.pptx",),
    "cockpit": ("cockpit.html",),
    "exports": ("exports/README.txt", "exports/*.csv"),
}


@dataclass(frozen=True)
class Link:
    """A file: its place as seen from the page, safe in an address, and its name."""

    href: str
    name: str


@dataclass(frozen=True)
class Files:
    """The files of one kind, and what they are for."""

    title: str
    links: list[Link]


def files_beside(folder: Path) -> list[Files]:
    """Return the files handed over with the page that are there, kind by kind.

    Parameters
    ----------
    folder : Path
        Of the run, where the page is.
    """
    found = ((output, _links(folder, PATTERNS.get(output.name, ()))) for output in OUTPUTS)
    return [Files(_(output.title), links) for output, links in found if links]


def rep_files(folder: Path, rep_ids: Iterable[str]) -> dict[str, list[Link]]:
    """Return the weekly sheets and the calendar of each rep, where there are agendas.

    Parameters
    ----------
    folder : Path
        Of the run, where the page is.
    rep_ids : iterable of str
        Of all the reps, as their names must not meet.
    """
    if not (folder / "agenda").is_dir():
        return {}
    return {
        rep_id: _links(folder, (f"agenda/{name}.pdf", f"agenda/{name}.ics"))
        for rep_id, name in file_names(rep_ids).items()
    }


def _links(folder: Path, patterns: Iterable[str]) -> list[Link]:
    """Link what is there, but for the copies that the agendas keep of calendars somebody has changed.

    A folder within that of its kind belongs to the name: a rep has a calendar of visits, and one of calls.
    """
    found = {path for pattern in patterns for path in folder.glob(pattern) if ".kept-" not in path.name}
    places = [path.relative_to(folder) for path in sorted(found)]
    return [Link(quote(place.as_posix()), "/".join(place.parts[1:]) or place.name) for place in places]
