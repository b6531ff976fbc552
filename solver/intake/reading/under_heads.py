"""Documents in two files: each line is given what the head of its document says, its client and its day."""

import pandas as pd

from solver.intake.reading.columns import column_named, header_position
from solver.intake.reading.files import read_grid
from solver.intake.repairs import gather, line_of, no_repairs, repairs
from solver.intake.words import fold
from solver.parameters import Heads, Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, in_quotes

MOST_ALONE = 0.05  # of the lines
AGAIN = " *"  # behind the name of a column of the heads that the lines have too, and say something else in


def under_heads(table: pd.DataFrame, source: Source, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the columns of the heads beside the lines of their documents.

    Parameters
    ----------
    table : DataFrame of str
        The lines, under the column names of the file; the index is the line of the file.
    source : Source
        Its `heads` names the other file and the number that both have.
    file : str
        Name for the messages.

    Returns
    -------
    tuple of DataFrame
        The lines with more columns, and what to tell (table `repairs`).

    Raises
    ------
    PortfolioError
        The file of heads cannot be read, lacks a column, or has two heads that differ under one number.
    """
    if source.heads is None:
        return table, no_repairs()
    heads, name = _read(source.heads)
    key = column_named(source.heads.key, list(heads.columns), name, "key")
    number = column_named(source.heads.number or source.heads.key, list(table.columns), file, "number")
    wide, met = beside_lines(table, number, heads, key, (name, source.heads.key))
    if (~met).sum() > MOST_ALONE * len(met):
        raise PortfolioError(
            counted(
                int((~met).sum()), "{n} line has no head in {heads}", "{n} lines have no head in {heads}"
            ).format(heads=name),
            file=file,
            row=line_of(int(table.index[~met.to_numpy()][0])),
            column=number,
            fix=_(
                "ask for the heads of the same period as the lines, or write under `heads` of this source "
                "`number` and the column that holds the number of the document"
            ),
        )
    numbers = {*heads[key].str.strip().str.casefold()} - {""}
    alone = numbers - {*table[number].str.strip().str.casefold()}
    read, left = int(met.sum()), int((~met).sum())
    listed = [
        _told(
            (file, number, name),
            _("lines read with the heads of their documents, which another file holds"),
            counted(read, "{n} row", "{n} rows") if read else None,
        ),
        _told(
            (file, number, name),
            _("lines whose document is not among the heads of the other file"),
            counted(left, "{n} row", "{n} rows") if left else None,
        ),
        _told(
            (file, number, name),
            _("documents of the other file without a line in this one: they add nothing"),
            counted(len(alone), "{n} document", "{n} documents") if alone else None,
        ),
    ]
    return wide, gather(listed)


def beside_lines(
    lines: pd.DataFrame, number: str, heads: pd.DataFrame, key: str, told: tuple[str, str]
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the lines with what the head of their number says, and whether each has one.

    Parameters
    ----------
    lines, heads : DataFrame of str
        Under the column names of their files.
    number, key : str
        The columns with the number of the document, of the lines and of the heads.
    told : tuple of str
        File and column of the heads, for a refusal.

    Raises
    ------
    PortfolioError
        Two heads of one number, which a line has, differ.
    """
    wanted = lines[number].str.strip().str.casefold()
    written = heads[key].str.strip().str.casefold()
    used = heads[(written.ne("") & written.isin(wanted)).to_numpy()]
    used = used[~used.duplicated().to_numpy()]
    names = used[key].str.strip().str.casefold()
    if (several := names.duplicated()).any():
        again = used[several.to_numpy()]
        raise PortfolioError(
            _("{key} stands on several rows that differ").format(key=in_quotes(str(again[key].iloc[0]))),
            file=told[0],
            row=line_of(int(again.index[0])),
            column=told[1],
            fix=_("leave one head for each document in this file, or take the column that tells them apart"),
        )
    found = used.set_axis(names.to_numpy(), axis=0).reindex(wanted.to_numpy()).fillna("")
    wide = lines.copy()
    for column in map(str, heads.columns):
        texts = found[column].to_numpy()
        if column == key or (column in wide and (wide[column].to_numpy() == texts).all()):
            continue
        called = column
        while called in wide:
            called += AGAIN
        wide[called] = texts
    return wide, wanted.isin(names)


def _read(way: Heads) -> tuple[pd.DataFrame, str]:
    """Return the rows of the file of heads, under its names, and what messages call it."""
    source = Source.model_construct(table="sales", path=way.path, sheet=way.sheet)
    names = frozenset({fold(way.key)})
    cells = read_grid(source, names).cells
    place = header_position(cells, names)
    header = [" ".join(cell.split()) for cell in cells.iloc[place].tolist()]
    below = cells.iloc[place + 1 :].set_axis(range(len(header)), axis=1)
    named = [place for place, name in enumerate(header) if name and name not in header[:place]]
    return below[named].set_axis([header[place] for place in named], axis=1), source.name


def _told(where: tuple[str, str, str], problem: str, found: str | None) -> pd.DataFrame:
    """Say something of the lines as a whole, where there is anything to say."""
    file, number, heads = where
    return repairs(file, [None] if found else [], column=number, problem=problem, found=found, used=heads)
