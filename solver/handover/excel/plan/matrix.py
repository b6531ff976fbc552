"""The sheet of the crossed matrix: accounts, revenue and gap by segment and class, by formula."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from solver.handover.excel.fields import Area, literal
from solver.handover.excel.measure import BOLD, EDGE, LINE_HEIGHT, lines_of
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.plan.portfolio import portfolio_rows
from solver.handover.excel.plan.visits import visit_rows
from solver.handover.excel.sheet import print_on_a4
from solver.report.look.theme import tint
from solver.tables.codes import labels
from solver.tables.units import UnitName
from solver.words.i18n import _

CLASSES = ("A'", "B'", "C'", "?")
LABEL, FIRST = 0, 1  # columns
WIDTH = 17  # characters
PALE = 0.2  # of the firm's colour on white
TYPE_COLUMNS: Sequence[tuple[str, UnitName]] = (
    ("accounts", "count"),
    ("revenue_eur", "money"),
    ("gap_eur", "money"),
    ("visits_today", "count"),
    ("visits", "count"),
    ("hours", "hours"),
)


def write_matrix(plan: Plan, sheet: Any) -> None:
    """Write the matrix three times, then the types of account, all worked out from the other sheets."""
    rows, area = portfolio_rows(plan), plan.areas["portfolio"]
    sheet.hide_gridlines(2)
    sheet.set_column(LABEL, LABEL, 34)
    sheet.set_column(FIRST, FIRST + len(TYPE_COLUMNS), WIDTH)
    sentence = _("What an account brings (lines) by what it could bring (columns), from the sheet {sheet}.")
    sheet.write_string(0, LABEL, _("Crossed matrix"), plan.styles("title"))
    sheet.write_string(1, LABEL, sentence.format(sheet=plan.sheet_name("portfolio")), plan.styles("soft"))
    sheet.set_row(0, 28)
    row = 3
    blocks: Sequence[tuple[str, str, UnitName]] = (
        (_("Accounts"), "", "count"),
        (_("Revenue of the last 12 months"), "revenue_eur", "money"),
        (_("Gap still to be won"), "gap_eur", "money"),
    )
    for title, name, kind in blocks:
        if not name or name in rows:
            row = _block(plan, sheet, row, title, (area, rows, name, kind))
    _types(plan, sheet, row, rows)
    print_on_a4(sheet, 0)
    sheet.repeat_rows(0, 1)


def segments_of(rows: pd.DataFrame) -> dict[str, str]:
    """Return the lines of the matrix that hold an account: code and words."""
    known = {
        "A": _("A – the largest clients"),
        "B": _("B – the middle"),
        "C": _("C – the small ones"),
        "P": _("Prospects"),
        "F": _("Former clients"),
    }
    there = set(rows["segment"].dropna())
    return {code: words for code, words in known.items() if code in there}


def _block(
    plan: Plan, sheet: Any, row: int, title: str, source: tuple[Area, pd.DataFrame, str, UnitName]
) -> int:
    """Write one matrix with its totals; return the row after it."""
    area, rows, name, kind = source
    _head(plan, sheet, row, title, [*_class_heads(), _("Total")])
    lines = segments_of(rows)
    first = row + 1
    for line, (segment, words) in enumerate(lines.items(), start=first):
        sheet.write_string(line, LABEL, words, plan.styles("wrapped"))
        for place, potential in enumerate(CLASSES, start=FIRST):
            formula, value = _cell(area, rows, name, segment, potential)
            sheet.write_formula(line, place, formula, plan.styles("cell", kind), value)
        across = f"=SUM({xl_rowcol_to_cell(line, FIRST)}:{xl_rowcol_to_cell(line, FIRST + 3)})"
        mine = rows[rows["segment"] == segment]
        sheet.write_formula(line, FIRST + 4, across, plan.styles("strong", kind), _sum(mine, name))
    end = first + len(lines)
    sheet.write_string(end, LABEL, _("Total"), plan.styles("sum"))
    for place in range(FIRST, FIRST + 5):
        mine = rows if place == FIRST + 4 else rows[rows["potential_class"] == CLASSES[place - FIRST]]
        down = f"=SUM({xl_rowcol_to_cell(first, place)}:{xl_rowcol_to_cell(end - 1, place)})"
        sheet.write_formula(end, place, down, plan.styles("sum", kind), _sum(mine, name))
    most = tint(plan.findings.brand.primary, PALE)
    colours = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": most}
    sheet.conditional_format(first, FIRST, end - 1, FIRST + 3, colours)
    return end + 2


def _head(plan: Plan, sheet: Any, row: int, title: str, heads: Sequence[str]) -> None:
    lines = max(lines_of(words, WIDTH / BOLD) for words in heads)
    sheet.set_row(row, EDGE + 2 + LINE_HEIGHT * lines)
    for place, words in enumerate([title, *heads]):
        sheet.write_string(row, place, words, plan.styles("heading"))


def _class_heads() -> list[str]:
    return [
        _("A' – large potential"),
        _("B' – medium potential"),
        _("C' – small potential"),
        _("? – potential unknown"),
    ]


def _cell(area: Area, rows: pd.DataFrame, name: str, segment: str, potential: str) -> tuple[str, float]:
    """Return the formula of one cell and what it comes to."""
    wanted = potential.replace("?", "~?")  # a question mark alone stands for any letter
    where = (
        f"{area.outside('segment')},{literal(segment)},{area.outside('potential_class')},{literal(wanted)}"
    )
    formula = f"=SUMIFS({area.outside(name)},{where})" if name else f"=COUNTIFS({where})"
    mine = rows[(rows["segment"] == segment) & (rows["potential_class"] == potential)]
    return formula, _sum(mine, name)


def _sum(rows: pd.DataFrame, name: str) -> float:
    return float(rows[name].sum()) if name else len(rows)


def _types(plan: Plan, sheet: Any, row: int, rows: pd.DataFrame) -> None:
    """Write one line per type of account: how many, what they bring, and the visits they get."""
    portfolio, visits, decided = plan.areas["portfolio"], plan.areas["visits"], visit_rows(plan)
    heads = [
        _("Accounts"),
        _("Revenue of the last 12 months"),
        _("Gap still to be won"),
        _("Visits today"),
        _("Visits proposed"),
        _("Hours with your decisions"),
    ]
    _head(plan, sheet, row, _("Account type"), heads)
    decided = decided.assign(hours=decided["hours_decided"], accounts=1)
    there = set(rows["account_type"])
    for code, words in labels("account_type").items():
        if code not in there:
            continue
        row += 1
        sheet.write_string(row, LABEL, words, plan.styles("cell"))
        label_cell = f'"="&{xl_rowcol_to_cell(row, LABEL, col_abs=True)}'
        for place, (name, kind) in enumerate(TYPE_COLUMNS, start=FIRST):
            area, table = (visits, decided) if name in visits.places else (portfolio, rows.assign(accounts=1))
            if name not in table:
                continue
            where = f"{area.outside('account_type')},{label_cell}"
            counted = name == "accounts"
            formula = f"=COUNTIFS({where})" if counted else f"=SUMIFS({area.outside(name)},{where})"
            value = float(table.loc[table["account_type"] == code, name].sum())
            sheet.write_formula(row, place, formula, plan.styles("cell", kind), value)
