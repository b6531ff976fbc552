"""Files are whole or not there, and what was there before outlives a failure."""

import errno
import os
from pathlib import Path

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


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(
        PortfolioError, match=r"^text\.txt: this cannot be written: No space left on device → free"
    ):
        write_text(tmp_path / "text.txt", "more than one byte")
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_write_one_file_do_not_write_in_one_place(tmp_path, monkeypatch):
    with written_beside(tmp_path / "text.txt") as ours:
        monkeypatch.setattr("os.getpid", lambda: -1)
        with written_beside(tmp_path / "text.txt") as theirs:
            theirs.touch()
        ours.touch()
    assert ours != theirs
