"""The product speaks one language at a time: no text of a run, a check or the course is in the other one."""

import re
import shutil
from pathlib import Path

import pytest

from solver.cli import app
from solver.run import STEPS
from tests.made_once import COURSE_CASE, course_case
from tests.one_language import (
    CODE,
    hits,
    of_calendar,
    of_firm,
    of_lines,
    of_notebook,
    of_page,
    of_paper,
    of_slides,
    of_table,
    of_workbook,
    sentences,
    vocabularies,
    words,
)

pytestmark = pytest.mark.whole

CASE = COURSE_CASE.parent
OTHER = {"en": "fr", "fr": "en"}
READERS = {".html": lambda path: of_page(path.read_text(encoding="utf-8"))} | {
    ".ipynb": of_notebook,
    ".xlsx": of_workbook,
    ".parquet": of_table,
    ".pptx": of_slides,
    ".pdf": of_paper,
    ".ics": of_calendar,
    ".txt": of_lines,
}
SHOWN = {".html", ".ipynb", ".pptx", ".pdf", ".ics"}  # the other files hold codes and names of columns too

# What is the same in both languages and in no catalogue: solvers, libraries, symbols of formulas, artifacts.
NAMES = frozenset(
    words("highs milp cpsat highspy ortools pandas numpy pulp e r m c p v w x y k i j b d n ik es af")
    + words(" ".join(name for spec in STEPS for name in spec.makes))
)
BESIDE_THE_STEPS = ("welcome", "four quarters", "test before and after")  # pages of the course
CODES = re.compile(
    r"[\w.-]*_[\w.]*|[\w-]+\.(?:xlsx|csv|yaml|html|ipynb|pdf|pptx|ics|txt)|\\.*|^\s*- \{.*\}$|[0-9a-f]{64}"
)

UNSPACED = re.compile(
    r"[\w)»’](?:[;!?](?=[\s\u00a0.,)]|$)|:(?=\s|$))|\d[%€]|[\w)»] (?:[;!?%»]|:(?=\s|$))|\d €"
)
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|\"|[“”]")
ENGLISH_FIGURE = re.compile(r"[€$£]\d|\b[1-9]\d{0,2}(?:,\d{3})+\b(?!\s?k?€)|(?<![\d.])\d+\.\d+(?![\d.])")
EXERCISE = re.compile(r"\b\d\d\.\d+\b")  # as in 04.2
FRENCH_FIGURE = re.compile(r"\d[\u00a0\u202f ](?:\d{3}|€(?!\d)|%)")  # €5 after a figure is the next amount


@pytest.fixture(scope="module", params=["fr", "en"])
def made(request, tmp_path_factory):
    """Make all that a reader meets in one language; return the language and every text, file by file."""
    language = request.param
    folder = tmp_path_factory.mktemp(language)
    shutil.copytree(course_case(tmp_path_factory, language).path, folder / "run")
    for line in (
        ["check", CASE / "portfolio.yaml", "--language", language, "--out", folder / "checked"],
        ["course", "--language", language, "--out", folder / "course"],
        ["template", "--language", language, "--out", folder / "template.xlsx"],
    ):
        assert not app([*map(str, line)], standalone_mode=False)
    files = sorted(path for path in folder.rglob("*") if path.suffix in READERS)
    return language, {path.relative_to(folder): list(READERS[path.suffix](path)) for path in files}


@pytest.fixture(scope="module")
def firm():
    return of_firm(CASE)


@pytest.fixture(autouse=True)
def english():
    """Let the language of the fixtures rest; no test here writes a text of its own."""


def wrong(texts, is_wrong, *kinds):
    """List the texts found wrong, each once, with the file in which it is first met."""
    found = {}
    for path, said in texts.items():
        if not kinds or path.suffix in kinds:
            for text in said:
                if text not in found and is_wrong(text):
                    found[text] = path
    return [f"{path}: {text[:200]}" for text, path in found.items()]


def test_every_part_says_something(made):
    _language, texts = made
    assert {Path("run/index.html"), Path("checked/check/index.html"), Path("template.xlsx")} <= texts.keys()
    assert sum(path.suffix == ".ipynb" for path in texts) == 12 + 12 + 12 + len(BESIDE_THE_STEPS)
    assert len(texts[Path("run/index.html")]) > 1000
    assert {".pptx", ".ics", ".txt"} <= {path.suffix for path, said in texts.items() if said}
    assert sum(map(len, texts.values())) > 5000


def test_no_sentence_is_in_the_other_language(made, firm):
    language, texts = made

    def is_foreign(text):
        if hits(text, OTHER[language]) < 2:
            return False
        said = firm.sub(" x ", CODES.sub(" x ", CODE.sub(" x ", text)))
        return hits(said, OTHER[language]) >= max(2, hits(said, language))

    assert wrong(texts, is_foreign) == []


def test_no_label_is_in_the_other_language(made):
    language, texts = made
    foreign = sentences(language)
    assert wrong(texts, lambda text: text.strip() in foreign, *SHOWN) == []


def test_no_word_is_foreign_to_the_catalogues_and_the_firm(made, firm):
    language, texts = made
    own, other = vocabularies(language)
    known = own | NAMES

    def has_foreign_word(text):
        left = set(words(CODES.sub(" ", CODE.sub(" ", text)))) & other - known
        return bool(left) and bool(set(words(firm.sub(" ", CODES.sub(" ", CODE.sub(" ", text))))) & left)

    assert wrong(texts, has_foreign_word, *SHOWN) == []


def test_figures_are_written_as_the_language_writes_them(made):
    language, texts = made
    foreign = ENGLISH_FIGURE if language == "fr" else FRENCH_FIGURE

    def is_foreign(text):
        return foreign.search(EXERCISE.sub(" ", CODES.sub(" ", CODE.sub(" ", text)))) is not None

    assert wrong(texts, is_foreign, *SHOWN) == []


def test_french_typography_holds_where_french_is_read(made, firm):
    language, texts = made
    if language == "en":
        return

    def is_badly_set(text):
        plain = CODES.sub("x", CODE.sub("x", text))
        return any(sign.search(plain) and sign.search(firm.sub("x", plain)) for sign in (UNSPACED, STRAIGHT))

    spaces_kept = SHOWN - {".pdf"}  # pdftotext writes every space alike
    assert wrong(texts, is_badly_set, *spaces_kept) == []


def test_english_quotation_marks_are_no_french_ones(made):
    language, texts = made
    if language == "en":
        assert wrong(texts, lambda text: re.search("[«»]", text) is not None, *SHOWN) == []
