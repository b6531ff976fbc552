"""The folder of the course: a welcome page, two cases with their notebooks, files and runs, all relative."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from solver.course.copies import parameters_of, trainee_notebook
from solver.course.pages import GAME, TEST, game_page, positioning_page
from solver.parameters import Portfolio, load_portfolio
from solver.parameters.load import as_yaml
from solver.run import STEPS, Run
from solver.words.errors import PortfolioError
from solver.words.files import write_bytes, write_text, writing
from solver.words.i18n import _, mark, spoken
from solver.words.places import shipped

FACTS = ".course.json"
LAYOUT = 1
WELCOME = {"en": "Welcome.ipynb", "fr": "Bienvenue.ipynb"}
RUN, FILES = "run", "files"


@dataclass(frozen=True)
class Case:
    """A firm on which the twelve steps are done.

    Attributes
    ----------
    name : str
        Of its folder, here and in `data`.
    title : str
        Marked for translation.
    exercises : bool
        Whether its notebooks hold the exercises.
    """

    name: str
    title: str
    exercises: bool

    @property
    def portfolio(self) -> Path:
        """Where the product keeps the case."""
        return shipped("data", self.name, "portfolio.yaml")


CASES = (
    Case("fil_rouge", mark("Twelve accounts, by hand"), exercises=True),
    Case("demo", mark("A whole firm: five reps, hundreds of accounts"), exercises=False),
)


@dataclass(frozen=True)
class CourseFolder:
    """A folder made by `make_course`."""

    path: Path

    @property
    def language(self) -> str:
        """The language it was made in."""
        return str(self.facts()["language"])

    @property
    def welcome(self) -> Path:
        """The page to open first."""
        return self.path / WELCOME[self.language]

    def run(self, case: Case) -> Run:
        """Return the run of a case."""
        return Run(self.path / case.name / RUN)

    def facts(self) -> dict[str, Any]:
        """Return what was written, file by file.

        Raises
        ------
        PortfolioError
            The course did not make this folder, or another version of it did.
        """
        try:
            facts: dict[str, Any] = json.loads((self.path / FACTS).read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):
            facts = {}
        if facts.get("layout") != LAYOUT:
            raise PortfolioError(
                _("the course was not made in this folder"),
                file=self.path,
                fix=_("make it with: twelvefold course --out {folder}").format(folder=self.path.name),
            )
        return facts


def make_course(path: Path, language: str) -> CourseFolder:
    """Make the folder of the course, or bring it up to date; what a trainee has changed stays.

    Parameters
    ----------
    path : Path
        A new or empty folder, or one made earlier in the same language.
    language : str
        `en` or `fr`.

    Raises
    ------
    PortfolioError
        The folder holds something else, or cannot be written.
    """
    with spoken(language):
        return _made(path, language)


def _made(path: Path, language: str) -> CourseFolder:
    course = CourseFolder(path.resolve())
    known = _known(course, language)
    with writing(path):
        for case in CASES:
            _copy_files(case, course, language)
        for relative, text in _texts(course, language):
            file, mark_ = course.path / relative, fingerprint(relative, text)
            found = fingerprint(relative, file.read_text(encoding="utf-8")) if file.exists() else None
            if found is None or (found != mark_ and found == known.get(relative)):
                write_text(file, text)
                known[relative] = mark_
    facts = {"layout": LAYOUT, "language": language, "files": known}
    write_text(course.path / FACTS, json.dumps(facts, ensure_ascii=False, indent=1))
    return course


def _known(course: CourseFolder, language: str) -> dict[str, str]:
    """Return the hashes of what was written earlier.

    Raises
    ------
    PortfolioError
        The folder holds something that the course did not make, or a course in another language.
    """
    if not course.path.exists() or (course.path.is_dir() and not any(course.path.iterdir())):
        return {}
    if not (course.path / FACTS).exists():
        raise PortfolioError(
            _("this folder holds something else"),
            file=course.path,
            fix=_("give a new one with --out"),
        )
    facts = course.facts()
    if facts["language"] != language:
        raise PortfolioError(
            _("this folder holds the course in another language"),
            file=course.path,
            fix=_("give another folder with --out"),
        )
    return dict(facts["files"])


def _texts(course: CourseFolder, language: str) -> Iterator[tuple[str, str]]:
    """Yield each file that is generated: its place in the folder and what it holds."""
    for case in CASES:
        portfolio = load_portfolio(course.path / case.name / FILES / "portfolio.yaml")
        yield f"{case.name}/{RUN}/portfolio.yaml", frozen_beside(portfolio, course.path / case.name / RUN)
        values = parameters_of(portfolio, RUN, f"{FILES}/portfolio.yaml")
        for spec in STEPS:
            page = trainee_notebook(
                spec, language, values, exercises=case.exercises, welcome=f"../{WELCOME[language]}"
            )
            yield f"{case.name}/{spec.id}.ipynb", nbformat.writes(page) + "\n"
        if case.exercises:
            for name, made in ((TEST, positioning_page), (GAME, game_page)):
                yield f"{case.name}/{name[language]}", nbformat.writes(made(f"../{WELCOME[language]}")) + "\n"


def _copy_files(case: Case, course: CourseFolder, language: str) -> None:
    """Put the portfolio of a case, in the course's language, and the files it names beside the notebooks."""
    portfolio = load_portfolio(case.portfolio)
    home = course.path / case.name / FILES
    target = home / "portfolio.yaml"
    if target.exists():
        return
    named = [source.path for source in portfolio.sources if source.path and "://" not in source.path]
    named += [other.path for source in portfolio.sources for other in (source.via, source.heads) if other]
    others = (
        *portfolio.judgement_files,
        *portfolio.objection_files,
        *(portfolio.response_file, portfolio.places_file, portfolio.naf_file),
        *(portfolio.roads.matrix, portfolio.roads.map),
    )
    for file in (*named, *filter(None, others)):
        copied = home / Path(file).relative_to(case.portfolio.parent.resolve())
        write_bytes(copied, Path(file).read_bytes())
    write_text(target, _in_language(case.portfolio.read_text(encoding="utf-8"), language))


def _in_language(text: str, language: str) -> str:
    """Set the language of a portfolio.yaml, its comments kept."""
    lines = [line for line in text.splitlines() if not line.startswith("language:")]
    place = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    return "\n".join([*lines[:place], f"language: {language}", *lines[place:]]) + "\n"


def frozen_beside(portfolio: Portfolio, run: Path) -> str:
    """Return the frozen parameters of a run, files named from its folder so that both can be moved."""
    values = portfolio.model_dump(mode="json")
    for source in values["sources"]:
        if source.get("path"):
            source["path"] = _from(run, source["path"])
        if source.get("via"):
            source["via"]["path"] = _from(run, source["via"]["path"])
    for name in ("judgement_files", "objection_files"):
        values[name] = [_from(run, file) for file in values[name]]
    for block, names in (
        (values, ("response_file", "places_file", "naf_file")),
        (values["roads"], ("matrix", "map")),
    ):
        for name in names:
            if block[name]:
                block[name] = _from(run, block[name])
    return as_yaml(values)


def _from(folder: Path, file: str) -> str:
    return Path(os.path.relpath(file, folder.resolve())).as_posix() if Path(file).is_absolute() else file


def fingerprint(name: str, text: str) -> str:
    """Return a mark of what a file says; of a notebook only its cells count, not what running it leaves."""
    if name.endswith(".ipynb"):
        try:
            text = json.dumps([cell["source"] for cell in nbformat.reads(text, as_version=4).cells])
        except (nbformat.reader.NotJSONError, nbformat.ValidationError):
            return ""
    return hashlib.sha256(text.encode()).hexdigest()
