"""Why a visit found no day, and on which other day a placed visit could go."""

import math
from dataclasses import dataclass

import numpy as np

from solver.calendar.rules import RULES, DayRules
from solver.calendar.settings import CalendarSettings
from solver.calendar.territory import HOME
from solver.calendar.tours import Tours
from solver.words.i18n import _, counted, format_date, format_number

NEAR_DAYS = 14


def cause_of(tours: Tours, visit: int, settings: CalendarSettings) -> str:
    """Return in words why a visit has no day.

    Parameters
    ----------
    tours : Tours
        The finished tours.
    visit : int
        An occurrence without a day.
    settings : CalendarSettings
    """
    territory, occurrence = tours.territory, tours.territory.occurrences[visit]
    if not any(territory.field_seconds):
        return _("the rep has no field day in the plan")
    spacing = math.ceil(territory.spacing_share * occurrence.gap_days)
    apart = counted(
        occurrence.least_gap,
        "this account asks for {n} day between two visits: no day is left for one more",
        "this account asks for {n} days between two visits: no day is left for one more",
    )
    if occurrence.first_day > occurrence.last_day:
        return (
            apart
            if occurrence.least_gap > spacing
            else _("too near to another visit of this account, agreed or done")
        )
    first, last = tours.first[visit], tours.last[visit]
    longest = max(territory.capacity[first:last], default=0)
    if longest == 0:
        return _("the rep has no field day from {first} to {last}").format(
            first=format_date(settings.day(occurrence.first_day)),
            last=format_date(settings.day(occurrence.last_day)),
        )
    rules = territory.rules.get(occurrence.place, DayRules())
    field = np.array([seconds > 0 for seconds in territory.field_seconds[first:last]])
    shut = [name for name, barred in rules.barred.items() if (barred[first:last] & field).any()]
    if shut and not (np.broadcast_to(rules.open, len(territory.days))[first:last] & field).any():
        return _("no day from {first} to {last} may hold it: {rules}").format(
            first=format_date(settings.day(occurrence.first_day)),
            last=format_date(settings.day(occurrence.last_day)),
            rules=", ".join(_(RULES[name]) for name in shut),
        )
    there, back = tours.travel[HOME, occurrence.place], tours.travel[occurrence.place, HOME]
    alone = int(there + back) + occurrence.seconds
    never_alone = not tours.fits_alone(visit, first, last)  # one that starts nearby may hold it
    if alone > longest and never_alone:
        return _("longer than a day: {needed} min with the drive, the longest day offers {longest}").format(
            needed=format_number(alone // 60), longest=format_number(longest // 60)
        )
    if there + back > territory.most_driving and never_alone:
        return _(
            "too far: {needed} min of driving there and back, the rep drives {most} a day at most"
        ).format(needed=format_number((there + back) // 60), most=format_number(territory.most_driving // 60))
    if rules.starts is not None and never_alone:
        return _("the account is not open at any time that the rep's day allows")
    if tours.options(visit, first, last):
        return (
            apart
            if occurrence.least_gap > spacing
            else _("the days with room are too near to another visit of this account")
        )
    return _(
        "no room from {first} to {last}: no day has the time it takes left beside the other visits"
    ).format(
        first=format_date(settings.day(occurrence.first_day)),
        last=format_date(settings.day(occurrence.last_day)),
    )


@dataclass(frozen=True)
class Alternative:
    """Another day for a visit: day and start in the territory's terms, and the extra driving."""

    day: int
    start: int
    extra_seconds: int


def alternatives_to(tours: Tours, visit: int, number: int = 2) -> list[Alternative]:
    """Return the cheapest other days for a visit, all the other visits staying where they are.

    Parameters
    ----------
    tours : Tours
        The finished tours; they are left as they were.
    visit : int
        An occurrence with a day, not agreed.

    Returns
    -------
    list of Alternative
        Within a fortnight of the present day where there is room, then anywhere in the visit's window.
    """
    own_day = tours.day_of[visit]
    driving = tours.driving[own_day]
    tours.mark()
    stop = tours.stops[own_day].index(visit)
    tours.remove(own_day, stop, stop + 1)
    saved = driving - tours.driving[own_day]
    days = tours.territory.days
    choices = [
        (abs(days[day] - days[own_day]) > NEAR_DAYS, cost, day, position)
        for cost, day, position in tours.options(visit, *tours.window(visit))
        if day != own_day
    ]
    found = []
    for _far, _cost, day, position in sorted(choices)[:number]:
        stops = [*tours.stops[day][:position], visit, *tours.stops[day][position:]]
        starts = tours.times(day, stops)
        if starts is not None:
            more = tours.driven(day, stops) - tours.driving[day]
            found.append(Alternative(day, starts[position], more - saved))
    tours.undo()
    return found
