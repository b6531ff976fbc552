"""Keeps the catalogues in step with the sources: `python -m solver.tools.catalogue`.

Entries that are no longer used go, the others stay. A new one comes in empty, or, where it replaces one much
like it, with that one's translation as a proposal, marked as fuzzy. The test of the catalogues says which are
empty or fuzzy: take the mark away once the translation fits.
"""

import io
import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from solver.parameters import Portfolio, Rep, Source
from solver.words.files import write_text
from solver.words.i18n import LOCALE_DIR
from solver.words.places import ROOT

KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2), "mark_plural": (1, 2), "counted": (2, 3)}
HEADER = r"""# Twelvefold in {language}.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""
WIDTH = 110
ALIKE = 0.75  # how much of a sentence two wordings share when one replaces the other, from 0 to 1
Message = str | tuple[str, ...]  # a sentence, or its singular and its plural
Found = Iterator[tuple[Message, str]]


class Entry(NamedTuple):
    """What a catalogue holds of a message.

    Attributes
    ----------
    text : str or tuple of str
        The translation, a form each where the message has two; empty where there is none yet.
    fuzzy : bool
        Whether the translation is a proposal that nobody has looked at.
    """

    text: Message
    fuzzy: bool = False

    @property
    def is_missing(self) -> bool:
        """Tell whether a form of the message has no translation."""
        return not all(_forms(self.text))


def messages() -> dict[Message, list[str]]:
    """Return every message of the product and the files in which it stands."""
    return _gathered([*_in_python(), *_in_templates(), *_in_notebook_code(), *_in_parameters(), *_in_cases()])


def pages() -> dict[Message, list[str]]:
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


def read_catalogue(language: str, name: str) -> dict[Message, Entry]:
    """Return what a catalogue holds, message by message."""
    path = catalogue_path(language, name)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = [message for message in read_po(file, locale=language) if message.id]
    return {_plain(one.id): Entry(_plain(one.string), one.fuzzy) for one in found}


def read_entries(language: str, name: str) -> dict[str, str]:
    """Return the translations of a catalogue, form by form; empty where there is none yet.

    Raises
    ------
    ValueError
        An entry is marked as fuzzy: it was never looked at.
    """
    entries = read_catalogue(language, name)
    fuzzy = [message for message, entry in entries.items() if entry.fuzzy]
    if fuzzy:
        raise ValueError(f"{name}.po: look at the fuzzy entries {fuzzy[:3]}")
    return {
        form: text
        for message, entry in entries.items()
        for form, text in zip(_forms(message), _forms(entry.text), strict=True)
    }


def update(language: str, name: str, found: Mapping[Message, list[str]]) -> list[Message]:
    """Bring one catalogue into step with the sources, and return the messages that wait for a translator.

    Raises
    ------
    ValueError
        Two messages have the same singular and different plurals.
    """
    known = read_catalogue(language, name)
    gone = {message: entry for message, entry in known.items() if message not in found}
    catalogue, waiting = Catalog(locale=language), []
    for message, files in found.items():
        entry, replaced = known.get(message), None
        if entry is None:
            entry, replaced = _proposal(message, gone)
        if catalogue.get(_forms(message)[0]):
            raise ValueError(f"{files[0]}: “{_forms(message)[0]}” stands in another message too")
        catalogue.add(
            message,
            entry.text,
            locations=[(file, 0) for file in files],
            flags=["fuzzy"] if entry.fuzzy else [],
            previous_id=[] if replaced is None else list(_forms(replaced)),
        )
        if entry.fuzzy or entry.is_missing:
            waiting.append(message)
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, omit_header=True, include_lineno=False, include_previous=True)
    head = HEADER.format(language=language, plural_forms=catalogue.plural_forms)
    write_text(catalogue_path(language, name), head + written.getvalue().decode())
    return waiting


def _proposal(message: Message, gone: Mapping[Message, Entry]) -> tuple[Entry, Message | None]:
    """Propose for a new message what its former wording was translated by; tell the former wording too."""
    wordings = {form: old for old, entry in gone.items() if not entry.is_missing for form in _forms(old)}
    for form in reversed(_forms(message)):
        for near in get_close_matches(form, wordings, n=1, cutoff=ALIKE):
            old = wordings[near]
            texts = _forms(gone[old].text)
            if isinstance(message, str):
                return Entry(texts[-1], fuzzy=True), old
            return Entry((texts[0], texts[-1]), fuzzy=True), old
    return Entry("" if isinstance(message, str) else ("",) * len(message)), None


def _forms(message: Message) -> tuple[str, ...]:
    """Return the forms of a message: one, or a singular and a plural."""
    return (message,) if isinstance(message, str) else message


def _plain(said: str | list[str] | tuple[str, ...] | None) -> Message:
    return said if isinstance(said, str) else tuple(said or ())


def _gathered(found: "list[tuple[Message, str]] | Found") -> dict[Message, list[str]]:
    gathered: dict[Message, list[str]] = {}
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
            yield message if isinstance(message, str) else message[:2], file


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
