"""The zone of the appointments: the country's where it has one clock, else the one that is written."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from solver.parameters import override
from solver.parameters.clock import zone_of_country
from solver.words.errors import PortfolioError
from tests.made_up_firm.synthetic import portfolio

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("country", "zone"),
    [("FR", "Europe/Paris"), ("BE", "Europe/Brussels"), ("DE", "Europe/Berlin"), ("RE", "Indian/Reunion")],
)
def test_a_country_with_one_clock_needs_no_zone(country, zone):
    assert zone_of_country(country, *YEAR) == ZoneInfo(zone)


@pytest.mark.parametrize("country", ["US", "ES", "AU"])
def test_no_clock_is_guessed_where_a_country_has_several(country):
    assert override(portfolio(), country=country).clock() is None


def test_the_zone_that_is_written_wins():
    made = override(portfolio(), country="US", timezone="America/Chicago")
    assert made.clock() == ZoneInfo("America/Chicago")


@pytest.mark.parametrize("name", ["Europe/Pari", "", "../../etc/passwd", "CEST+2"])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(PortfolioError, match=r"timezone.*is not a zone.*Europe/Paris"):
        override(portfolio(), timezone=name)


def test_an_unknown_country_is_left_to_the_calendar_of_working_days():
    assert override(portfolio(), country="ZZ").clock() is None
