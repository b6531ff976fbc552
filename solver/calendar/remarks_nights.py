"""What a person should know of nights away: a place that no road leads to, and a cap that was reached."""

from collections.abc import Iterator

import pandas as pd

from solver.calendar.nights import openings
from solver.calendar.tours import Tours
from solver.roads.places import STAY
from solver.words.i18n import _, counted


def remarks_on_nights(tours: Tours, stays: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield the stays of a rep that there is no way to, and whether more nights would pay than may be spent.

    Parameters
    ----------
    tours : Tours
        The finished ones of the rep.
    stays : DataFrame
        `place_id`.
    """
    territory = tours.territory
    if territory.sleeping is None:
        return
    said = []
    for place in stays.loc[~stays["place_id"].isin(territory.ids), "place_id"]:
        words = _("no road leads to {place}: no night is spent there; correct its place under roads, stays")
        said.append(words.format(place=place.removeprefix(STAY)))
    most = territory.sleeping.most
    if len(territory.nights) >= most and openings(tours, most=1):
        said.append(
            counted(
                most,
                "{n} night away, the most that is allowed: more would save more than they cost (nights_max)",
                "{n} nights away, the most that is allowed: more would save more than they cost (nights_max)",
            )
        )
    for remark in said:
        yield {"rep_id": territory.rep_id, "account_id": "", "remark": remark}
