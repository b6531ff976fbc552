"""Somebody's own driving times, long or wide, read strictly: a wrong value is refused, never left out."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.decided.road_columns import OF_MINUTES, UNITS, meaning
from solver.intake.reading.files import Grid, read_grid
from solver.intake.values.numbers import read_numbers
from solver.parameters import Source
from solver.roads.crow import great_circle_km
from solver.roads.known import between_places
from solver.roads.places import HOME
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_number

# Names by which the line of headings is found; what each heading means, `meaning` says.
HEADINGS = ("from id", "from", "origin", "depart", "to id", "to", "destination", "arrivee", "minutes", "min")
PAIR = ["from_id", "to_id"]
CLOCK = r"(\d{1,2}) ?[:hH] ?([0-5]\d)?(?::([0-5]\d))?(?: ?mi?n)?"
IN_MINUTES = r" ?(?:mi?n|minutes?)\.?$"
MOST_MINUTES = 600
# Whoever drives outside these, in the middle of all pairs, has written another unit.
SPEEDS_KMH = (10, 120)
LEAST_KM, LEAST_PAIRS = 2.0, 3


class _Cells(NamedTuple):
    """The cells of a matrix one below the other: where each stands, its pair, what it says."""

    grid: Grid
    row: np.ndarray
    column: np.ndarray
    start: pd.Series
    end: pd.Series
    text: pd.Series
    unit: str
    of_codes: tuple[str, str] | None = None  # the two columns of codes, in the long form


def read_road_matrix(
    path: str | Path | None, codes: AccountCodes, places: pd.DataFrame
) -> pd.DataFrame | None:
    """Read the driving times that the portfolio names.

    Parameters
    ----------
    path : str, Path or None
        CSV, workbook or parquet. Long: a line a drive, with the columns `from_id`, `to_id` and `minutes`, or
        `seconds`, or `hours`. Wide: codes in the first line and the first column, minutes in the cells; the
        corner may name another unit. A drive may be written as `1:05`, `1h05` or `65 min` as well.
    codes : AccountCodes
        Of the accounts; merged ones lead to those that stay.
    places : DataFrame
        `place_id, lat, lon` of accounts and homes (`home:` and the code of the rep).

    Returns
    -------
    DataFrame or None
        `from_id, to_id, minutes`, once for each ordered pair the file knows; none without a file.

    Raises
    ------
    PortfolioError
        Names row and pair: an unknown place, a value that is no duration, is negative, or above 600 minutes
        where the distance does not explain it, no minutes between places that lie apart, a place that is not
        at no minutes from itself, kilometres for minutes where the file says so, two values for
        one drive, or no drive at all; or the middle speed as the crow flies is that of no car, as where
        seconds were taken for minutes.
    """
    if not path:
        return None
    cells = _cells(_grid(Path(path)))
    start, end = (_found(cells, side, codes, places) for side in (0, 1))
    minutes = _minutes(cells)
    matrix = pd.DataFrame({"from_id": start, "to_id": end, "minutes": minutes})
    speeds = _speeds(matrix, places)
    _refuse_values(cells, minutes, speeds)
    _refuse(
        cells,
        start.eq(end).to_numpy() & cells.start.eq(cells.end).to_numpy() & (minutes > 0),
        _("a place is at no minutes from itself, not at {found}"),
        _("write 0, or leave it empty"),
    )
    matrix = matrix[(matrix["from_id"] != matrix["to_id"]) & matrix["minutes"].notna()]
    own = matrix[(start.eq(cells.start) & end.eq(cells.end))[matrix.index]]
    first = own.groupby(PAIR)["minutes"].transform("first")
    _refuse(
        cells,
        own["minutes"].ne(first).reindex(start.index, fill_value=False).to_numpy(),
        _("this drive is there twice, with another value: {found}"),
        _("keep one"),
    )
    # Of an account that another one went into, its own drives say more.
    kept = pd.concat([own, matrix]).drop_duplicates(PAIR)
    if kept.empty:
        raise PortfolioError(_("there is no drive in this file"), file=cells.grid.file, fix=_columns())
    _refuse_another_unit(cells, speeds[kept.index].dropna())
    return kept.reset_index(drop=True)


def _grid(file: Path) -> Grid:
    if not file.exists():
        raise PortfolioError(
            _("there is no such file"),
            file=file,
            fix=_("correct `matrix` under `roads`; it is looked for from the folder of portfolio.yaml"),
        )
    return read_grid(Source.model_construct(table="drives", path=str(file)), HEADINGS)


def _cells(grid: Grid) -> _Cells:
    """Bring both forms into one."""
    table = grid.cells[(grid.cells != "").any(axis=1)]
    header = [meaning(cell) for cell in table.iloc[0]]
    named = {cell: place for place, cell in reversed(list(enumerate(header))) if cell}
    ends = {"from_id", "to_id"} & named.keys()
    some = ends and {*UNITS, "duration", "distance"} & named.keys() and str(table.iloc[0, 0]).strip()
    if len(ends) == 2 or some:  # codes such as A and H make a square, whose corner is often empty
        return _long(grid, table, named)
    if len(table) < 2 or len(header) < 2:
        raise PortfolioError(_("this is no table of driving times"), file=grid.file, fix=_columns())
    if header[0] == "distance":
        raise _of_distances(grid, str(table.iloc[0, 0]))
    codes = table.iloc[0, 1:].str.strip()
    width, places = codes.ne("").to_numpy(), table.iloc[1:, 0].str.strip()
    body = table.iloc[1:, 1:].loc[:, width]
    return _Cells(
        grid,
        np.repeat(body.index.to_numpy(), body.shape[1]),
        np.tile(codes[width].to_numpy(), len(body)),
        pd.Series(np.repeat(places.to_numpy(), body.shape[1]), dtype="str"),
        pd.Series(np.tile(codes[width].to_numpy(), len(body)), dtype="str"),
        pd.Series(body.to_numpy().ravel(), dtype="str"),
        header[0] if header[0] in UNITS else "minutes",
    )


def _long(grid: Grid, table: pd.DataFrame, named: dict[str, int]) -> _Cells:
    unit = next((unit for unit in UNITS if unit in named), "minutes")
    ours = (*PAIR, unit)
    if missing := [name for name in ours if name not in named]:
        if missing == [unit] and "duration" in named:
            heading = str(table.iloc[0, named["duration"]])
            problem = _("the column “{name}” does not say its unit").format(name=heading)
            raise PortfolioError(problem, file=grid.file, fix=_("call it minutes, seconds or hours"))
        if missing == [unit] and "distance" in named:
            raise _of_distances(grid, str(table.iloc[0, named["distance"]]))
        problem = _("the column {name} is missing").format(name=missing[0])
        raise PortfolioError(problem, file=grid.file, fix=_columns())
    body = table.iloc[1:]
    start, end, text = (body[body.columns[named[name]]].str.strip().reset_index(drop=True) for name in ours)
    written = [str(table.iloc[0, named[name]]) for name in ours]
    return _Cells(
        grid,
        body.index.to_numpy(),
        np.full(len(body), written[2], dtype=object),
        start,
        end,
        text,
        unit,
        (written[0], written[1]),
    )


def _of_distances(grid: Grid, heading: str) -> PortfolioError:
    problem = _("the file gives distances (“{name}”) and no driving times").format(name=heading)
    return PortfolioError(problem, file=grid.file, fix=_columns())


def _columns() -> str:
    return _(
        "give the columns from_id, to_id and minutes, a line a drive, or a square with the codes in the "
        "first line and the first column"
    )


def _found(cells: _Cells, side: int, codes: AccountCodes, places: pd.DataFrame) -> pd.Series:
    """Return the place that each code means at one end of the drives; the first unknown one is refused."""
    written = (cells.start, cells.end)[side]
    each = pd.Series(written.unique(), dtype="str")
    homes = each.where(each.isin(places["place_id"]) & each.str.startswith(HOME))
    known = dict(zip(each, homes.fillna(codes.find(each)), strict=True))
    found = written.map(known).astype("str")
    unknown = found.isna().to_numpy()
    if unknown.any():
        code = str(written[unknown.argmax()])
        near = codes.nearest(code)
        _refuse(
            cells,
            unknown,
            _("“{code}” is neither an account nor the home of a rep").format(code=code),
            _("did you mean “{name}”?").format(name=near)
            if near
            else _("correct the code, or take its drives out; a home is written {home}").format(
                home=next((place for place in places["place_id"] if place.startswith(HOME)), HOME)
            ),
            cells.of_codes and cells.of_codes[side],
        )
    return found


def _minutes(cells: _Cells) -> np.ndarray:
    """Return the minutes of each cell, missing where it is empty; what is no duration is refused."""
    text = cells.text.str.strip()
    clock = text.str.extract(rf"^{CLOCK}$").astype("float64")
    timed = clock[0].notna().to_numpy()
    figures, in_minutes = text.mask(timed, ""), np.zeros(len(text), dtype=bool)
    if text.str.contains("m", regex=False).any():
        in_minutes = text.str.contains(rf"\d{IN_MINUTES}").to_numpy()
        figures = figures.str.replace(IN_MINUTES, "", regex=True)
    numbers = read_numbers(figures, None)
    _refuse(
        cells,
        numbers.bad | numbers.doubtful,
        _("“{found}” is no driving time"),
        _("write minutes, as in 35, or hours and minutes, as in 0:35"),
    )
    plain = numbers.floats * np.where(in_minutes, 1.0, OF_MINUTES[cells.unit])
    return np.where(timed, clock[0] * 60 + clock[1].fillna(0) + clock[2].fillna(0) / 60, plain)


def _speeds(matrix: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Return the speed of each drive as the crow flies, missing where it tells nothing, infinite at none."""
    start, end = between_places(matrix, places)
    km = great_circle_km(*start, *end)
    return km / matrix["minutes"].where((km >= LEAST_KM) & (matrix["minutes"] >= 0)) * 60


def _refuse_values(cells: _Cells, minutes: np.ndarray, speeds: pd.Series) -> None:
    _refuse(
        cells,
        np.isinf(speeds.to_numpy()),
        _("a drive takes {found}, and the places lie apart"),
        _("give the minutes, or leave it empty"),
    )
    _refuse(cells, minutes < 0, _("a drive takes {found}"), _("give the minutes, or leave it empty"))
    _refuse(
        cells,
        (minutes > MOST_MINUTES) & ~speeds.between(*SPEEDS_KMH).to_numpy(),
        _("a drive of {found} is longer than any day"),
        _("give it in minutes; if these are seconds, call the column, or the corner, seconds"),
    )


def _refuse_another_unit(cells: _Cells, speeds: pd.Series) -> None:
    """Refuse a file in which the drive in the middle has the speed of no car."""
    if len(speeds) < LEAST_PAIRS or SPEEDS_KMH[0] <= speeds.median() <= SPEEDS_KMH[1]:
        return
    middle = speeds.sort_values(kind="stable").index[len(speeds) // 2]
    problem = _(
        "the unit is in doubt: as it is written, the drive in the middle makes {speed} km/h as the crow flies"
    )
    at = np.zeros(len(cells.text), dtype=bool)
    at[middle] = True
    _refuse(
        cells,
        at,
        problem.format(speed=format_number(speeds.median(), 1)),
        _("give minutes, or hours and minutes, as in 0:35; name the column, or the corner, by its unit"),
    )


def _refuse(cells: _Cells, wrong: np.ndarray, problem: str, fix: str, column: str | None = None) -> None:
    """Refuse the first wrong cell, by its line and its pair."""
    if not wrong.any():
        return
    place = int(wrong.argmax())
    start, end = cells.start[place], cells.end[place]
    said = problem.replace("{found}", str(cells.text[place]))
    raise PortfolioError(
        _("{problem} (from {start} to {end})").format(problem=said, start=start, end=end),
        file=cells.grid.file,
        row=int(cells.row[place]),
        column=column or str(cells.column[place]),
        fix=fix,
    )
