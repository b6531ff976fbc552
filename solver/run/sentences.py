"""Sentences that a notebook shows: as prose in JupyterLab too, not as Python writes a text."""

from html import escape
from typing import Any


def show_sentences_as_prose() -> None:
    """Have this notebook show a sentence, or a list of them, without quotes and escapes."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        return
    html = shell.display_formatter.formatters["text/html"]
    html.for_type(str, _paragraph)
    html.for_type(list, _bullets)


def _paragraph(text: str) -> str | None:
    """Return a sentence as HTML; a single word stays as Python writes it."""
    return f"<p>{escape(text)}</p>" if _is_sentence(text) else None


def _bullets(items: list[Any]) -> str | None:
    if not items or not all(_is_sentence(item) for item in items):
        return None
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def _is_sentence(item: object) -> bool:
    return isinstance(item, str) and " " in item.strip()
