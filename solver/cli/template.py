"""`twelvefold template`: the workbook that a firm without an export fills in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FILE, LANGUAGES, Language, out
from solver.tables.codes import SERVICES
from solver.words.errors import PortfolioError
from solver.words.i18n import _, machine_language, mark, spoken

SERVICE_NAMES = "|".join(SERVICES)
Service = StrEnum("Service", {name: name for name in SERVICES})  # type: ignore[misc]


def template(
    to: Annotated[Path, typer.Option("--out", metavar=FILE, help=mark("The Excel file to write."))] = Path(
        "template.xlsx"
    ),
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the workbook."))
    ] = None,
    service: Annotated[
        Service | None,
        typer.Option(
            "--for", metavar=SERVICE_NAMES, help=mark("Only the sheets and columns of one service.")
        ),
    ] = None,
) -> None:
    """Write the template; a file that is already there is left alone."""
    with spoken(language.value if language else machine_language()):
        _write(to, service.value if service else None)


def _write(to: Path, service: str | None) -> None:
    from solver.handover.excel.template import write_template

    if to.exists():
        raise PortfolioError(
            _("this file is already there"), file=to, fix=_("give another name with --out, or move it away")
        )
    write_template(to, service)
    out.print(
        _("Written: {path}. Fill it in, then run twelvefold init on its folder.").format(path=to),
        markup=False,
    )
