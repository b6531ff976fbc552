"""The presets, one data file each: the names of the columns, the codes, the rows that do not count.

A file says `table` and then the keys of `Part` beside it; or `tables`, with a part for each, where one export
fills several of our tables.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from solver.intake.words import fold, nearest, quoted, word_list
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _

FOLDER = Path(__file__).parent


class Part(BaseModel):
    """What a preset knows about one of our tables.

    Attributes
    ----------
    columns : dict of str to list of str
        Our column: names that the export gives to it, the surest first. An empty list says that no column of
        the export is meant, whatever its name.
    codes : dict of str to dict of str to str
        Our column: {code in the export: code here}.
    constants : dict
        Values the export does not hold.
    keep, drop : dict of str to list of str
        Column of the export: values of the rows that count, or that do not. A rule says nothing about a file
        without that column.
    credit_notes : dict of str to list of str
        Column of the export: values of the documents whose amounts count as negative.
    beside_lines : list of str
        Columns with amounts of a whole document that its lines do not hold: discounts, carriage.
    document_total : list of str
        Columns with the total without tax of the lines of a document.
    signature : list of str
        Column names that this export alone has; without one of them it is not proposed.
    sheet : str, optional
        Sheet of the workbook.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    columns: dict[str, list[str]] = {}
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str | float | int | bool] = {}
    keep: dict[str, list[str]] = {}
    drop: dict[str, list[str]] = {}
    credit_notes: dict[str, list[str]] = {}
    beside_lines: list[str] = []
    document_total: list[str] = []
    signature: list[str] = []
    sheet: str | None = None


class Preset(BaseModel):
    """One package's export.

    Attributes
    ----------
    name : str
        What the portfolio writes: the name of the data file.
    label : str
        The package, by a name that is the same in every language.
    checked : bool
        Tried on a file of a real firm.
    evidence : str
        Where the column names come from.
    encoding, separator, decimal, date_order : str, optional
        How the package writes; used only where the file itself leaves a doubt.
    ledger : dict of str to list of str
        For accounting entries, of which only some lines are sales: the part a column plays in an entry, and
        the names that exports give to it.
    tables : dict of str to Part
        What it fills.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    checked: bool
    evidence: str
    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    ledger: dict[str, list[str]] = {}
    tables: dict[str, Part] = Field(min_length=1)


@cache
def presets() -> dict[str, Preset]:
    """Return every preset by its name, in the order of the names."""
    return {file.stem: _read(file) for file in sorted(FOLDER.glob("*.yaml"))}


def preset_of(source: Source, file: str) -> Preset | None:
    """Return the preset that a source names, none where it names none.

    Parameters
    ----------
    source : Source
        What the portfolio says about a file.
    file : str
        Name for the messages.

    Raises
    ------
    PortfolioError
        There is no such preset, or it fills other tables.
    """
    if source.preset is None:
        return None
    known = presets()
    if source.preset not in known:
        near = nearest(source.preset, known)
        raise PortfolioError(
            _("there is no preset “{name}”").format(name=source.preset),
            file=file,
            fix=_("did you mean “{name}”?").format(name=near)
            if near
            else _("the presets are: {names}").format(names=quoted(known)),
        )
    preset = known[source.preset]
    if source.table not in preset.tables:
        others = [name for name, other in known.items() if source.table in other.tables]
        near = nearest(source.preset, others)
        fix = _("it fills: {tables}").format(tables=", ".join(preset.tables))
        if near and near.split("_")[0] == source.preset.split("_")[0]:
            fix += "; " + _("did you mean “{name}”?").format(name=near)
        raise PortfolioError(
            _("the preset “{name}” does not fill the table {table}").format(
                name=source.preset, table=source.table
            ),
            file=file,
            fix=fix,
        )
    return preset


def headers_of(preset: Preset | None, table: str) -> frozenset[str]:
    """Return every folded column name that a preset knows of a table."""
    if preset is None:
        return frozenset()
    part = preset.tables[table]
    lists = [*part.columns.values(), *preset.ledger.values()]
    named = (alias for names in lists for alias in names)
    rules = (*part.keep, *part.drop, *part.credit_notes)
    return frozenset(fold(name) for name in (*named, *rules, *part.signature))


def completed(source: Source, preset: Preset | None) -> Source:
    """Return the source with the codes, the constants and the rules of its preset; its own word wins.

    Parameters
    ----------
    source : Source
        What the portfolio says about a file.
    preset : Preset, optional
        Its preset.
    """
    if preset is None:
        return source
    part = preset.tables[source.table]
    codes = {
        name: {**source.codes.get(name, {}), **_others(part.codes.get(name, {}), source.codes.get(name, {}))}
        for name in {**source.codes, **part.codes}
    }
    ruled = {fold(column) for column in (*source.keep, *source.drop, *source.credit_notes)}
    rules = {
        name: {column: values for column, values in listed.items() if fold(column) not in ruled}
        for name, listed in (("keep", part.keep), ("drop", part.drop), ("credit_notes", part.credit_notes))
    }
    return source.model_copy(
        update={
            "codes": codes,
            "constants": {**part.constants, **source.constants},
            "keep": {**rules["keep"], **source.keep},
            "drop": {**rules["drop"], **source.drop},
            "credit_notes": {**rules["credit_notes"], **source.credit_notes},
            "sheet": source.sheet or part.sheet,
        }
    )


def _others(codes: dict[str, str], stated: dict[str, str]) -> dict[str, str]:
    said = {fold(code) for code in stated}
    return {code: meaning for code, meaning in codes.items() if fold(code) not in said or not fold(code)}


def part_of(preset: Preset | None, table: str) -> Part:
    """Return what a preset knows about a table; nothing where there is no preset."""
    return Part() if preset is None else preset.tables[table]


def _read(file: Path) -> Preset:
    values: dict[str, Any] = dict(word_list(file))
    if "table" in values:
        part = {name: values.pop(name) for name in Part.model_fields if name in values}
        values["tables"] = {values.pop("table"): part}
    return Preset(name=file.stem, **values)
