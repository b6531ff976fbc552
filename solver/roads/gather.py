"""The drives that a plan asks for, each from the first source that knows it.

Those between an account and the accounts of another rep are not among them: where step 10 tries an account
with somebody else, such a drive is estimated unless the file of driving times knows it.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from solver.parameters import DrivingTimes
from solver.roads.law import Law
from solver.roads.open import the_law
from solver.roads.places import STAY, account_places, every_place, home_places, stay_places
from solver.roads.roads import Engine
from solver.tables import check, empty
from solver.words.errors import PortfolioError
from solver.words.i18n import _

PAIR = ["from_id", "to_id"]
Block = tuple[pd.DataFrame, pd.DataFrame]  # from each place of the one to each of the other


def gather_drives(
    named: DrivingTimes,
    matrix: pd.DataFrame | None,
    engine: Engine | None,
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table `drives`: within the accounts of each rep, and between all homes and all accounts.

    Parameters
    ----------
    named : DrivingTimes
    matrix : DataFrame or None
        `from_id, to_id, minutes`, as somebody's file says; it wins. A drive that it knows the other way round
        only takes as long.
    engine : Roads or None
        Asked for the blocks in which the matrix leaves something out.
    accounts, reps : DataFrame
        Canonical tables; the accounts that may be visited, once they have a rep.

    Returns
    -------
    DataFrame
        One line per ordered pair of places, by codes; no line at all where only the law speaks. A pair for
        which nothing can be said, as a place has no coordinates, is not in it.

    Raises
    ------
    PortfolioError
        The map or the server that is named knows no drive at all: that of another region.
    """
    if not named.known:
        return empty("drives")
    given = _both_ways(matrix) if matrix is not None else empty("drives")
    found = [given]
    for origins, targets in _blocks(named, accounts, reps):
        block = _pairs(origins, targets)
        if engine is not None and not _covers(given, block):
            minutes = engine.minutes(origins, targets) + named.access_minutes
            found.append(block.assign(minutes=minutes.ravel(), said_by=engine.name))
    drives = _first(found)
    if len(found) > 1 and not drives["said_by"].eq(found[-1]["said_by"].iloc[0]).any():
        raise _of_another_region(named)
    law = the_law(named, drives, every_place(accounts, reps, named.stays))
    estimated = [
        _pairs(origins, targets).assign(minutes=law.minutes(origins, targets).ravel(), said_by=Law.name)
        for origins, targets in _blocks(named, accounts, reps)
    ]
    if engine is not None:
        estimated = [block[~_of_unknown_stays(block, drives)] for block in estimated]
    return check("drives", _first([drives, *estimated]).sort_values(PAIR, kind="stable"))


def _of_another_region(named: DrivingTimes) -> PortfolioError:
    """Refuse roads that lead nowhere: without a word, every drive would be estimated."""
    if named.map:
        return PortfolioError(
            _("not one of your accounts and homes lies on this map: it is that of another region"),
            file=named.map,
            fix=_("take the extract that `twelvefold roads places` names, or correct their coordinates"),
        )
    return PortfolioError(
        _(
            "the server of driving times knows no road near your accounts and homes: its map is of another"
            " region"
        ),
        column="roads",
        fix=_("correct `server` under `roads`, or the coordinates of the accounts"),
    )


def _first(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Keep of each pair what was said first, and nothing of a place and itself."""
    every = pd.concat(found, ignore_index=True)
    every = every[every["minutes"].notna() & (every["from_id"] != every["to_id"])]
    return every.drop_duplicates(PAIR, ignore_index=True)


def _both_ways(matrix: pd.DataFrame) -> pd.DataFrame:
    turned = matrix.rename(columns={"from_id": "to_id", "to_id": "from_id"})
    return _first([matrix.assign(said_by="matrix"), turned[matrix.columns].assign(said_by="reverse")])


def _of_unknown_stays(block: pd.DataFrame, drives: pd.DataFrame) -> pd.Series:
    """Tell the drives of stays that no road leads to: an estimate would take a rep out to sea."""
    start, end = (block[one].str.startswith(STAY) & ~block[one].isin(drives["from_id"]) for one in PAIR)
    return start | end


def _blocks(named: DrivingTimes, accounts: pd.DataFrame, reps: pd.DataFrame) -> Iterator[Block]:
    """Yield what the tours of each rep are made of, then all homes and all accounts, there and back."""
    every = account_places(accounts)
    homes = home_places(reps)
    stays = stay_places(named.stays)
    for number, rep_id in enumerate(reps["rep_id"]):
        own = pd.concat([homes.iloc[[number]], every[(accounts["rep_id"] == rep_id).to_numpy()], stays])
        yield own, own
    yield homes, every
    yield every, homes


def _pairs(origins: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    start, end = origins["place_id"].to_numpy(), targets["place_id"].to_numpy()
    return pd.DataFrame({"from_id": np.repeat(start, len(end)), "to_id": np.tile(end, len(start))})


def _covers(given: pd.DataFrame, block: pd.DataFrame) -> bool:
    wanted = pd.MultiIndex.from_frame(block[block["from_id"] != block["to_id"]])
    return bool(wanted.isin(pd.MultiIndex.from_frame(given[PAIR])).all())
