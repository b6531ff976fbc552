"""`twelvefold batch`: many portfolios side by side, and one page about all of them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from solver.cli.console import FOLDER, LANGUAGES, Language, Only, Overrides, out, problems, progress
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_number, mark, with_label

if TYPE_CHECKING:
    from solver.batch.listed import Listed
    from solver.batch.workers import Workers

REFUSED = 1


def batch(
    portfolios: Annotated[
        Path,
        typer.Argument(
            metavar=mark("FOLDER_OR_LIST"),
            help=mark("A folder of firms, or a list with the path of a portfolio.yaml on each line."),
        ),
    ],
    folder: Annotated[
        Path, typer.Option("--out", metavar=FOLDER, help=mark("Where the run folders and their page go."))
    ] = Path("reports/batch"),
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="4",
            help=mark("How many run at a time; half as many as the machine has cores by default."),
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:8786",
            help=mark("Run them on the workers of a Dask cluster, on a folder that all of them share."),
        ),
    ] = None,
    only: Only = None,
    language: Annotated[
        Language | None,
        typer.Option(metavar=LANGUAGES, help=mark("Language of all; of each portfolio by default.")),
    ] = None,
    parameter: Overrides = None,
    grid: Annotated[
        list[str] | None,
        typer.Option(
            metavar="growth_rate=0.02,0.03",
            help=mark("Values with which each plan is made once more, without a run; repeatable."),
        ),
    ] = None,
) -> None:
    """Run the method on many portfolios; what is there already, made of the same, is kept."""
    from solver.batch.asked import Options
    from solver.batch.gathered import Gathered
    from solver.batch.grid import cells_of, grid_of
    from solver.batch.listed import portfolios_of
    from solver.batch.run import run_batch
    from solver.batch.write import write_batch
    from solver.parameters import parse_overrides
    from solver.run import select_outputs

    options = Options(
        language.value if language else None,
        parse_overrides(parameter or []),
        tuple(output.name for output in select_outputs(only)),
        cells_of(grid or []),
    )
    found, place = portfolios_of(portfolios), Path.cwd() / folder
    who = _who(workers, cluster, place)
    with progress() as bar:
        task = bar.add_task(counted(len(found), "{n} portfolio", "{n} portfolios"), total=len(found))

        def on_answer(listed: "Listed", facts: dict[str, Any]) -> None:
            bar.advance(task)
            (out if facts["status"] == "done" else problems).print(_line(facts), markup=False)

        facts = run_batch(found, place, options, who, on_answer=on_answer)
    gathered = Gathered(facts, options, grid_of(place, facts) if options.grid else ())
    page = write_batch(gathered, place)
    for sentence in gathered.sentences():
        out.print(sentence, markup=False)
    out.print(_("Open first: {path}").format(path=page), markup=False)
    if not gathered.all_done:
        raise typer.Exit(REFUSED)


def _who(asked: int | None, cluster: str | None, place: Path) -> "Workers":
    """Return who does the jobs: processes of this machine, or a cluster."""
    from solver.batch.cluster import Cluster
    from solver.batch.workers import Processes

    if cluster is not None and asked is not None:
        raise PortfolioError(
            _("--workers and --cluster say both who does the work"),
            fix=_("give one of them: a cluster has the workers that were started for it"),
        )
    if cluster is not None:
        return Cluster(cluster, place)
    if asked is not None and asked < 1:
        raise PortfolioError(
            _("--workers is below 1"), fix=_("say how many portfolios run at a time, as in --workers 4")
        )
    return Processes(asked or max(1, (os.cpu_count() or 2) // 2))


def _line(facts: dict[str, Any]) -> str:
    """Say what came of one portfolio."""
    if facts["kept"]:
        said = _("kept, for nothing has changed")
    elif facts["status"] == "done":
        said = _("done in {seconds} s").format(seconds=format_number(facts["seconds"]))
        if facts["peak_mb"] is not None:
            said = _("{done}, with {mb} MB at most").format(done=said, mb=format_number(facts["peak_mb"]))
    elif facts["status"] == "refused":
        said = _("refused: {why}").format(why=facts["said"])
    else:
        said = _("failed: {why}").format(why=facts["said"])
    return with_label(facts["name"], said)
