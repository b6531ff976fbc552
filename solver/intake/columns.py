"""Which column of a file is which of ours: what the portfolio says first, then the usual names."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from solver.errors import PortfolioError
from solver.i18n import _
from solver.intake.fields import NEEDED, fields
from solver.intake.words import fold, nearest, quoted
from solver.parameters import Source

ALIASES = Path(__file__).with_name("aliases.yaml")
HEADER_LINES = 25


@cache
def aliases(table: str) -> dict[str, list[str]]:
    """Return the folded names that files give to our columns, the surest first, for one table."""
    listed = yaml.safe_load(ALIASES.read_text(encoding="utf-8"))[table]
    return {
        name: list(dict.fromkeys([fold(name), *(fold(alias) for alias in listed.get(name, []))]))
        for name in fields(table)
    }


def known_names(source: Source) -> frozenset[str]:
    """Return every folded column name that a header of this source may hold."""
    usual = (alias for names in aliases(source.table).values() for alias in names)
    return frozenset({*usual, *(fold(name) for name in source.columns.values()), fold("")} - {""})


def header_position(cells: pd.DataFrame, known: Iterable[str]) -> int:
    """Return the place of the header: among the first rows, the one with most known names.

    Parameters
    ----------
    cells : DataFrame of str
        Every row of the file.
    known : iterable of str
        Folded column names.
    """
    names = frozenset(known)
    head = cells.head(HEADER_LINES).to_numpy().tolist()
    recognised = [len({fold(cell) for cell in row} & names) for row in head]
    if max(recognised) > 0:
        return recognised.index(max(recognised))
    return next((place for place, row in enumerate(head) if any(cell.strip() for cell in row)), 0)


def check_keys(source: Source, file: str) -> None:
    """Refuse a source that maps, sets or translates a column that its table does not have.

    Raises
    ------
    PortfolioError
        The first unknown name, with the nearest known one.
    """
    known = fields(source.table)
    for part in ("columns", "constants", "codes"):
        for name in getattr(source, part):
            if name not in known:
                near = nearest(name, known)
                raise PortfolioError(
                    _("{part}: the table {table} has no column “{name}”").format(
                        part=part, table=source.table, name=name
                    ),
                    file=file,
                    mend=_("did you mean “{name}”?").format(name=near)
                    if near
                    else _("its columns are: {names}").format(names=quoted(known)),
                )


def map_columns(source: Source, header: list[str], file: str) -> dict[str, str]:
    """Return which column of the file holds each of our columns.

    Parameters
    ----------
    source : Source
        Its `columns` win; an empty name there leaves our column out; `constants` need no column.
    header : list of str
        The file's column names.
    file : str
        Name for the messages.

    Returns
    -------
    dict of str to str
        Our column: column as the file writes it.

    Raises
    ------
    PortfolioError
        A stated column is not in the file, or a needed column is neither stated nor recognised.
    """
    check_keys(source, file)
    stated = {
        name: _stated(name, column, header, file) for name, column in source.columns.items() if column.strip()
    }
    free: dict[str, str] = {}
    for column in header:
        if column not in stated.values():
            free.setdefault(fold(column), column)
    settled = {*source.columns, *source.constants}
    mapping = dict(stated)
    # The surest names are shared out first, so that a vague one never takes a sure one's place.
    by_rank = sorted(
        (rank, order, name, alias)
        for order, (name, names) in enumerate(aliases(source.table).items())
        for rank, alias in enumerate(names)
        if name not in settled
    )
    for _rank, _order, name, alias in by_rank:
        if name not in mapping and alias in free:
            mapping[name] = free.pop(alias)
    _check_needed(source, mapping, header, file)
    return {name: mapping[name] for name in fields(source.table) if name in mapping}


def _stated(name: str, column: str, header: list[str], file: str) -> str:
    """Return the file's spelling of a column that the portfolio names."""
    if column in header:
        return column
    alike = [written for written in header if fold(written) == fold(column) != ""]
    if alike:
        return alike[0]
    near = nearest(column, header)
    has = _("the file has: {columns}").format(columns=quoted(header))
    raise PortfolioError(
        _("there is no column “{column}” to read {name} from").format(column=column, name=name),
        file=file,
        column=column,
        mend=_("did you mean “{name}”?").format(name=near) + " " + _capital(has) if near else has,
    )


def _check_needed(source: Source, mapping: dict[str, str], header: list[str], file: str) -> None:
    held = {*mapping, *source.constants}
    for name in NEEDED[source.table]:
        if name in held:
            continue
        near = next(
            (close for alias in aliases(source.table)[name] if (close := nearest(alias, header))), None
        )
        mend = _("write under `columns` of this source {name}: followed by one of {columns}").format(
            name=name, columns=quoted(header)
        )
        if near:
            mend += " " + _("(perhaps “{column}”)").format(column=near)
        raise PortfolioError(
            _("no column of this file is recognised as {name}").format(name=name), file=file, mend=mend
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
