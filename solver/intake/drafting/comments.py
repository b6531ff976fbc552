"""Comments in a drafted `portfolio.yaml`: on lines that nothing in a file can end."""

from textwrap import wrap

WIDTH = 108


def comment(text: str, indent: str = "") -> list[str]:
    """Write a text as comment lines; nothing in it can end the comment."""
    return [f"{indent}# {line}" for line in wrap(plain(text), WIDTH - len(indent), break_on_hyphens=False)]


def plain(text: str) -> str:
    """Return a text on one line, without what YAML would not let stand in a comment."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))
