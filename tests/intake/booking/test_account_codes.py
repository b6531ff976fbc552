"""The account that a code stands for, however another file writes it; what was understood is told once."""

import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes, is_long_id, loose_code, rewritten_codes


def codes(*known, into=None):
    return AccountCodes(pd.Series(known, dtype="str"), into or {})


def found(of, *written):
    return of.find(pd.Series(written, dtype="str")).fillna("none").tolist()


def test_capitals_zeros_and_a_point_nought_make_no_other_code_where_one_account_alone_looks_like_it():
    assert found(codes("C012", "77"), "c012", "0077", "77.0", " C012 ") == ["C012", "77", "77", "C012"]
    assert found(codes("42", "042", "C1"), "42", "042", "0042", "c1") == ["42", "042", "none", "C1"]
    assert found(codes("C1"), "", "C2") == ["none", "none"]
    assert loose_code(" 00A7.0 ") == "a7"


def test_a_merged_account_leads_to_the_one_that_stays_and_is_known_by_its_own_code_before():
    merged = codes("C1", "C2", into={"OLD": "C1"})
    assert found(merged, "OLD", "old", "C2") == ["C1", "C1", "C2"]
    assert merged.before_merging(pd.Series(["old", "C1"], dtype="str")).tolist() == ["OLD", "C1"]
    assert merged.nearest("C3") in ("C1", "C2")


@pytest.mark.parametrize(
    ("code", "long"),
    [
        ("001A0000006Vm9uIAC", True),
        ("001A0000006Vm9uiac", True),
        ("001A0000006Vm9uIAD", False),
        ("001A0000006Vm9u", False),
        ("001A0000006Vm9é" + "IAC", False),
    ],
)
def test_the_last_three_of_eighteen_characters_say_where_the_capitals_are(code, long):
    """001A0 has a capital at the fourth place, 8, I; 00006 none, A; Vm9u at the second of five: 2, C."""
    assert is_long_id(code) is long


def test_codes_understood_though_written_otherwise_are_listed_once_and_merged_or_led_ones_are_not(typed):
    """c1 stands twice; OLD went into C2, and a key that leads elsewhere is no way to write a code."""
    header, line = "Code client;Date\n", "{code};15/01/2025\n"
    told = typed(
        "visits", header + "".join(line.format(code=code) for code in ("c1", "c1", "C2", "OLD", "Z"))
    )
    account = codes("C1", "C2", into={"OLD": "C2"}).find(told.table["account_id"])
    listed = rewritten_codes(told, account)
    assert listed[["row", "found", "used", "account_id"]].to_numpy().tolist() == [[2, "c1", "C1", "C1"]]


def test_of_codes_that_differ_by_capitals_alone_the_capitals_are_the_nearest_on_every_machine():
    letters = "ABCDEFGHIJ"
    both = codes(*(f"{letter}10" for letter in letters + letters.lower()))
    assert [both.nearest(f"{letter}10x") for letter in letters] == [f"{letter}10" for letter in letters]
