"""What became of the lines of forms and lists that came back: each that was set aside or is in doubt."""

from collections.abc import Iterator

import pandas as pd

from solver.intake.presets import OWN_SHEETS
from solver.report.quality.files import Quality
from solver.words.i18n import _, clauses, counted, is_missing, with_label

SHOWN = 12  # lines; the others are counted


def came_back(repairs: pd.DataFrame, quality: Quality) -> Iterator[str]:
    """Say line by line what was set aside, or is asked, of forms of visits, visit reports and our own sheets.

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
    for line in told.head(SHOWN).to_dict("records"):
        place = str(line["file"])
        if not is_missing(line["row"]):
            place = _("{file}, row {row}").format(file=line["file"], row=int(line["row"]))
        facts = [line["problem"], *(line[name] for name in ("account_id", "found", "used"))]
        yield "  " + with_label(place, clauses(str(fact) for fact in facts if not is_missing(fact)))
    if (more := len(told) - SHOWN) > 0:
        yield "  " + counted(
            more,
            "{n} line more stands on the sheet “Data to repair” of plan.xlsx, and in the notebook of step 1.",
            "{n} lines more stand on the sheet “Data to repair” of plan.xlsx, and in the notebook of step 1.",
        )
