"""What an account asks of its visits: hours, days of the week, zone, gaps.

A rule that cannot be read or kept is refused, never left out: the plan would knock at a closed door.
"""

from collections.abc import Callable
from typing import Any, NoReturn

import pandas as pd

from solver.intake.booking.row_reader import slipped
from solver.intake.booking.sourced_tables import in_order
from solver.intake.reading.typed import Typed, column_texts
from solver.intake.repairs import line_of
from solver.tables.portfolio import RULES
from solver.tables.rhythm import read_rhythm
from solver.tables.week import CODES, WeekError, hours_text, read_hours, read_weekdays, weekdays_text
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses

NAMES = tuple(column.name for column in RULES)


def with_readable_rules(typed: Typed, table: pd.DataFrame) -> pd.DataFrame:
    """Return a file's accounts with their hours and weekdays as `visit_rules` writes them.

    Raises
    ------
    PortfolioError
        Names the row and the column: hours or weekdays that cannot be read, a number that is none, visits
        on a day that is closed, a least gap above the longest one.
    """
    for name in ("min_gap_days", "max_gap_days", "rhythm_slack_days"):
        wrong = slipped(typed, name)
        if wrong.any():
            row = int(typed.table.index[wrong][0])
            problem = _("“{found}” is no number of days").format(found=_written(typed, row, name))
            refuse_cell(
                typed, row, name, problem, _("give a whole number from 0 to 366, or leave the cell empty")
            )
    read = table.assign(
        open_hours=each_read(typed, table, "open_hours", lambda text: hours_text(read_hours(text))),
        weekdays=each_read(typed, table, "weekdays", lambda text: weekdays_text(*read_weekdays(text))),
        rhythm=each_read(typed, table, "rhythm", lambda text: read_rhythm(text).text),
    )
    for row, hours, days in read[["open_hours", "weekdays"]].dropna().itertuples():
        wished, must = read_weekdays(days)
        if must and not any(read_hours(hours)[day] for day in wished):
            problem = _("{days} and no other day, but the account is closed then: {hours}")
            refuse_cell(
                typed,
                row,
                "weekdays",
                problem.format(days=_written(typed, row, "weekdays"), hours=hours),
                _("correct the opening hours or the weekdays"),
            )
    _refuse_rhythms_on_other_days(typed, read)
    contrary = read.index[read["min_gap_days"].gt(read["max_gap_days"]).fillna(False)]
    if len(contrary):
        problem = _("the least gap between visits is above the longest one")
        refuse_cell(typed, int(contrary[0]), "min_gap_days", problem, _("exchange them"))
    return read


def _refuse_rhythms_on_other_days(typed: Typed, read: pd.DataFrame) -> None:
    """Refuse a rhythm without leeway none of whose days of the week the account has."""
    strict = read[read["rhythm"].notna() & read["rhythm_slack_days"].fillna(0).eq(0)]
    for row, rhythm, hours, days in strict[["rhythm", "open_hours", "weekdays"]].itertuples():
        wished = able = read_rhythm(rhythm).weekdays
        if not pd.isna(hours):
            able = frozenset(day for day in able if read_hours(hours)[day])
        if not pd.isna(days) and read_weekdays(days)[1]:
            able &= read_weekdays(days)[0]
        if wished and not able:
            problem = _("{rhythm}, but the account is never open or visited on such a day")
            fix = _("correct the rhythm, or give it a leeway in days")
            refuse_cell(typed, row, "rhythm", problem.format(rhythm=_written(typed, row, "rhythm")), fix)


def rules_of(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the table `visit_rules` of joined accounts: a line for each that has a rule."""
    ruled = accounts[accounts[[*NAMES]].notna().any(axis=1)]
    return in_order("visit_rules", ruled, ["account_id"])


def each_read(typed: Typed, table: pd.DataFrame, name: str, read: Callable[[str], str]) -> pd.Series:
    """Return every filled cell of a column as the canonical table writes it.

    Raises
    ------
    PortfolioError
        `read` cannot read one.
    """
    values: dict[int, str] = {}
    for row, text in table[name].dropna().items():
        try:
            values[int(str(row))] = read(text)
        except WeekError as error:
            problem, fix = _unreadable(name)
            said = problem.format(found=text.strip(), part=str(error))
            refuse_cell(typed, int(str(row)), name, said, clauses([fix, _without(name)]))
    return pd.Series(values, index=table.index, dtype="str")


def _unreadable(name: str) -> tuple[str, str]:
    if name == "open_hours":
        return (
            _("“{found}” is no opening hours: “{part}” cannot be read, or contradicts the rest"),
            _("write them as in “Mo-Fr 08:00-12:00 14:00-18:00; Sa off”"),
        )
    if name == "rhythm":
        return (
            _("“{found}” is no rhythm: “{part}” cannot be read"),
            _(
                "write FREQ=MONTHLY;BYDAY=1MO for first Mondays, FREQ=WEEKLY;INTERVAL=4;BYDAY=TU for every"
                " fourth Tuesday"
            ),
        )
    return (
        _("“{found}” names no day of the week: “{part}” cannot be read"),
        _("write tue, thu, or tue, thu! where no other day will do ({codes})").format(codes=", ".join(CODES)),
    )


def _without(name: str) -> str:
    return _('to do without the column, write {name}: "" under columns in portfolio.yaml').format(name=name)


def _written(typed: Typed, row: int, name: str) -> str:
    return str(column_texts(typed.raw, name)[row]).strip()


def refuse_first(typed: Typed, name: str, wrong: pd.Series, problem: str, fix: str) -> None:
    """Refuse the first cell of a column that is wrong."""
    if wrong.any():
        row = int(wrong.index[wrong.to_numpy()][0])
        found = _written(typed, row, name)
        said = _("{problem}: “{found}”").format(problem=problem, found=found) if found else problem
        refuse_cell(typed, row, name, said, fix)


def refuse_cell(typed: Typed, row: Any, name: str, problem: str, fix: str) -> NoReturn:
    """Refuse a cell, by its file, row and column."""
    column = typed.raw.columns.get(name, name)
    raise PortfolioError(problem, file=typed.raw.file, row=line_of(int(row)), column=column, fix=fix)
