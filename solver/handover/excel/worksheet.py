"""The worksheet on which a rep or a manager writes down what visits bring, account type by account type."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from solver.handover.excel.fields import SENTENCE_ROW, TITLE_ROW, Area, Field, Layout, Limits
from solver.handover.excel.looks import LATE, Styles, write_value
from solver.handover.excel.sheet import colour, explain, new_book, rule_of, write_across, write_table
from solver.tables.checks import require_columns
from solver.tables.units import UnitName
from solver.value.judged import CONTROLS, CURVE_COLUMNS
from solver.value.judgements import (
    CODES_KEY,
    EXAMPLE_KEY,
    FIRM_WIDE,
    HEAD_KEYS,
    JUDGEMENTS_KEY,
    ROLES_KEY,
    role_names,
    type_names,
)
from solver.words.i18n import _

HEAD_ROW = SENTENCE_ROW + 1
FIRM_ROW = HEAD_ROW + len(HEAD_KEYS)  # what is asked once for the firm
ROLES_ROW = FIRM_ROW + len(FIRM_WIDE)
NAMES_ROW, FIRST_ROW = ROLES_ROW + 2, ROLES_ROW + 3  # the headings, and the first account type
NAME_WIDTH, NUMBER_WIDTH, NOTE_WIDTH = 30, 15, 36
ROW_HEIGHT = 22  # points: some fill it in by hand


class Column(NamedTuple):
    """One column to fill in: code, heading, question, how it is written, and what may stand in it."""

    code: str
    heading: str
    question: str
    unit: UnitName
    lowest: str | float
    highest: str | float


def write_worksheet(
    path: str | Path,
    curves: pd.DataFrame,
    *,
    author: str = "",
    role: str = "",
    judged_on: dt.date | None = None,
) -> Path:
    """Write a workbook to collect one person's judgements.

    Parameters
    ----------
    path : str or Path
        The file to write (.xlsx).
    curves : DataFrame
        The judgements in force, one line per account type, as `judged.curve_table` returns them. Their usual
        visits stand on the sheet to fill in; the other numbers only on the example, so that nobody copies.
    author : str, optional
        Name of the judge, where it is known beforehand.
    role : {"", "rep", "manager"}
    judged_on : date, optional

    Returns
    -------
    Path
        The file written: a sheet that explains, the sheet to fill in, and an example.
    """
    require_columns(curves, "judged_curves", CURVE_COLUMNS)
    target = Path(path)
    with new_book(target, _("What visits bring: judgements")) as book:
        styles = Styles(book)
        explain(book, styles, _("Read me first"), _explanation())
        blank = book.add_worksheet(_("Judgements"))
        _fill(book, blank, styles, JUDGEMENTS_KEY, curves, (author, role, judged_on))
        blank.activate()
        example = book.add_worksheet(_("Example"))
        judge = (_("The judgements in force"), "manager", judged_on)
        _fill(book, example, styles, EXAMPLE_KEY, curves, judge)
    return target


def columns_to_fill() -> tuple[Column, ...]:
    """Return the columns of the sheet in order; bounds may name cells of the first line."""
    share: UnitName = "share"
    return (
        Column(
            "reference_visits",
            _("Usual visits a year"),
            _("How many visits does such an account usually get in a year?"),
            "number",
            0.5,
            366,
        ),
        Column(
            "none",
            _("No visit at all"),
            _("Of 100 of today's sales, how much would be left after a year without any visit?"),
            share,
            0,
            1,
        ),
        Column(
            "half",
            _("Check: half the visits"),
            _("And with half the usual visits? May be left open: it checks the curve, no plan uses it."),
            share,
            f"=D{FIRST_ROW + 1}",
            1,
        ),
        Column("present", _("The usual visits"), _("The point of comparison."), share, 1, 1),
        Column(
            "plus_half",
            _("Check: half as many again"),
            _("And with half as many visits again? May be left open: it checks the curve, no plan uses it."),
            share,
            1,
            10,
        ),
        Column(
            "saturation",
            _("All one could wish"),
            _("And with all the visits one could wish? The most visits alone can bring."),
            share,
            1,
            20,
        ),
    )


def _firm_questions() -> dict[str, tuple[str, str]]:
    """Return what is asked once for the firm: the line, and the question behind it."""
    return {
        "save_share": (
            _("Of ten clients about to leave, kept"),
            _("Which part of the clients about to leave would stay with all the visits one could wish?"),
        ),
        "call_effect": (
            _("A call, as part of a visit"),
            _("Which part of a visit is a call to such a client worth?"),
        ),
    }


def _fill(
    book: Any,
    sheet: Any,
    styles: Styles,
    key: str,
    curves: pd.DataFrame,
    judge: tuple[str, str, dt.date | None],
) -> None:
    """Write a sheet of judgements: who judges, one line per account type, what may be written where."""
    title = _("What visits bring") if key == JUDGEMENTS_KEY else _("What visits bring: an example")
    fields = _fields(curves, with_points=key == EXAMPLE_KEY)
    layout = Layout(title, "", fields, above=NAMES_ROW - HEAD_ROW - 1, sums=False, filters=False)
    area = write_table(sheet, styles, layout)
    sheet.write_string(TITLE_ROW, 0, key)
    words = _(
        "For each type of account: if today's sales are 100 %, what would they be in a year with other"
        " numbers of visits, everything else as it is? Leave a line empty where you cannot say."
    )
    widths = NAME_WIDTH + NUMBER_WIDTH * (len(fields) - 3) + NOTE_WIDTH
    write_across(sheet, SENTENCE_ROW, (1, len(fields) - 1), words, styles("line"), widths)
    for place, column in enumerate(columns_to_fill(), start=2):
        sheet.write_comment(area.heading, place, column.question, {"author": "", "x_scale": 1.6})
    _write_judge(sheet, styles, judge)
    _show_falling(book, sheet, area)
    for row in (*range(HEAD_ROW, ROLES_ROW), *range(area.first, area.last + 1)):
        sheet.set_row(row, ROW_HEIGHT)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _fields(curves: pd.DataFrame, *, with_points: bool) -> list[Field]:
    """Return the columns: the hidden code of the type, its name, the numbers, and why."""
    codes, names = curves["account_type"].astype(str).tolist(), type_names()
    types, nothing = [names.get(code, code) for code in codes], [None] * len(codes)
    return [
        Field(CODES_KEY, "", codes, hidden=True),
        Field("", _("Account type"), types, least=NAME_WIDTH, look="fixed"),
        *(_field(column, curves, with_points=with_points) for column in columns_to_fill()),
        *(_curve_says(control, len(curves)) for control in CONTROLS),
        Field("note", _("Why you think so"), nothing, least=NOTE_WIDTH, to_fill=True, look="answer"),
    ]


def _field(column: Column, curves: pd.DataFrame, *, with_points: bool) -> Field:
    """Return one column of numbers: written, or left open with what may stand in it."""
    shape = Field(column.code, column.heading, unit=column.unit, least=NUMBER_WIDTH, most=NUMBER_WIDTH)
    if column.code == "present":
        return replace(shape, values=[1.0] * len(curves), look="fixed")
    known = (with_points and column.code not in CONTROLS) or column.code == "reference_visits"
    return replace(
        shape,
        values=curves[column.code].astype(float).tolist() if known else [None] * len(curves),
        to_fill=True,
        look="answer",
        strict=True,
        hint=column.question,
        limits=Limits("decimal", column.lowest, column.highest, column.heading, column.question),
    )


def _curve_says(control: str, lines: int) -> Field:
    """Return the column that shows what the curve through the two answers says of a point between."""

    def formula(area: Area, row: int) -> str:
        none, most = area.cell("none", row), area.cell("saturation", row)
        less = CONTROLS[control] - 1.0
        change = f"({most}-1)*(1-(({most}-1)/({most}-{none}))^{less:g})"
        return f'=IF(AND({none}<>"",{most}>1),1+{change},"")'

    heading = {"half": _("The curve: half"), "plus_half": _("The curve: half as many again")}[control]
    shape = Field("", heading, [""] * lines, "share", least=NUMBER_WIDTH, most=NUMBER_WIDTH, look="fixed")
    return replace(shape, formula=formula)


def _write_judge(sheet: Any, styles: Styles, judge: tuple[str, str, dt.date | None]) -> None:
    """Write who judges, with the roles to choose from on a hidden line; take only dates for the date."""
    author, role, judged_on = judge
    roles = role_names()
    values = (author or None, roles.get(role), judged_on)
    names = (_("Your name"), _("Your role"), _("Date"))
    rules = {
        "role": {"validate": "list", "source": list(roles.values())},
        "judged_on": rule_of(Limits("date", dt.date(2000, 1, 1))) | {"input_title": _("Date")},
    }
    for row, (key, name, value) in enumerate(zip(HEAD_KEYS, names, values, strict=True), start=HEAD_ROW):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, name, styles("strong"))
        write_value(sheet, row, 2, value, styles("answer", "date" if key == "judged_on" else "text"))
        if key in rules:
            sheet.data_validation(row, 2, row, 2, rules[key])
    for row, (key, (name, question)) in enumerate(_firm_questions().items(), start=FIRM_ROW):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, name, styles("strong"))
        write_value(sheet, row, 2, None, styles("answer", "share"))
        limits = Limits("decimal", 0, 1, name, question)
        sheet.data_validation(row, 2, row, 2, rule_of(limits))
    sheet.write_string(ROLES_ROW, 0, ROLES_KEY)
    for number, pair in enumerate(roles.items()):
        sheet.write_row(ROLES_ROW, 1 + 2 * number, pair)
    sheet.set_row(ROLES_ROW, None, None, {"hidden": True})


def _show_falling(book: Any, sheet: Any, area: Area) -> None:
    """Turn a line red whose numbers do not rise from left to right."""
    none, half, present, more, most = (
        area.cell(name, area.first) for name in ("none", "half", "present", "plus_half", "saturation")
    )
    falls = f"{none}>={present},{most}<={present}"
    falls += f',AND({half}<>"",OR({none}>={half},{half}>={present}))'
    falls += f',AND({more}<>"",OR({more}<={present},{more}>={most}))'
    cells = (area.first, area.places["none"], area.last, area.places["saturation"])
    colour(book, sheet, cells, f'=AND({none}<>"",{most}<>"",OR({falls}))', LATE)


def _explanation() -> list[tuple[str, str]]:
    """Return the paragraphs of the sheet that explains, each with its look."""
    return [
        ("title", _("What visits bring: your judgement")),
        (
            "line",
            _(
                "Nobody has measured what the fifth visit of the year brings. You who know the clients can"
                " say about how sales would move, and that is enough to share out the visits better."
            ),
        ),
        ("section", _("What is asked")),
        (
            "line",
            _(
                "Think of a usual account of each type, with the usual number of visits. Its sales of today"
                " are 100 %. Then imagine a year with no visit at all, and a year with all the visits one"
                " could wish. What would the sales be? These two answers make the curve."
            ),
        ),
        (
            "line",
            _(
                "Half the visits, and half as many again, check it: they may be left open, and no plan uses"
                " them. Where the curve says something else by more than 5 points, talk about it. The numbers"
                " have to rise from left to right; a line turns red where they do not."
            ),
        ),
        (
            "line",
            _(
                "Two questions are asked once for the firm: of ten clients about to leave, how many all the"
                " visits one could wish would keep; and which part of a visit a call is worth."
            ),
        ),
        ("section", _("How to go about it")),
        (
            "line",
            _(
                "Fill in the yellow cells of the sheet of judgements: name, role, date, and the lines you"
                " know. Leave a line empty rather than guess. Write why, in the last column."
            ),
        ),
        (
            "line",
            _(
                "Judge alone first; talk about it afterwards. Where several people judge, the middle answer"
                " counts, and how far apart they are is shown."
            ),
        ),
        (
            "line",
            _(
                "The example shows the judgements in force. It is not read back: look at it after you have"
                " answered, not before."
            ),
        ),
        ("section", _("What becomes of it")),
        (
            "line",
            _(
                "A curve is drawn through your answers for each type. Your name, your role and the date"
                " stay with your numbers, so that a year later they can be held against what came true."
            ),
        ),
    ]
