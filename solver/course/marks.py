"""The marks of a class: the trainees' progress files gathered into one table."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from solver.course.bank import all_exercises
from solver.course.exercise import LEVELS
from solver.course.folder import FACTS
from solver.course.progress import FILE, HandedIn, Record, Status, read_progress
from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles
from solver.handover.excel.sheet import new_book, sheet_name, write_table
from solver.words.errors import PortfolioError
from solver.words.files import write_bytes, write_text
from solver.words.i18n import _, current_language, mark

VERDICTS: dict[Status, str] = {
    "untried": mark("not tried"),
    "wrong": mark("not right yet"),
    "shown": mark("answer shown"),
    "right_after_answer": mark("right after the answer was shown"),
    "right": mark("right"),
}
HEADS = {
    "trainee": mark("Trainee"),
    "exercise": mark("Exercise"),
    "title": mark("Title"),
    "level": mark("Level"),
    "attempts": mark("Attempts"),
    "verdict": mark("Verdict"),
    "mistakes": mark("Mistakes made"),
    "because": mark("Reason given"),
}
NOT_OF_THE_TRAINEE = {"fil_rouge", "demo", "run", "reports"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def handed_in(folder: Path) -> HandedIn:
    """Read what each trainee of a class did, by name.

    Parameters
    ----------
    folder : Path
        Holds one folder per trainee (the course folder, or any part of it with the progress file), or one
        file per trainee, named after the trainee; after both, with a plus, where a pair worked together.

    Raises
    ------
    PortfolioError
        There is no progress file, or one of them cannot be read.
    """
    every = sorted(folder.rglob("*.json"))
    files = [path for path in every if path.name == FILE or (path.parent == folder and path.name != FACTS)]
    if not files:
        raise PortfolioError(
            _("there is no progress file in this folder"),
            file=folder,
            fix=_("put the trainees' folders into it, each under the name of its trainee"),
        )
    return sorted(
        (
            (name, progress)
            for path in files
            for progress in [read_progress(path)]
            for name in names_in(trainee_of(path, folder))
        ),
        key=lambda one: one[0],
    )


def as_marks(handed: HandedIn) -> pd.DataFrame:
    """Return one row per trainee and exercise.

    Returns
    -------
    DataFrame
        `trainee, exercise, title, level, attempts, verdict, mistakes, because`; the verdict is a code of
        `VERDICTS`, the rest is in the language in force.
    """
    rows = [row for trainee, one in handed for row in _rows(trainee, one.records)]
    marks = pd.DataFrame(rows, columns=list(HEADS))
    step_and_number = marks["exercise"].str.split(".", expand=True).astype(int)  # 10.2 before 10.10
    places = marks.assign(step=step_and_number[0], number=step_and_number[1])
    return places.sort_values(["trainee", "step", "number"], ignore_index=True)[list(HEADS)]


def trainee_of(path: Path, folder: Path) -> str:
    """Name the trainee: after the file, or after the folder in which the course was done."""
    if path.name != FILE:
        return path.stem
    inside = [part for part in path.relative_to(folder).parts[:-1] if part not in NOT_OF_THE_TRAINEE]
    return "/".join(inside) or folder.resolve().name


def names_in(trainee: str) -> list[str]:
    """Return each of those who handed in together, as in `Anna+Paul`, with the rest of the name."""
    together, *rest = trainee.split("/")
    names = [name.strip() for name in together.split("+") if name.strip()] or [together]
    return ["/".join([name, *rest]) for name in names]


def in_words(marks: pd.DataFrame) -> pd.DataFrame:
    """Put verdicts and heads into the language in force."""
    told = marks.assign(verdict=marks["verdict"].map({code: _(words) for code, words in VERDICTS.items()}))
    return told.rename(columns={name: _(head) for name, head in HEADS.items()})


def save_marks(handed: HandedIn, path: Path) -> None:
    """Write the marks as Excel, as CSV that the language's Excel reads, or as a page to print, by the ending.

    Parameters
    ----------
    handed : list
        As `handed_in` returns it.
    path : Path

    Raises
    ------
    PortfolioError
        The ending is none of `.xlsx`, `.csv` and `.html`, or the file cannot be written.
    """
    marks = as_marks(handed)
    text = [name for name in marks.columns if name != "attempts"]
    table = in_words(marks.assign(**{name: marks[name].map(_no_formula) for name in text}))
    if path.suffix == ".xlsx":
        _write_excel(table, path)
    elif path.suffix == ".csv":
        french = current_language() == "fr"
        encoding = "utf-8-sig" if french else "utf-8"
        written = table.to_csv(index=False, sep=";" if french else ",", lineterminator="\n")
        write_bytes(path, written.encode(encoding))
    elif path.suffix == ".html":
        from solver.course.results import results_page

        write_text(path, results_page(marks, handed))
    else:
        raise PortfolioError(
            _("the marks can be written as .xlsx, .csv or .html"),
            file=path,
            fix=_("give a file that ends so"),
        )


def summary(marks: pd.DataFrame) -> pd.DataFrame:
    """Count each trainee's exercises: tried, right, and right only after the answer was shown."""
    counts = marks.groupby("trainee", sort=True).agg(
        exercises=("exercise", "size"),
        tried=("attempts", lambda attempts: int((attempts > 0).sum())),
        right=("verdict", lambda verdicts: int((verdicts == "right").sum())),
        right_after_answer=("verdict", lambda verdicts: int((verdicts == "right_after_answer").sum())),
    )
    return counts.reset_index()


def _rows(trainee: str, records: Mapping[str, Record]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for exercise in all_exercises():
        record = records.get(exercise.id, Record())
        mistakes = [mistake for attempt in record.attempts for mistake in attempt.mistakes]
        rows.append(
            {
                "trainee": trainee,
                "exercise": exercise.id,
                "title": _(exercise.title),
                "level": _(LEVELS[exercise.level]),
                "attempts": len(record.attempts),
                "verdict": record.status,
                "mistakes": " ".join(dict.fromkeys(mistakes)),
                "because": record.because,
            }
        )
    return rows


def _write_excel(table: pd.DataFrame, path: Path) -> None:
    fields = [Field(name, name, table[name].tolist(), most=60) for name in map(str, table)]
    layout = Layout(_("Marks"), "", fields, most_lines=10, sums=False, coded=False)
    with new_book(path, _("Marks")) as book:
        write_table(book.add_worksheet(sheet_name(_("Marks"))), Styles(book), layout)


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
