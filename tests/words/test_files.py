"""Files are whole or not there, and what was there before outlives a failure."""

import pytest

from solver.words.errors import PortfolioError
from solver.words.files import write_text, written_beside


def test_the_folder_is_made_and_nothing_is_left_beside(tmp_path):
    path = tmp_path / "a" / "b" / "text.txt"
    write_text(path, "one\ntwo\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_what_was_there(tmp_path):
    path = tmp_path / "text.txt"
    write_text(path, "before")

    def stopped_half_way():
        with written_beside(path) as beside:
            beside.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped_half_way()
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_refusal_of_the_disk_is_one_line_that_names_the_file(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(PortfolioError, match=r"text\.txt: this cannot be written"):
        write_text(tmp_path / "taken" / "text.txt", "x")
