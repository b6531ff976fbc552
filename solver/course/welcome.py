"""The welcome page: the steps and where they are, what is done, and at its end what has been mastered."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from solver.course.bank import exercises_of
from solver.course.case import the_case
from solver.course.copies import solved_notebook
from solver.course.exercise import LEVELS, Exercise
from solver.course.folder import CASES, Case, CourseFolder
from solver.course.html import paragraph
from solver.course.pages import GAME, TEST, page
from solver.course.positioning import MOMENTS
from solver.course.progress import FILE, Progress, Status, read_progress
from solver.run import STEPS, StepSpec
from solver.run.pages import translated
from solver.words.i18n import _, current_language, format_number, mark, speak_by_default, spoken

SECONDS_BETWEEN_LOOKS = 2.0
VERBS = "## What you will be able to do"
STATES: dict[Status, tuple[str, str]] = {
    "untried": ("·", mark("not tried yet")),
    "wrong": ("✗", mark("not right yet")),
    "shown": ("✗", mark("answer shown, to be typed in")),
    "right_after_answer": ("✓", mark("right, after the answer was shown")),
    "right": ("✓", mark("right")),
}


@dataclass(frozen=True)
class CoursePage:
    """What the course folder holds at this moment, ready to be shown."""

    html: str

    def __repr__(self) -> str:
        """Return the words alone, for a terminal."""
        text = re.sub(r"<style>.*?</style>", "", self.html, flags=re.DOTALL)
        lines = re.sub(r"</(tr|p|h3|li)>", "\n", text)
        return re.sub(r"<[^>]+>", " ", lines).strip()

    def _repr_html_(self) -> str:
        return self.html


@cache
def _style() -> str:
    return Path(__file__).with_name("welcome.css").read_text(encoding="utf-8")


def course_page(course: CourseFolder) -> CoursePage:
    """Return the steps with what is done in each, and what has been mastered."""
    progress = read_progress(course.run(CASES[0]).path / FILE)
    rows = "".join(_row(course, spec, progress) for spec in STEPS)
    heads = [_("Step"), _(CASES[0].title), _("Exercises"), _(CASES[1].title)]
    head = "".join(f"<th scope='col'>{escape(text)}</th>" for text in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    legend = _("Exercises: ✓ right, ✗ not yet, · not tried.")
    words = f"{table}{paragraph(legend)}{_beside_the_steps(course, progress)}{_mastered(progress)}"
    return CoursePage(f"<style>{_style()}</style><div class='course'>{words}</div>")


def follow() -> None:
    """Show the page of this course in a notebook, and keep it up to date while the notebook is open."""
    from IPython.display import display

    course = CourseFolder(Path.cwd())
    speak_by_default(course.language)
    shown = display(course_page(course), display_id=True)

    async def keep_up() -> None:
        state = _state(course)
        while shown is not None:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            if (now := _state(course)) != state:
                state = now
                shown.update(course_page(course))

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # no notebook: the page stays as it is
        return
    for task in _following:
        task.cancel()
    _following[:] = [loop.create_task(keep_up())]


_following: list["asyncio.Task[None]"] = []


def write_welcome(course: CourseFolder) -> Path:
    """Write the welcome page, with what is done as it stands now, in the language of the course."""
    with spoken(course.language):
        page = _welcome_page(course)
    nbformat.write(page, course.welcome)
    NotebookNotary().sign(page)  # JupyterLab shows what a page holds as it is only when it is signed
    return course.welcome


def _welcome_page(course: CourseFolder) -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell(_opening(), id="welcome-1"),
        new_code_cell(
            "from solver.course.welcome import follow\n\nfollow()",
            id="welcome-2",
            execution_count=None,
            outputs=[new_output("display_data", {"text/html": course_page(course).html, "text/plain": ""})],
        ),
        new_markdown_cell(_closing(), id="welcome-3"),
    ]
    return page(*cells)


def mastered_steps(progress: Progress) -> list[StepSpec]:
    """Return the steps whose exercises are all right."""
    return [spec for spec in STEPS if _is_mastered(exercises_of(spec.number), progress)]


def verbs(spec: StepSpec) -> list[str]:
    """Return what a step teaches to do, as its notebook says it, in the language in force."""
    page = solved_notebook(spec)
    place = next(n for n, cell in enumerate(page.cells) if cell.source.startswith(VERBS))
    words = translated(page, current_language()).cells[place].source
    return re.findall(r"^[-*] (.+)$", words, flags=re.MULTILINE)


def _is_mastered(exercises: Sequence[Exercise], progress: Progress) -> bool:
    return bool(exercises) and all(progress.of(one.id).right for one in exercises)


def _row(course: CourseFolder, spec: StepSpec, progress: Progress) -> str:
    exercises = exercises_of(spec.number)
    marks = " ".join(
        f"<span title='{escape(_tooltip(one, progress))}'>{STATES[progress.of(one.id).status][0]}</span>"
        for one in exercises
    )
    done = progress.right_among(one.id for one in exercises)
    count = _("{done} of {total}").format(done=format_number(done), total=format_number(len(exercises)))
    title = f"{spec.number}. {_(spec.title)}"
    tried = f"<span class='exercises'><span class='marks'>{marks}</span> {escape(count)}</span>"
    cells = [escape(title), _link(course, CASES[0], spec), tried]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in [*cells, _link(course, CASES[1], spec)])}</tr>"


def _tooltip(exercise: Exercise, progress: Progress) -> str:
    state = _(STATES[progress.of(exercise.id).status][1])
    return f"{exercise.id} · {_(LEVELS[exercise.level])} · {_(exercise.title)} ({state})"


def _link(course: CourseFolder, case: Case, spec: StepSpec) -> str:
    """Lead to the notebook, and say whether its results are there."""
    words = _("✓ done: open again") if _is_made(course, case, spec) else _("open")
    return f"<a href='{case.name}/{spec.id}.ipynb'>{escape(words)}</a>"


def _is_made(course: CourseFolder, case: Case, spec: StepSpec) -> bool:
    run = course.run(case)
    return all(run.holds(name) for name in spec.makes)


def _beside_the_steps(course: CourseFolder, progress: Progress) -> str:
    """Lead to the test before and after, and to the game."""
    done = " · ".join(_(words) for moment, words in MOMENTS.items() if moment in progress.tests)
    played = format_number(sum(len(quarters) for quarters in progress.games.values()))
    lines = [
        (TEST, _("Before and after: twelve questions"), f"✓ {done}" if done else _("open")),
        (GAME, _("Four quarters: play a plan"), _("quarters played: {n}").format(n=played)),
    ]
    return "".join(
        f"<p><a href='{CASES[0].name}/{name[course.language]}'>{escape(title)}</a> ({escape(state)})</p>"
        for name, title, state in lines
    )


def _mastered(progress: Progress) -> str:
    steps = mastered_steps(progress)
    title = f"<h3>{escape(_('What you have mastered'))}</h3>"
    if not steps:
        return title + paragraph(_("A step stands here once all its exercises are right."))
    parts = [title]
    for spec in steps:
        items = "".join(f"<li>{_bold(verb)}</li>" for verb in verbs(spec))
        parts.append(f"<p><strong>{escape(f'{spec.number}. {_(spec.title)}')}</strong></p><ul>{items}</ul>")
    again = [
        one.id
        for spec in steps
        for one in exercises_of(spec.number)
        if progress.of(one.id).status == "right_after_answer"
    ]
    if again:
        line = _("Worth a second look, because the answer was shown: {ids}.").format(ids=", ".join(again))
        parts.append(paragraph(line))
    return "".join(parts)


def _bold(words: str) -> str:
    strong = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(words))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", strong)


def _state(course: CourseFolder) -> tuple[float, ...]:
    """Tell whether something has changed since the last look."""
    files = [course.run(case).path / name for case in CASES for name in (FILE, "manifest.json")]
    return tuple(file.stat().st_mtime if file.exists() else 0.0 for file in files)


def _opening() -> str:
    return "\n\n".join(
        [
            "# " + _("Manage a client portfolio in twelve steps"),
            _(
                "You decide how many visits each client and each prospect is worth of the few hours there "
                "are. Do the twelve steps in order on **twelve accounts**, small enough for a pencil; then "
                "open the same steps on **a whole firm**, and read what the same method says there."
            ),
            _(
                "In a notebook, run the cells one after the other with **Shift + Enter**. An exercise shows "
                "fields: type your answer and press **Check**. You are told at once whether it is right, and "
                "if not, which mistake it probably is."
            ),
            _(
                "Write as you are used to: `3.5` or `3,5`, `1 234,50 €`, `12 %`, `1/3`; codes with commas, "
                "as in `C01, C02`; a reason in a sentence of your own."
            ),
            "## " + _("The twelve accounts"),
            the_case(),
            _("Run the cell below the same way, and it follows what you do."),
        ]
    )


def _closing() -> str:
    return "\n\n".join(
        [
            "## " + _("Good to know"),
            "- "
            + _("A wrong answer stops nothing. After the third different one, the answer is shown.")
            + "\n- "
            + _("What you try is kept in the file `{file}`: your trainer may ask for it.").format(
                file=f"{CASES[0].name}/run/{FILE}"
            )
            + "\n- "
            + _("To start a notebook afresh, delete it and open the course again.")
            + "\n- "
            + _("The folder can be moved or copied as it is: everything the course needs of you lies in it."),
        ]
    )
