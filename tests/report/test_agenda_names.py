"""File names that any disk takes, one for one rep."""

import re

from solver.report.agenda_names import file_names


def test_a_plain_code_is_the_name():
    assert file_names(["LBR", "rep-2", "R_3"]) == {"LBR": "LBR", "rep-2": "rep-2", "R_3": "R_3"}


def test_two_reps_never_share_a_file():
    ids = ["a/b", "a_b", "A_B", "a b", "../a", "", "é", "e", "CON", "x" * 90, "x" * 91, "日本"]
    names = file_names(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,50}", name)
        assert name.casefold() != "con"


def test_a_name_does_not_hang_on_the_other_reps_unless_they_differ_by_case_alone():
    assert file_names(["a/b"])["a/b"] == file_names(["a/b", "c", "a b"])["a/b"]
