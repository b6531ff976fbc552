"""The trainer's guide says in both languages what the bank says: every exercise, its answer, its mistakes."""

import re

import nbformat
import pytest

from solver.course.bank import all_exercises, exercises_of
from solver.course.checking import check_part, is_mistake
from solver.course.kinds import Custom
from solver.course.numbers import UnreadableError
from solver.course.own_order import is_lettered
from solver.run import STEPS
from solver.runner.notebook import notebook_path
from solver.tools.catalogue import read_entries
from tests.conftest import ROOT
from tests.test_catalogues import BEFORE_SIGN, CODE_SPAN, STRAIGHT, digits, prose

LANGUAGES = ("en", "fr")
EXERCISES = all_exercises()
GUIDE = {
    language: (ROOT / f"notebooks/trainer_guide.{language}.md").read_text(encoding="utf-8")
    for language in LANGUAGES
}
PARTS_OF_A_STEP = {
    "en": ("Purpose", "Say", "Usual questions", "Discuss"),
    "fr": ("But", "À dire", "Questions habituelles", "Discussion"),
}
BREAK = re.compile(r"^(?=#{1,3} )", flags=re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*")
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
TIME = re.compile(r"(\d+)(?::|\u00a0h\u00a0)(\d\d)")
EXERCISE_IN_TABLE = re.compile(r"\d\d\.\d")

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])


def sections(language):
    """Return heading to text, in order; the exercises of a step are sections of their own."""
    pieces = [piece for piece in BREAK.split(GUIDE[language]) if piece.strip()]
    return [(piece.partition("\n")[0], piece.partition("\n")[2]) for piece in pieces]


def of_exercise(exercise, language):
    """Return the title and the text of an exercise."""
    found = [
        (heading, text) for heading, text in sections(language) if heading.startswith(f"### {exercise.id} ")
    ]
    assert len(found) == 1, f"{exercise.id} is named {len(found)} times"
    heading, text = found[0]
    return heading.removeprefix(f"### {exercise.id} "), text


def answers_told(text):
    line = next(line for line in text.splitlines() if "**" in line)
    return BOLD.findall(line)


def mistakes_told(text):
    """Return what stands in italics in front of each remark."""
    remarks = [line.partition(":")[0] for line in text.splitlines() if line.startswith("- ")]
    return [told for remark in remarks for told in ITALIC.findall(remark)]


def recognised(part, told):
    """Return the messages of the mistakes that an answer shows."""
    try:
        readings = part.kind.readings(told)
    except UnreadableError:
        return set()
    return {
        mistake.message
        for mistake in part.mistakes
        if any(is_mistake(part, mistake, value) for value in readings)
    }


@every_language
def test_the_guide_follows_the_steps_and_the_exercises_in_order(language):
    titles = read_entries(language, "messages") if language == "fr" else {}
    number = "Étape" if language == "fr" else "Step"
    wanted = []
    for spec in STEPS:
        wanted.append(f"## {number} {spec.number}. {titles.get(spec.title) or spec.title}")
        exercises = exercises_of(spec.number)
        wanted += [f"### {one.id} {titles.get(one.title) or one.title}" for one in exercises]
    told = [heading for heading, _text in sections(language)]
    first = next(place for place, heading in enumerate(told) if heading.startswith(f"## {number} 1."))
    assert told[first:] == wanted


@every_language
def test_each_step_says_its_purpose_what_to_say_the_questions_and_what_to_discuss(language):
    steps = re.split(r"^## (?:Step|Étape) \d+\. ", GUIDE[language], flags=re.MULTILINE)[1:]
    assert len(steps) == 12
    for text in steps:
        assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", text, flags=re.MULTILINE)) == PARTS_OF_A_STEP[language]
        assert len(re.findall(r"^- \*[^*]+[?!.]\*", text, flags=re.MULTILINE)) >= 3


@every_language
@every_exercise
def test_the_answers_told_are_right(language, exercise, speak):
    speak(language)
    told = answers_told(of_exercise(exercise, language)[1])
    assert len(told) == len(exercise.parts), told
    for part, answer in zip(exercise.parts, told, strict=True):
        if isinstance(part.kind, Custom):
            assert answer == part.kind.written(part.answer)
        else:
            assert check_part(part, answer).outcome == "right", (part.name, answer)


@every_language
def test_answers_to_choose_from_are_named_by_their_words_since_letters_differ(language):
    for exercise in EXERCISES:
        text = of_exercise(exercise, language)[1]
        lettered = [is_lettered(part) for part in exercise.parts]
        told = [answer for answer, letter in zip(answers_told(text), lettered, strict=True) if letter]
        assert [answer for answer in told if len(answer) == 1] == [], exercise.id
        if any(lettered):
            assert set(mistakes_told(text)).isdisjoint("abcd"), exercise.id


@every_language
@every_exercise
def test_each_mistake_of_the_bank_is_explained_and_no_other(language, exercise, speak):
    speak(language)
    text = of_exercise(exercise, language)[1]
    told = mistakes_told(text)
    checked = [part for part in exercise.parts if not isinstance(part.kind, Custom)]
    known = {mistake.message for part in checked for mistake in part.mistakes}
    found = {one: set().union(*(recognised(part, one) for part in checked)) for one in told}
    assert set().union(*found.values()) == known
    if len(checked) == len(exercise.parts):
        assert [one for one, messages in found.items() if not messages] == []
    else:
        assert len(told) >= sum(len(part.mistakes) for part in exercise.parts)


def test_both_guides_are_built_alike():
    def shape(language):
        return [re.match(r"#*|- |\|", line)[0] for line in GUIDE[language].splitlines()]

    assert shape("en") == shape("fr")


def test_both_guides_give_the_same_numbers_section_by_section():
    pairs = zip(sections("en"), sections("fr"), strict=True)
    differ = {
        heading: (digits(text) - digits(french), digits(french) - digits(text))
        for (heading, text), (_heading, french) in pairs
        if digits(text) != digits(french)
    }
    assert differ == {}


def test_both_guides_name_the_same_code_but_for_the_language_and_the_folder():
    def code(language):
        changed = {"--language fr": "--language en", "DOSSIER": "FOLDER"}
        spans = CODE_SPAN.findall(GUIDE[language])
        for french, english in changed.items():
            spans = [span.replace(french, english) for span in spans]
        return spans

    assert code("en") == code("fr")


@every_language
def test_the_timetables_have_no_gap_and_their_minutes_add_up(language):
    tables = re.findall(r"(?:^\|.*\n)+", GUIDE[language], flags=re.MULTILINE)
    tables = [table for table in tables if TIME.search(table.splitlines()[2])]
    days = []
    for table in tables:
        end = None
        for row in table.splitlines()[2:]:
            when, minutes, _what, _exercises = [cell.strip() for cell in row.strip("|").split("|")]
            start, stop = (60 * int(hour) + int(minute) for hour, minute in TIME.findall(when))
            assert stop - start == int(minutes), row
            assert start == end or start == 9 * 60, row
            if start == 9 * 60:
                days.append(len(days))
            end = stop
        assert end == 17 * 60
    assert (len(tables), len(days)) == (3, 6)  # one, two and three days


@every_language
def test_the_timetables_name_exercises_that_exist(language):
    known = {one.id for one in EXERCISES}
    rows = [line for line in GUIDE[language].splitlines() if line.startswith("|")]
    assert {found for row in rows for found in EXERCISE_IN_TABLE.findall(row)} <= known


def test_the_french_guide_keeps_a_space_that_does_not_break_before_its_signs():
    wrong = [line for line in GUIDE["fr"].splitlines() if BEFORE_SIGN.search(prose(line))]
    assert wrong == []


def test_the_french_guide_uses_its_own_quotation_marks_apostrophes_and_decimals():
    assert not STRAIGHT.search(prose(GUIDE["fr"]))
    assert not re.search(r"[“”]|« |(?<!\u00a0)»", GUIDE["fr"])
    assert not re.search(r"\d \d{3}\b|\d (?:€|k€|%)", GUIDE["fr"])
    points = set(re.findall(r"\d+\.\d+", prose(GUIDE["fr"])))
    assert points <= {one.id for one in EXERCISES} | {"3.12"}


def test_the_french_guide_says_vous():
    assert not re.search(r"\b(?:tu|te|toi|ton|tes)\b", GUIDE["fr"], flags=re.IGNORECASE)


PRACTICES = {
    "en": "## The file lives: each practice, where it stands",
    "fr": "## Le fichier vit\u00a0: chaque pratique, et où elle se trouve",
}
PLACE = re.compile(r"(\d+), \*(.+?)\*")


def section_titles(language):
    """Return the titles of each notebook's sections, by step."""
    said = read_entries(language, "notebooks") if language == "fr" else {}
    titles = {}
    for number, spec in enumerate(STEPS, 1):
        cells = nbformat.read(notebook_path(spec), as_version=4).cells
        heads = [cell.source for cell in cells if cell.cell_type == "markdown" and cell.source[:3] == "## "]
        told = [said.get(head) or head for head in heads]
        titles[number] = {head.partition("\n")[0].removeprefix("## ") for head in told}
    return titles


@every_language
def test_each_practice_has_a_section_of_a_notebook_a_file_and_an_exercise_or_a_sentence(language):
    text = dict(sections(language))[PRACTICES[language]]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    titles, known = section_titles(language), {one.id for one in EXERCISES}
    assert len(rows) == 14
    for practice, where, files, told in rows:
        places = PLACE.findall(where)
        assert places, practice
        assert [title for step, title in places if title not in titles[int(step)]] == [], practice
        assert "`" in files, practice
        assert set(EXERCISE_IN_TABLE.findall(told)) <= known, practice
        assert EXERCISE_IN_TABLE.search(told) or told[0] in "“«", practice
