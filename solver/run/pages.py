"""A notebook on its way to a reader: in one language, and without the exercises where none are wanted."""

import copy

import nbformat

from solver.words.i18n import current_language, translate_page


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def translated(notebook: nbformat.NotebookNode, language: str | None = None) -> nbformat.NotebookNode:
    """Return a copy whose words are in one language; a cell without an entry stays as it is.

    Parameters
    ----------
    notebook : NotebookNode
        As it is kept: in English.
    language : str, optional
        `en` or `fr`; the language in force when not given.
    """
    page = copy.deepcopy(notebook)
    for cell in page.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_page(cell.source, language or current_language())
    return page


def without_exercises(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy without the cells tagged `exercise`."""
    page = copy.deepcopy(notebook)
    page.cells = [cell for cell in page.cells if "exercise" not in tags(cell)]
    return page
