"""The list of the named figures keeps to the words that the product says."""

from solver.tools.catalogue import read_catalogue
from tests.handover.named_figures import FIGURES


def test_every_sentence_and_label_in_which_a_figure_is_looked_for_is_said_somewhere():
    said = set(read_catalogue("fr", "messages"))
    looked_for = {
        one if one == many else (one, many) for named in FIGURES for one, many, _place in named.sentences
    }
    known = set(said) | {(message, message) for message in said}
    plural = {message[0] for message in said if isinstance(message, tuple)}
    missing = [each for each in looked_for if each not in known and each not in plural]
    assert missing == []
    assert [label for named in FIGURES for label in named.labels if label not in said] == []


def test_every_name_is_there_once():
    places = [(named.name, named.sentences, named.labels) for named in FIGURES]
    assert len(set(places)) == len(places)
