"""One source of the portfolio: its rows under its own column names, and what stood around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from solver.errors import PortfolioError
from solver.i18n import _
from solver.intake.columns import header_position, known_names, map_columns
from solver.intake.files import Grid, read_grid
from solver.intake.repairs import LIMIT_SHARE, SMALL_NUMBER, repairs
from solver.parameters import Source


@dataclass(frozen=True)
class RawTable:
    """A file as text, before any value is understood.

    Attributes
    ----------
    source : Source
        What the portfolio says about it.
    file : str
        Name for the messages.
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    columns : dict of str to str
        Our column: column as the file writes it.
    repairs : DataFrame
        Lines set aside or mended while reading (table `repairs`).
    facts : dict
        How it was read: encoding, separator, sheet, header line, blank lines, lines that did not fit.
    """

    source: Source
    file: str
    table: pd.DataFrame
    columns: dict[str, str]
    repairs: pd.DataFrame
    facts: Mapping[str, str | int | None] = field(default_factory=dict)


def read_source(source: Source, label: str | None = None) -> RawTable:
    """Read one source as text and find out which of its columns are ours.

    Parameters
    ----------
    source : Source
        The file and what the portfolio says about it.
    label : str, optional
        Name for the reports; none = the file's name.

    Raises
    ------
    PortfolioError
        The file cannot be used: missing, empty, not a table, or without a needed column.
    """
    grid = read_grid(source, known_names(source))
    place = header_position(grid.cells, known_names(source))
    names, cells = _named(grid.cells, place)
    blank = _blank(cells)
    filled = cells[~blank] if blank.any() else cells
    overlong = (filled.iloc[:, len(names) :] != "").any(axis=1).to_numpy()
    misfits = filled.index[overlong]
    lines = filled[~overlong] if overlong.any() else filled
    table = lines.iloc[:, : len(names)].set_axis(names, axis=1)
    mapping = map_columns(source, names, grid.file, table)
    if table.empty and len(misfits) == 0:
        raise PortfolioError(
            _("the file has a header and no row"), file=grid.file, mend=_("export it again, or take it out")
        )
    title_rows = int((~_blank(grid.cells.iloc[:place])).sum())
    facts: dict[str, str | int | None] = {
        "encoding": grid.encoding,
        "separator": grid.separator,
        "sheet": grid.sheet,
        "header_row": int(grid.cells.index[place]),
        "title_rows": title_rows,
        "blank_rows": int(blank.sum()),
        "misfit_rows": len(misfits),
    }
    name = label or grid.file
    listed = _reading_repairs(grid, misfits).assign(file=name)
    return RawTable(source, name, table, mapping, listed, facts)


def labels(sources: Sequence[Source]) -> list[str]:
    """Name each source by its file, with its sheet or folder where a table has two files of one name."""
    names = [Path(source.path).name for source in sources]
    told = [
        f"{name} [{source.sheet}]" if source.sheet else f"{Path(source.path).parent.name}/{name}"
        for name, source in zip(names, sources, strict=True)
    ]
    places = [(source.table, name) for source, name in zip(sources, names, strict=True)]
    return [
        longer if places.count(place) > 1 else place[1] for place, longer in zip(places, told, strict=True)
    ]


def _named(cells: pd.DataFrame, place: int) -> tuple[list[str], pd.DataFrame]:
    """Return the file's column names, each once, and the cells below them."""
    header = [cell.strip().rstrip("*").strip() for cell in cells.iloc[place].tolist()]
    below = cells.iloc[place + 1 :]
    while header and not header[-1] and _mostly_empty(below.iloc[:, len(header) - 1]):
        header.pop()
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        wanted = " ".join(name.split()) or _("column {n} without a name").format(n=number)
        copy = 2
        unique = wanted
        while unique in names:
            unique, copy = f"{wanted} ({copy})", copy + 1
        names.append(unique)
    return names, below


def _mostly_empty(column: pd.Series) -> bool:
    filled = int(column.ne("").sum())
    return filled <= max(LIMIT_SHARE * len(column), SMALL_NUMBER)


def _blank(cells: pd.DataFrame) -> pd.Series:
    """Tell the rows without anything in them; cells are looked at one column after the other."""
    blank = pd.Series(True, index=cells.index)
    for column in cells.columns:
        left = cells.loc[blank.to_numpy(), column]
        if left.empty:
            break
        blank.loc[blank] = left.str.strip().eq("").to_numpy()
    return blank


def _reading_repairs(grid: Grid, misfits: pd.Index) -> pd.DataFrame:
    shown = [" | ".join(cell for cell in row if cell) for row in grid.cells.loc[misfits].to_numpy().tolist()]
    lines = list(grid.stray_lines)
    return pd.concat(
        [
            repairs(
                grid.file,
                misfits,
                problem=_("the line has more cells than the header; it was set aside"),
                found=shown,
            ),
            repairs(
                grid.file,
                lines,
                problem=_("the line holds characters of another encoding"),
                used=_("read as Windows-1252"),
            ),
        ],
        ignore_index=True,
    )
