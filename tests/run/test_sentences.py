"""A sentence that a notebook shows reads as prose, not as Python writes a text."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from solver.run.sentences import show_sentences_as_prose


@pytest.fixture
def shown():
    """What a notebook shows of a value, as HTML; None where it shows Python's own writing."""
    shell = InteractiveShell.instance()
    show_sentences_as_prose()
    yield shell.display_formatter.formatters["text/html"]
    InteractiveShell.clear_instance()


def test_no_quotes_and_no_escapes(shown):
    assert shown("CA gardé\xa0: 1\u202f330\xa0€ & rien d'autre") == (
        "<p>CA gardé\xa0: 1\u202f330\xa0€ &amp; rien d&#x27;autre</p>"
    )
    assert (
        shown(["One sentence.", "And a second."]) == "<ul><li>One sentence.</li><li>And a second.</li></ul>"
    )


@pytest.mark.parametrize("value", ["C01", ["C01", "C02"], [], [1, 2], ["a sentence", 3]])
def test_what_is_no_sentence_stays_as_it_is(shown, value):
    assert shown(value) is None


def test_outside_a_notebook_nothing_happens():
    show_sentences_as_prose()
