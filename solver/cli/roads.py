"""`twelvefold roads`: the places to give to a service, a file of driving times looked at, a map built."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from solver.cli.console import FILE, PortfolioPath, as_table, out
from solver.cli.words import TAKES_OTHER_WORDS, Command, Group
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, counted, format_number, format_share, machine_language, mark, spoken
from solver.words.places import project_path
from solver.words.sentences import signed

if TYPE_CHECKING:
    from solver.parameters import Portfolio

roads = typer.Typer(cls=Group, add_completion=False)


def places(
    portfolio: PortfolioPath,
    to: Annotated[Path, typer.Option("--out", metavar=FILE, help=mark("The CSV file to write."))] = Path(
        "places.csv"
    ),
) -> None:
    """Write the places of accounts and homes, to be given to any service of driving times."""
    from solver.parameters import load_portfolio

    read = load_portfolio(project_path(portfolio))
    with spoken(read.language, read.currency):
        _write_places(_with_roads(read), to)


def check(
    matrix: Annotated[
        Path, typer.Argument(metavar="roads.csv", help=mark("The file of driving times to look at."))
    ],
    portfolio: Annotated[
        Path | None,
        typer.Option(
            "--portfolio", metavar=FILE, help=mark("The firm's portfolio.yaml; the one beside it by default.")
        ),
    ] = None,
) -> None:
    """Say how much of the drives a file knows, and how far the law is from it."""
    from solver.parameters import load_portfolio

    if matrix.suffix in (".yaml", ".yml"):
        raise PortfolioError(
            _("this is a portfolio, and no file of driving times"),
            file=matrix,
            fix=_("give the file of driving times first: {command}").format(
                command=f"twelvefold roads check roads.csv --portfolio {matrix}"
            ),
        )
    beside = portfolio or matrix.parent / "portfolio.yaml"
    read = load_portfolio(project_path(beside))
    with spoken(read.language, read.currency):
        _check(_with_roads(read, matrix=str(matrix.resolve())))


def build(
    extract: Annotated[
        Path, typer.Argument(metavar="REGION.osm.pbf", help=mark("The map extract, of OpenStreetMap."))
    ],
) -> None:
    """Make of a map extract what driving times are worked out on."""
    with spoken(machine_language()):
        _build(extract)


for command, purpose in (
    (places, mark("Write the places of accounts and homes, to be given to any service of driving times.")),
    (build, mark("Make of a map extract what driving times are worked out on, once.")),
    (check, mark("Hold a file of driving times against the accounts, and the usual estimate against it.")),
):
    roads.command(cls=Command, help=purpose, context_settings=TAKES_OTHER_WORDS)(command)


def _with_roads(portfolio: "Portfolio", **roads: Any) -> "Portfolio":
    """Name these sources of driving times only."""
    from solver.parameters.roads import SOURCES

    alone = dict.fromkeys(SOURCES) | roads
    return portfolio.model_copy(update={"roads": portfolio.roads.model_copy(update=alone)})


def _build(extract: Path) -> None:
    from solver.roads.engine import cache_folder
    from solver.roads.osrm_map import OsrmMap

    chart = OsrmMap(extract, cache_folder())
    if not chart.built:
        chart.build()
    out.print(
        _("Built: {path}. Name the extract in portfolio.yaml: {line}").format(
            path=chart.folder, line=f"roads: {{map: {extract.name}}}"
        ),
        markup=False,
    )


def _write_places(portfolio: "Portfolio", to: Path) -> None:
    from solver.intake import prepare_tools
    from solver.intake.map_extracts import FOLDER, extracts
    from solver.roads.places import every_place
    from solver.tables.codes import VISITED_KINDS
    from solver.words.files import write_text

    if to.exists():
        raise PortfolioError(
            _("this file is already there"), file=to, fix=_("give another name with --out, or move it away")
        )
    intake = prepare_tools(portfolio)
    visited = intake.accounts[intake.accounts["kind"].isin(VISITED_KINDS)]
    every = every_place(visited, intake.reps, portfolio.roads.stays).rename(columns={"place_id": "id"})
    located = every.dropna()
    write_text(to, located.to_csv(index=False, float_format="%.6f", lineterminator="\n"))
    out.print(counted(len(located), "{n} place written", "{n} places written"), markup=False)
    if len(located) < len(every):
        out.print(
            counted(
                len(every) - len(located),
                "{n} account has no coordinates and is left out",
                "{n} accounts have no coordinates and are left out",
            ),
            markup=False,
        )
    out.print(_("Written: {path}").format(path=to), markup=False)
    if len(maps := extracts(visited)):
        named = clauses(f"{name} {format_share(count / len(visited))}" for name, count in maps.items())
        out.print(
            _("Map extracts that cover these accounts, at {folder}: {names}").format(
                folder=FOLDER, names=named
            ),
            markup=False,
        )


def _check(portfolio: "Portfolio") -> None:
    from solver.intake import prepare_tools
    from solver.report.quality import driving_times
    from solver.roads.compare import WORST, against_law, asymmetry, by_band
    from solver.roads.law import Law
    from solver.roads.places import every_place

    intake = prepare_tools(portfolio)
    for line in driving_times(intake.quality["roads"]):
        out.print(line, markup=False)
    known = intake.drives[intake.drives["said_by"] == "matrix"]
    both = asymmetry(known)
    if both.pairs:
        out.print(
            counted(
                both.pairs,
                "{n} pair is known both ways: one way takes {minutes} min more than the other, {share} "
                "({largest} at most)",
                "{n} pairs are known both ways: one way takes {minutes} min more than the other on average, "
                "{share} ({largest} at most)",
            ).format(
                minutes=format_number(both.mean_minutes, 1),
                share=format_share(both.share, 1),
                largest=format_number(both.largest_minutes, 1),
            ),
            markup=False,
        )
    law = Law(portfolio.roads, intake.quality["roads"]["factor"])
    compared = against_law(known, every_place(intake.accounts, intake.reps, portfolio.roads.stays), law)
    out.print(
        as_table(
            [_("Distance as the crow flies"), _("Drives"), _("Mean error of the estimate"), _("Bias")],
            [_band(band) for band in by_band(compared).itertuples()],
        )
    )
    out.print(_("The drives on which the estimate is furthest off"), markup=False)
    out.print(
        as_table(
            [_("From"), _("To"), "km", _("Minutes in the file"), _("Minutes estimated")],
            [
                (
                    drive["from_id"],
                    drive["to_id"],
                    *(format_number(drive[name], 1) for name in ("km", "minutes", "law_minutes")),
                )
                for drive in compared.head(WORST).to_dict("records")
            ],
        )
    )


def _band(band: Any) -> tuple[str, ...]:
    """Write a line of `by_band`."""
    kilometres = _("{low} to {high} km") if band.to_km < float("inf") else _("{low} km and more")
    return (
        kilometres.format(low=format_number(band.from_km), high=format_number(band.to_km)),
        format_number(band.drives),
        format_share(band.error, 1),
        signed(format_share(band.bias, 1)),
    )
