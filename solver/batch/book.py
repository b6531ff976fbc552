"""A batch as a workbook: a line for each portfolio, summed where a sum means something."""

from pathlib import Path

from solver.batch.gathered import Gathered
from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles, numbers_of, plain_values
from solver.handover.excel.sheet import new_book, sheet_name, write_table
from solver.report.findings.headline import KNOWN
from solver.words.i18n import _

BOOK = "batch.xlsx"
PRINTED = 60  # lines on paper; the screen shows all


def write_book(gathered: Gathered, out: Path) -> Path:
    """Write the workbook into the folder of the run folders, in the language in force.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    title = _("Many portfolios, side by side")
    one = len(gathered.currencies) == 1
    with new_book(out / BOOK, title) as book:
        # Amounts of several currencies stand as plain numbers beside the name of theirs.
        styles = Styles(book, numbers=numbers_of(gathered.currencies[0]) if one else None)
        sentence = " ".join(gathered.sentences())
        layout = Layout(title, sentence, _fields(gathered), frozen=1, printed=PRINTED)
        write_table(book.add_worksheet(sheet_name(_("Portfolios"))), styles, layout)
        if gathered.cells:
            whatif = Layout(
                _("What if"), "", _grid_fields(gathered), above=1, frozen=1, sums=False, coded=False
            )
            write_table(book.add_worksheet(sheet_name(_("What if"))), styles, whatif)
    return out / BOOK


def _grid_fields(gathered: Gathered) -> list[Field]:
    grid = gathered.grid
    cells = {name: plain_values(grid[name]) for name in grid}
    figures = [
        Field(known.code, _(known.label), cells[known.code], known.unit, least=12)
        for known in KNOWN
        if known.code in cells
    ]
    return [
        Field("name", _("Portfolio"), cells["name"], least=16),
        Field("currency", _("Currency"), cells["currency"]),
        *(Field(name, name, cells[name], "number", least=12) for name in gathered.varied),
        *figures,
        Field("gap", _("Proven gap"), cells["gap"], "share"),
        Field("said", _("What was said"), [said or None for said in cells["said"]], least=40, most=60),
    ]


def _fields(gathered: Gathered) -> list[Field]:
    lines = gathered.lines
    cells = {name: plain_values(lines[name]) for name in lines}
    figures = [
        Field(
            known.code, _(known.label), cells[known.code], known.unit, total=gathered.adds_up(known), least=12
        )
        for known in KNOWN
    ]
    return [
        Field("name", _("Portfolio"), cells["name"], least=16),
        Field("firm", _("Firm"), cells["firm"], least=16),
        Field("status", _("What came of it"), cells["status"], least=14),
        Field("currency", _("Currency"), cells["currency"]),
        *figures,
        Field("gap", _("Proven gap"), cells["gap"], "share"),
        Field("said", _("What was said"), cells["said"], least=40, most=60),
        Field("kept", _("Kept"), [_("yes") if kept else _("no") for kept in lines["kept"]]),
        Field("seconds", _("Seconds"), cells["seconds"], "number"),
        Field("peak_mb", _("Largest process (MB)"), cells["peak_mb"], "number"),
        Field("manifest", _("Hash of the manifest"), cells["manifest"], folded=True),
    ]
