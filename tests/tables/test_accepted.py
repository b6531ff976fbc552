"""What is taken at a glance is what the schema would return, and nothing that it refuses is taken."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.tables import TABLES, schema
from solver.tables.accepted import accepted, no_lines
from solver.tables.columns import Table, code, count, day, flag, number, text
from tests.conftest import ROOT
from tests.everyday import draws

COLUMNS = (
    text("t", "T", "Text."),
    text("t_empty", "T", "Text.", empty=True),
    code("c", "C", "Code.", ("a", "b"), empty=True),
    number("n", "N", "Number.", low=0, high=2, empty=True),
    number("n_full", "N", "Number."),
    count("whole", "W", "Count."),
    count("whole_empty", "W", "Count.", empty=True),
    day("d", "D", "Day.", empty=True),
    day("d_full", "D", "Day."),
    flag("f", "F", "Flag."),
)
DAY = pd.Timestamp("2026-01-05")
NUMBERS = (0, 1, 2.0, 1.5, -1, 3, 1e30, np.inf, True, False, 2**62)
OTHERS = ("a", "b", "c", "", None, np.nan, pd.NaT, pd.NA, DAY, DAY.tz_localize("UTC"), DAY.replace(year=9999))
CELLS = st.sampled_from((*NUMBERS, *OTHERS))
DTYPES = ("object", "str", "float64", "float32", "int64", "int8", "uint64", "Int64", "bool", "boolean")
DAYS = ("datetime64[s]", "datetime64[us]", "datetime64[ns]", "string")


def outcome(table, lines):
    """Return what the schema makes of a table; nothing where it refuses it."""
    others = [name for name in lines if name not in table.names]
    try:
        return table.schema().validate(lines.reset_index(drop=True)[[*table.names, *others]], lazy=True)
    except SchemaErrors:
        return None


@settings(max_examples=draws(25, 1000))
@given(
    st.sampled_from(COLUMNS),
    st.lists(CELLS, min_size=1, max_size=3),
    st.sampled_from(DTYPES + DAYS),
    st.booleans(),
)
def test_one_column_of_anything(column, cells, dtype, once):
    try:
        lines = pd.DataFrame({column.name: pd.Series(cells, dtype="object").astype(dtype)})
    except (ValueError, TypeError, OverflowError):
        return
    table = Table("t", "T", "A table.", (column,), key=(column.name,) if once else ())
    at_a_glance, at_length = accepted(table, lines), outcome(table, lines)
    if at_a_glance is not None:
        pd.testing.assert_frame_equal(at_a_glance, at_length, check_exact=True)
    elif at_length is not None:
        assert lines[column.name].dtype != column.dtype, "a sound table in its types is taken at once"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_lines_has_the_types_of_its_schema(name):
    bare = pd.DataFrame({column: pd.Series(dtype="object") for column in TABLES[name].names})
    pd.testing.assert_frame_equal(no_lines(TABLES[name]), schema(name).validate(bare, lazy=True))


@pytest.mark.whole
def test_the_tables_of_a_firm_are_all_taken_at_a_glance():
    made = walk(load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml")).made
    tables = {name: each for name, each in made.items() if isinstance(each, pd.DataFrame) and len(each)}
    assert len(tables) > 40
    for name, each in tables.items():
        at_length = outcome(TABLES[name], each)
        pd.testing.assert_frame_equal(accepted(TABLES[name], each), at_length, check_exact=True)


def test_numbers_that_come_in_any_number_are_taken_under_names_of_their_pattern():
    table = Table("t", "T", "A table.", COLUMNS[:1], extra="more_.*")
    lines = pd.DataFrame({"more_b": [1], "t": ["a"], "more_a": [None]})
    pd.testing.assert_frame_equal(
        accepted(table, lines), table.schema().validate(lines[["t", "more_b", "more_a"]])
    )
    assert accepted(table, lines.assign(less=1)) is None


def test_a_column_more_less_or_twice_is_left_to_the_schema():
    table = Table("t", "T", "A table.", COLUMNS[:2])
    lines = pd.DataFrame({"t": ["a"], "t_empty": ["b"]})
    assert accepted(table, lines[["t_empty", "t"]]).columns.tolist() == ["t", "t_empty"]
    assert accepted(table, lines.assign(more=1)) is None
    assert accepted(table, lines[["t"]]) is None
    assert accepted(table, lines[["t", "t", "t_empty"]]) is None
