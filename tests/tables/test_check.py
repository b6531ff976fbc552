"""A table that breaks its schema is refused with the row and the column."""

import pandas as pd
import pytest

from solver.tables import TABLES, check, empty
from solver.words.errors import PortfolioError


def reps(**changes):
    rep = {
        "rep_id": "R1",
        "name": "Ann",
        "home_lat": 48.0,
        "home_lon": -2.0,
        "annual_cost_eur": 6e4,
        "day_hours": 7.5,
        "drive_factor": 1.0,
    }
    asked = ("max_drive_minutes", "max_visits_day", "overtime_minutes", "overtime_price")
    none = dict.fromkeys(("email", *asked, "nights_max", "night_cost_eur", "night_min_minutes"))
    return pd.DataFrame([rep | none | changes])


def test_columns_come_back_in_order_and_in_type():
    table = check(
        "reps", reps(day_hours=8)[["day_hours", *[c for c in TABLES["reps"].names if c != "day_hours"]]]
    )
    assert list(table.columns) == list(TABLES["reps"].names)
    assert table["day_hours"].dtype == "float64"


def test_a_value_out_of_bounds_is_named():
    with pytest.raises(PortfolioError, match=r"reps, row 1, column “day_hours”.*the first is “20.0”"):
        check("reps", reps(day_hours=20))


def test_a_missing_and_an_unknown_column_are_refused():
    with pytest.raises(PortfolioError, match="home_lat"):
        check("reps", reps().drop(columns="home_lat"))
    with pytest.raises(PortfolioError, match="shoe_size"):
        check("reps", reps(shoe_size=42))


def test_a_key_that_comes_twice_is_refused():
    with pytest.raises(PortfolioError, match="R1"):
        check("reps", pd.concat([reps(), reps()]))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_exists_empty(name):
    made = empty(name)
    assert made.empty
    assert list(made.columns) == [column.name for column in TABLES[name].columns]


def test_an_unknown_code_is_refused_with_the_meaning_of_the_column():
    event = pd.DataFrame({"account_id": ["P1"], "date": ["2026-01-05"], "stage": ["asleep"]})
    with pytest.raises(PortfolioError, match=r"asleep.*The stage reached that day"):
        check("prospect_events", event)
