"""A sheet of questions: what we know on the left, the cells to fill in in yellow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.handover.excel.looks import Styles, offer, plain_values, print_on_a4, write_value
from solver.tables.units import UnitName
from solver.words.i18n import _, format_number

TITLE_ROW, PURPOSE_ROW, HEAD_ROW, FIRST_ROW = range(4)
MOST_ROWS = 5_000
LONGEST_NAME = 31  # what a spreadsheet takes for the name of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Question:
    """One column of a sheet of questions.

    Attributes
    ----------
    column : str
        Of the table that is written.
    heading : str
    width : float
        In characters.
    unit : str
        How the values are written.
    ask : bool
        Whether it is to be filled in.
    choices : tuple of str
        Words to choose from.
    """

    column: str
    heading: str
    width: float = 14
    unit: UnitName = "text"
    ask: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One sheet of questions.

    Attributes
    ----------
    name : str
        Of the sheet.
    purpose : str
        What is asked, in one sentence.
    rows : DataFrame
    questions : sequence of Question
    look : callable
        How one cell looks, of the row's number and the column: input, doubt, known or shown.
    back_as : str, optional
        The table as which the filled sheet can be read back.
    """

    name: str
    purpose: str
    rows: pd.DataFrame
    questions: Sequence[Question]
    look: Callable[[int, str], str] | None = None
    back_as: str | None = None


def sheet_name(words: str) -> str:
    """Return words as a spreadsheet takes them for the name of a sheet."""
    return words.translate(NOT_IN_NAMES)[:LONGEST_NAME].strip()


def question_sheet(book: Any, styles: Styles, topic: Topic) -> Any:
    """Add one sheet of questions."""
    sheet = book.add_worksheet(sheet_name(topic.name))
    shown = topic.rows.head(MOST_ROWS)
    purpose = topic.purpose
    if len(shown) < len(topic.rows):
        left = _("The first {shown} of {count} lines.")
        purpose += " " + left.format(shown=format_number(len(shown)), count=format_number(len(topic.rows)))
    sheet.write_string(TITLE_ROW, 0, topic.name, styles("title"))
    sheet.write_string(PURPOSE_ROW, 0, purpose, styles("soft"))
    sheet.set_row(TITLE_ROW, 28)
    sheet.set_row(HEAD_ROW, 34)
    last = FIRST_ROW + max(len(shown), 1) - 1
    for number, height in enumerate(_heights(shown, topic.questions)):
        sheet.set_row(FIRST_ROW + number, height)
    for place, question in enumerate(topic.questions):
        sheet.set_column(place, place, question.width)
        heading = "heading" if question.ask else "optional"
        sheet.write_string(HEAD_ROW, place, question.heading, styles(heading))
        values = shown[question.column] if question.column in shown else pd.Series(None, index=shown.index)
        for number, value in enumerate(plain_values(values)):
            look = "input" if question.ask else "shown"
            if topic.look is not None:
                look = topic.look(number, question.column)
            write_value(sheet, FIRST_ROW + number, place, value, styles(look, question.unit))
        if question.choices:
            offer(sheet, (FIRST_ROW, place, last, place), question.choices)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.autofilter(HEAD_ROW, 0, last, len(topic.questions) - 1)
    print_on_a4(sheet, HEAD_ROW)
    return sheet


def _heights(rows: pd.DataFrame, questions: Sequence[Question]) -> list[float]:
    """Return the height of each row, in points: no spreadsheet program measures wrapped text by itself."""
    lines = pd.Series(1.0, index=rows.index)
    for question in questions:
        if question.column in rows and pd.api.types.is_string_dtype(rows[question.column]):
            letters = rows[question.column].str.len().fillna(0)
            lines = lines.where(lines > letters / question.width, -(-letters // question.width))
    return (3 + 15 * lines.clip(1, 6)).tolist()
