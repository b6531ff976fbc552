"""Every habit of the exports that firms send, one small file each: read right, or refused in a clear line."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from solver.intake import prepare_tools
from solver.intake.quality.low_potentials import PROBLEM
from solver.parameters import Source
from tests.everyday import a_part
from tests.intake.conftest import refusal, small_firm

FOLDER = Path(__file__).with_name("torture")
CASES = yaml.safe_load((FOLDER / "cases.yaml").read_text(encoding="utf-8"))
FIRM = CASES.pop("firm")
PLAIN = {table: f"{table}_plain.csv" for table in CASES}
KEYS = {"accounts": "account_id", "sales": "order_id"}
# What is said of the firm whatever the file: it has no column for these two.
ALWAYS_TOLD = ("kind", "rep_id")


def cases(refused):
    return [
        pytest.param(table, case, id=case["habit"])
        for table, listed in CASES.items()
        for case in listed
        if ("refused" in case) == refused
    ]


def firm_with(table, case):
    """Return the small firm, one of its two files replaced by that of the case."""
    other = "sales" if table == "accounts" else "accounts"
    tortured = Source(table=table, path=str(FOLDER / case["file"]), **case.get("source", {}))
    beside = Source(table=other, path=str(FOLDER / case.get("beside", PLAIN[other])))
    return small_firm([tortured, beside])


def expected(table, case):
    differs = case.get("differs", {})
    return {key: row | differs.get(key, {}) for key, row in FIRM[table].items()}


def rows_of(table, made):
    """Return the table by its key as plain values: days as text, nothing as None."""
    rows = getattr(made, table).set_index(KEYS[table])
    assert rows.index.is_unique
    rows = rows[list(next(iter(FIRM[table].values())))].to_dict("index")
    return {key: {name: plain(value) for name, value in row.items()} for key, row in rows.items()}


def plain(value):
    if pd.isna(value):
        return None
    return str(value)[:10] if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize(("table", "case"), a_part(cases(refused=False)))
def test_the_file_is_read_right_and_what_was_mended_is_told(table, case):
    made = prepare_tools(firm_with(table, case))
    assert rows_of(table, made) == expected(table, case)
    told = made.repairs[made.repairs["file"].eq(case["file"]) & ~made.repairs["column"].isin(ALWAYS_TOLD)]
    told = told[told["problem"].ne(PROBLEM)]  # of an account of the firm, however its file is written
    lines = [
        f"{repair.row}, {repair.column}: {repair.problem}"
        if pd.notna(repair.column)
        else f"{repair.row}: {repair.problem}"
        for repair in told.itertuples()
    ]
    assert lines == case.get("told", [])
    assert made.quality["reconciliation"]["holds"]


@pytest.mark.parametrize(("table", "case"), a_part(cases(refused=True)))
def test_the_file_is_refused_in_one_line_that_says_where_and_what_to_do(table, case):
    with refusal(case["file"] + case["refused"], " → ") as caught:
        prepare_tools(firm_with(table, case))
    assert "\n" not in str(caught.value)


def test_every_file_of_the_folder_is_a_case():
    named = {case["file"] for listed in CASES.values() for case in listed}
    beside = {case["beside"] for listed in CASES.values() for case in listed if "beside" in case}
    here = {path.name for path in FOLDER.iterdir() if path.suffix != ".yaml" and path.name[0] != "."}
    assert here == named | beside | set(PLAIN.values())


@pytest.mark.parametrize("table", CASES)
def test_the_plain_file_says_what_the_others_are_held_to(table):
    made = prepare_tools(firm_with(table, {"file": PLAIN[table]}))
    assert rows_of(table, made) == expected(table, {})
