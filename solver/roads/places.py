"""Where somebody drives from and to: `place_id, lat, lon`, an account, the home of a rep or a stay."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from solver.parameters import Stay
from solver.words.errors import PortfolioError
from solver.words.i18n import _

HOME, STAY = "home:", "stay:"
COLUMNS = ["place_id", "lat", "lon"]


def account_places(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the places of accounts, in their order.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, lat, lon`; the coordinates may be missing.
    """
    places = accounts.rename(columns={"account_id": "place_id"})[COLUMNS].reset_index(drop=True)
    return places.astype({"lat": "float64", "lon": "float64"})


def home_places(reps: pd.DataFrame) -> pd.DataFrame:
    """Return the places where reps start their days, each as `home:` and the rep's code.

    Parameters
    ----------
    reps : DataFrame
        `rep_id, home_lat, home_lon`; the coordinates may be missing.
    """
    places = reps.rename(columns={"home_lat": "lat", "home_lon": "lon"})[["lat", "lon"]].astype("float64")
    places.insert(0, "place_id", HOME + reps["rep_id"])
    return places.reset_index(drop=True)


def stay_places(stays: Sequence[Stay]) -> pd.DataFrame:
    """Return the places where reps may sleep, each as `stay:` and its name."""
    rows = [(STAY + stay.name, stay.lat, stay.lon) for stay in stays]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"place_id": "str", "lat": "float64", "lon": "float64"})


def every_place(accounts: pd.DataFrame, reps: pd.DataFrame, stays: Sequence[Stay] = ()) -> pd.DataFrame:
    """Return the homes of all reps, then all accounts, then the stays."""
    named = [HOME + reps["rep_id"], accounts["account_id"]]
    lat, lon = ([reps[f"home_{name}"], accounts[name]] for name in ("lat", "lon"))
    if stays:
        beds = stay_places(stays)
        named, lat, lon = [*named, beds["place_id"]], [*lat, beds["lat"]], [*lon, beds["lon"]]
    # Column by column: asked for each rep many times over, and three tables take far longer to put together.
    return pd.DataFrame(
        {
            "place_id": pd.concat(named, ignore_index=True),
            "lat": np.concatenate([part.to_numpy(dtype=float, na_value=np.nan) for part in lat]),
            "lon": np.concatenate([part.to_numpy(dtype=float, na_value=np.nan) for part in lon]),
        }
    )


def home_of(reps: pd.DataFrame, rep_id: str) -> pd.DataFrame:
    """Return the line of a rep whose days start at a known place.

    Raises
    ------
    PortfolioError
        The rep is unknown or has no home.
    """
    row = reps.loc[reps["rep_id"] == rep_id, ["rep_id", "home_lat", "home_lon"]]
    if row.empty or bool(row.isna().to_numpy().any()):
        raise PortfolioError(
            _("the place where the days of rep {rep_id} start is not known").format(rep_id=rep_id),
            file="reps",
            column="home_lat",
            fix=_("give this rep home_lat and home_lon"),
        )
    return row.head(1)
