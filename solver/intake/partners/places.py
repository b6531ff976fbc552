"""Where the accounts are: coordinates from the file, else from postcode and town, without a network."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from solver.intake.reference import communes, department, plain_town
from solver.intake.repairs import repairs
from solver.intake.words import values_of
from solver.roads.crow import great_circle_km
from solver.tables import TABLES, check
from solver.tables.codes import VISITED_KINDS
from solver.words.i18n import _

NEAR_NAME = 85.0
TOO_FAR_KM = 100.0
NO_PLACES: Mapping[str, "Gazetteer"] = MappingProxyType({})


class Gazetteer(NamedTuple):
    """The places of a country: those of each postcode, and those of each plain name with their area."""

    by_postcode: Mapping[str, Sequence[tuple["Place", str]]]
    by_name: Mapping[str, Sequence[tuple["Place", str]]]


class Place(NamedTuple):
    """Coordinates of a commune, how it was found (town, near_name, postcode, none), and its name."""

    lat: float
    lon: float
    how: str
    commune: str = ""


NOWHERE = Place(np.nan, np.nan, "none")


def locate_accounts(
    accounts: pd.DataFrame, abroad: Mapping[str, Gazetteer] = NO_PLACES
) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """Give coordinates to the accounts that have none.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    abroad : mapping of str to Gazetteer, optional
        Country: its places, as the portfolio names them; they go before those at hand.

    Returns
    -------
    tuple of DataFrame, Series of str and DataFrame
        The accounts with `lat` and `lon`; how each was found: `file`, `town` (postcode and town agree, or the
        town is the only one of that name), `near_name`, `postcode` (the largest commune of the postcode),
        `moved` (the file's coordinates are nowhere near its postcode) or `none`; and the repairs that say
        what was guessed.
    """
    written = accounts[["country", "postcode", "town"]].fillna("")
    places = {"FR": _france(), **abroad}
    find = cache(lambda country, *place: _find(places.get(country), *place))
    placed = [find(*place) for place in zip(*(written[name] for name in written), strict=True)]
    found = pd.DataFrame(placed, index=accounts.index, columns=list(Place._fields))
    found = found.astype({"lat": "float64", "lon": "float64", "how": "str", "commune": "str"})
    nowhere = accounts["lat"].eq(0) & accounts["lon"].eq(0)
    given = accounts["lat"].notna() & accounts["lon"].notna() & ~nowhere
    away = great_circle_km(
        accounts["lat"].to_numpy(),
        accounts["lon"].to_numpy(),
        found["lat"].to_numpy(),
        found["lon"].to_numpy(),
    )
    moved = given & (away > TOO_FAR_KM)
    trusted = given & ~moved
    how = found["how"].mask(moved, "moved").mask(trusted, "file")
    located = accounts.assign(
        lat=found["lat"].mask(trusted, accounts["lat"]), lon=found["lon"].mask(trusted, accounts["lon"])
    )
    return located, how, _place_repairs(accounts, how, found["commune"])


def off_map(accounts: pd.DataFrame, how: pd.Series, revenue: pd.Series) -> pd.DataFrame:
    """List the accounts that may be visited and could not be placed, with the revenue behind them.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    how : Series of str
        How each was found, by account_id.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.

    Returns
    -------
    DataFrame
        Table `off_map`, the largest revenue first.
    """
    lost = accounts["kind"].isin(VISITED_KINDS) & values_of(accounts["account_id"], how).eq("none")
    some = accounts[lost]
    abroad = some["country"].ne("FR")
    empty = some["postcode"].isna() & some["town"].isna()
    namesakes = some["town"].fillna("").map(lambda town: len(_france().by_name.get(plain_town(town), ())) > 1)
    cause = pd.Series(
        _("neither the postcode nor the town is known: correct them"), index=some.index, dtype="str"
    )
    cause = cause.mask(some["postcode"].isna(), _("no town of this name is known: give the postcode"))
    cause = cause.mask(namesakes, _("several towns have this name: correct the postcode"))
    cause = cause.mask(empty, _("neither postcode nor town: give them"))
    cause = cause.mask(
        abroad,
        _("outside France: give the latitude and the longitude, or a table of its places (places_file)"),
    )
    listed = some.assign(cause=cause, revenue_eur=values_of(some["account_id"], revenue).fillna(0.0))
    ordered = listed.sort_values(["revenue_eur", "account_id"], ascending=[False, True])
    return check("off_map", ordered[list(TABLES["off_map"].names)])


def _find(known: Gazetteer | None, postcode: str, town: str) -> Place:
    """Find one postcode and town among the places of a country."""
    if known is None:
        return NOWHERE
    name = plain_town(town)
    # A Dutch or British table may know the first part of a postcode only.
    keys = (plain_postcode(postcode), plain_postcode(postcode.partition(" ")[0]))
    here = next((known.by_postcode[key] for key in keys if key in known.by_postcode), ())
    for place, plain in here:
        if plain == name:
            return place
    if name and here:
        near = process.extractOne(
            name, [plain for _place, plain in here], scorer=fuzz.ratio, score_cutoff=NEAR_NAME
        )
        if near:
            return here[near[2]][0]._replace(how="near_name")
    if here:
        return here[0][0]._replace(how="postcode")
    area = department(postcode) if postcode else ""
    namesakes = [
        place for place, its_area in known.by_name.get(name, ()) if "" in (area, its_area) or area == its_area
    ]
    return namesakes[0] if len(namesakes) == 1 else NOWHERE


def plain_postcode(text: str) -> str:
    """Return the letters and digits of a postcode."""
    capitals = text.upper()
    return capitals if capitals.isalnum() else "".join(c for c in capitals if c.isalnum())


def gazetteer(rows: Iterable[tuple[str, Place, str, str]]) -> Gazetteer:
    """Return the places of a country by postcode and by name.

    Parameters
    ----------
    rows : iterable
        Postcode, place, plain name and area (empty where areas are not told apart), the largest place first.
    """
    by_postcode: dict[str, list[tuple[Place, str]]] = {}
    by_name: dict[str, list[tuple[Place, str]]] = {}
    for postcode, place, plain, area in rows:
        by_postcode.setdefault(plain_postcode(postcode), []).append((place, plain))
        namesakes = by_name.setdefault(plain, [])
        if (place, area) not in namesakes:
            namesakes.append((place, area))
    return Gazetteer(by_postcode, by_name)


@cache
def _france() -> Gazetteer:
    return gazetteer(_communes())


def _communes() -> Iterator[tuple[str, Place, str, str]]:
    """Yield postcode, place, plain name and department of every commune and postcode, the largest first."""
    table = communes()
    columns = ("postcode", "lat", "lon", "name", "plain_name", "department")
    lists = (table[column].tolist() for column in columns)
    for postcode, lat, lon, name, plain, area in zip(*lists, strict=True):
        yield postcode, Place(lat, lon, "town", name), plain, area


def _place_repairs(accounts: pd.DataFrame, how: pd.Series, commune: pd.Series) -> pd.DataFrame:
    """Say which places were guessed, which contradict each other and which were not found."""
    problems = {
        "moved": _("the coordinates lie far from the postcode; the commune's are used"),
        "near_name": _("the town is spelt like none of this postcode"),
        "postcode": _("the town is missing or is not one of this postcode; placed in its largest commune"),
        "none": _("no coordinates: the postcode and the town lead nowhere"),
    }
    some = accounts[how.isin(problems)]
    written = (some["postcode"].fillna("") + " " + some["town"].fillna("")).str.strip()
    used = commune[some.index]
    return repairs(
        None,
        [None] * len(some),
        column="town",
        account_id=some["account_id"],
        problem=how[some.index].map(problems),
        found=written.where(written.ne("")),
        used=used.where(used.ne("")),
    )
