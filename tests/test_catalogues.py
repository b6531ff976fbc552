"""The French catalogues are whole, in step with the sources, and keep every figure, formula and name."""

import re
from collections import Counter

import pytest

from solver import catalogue
from solver.parameters import Portfolio, Rep, Source
from solver.steps import STEPS

SOURCES = {"messages": catalogue.messages, "notebooks": catalogue.pages}
CODE_SPAN = re.compile(r"`[^`]*`")
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", flags=re.DOTALL)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
CODE_IN_BRACES = re.compile(r"\[\".*?\"\]|(?:\{name\}: )?\{\{.*?\}\}|\w+: \".*?\"|\{name\}: \"\"")
LINK = re.compile(r"\]\(([^)]*)\)")
WORDS_IN_FORMULA = re.compile(r"\\(?:text|mathrm)\{[^{}]*\}")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
BEFORE_SIGN = re.compile(r"(?<=[\w)»’])[ ]?[;!?%»](?=[\s\u00a0.,)*]|$)|(?<=\d)[ ]?€|(?<=[\w)»*]) ?:(?=\s|$)")
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|\"")

KEYS = sorted({*Portfolio.model_fields, *Source.model_fields, *Rep.model_fields})
KEY = re.compile(rf"\b(?:\w+_\w+|{'|'.join(KEYS)}):")

every_catalogue = pytest.mark.parametrize("name", SOURCES)


def entries(name):
    return catalogue.read_entries("fr", name)


def wrong(name, differs):
    return {message: text for message, text in entries(name).items() if text and differs(message, text)}


def digits(text):
    """Count the numbers of a text, whatever separates their thousands and decimals."""
    plain = FORMULA.sub(" ", CODE_SPAN.sub(" ", LINK.sub("]", PLACEHOLDER.sub(" ", text))))
    return Counter(re.sub(r"\D", "", number) for number in NUMBER.findall(plain))


def formulas(text):
    return Counter(
        WORDS_IN_FORMULA.sub(r"\\text{}", " ".join(found.split())) for found in FORMULA.findall(text)
    )


def prose(text):
    """Leave out what typography does not govern: code, formulas, placeholders, addresses."""
    for pattern in (
        CODE_SPAN,
        FORMULA,
        CODE_IN_BRACES,
        PLACEHOLDER,
        KEY,
        re.compile(r"\]\([^)]*\)|https?://\S+"),
    ):
        text = pattern.sub("x", text)
    return text


@every_catalogue
def test_the_catalogue_is_in_step_with_the_sources(name):
    assert sorted(entries(name)) == sorted(SOURCES[name]()), "run python -m solver.catalogue"


@every_catalogue
def test_nothing_waits_for_a_translation(name):
    assert [message for message, text in entries(name).items() if not text] == []


@every_catalogue
def test_both_languages_fill_in_the_same_values(name):
    def differs(message, text):
        return Counter(PLACEHOLDER.findall(message)) != Counter(PLACEHOLDER.findall(text))

    if name == "messages":
        assert wrong(name, differs) == {}


@every_catalogue
def test_both_languages_give_the_same_numbers(name):
    assert wrong(name, lambda message, text: digits(message) != digits(text)) == {}


@every_catalogue
@pytest.mark.parametrize("part", [CODE_SPAN, LINK], ids=["code", "links"])
def test_both_languages_name_the_same_code_and_pages(name, part):
    assert (
        wrong(name, lambda message, text: Counter(part.findall(message)) != Counter(part.findall(text))) == {}
    )


def test_both_languages_write_the_same_formulas():
    assert wrong("notebooks", lambda message, text: formulas(message) != formulas(text)) == {}


def test_both_languages_build_their_pages_alike():
    def shape(text):
        lines = text.splitlines()
        return [re.match(r"#*|-|\d+\.", line)[0] for line in lines], text.count("**")

    assert wrong("notebooks", lambda message, text: shape(message)[0] != shape(text)[0]) == {}


@every_catalogue
def test_french_keeps_a_space_that_does_not_break_before_its_signs(name):
    assert wrong(name, lambda _message, text: BEFORE_SIGN.search(prose(text))) == {}


@every_catalogue
def test_french_uses_its_own_quotation_marks_and_apostrophes(name):
    assert wrong(name, lambda _message, text: STRAIGHT.search(prose(text)) or "“" in text) == {}


@every_catalogue
def test_a_message_keeps_the_spaces_and_the_stop_at_its_ends(name):
    def ends(text):
        return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())

    assert wrong(name, lambda message, text: ends(message) != ends(text)) == {}


def test_the_steps_bear_the_titles_their_author_gave_them():
    titles = entries("messages")
    assert {spec.id: titles[spec.title].replace("’", "'") for spec in STEPS} == {
        spec.id: spec.french_title.replace("’", "'") for spec in STEPS
    }


def test_a_fuzzy_entry_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text('#, fuzzy\nmsgid "Reserve"\nmsgstr "Réserve"\n', encoding="utf-8")
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path)
    with pytest.raises(ValueError, match="fuzzy"):
        catalogue.read_entries("fr", "messages")


def test_every_message_is_fit_to_be_filled_in():
    for message, text in entries("messages").items():
        names = [part.strip("{}") for part in PLACEHOLDER.findall(message)]
        if text and all(name.isidentifier() for name in names):
            text.format(**dict.fromkeys(names, 1))
