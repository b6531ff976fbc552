"""Printable sheets for those without a computer: the twelve accounts, then the questions of each step.

They hold no letters: who corrects them looks for the words that the guide names.
"""

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from solver.course.bank import exercises_of
from solver.course.case import fil_rouge, the_case
from solver.course.copies import solved_notebook, without_options
from solver.course.exercise import Exercise, Part, heads_in_units
from solver.course.html import html_page, paragraph
from solver.course.kinds import Choice, Custom
from solver.course.rules_kind import Rules
from solver.course.small_rules import RULES
from solver.run import STEPS, StepSpec
from solver.run.pages import translated
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, current_language, mark

if TYPE_CHECKING:
    from solver.report import Column

STYLE = (
    "@page{size:A4;margin:11mm 12mm}body{font:9pt/1.32 system-ui,sans-serif;color:#1d2733;margin:0}"
    "section{break-after:page;columns:2;column-gap:8mm}section.whole{columns:1}"
    "h1,.name{column-span:all}h1{font-size:14pt;margin:0 0 .2rem}h2{font-size:11pt;margin:.8rem 0 .2rem}"
    "article{break-inside:avoid;margin:0 0 .9rem}p{margin:.25rem 0}ul{margin:.2rem 0;padding-left:1rem}"
    "table{border-collapse:collapse;font-size:7.5pt;margin:.3rem 0;max-width:100%;hyphens:auto}"
    "td,th{border-bottom:1px solid #c9d0d8;padding:.08rem .35rem .08rem 0;text-align:left}"
    "td{vertical-align:top}th{vertical-align:bottom}"
    ".line{display:flex;gap:.4rem;margin:.35rem 0}"
    ".line i{flex:1;min-width:4rem;border-bottom:1px solid #55606e}"
    "@media screen{body{max-width:21cm;margin:1cm auto}}"
)
ACCOUNT_HEADS = {
    "account_id": mark("Code"),
    "name": mark("Name"),
    "previous_keur": mark("Year before, k€"),
    "revenue_keur": mark("This year, k€"),
    "margin_rate": mark("Margin rate"),
    "potential_keur": mark("Potential, k€"),
    "recency_months": mark("Months since the last order"),
    "orders": mark("Orders in the year"),
    "satisfaction": mark("Satisfaction, 1 to 5"),
    "zone": mark("Zone"),
}
FORMULA = re.compile(r"\$([^$]+)\$")


def write_sheets(path: Path) -> None:
    """Write the sheets as one page, in the language in force; a browser prints it.

    Raises
    ------
    PortfolioError
        The file is no page for a browser, or cannot be written.
    """
    if path.suffix.casefold() not in (".html", ".htm"):
        raise PortfolioError(
            _("the sheets are a page that a browser prints, .html"),
            file=path,
            fix=_("give a file that ends so, open it and print it, on paper or as PDF"),
        )
    sheets = _accounts() + "".join(_step(spec) for spec in STEPS)
    write_text(path, html_page(_("Manage a client portfolio in twelve steps"), STYLE, sheets))


def _accounts() -> str:
    """Return the facts of the case on one sheet."""
    title = f"<h1>{escape(_('The twelve accounts'))}</h1>"
    zones = _("Zone: Z1 within half an hour's drive, Z2 within the hour, Z3 beyond. Amounts without tax.")
    heads = heads_in_units(ACCOUNT_HEADS)
    table = _table(fil_rouge()[list(heads)], heads)
    return f"<section class='whole'>{title}{as_html(the_case())}{table}{paragraph(zones)}</section>"


def _step(spec: StepSpec) -> str:
    page = translated(solved_notebook(spec), current_language())
    words = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    printed: dict[str, str] = {}
    sheets = "".join(_exercise(one, words, printed) for one in exercises_of(spec.number))
    line = f"<p class='line name'>{escape(_('Name and date:'))}<i></i></p>"
    return f"<section><h1>{spec.number}. {escape(_(spec.title))}</h1>{line}{sheets}</section>"


def _exercise(exercise: Exercise, words: list[str], printed: dict[str, str]) -> str:
    told = next(text for text in words if f"**{exercise.id}** ·" in text)
    statement = FORMULA.sub(r"*\1*", without_options(told[told.index(f"**{exercise.id}** ·") :]))
    answers = "".join(_answer(part) for part in exercise.parts)
    reason = _line(_("Your reason, in a sentence")) + _line("") if exercise.asks_reason else ""
    return f"<article>{as_html(statement)}{_data(exercise, printed)}{answers}{reason}</article>"


def _answer(part: Part) -> str:
    """Return the room to answer in: boxes to tick, a line for each name, or a line."""
    kind, label = part.kind, _(part.label)
    if isinstance(kind, Rules):
        return _boxes(label, [_(RULES[rule]) for rule in kind.offered])
    if isinstance(kind, Choice):
        return _boxes(label, [_(words) for words in kind.options.values()])
    if isinstance(kind, Custom) and kind.names is not None:
        names = list(kind.names().values())
        lines = [f"{place}." for place in range(1, len(names) + 1)] if kind.ordered else names
        return paragraph(label) + "".join(map(_line, lines))
    return _line(label)


def _boxes(label: str, words: list[str]) -> str:
    boxes = [f"☐ {one}" for one in words]
    short = max(map(len, words)) <= 12
    inside = paragraph(" \u00a0 ".join(boxes)) if short else "".join(map(paragraph, boxes))
    return paragraph(label) + inside


def _line(words: str) -> str:
    return f"<p class='line'>{escape(words)}<i></i></p>"


def _data(exercise: Exercise, printed: dict[str, str]) -> str:
    """Return the table of an exercise; one that stands on the sheet already is only named."""
    if exercise.data is None:
        return ""
    shown = _table(exercise.data(), exercise.heads)
    first = printed.setdefault(shown, exercise.id)
    if first == exercise.id:
        return shown
    return paragraph(_("The table is that of {id}.").format(id=first))


def _table(table: pd.DataFrame, heads: "dict[str, Column] | None") -> str:
    from solver.report import show_table

    shown = show_table(table, heads, rows=len(table))._repr_html_()
    return re.sub(r"<style.*?</style>", "", shown, flags=re.DOTALL)


def as_html(words: str) -> str:
    """Return markdown as HTML."""
    from nbconvert.filters import markdown2html

    return str(markdown2html(words))
