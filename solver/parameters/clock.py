"""Which clock appointments are read on: the zone of the country, where its clocks agree."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from solver.words.i18n import _

LOOKED_AT = timedelta(days=14)


def named_zone(name: str) -> ZoneInfo:
    """Return the zone of this name.

    Raises
    ------
    ValueError
        There is no such zone; the message says how names are written.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            _("“{name}” is not a zone: write its IANA name, as in Europe/Paris").format(name=name)
        ) from None


def zone_of_country(country: str, start: date, end: date) -> ZoneInfo | None:
    """Return the zone of a country all of whose clocks show the same hour; none where they differ.

    Parameters
    ----------
    country : str
        Two letters.
    start, end : date
        Between which the clocks are compared.

    References
    ----------
    The zones of each country are those of the CLDR, as Babel holds them.
    """
    names = get_global("territory_zones").get(country, [])
    zones = [ZoneInfo(name) for name in names if not name.startswith("Etc/")]
    days = _days(start, end) if len(zones) > 1 else []
    differ = any(len({zone.utcoffset(day) for zone in zones}) > 1 for day in days)
    return zones[0] if zones and not differ else None


def _days(start: date, end: date) -> list[datetime]:
    count = (end - start) // LOOKED_AT + 1
    return [datetime.combine(start, time()) + n * LOOKED_AT for n in range(count)]
