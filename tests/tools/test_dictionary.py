"""The dictionary in data/README.md is the one the schemas give."""

from solver.tools.dictionary import README, with_dictionary


def test_the_written_dictionary_is_up_to_date():
    text = README.read_text(encoding="utf-8")
    assert with_dictionary(text) == text, "run: python -m solver.tools.dictionary"
