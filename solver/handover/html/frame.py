"""The frame of every page: templates, styles and script in it, so that the page needs nothing but itself."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solver.handover.html.data_table import search_words
from solver.handover.html.finish import finished
from solver.handover.html.fonts import font_faces
from solver.handover.html.notebook_html import self_contained
from solver.handover.html.script import content_policy, page_script
from solver.report.look.display import Table, table_style
from solver.report.look.picture import Picture
from solver.words.i18n import _, counted, current_language, format_date, format_money, format_number

HERE = Path(__file__).parent
FONT_PLACE = "/* figures' font */"


@dataclass(frozen=True)
class Chapter:
    """One chapter of a page: where a link finds it, its title, one sentence, and what it shows."""

    anchor: str
    title: str
    lead: str
    parts: list[Any]


def page_of(template: str, **values: Any) -> str:
    """Return a page, ready to be read by people and by machines."""
    page = environment().get_template(template).render(**values)
    return finished(page.replace(FONT_PLACE, font_faces(page)))


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
        "counted": counted,
        "language": current_language,
        "date": format_date,
        "money": format_money,
        "number": format_number,
        "styles": page_styles,
        "show": show,
        "policy": content_policy,
        "script": page_script,
        "words": search_words,
    }
    made.filters["html"] = Markup
    return made


def page_styles() -> Markup:
    """Return the page's stylesheet with that of the tables; the figures' font takes the place marked."""
    return Markup("\n".join([table_style(), (HERE / "report.css").read_text(encoding="utf-8"), FONT_PLACE]))


def show(part: Table | Picture | str) -> Markup:
    """Return a table, a picture or a formula as HTML, and a sentence as a paragraph."""
    if isinstance(part, Markup):
        return part
    if isinstance(part, Table):
        return Markup(part.html)
    if isinstance(part, Picture):
        return Markup(self_contained(part._repr_html_()))
    return Markup("<p>{}</p>").format(part)
