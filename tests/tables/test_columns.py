"""One line a column: the check of its cells and what a file may hold follow from it."""

from dataclasses import replace

import pandas as pd
import pandera.pandas as pa
import pytest

from solver.intake.fields import fields
from solver.intake.quality.worklists import VERIFIED_FIELDS
from solver.tables import TABLES
from solver.tables.columns import Table, code, count, share, text, time

HOURS = time("opens_at", "Opens at", "From which time, as in 09:30.", empty=True, asked=True)


def test_a_line_more_is_a_column_more_in_the_check_of_the_table():
    accounts = TABLES["accounts"]
    longer = replace(accounts, columns=(*accounts.columns, HOURS)).schema()
    assert set(longer.columns) - set(accounts.schema().columns) == {"opens_at"}
    assert longer.columns["opens_at"].nullable
    assert longer.columns["opens_at"].description == HOURS.meaning
    assert longer.unique == ["account_id"]


@pytest.mark.parametrize(
    ("column", "right", "wrong"),
    [
        (share("part", "Part", "Part of it.", low=0, high=1), [0.0, 1.0], 1.5),
        (code("kind", "Kind", "Which.", ("a", "b")), ["a", "b"], "c"),
        (count("n", "N", "How many."), [0, 7], -1),
    ],
)
def test_bounds_and_codes_are_checked(column, right, wrong):
    schema = Table("t", "T", "A table.", (column,)).schema()
    schema.validate(pd.DataFrame({column.name: right}))
    with pytest.raises(pa.errors.SchemaError):
        schema.validate(pd.DataFrame({column.name: [wrong]}))


def test_a_count_may_be_missing_only_where_it_may_be_empty():
    assert str(count("n", "N", "How many.").schema().dtype) == "int64"
    assert str(count("n", "N", "How many.", empty=True).schema().dtype) == "Int64"


def test_codes_that_are_not_listed_are_read_as_text():
    assert code("rule", "Rule", "Which rule.").holds == "text"
    assert code("rule", "Rule", "Which rule.", ("a",)).holds == "code"


def test_what_differs_in_one_table_leaves_the_column_as_it_is_elsewhere():
    name = text("name", "Name", "Name.")
    other = name.here("Name of the person.", empty=True)
    assert (other.label, other.meaning, other.empty) == ("Name", "Name of the person.", True)
    assert (name.meaning, name.empty) == ("Name.", False)


def test_a_file_holds_what_we_do_not_work_out_and_what_helps():
    held = fields("merges")
    assert {"other_id", "decision", "into_id"} <= set(held)
    assert not {"basis", "sales_lines", "row"} & set(held)
    assert fields("sales")["line_no"].unit == "id"
    assert [name for name, column in fields("visits").items() if column.holds == "time"] == ["start_time"]


def test_the_firm_is_asked_for_what_the_accounts_say_is_asked():
    accounts = {column.name: column for column in TABLES["accounts"].columns}
    assert tuple(name for name, column in accounts.items() if column.asked) == VERIFIED_FIELDS
    assert all(accounts[name].inside for name in VERIFIED_FIELDS)
    assert "potential_eur" in VERIFIED_FIELDS
