"""The template: what a firm writes into it comes back, whatever the language; what it shows is not read."""

import datetime as dt

import pandas as pd
import pytest

from solver.handover.excel import template
from solver.handover.excel.looks import Styles, write_value
from solver.handover.excel.sheet import new_book
from solver.handover.excel.template import write_template
from solver.handover.excel.template_words import EXAMPLES
from solver.intake.fields import NEEDED, fields
from solver.intake.presets import presets
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.intake.values.codes import read_codes
from solver.parameters import Source
from solver.tables.codes import label
from solver.words.errors import PortfolioError
from solver.words.i18n import speak_by_default

both_languages = pytest.mark.parametrize("language", ["en", "fr"])
every_table = pytest.mark.parametrize("table", list(EXAMPLES))


def filled_in(path, table):
    """Write one sheet of the template with the line of its example filled in twice."""
    with new_book(path, "test") as book:
        styles = Styles(book)
        for name in EXAMPLES:
            sheet = template.template_sheet(book, styles, name)
            if name != table:
                continue
            for row in (template.FIRST_ROW, template.FIRST_ROW + 1):
                for place, column in enumerate(template.columns_of(table)):
                    value = template.example(table, column)
                    write_value(sheet, row, place, value, styles("blank", template.unit_of(table, column)))
    return Source(table=table, path=str(path), preset="template")


@both_languages
@every_table
def test_a_filled_sheet_reads_back_as_it_was_written(tmp_path, table, language, speak):
    speak(language)
    raw = read_source(filled_in(tmp_path / "filled.xlsx", table))
    assert raw.facts["sheet"] == label("table", table)
    assert len(raw.table) == 2, "notes and example are not read"
    assert set(raw.columns) == set(template.columns_of(table))
    values = read_values(raw)
    assert values.slips.empty
    first = values.table.iloc[0]
    for name, value in EXAMPLES[table].items():
        expected = f"{value:%H:%M}" if isinstance(value, dt.time) else value
        if isinstance(value, dt.date):
            expected = pd.Timestamp(value)
        assert first[name] == expected, name


@both_languages
@every_table
def test_an_empty_template_is_refused_in_words(tmp_path, table, language, speak):
    speak(language)
    write_template(tmp_path / "template.xlsx")
    with pytest.raises(PortfolioError, match=r"template\.xlsx"):
        read_source(Source(table=table, path=str(tmp_path / "template.xlsx"), preset="template"))


@both_languages
def test_every_word_of_the_lists_is_understood(language, speak):
    speak(language)
    part = presets()["template"].tables
    for table in EXAMPLES:
        for name in template.columns_of(table):
            field = fields(table)[name]
            if not field.allowed:
                continue
            words = pd.Series([label(field.vocabulary, code) for code in field.allowed], dtype="str")
            codes, unknown = read_codes(words, field, part[table].codes.get(name, {}), "template.xlsx")
            assert not unknown.any(), (table, name, words[unknown].tolist())
            assert codes.tolist() == list(field.allowed)


@every_table
def test_every_column_has_a_note_and_what_is_needed_is_there(table):
    columns = template.columns_of(table)
    assert set(NEEDED[table]) <= set(columns) <= set(fields(table))
    assert set(EXAMPLES[table]) <= set(columns)
    speak_by_default("fr")
    assert all(
        template.note(table, name) != (fields(table)[name].note or fields(table)[name].meaning)
        for name in columns
    )


def test_the_same_template_is_the_same_file(tmp_path):
    first, second = write_template(tmp_path / "a.xlsx"), write_template(tmp_path / "b.xlsx")
    assert first.read_bytes() == second.read_bytes()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(PortfolioError, match="cannot be written"):
        write_template(tmp_path / "taken" / "template.xlsx")
