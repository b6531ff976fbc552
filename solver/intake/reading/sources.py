"""One source of the portfolio: its rows under its own column names, and what stood around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from solver.intake.presets import Aside, Preset, completed, preset_of, rows_ruled_out, turned_negative
from solver.intake.presets.entries import take_from_entries, whole_lines
from solver.intake.presets.foreign_entries import ask_for_the_fec, entries_in_another_form
from solver.intake.reading.columns import every_usual_name, header_position, known_names, map_columns
from solver.intake.reading.counted_visits import each_visit_a_row
from solver.intake.reading.extra_lines import extra_lines, refuse_second_table
from solver.intake.reading.files import Grid, read_grids
from solver.intake.reading.filled_down import filled_down
from solver.intake.reading.forms import each_account_once, in_rows, with_computed
from solver.intake.reading.header_names import header_of
from solver.intake.reading.header_row import as_numbered, columns_of, told_of_names
from solver.intake.reading.legends import rules_in_words, told_of_legends
from solver.intake.reading.merged import fill_blocks, header_in_one_row
from solver.intake.reading.under_heads import under_heads
from solver.intake.repairs import gather, repairs
from solver.intake.values.numbers import Unit
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, format_number, ngettext, with_label


@dataclass(frozen=True)
class RawTable:
    """A file as text, before any value is understood.

    Attributes
    ----------
    source : Source
        What the portfolio says about it, completed by its preset.
    file : str
        Name for the messages.
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    columns : dict of str to str
        Our column: column as the file writes it.
    repairs : DataFrame
        Lines set aside or fixed while reading (table `repairs`).
    facts : dict
        How it was read: encoding, separator, sheet, header line, blank lines, lines that did not fit, lines
        that another one stands for (headings filled down, documents of one account).
    preset : Preset, optional
        What is known about the package that it was exported from.
    asides : tuple of Aside
        Rows of `table` that do not count.
    client_lines : DataFrame, optional
        Of accounting entries that are lettered: what each client owes, line by line.
    unit : int or Fraction
        What one stands for in its amounts, by the title above them.
    """

    source: Source
    file: str
    table: pd.DataFrame
    columns: dict[str, str]
    repairs: pd.DataFrame
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    preset: Preset | None = None
    asides: tuple[Aside, ...] = ()
    client_lines: pd.DataFrame | None = None
    unit: Unit = 1

    @property
    def counting(self) -> np.ndarray:
        """Which rows no rule sets aside."""
        aside = [aside.rows for aside in self.asides]
        return (
            ~self.table.index.isin(np.concatenate(aside)) if aside else np.ones(len(self.table), dtype=bool)
        )


def read_source(source: Source, label: str | None = None) -> RawTable:
    """Read a source of one table, as `read_sources` does."""
    return read_sources(source, label)[0]


def read_sources(source: Source, label: str | None = None) -> list[RawTable]:
    """Read one source as text and find out which of its columns are ours.

    Parameters
    ----------
    source : Source
        The file and what the portfolio says about it.
    label : str, optional
        Name for the reports; none = the file's name.

    Returns
    -------
    list of RawTable
        One; where a workbook goes on under the same header in several sheets, one for each.

    Raises
    ------
    PortfolioError
        The file cannot be used: missing, empty, not a table, or without a needed column.
    """
    preset = preset_of(source, source.name)
    complete = completed(source, preset)
    known = known_names(source)
    grids = read_grids(
        complete,
        known,
        likely_encoding=preset.encoding if preset else None,
        likely_separator=preset.separator if preset else None,
        quoted=not (preset and preset.ledger),
    )
    several = len(grids) > 1
    return [
        _of_grid(
            grid,
            source,
            complete.model_copy(update={"sheet": grid.sheet}) if several else complete,
            preset,
            f"{label or grid.file} [{grid.sheet}]" if several else label or grid.file,
        )
        for grid in grids
    ]


def _of_grid(grid: Grid, source: Source, complete: Source, preset: Preset | None, name: str) -> RawTable:
    """Find the header of a grid of cells, the rows under it, and which of its columns are ours."""
    if (form := entries_in_another_form(grid.cells)) is not None:
        raise PortfolioError(form, file=grid.file, fix=ask_for_the_fec())
    place, written = header_in_one_row(
        grid.cells, header_position(grid.cells, known_names(source)), grid.blocks
    )
    ledger = preset is not None and preset.ledger
    called = columns_of(written, place, None if ledger else every_usual_name() | known_names(complete))
    source = rules_in_words(as_numbered(source, called), called.names)
    complete = rules_in_words(complete, called.names)
    names, cells = called.names, called.rows
    blank = _blank(cells)
    filled = cells[~blank] if blank.any() else cells
    unquoted = filled.index[:0]
    if preset is not None and ledger:
        filled, unquoted = whole_lines(filled, names, preset, grid.separator)
    overlong = (filled.iloc[:, len(names) :] != "").any(axis=1).to_numpy()
    misfits = filled.index[overlong]
    lines = filled[~overlong] if overlong.any() else filled
    table = lines.iloc[:, : len(names)].set_axis(names, axis=1)
    extract = None
    if preset is not None and preset.ledger:
        extract = take_from_entries(table, complete, preset, grid.file)
        table, names = extract.table, list(extract.table.columns)
        source = source.model_copy(update={"columns": {**extract.columns, **source.columns}})
    extra = extra_lines(table, name, grid.blocks, grid.cells.iloc[:place])
    if len(extra):
        table = table[~table.index.isin(extra["row"])]
    if extract is None:
        refuse_second_table(table, every_usual_name(), name)
    table, headed = under_heads(table, source, name)
    below = len(table)
    table, down = filled_down(table, source, name)
    of_others = below - len(table)
    table, source, of_visits = each_visit_a_row(table, source, name)
    table, source = in_rows(table, source)
    table, source, worked_out = with_computed(table, source, preset.decimal if preset else None, name)
    mapping = map_columns(source, list(table.columns), grid.file, table)
    below = len(table)
    table, once = each_account_once(table, source, mapping, name)
    of_others += below - len(table)
    table, spread = fill_blocks(table, mapping, source.table, name, grid.blocks)
    table, turned = turned_negative(table, complete, mapping)
    if table.empty and len(misfits) == 0:
        raise PortfolioError(
            _("the file has a header and no row"), file=grid.file, fix=_("export it again, or take it out")
        )
    title_rows = int((~_blank(grid.cells.iloc[:place])).sum())
    facts: dict[str, str | int | None] = {
        "encoding": grid.encoding,
        "separator": grid.separator,
        "sheet": grid.sheet,
        "header_row": None if called.first else int(grid.cells.index[place]),
        "title_rows": title_rows,
        "lines": len(cells) if extract is None and not (complete.across or complete.times) else None,
        "blank_rows": int(blank.sum()),
        "misfit_rows": len(misfits) + len(extra),
        "rows_of_others": of_others,
        "preset": source.preset,
        "preset_checked": None if preset is None else preset.checked,
        **(extract.facts if extract else {}),
    }
    reading = [
        told_of_names(name, called, mapping.values()),
        told_of_legends(called.names),
        _reading_repairs(grid, misfits),
        extra,
        spread,
        _turned(turned),
        _unquoted(unquoted),
    ]
    reading += [worked_out, once, headed, down, of_visits]
    reading += [_never_checked(preset, mapping), *([extract.repairs] if extract else [])]
    title = _title_with_unit(grid.cells.iloc[:place])
    reading += [_by_title(title)]
    listed = gather(reading).assign(file=name)
    asides = (*(extract.asides if extract else ()), *rows_ruled_out(table, complete, grid.file))
    owed = extract.client_lines if extract else None
    unit = header_of(title).unit
    return RawTable(complete, name, table, mapping, listed, facts, preset, asides, owed, unit)


def _title_with_unit(above: pd.DataFrame) -> str:
    """Return the title of a sheet that says what its amounts are in, as “in thousands of euros”."""
    titles = {text for text in above.to_numpy().ravel().tolist() if header_of(text).unit > 1}
    return titles.pop() if len(titles) == 1 else ""


def overlong_line() -> str:
    """Return how a line with more cells than the header is told."""
    return _("the line has more cells than the header; it was set aside")


def labels(sources: Sequence[Source]) -> list[str]:
    """Name each source by its file; by its sheet, folder or number too where that does not tell it apart."""
    places = [(source.table, source.name) for source in sources]
    sheets = {(source.path, source.sheet) for source in sources if source.sheet}
    books = [path for path, _sheet in sheets]
    return [
        _longer(source, places[:number].count(place) + 1)
        if places.count(place) > 1 or (source.sheet and books.count(source.path) > 1)
        else source.name
        for number, (source, place) in enumerate(zip(sources, places, strict=True))
    ]


def _longer(source: Source, number: int) -> str:
    if source.database:
        return f"{source.name} ({number})"
    return (
        f"{source.name} [{source.sheet}]"
        if source.sheet
        else f"{Path(source.path).parent.name}/{source.name}"
    )


def _blank(cells: pd.DataFrame) -> pd.Series:
    """Tell the rows without anything in them; cells are looked at one column after the other."""
    blank = pd.Series(True, index=cells.index)
    for column in cells.columns:
        left = cells.loc[blank.to_numpy(), column]
        if left.empty:
            break
        blank.loc[blank] = left.str.strip().eq("").to_numpy()
    return blank


def _never_checked(preset: Preset | None, columns: Mapping[str, str]) -> pd.DataFrame:
    """Say that the columns of a preset were never compared with a file of a real firm."""
    doubtful = preset is not None and not preset.checked
    return repairs(
        None,
        [None] if doubtful else [],
        problem=_("this preset was never tried on the file of a real firm: look at the columns it found"),
        found=preset.name if preset else None,
        used=clauses(with_label(name, column) for name, column in columns.items()),
    )


def _by_title(title: str) -> pd.DataFrame:
    return repairs(
        None,
        [None] if title else [],
        problem=_("the title above the columns says what the amounts are in"),
        found=title,
        used=_("{unit} for each one").format(unit=format_number(int(header_of(title).unit))),
    )


def _turned(lines: pd.Index) -> pd.DataFrame:
    return repairs(
        None,
        [None] if len(lines) else [],
        problem=_("credit notes written without a minus"),
        found=ngettext("{n} line", "{n} lines", len(lines)).format(n=len(lines)),
        used=_("counted as negative"),
    )


def _unquoted(lines: pd.Index) -> pd.DataFrame:
    return repairs(
        None,
        lines,
        problem=_("the wording of the line holds the separator"),
        used=_("the pieces put together again"),
    )


def _reading_repairs(grid: Grid, misfits: pd.Index) -> pd.DataFrame:
    shown = [" | ".join(cell for cell in row if cell) for row in grid.cells.loc[misfits].to_numpy().tolist()]
    lines = list(grid.broken_lines)
    return pd.concat(
        [
            repairs(
                grid.file,
                misfits,
                problem=overlong_line(),
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
