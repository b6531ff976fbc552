"""`twelvefold roads`: places out, a file of driving times in and looked at."""

import csv

import pytest

from tests.runner.test_command import firm, refused, twelvefold  # noqa: F401


def matrix_of(places, minutes):
    """Write every drive between the places at so many minutes, the way back two minutes more."""
    with places.open(encoding="utf-8") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    lines = [f"{a},{b},{minutes + 2 * (a > b)}" for a in ids for b in ids if a != b and "C003" not in (a, b)]
    path = places.with_name("roads.csv")
    path.write_text("\n".join(["from_id,to_id,minutes", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def places(twelvefold, firm, tmp_path):  # noqa: F811
    status, out, _error = twelvefold("roads", "places", firm)
    assert status == 0
    assert "33 places written" in out  # 24 clients, 8 prospects, a home
    return tmp_path / "places.csv"


def test_places_hold_codes_and_coordinates_of_homes_and_accounts(places):
    with places.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"id": "home:R1", "lat": "48.110000", "lon": "-1.680000"}
    assert {row["id"] for row in rows} >= {"C000", "P007"}


def test_a_file_is_looked_at_with_its_coverage_its_two_ways_and_what_the_estimate_misses(
    twelvefold,  # noqa: F811
    places,
):
    status, out, _error = twelvefold("roads", "check", matrix_of(places, 60))
    assert status == 0
    # 33 places, 33 x 32 drives; without one place, 32 x 31 of them: 93.9 %
    assert "1,056 drives, one way: Your file 93.9%; Estimated without roads 6.1%" in out
    assert "496 pairs are known both ways: one way takes 2.0 min more than the other on average, 3.3%" in out
    assert "0 to 3 km" in out


def test_a_slip_of_the_file_is_one_line(twelvefold, places):  # noqa: F811
    path = matrix_of(places, 60)
    path.write_text(
        path.read_text(encoding="utf-8").replace("C000,C001,60", "C000,C001,-60"), encoding="utf-8"
    )
    assert "(from C000 to C001)" in refused(twelvefold("roads", "check", path))


def test_what_is_there_is_not_written_over(twelvefold, firm, places):  # noqa: F811
    assert "already there" in refused(twelvefold("roads", "places", firm))


def test_a_portfolio_in_the_place_of_the_file_of_drives_is_told_with_the_command_that_works(twelvefold):  # noqa: F811
    said = refused(twelvefold("roads", "check", "portfolio.yaml"))
    assert "twelvefold roads check roads.csv --portfolio portfolio.yaml" in " ".join(said.split())
