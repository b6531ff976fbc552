"""A page to print and to hand in: for each trainee attempts, results per objective, before and after."""

from collections.abc import Iterator
from html import escape

import pandas as pd

from solver.course.html import html_page, html_table, paragraph
from solver.course.positioning import AFTER, BEFORE, MOMENTS, QUESTIONS, points
from solver.course.progress import HandedIn, Progress
from solver.run import STEPS, StepSpec
from solver.words.i18n import _, format_number, mark

STYLE = (
    "@page{size:A4;margin:14mm}body{font:10pt/1.35 system-ui,sans-serif;max-width:18cm;margin:.5cm auto;"
    "color:#1d2733}section{break-after:page}section:last-child{break-after:auto}h1{font-size:14pt;margin:0}"
    "h2{font-size:11pt;margin:.8rem 0 .2rem}table{border-collapse:collapse;width:100%;font-size:9pt}"
    "th,td{border-bottom:1px solid #c9d0d8;padding:.14rem .5rem .14rem 0;text-align:left;vertical-align:top}"
    "th{border-bottom:2px solid #55606e}small{color:#55606e}"
    ".lines{display:grid;grid-template-columns:1fr 1fr;gap:.7rem 1.5rem;margin:.8rem 0}"
    ".line{display:flex;gap:.4rem}.line i{flex:1;border-bottom:1px solid #55606e}"
)
TO_FILL_IN = (
    mark("Training organisation"),
    mark("Trainer"),
    mark("Dates of the course"),
    mark("Hours attended"),
)


def results_page(marks: pd.DataFrame, handed: HandedIn) -> str:
    """Return the page: the class first, then a sheet for each trainee.

    Parameters
    ----------
    marks : DataFrame
        As `solver.course.marks.as_marks` returns it.
    handed : list
        As `solver.course.marks.handed_in` returns it.
    """
    sheets = [_class(marks, handed)]
    sheets += [_trainee(name, marks[marks["trainee"] == name], one) for name, one in handed]
    body = "".join(f"<section>{sheet}</section>" for sheet in sheets)
    return html_page(_("Attempts, results per objective, before and after"), STYLE, body)


def _class(marks: pd.DataFrame, handed: HandedIn) -> str:
    """Return the sheet of the class: means per objective, and the mistakes that many made."""
    count = format_number(len(handed))
    title = _("The class: {n} trainees").format(n=count) if len(handed) != 1 else _("The class: one trainee")
    done = [[points(one, moment) for _name, one in handed] for moment in MOMENTS]
    tests = [[one for one in found if one is not None] for found in done]
    rows = []
    for place, spec in enumerate(STEPS):
        own = _of_step(marks, spec)
        tried = own[own["attempts"] > 0]
        right = tried["verdict"].isin(["right", "right_after_answer"]).sum()
        known = [_of(sum(one[place] for one in test), len(test)) for test in tests]
        rows.append(
            [_objective(spec), format_number(int(tried["attempts"].sum())), _of(right, len(tried)), *known]
        )
    heads = [_("Objective"), _("Attempts"), _("Exercises right, of those tried"), *map(_, MOMENTS.values())]
    told = _(
        "Before and after: how many answered the question of the objective right, of those who did the test. "
        "With few trainees a difference of one or two says little."
    )
    return f"{_head(title)}{html_table(heads, rows)}<p><small>{escape(told)}</small></p>{_mistakes(marks)}"


def _mistakes(marks: pd.DataFrame) -> str:
    """List the exercises on which most trainees made a named mistake."""
    made = marks[marks["mistakes"] != ""].groupby(["exercise", "title"])["trainee"].nunique()
    worst = made.sort_values(ascending=False, kind="stable").head(5)
    if worst.empty:
        return ""
    table = worst.reset_index(name="trainees").to_dict("records")
    rows = [[f"{one['exercise']} {one['title']}", format_number(one["trainees"])] for one in table]
    title = f"<h2>{escape(_('Where most trainees made a mistake: what to teach otherwise next time'))}</h2>"
    return title + html_table([_("Exercise"), _("Trainees")], rows)


def _trainee(name: str, marks: pd.DataFrame, progress: Progress) -> str:
    """Return the sheet of a trainee."""
    tests = [points(progress, moment) for moment in MOMENTS]
    rows = [
        [
            _objective(spec),
            *_counts(_of_step(marks, spec)),
            *("–" if one is None else "✓" if one[place] else "✗" for one in tests),
        ]
        for place, spec in enumerate(STEPS)
    ]
    sums = ("–" if one is None else _of(sum(one), len(QUESTIONS)) for one in tests)
    rows.append([_("Sum"), *_counts(marks), *sums])
    heads = [
        _("Objective"),
        _("Attempts"),
        _("Exercises right"),
        _("Right after the answer was shown"),
        *map(_, MOMENTS.values()),
    ]
    return _head(name) + html_table(heads, rows) + "".join(_told(progress)) + _reasons(marks) + _signatures()


def _of_step(marks: pd.DataFrame, spec: StepSpec) -> pd.DataFrame:
    return marks[marks["exercise"].str.startswith(f"{spec.number:02d}.")]


def _counts(marks: pd.DataFrame) -> list[str]:
    """Count attempts, exercises that are right, and those that were right after the answer."""
    after_answer = int((marks["verdict"] == "right_after_answer").sum())
    right = _of((marks["verdict"] == "right").sum(), len(marks))
    return [format_number(int(marks["attempts"].sum())), right, format_number(after_answer)]


def _told(progress: Progress) -> Iterator[str]:
    """Say what moved between the two tests."""
    before, after = (points(progress, moment) for moment in (BEFORE, AFTER))
    if before is None or after is None:
        yield paragraph(_("Not both tests were done: what was acquired cannot be read from them."))
        return
    won = [str(n) for n, (was, now) in enumerate(zip(before, after, strict=True), 1) if now and not was]
    open_ = [str(n) for n, now in enumerate(after, 1) if not now]
    if won:
        yield paragraph(
            _("Acquired between the two tests, by objective: {numbers}.").format(numbers=", ".join(won))
        )
    if open_:
        yield paragraph(_("To be taken up again, by objective: {numbers}.").format(numbers=", ".join(open_)))


def _reasons(marks: pd.DataFrame) -> str:
    """Show the last reasons that the trainee gave, in its own words."""
    given = marks[marks["because"] != ""].tail(3)
    if given.empty:
        return ""
    rows = [[f"{one.exercise} {one.title}", str(one.because)] for one in given.itertuples()]
    return f"<h2>{escape(_('In the trainee’s own words'))}</h2>" + html_table(
        [_("Exercise"), _("Reason given")], rows, words=2
    )


def _objective(spec: StepSpec) -> str:
    return f"{spec.number}. {_(spec.title)}"


def _head(title: str) -> str:
    """Return the course, whose sheet it is, and the lines that only the trainer can fill in."""
    course = escape(_("Manage a client portfolio in twelve steps"))
    lines = "".join(_to_fill_in(_(words)) for words in TO_FILL_IN)
    return f"<small>{course}</small><h1>{escape(title)}</h1><div class='lines'>{lines}</div>"


def _signatures() -> str:
    lines = "".join(map(_to_fill_in, (_("Signature of the trainee"), _("Signature of the trainer"))))
    return f"<div class='lines'>{lines}</div>"


def _to_fill_in(words: str) -> str:
    return f"<span class='line'>{escape(words)} <i>&nbsp;</i></span>"


def _of(right: int, known: int) -> str:
    if not known:
        return "–"
    return _("{done} of {total}").format(done=format_number(right), total=format_number(known))
