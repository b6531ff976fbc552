"""The described zones against the zone database, the whole world's usual rules and the odd ones."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from solver.handover.agenda.zone import zone_component

ZONES = (
    "Europe/Paris",
    "Europe/London",
    "America/Chicago",
    "Australia/Sydney",
    "America/Santiago",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Indian/Reunion",
    "Australia/Lord_Howe",
    "Etc/UTC",
)


@pytest.mark.parametrize("name", ZONES)
def test_every_noon_of_the_plan_has_the_offset_of_the_zone_database(name):
    zone, described = ZoneInfo(name), zone_component(name, 2026).to_tz(lookup_tzid=False)
    for day in range(0, 540, 2):
        noon = datetime(2026, 1, 1, 12) + timedelta(days=day)
        assert noon.replace(tzinfo=described).utcoffset() == noon.replace(tzinfo=zone).utcoffset(), noon


def test_france_changes_on_the_last_sundays_of_march_and_october():
    text = zone_component("Europe/Paris", 2026).to_ical().decode()
    assert text.count("RRULE:") == 2
    assert "DTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "DTSTART:20251026T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text


def test_america_changes_on_the_second_and_the_first_sunday():
    text = zone_component("America/Chicago", 2026).to_ical().decode()
    assert "BYDAY=2SU;BYMONTH=3" in text
    assert "BYDAY=1SU;BYMONTH=11" in text
