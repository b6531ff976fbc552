"""The report of a run: one page that needs nothing but itself, on a screen or on paper."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solver.i18n import (
    _,
    current_language,
    format_date,
    format_money,
    format_number,
    set_language,
)
from solver.reporting.display import Table, show_table, table_style
from solver.reporting.html import appendix
from solver.reporting.html.artifacts import read_artifacts
from solver.reporting.html.decisions import decisions
from solver.reporting.html.fonts import font_faces
from solver.reporting.html.notebook_html import notebook_html, self_contained
from solver.reporting.html.rep_page import rep_pages
from solver.reporting.html.summary import hour_price_rows, judgements, tiles, verdict
from solver.reporting.picture import Picture
from solver.steps import STEPS, Run, StepSpec
from solver.steps.run import write_text

HERE = Path(__file__).parent
FONT_PLACE = "/* figures' font */"


@dataclass(frozen=True)
class StepPart:
    """One step's part of the page.

    Attributes
    ----------
    anchor, number, title : str
    html : str
        What the notebook shows; empty when it has not been run.
    kpis : dict
        Key figures from the manifest, shown where the notebook itself is not there.
    done : bool
        Whether the run holds the step's results.
    """

    anchor: str
    number: str
    title: str
    html: str
    kpis: dict[str, str]
    done: bool


def write_report(run: Run) -> Path:
    """Write `index.html` into the run folder, from whatever the run holds so far.

    Parameters
    ----------
    run : Run

    Returns
    -------
    Path
        The page.

    Raises
    ------
    PortfolioError
        The run has no parameters, or the page cannot be written.
    """
    path = run.path / "index.html"
    write_text(path, report_html(run))
    return path


def report_html(run: Run) -> str:
    """Return the whole page of a run.

    Parameters
    ----------
    run : Run
    """
    portfolio, manifest = run.portfolio(), run.manifest()
    set_language(portfolio.language, portfolio.currency)
    artifacts = read_artifacts(run)
    prices, curves = hour_price_rows(artifacts), appendix.judgement_table(artifacts)
    template = environment().get_template("report.html.j2")
    page = template.render(
        portfolio=portfolio,
        verdict=verdict(artifacts),
        tiles=tiles(artifacts),
        prices=None if prices is None else show_table(prices, rows=len(prices)),
        decisions=decisions(artifacts, portfolio),
        judgements=judgements(portfolio),
        steps=[step_part(run, spec, manifest) for spec in STEPS],
        reps=rep_pages(artifacts),
        changed=appendix.changed_parameters(portfolio),
        judged=appendix.judged_parameters(portfolio, curves_below=curves is not None),
        curves=curves,
        overrides=appendix.step_overrides(manifest, portfolio),
        certificate=appendix.certificate_rows(artifacts),
        quality=appendix.quality_tables(artifacts),
        versions=appendix.versions(manifest),
        glossary=appendix.glossary(),
    )
    return page.replace(FONT_PLACE, font_faces(page))


def step_part(run: Run, spec: StepSpec, manifest: dict[str, Any]) -> StepPart:
    """Return one step: its executed notebook without code, or what is known of it without."""
    notebook = run.notebooks / f"{spec.id}.ipynb"
    entry = manifest.get("steps", {}).get(spec.id, {})
    return StepPart(
        anchor=f"step-{spec.id[:2]}",
        number=str(spec.number),
        title=spec.french_title if current_language() == "fr" else spec.title,
        html=notebook_html(notebook) if notebook.exists() else "",
        kpis=dict(entry.get("kpis", {})),
        done=bool(entry),
    )


@cache
def environment() -> Environment:
    """Return the templates' environment: everything is escaped unless it says that it is HTML."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "_": _,
        "language": current_language,
        "date": format_date,
        "money": format_money,
        "number": format_number,
        "styles": page_styles,
        "show": show,
    }
    made.filters["html"] = Markup
    return made


def page_styles() -> Markup:
    """Return the page's stylesheet with that of the tables; the figures' font takes the place marked."""
    return Markup("\n".join([table_style(), (HERE / "report.css").read_text(encoding="utf-8"), FONT_PLACE]))


def show(part: Table | Picture | str) -> Markup:
    """Return a table or a picture as HTML, and a sentence as a paragraph."""
    if isinstance(part, Table):
        return Markup(part.html)
    if isinstance(part, Picture):
        return Markup(self_contained(part._repr_html_()))
    return Markup("<p>{}</p>").format(part)
