"""A batch as one page that needs nothing but itself, with a link to the report of each run."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from solver.batch.gathered import Gathered
from solver.handover.html.data_table import data_table
from solver.handover.html.frame import Chapter, page_of
from solver.parameters import Branding
from solver.report.findings.headline import KNOWN, Figure
from solver.report.findings.summary import Tile
from solver.report.look.brand import brand_of
from solver.report.look.cells import Column
from solver.words.files import write_text
from solver.words.i18n import _, counted, current_language, is_missing, spoken, with_label

HASH_SHOWN = 12
PAGE = "index.html"


def write_page(gathered: Gathered, out: Path) -> Path:
    """Write the page into the folder of the run folders, in the language in force.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    told = list(gathered.sentences())
    page = page_of(
        "chapters.html.j2",
        portfolio={"firm": counted(len(gathered.facts), "{n} portfolio", "{n} portfolios")},
        brand=brand_of(Branding.model_validate({})),
        logo=None,
        title=_("side by side"),
        kicker=_("Many portfolios, side by side"),
        period="",
        sentences=told,
        tiles=list(_tiles(gathered)),
        chapters=list(_chapters(gathered, out)),
    )
    write_text(out / PAGE, page)
    return out / PAGE


def _tiles(gathered: Gathered) -> Iterator[Tile]:
    with gathered.in_one_currency():
        for known, total, of in gathered.sums():
            figure = Figure(known.code, _(known.label), total, known.unit)
            yield Tile(
                figure.label,
                figure.written,
                counted(of, "of {n} portfolio", "the sum of {n} portfolios"),
            )


def _chapters(gathered: Gathered, out: Path) -> Iterator[Chapter]:
    lines = gathered.lines
    told = lines[lines["said"].ne("")]
    if len(told):
        columns = {
            "name": _name(),
            "status": Column(_("What came of it"), "text"),
            "said": Column(_("What was said"), "text"),
        }
        yield Chapter(
            "told",
            _("What was said"),
            _("A portfolio that was refused runs again by the same command, once it is put right."),
            [data_table(told, columns, name=_("What was said"))],
        )
    for currency in gathered.currencies:
        yield _figures(gathered, currency, out)
    if gathered.cells:
        for currency in gathered.currencies:
            yield _grid(gathered, currency)
    yield Chapter(
        "made",
        _("How each was made"),
        _("One that was kept has not changed since, nor have its files: it was not made again."),
        [_made(gathered)],
    )


def _figures(gathered: Gathered, currency: str, out: Path) -> Chapter:
    done = gathered.done
    mine = done[done["currency"] == currency]
    columns = {"name": _name(), "firm": Column(_("Firm"), "text")}
    columns |= {known.code: Column(_(known.label), known.unit, 0) for known in KNOWN}
    columns |= {"gap": Column(_("Proven gap"), "share", 4)}
    title = _("The key figures")
    if len(gathered.currencies) > 1:
        title = with_label(title, currency)
    links = [f"{quote(name)}/{PAGE}" if (out / name / PAGE).exists() else None for name in mine["name"]]
    with spoken(current_language(), currency):
        table = data_table(mine, columns, name=title, links=links)
    return Chapter(
        f"figures-{currency.lower()}",
        title,
        _("As they stand in the report of each, which opens by its name."),
        [table],
    )


def _grid(gathered: Gathered, currency: str) -> Chapter:
    grid = gathered.grid
    mine = grid[grid["currency"] == currency].reset_index(drop=True)
    mine = mine.assign(**{name: mine[name].map(_as_typed) for name in gathered.varied})
    columns = {"name": _name()} | {name: Column(name, "text") for name in gathered.varied}
    columns |= {known.code: Column(_(known.label), known.unit, 0) for known in KNOWN if known.code in mine}
    columns |= {"gap": Column(_("Proven gap"), "share", 4)}
    columns |= {"said": Column(_("What was said"), "text")} if mine["said"].ne("").any() else {}
    title = _("What if")
    if len(gathered.currencies) > 1:
        title = with_label(title, currency)
    with spoken(current_language(), currency):
        table = data_table(mine, columns, name=title)
    lead = _(
        "The plan of each with other parameters, proved again; a line without them is its own. Actions and"
        " dates are made by a run only."
    )
    return Chapter(f"grid-{currency.lower()}", title, lead, [table])


def _as_typed(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _made(gathered: Gathered) -> Markup:
    lines = gathered.lines
    short = lines["manifest"].astype(object).str.slice(0, HASH_SHOWN)
    columns = {
        "name": _name(),
        "status": Column(_("What came of it"), "text"),
        "kept": Column(_("Kept"), "flag"),
        "seconds": Column(_("Seconds"), "number", 0),
        "peak_mb": Column(_("Largest process (MB)"), "number", 0),
        "manifest": Column(_("Hash of the manifest"), "text"),
    }
    return data_table(lines.assign(manifest=short), columns, name=_("How each was made"))


def _name() -> Column:
    return Column(_("Portfolio"), "text")
