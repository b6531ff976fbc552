"""The project's own workbook: one sheet per table, to be filled in by hand or pasted into."""

from pathlib import Path
from typing import Any

from solver.handover.excel.fields import SENTENCE_ROW, Area, Field, Layout, Limits
from solver.handover.excel.looks import DOUBT, Styles, write_value
from solver.handover.excel.sheet import colour, explain, new_book, write_table
from solver.handover.excel.template_words import EXAMPLES, FOR_SERVICE
from solver.intake.fields import NEEDED, fields
from solver.intake.presets import presets
from solver.tables import TABLES
from solver.tables.codes import label
from solver.tables.dictionary import table_label
from solver.tables.units import UnitName
from solver.words.i18n import _, current_language

NOTE_ROW, EXAMPLE_ROW, HEAD_ROW, FIRST_ROW = range(SENTENCE_ROW + 1, SENTENCE_ROW + 5)
LAST_ROW = 20_000
PRESET = "template"
NOT_TO_FILL = ("form_line",)  # a run writes it on its own forms
INDISPENSABLE = ("accounts", "sales")
WIDTHS = {"text": 15, "code": 16, "flag": 12, "date": 13, "time": 10}
WIDE = ("name", "address", "result", "next_action", "reason", "email", "contact_email")
SHORT = ("rep_id", "postcode", "country", "naf")


def write_template(path: str | Path, service: str | None = None) -> Path:
    """Write the workbook that a firm fills in, in the language in force.

    Parameters
    ----------
    path : str or Path
        The file to write (.xlsx). The preset `template` reads it back, whatever its language.
    service : str, optional
        Switchboard, accounting and so on: only what this service is asked for.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    target = Path(path)
    with new_book(target, _("Client portfolio: the data")) as book:
        styles = Styles(book)
        tables = sheets_of(service)
        explain(book, styles, _("Read me first"), _explanation(list(tables)))
        for table, columns in tables.items():
            template_sheet(book, styles, table, columns)
    return target


def sheets_of(service: str | None) -> dict[str, list[str]]:
    """Return the sheets of the template with their columns, all of them or those of one service."""
    if service is None:
        return {table: columns_of(table) for table in EXAMPLES}
    wanted = FOR_SERVICE[service]
    return {
        table: [name for name in columns_of(table) if not wanted[table] or name in wanted[table]]
        for table in EXAMPLES
        if table in wanted
    }


def template_sheet(book: Any, styles: Styles, table: str, columns: list[str] | None = None) -> Any:
    """Add the sheet of one table: its purpose, a note and an example above each column, room to fill in."""
    sheet = book.add_worksheet(table_label(table))
    columns = columns_of(table) if columns is None else columns
    layout = Layout(
        table_label(table),
        purpose(table),
        [_field(table, name) for name in columns],
        frozen=2 if len(columns) > 8 else 1,
        above=HEAD_ROW - NOTE_ROW,
        sums=False,
        coded=False,
        blank_lines=LAST_ROW - FIRST_ROW,
    )
    area = write_table(sheet, styles, layout)
    sheet.set_row(NOTE_ROW, 54)
    for place, (name, field) in enumerate(zip(columns, layout.fields, strict=True)):
        sheet.write_string(NOTE_ROW, place, note(table, name), styles("note"))
        write_value(sheet, EXAMPLE_ROW, place, example(table, name), styles("example", field.unit))
        if name in NEEDED[table]:
            _show_missing(book, sheet, area, name)
    return sheet


def columns_of(table: str) -> list[str]:
    """Return our columns that the template has for a table, in its order."""
    return [name for name in presets()[PRESET].tables[table].columns if name not in NOT_TO_FILL]


def column_name(table: str, name: str) -> str:
    """Return the heading of a column, in the language in force; both languages are read back."""
    english, french = presets()[PRESET].tables[table].columns[name]
    return french if current_language() == "fr" else english


def _field(table: str, name: str) -> Field:
    """Return a column to fill in: its head with a star where it is needed, its words, its bounds."""
    needed, choices = name in NEEDED[table], choices_of(table, name)
    return Field(
        name,
        column_name(table, name) + (" *" if needed else ""),
        unit=unit_of(table, name),
        least=width(table, name),
        choices=choices or None,
        limits=limits_of(table, name),
        strict=bool(choices),
        head="heading" if needed else "optional_heading",
    )


def purpose(table: str) -> str:
    """Say what the sheet of a table is for."""
    said = _(TABLES[table].meaning)
    return f"{said} {_('This sheet is needed.')}" if table in INDISPENSABLE else said


def unit_of(table: str, name: str) -> UnitName:
    """Return the unit in which a column is filled in; amounts may have cents."""
    unit = fields(table)[name].unit
    return "cents" if unit == "money" else unit


def note(table: str, name: str) -> str:
    """Say what is to be written in a column."""
    column = fields(table)[name]
    return _(column.note or column.meaning)


def example(table: str, name: str) -> Any:
    """Return a value as somebody would write it, a code by what it is called."""
    value = EXAMPLES[table].get(name)
    field = fields(table)[name]
    if isinstance(value, bool):
        return yes_no()[0] if value else yes_no()[1]
    return label(field.vocabulary, value) if field.allowed and value is not None else value


def yes_no() -> tuple[str, str]:
    """Return the two words of a column of yes and no."""
    return _("yes"), _("no")


def width(table: str, name: str) -> float:
    """Return the width of a column, in characters."""
    return 28 if name in WIDE else 11 if name in SHORT else WIDTHS.get(fields(table)[name].holds, 13)


def choices_of(table: str, name: str) -> tuple[str, ...]:
    """Return the words to choose from in a column of codes, or of yes and no."""
    field = fields(table)[name]
    if field.holds == "code":
        return tuple(label(field.vocabulary, code) for code in sorted(field.allowed))
    return yes_no() if field.holds == "flag" else ()


def limits_of(table: str, name: str) -> Limits | None:
    """Return what a column can hold; a person may insist on something else."""
    field = fields(table)[name]
    if field.holds == "date":
        said = _("Write a date, as in {example}.").format(example="31/12/2026")
        return Limits("date", "=DATE(1990,1,1)", title=_("A date"), said=said)
    if field.holds not in ("number", "whole"):
        return None
    low = field.low if field.low is not None else -1e12
    high = field.high if field.high is not None else 1e12
    said = _("Write a number.")
    if field.low is not None and field.high is not None:
        said = _("Write a number from {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}")
    return Limits("decimal", low, high, _("A number"), said)


def _show_missing(book: Any, sheet: Any, area: Area, name: str) -> None:
    """Colour the empty cell of a needed column where the line holds anything else."""
    first, *_others, last = (area.cell(code, area.first) for code in area.places)
    missing = f"=AND(COUNTA({first}:{last})>0,ISBLANK({area.cell(name, area.first)}))"
    place = area.places[name]
    colour(book, sheet, (area.first, place, area.reach, place), missing, {"bg_color": DOUBT})


def _explanation(tables: list[str]) -> list[tuple[str, str]]:
    """Return the paragraphs of the sheet that explains, each with its look."""
    return [
        ("title", _("Client portfolio: the data")),
        (
            "line",
            _(
                "This workbook holds what the method needs to know about your clients and prospects. Two"
                " sheets are enough to begin: the accounts and the invoices. Every other sheet makes the plan"
                " better."
            ),
        ),
        ("section", _("How to fill it in")),
        (
            "line",
            _(
                "One line per client, invoice line, visit or decision, below the dark heading. A star marks"
                " what every line needs; a cell turns orange where it is missing. The rest may stay empty:"
                " nobody has to guess."
            ),
        ),
        (
            "line",
            _(
                "Above each heading stands a note that says what is meant, and in grey an example. The notes"
                " and the example are not read: leave them."
            ),
        ),
        (
            "line",
            _(
                "Lists can be pasted from another workbook: paste the values only. Codes link the sheets: a"
                " client has the same account code in all of them."
            ),
        ),
        (
            "line",
            _(
                "Amounts are without tax. A credit note is a line with a negative amount. A potential is what"
                " the account buys in a year of what you sell, from you and from everybody else."
            ),
        ),
        (
            "line",
            _("Write facts that the person concerned may read. Nothing about health, opinions or character."),
        ),
        ("section", _("The sheets")),
        *[("link", table_label(table)) for table in tables],
        ("section", _("What becomes of it")),
        (
            "line",
            _(
                "Save the workbook beside the portfolio and run the command “twelvefold init” on that folder:"
                " it finds the filled sheets. Or name each sheet in the portfolio with “preset: template”."
            ),
        ),
    ]
