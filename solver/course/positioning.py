"""The positioning test: twelve questions, one for each step, asked before the course and after it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from solver.course.checking import check_part
from solver.course.exercise import Part
from solver.course.feedback import unjudged
from solver.course.forms import bundle, field_of
from solver.course.html import html_table, paragraph
from solver.course.kinds import Choice, Share, Whole
from solver.course.progress import Progress, keep_progress, load_progress, speak_as_beside
from solver.run import STEPS
from solver.words.i18n import _, mark

BEFORE, AFTER = "before", "after"
MOMENTS = {BEFORE: mark("Before"), AFTER: mark("After")}
QUESTIONS = (
    Part(
        "01",
        mark("Two records bear the same SIRET, two others only the same name. What do you do?"),
        Choice(
            {
                "a": mark("merge both pairs"),
                "b": mark("merge the first pair, ask about the second"),
                "c": mark("merge neither: a merge cannot be undone"),
            }
        ),
        "b",
    ),
    Part(
        "02",
        mark("A year has 252 working days; 25 are leave, 27 are office and training. How many are left?"),
        Whole(),
        200,
    ),
    Part(
        "03",
        mark("Two clients to win, one prospect in five signs, two visits each. How many visits are needed?"),
        Whole(),
        20,
    ),
    Part(
        "04",
        mark("Four clients buy 50, 30, 15 and 5. How many are A at 80%, own line included?"),
        Whole(),
        2,
    ),
    Part(
        "05",
        mark("A client buys 30 from us and 120 from everybody, us included. What is our share of wallet?"),
        Share(decimals=0),
        0.25,
    ),
    Part(
        "06",
        mark("An account is small on revenue and large on potential. What is its mission?"),
        Choice({"a": mark("keep it"), "b": mark("serve it by phone"), "c": mark("grow it")}),
        "c",
    ),
    Part(
        "07",
        mark("A client went from 50 to 40 and says that all is well. Which sign counts?"),
        Choice(
            {
                "a": mark("the fall of 20%"),
                "b": mark("what it says: nobody knows it better"),
                "c": mark("neither: wait for another year"),
            }
        ),
        "a",
    ),
    Part(
        "08",
        mark("Two clients of one size, one loyal and one at risk. Whom do you visit first?"),
        Choice(
            {
                "a": mark("the loyal one: it has earned it"),
                "b": mark("either: the size decides"),
                "c": mark("the one at risk"),
            }
        ),
        "c",
    ),
    Part("09", mark("Weights 60 and 40, notes 5 and 3 out of 5. Which score out of 100?"), Whole(), 84),
    Part(
        "10",
        mark("One visit is left. The next one brings 3 at a large client, 4 at a small one. Who gets it?"),
        Choice(
            {
                "a": mark("the large one: there is more at stake"),
                "b": mark("the small one"),
                "c": mark("the one that has had fewer"),
            }
        ),
        "b",
    ),
    Part(
        "11",
        mark("“Improve the relation by December.” What is missing most?"),
        Choice({"a": mark("a figure"), "b": mark("a date"), "c": mark("a verb")}),
        "a",
    ),
    Part(
        "12",
        mark("80% of appointments are kept, 40 must be. How many do you make?"),
        Whole(),
        50,
    ),
)


def positioning(moment: str) -> "Test":
    """Return the test, to be shown in a notebook.

    Parameters
    ----------
    moment : {"before", "after"}
    """
    speak_as_beside()
    return Test(moment)


def points(progress: Progress, moment: str) -> list[bool] | None:
    """Tell which of the twelve questions were answered right; None where the test was not done."""
    answers = progress.tests.get(moment)
    if answers is None:
        return None
    return [_is_right(part, answers.get(part.name, "")) for part in QUESTIONS]


def _is_right(part: Part, answer: str) -> bool:
    return bool(answer) and check_part(part, answer).outcome == "right"


class Test:
    """The twelve questions as a form; kept once, and not judged before both have been done.

    Parameters
    ----------
    moment : {"before", "after"}
    """

    __test__ = False  # nothing for pytest to collect

    def __init__(self, moment: str) -> None:
        self.moment = moment

    def keep(self, answers: Mapping[str, Any]) -> None:
        """Keep the answers; the first ones count."""
        progress = load_progress()
        if self.moment not in progress.tests:
            told = {name: str(answer).strip() for name, answer in answers.items() if answer is not None}
            keep_progress(replace(progress, tests={**progress.tests, self.moment: told}))

    def html(self) -> str:
        """Return what is said once the answers are kept; nothing before."""
        progress = load_progress()
        if self.moment not in progress.tests:
            return ""
        both = [points(progress, moment) for moment in MOMENTS]
        said = paragraph(_("Your answers are kept."))
        if self.moment == AFTER and None not in both:
            said += _result(both)
        return unjudged(said)

    def __repr__(self) -> str:
        """Say that a form is needed."""
        return _("The test is filled in on this page of the course, in JupyterLab, or on paper.")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return bundle(self.widget, self.html() or paragraph(repr(self)), repr(self))

    def widget(self) -> Any:
        """Return the fields and the button, or what is said once the answers are kept."""
        import ipywidgets

        everything = ipywidgets.VBox()
        if done := self.html():
            everything.children = [ipywidgets.HTML(done)]
            return everything
        fields = {part.name: field_of(part) for part in QUESTIONS}
        button = ipywidgets.Button(
            description=_("Keep my answers"), button_style="primary", layout={"width": "max-content"}
        )

        def keep(_clicked: Any) -> None:
            self.keep({name: value() for name, (_box, value) in fields.items()})
            everything.children = [ipywidgets.HTML(self.html())]

        button.on_click(keep)
        everything.children = [*(box for box, _value in fields.values()), button]
        return everything


def _result(both: list[list[bool] | None]) -> str:
    """Set each objective's answer before beside that after."""
    heads = [_("Objective"), *map(_, MOMENTS.values())]
    rows = [
        [f"{spec.number}. {_(spec.title)}", *("✓" if one is not None and one[place] else "✗" for one in both)]
        for place, spec in enumerate(STEPS)
    ]
    rows.append([_("Right"), *(str(sum(one or [])) for one in both)])
    return html_table(heads, rows)
