"""A page to print and to hand in: for each trainee attempts, results per objective, before and after."""

from collections.abc import Iterator
from html import escape

import pandas as pd

from solver.course.html import html_table, paragraph
from solver.course.positioning import AFTER, BEFORE, MOMENTS, QUESTIONS, points
from solver.course.progress import HandedIn, Progress
from solver.run import STEPS
from solver.words.i18n import _, current_language, format_number, mark

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
        As `solver.course.marks.gather_marks` returns it.
    handed : list
        As `solver.course.marks.handed_in` returns it.
    """
    sheets = [_class(marks, handed)]
    sheets += [_trainee(name, marks[marks["trainee"] == name], one) for name, one in handed]
    title = _("Attempts, results per objective, before and after")
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{STYLE}</style>"
    body = "".join(f"<section>{sheet}</section>" for sheet in sheets)
    language = current_language()
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>\n"


def _class(marks: pd.DataFrame, handed: HandedIn) -> str:
    """Return the sheet of the class: means per objective, and the mistakes that many made."""
    count = format_number(len(handed))
    title = _("The class: {n} trainees").format(n=count) if len(handed) != 1 else _("The class: one trainee")
    done = {moment: [points(one, moment) for _name, one in handed] for moment in MOMENTS}
    tests = {moment: [one for one in found if one is not None] for moment, found in done.items()}
    rows = []
    for place, spec in enumerate(STEPS):
        own = marks[marks["exercise"].str[:2].astype(int) == spec.number]
        tried = own[own["attempts"] > 0]
        right = tried["verdict"].isin(["right", "right_after_answer"]).sum()
        known = [_of(sum(one[place] for one in tests[moment]), len(tests[moment])) for moment in MOMENTS]
        rows.append(
            [_objective(place), format_number(int(tried["attempts"].sum())), _of(right, len(tried)), *known]
        )
    heads = [_("Objective"), _("Attempts"), _("Exercises right, of those tried"), *map(_, MOMENTS.values())]
    told = _(
        "Before and after: how many answered the question of the objective right, of those who did the test. "
        "With few trainees a difference of one or two says little."
    )
    return _head(title) + html_table(heads, rows) + f"<p><small>{escape(told)}</small></p>" + _mistakes(marks)


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
    rows = []
    for place, spec in enumerate(STEPS):
        own = marks[marks["exercise"].str[:2].astype(int) == spec.number]
        rows.append(
            [
                _objective(place),
                format_number(int(own["attempts"].sum())),
                _of((own["verdict"] == "right").sum(), len(own)),
                format_number(int((own["verdict"] == "right_after_answer").sum())),
                *(_sign(None if one is None else one[place]) for one in tests),
            ]
        )
    rows.append(
        [
            _("Sum"),
            format_number(int(marks["attempts"].sum())),
            _of((marks["verdict"] == "right").sum(), len(marks)),
            format_number(int((marks["verdict"] == "right_after_answer").sum())),
            *("–" if one is None else _of(sum(one), len(QUESTIONS)) for one in tests),
        ]
    )
    heads = [
        _("Objective"),
        _("Attempts"),
        _("Exercises right"),
        _("Right after the answer was shown"),
        *map(_, MOMENTS.values()),
    ]
    return _head(name) + html_table(heads, rows) + "".join(_told(progress)) + _reasons(marks) + _signatures()


def _told(progress: Progress) -> Iterator[str]:
    """Say what moved between the two tests."""
    before, after = (points(progress, moment) for moment in (BEFORE, AFTER))
    if before is None or after is None:
        missing = _("Not both tests were done: what was acquired cannot be read from them.")
        yield paragraph(missing)
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


def _objective(place: int) -> str:
    spec = STEPS[place]
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


def _sign(right: bool | None) -> str:
    return "–" if right is None else "✓" if right else "✗"
