"""A printable sheet for each step, for those without a computer: questions, tables, lines to write on."""

import re
from html import escape
from pathlib import Path

from solver.course.bank import exercises_of
from solver.course.case import the_case
from solver.course.copies import solved_notebook
from solver.course.exercise import Exercise
from solver.course.rules_kind import Rules
from solver.course.small_rules import RULES
from solver.run import STEPS, StepSpec
from solver.run.pages import translated
from solver.words.files import write_text
from solver.words.i18n import _, current_language

STYLE = (
    "body{font:11pt/1.4 system-ui,sans-serif;max-width:18cm;margin:1cm auto;color:#1d2733}"
    "section{break-after:page}h1{font-size:15pt}h2{font-size:12pt;margin:1rem 0 .2rem;break-after:avoid}"
    "article{break-inside:avoid}table{border-collapse:collapse;font-size:9.5pt;margin:.4rem 0}"
    "td,th{border-bottom:1px solid #c9d0d8;padding:.15rem .6rem .15rem 0;text-align:left}"
    ".line{display:flex;gap:.5rem;margin:.5rem 0}.line i{flex:1;border-bottom:1px solid #55606e}"
)


def write_sheets(path: Path) -> None:
    """Write the sheets of the twelve steps as one page, in the language in force; a browser prints it."""
    steps = "".join(_step(spec) for spec in STEPS)
    title = escape(_("Manage a client portfolio in twelve steps"))
    head = f"<meta charset='utf-8'><title>{title}</title><style>{STYLE}</style>"
    language = current_language()
    body = f"<head>{head}</head><body>{steps}</body>"
    write_text(path, f"<!doctype html><html lang='{language}'>{body}</html>\n")


def _step(spec: StepSpec) -> str:
    page = translated(solved_notebook(spec), current_language())
    words = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    sheets = "".join(_exercise(one, words) for one in exercises_of(spec.number))
    name = _("Name and date:")
    line = f"<p class='line'>{escape(name)}<i></i></p>"
    title = f"<h1>{spec.number}. {escape(_(spec.title))}</h1>"
    return f"<section>{title}{line}{_html(the_case())}{sheets}</section>"


def _exercise(exercise: Exercise, words: list[str]) -> str:
    told = next(text for text in words if f"**{exercise.id}** ·" in text)
    statement = told[told.index(f"**{exercise.id}** ·") :]
    lines = "".join(_line(_(part.label)) for part in exercise.parts)
    offered = [rule for part in exercise.parts if isinstance(part.kind, Rules) for rule in part.kind.offered]
    lines = "".join(f"<p>☐ {escape(_(RULES[rule]))}</p>" for rule in offered) or lines
    reason = _line(_("Your reason, in a sentence")) + _line("") if exercise.asks_reason else ""
    return f"<article>{_html(statement)}{_table(exercise)}{lines}{reason}</article>"


def _line(words: str) -> str:
    return f"<p class='line'>{escape(words)}<i></i></p>"


def _table(exercise: Exercise) -> str:
    from solver.report import show_table

    if exercise.data is None:
        return ""
    table = exercise.data()
    heads = None if exercise.columns is None else {name: _(head) for name, head in exercise.columns.items()}
    shown = show_table(table, heads, rows=len(table))._repr_html_()
    return re.sub(r"<style.*?</style>", "", shown, flags=re.DOTALL)


def _html(words: str) -> str:
    from nbconvert.filters import markdown2html

    return str(markdown2html(words))
