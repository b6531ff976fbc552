"""What a person should know of nights away: a place that no road leads to, and a cap that was reached."""

from collections.abc import Iterator

from solver.calendar.nights import openings
from solver.calendar.settings import CalendarSettings
from solver.calendar.sleeping import beds, night_terms
from solver.calendar.tables import CalendarTables
from solver.calendar.tours import Tours
from solver.roads.places import STAY
from solver.words.i18n import _, counted


def remarks_on_nights(
    tours: Tours, tables: CalendarTables, settings: CalendarSettings
) -> Iterator[dict[str, str]]:
    """Yield the stays of a rep that there is no way to, and whether more nights would pay than may be spent.

    Parameters
    ----------
    tours : Tours
        The finished ones of the rep.
    tables : CalendarTables
    settings : CalendarSettings
    """
    rep_id = tours.territory.rep_id
    terms = night_terms(rep_id, tables)
    if terms is None:
        return
    said = []
    for place in beds(rep_id, tables, settings.roads)[1]:
        words = _("no road leads to {place}: no night is spent there; correct its place under roads, stays")
        said.append(words.format(place=place.removeprefix(STAY)))
    if len(tours.territory.nights) >= terms.most and openings(tours, most=1):
        said.append(
            counted(
                terms.most,
                "{n} night away, the most that is allowed: more would save more than they cost (nights_max)",
                "{n} nights away, the most that is allowed: more would save more than they cost (nights_max)",
            )
        )
    for remark in said:
        yield {"rep_id": rep_id, "account_id": "", "remark": remark}
