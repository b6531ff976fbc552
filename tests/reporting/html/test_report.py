"""The whole page: alone, safe, repeatable, readable by a machine that reads aloud."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from solver.reporting.html import report_html, write_report
from solver.reporting.html.fonts import figure_letters
from solver.steps import Run

from .. import synthetic

VOID = {"meta", "link", "img", "br", "input", "hr", "path", "use", "rect"}


class Reader(HTMLParser):
    """Collects the tags with their attributes, and checks that they close in order."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(tag)
        else:
            self.open.pop()


@pytest.fixture(scope="module")
def page(run):
    return report_html(run)


@pytest.fixture(scope="module")
def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_is_written_into_the_run_folder(run, page):
    path = write_report(run)
    assert path == run.path / "index.html"
    assert path.read_text(encoding="utf-8") == page


def test_the_same_run_gives_the_same_bytes(run, page):
    assert report_html(run) == page


def test_drawings_shrink_to_a_phone_and_paper_breaks_only_before_steps_and_reps(page):
    widest = page.index(".drawing svg{min-width:34rem}")
    assert page.index("@media screen and (max-width:600px){.drawing svg{min-width:0}}") > widest
    forced = re.findall(r"([^{}]+)\{[^{}]*break-before:page", page)
    parts = {".step", ".rep", "#steps", "#reps", "#appendix"}
    assert {name.strip() for rule in forced for name in rule.split(",")} == parts


def test_the_page_asks_the_network_for_nothing(page, read):
    for tag, attributes in read.tags:
        assert tag not in ("script", "iframe", "link"), attributes
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = attributes.get(name) or ""
            assert value.startswith(("#", "data:")) or value == "", (tag, value)
    assert not re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))", page)


def test_it_is_light_enough_to_be_mailed(page):
    assert len(page.encode()) < 3_000_000


def test_every_tag_is_closed_in_order(read):
    assert read.wrong == []
    assert read.open == []


def test_no_id_comes_twice_and_every_link_leads_somewhere(read):
    ids = [attributes["id"] for _tag, attributes in read.tags if "id" in attributes]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    assert twice == []
    links = [attributes["href"][1:] for tag, attributes in read.tags if tag == "a"]
    assert [link for link in links if link not in ids] == []


def test_headings_never_skip_a_level(read):
    levels = [int(tag[1]) for tag, _attributes in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_drawing_and_formula_has_words_for_it(page, read):
    drawings = [attributes for _tag, attributes in read.tags if attributes.get("role") == "img"]
    assert page.count("<svg") == len(drawings)
    assert all(attributes.get("aria-label") for attributes in drawings)


def test_names_from_outside_are_text(page):
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "=HYPERLINK(" in page


def test_steps_not_run_and_steps_without_a_notebook_are_told_apart(run, page, tmp_path):
    assert "The results of this step are there, but not its executed notebook." in page
    half = Run.create(tmp_path / "half", synthetic.portfolio())
    empty = report_html(half)
    assert empty.count("This step has not been run.") == 12
    assert "Rep by rep" not in empty
    assert "Decisions to take" not in empty


def test_the_summary_comes_before_everything_else(page):
    places = [page.index(f'id="{name}"') for name in ("summary", "decisions", "steps", "reps", "appendix")]
    assert places == sorted(places)


def test_what_was_typed_in_is_printed(page):
    assert "The potentials of the public works were typed in" in page


def test_the_language_is_said_and_figures_follow_it(tmp_path, monkeypatch):
    catalogue = tmp_path / "locale" / "fr" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    monkeypatch.setattr("solver.parameters.load.LOCALE_DIR", tmp_path / "locale")
    french = report_html(synthetic.write_run(tmp_path / "fr", "fr"))
    assert '<html lang="fr">' in french
    assert "434\u202f304\xa0€" in french
    assert "Segmenter le portefeuille (critère 1)" in french


def test_the_figures_font_is_in_the_page_with_the_letters_they_use(page):
    assert page.count("@font-face") == 2
    assert figure_letters("<text x='1'>é&amp;</text><p>z</p>") == "&é"
