"""An executed notebook as a part of the page: its words, its tables and its pictures, none of its code."""

import ast
import re
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from solver.handover.html.mathematics import formula
from solver.words.i18n import _

HIDDEN_TAGS = frozenset(
    {
        "parameters",
        "injected-parameters",
        "exercise",
        "solution",
        "hide-report",
        "kpi",  # the head of the step bears the first of them, the notebook all
        "papermill-error-cell-tag",
    }
)
WHERE_FILLED = "where-filled"  # of a heading: without a table or a picture, its section stays off the page
OTHER_STEP = re.compile(r"^(?:\./)?(\d\d)_\w+\.ipynb(?:#.*)?$")
FILLED = re.compile(r"<(?:table|svg|img)\b")
LOWEST = 6


class PageMarkdown(IPythonRenderer):  # type: ignore[misc]  # nbconvert is not typed
    """Markdown for a page that asks the network for nothing and whose headings follow on from its own.

    Parameters
    ----------
    top_level : int
        Level of the page's heading above the notebook: `##` of the notebook becomes the next one.
    """

    def __init__(self, top_level: int) -> None:
        super().__init__(escape=False)
        self.top_level = top_level

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """Write a heading under the page's; the notebook's own title is the page's already."""
        if level == 1:
            return ""
        lower = min(self.top_level + level - 1, LOWEST)
        return f"<h{lower}>{text}</h{lower}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Lead to the step within the page; write other addresses out, as the page is read offline."""
        step = OTHER_STEP.match(url)
        if step:
            return f'<a href="#step-{step[1]}">{text}</a>'
        if url.startswith("#"):
            return text
        return text if text == url else f"{text} ({escape(url)})"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Name the picture: the page holds no file beside it."""
        return escape(text)

    def block_math(self, body: str) -> str:
        """Draw a formula on a line of its own."""
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        """Draw a formula in the line."""
        return formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        """Draw a formula of several lines."""
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        """Leave out code, which the reader of the report did not ask for."""
        return ""


def notebook_html(path: Path, top_level: int = 3) -> str:
    """Render an executed notebook.

    Parameters
    ----------
    path : Path
        The executed copy in the run folder.
    top_level : int
        Level of the heading under which it will stand.

    Returns
    -------
    str
        An HTML fragment.
    """
    notebook = nbformat.read(path, as_version=4)
    shown = [cell for cell in notebook.cells if not HIDDEN_TAGS & set(cell.metadata.get("tags", []))]
    return "\n".join(part for section in _sections(shown) for part in _parts(section, top_level))


def _sections(cells: list[nbformat.NotebookNode]) -> list[list[nbformat.NotebookNode]]:
    """Cut the cells before each heading of the second level."""
    texts = [cell.source if cell.cell_type == "markdown" else "" for cell in cells]
    starts = [number for number, text in enumerate(texts) if text.startswith("## ")]
    return [cells[start:end] for start, end in pairwise([0, *starts, len(cells)]) if start < end]


def _parts(section: list[nbformat.NotebookNode], top_level: int) -> list[str]:
    """Render a section; nothing of one that waits for a table or a picture and has none."""
    parts = [(cell, part) for cell in section if (part := _cell(cell, top_level))]
    if WHERE_FILLED in section[0].metadata.get("tags", []):
        made = [part for cell, part in parts if cell.cell_type == "code"]  # a formula is a picture, too
        if not any(map(FILLED.search, made)):
            return []
    return [part for _made_by, part in parts]


def markdown_html(source: str, top_level: int = 3) -> str:
    """Render one piece of markdown."""
    return MarkdownWithMath(renderer=PageMarkdown(top_level)).render(source).strip()


def _cell(cell: nbformat.NotebookNode, top_level: int) -> str:
    if cell.cell_type == "markdown":
        return markdown_html(cell.source, top_level)
    if cell.cell_type == "code":
        return "\n".join(part for output in cell.outputs if (part := _output(output, top_level)))
    return ""


def _output(output: nbformat.NotebookNode, top_level: int) -> str:
    """One output of a cell; what goes to stderr is for the machine room."""
    if output.output_type == "stream":
        text = output.text.strip()
        return f"<pre>{escape(text)}</pre>" if output.name == "stdout" and text else ""
    if output.output_type == "error":
        reason = _("This step stopped: {reason}").format(reason=output.evalue)
        return f'<p class="warning">{escape(reason)}</p>'
    data = output.data
    if "text/html" in data:
        return self_contained(_joined(data["text/html"]))
    if "text/markdown" in data:
        return markdown_html(_joined(data["text/markdown"]), top_level)
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{_joined(data["image/png"]).strip()}">'
    return _plain(_joined(data.get("text/plain", "")))


def self_contained(html: str) -> str:
    """Take out what the page has once for all, its styles, and what it never runs, scripts."""
    html = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL | re.IGNORECASE)
    html = re.sub(r"<link\b[^>]*>", "", html, flags=re.IGNORECASE)
    html = html.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return re.sub(r"""\s(?:src|href)\s*=\s*(["'])\s*(?:https?:)?//.*?\1""", "", html, flags=re.IGNORECASE)


def _plain(text: str) -> str:
    """Write a sentence, or a list of them, as prose rather than as Python writes it."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return f"<pre>{escape(text)}</pre>"
    if isinstance(value, str):
        return f"<p>{escape(value)}</p>"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return _bullets(value)
    return f"<p>{escape(text)}</p>" if value is not None else ""


def _bullets(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
