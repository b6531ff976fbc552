"""The registry holds together: every need is made by an earlier step."""

import pytest

from solver.run import STEPS, producer, select_steps, step_spec
from solver.tables import TABLES
from solver.words.errors import PortfolioError


def test_there_are_twelve_steps_in_order():
    assert [spec.number for spec in STEPS] == list(range(1, 13))


def test_every_need_is_made_by_an_earlier_step():
    for spec in STEPS:
        for name in spec.needs:
            assert producer(name).number < spec.number, f"{spec.id} needs {name}"


def test_every_table_is_made_once_and_has_a_schema():
    made = [name for spec in STEPS for name in spec.makes]
    assert len(made) == len(set(made))
    assert {name for name in made if not name.endswith(".json")} == set(TABLES)


@pytest.mark.parametrize(
    ("selection", "numbers"),
    [(None, range(1, 13)), ("4-9", range(4, 10)), ("7-", range(7, 13)), ("-3", range(1, 4)), ("10", [10])],
)
def test_a_selection_reads_as_it_is_written(selection, numbers):
    assert [spec.number for spec in select_steps(selection)] == list(numbers)


def test_a_wrong_selection_is_refused():
    with pytest.raises(PortfolioError, match="runs backwards"):
        select_steps("9-4")
    with pytest.raises(PortfolioError, match="no step “13” → steps run from 1 to 12"):
        step_spec("13")
