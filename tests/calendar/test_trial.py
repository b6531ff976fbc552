"""What visits take of the road in a trial: in proportion to their detours, and all that is driven."""

import numpy as np
import pytest

from solver.calendar.build import build_territory
from solver.calendar.occurrences import list_occurrences
from solver.calendar.tours import Tours
from solver.calendar.trial import found_days
from tests.calendar.village import MINUTES_PER_DEGREE, four_weeks, village_firm


def found(places, *days):
    """The visits of one day each, in the order in which they are made."""
    firm = village_firm(places, [1] * len(places))
    rows = list_occurrences(firm, four_weeks())
    tours = Tours(build_territory("R1", rows, firm, None, four_weeks()))
    for day, stops in enumerate(days):
        for position, visit in enumerate(stops):
            tours.insert(visit, day, position)
    table = found_days([tours], {"R1": rows}).set_index("account_id")
    return table["placed"].tolist(), (table["travel_minutes"] / MINUTES_PER_DEGREE).tolist()


def test_who_is_on_the_way_to_another_takes_nothing_of_the_road():
    """A fifth of a degree out, as far again, and two fifths back."""
    placed, degrees = found([(0.2, 0), (0.4, 0)], [0, 1])
    assert placed == [1, 1]
    assert degrees == pytest.approx([0, 0.8], abs=0.01)


def test_two_on_opposite_sides_share_the_road_by_how_far_they_are():
    _placed, degrees = found([(0.1, 0), (-0.3, 0)], [0, 1])
    assert degrees == pytest.approx([0.2, 0.6], abs=0.01)
    assert sum(degrees) == pytest.approx(2 * 0.1 + 2 * 0.3, abs=0.01)


def test_visits_at_one_place_share_the_road_alike_and_one_without_a_day_takes_none():
    placed, degrees = found([(0.2, 0), (0.2, 0), (0.3, 0)], [0, 1])
    assert placed == [1, 1, 0]
    # Two fifths out and back, and five minutes from one door to the next.
    each = (0.4 + 5 / MINUTES_PER_DEGREE) / 2
    assert degrees[:2] == pytest.approx([each, each], abs=0.001)
    assert np.isnan(degrees[2])
