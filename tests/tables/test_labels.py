"""Nothing a reader sees is a bare code or a bare column name; a name has one label and one unit."""

from typing import get_args

import pandas as pd
import pytest

from solver.allocation.explain import baselines
from solver.method.score.score_accounts import GRIDS
from solver.report.figures import plans
from solver.tables import TABLES, shown
from solver.tables.codes import CODES, label, labels, month_name
from solver.tables.criteria import CRITERIA
from solver.tables.dictionary import column_label, columns, label_inside, table_label, unit_of
from solver.tables.units import DTYPES, UNITS, UnitName
from solver.words.i18n import speak_by_default

CANONICAL = {
    f"{table.name}.{column.name}": column
    for table in TABLES.values()
    for column in (*table.columns, *table.helpers)
}
EVERY = CANONICAL | {f"shown.{column.name}": column for column in shown.COLUMNS}
every_column = pytest.mark.parametrize("column", EVERY.values(), ids=EVERY)


@every_column
def test_every_column_has_a_label_a_meaning_and_a_unit(column):
    assert column.label
    assert column.meaning.endswith(".")
    assert column.unit in UNITS


def test_a_name_has_one_label_and_one_unit_whatever_the_table():
    known = columns()
    # A criterion may be called like a fact of the accounts: its note is a number.
    notes = {each.name for each in CRITERIA} & {column.name for column in CANONICAL.values()}
    for place, column in EVERY.items():
        if place.startswith("shown.") and column.name in notes:
            continue
        first = known[column.name]
        assert (column.label, column.unit, column.inside) == (first.label, first.unit, first.inside), place


def test_no_name_is_said_twice_for_the_screen():
    names = [column.name for column in shown.COLUMNS]
    assert len(names) == len(set(names))


def test_columns_and_tables_are_named_in_the_language_in_force():
    speak_by_default("fr")
    assert column_label("potential_eur") == "Potentiel"
    assert label_inside("potential_on") == "date du potentiel"
    assert table_label("sales") == label("table", "sales") == "Lignes de facture"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_says_what_it_is_and_has_the_columns_of_its_key(table):
    assert table.label
    assert table.meaning.endswith(".")
    assert set(table.key) <= {column.name for column in table.columns}
    assert len({column.name for column in table.columns}) == len(table.columns)


def test_every_unit_is_described_and_kept_in_a_type():
    assert set(get_args(UnitName)) == set(UNITS)
    assert {unit.holds for unit in UNITS.values()} == set(DTYPES)


def test_a_unit_gives_way_to_values_of_another_type():
    assert unit_of("stage", pd.Series(["won"])) == "code"
    assert unit_of("stage", pd.Series([5.0])) == "number"
    assert unit_of("kept", pd.Series([12])) == "number"
    assert unit_of("year", pd.Series([2025])) == "year"
    assert unit_of("nobody_named_it", pd.to_datetime(pd.Series(["2026-01-05"]))) == "date"


def test_the_codes_that_a_column_lists_all_have_a_label():
    unlabelled = ("segment", "potential_class", "score_class", "outcome")  # letters, or read and forgotten
    for place, column in EVERY.items():
        if column.allowed and column.name not in unlabelled:
            assert set(column.allowed) <= set(CODES[column.vocabulary]), place


def test_the_grids_are_those_of_the_score():
    assert tuple(labels("grid")) == GRIDS


def test_the_plans_and_the_small_gain_are_those_of_the_allocation():
    assert tuple(CODES["plan"]) == (
        baselines.PLAN,
        baselines.TODAY,
        baselines.BY_REVENUE,
        baselines.BY_CLASS,
        baselines.EQUAL,
    )
    assert (plans.PLAN, plans.TODAY, plans.SMALL_GAIN) == (
        baselines.PLAN,
        baselines.TODAY,
        baselines.SMALL_GAIN,
    )


def test_what_is_not_a_code_stays_as_it_is():
    assert label("account_type", "of their own") == "of their own"
    assert label("account_type", None) == "–"


def test_a_column_nobody_named_is_written_in_plain_words():
    assert column_label("lost_revenue_eur") == "Lost revenue"


def test_the_points_of_a_criterion_are_called_like_it():
    assert column_label("access_points") == "Ease of access"
    assert column_label("stage_points") == "Stage reached"


def test_months_have_short_names():
    assert month_name("2026-03") == "Mar"
