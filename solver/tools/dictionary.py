"""The data dictionary as Markdown: `python -m solver.tools.dictionary` writes it into `data/README.md`."""

from collections.abc import Mapping

from solver.run.registry import STEPS
from solver.tables import TABLES
from solver.tables.columns import Column
from solver.tables.units import UnitName
from solver.words.places import shipped

README = shipped("data", "README.md")
START, END = "<!-- dictionary: start -->", "<!-- dictionary: end -->"
WORDS: Mapping[UnitName, str] = {"id": "identifier", "count": "whole number", "flag": "yes/no"}


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
    table = TABLES[name]
    rows = [
        f"| `{column.name}` | {column.label} | {WORDS.get(column.unit, column.unit)} | {_meaning(column)} |"
        for column in table.columns
    ]
    head = ["| column | label | unit | meaning |", "|---|---|---|---|"]
    return "\n".join([f"**`{name}`** – {table.label}: {table.meaning}\n", *head, *rows, ""])


def _meaning(column: Column) -> str:
    return f"{column.meaning} May be empty." if column.empty else column.meaning


if __name__ == "__main__":
    text = with_dictionary(README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8", newline="\n")
