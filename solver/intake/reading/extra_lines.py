"""Lines among the rows of a file that are none of them: headings, the header again, a note at the end."""

import re
from collections.abc import Collection, Sequence

import pandas as pd

from solver.intake.reading.merged import Block, headings
from solver.intake.reading.totals import says_total
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold, quoted
from solver.words.errors import PortfolioError
from solver.words.i18n import _

# What packages write below a list: who printed it, when, and how many there are.
NOTE = re.compile(
    r"(edite|edition|imprime|exporte|export|extrait|extraction|genere|nombre|nb|page|fin de|printed|exported|"
    r"generated|copyright|confidential|number of|end of) .*|"
    r"\d+ (lignes?|enregistrements?|clients?|tiers|rows?|records?)( .*)?"
)
NARROWEST = 3
LONGEST_NOTE = 10
SHORTEST_TITLE = 8  # letters
FEW_CELLS = 2
FIGURES = r"[0-9]+"
DIGIT = r"[0-9]"
MANY_NAMES = 3  # known names that make a line a header, whatever else is in it


def extra_lines(
    table: pd.DataFrame, file: str, blocks: Collection[Block], titles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List the lines that are no rows of the table (table `repairs`, one line each).

    Parameters
    ----------
    table : DataFrame of str
        The lines under the header, under its names; the index is the line of the file.
    file : str
        Name for the messages.
    blocks : collection of Block
        Merged cells of the sheet.
    titles : DataFrame of str, optional
        The lines above the header: what each printed page repeats of them is no row.
    """
    if table.shape[1] == 0:
        return gather([])
    notes = _notes_below(table)
    above = headings(table, blocks).union(_headings_among_codes(table)).difference(notes)
    found = {
        _("a heading among the rows; it was set aside"): above,
        _("the header a second time; it was set aside"): _headers_again(table),
        _("a note below the table; it was set aside"): notes,
        _("the top of a printed page; it was set aside"): _page_tops(table, titles).difference(notes),
    }
    return gather(
        repairs(file, lines, problem=problem, found=[_shown(table.loc[line]) for line in lines])
        for problem, lines in found.items()
    )


def refuse_second_table(table: pd.DataFrame, known: Collection[str], file: str) -> None:
    """Stop where another table begins among the rows: it would be read under the wrong names.

    Parameters
    ----------
    table : DataFrame of str
        The lines under the header, under its names; the index is the line of the file.
    known : collection of str
        Folded names that columns may have.
    file : str
        Name for the messages.

    Raises
    ------
    PortfolioError
        A line below is a header of its own.
    """
    wordy = table
    for (
        column
    ) in table.columns:  # a row of data shows a digit somewhere, and few are left after a column or two
        wordy = wordy[~wordy[column].str.contains(DIGIT).to_numpy()]
    own = [fold(str(column)) for column in table.columns]
    for line, row in zip(wordy.index, wordy.to_numpy().tolist(), strict=True):
        filled = [fold(cell) for cell in row if cell.strip()]
        names = set(filled) & set(known)
        enough = len(names) >= MANY_NAMES or len(names) == len(filled) > 1
        again = all(cell in (name, "") for cell, name in zip(map(fold, row), own, strict=True))
        if enough and 2 * len(names) > len(filled) and not again:
            raise PortfolioError(
                _("a second table begins here, under a header of its own: {header}").format(
                    header=quoted(cell for cell in row if cell.strip())
                ),
                file=file,
                row=int(line),
                fix=_("put each table in a sheet or a file of its own, and name both under `sources`"),
            )


def _headings_among_codes(table: pd.DataFrame) -> pd.Index:
    """Return the lines with words and nothing else in a first column that holds codes on all the others."""
    if table.shape[1] < NARROWEST or table.empty:
        return table.index[:0]
    first = table.iloc[:, 0].str.strip()
    alone = (table != "").sum(axis=1).eq(1) & first.ne("")
    if not alone.any():
        return table.index[:0]
    total = first.map(says_total)
    codes = first[~alone & ~total & first.ne("")]
    sure = len(codes) >= max(2, alone.sum()) and not codes.str.contains(r"\s").any()
    return table.index[(alone & first.str.contains(r"\s") & ~total).to_numpy() & sure]


def _headers_again(table: pd.DataFrame) -> pd.Index:
    """Return the lines that repeat the header, as every printed page does."""
    alike = table.index[table.iloc[:, 0].eq(table.columns[0]).to_numpy()]
    same = (table.loc[alike] == list(table.columns)) | (table.loc[alike] == "")
    return alike[same.all(axis=1).to_numpy() & (table.loc[alike] != "").sum(axis=1).gt(1).to_numpy()]


def _page_tops(table: pd.DataFrame, titles: pd.DataFrame | None) -> pd.Index:
    """Return the lines that repeat one above the header, but for its figures: a page number, an hour."""
    if titles is None or titles.empty or table.empty:
        return table.index[:0]
    # A line that fills most columns is an example of a row, and no title.
    titles = titles[(titles != "").sum(axis=1).le(max(FEW_CELLS, table.shape[1] // 3))]
    shown = {_worded(row) for row in titles.to_numpy().tolist()} - {""}
    firsts = {_first(row) for row in titles.to_numpy().tolist() if _worded(row)}
    first = table.mask(table == "").bfill(axis=1).iloc[:, 0].fillna("")
    near = table.index[first.str.replace(FIGURES, "", regex=True).str.strip().isin(firsts).to_numpy()]
    rows = table.loc[near].to_numpy().tolist()
    return near[[_worded(row) in shown for row in rows]] if len(near) else near


def _worded(row: Sequence[str]) -> str:
    """Return what a line says without its figures; nothing where it says too little to be known again."""
    said = " | ".join(cell for cell in row if cell)
    bare = re.sub(FIGURES, "", said).strip()
    return bare if len(bare) >= SHORTEST_TITLE else ""


def _first(row: Sequence[str]) -> str:
    return re.sub(FIGURES, "", next(cell for cell in row if cell)).strip()


def _notes_below(table: pd.DataFrame) -> pd.Index:
    """Return the lines at the end that hold one cell each, if one of them is a remark about the list."""
    said: list[str] = []
    if table.shape[1] >= NARROWEST:
        for row in reversed(table.tail(LONGEST_NOTE).to_numpy().tolist()):
            filled = [cell for cell in row if cell.strip()]
            if len(filled) != 1:
                break
            said.append(fold(filled[0]))
    known = any(NOTE.fullmatch(text) for text in said)
    return table.index[len(table) - len(said) :] if known else table.index[:0]


def _shown(row: pd.Series) -> str:
    return " | ".join(cell for cell in row if cell)
