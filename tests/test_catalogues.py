"""The French catalogues are whole, in step with the sources, and keep every figure, formula and name."""

import re
from collections import Counter

import pytest

from solver.parameters import Portfolio, Rep, Source
from solver.run import STEPS
from solver.tools import catalogue

SOURCES = {"messages": catalogue.messages, "notebooks": catalogue.pages}
CODE_SPAN = re.compile(r"`[^`]*`")
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", flags=re.DOTALL)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
CODE_IN_BRACES = re.compile(r"\[\".*?\"\]|(?:\{name\}: )?\{\{.*?\}\}|\w+: \".*?\"|\{name\}: \"\"")
LINK = re.compile(r"\]\(([^)]*)\)")
DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
WORDS_IN_FORMULA = re.compile(r"\\(?:text|mathrm)\{[^{}]*\}")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
BEFORE_SIGN = re.compile(r"(?<=[\w)»’])[ ]?[;!?%»](?=[\s\u00a0.,)*]|$)|(?<=\d)[ ]?€|(?<=[\w)»*]) ?:(?=\s|$)")
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|\"")

PARTS = {"multiply", "month", "year", "within", "less", "join"}  # of a column that the file holds in parts
KEYS = sorted({*Portfolio.model_fields, *Source.model_fields, *Rep.model_fields, *PARTS})
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
    assert catalogue.read_catalogue("fr", name).keys() == SOURCES[name]().keys(), (
        "run python -m solver.tools.catalogue"
    )


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


def test_both_languages_write_the_same_formulas_each_with_its_own_decimal_sign():
    def differs(message, text):
        return formulas(DECIMAL_POINT.sub("{,}", message)) != formulas(text)

    assert wrong("notebooks", differs) == {}


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


@pytest.fixture
def small_catalogue(tmp_path, monkeypatch):
    """A French catalogue of one sentence, and the function that brings it into step with other sources."""
    (tmp_path / "fr").mkdir()
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path)

    def update(*messages):
        return catalogue.update("fr", "messages", {message: ["a.py"] for message in messages})

    update("The reserve is 10% of the hours.")
    path = catalogue.catalogue_path("fr", "messages")
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace('msgstr ""\n\n', 'msgstr "La réserve."\n\n'), encoding="utf-8")
    assert catalogue.read_entries("fr", "messages") == {"The reserve is 10% of the hours.": "La réserve."}
    return update


def test_a_reworded_sentence_keeps_its_translation_as_a_proposal(small_catalogue):
    reworded = "The reserve is 10% of all the hours."
    for _again in range(2):
        assert small_catalogue(reworded) == [reworded]
        assert catalogue.read_catalogue("fr", "messages") == {reworded: ("La réserve.", True)}
        with pytest.raises(ValueError, match="fuzzy"):
            catalogue.read_entries("fr", "messages")


def test_a_sentence_that_is_new_comes_in_empty(small_catalogue):
    assert small_catalogue("The reserve is 10% of the hours.", "Yes") == ["Yes"]
    assert catalogue.read_entries("fr", "messages")["Yes"] == ""


def test_a_sentence_that_learns_to_count_keeps_its_translation_for_both_forms(small_catalogue):
    forms = ("The reserve is 10% of the hour.", "The reserve is 10% of the hours.")
    assert small_catalogue(forms) == [forms]
    assert catalogue.read_catalogue("fr", "messages") == {forms: (("La réserve.", "La réserve."), True)}


def test_two_plurals_of_one_singular_are_refused(small_catalogue):
    with pytest.raises(ValueError, match="another message"):
        small_catalogue(("{n} line", "{n} lines"), ("{n} line", "{n} rows"))


def test_every_message_is_fit_to_be_filled_in():
    for message, text in entries("messages").items():
        names = [part.strip("{}") for part in PLACEHOLDER.findall(message)]
        if text and all(name.isidentifier() for name in names):
            text.format(**dict.fromkeys(names, 1))


# Words between a number and what it counts; after any other word, the number does not count the next one.
LINKS = frozenset(
    re.findall(
        r"\S+",
        "of to for from with on in at by has have had is are no a than "
        "de des du à au aux en dans par pour sur sans chez les ont est sont y d’entre",
    )
)
NEAR = re.compile(r"\{(\w+)\}((?:[ \u00a0][\w’'-]+){1,2})")
NO_COUNTS = frozenset({"low", "high", "share", "account_id", "values", "column"})  # measures and names


def counted_words(text):
    """Yield each placeholder of a text and the words that may be what it counts."""
    for found in NEAR.finditer(text):
        words = found[2].split()
        yield found[1], words[:1] if words[0] in LINKS else words


def test_a_number_and_what_it_counts_agree_by_the_rule_of_the_language():
    """A word that has a plural beside a number somewhere is nowhere written in it beside any number."""
    known = catalogue.read_catalogue("fr", "messages")
    plurals = [
        pair
        for message, entry in known.items()
        if not isinstance(message, str)
        for pair in (message, entry.text)
    ]
    words = set()
    for one, many in plurals:
        alone = {word for _name, found in counted_words(one) for word in found}
        words |= {word for _name, found in counted_words(many) for word in found if word not in alone}
    nouns = {word for word in words if word.endswith(("s", "x"))} - LINKS
    assert {"visits", "accounts", "visites", "comptes", "commerciaux"} <= nouns
    bare = [
        text
        for message, entry in known.items()
        if isinstance(message, str)
        for text in (message, entry.text)
        if any(nouns & set(found) and name not in NO_COUNTS for name, found in counted_words(text))
    ]
    assert bare == [], "write it with ngettext or counted: " + " | ".join(bare)


def test_no_form_of_a_message_that_counts_says_its_number_in_digits():
    """French has the singular for 0 too: `1 visit` would be said of none."""
    known = catalogue.read_catalogue("fr", "messages")
    singulars = [message[0] for message in known if not isinstance(message, str)]
    assert [one for one in singulars if re.search(r"(?<![\w.])1 [a-z]", one)] == []
