"""The two pages of the course that are no step: the positioning test, and the game of the four quarters."""

from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from solver.words.i18n import _

TEST: Mapping[str, str] = {"en": "Before_and_after.ipynb", "fr": "Avant_apres.ipynb"}
GAME: Mapping[str, str] = {"en": "Four_quarters.ipynb", "fr": "Quatre_trimestres.ipynb"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def page(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook of these cells."""
    about = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return new_notebook(cells=list(cells), metadata=about)


def _page(name: str, welcome: str, *sources: str) -> nbformat.NotebookNode:
    """Return a page of words and calls, with the way back at its end."""
    back = _("[Back to the welcome page]({page})").format(page=welcome)
    cells = []
    for place, source in enumerate([*sources, back], start=1):
        made: Any = new_code_cell if source.startswith("from ") else new_markdown_cell
        cells.append(made(source, id=f"{name}-{place}"))
    return page(*cells)


def positioning_page(welcome: str) -> nbformat.NotebookNode:
    """Return the page of the positioning test, in the language in force.

    Parameters
    ----------
    welcome : str
        Where the welcome page lies, seen from this one.
    """
    opening = [
        "# " + _("Before and after"),
        _(
            "Twelve questions, one for each step, ten minutes, without notes. Answer them before the first "
            "step, and again after the last. What you do not know stays empty. No answer is shown before "
            "you have done both; your trainer sees the result of each objective."
        ),
        _("Run a cell with **Shift + Enter**, fill in the fields, and press **Keep my answers**."),
    ]
    call = 'from solver.course.positioning import positioning\n\npositioning("{moment}")'
    return _page(
        "test",
        welcome,
        "\n\n".join(opening),
        "## " + _("Before the first step"),
        call.format(moment="before"),
        "## " + _("After the last step"),
        call.format(moment="after"),
    )


def game_page(welcome: str) -> nbformat.NotebookNode:
    """Return the page of the game, in the language in force.

    Parameters
    ----------
    welcome : str
        Where the welcome page lies, seen from this one.
    """
    opening = [
        "# " + _("Four quarters"),
        _(
            "You have a year: four quarters of 51 or 54 hours, 17 or 18 visits of three hours, seventy in "
            "all. Share the visits of a quarter out over the accounts, press **Play the quarter**, see what "
            "happened, and adapt: four times. Hours that a quarter does not use are lost."
        ),
        _(
            "The rules are those of step 10: 1 to 12 visits to each client in the year, at most 4 to a "
            "prospect, ten or more to prospects in all. What visits win or lose is counted in margin."
        ),
        "## " + _("What the clients do"),
        "\n".join(f"- {line}" for line in _rules()),
    ]
    call = "from solver.course.quarters import four_quarters\n\nfour_quarters()"
    return _page("game", welcome, "\n\n".join(opening), call)


def _rules() -> list[str]:
    return [
        _(
            "Visits win margin as in the table of step 10: the first brings most, and each further one "
            "takes 22% of what is left to win."
        ),
        _(
            "That is the **effect**, on average. **Chance** does the rest: one time in four half of it "
            "comes, two times in four all of it, one time in four half as much again."
        ),
        _(
            "A client may leave, and a year of its margin goes with it. The chance is that of step 9, a "
            "quarter of it each quarter; it rises where a client is seen less often than last year."
        ),
        _("A prospect signs with the chance that its visits give, and brings the margin of its first year."),
        _(
            "Clients seen less often than last year complain, and clients just visited promise. Neither "
            "moves a euro. What is promised is half, as much as, or twice what one more visit brings on "
            "average."
        ),
        _("The same luck is the same throw for the same account in the same quarter, whatever you do."),
    ]
