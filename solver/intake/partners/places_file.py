"""The table of places that a portfolio names, for any country: postcode, town, latitude, longitude."""

from collections.abc import Iterator, Mapping

import pandas as pd

from solver.intake.partners.places import Gazetteer, Place, gazetteer
from solver.intake.reading.columns import aliases, find_columns, header_position
from solver.intake.reading.files import read_grid
from solver.intake.reference import plain_town
from solver.intake.values.identity import check_country
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _

# The postcode tables of GeoNames have no header: country, postcode, place, …, latitude, longitude, accuracy.
GEONAMES_WIDTH = 12
GEONAMES = {"country": 0, "postcode": 1, "town": 2, "lat": 9, "lon": 10}
NEEDED = ("town", "lat", "lon")


def gazetteers(path: str | None, country: str) -> Mapping[str, Gazetteer]:
    """Read the table of places that `places_file` names.

    Parameters
    ----------
    path : str, optional
        CSV, workbook or parquet under usual names, or a postcode table of GeoNames as it is.
    country : str
        Country of the places where the table does not say.

    Returns
    -------
    mapping of str to Gazetteer
        Country: its places; nothing without a file.

    Raises
    ------
    PortfolioError
        The file cannot be read, has no column for the town or the coordinates, or a coordinate that is none.
    """
    if not path:
        return {}
    source = Source.model_construct(table="accounts", path=path)
    names = frozenset(alias for listed in aliases("accounts").values() for alias in listed)
    cells = read_grid(source, names).cells
    table = _under_names(cells, source, names)
    degrees = table[["lat", "lon"]].apply(lambda texts: pd.to_numeric(texts.str.replace(",", "."), "coerce"))
    wrong = degrees.isna().any(axis=1) | degrees["lat"].abs().gt(90) | degrees["lon"].abs().gt(180)
    if wrong.any():
        raise PortfolioError(
            _("the latitude or the longitude is no number of degrees"),
            file=source.name,
            row=int(table.index[wrong.to_numpy()][0]),
            fix=_("correct or remove the line"),
        )
    table = table.assign(lat=degrees["lat"], lon=degrees["lon"])
    table["country"] = [check_country(text, country).value for text in table["country"]]
    return {str(code): gazetteer(_rows(rows)) for code, rows in table.groupby("country", sort=True)}


def _rows(table: pd.DataFrame) -> Iterator[tuple[str, Place, str, str]]:
    for postcode, town, lat, lon in zip(
        *(table[name] for name in GEONAMES if name != "country"), strict=True
    ):
        yield str(postcode), Place(float(lat), float(lon), "town", str(town)), plain_town(str(town)), ""


def _under_names(cells: pd.DataFrame, source: Source, names: frozenset[str]) -> pd.DataFrame:
    """Return the columns that are needed, under our names."""
    if cells.shape[1] == GEONAMES_WIDTH and not names & {str(cell).casefold() for cell in cells.iloc[0]}:
        return pd.DataFrame({name: cells.iloc[:, place].str.strip() for name, place in GEONAMES.items()})
    place = header_position(cells, names)
    header = [cell.strip() for cell in cells.iloc[place]]
    rows = cells.iloc[place + 1 :].set_axis(header, axis=1)
    found = find_columns(source, header, source.name)
    if missing := [name for name in NEEDED if name not in found]:
        raise PortfolioError(
            _("no column of this table of places is recognised as: {names}").format(names=", ".join(missing)),
            file=source.name,
            fix=_("call its columns country, postcode, town, lat and lon"),
        )
    empty = pd.Series("", index=rows.index, dtype="str")
    return pd.DataFrame(
        {name: rows[found[name]].str.strip() if name in found else empty for name in GEONAMES}
    )
