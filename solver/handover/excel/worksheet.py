"""The worksheet on which a rep or a manager writes down what visits bring, account type by account type."""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import xlsxwriter

from solver.tables.checks import require_columns
from solver.value.judgements import (
    CODES_KEY,
    EXAMPLE_KEY,
    FIRST_ROW,
    HEAD_KEYS,
    JUDGEMENTS_KEY,
    NAMES_ROW,
    ROLES_KEY,
    role_names,
    type_names,
)
from solver.value.response import CURVE_COLUMNS
from solver.words.i18n import _

INK, PALE, INPUT, EDGE, ALARM = "#1F3A5F", "#E8EDF3", "#FFF9E5", "#B7C3D0", "#F6C7C0"
TITLE_ROW, HELP_ROW, HEAD_ROW, ROLES_ROW, CODES_ROW = 0, 1, 2, 5, 6
A4 = 9
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # what a spreadsheet shows of a validation
MADE_ON = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date keeps the same file the same


class Column(NamedTuple):
    """One column to fill in: code, heading, question, format, and what may stand in it."""

    code: str
    heading: str
    question: str
    number: str
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
        The judgements in force, one line per account type, as in `response.response_table`. Their reference
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
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), plain | {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": _("What visits bring: judgements"), "created": MADE_ON})
        styles = _styles(book)
        _explain(book, styles)
        blank = _Sheet(book, styles, _("Judgements"), JUDGEMENTS_KEY, curves)
        blank.fill(author, role, judged_on, with_points=False)
        blank.sheet.activate()
        example = _Sheet(book, styles, _("Example"), EXAMPLE_KEY, curves)
        example.fill(_("The judgements in force"), "manager", judged_on, with_points=True)
    return target


def columns_to_fill() -> tuple[Column, ...]:
    """Return the columns of the sheet in order; bounds may name the cells of the line, as {row}."""
    share = "0%"
    return (
        Column(
            "reference_visits",
            _("Usual visits a year"),
            _("How many visits does such an account usually get in a year?"),
            "0.##",
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
            _("Half the visits"),
            _("And with half the usual visits? More than with none, less than 100 %."),
            share,
            "=D{row}",
            1,
        ),
        Column("present", _("The usual visits"), _("The point of comparison."), share, 1, 1),
        Column(
            "plus_half",
            _("Half as many again"),
            _("And with half as many visits again? More than 100 %."),
            share,
            1,
            10,
        ),
        Column(
            "saturation",
            _("All one could wish"),
            _("And with all the visits one could wish? The most visits alone can bring."),
            share,
            "=G{row}",
            20,
        ),
        Column(
            "gap_share",
            _("Part of the gap won"),
            _(
                "Of what such an account buys elsewhere, which part would all these visits win within a year,"
                " where the account is ideal?"
            ),
            share,
            0,
            1,
        ),
    )


class _Sheet:
    """A sheet of judgements: heading, one line per account type, what may be written where."""

    def __init__(
        self, book: xlsxwriter.Workbook, styles: dict[str, Any], name: str, key: str, curves: pd.DataFrame
    ) -> None:
        self.sheet, self.styles, self.curves = book.add_worksheet(name), styles, curves
        self.columns = columns_to_fill()
        self.last_row = FIRST_ROW + len(curves) - 1
        self.note_column = 2 + len(self.columns)
        self._page()
        self._headings(key)

    def fill(self, author: str, role: str, judged_on: dt.date | None, *, with_points: bool) -> None:
        """Write who judges, and one line per account type."""
        sheet, styles = self.sheet, self.styles
        names = {"author": _("Your name"), "role": _("Your role"), "judged_on": _("Date")}
        values = {"author": author, "role": role_names().get(role, ""), "judged_on": judged_on}
        for row, key in enumerate(HEAD_KEYS, start=HEAD_ROW):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, names[key], styles["label"])
            value, style = values[key], styles["date" if key == "judged_on" else "text"]
            if value:
                sheet.write(row, 2, value, style)
            else:
                sheet.write_blank(row, 2, None, style)
        self._validate_head()
        types = type_names()
        for row, judged in enumerate(self.curves.to_dict("records"), start=FIRST_ROW):
            code = str(judged["account_type"])
            sheet.write_string(row, 0, code)
            sheet.write_string(row, 1, types.get(code, code), styles["label"])
            for number, column in enumerate(self.columns, start=2):
                self._cell(row, number, column, judged, with_points)
            sheet.write_blank(row, self.note_column, None, styles["text"])

    def _cell(self, row: int, number: int, column: Column, judged: dict[Any, Any], with_points: bool) -> None:
        """Write one number, or leave its cell open with what may stand in it."""
        style = self.styles["share" if column.number == "0%" else "count"]
        if column.code == "present":
            self.sheet.write_number(row, number, 1.0, self.styles["fixed"])
            return
        if with_points or column.code == "reference_visits":
            self.sheet.write_number(row, number, float(judged[column.code]), style)
        else:
            self.sheet.write_blank(row, number, None, style)
        bounds = (
            bound.format(row=row + 1) if isinstance(bound, str) else bound
            for bound in (column.lowest, column.highest)
        )
        self.sheet.data_validation(
            row,
            number,
            row,
            number,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": next(bounds),
                "maximum": next(bounds),
                "input_title": column.heading[:LONGEST_TITLE],
                "input_message": column.question[:LONGEST_MESSAGE],
                "error_title": column.heading[:LONGEST_TITLE],
                "error_message": column.question[:LONGEST_MESSAGE],
            },
        )

    def _page(self) -> None:
        """Set widths, the frozen heading and the printed page."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, self.note_column - 1, 15)
        sheet.set_column(self.note_column, self.note_column, 36)
        sheet.set_row(TITLE_ROW, 26)
        sheet.set_row(HELP_ROW, 34)
        sheet.set_row(ROLES_ROW, None, None, {"hidden": True})
        sheet.set_row(CODES_ROW, None, None, {"hidden": True})
        sheet.set_row(NAMES_ROW, 34)
        for row in (*range(HEAD_ROW, ROLES_ROW), *range(FIRST_ROW, self.last_row + 1)):
            sheet.set_row(row, 22)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(NAMES_ROW)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _headings(self, key: str) -> None:
        """Write the title, the hidden codes, the names of the columns with their notes."""
        sheet, styles = self.sheet, self.styles
        title = _("What visits bring") if key == JUDGEMENTS_KEY else _("What visits bring: an example")
        sheet.write_string(TITLE_ROW, 0, key)
        sheet.merge_range(TITLE_ROW, 1, TITLE_ROW, self.note_column, title, styles["title"])
        helped = _(
            "For each type of account: if today's sales are 100 %, what would they be in a year with other"
            " numbers of visits, everything else as it is? Leave a line empty where you cannot say."
        )
        sheet.merge_range(HELP_ROW, 1, HELP_ROW, self.note_column, helped, styles["help"])
        sheet.write_string(ROLES_ROW, 0, ROLES_KEY)
        for number, (code, name) in enumerate(role_names().items()):
            sheet.write_string(ROLES_ROW, 1 + 2 * number, code)
            sheet.write_string(ROLES_ROW, 2 + 2 * number, name)
        sheet.write_string(CODES_ROW, 0, CODES_KEY)
        sheet.write_string(NAMES_ROW, 1, _("Account type"), styles["heading"])
        for number, column in enumerate(self.columns, start=2):
            sheet.write_string(CODES_ROW, number, column.code)
            sheet.write_string(NAMES_ROW, number, column.heading, styles["heading"])
            sheet.write_comment(NAMES_ROW, number, column.question, {"author": "", "x_scale": 1.6})
        sheet.write_string(CODES_ROW, self.note_column, "note")
        sheet.write_string(NAMES_ROW, self.note_column, _("Why you think so"), styles["heading"])
        first, last = FIRST_ROW + 1, self.last_row + 1
        cells = f"$D{first}>=$E{first},$E{first}>=1,$G{first}<=1,$G{first}>=$H{first}"
        rising = {"type": "formula", "format": styles["alarm"]}
        rising["criteria"] = f"=AND(COUNT($D{first}:$H{first})=5,OR({cells}))"
        sheet.conditional_format(f"D{first}:H{last}", rising)

    def _validate_head(self) -> None:
        """Offer the roles, and take only dates for the date."""
        self.sheet.data_validation(
            HEAD_ROW + HEAD_KEYS.index("role"),
            2,
            HEAD_ROW + HEAD_KEYS.index("role"),
            2,
            {"validate": "list", "source": list(role_names().values())},
        )
        date_row = HEAD_ROW + HEAD_KEYS.index("judged_on")
        self.sheet.data_validation(
            date_row,
            2,
            date_row,
            2,
            {"validate": "date", "criteria": ">", "value": dt.date(2000, 1, 1), "input_title": _("Date")},
        )


def _explain(book: xlsxwriter.Workbook, styles: dict[str, Any]) -> None:
    """Write the sheet that says in plain words what is asked, and why."""
    sheet = book.add_worksheet(_("Read me first"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 105)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    for row, (style, text) in enumerate(_explanation()):
        sheet.set_row(row, 34 if style == "line" else 28)
        sheet.write_string(row, 1, text, styles[style])


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
                " are 100 %. Then imagine a year with no visit, with half of them, with half as many again,"
                " and with all one could wish. What would the sales be?"
            ),
        ),
        (
            "line",
            _(
                "The numbers have to rise from left to right: none, half, 100 %, half as many again, all one"
                " could wish. A line turns red where they do not."
            ),
        ),
        (
            "line",
            _(
                "The last number is another matter: of what such an account buys elsewhere today, the part"
                " that all these visits could win within a year, where everything speaks for it."
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
                "A curve is drawn through your five points for each type. Your name, your role and the date"
                " stay with your numbers, so that a year later they can be held against what came true."
            ),
        ),
    ]


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """Return the looks of the cells."""
    base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
    boxed = base | {"border": 1, "border_color": EDGE}
    open_cell = boxed | {"bg_color": INPUT, "locked": False}
    looks = {
        "title": base | {"bold": True, "font_size": 16, "font_color": INK},
        "section": base
        | {"bold": True, "font_size": 12, "font_color": INK, "bottom": 1, "bottom_color": EDGE},
        "line": base | {"text_wrap": True},
        "help": base | {"text_wrap": True, "italic": True, "font_color": INK},
        "heading": boxed
        | {"bold": True, "bg_color": INK, "font_color": "#FFFFFF", "text_wrap": True, "align": "center"},
        "label": boxed | {"bold": True, "bg_color": PALE},
        "text": open_cell | {"text_wrap": True},
        "date": open_cell | {"num_format": "yyyy-mm-dd", "align": "left"},
        "share": open_cell | {"num_format": "0%", "align": "center"},
        "count": open_cell | {"num_format": "0.##", "align": "center"},
        "fixed": boxed | {"bg_color": PALE, "num_format": "0%", "align": "center", "font_color": INK},
        "alarm": {"bg_color": ALARM},
    }
    return {name: book.add_format(look) for name, look in looks.items()}
