"""No answer is printed above its question, as a trainee reads the twelve pages of the course case."""

import re
from functools import cache
from html import unescape
from itertools import chain

import nbformat
import pytest

from solver.course.bank import exercises_of
from solver.course.copies import solved_notebook
from solver.course.kinds import Choice, Codes, Money, Number, Share
from solver.run import STEPS
from solver.run.pages import tags
from solver.words.i18n import format_money, format_number, format_share
from tests.made_once import course_case

ACCOUNT = re.compile(r"C\d\d\b")
NAMED = re.compile(r"\*\*(\d\d\.\d+)\*\* ·")
FEWEST_FIGURES = 3  # of a figure that is no coincidence; in the row of its account any figure is none
FEWEST_ROWS = 4  # of a table that sorts accounts
FEWEST_WORDS = 4
ROW = re.compile(r"<tr.*?</tr>", flags=re.DOTALL)
CELL = re.compile(r"<t[dh].*?</t[dh]>", flags=re.DOTALL)
# The same figure, of something else: who reads it there is told nothing.
CHANCE = {
    ("08.2 year", "24 in the row of C01"),  # its orders of the year, on the page before
    ("07.7 low", "1.2%"),  # of another firm
    ("08.6 room", "2 in the row of C04"),  # its families, its note
    ("10.11 gets", "a column sorts ('C07', 'C11')"),  # the same people feed their records
}
# What no figure in a table shows: the type of an account, its notes and its score in a picture.
TOLD_BY = {
    "07.3": "typology",
    "07.4": "typology",
    "08.2": "typology_notes",
    "09.1": "notes",
    "09.2": "scores",
}


def text_of(html):
    bare = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def shown(cell):
    """Return what a cell shows: its tables as rows of cells, and all of it as words."""
    rows, words = [], []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        html = data.get("text/html") or data.get("image/svg+xml") or data.get("text/markdown") or ""
        table = [[text_of(one) for one in CELL.findall(row)] for row in ROW.findall(html)]
        rows.append(table)
        words += list(chain.from_iterable(table)) or re.findall(r">([^<>]+)<", html) or [html]
    return rows, [" ".join(word.split()) for word in words if word.strip()]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Exercise to what stands above it, on its page and on those before: tables, and words."""
    run = course_case(tmp_path_factory, "en")
    above, tables, words = {}, [], []
    for spec in STEPS:
        done = nbformat.read(run.path / "notebooks" / f"{spec.id}.ipynb", as_version=4)
        made = {cell.id: cell for cell in done.cells}
        for cell in solved_notebook(spec).cells:
            if "exercise" in tags(cell):
                for exercise_id in NAMED.findall(cell.source):
                    above[exercise_id] = list(tables), list(words)
            elif cell.cell_type == "markdown":
                words.append(" ".join(cell.source.split()))
            else:
                more, said = shown(made[cell.id])
                tables, words = tables + more, words + said
    return above


def forms(part):
    """Return how a page would print the answer."""
    kind, answer = part.kind, part.answer
    if isinstance(kind, Share):
        return {format_share(answer, places) for places in (kind.decimals, 1)}
    if isinstance(kind, Money):
        return {format_money(answer, kind.decimals)}
    if isinstance(kind, Number):
        euros = {format_money(1000 * answer)} if kind.unit == "k€" else set()
        return {format_number(answer, kind.decimals), *euros}
    return set()


def says_enough(form):
    """Tell whether a figure is no coincidence: three figures, or two of a share to a decimal."""
    digits = len(re.sub(r"\D", "", form).strip("0"))
    return digits >= FEWEST_FIGURES or (digits >= 2 and "." in form and "%" in form)


def stands_in(form, words):
    return re.search(rf"(?<![\d.,€−-]){re.escape(form)}(?!\d|[.,]\d|%)", words) is not None


def sorted_by(table, codes):
    """Tell whether a column of words puts these accounts, and no others of the table, into one class."""
    rows = {row[0]: row for row in table if row and ACCOUNT.fullmatch(row[0])}
    ours = {code for code in codes if code in rows}
    if len(rows) < FEWEST_ROWS or not ours or ours == set(rows):
        return False
    for place in range(2, min(map(len, rows.values()))):
        classes = {code: row[place] for code, row in rows.items()}
        values = {classes[code] for code in ours}
        words = not any(re.search(r"\d", value) for value in classes.values())
        if words and len(values) == 1 and {c for c, v in classes.items() if v in values} == ours:
            return True
    return False


@cache
def statement(exercise_id):
    page = solved_notebook(STEPS[int(exercise_id[:2]) - 1])
    return next(cell.source for cell in page.cells if f"**{exercise_id}** ·" in cell.source)


def told(exercise, part, tables, words):
    """Return what of the answer stands above; nothing where it is not told."""
    if isinstance(part.kind, Codes):
        found = [f"a column sorts {part.answer}" for table in tables if sorted_by(table, part.answer)]
        return [one for one in found if (f"{exercise.id} {part.name}", one) not in CHANCE]
    if isinstance(part.kind, Choice):
        option = part.kind.options[part.answer].casefold().strip(".")
        return [one for one in words if len(option.split()) >= FEWEST_WORDS and option in one.casefold()]
    every = " | ".join(words)
    found = [form for form in forms(part) if says_enough(form) and stands_in(form, every)]
    named = set(ACCOUNT.findall(statement(exercise.id))) | set(ACCOUNT.findall(part.label))
    rows = [row for table in tables for row in table if row and row[0] in named]
    found += [f"{form} in the row of {row[0]}" for row in rows for form in forms(part) & set(row[2:])]
    return [one for one in found if (f"{exercise.id} {part.name}", one) not in CHANCE]


@pytest.mark.whole
def test_no_answer_stands_above_its_question(pages):
    found = {
        f"{exercise.id} {part.name}": tellings
        for spec in STEPS
        for exercise in exercises_of(spec.number)
        for part in exercise.parts
        if (tellings := told(exercise, part, *pages[exercise.id]))
    }
    assert found == {}


@pytest.mark.whole
def test_an_answer_that_is_told_is_found(pages):
    """At the end of the last page everything has been told: the test above would see it."""
    end = pages["12.6"]
    late = {
        f"{one.id} {part.name}"
        for spec in STEPS
        for one in exercises_of(spec.number)
        for part in one.parts
        if told(one, part, *end)
    }
    wanted = {"04.3 a_codes", "04.3 c_codes", "05.2 gap_keur", "08.2 half_year", "10.9 gain_percent"}
    assert wanted <= late, wanted - late


@pytest.mark.parametrize("exercise_id", TOLD_BY)
def test_the_type_of_an_account_is_asked_before_the_page_shows_it(exercise_id):
    page = solved_notebook(STEPS[int(exercise_id[:2]) - 1])
    sources = [cell.source for cell in page.cells]
    asked = next(place for place, source in enumerate(sources) if f"**{exercise_id}** ·" in source)
    assert not any(f"step.{TOLD_BY[exercise_id]}" in source for source in sources[:asked])


EXPLAINED = {
    "02_measure_time": ("The column *On site* holds", "step.visit_time"),
    "03_set_prospect_target": ("its interval says how sure it is", "figures.funnel"),
    "07_build_typology": ("*Years bought* has a sign", '"years_bought"'),
    "09_score_accounts": ("The *rank correlation* compares", "step.weight_sensitivity"),
    "10_allocate_visits": ("Read `… for i, k in x` as", "pulp.lpSum(WORTH"),
}


@pytest.mark.parametrize("step", EXPLAINED)
def test_a_term_is_explained_before_a_table_or_a_line_of_code_uses_it(step):
    words, used = EXPLAINED[step]
    spec = next(spec for spec in STEPS if spec.id == step)
    sources = [cell.source for cell in solved_notebook(spec).cells]
    explained = next(place for place, source in enumerate(sources) if words in source)
    assert explained < next(place for place, source in enumerate(sources) if used in source)


def test_the_price_of_an_hour_says_what_a_linear_relaxation_is():
    page = solved_notebook(STEPS[9])
    said = next(cell.source for cell in page.cells if "linear relaxation" in cell.source)
    assert "the same problem with parts of a visit allowed" in said
