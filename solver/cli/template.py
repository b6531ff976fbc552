"""`twelvefold template`: the workbook that a firm without an export fills in."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FILE, LANGUAGES, Language, out
from solver.words.errors import PortfolioError
from solver.words.i18n import _, machine_language, mark, spoken


def template(
    to: Annotated[Path, typer.Option("--to", metavar=FILE, help=mark("The Excel file to write."))] = Path(
        "template.xlsx"
    ),
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the workbook."))
    ] = None,
) -> None:
    """Write the template; a file that is already there is left alone."""
    with spoken(language.value if language else machine_language()):
        _write(to)


def _write(to: Path) -> None:
    from solver.handover.excel.template import write_template

    if to.exists():
        raise PortfolioError(
            _("this file is already there"), file=to, fix=_("give another name with --to, or move it away")
        )
    write_template(to)
    out.print(
        _("Written: {path}. Fill it in, then run twelvefold init on its folder.").format(path=to),
        markup=False,
    )
