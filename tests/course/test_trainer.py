"""What a trainer projects and prints: four pages a step, cards and schemes on sheets of their own."""

import re
from html import unescape

import pytest

from solver.course import trainer
from solver.run import STEPS
from solver.words.i18n import spoken


class Picture:
    def _repr_html_(self):
        return "<figure>the picture</figure>"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the pages in a language, without the steps of the case: their pictures are drawn elsewhere."""
    monkeypatch.setattr(trainer, "walk", lambda _portfolio: None)
    monkeypatch.setattr(trainer, "PICTURES", {spec.number: lambda _case: Picture() for spec in STEPS})

    def write(language):
        with spoken(language):
            files = trainer.write_for_trainer(tmp_path)
        return {file.name: file.read_text(encoding="utf-8") for file in files}

    return write


@pytest.mark.parametrize(
    ("language", "asked", "able", "discussed"),
    [
        ("en", "Why ten visits here", "What you will be able to do", "take a third of the hours away"),
        ("fr", "Pourquoi dix visites ici", "Ce que vous saurez faire", "retirez un tiers des heures"),
    ],
)
def test_each_step_has_four_pages_question_aims_picture_discussion(written, language, asked, able, discussed):
    page = unescape(written(language)["projected.html"])
    slides = re.findall(r"<section>.*?</section>", page, flags=re.DOTALL)
    assert len(slides) == 4 * len(STEPS)
    tenth = slides[36:40]
    for words, slide in zip((asked, able, "the picture", discussed), tenth, strict=True):
        assert words in slide


@pytest.mark.parametrize("language", ["en", "fr"])
def test_cards_are_cut_out_and_a_statement_is_printed_without_its_marking_scheme(written, language):
    pack = written(language)["pack.html"]
    assert pack.count("<p class='card'>") == 6  # two players, three role-plays
    sheets = re.findall(r"<h[23] class='sheet'[^>]*>([^<]+)", pack)
    assert len(sheets) == 3 + 1 + 2 * 3 + 1  # role-plays, grid, subjects and schemes, the test
    assert f"guide.{language}.md" not in pack
