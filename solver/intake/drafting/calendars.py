"""Calendars and mailboxes: they say when, seldom at whom, and are told with what to ask for instead."""

from collections.abc import Iterable, Iterator

from solver.intake.drafting.file_names import WORDS
from solver.intake.drafting.found import Found
from solver.intake.words import fold, word_list
from solver.words.i18n import _

CALENDARS = (".ics", ".ical", ".icalendar", ".vcs", ".pst", ".ost", ".olm")
FEWEST = 3


def is_calendar(names: Iterable[str]) -> bool:
    """Tell the header of a calendar's export, as Outlook and Google write it, without a client in it."""
    listed = word_list(WORDS)["calendar"]
    folded = {fold(name.rpartition("(")[0] or name) for name in names}
    return len(folded & {fold(word) for word in listed}) >= FEWEST


def calendars(files: Iterable[str]) -> Iterator[Found]:
    """Name the files of a folder that are calendars, by their ending."""
    yield from (Found(file, problem=ask_for_the_log()) for file in files)


def ask_for_the_log() -> str:
    """Return what a calendar is and what to ask for instead."""
    return _(
        "a calendar says when, not at which client nor whether the visit took place → ask for the reps’ "
        "activities out of the CRM or for their log of visits, a line a visit: client code, date, rep, kind "
        "(visit, call, e-mail), done or cancelled"
    )
