"""What a trainee has tried and found, kept as `progress.json` in the run folder of the notebook."""

import getpass
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from solver.course.feedback import MISSES_BEFORE_THE_ANSWER
from solver.course.folder import FACTS, RUN
from solver.run.folder import Run
from solver.run.step import last_opened
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, speak_by_default

FILE = "progress.json"
LAYOUT = 1
Status = Literal["untried", "wrong", "shown", "right_after_answer", "right"]


@dataclass(frozen=True)
class Attempt:
    """One answer that counted.

    Attributes
    ----------
    at : str
        When, to the second.
    answers : dict
        Name of the part to the answer as it was read.
    right : bool
    mistakes : list of str
        The known mistakes that were recognised, in the language of the trainee.
    because : str
        The reason the trainee gave.
    """

    at: str
    answers: dict[str, str]
    right: bool
    mistakes: list[str] = field(default_factory=list)
    because: str = ""


@dataclass(frozen=True)
class Record:
    """All that counted on one exercise, in order."""

    attempts: tuple[Attempt, ...] = ()

    @property
    def misses(self) -> int:
        """Different wrong answers: running a cell again adds none."""
        return len({json.dumps(attempt.answers) for attempt in self.attempts if not attempt.right})

    @property
    def right(self) -> bool:
        """Whether it was ever right."""
        return any(attempt.right for attempt in self.attempts)

    @property
    def status(self) -> Status:
        """Where the trainee stands."""
        if self.right:
            return "right_after_answer" if self.misses >= MISSES_BEFORE_THE_ANSWER else "right"
        if self.misses >= MISSES_BEFORE_THE_ANSWER:
            return "shown"
        return "wrong" if self.attempts else "untried"

    @property
    def because(self) -> str:
        """The reasons given, each with the number of its try where there were several tries."""
        told = [(place, one.because) for place, one in enumerate(self.attempts, start=1) if one.because]
        if len(self.attempts) == 1:
            return "".join(reason for _place, reason in told)
        return " · ".join(f"{place}. {reason}" for place, reason in told)

    def adds(self, attempt: Attempt) -> bool:
        """Tell whether an attempt says something that was not known: a new answer, or another reason."""
        known = [(past.answers, past.because) for past in self.attempts]
        if (attempt.answers, attempt.because) in known:
            return False
        return not self.right or attempt.right


@dataclass(frozen=True)
class Progress:
    """What was done in the course.

    Attributes
    ----------
    records : mapping of str to Record
        Exercise id to what was tried on it.
    games : mapping
        Name of the luck to the quarters played with it, each account to visits.
    tests : mapping
        `before` and `after` to the answers given, by question.
    order : int, optional
        What the lettered answers are shuffled by; none outside the course.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    games: Mapping[str, tuple[Mapping[str, int], ...]] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    order: int | None = None

    def of(self, exercise_id: str) -> Record:
        """Return what was tried on one exercise."""
        return self.records.get(exercise_id, Record())

    def with_attempt(self, exercise_id: str, attempt: Attempt) -> "Progress":
        """Return the progress with one more attempt, where it adds something."""
        record = self.of(exercise_id)
        if not record.adds(attempt):
            return self
        longer = Record((*record.attempts, attempt))
        return replace(self, records=dict(sorted({**self.records, exercise_id: longer}.items())))

    def right_among(self, exercise_ids: Iterable[str]) -> int:
        """Count the exercises that were got right."""
        return sum(self.of(exercise_id).right for exercise_id in exercise_ids)


HandedIn = Sequence[tuple[str, Progress]]  # the trainees of a class by name
_memory: dict[str, Progress] = {}


def run_beside() -> Run | None:
    """Return the run beside a notebook of the course: its exercises may be done before its step is opened."""
    here = Path.cwd()
    run = Run(here / RUN)
    return run if (here.parent / FACTS).exists() and run.portfolio_path.exists() else None


def speak_as_beside() -> None:
    """Speak the language of the run beside a notebook of the course whose step is not opened yet."""
    run = run_beside() if last_opened() is None else None
    if run is not None:
        speak_by_default(run.portfolio().language)


def now() -> str:
    """Return the time, to the second."""
    return datetime.now().isoformat(timespec="seconds")


def load_progress() -> Progress:
    """Return the progress of the run that the notebook opened; of this session where it opened none."""
    path = _path()
    return _memory.get(FILE, Progress()) if path is None else read_progress(path)


def keep_progress(progress: Progress) -> None:
    """Keep the progress beside the run that the notebook opened; in this session where it opened none."""
    path = _path()
    if path is None:
        _memory[FILE] = progress
    else:
        write_text(path, _as_json(replace(progress, order=own_order())))


def own_order() -> int | None:
    """Return what shuffles the answers for this trainee, the same at every look; none outside the course.

    It is drawn from who works where, and kept with the first try: a folder that is moved keeps its order, a
    class that copies one folder does not share it.
    """
    path = _path()
    if path is None or not (path.parent.parent.parent / FACTS).exists():
        return None
    kept = read_progress(path).order
    return crc32(f"{_user()}@{platform.node()}:{path.resolve()}".encode()) if kept is None else kept


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may know no name
        return ""


def read_progress(path: Path) -> Progress:
    """Read a progress file; one that is not there is empty.

    Raises
    ------
    PortfolioError
        The file is not a progress file.
    """
    if not path.exists():
        return Progress()
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Progress(
            {
                exercise_id: Record(tuple(Attempt(**attempt) for attempt in attempts))
                for exercise_id, attempts in read["exercises"].items()
            },
            {
                str(luck): tuple({str(code): int(visits) for code, visits in one.items()} for one in quarters)
                for luck, quarters in read.get("games", {}).items()
            },
            {
                str(moment): {str(question): str(answer) for question, answer in answers.items()}
                for moment, answers in read.get("tests", {}).items()
            },
            order=None if read.get("order") is None else int(read["order"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OSError):
        raise PortfolioError(
            _("this is not a progress file of the course"),
            file=path,
            fix=_("put it aside, or ask for it again"),
        ) from None


def _path() -> Path | None:
    run = last_opened() or run_beside()
    return None if run is None else run.path / FILE


def _as_json(progress: Progress) -> str:
    exercises = {
        exercise_id: [asdict(attempt) for attempt in record.attempts]
        for exercise_id, record in progress.records.items()
    }
    kept: dict[str, Any] = {"layout": LAYOUT}
    kept |= {} if progress.order is None else {"order": progress.order}
    kept["exercises"] = exercises
    kept |= {name: found for name in ("games", "tests") if (found := getattr(progress, name))}
    return json.dumps(kept, ensure_ascii=False, indent=1)
