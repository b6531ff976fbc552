"""Every text that a reader meets, wherever it stands, and the words by which its language is known."""

import csv
import io
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser

import nbformat
import pandas as pd
import yaml
from babel.dates import get_day_names, get_month_names
from icalendar import Calendar
from markdown_it import MarkdownIt
from pptx import Presentation
from python_calamine import CalamineWorkbook

from solver.tools import catalogue
from solver.words.i18n import BABEL_LOCALES

WORD = re.compile(r"[^\W\d_]+")
WORDS_OF = {
    "en": frozenset(
        WORD.findall(
            "the of and is are with from this that to for by was were has have than which each its it be no "
            "they their would not at"
        )
    ),
    "fr": frozenset(
        WORD.findall(
            "le la les des du une est dans pour par sur avec qui que sont pas au aux ce cette et ou de à ne "
            "il elle vous leur"
        )
    ),
}
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p li td th h1 h2 h3 h4 h5 h6 div section article figcaption caption summary dt dd text title desc "
        "option button label pre br tr ul ol table svg nav header footer main details body head",
    )
)
UNSEEN = {"style", "script", "code", "math", "metadata"}
SAID_IN = {"alt", "title", "aria-label", "placeholder", "summary"}
EMPTY = {"br", "img", "input", "meta", "link", "hr", "path", "use", "rect", "col"}
CODE = re.compile(r"`[^`]*`|\$\$.*?\$\$|\$[^$\n]+\$|https?://\S+|(?<=\])\([^)]*\)", flags=re.DOTALL)


class Page(HTMLParser):
    """Collect the texts of a page: those of its blocks, and those that are heard instead of seen."""

    def __init__(self):
        super().__init__()
        self.texts, self.open, self.text = [], [], ""

    def handle_starttag(self, tag, attributes):
        if tag in BLOCKS:
            self.end_text()
        self.texts += [value for name, value in attributes if name in SAID_IN and value]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.texts += [value for name, value in attributes if name in SAID_IN and value]

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_text()
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if UNSEEN.isdisjoint(self.open):
            self.text += data
        elif "code" in self.open:
            self.text += " x "

    def end_text(self):
        if self.text.strip():
            self.texts.append(" ".join(self.text.strip().split(" ")))
        self.text = ""


def of_page(html):
    """Return the texts of a page."""
    page = Page()
    page.feed(html)
    page.end_text()
    return [unescape(text) for text in page.texts]


def of_markdown(text):
    """Return the texts of a markdown cell, formulas and code left out."""
    return of_page(
        MarkdownIt().enable("table").render(CODE.sub(lambda found: "" if found[0][0] == "(" else "x", text))
    )


def of_notebook(path):
    """Return what a notebook says: its words and what its cells show."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            yield from of_markdown(cell.source)
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                yield from of_page("".join(data["text/html"]))
            elif "text/markdown" in data:
                yield from of_markdown("".join(data["text/markdown"]))
            else:
                said = "".join(data.get("text/plain", "")) + "".join(output.get("text", ""))
                yield from said.splitlines()


def of_table(path):
    """Return each different text of an artifact."""
    table = pd.read_parquet(path)
    for column in table.select_dtypes(["str", "object"]):
        yield from (text for text in table[column].dropna().unique() if isinstance(text, str))


def of_workbook(path):
    """Return the texts of the cells and the names of the sheets of a workbook."""
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        yield name
        for row in workbook.get_sheet_by_name(name).to_python():
            yield from (cell for cell in row if isinstance(cell, str) and cell)


def of_slides(path):
    """Return the texts of a presentation, its tables, charts and notes."""
    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from shape.text_frame.text.splitlines()
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                plot = shape.chart.plots[0]
                yield from (str(category) for category in plot.categories)
                yield from (series.name for series in plot.series)
        if slide.has_notes_slide:
            yield from slide.notes_slide.notes_text_frame.text.splitlines()


def of_paper(path):
    """Return the lines of a paper, where there is a program to read it."""
    if shutil.which("pdftotext") is None:
        return []
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True)
    return read.stdout.splitlines()


def of_calendar(path):
    """Return what the events of a calendar say."""
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        for name in ("SUMMARY", "DESCRIPTION"):
            yield from str(event.get(name, "")).splitlines()


def of_lines(path):
    """Return the lines of a text."""
    return path.read_text(encoding="utf-8-sig").splitlines()


def of_firm(folder):
    """Return a pattern of the values that the firm wrote itself: no language changes them."""
    values = set()
    for path in folder.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"):
            values |= set(row)
    waiting = [yaml.safe_load((folder / "portfolio.yaml").read_text(encoding="utf-8"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str):
            values.add(value)
    kept = sorted({value.strip() for value in values if len(value.strip()) > 2}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kept))})(?!\w)")


def words(text):
    """Return the words of a text, in small letters."""
    return [word.casefold() for word in WORD.findall(text.replace("’", " ").replace("'", " "))]


def hits(text, language):
    """Count the words of a text by which a language is known."""
    return sum(word in WORDS_OF[language] for word in words(text))


def vocabularies(language):
    """Return the words of the catalogues in this language, and those in the other."""
    entries = [
        pair for name in ("messages", "notebooks") for pair in catalogue.read_entries("fr", name).items()
    ]
    english = {word for message, _text in entries for word in words(CODE.sub(" ", message))}
    french = {word for _message, text in entries for word in words(CODE.sub(" ", text))}
    own, other = (french, english) if language == "fr" else (english, french)
    for width in ("wide", "abbreviated"):
        for names in (get_month_names, get_day_names):
            own |= {
                word for name in names(width, locale=BABEL_LOCALES[language]).values() for word in words(name)
            }
    return own, other


def sentences(language):
    """Return the whole texts that only the other language writes."""
    every = catalogue.read_entries("fr", "messages")
    differ = {message: text for message, text in every.items() if text not in ("", message)}
    return set(differ) - set(every.values()) if language == "fr" else set(differ.values()) - set(every)
