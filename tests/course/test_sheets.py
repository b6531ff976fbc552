"""The printed sheets: none tells an answer before it is asked, none needs a screen."""

import re

import pytest

from solver.course.bank import all_exercises
from solver.course.sheets import write_sheets
from solver.report import show_table
from tests.course.test_asked_before_told import CELL, ROW, text_of, told

EXERCISES = all_exercises()
# What is given there: the letters of step 5, from which the cells are to be found.
GIVEN = {("06.3 economical", "a column sorts ('C06', 'C10', 'C11', 'C12')")}
OF_THE_SCREEN = {
    "en": r"\b(?:press|click|cells? (?:below|above)|screen|slider|type below|python|shift)\b|[a-z]_[a-z]",
    "fr": r"\b(?:appuyez|cliquez|cellule|écran|curseur|tapez|ci-dessous|python)\b|[a-z]_[a-z]",
}


def sheets(tmp_path, language, speak):
    """Return the pages: the accounts, then the articles of each step."""
    speak(language)
    write_sheets(tmp_path / "sheets.html")
    html = (tmp_path / "sheets.html").read_text(encoding="utf-8")
    first, *steps = re.findall(r"<section.*?</section>", html, flags=re.DOTALL)
    return first, [re.findall(r"<article>.*?</article>", step, flags=re.DOTALL) for step in steps]


def read(html):
    """Return the tables of a piece of a sheet, as rows of cells, and all of it as words."""
    table = [[text_of(one) for one in CELL.findall(row)] for row in ROW.findall(html)]
    return table, text_of(html)


def test_no_sheet_tells_the_answer_of_a_question_on_it_or_on_a_later_one(tmp_path, speak):
    first, steps = sheets(tmp_path, "en", speak)
    found = {}
    for one in EXERCISES:
        others = [html for html in steps[one.step - 1] if f"{one.id} " not in text_of(html)[:8]]
        assert len(others) == len(steps[one.step - 1]) - 1
        seen = [read(html) for html in (first, *(a for step in steps[: one.step - 1] for a in step), *others)]
        for part in one.parts:
            tellings = told(one, part, [table for table, _words in seen], [words for _table, words in seen])
            tellings = [words for words in tellings if (f"{one.id} {part.name}", words) not in GIVEN]
            if tellings:
                found[f"{one.id} {part.name}"] = tellings
    assert found == {}


def test_a_statement_shows_euros_as_euros_and_rates_in_percent():
    bare = re.compile(r"[\d.,]+")
    found = [
        (one.id, name, cells)
        for one in EXERCISES
        if one.data is not None and one.columns is not None
        for name in one.columns
        if name.endswith(("_eur", "_rate"))
        for cells in [show_table(one.data()[[name]], {name: one.heads[name]}).text.split()]
        if bare.fullmatch(cells[-1])
    ]
    assert found == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheets_speak_of_nothing_that_only_a_screen_has(language, tmp_path, speak):
    first, steps = sheets(tmp_path, language, speak)
    words = " ".join(text_of(html) for html in (first, *(one for step in steps for one in step)))
    assert [found[0] for found in re.finditer(OF_THE_SCREEN[language], words, flags=re.IGNORECASE)] == []
    if language == "fr":
        points = set(re.findall(r"\d+\.\d+", words))
        assert points <= {one.id for one in EXERCISES}
