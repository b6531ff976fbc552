"""The VTIMEZONE of a zone: without it a calendar has to guess which hour is meant."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS = 4  # a rule is one that so many years in a row keep
ALWAYS = datetime(1970, 1, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """One change of a clock: when, on the clock that ends, from and to which offset, and its new name."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    def rule(self, from_the_end: bool) -> tuple[int, str]:
        """Return the month and the weekday, counted from the start or from the end of the month."""
        week = (self.onset.day - 1) // 7 + 1
        return self.onset.month, f"{-1 if from_the_end else week}{WEEKDAYS[self.onset.weekday()]}"

    def is_last(self) -> bool:
        """Tell whether it falls into the last seven days of its month."""
        return (self.onset + 7 * DAY).month != self.onset.month


@cache
def zone_component(name: str, year: int) -> Timezone:
    """Describe a zone by its yearly rules, from the year before on.

    Parameters
    ----------
    name : str
        IANA name.
    year : int
        The first that the calendar tells of.

    Notes
    -----
    A rule by month, week and weekday is what every calendar understands, Outlook too. A zone that keeps
    none, such as one that follows Ramadan, gets each of its changes of these years.
    """
    zone = ZoneInfo(name)
    years = [_changes(zone, year - 1 + n) for n in range(YEARS)]
    made = Timezone()
    made.add("tzid", name)
    if not any(years):
        offset = ALWAYS.replace(tzinfo=zone, year=year).utcoffset() or timedelta()
        label = ALWAYS.replace(tzinfo=zone, year=year).tzname() or name
        made.add_component(_part(Change(ALWAYS, offset, offset, label, False), None))
        return made
    rules = [_common_rule(list(alike)) for alike in zip(*years, strict=False)]
    regular = len({len(changes) for changes in years}) == 1 and None not in rules
    for change, rule in zip(years[0], rules, strict=False) if regular else _one_by_one(years):
        made.add_component(_part(change, rule))
    return made


def _one_by_one(years: list[list[Change]]) -> list[tuple[Change, None]]:
    return [(change, None) for changes in years for change in changes]


def _changes(zone: ZoneInfo, year: int) -> list[Change]:
    """Find the changes of the clock in a year, to the minute."""
    found = []
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        if _offset(zone, day) != _offset(zone, day + DAY):
            moment = _onset(zone, day)
            before, after = _offset(zone, moment - MINUTE), _offset(zone, moment)
            local = moment.astimezone(zone)
            onset = (moment + before).replace(tzinfo=None)
            found.append(Change(onset, before, after, str(local.tzname()), bool(local.dst())))
        day += DAY
    return found


def _onset(zone: ZoneInfo, day: datetime) -> datetime:
    low, high = 0, DAY // MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(zone, day + middle * MINUTE) == _offset(zone, day)
        low, high = (middle, high) if same else (low, middle)
    return day + high * MINUTE


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _common_rule(changes: list[Change]) -> tuple[int, str] | None:
    """Return the rule that the same change of several years follows, if there is one."""
    if len({(c.onset.time(), c.before, c.after, c.name) for c in changes}) > 1:
        return None
    for from_the_end in (True, False):
        if from_the_end and not all(change.is_last() for change in changes):
            continue
        rules = {change.rule(from_the_end) for change in changes}
        if len(rules) == 1:
            return rules.pop()
    return None


def _part(change: Change, rule: tuple[int, str] | None) -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if change.summer else TimezoneStandard()
    made.add("dtstart", change.onset)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    made.add("tzname", change.name)
    if rule is not None:
        month, weekday = rule
        made.add("rrule", {"freq": "yearly", "bymonth": month, "byday": weekday})
    return made
