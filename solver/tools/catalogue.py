"""Keeps the catalogues in step with the sources: `python -m solver.tools.catalogue`.

Entries that are no longer used go, new ones come in empty, the others stay. The test of the catalogues says
which are empty.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from solver.parameters import Portfolio, Rep, Source
from solver.words.files import write_text
from solver.words.i18n import LOCALE_DIR

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "mark": None}
HEADER = r"""# Twelvefold in {language}.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
WIDTH = 110
Found = Iterator[tuple[str, str]]


def messages() -> dict[str, list[str]]:
    """Return every message of the product and the files in which it stands."""
    return _gathered([*_in_python(), *_in_templates(), *_in_notebook_code(), *_in_parameters(), *_in_cases()])


def pages() -> dict[str, list[str]]:
    """Return the words of the notebooks, cell by cell, and the notebooks in which each stands."""
    return _gathered(
        (cell.source, path.name)
        for path, notebook in _notebooks()
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    )


def catalogue_path(language: str, name: str) -> Path:
    """Return the file of a catalogue; `name` is `messages` or `notebooks`."""
    return LOCALE_DIR / language / f"{name}.po"


def read_entries(language: str, name: str) -> dict[str, str]:
    """Return the entries of a catalogue: message to translation, empty where there is none yet.

    Raises
    ------
    ValueError
        An entry is marked as fuzzy: it was never looked at.
    """
    path = catalogue_path(language, name)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id]
    fuzzy = [str(entry.id) for entry in entries if entry.fuzzy]
    if fuzzy:
        raise ValueError(f"{path.name}: look at the fuzzy entries {fuzzy[:3]}")
    return {str(entry.id): str(entry.string) for entry in entries}


def update(language: str, name: str, found: dict[str, list[str]]) -> list[str]:
    """Bring one catalogue into step with the sources, and return the messages without a translation."""
    known = read_entries(language, name)
    catalogue = Catalog(locale=language)
    for message, files in found.items():
        catalogue.add(message, known.get(message, ""), locations=[(file, None) for file in files])  # type: ignore[misc]
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    write_text(catalogue_path(language, name), HEADER.format(language=language) + written.getvalue().decode())
    return [message for message in found if not known.get(message)]


def _gathered(found: "list[tuple[str, str]] | Found") -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for message, file in found:
        places = gathered.setdefault(message, [])
        if file not in places:
            places.append(file)
    return gathered


def _in_python() -> Found:
    for path in sorted((ROOT / "solver").rglob("*.py")):
        yield from _extracted("python", path.read_bytes(), path.relative_to(ROOT).as_posix())


def _in_templates() -> Found:
    for path in sorted((ROOT / "solver").rglob("*.j2")):
        yield from _extracted(
            "jinja2.ext:babel_extract", path.read_bytes(), path.relative_to(ROOT).as_posix()
        )


def _in_notebook_code() -> Found:
    for path, notebook in _notebooks():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                yield from _extracted("python", cell.source.encode(), f"notebooks/{path.name}")


def _in_parameters() -> Found:
    models: tuple[type[BaseModel], ...] = (Portfolio, Source, Rep)
    for model in models:
        for field in model.model_fields.values():
            if field.description:
                yield field.description, "solver/parameters"


def _in_cases() -> Found:
    """Yield the sentences that the project's own firms print in their report."""
    for path in sorted((ROOT / "data").glob("*/portfolio.yaml")):
        for sentence in yaml.safe_load(path.read_text(encoding="utf-8"))["assumptions"]:
            yield sentence, path.relative_to(ROOT).as_posix()


def _extracted(method: str, source: bytes, file: str) -> Found:
    for _line, message, _comments, _context in extract(method, io.BytesIO(source), keywords=KEYWORDS):
        if message:
            yield str(message), file


def _notebooks() -> Iterator[tuple[Path, nbformat.NotebookNode]]:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield path, nbformat.read(path, as_version=4)


def main() -> None:
    """Update the French catalogues and say how many messages wait for a translation."""
    for name, found in (("messages", messages()), ("notebooks", pages())):
        waiting = update("fr", name, found)
        sys.stdout.write(f"{name}.po: {len(found)} entries, {len(waiting)} without a translation\n")


if __name__ == "__main__":
    main()
