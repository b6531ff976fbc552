"""The data dictionary as Markdown: `python -m solver.tools.dictionary` writes it into `data/README.md`."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

from solver.run.registry import STEPS
from solver.tables import describe

README = Path(__file__).resolve().parents[2] / "data" / "README.md"
START, END = "<!-- dictionary: start -->", "<!-- dictionary: end -->"
TYPES = {
    "str": "text",
    "float64": "number",
    "int64": "whole number",
    "Int64": "whole number",
    "bool": "yes/no",
}


def dictionary() -> str:
    """Return one section per step and one table per artifact, from the registry and the schemas."""
    sections = []
    for spec in STEPS:
        sections.append(f"### {spec.number}. {spec.title}\n")
        sections += [_section(name) for name in spec.makes if not name.endswith(".json")]
    return "\n".join(sections)


def with_dictionary(text: str) -> str:
    """Return a document with the dictionary put between its two marks."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{dictionary()}\n{END}{after}"


def _section(name: str) -> str:
    rows = [
        f"| `{row['column']}` | {_type(row['type'])} | {_meaning(row)} |"
        for row in describe(name).to_dict("records")
        if not row["column"].startswith("^")
    ]
    return "\n".join([f"**`{name}`**\n", "| column | holds | meaning |", "|---|---|---|", *rows, ""])


def _meaning(row: Mapping[Hashable, Any]) -> str:
    return f"{row['meaning']} May be empty." if row["may_be_empty"] else str(row["meaning"])


def _type(name: str) -> str:
    if name.startswith("datetime"):
        return "date"
    return "text" if name.startswith("str") else TYPES[name]


if __name__ == "__main__":
    text = with_dictionary(README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8", newline="\n")
