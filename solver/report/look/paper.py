"""What every paper of a run has in common: how typst is called and how tables and pictures get into it.

A template reads `data.json` beside it; whatever comes from outside is a string in there and is never read as
markup. The fonts are typst's own and the figures', so that a paper looks the same on every machine.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import Any

import matplotlib
import pandas as pd
import typst

from solver.report.look import theme
from solver.report.look.brand import Brand
from solver.report.look.cells import Column, adds_up, complete, formatter
from solver.report.look.picture import Picture
from solver.words.errors import PortfolioError
from solver.words.files import write_bytes
from solver.words.i18n import MISSING, _, current_language
from solver.words.scratch import scratch

BASE = Path(__file__).with_name("base.typ")
WIDE_TEXT = 24  # characters; a column with longer texts takes its part of the room that is left
WIDEST_TEXT = 90
SHORTEST_HEAD = 13
LONGEST_WORD = 22
LONG_WORD = re.compile(r"\S{30,}")
ZERO_WIDTH_SPACE = "\u200b"
AROUND = 3  # characters of white beside a column


def compile_pdf(
    template: Path,
    path: Path,
    data: Mapping[str, Any],
    *,
    brand: Brand,
    firm: str,
    title: str,
    on: date,
    foot: str = "",
    description: str = "",
    tagged: bool = True,
) -> None:
    """Lay out a paper and write it, the same bytes for the same data.

    Parameters
    ----------
    template : Path
        A .typ file that begins with `#import "base.typ": *` and `#show: paper`.
    path : Path
        The PDF; it is written beside first, then renamed.
    data : mapping
        What the template finds as `data`: strings, numbers, lists, mappings, `picture_data` and
        `table_data`; all of it is text to the template. The key `document` is taken.
    brand : Brand
    firm, title : str
        Author and title of the file, and what stands at the head of each page.
    on : date
        The date that the file carries.
    foot : str
        What stands at the foot of each page, beside the page number.
    description : str
        Subject of the file.
    tagged : bool
        Whether it can be read aloud, by PDF/UA-1; the tags of many small texts weigh more than the texts.

    Raises
    ------
    PortfolioError
        It cannot be laid out, or not be written.
    """
    logo = f"logo{brand.logo.suffix.lower()}" if brand.logo else None
    document = {
        "firm": firm,
        "title": title,
        "foot": foot,
        "description": description or title,
        "language": current_language(),
        "colours": _colours(brand),
        "logo": logo,
    }
    content = json.dumps({**data, "document": document}, ensure_ascii=False, allow_nan=False)
    with TemporaryDirectory(dir=scratch()) as folder:
        root = Path(folder)
        (root / "base.typ").write_bytes(BASE.read_bytes())
        (root / "main.typ").write_bytes(template.read_bytes())
        (root / "data.json").write_text(content, encoding="utf-8", newline="\n")
        if brand.logo and logo:
            (root / logo).write_bytes(brand.logo.read_bytes())
        made = _laid_out(root, path, on, tagged)
    write_bytes(path, made)


def picture_data(picture: Picture) -> dict[str, str]:
    """Return a picture as a template reads it: `#picture(data.…)` shows it under its message."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture.svg)
    assert box is not None
    sized = re.sub(r' style="width:100%;[^"]*"', f' width="{box[1]}" height="{box[2]}"', picture.svg, count=1)
    return {"svg": sized, "title": picture.title, "alt": picture.alt}


def table_data(
    table: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str | Column] | None = None,
    *,
    rows: int | None = None,
    total: bool = False,
    title: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """Return a table as a template reads it: `#data-table(data.…)` shows it.

    Parameters
    ----------
    table : DataFrame
    columns : sequence of str, or mapping of str to str or Column, optional
        Which columns, in which order, and how where the usual way will not do; all when left out.
    rows : int, optional
        At most so many.
    total : bool
        Add a line with the sums over all rows, where sums mean something.
    title, note : str, optional
        Above and below the table.

    Returns
    -------
    dict
        `columns` (label, align, width), `rows`, `total`, `title`, `note`; every cell written out.
    """
    wanted = columns if isinstance(columns, Mapping) else {str(name): Column() for name in columns or table}
    shown = table[list(wanted)]
    specs = {
        name: complete(name, spec if isinstance(spec, Column) else Column(label=spec), shown[name])
        for name, spec in wanted.items()
    }
    cells = {
        name: _written(shown[name].head(len(shown) if rows is None else rows), specs[name]) for name in specs
    }
    return {
        "columns": _heads(cells, specs),
        "rows": [list(line) for line in zip(*cells.values(), strict=True)],
        "total": _totals(shown, specs) if total and len(shown) else None,
        "title": title,
        "note": note,
    }


def _written(values: pd.Series, spec: Column) -> list[str]:
    write = formatter(spec, str(values.name))
    return [MISSING if value is None or value is pd.NA else _breakable(write(value)) for value in values]


def _breakable(cell: str) -> str:
    """Let a word that is wider than a column run over two lines."""
    return LONG_WORD.sub(lambda word: ZERO_WIDTH_SPACE.join(wrap(word[0], LONGEST_WORD)), cell)


def _heads(cells: Mapping[str, Sequence[str]], specs: Mapping[str, Column]) -> list[dict[str, Any]]:
    """Head, side and width of each column; no width where it is as narrow as what stands in it.

    Long texts share the room that the other columns leave; without any, all columns share the page.
    """
    longest = {name: max(map(len, column), default=0) for name, column in cells.items()}
    labels = {
        name: wrap(str(spec.label), max(longest[name], SHORTEST_HEAD), break_long_words=False)
        for name, spec in specs.items()
    }
    texts = [
        name
        for name, spec in specs.items()
        if spec.facts.holds in ("text", "code") and longest[name] > WIDE_TEXT
    ]
    shared = texts or list(specs)
    widths = {name: max(longest[name], *map(len, labels[name] or [""])) + AROUND for name in shared}
    return [
        {
            "label": "\n".join(labels[name]),
            "align": "right" if spec.facts.is_number else "left",
            "width": min(widths[name], WIDEST_TEXT) if name in widths else None,
        }
        for name, spec in specs.items()
    ]


def _totals(table: pd.DataFrame, specs: Mapping[str, Column]) -> list[str]:
    """One line: sums where sums mean something, the word “Total” first."""
    sums = [
        formatter(spec, name)(table[name].sum()) if adds_up(name, spec) else ""
        for name, spec in specs.items()
    ]
    return [sums[0] or _("Total"), *sums[1:]]


def _colours(brand: Brand) -> dict[str, str]:
    return {
        "primary": brand.primary,
        "accent": brand.accent,
        "on_primary": brand.on_primary,
        "on_accent": brand.on_accent,
        "primary_ink": brand.primary_ink,
        "accent_ink": brand.accent_ink,
        "ink": theme.INK,
        "soft_ink": theme.SOFT_INK,
        "rule": theme.RULE,
        "shade": theme.SHADE,
        "good": theme.GOOD,
        "warning": theme.WARNING,
    }


@cache
def _fonts() -> typst.Fonts:
    """Read typst's own fonts and that of the figures, none of the machine's."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])


def _laid_out(root: Path, path: Path, on: date, tagged: bool) -> bytes:
    """Set the paper by PDF/UA-1, to be read aloud, unless a name has letters that no font here knows."""
    compiler = typst.Compiler(root / "main.typ", root=root, font_paths=_fonts(), ignore_system_fonts=True)
    stamp = datetime.combine(on, time(), UTC)
    if not tagged:
        return _in_any_letters(compiler, stamp, path, tagged=False)
    try:
        made = compiler.compile(format="pdf", timestamp=stamp, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _in_any_letters(compiler, stamp, path, tagged=True)
    assert isinstance(made, bytes)
    return made


def _in_any_letters(compiler: typst.Compiler, stamp: datetime, path: Path, *, tagged: bool) -> bytes:
    try:
        made = compiler.compile(format="pdf", timestamp=stamp, pdf_tags=tagged)
    except typst.TypstError as error:
        raise PortfolioError(
            _("the pages cannot be laid out: {reason}").format(reason=error.message),
            file=path,
            fix=_("leave this file out with --only, and tell us these words"),
        ) from None
    assert isinstance(made, bytes)
    return made
