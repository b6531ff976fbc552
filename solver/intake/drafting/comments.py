"""Comments in a drafted `portfolio.yaml`: on lines that nothing in a file can end."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from solver.intake.drafting.found import Found
from solver.intake.words import one_line

WIDTH = 108


def comment(text: str, indent: str = "") -> list[str]:
    """Write a text as comment lines; nothing in it can end the comment."""
    return [f"{indent}# {line}" for line in wrap(plain(text), WIDTH - len(indent), break_on_hyphens=False)]


def source_in_comments(found: Found, table: str, said: str, lines: dict[str, Any]) -> Iterator[str]:
    """Write a source of one file as a comment, below what is said of it: somebody may take the # off."""
    yield from comment(said, "  ")
    named = {"path": found.file, "sheet": found.sheet, **lines}
    yield f"  # - table: {table}"
    written = {key: one_line(value).replace("''", '""') for key, value in named.items() if value is not None}
    yield from (f"  #   {key}: {value}" for key, value in written.items())


def plain(text: str) -> str:
    """Return a text on one line, without what YAML would not let stand in a comment."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))
