"""What became of the lines of forms and lists that came back: each that was set aside or is in doubt."""

from collections.abc import Iterator

import pandas as pd

from solver.report.quality.files import Quality
from solver.tables.quality import OWN_SHEETS
from solver.words.i18n import _, clauses, counted, format_number, is_missing, with_label

SHOWN = 20  # kinds of lines; the others are counted
NAMED = 10  # rows


def came_back(repairs: pd.DataFrame, quality: Quality) -> Iterator[str]:
    """Say what was set aside, or is asked, of forms of visits, visit reports and our own sheets.

    Parameters
    ----------
    repairs : DataFrame
        Table `repairs`.
    quality : mapping
        `quality.json`.
    """
    returned = {
        file["file"]
        for file in quality["files"]
        if file["table"] == "visit_reports" or file.get("preset") == OWN_SHEETS
    }
    told = repairs[repairs["file"].isin(returned)].sort_values(["file", "row"], kind="stable")
    if told.empty:
        return
    yield _("Of the forms and lists that came back:")
    kinds = list(told.groupby(["file", "problem"], sort=False))
    for (file, problem), lines in kinds[:SHOWN]:
        yield "  " + _kind(str(file), str(problem), lines)
    if (more := sum(len(lines) for _place, lines in kinds[SHOWN:])) > 0:
        yield "  " + counted(
            more,
            "{n} line more stands on the sheet “Data to repair” of plan.xlsx, and in the notebook of step 1.",
            "{n} lines more stand on the sheet “Data to repair” of plan.xlsx, and in the notebook of step 1.",
        )


def _kind(file: str, problem: str, lines: pd.DataFrame) -> str:
    """Say where one thing was found in a file: what a single line says, and else the rows."""
    rows = [str(int(row)) for row in lines["row"].dropna()]
    if len(lines) > 1:
        named = ", ".join(rows[:NAMED]) + (", …" if len(rows) > NAMED else "")
        place = _("{file}, rows {rows}").format(file=file, rows=named)
        return with_label(place, f"{format_number(len(lines))} × {problem}")
    place = _("{file}, row {row}").format(file=file, row=rows[0]) if rows else file
    facts = [problem, *(lines.iloc[0][name] for name in ("account_id", "found", "used"))]
    return with_label(place, clauses(str(fact) for fact in facts if not is_missing(fact)))
