"""Nothing a reader sees is a bare code or a bare column name."""

import pytest

from solver.allocation.explain import baselines
from solver.method.score.score_accounts import GRIDS
from solver.report.figures import plans
from solver.tables import SCHEMAS
from solver.tables.codes import BEHAVIOURS
from solver.tables.column_labels import COLUMN_LABELS, column_label
from solver.tables.labels import CODES, label, labels, month_name
from solver.tables.method import ACCOUNT_TYPES, ACTIVITIES, CHANNELS, DOMAINS, JOURNEYS
from solver.tables.portfolio import KINDS, ROLES, STAGES

VOCABULARY = {
    "kind": KINDS,
    "account_type": ACCOUNT_TYPES,
    "domain": DOMAINS,
    "behaviour": BEHAVIOURS,
    "stage": STAGES,
    "role": ROLES,
    "activity": ACTIVITIES,
    "journey": JOURNEYS,
    "channel": CHANNELS,
    "grid": GRIDS,
}


@pytest.mark.parametrize("column", VOCABULARY)
def test_every_code_has_a_label_in_the_order_of_the_vocabulary(column):
    assert tuple(labels(column)) == tuple(VOCABULARY[column])


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_of_the_canonical_tables_has_a_name(table):
    columns = [column for column in SCHEMAS[table].columns if not column.startswith("^")]
    assert [column for column in columns if column not in COLUMN_LABELS] == []


def test_the_codes_that_a_schema_lists_are_all_known():
    for schema in SCHEMAS.values():
        for name, column in schema.columns.items():
            allowed = [check.statistics.get("allowed_values") for check in column.checks]
            for codes in filter(None, allowed):
                if name in CODES:
                    assert set(codes) <= set(CODES[name]), name


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
    assert column_label("access_points") == "Ease of access"


def test_months_have_short_names():
    assert month_name("2026-03") == "Mar"
