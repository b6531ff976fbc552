"""Every account that may be visited has a rep: the one the file names, else the one who lives nearest."""

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd

from solver.intake.reference import communes
from solver.intake.repairs import repairs
from solver.intake.words import each_value, fold, values_of
from solver.parameters import Rep, Stay
from solver.roads.crow import great_circle_km
from solver.roads.drives import minutes_from_homes
from solver.roads.roads import Roads
from solver.tables.codes import VISITED_KINDS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_number

FARTHEST_HOME_KM = 1000.0
# Of a bed from any town, or from any account and home where no list of towns is at hand.
FARTHEST_STAY_KM, WITHOUT_TOWNS_KM = 30.0, 100.0

HOMES = ["rep_id", "home_lat", "home_lon"]


def reps_named(texts: pd.Series, reps: Sequence[Rep]) -> pd.Series:
    """Return the rep that each text names by code, by name or by e-mail; missing where it names none."""
    names = {
        fold(word): rep.rep_id for rep in reversed(reps) for word in (rep.email, rep.name, rep.rep_id) if word
    }
    exact = {rep.rep_id: rep.rep_id for rep in reps}
    found = each_value(texts.fillna(""), lambda text: exact.get(text, names.get(fold(text))))
    return pd.Series(found, index=texts.index, dtype="str")


def check_homes(accounts: pd.DataFrame, reps: Sequence[Rep]) -> None:
    """Refuse a rep whose days start far from every account: a whole year of driving would be wrong.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`, placed.
    reps : sequence of Rep
        The reps of the portfolio.

    Raises
    ------
    PortfolioError
        No account lies within 1,000 km of a home.
    """
    placed = accounts.loc[accounts["kind"].isin(VISITED_KINDS), ["lat", "lon"]].dropna().drop_duplicates()
    for rep in reps:
        away = _nearest_km(placed, rep.home_lat, rep.home_lon)
        if not away > FARTHEST_HOME_KM:
            continue
        far = _("{name}'s days start {km} km from the nearest account").format(
            name=rep.name, km=format_number(away, -2)
        )
        if abs(rep.home_lon) <= 90 and _nearest_km(placed, rep.home_lon, rep.home_lat) <= FARTHEST_HOME_KM:
            raise PortfolioError(
                _("{far}: are home_lat and home_lon swapped?").format(far=far),
                fix=_("write home_lat: {lat} and home_lon: {lon}").format(
                    lat=f"{rep.home_lon:g}", lon=f"{rep.home_lat:g}"
                ),
            )
        raise PortfolioError(far, fix=_("correct home_lat and home_lon of this rep"))


def check_stays(places: pd.DataFrame, stays: Sequence[Stay], country: str) -> None:
    """Refuse a stay far from every town: at sea, or with its coordinates swapped.

    Parameters
    ----------
    places : DataFrame
        `place_id, lat, lon` of all accounts and homes.
    stays : sequence of Stay
        Those of the portfolio.
    country : str
        Of the portfolio; the towns of France are known.

    Raises
    ------
    PortfolioError
        No account, no home and no town of France lies within 30 km, or no account and no home within 100 km
        of a firm elsewhere.
    """
    lists = [places, communes()] if country == "FR" else [places]
    near = pd.concat([listed[["lat", "lon"]] for listed in lists]).dropna()
    farthest = FARTHEST_STAY_KM if country == "FR" else WITHOUT_TOWNS_KM
    for stay in stays:
        away = _nearest_km(near, stay.lat, stay.lon)
        if not away > farthest:
            continue
        swapped = abs(stay.lon) <= 90 and _nearest_km(near, stay.lon, stay.lat) <= farthest
        raise PortfolioError(
            _("the stay “{name}” lies {km} km from any town, account and home: at sea?").format(
                name=stay.name, km=format_number(away)
            ),
            file="portfolio.yaml",
            column="roads, stays",
            fix=_("write {place}").format(place=f"lat: {stay.lon:g}, lon: {stay.lat:g}")
            if swapped
            else _("correct its lat and lon, or take it out"),
        )


def check_elsewhere(places: pd.DataFrame, reps: Sequence[Rep]) -> None:
    """Refuse days that start or end at a place that nobody knows.

    Parameters
    ----------
    places : DataFrame
        `place_id, lat, lon` of all accounts and homes.
    reps : sequence of Rep
        The reps of the portfolio.

    Raises
    ------
    PortfolioError
        Names the rep and the place: it is unknown, or has no coordinates.
    """
    located = places.set_index("place_id")[["lat", "lon"]].notna().all(axis=1)
    for rep in reps:
        for code in [code for day in rep.elsewhere for code in (day.start_id, day.end_id) if code]:
            if code not in located.index:
                near = get_close_matches(code, list(located.index), n=3)
                raise PortfolioError(
                    _("days of {name} start or end at “{code}”, which is no account and no home").format(
                        name=rep.name, code=code
                    ),
                    column="elsewhere",
                    fix=_("did you mean {ids}?").format(ids=", ".join(near))
                    if near
                    else _("give the code of an account, or home:R1 for the home of R1"),
                )
            if not located[code]:
                raise PortfolioError(
                    _("days of {name} start or end at “{code}”, and nobody knows where that lies").format(
                        name=rep.name, code=code
                    ),
                    column="elsewhere",
                    fix=_("give it a postcode and a town, or coordinates, and run the steps again"),
                )


def assign_owners(
    accounts: pd.DataFrame, reps: Sequence[Rep], roads: Roads
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give a rep to every account that may be visited.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`, `rep_id` as the files write it.
    reps : sequence of Rep
        The reps of the portfolio.
    roads : Roads
        How long a drive takes.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The accounts, and one repair per account whose rep is a proposal. Without coordinates the account
        goes to the rep who has most accounts in its department, else to the rep with fewest accounts.
    """
    named = reps_named(accounts["rep_id"], reps)
    visited = accounts["kind"].isin(VISITED_KINDS)
    orphan = visited & named.isna()
    proposed = _nearest(accounts[orphan], reps, roads).fillna(
        _neighbours(accounts.assign(rep_id=named), orphan)
    )
    fewest = named[visited].value_counts().reindex([rep.rep_id for rep in reps], fill_value=0).idxmin()
    proposed = proposed.fillna(str(fewest))
    missing = accounts.loc[orphan, "rep_id"].isna()
    listed = repairs(
        None,
        [None] * int(orphan.sum()),
        column="rep_id",
        account_id=accounts.loc[orphan, "account_id"],
        problem=pd.Series(_("no rep in charge; the nearest is proposed"), index=missing.index).where(
            missing, _("this rep is not in the portfolio; the nearest is proposed")
        ),
        found=accounts.loc[orphan, "rep_id"],
        used=proposed,
    )
    return accounts.assign(rep_id=named.where(~orphan, proposed)), listed


def _nearest_km(placed: pd.DataFrame, lat: float, lon: float) -> float:
    """Return the distance of the nearest account as the crow flies, NaN without any."""
    if placed.empty:
        return float("nan")
    return float(great_circle_km(placed["lat"].to_numpy(), placed["lon"].to_numpy(), lat, lon).min())


def _nearest(accounts: pd.DataFrame, reps: Sequence[Rep], roads: Roads) -> pd.Series:
    """Return the rep who lives nearest, missing where none can be told; ties go to the first rep."""
    homes = pd.DataFrame([(rep.rep_id, rep.home_lat, rep.home_lon) for rep in reps], columns=HOMES)
    minutes = minutes_from_homes(accounts, homes, roads)
    ids = np.array([rep.rep_id for rep in reps], dtype=object)
    known = ~np.isnan(minutes)
    best: Sequence[str] | np.ndarray = (
        ids[np.where(known, minutes, np.inf).argmin(axis=1)] if len(accounts) else []
    )
    return pd.Series(best, index=accounts.index, dtype="str").where(known.any(axis=1))


def _neighbours(accounts: pd.DataFrame, orphan: pd.Series) -> pd.Series:
    """Return the rep with most accounts in the same department."""
    department = accounts["postcode"].str[:2]
    known = accounts.loc[accounts["rep_id"].notna(), "rep_id"]
    counts = pd.crosstab(department[known.index], known)
    usual = counts.idxmax(axis=1) if len(counts) else pd.Series(dtype="str")
    return values_of(department[orphan], usual).astype("str")
