"""Formulas drawn by matplotlib's own typesetter, so that the page needs no script and no network."""

import re
from functools import cache
from html import escape
from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

SIZE = text_to_path.FONT_SCALE  # the units in which outlines come
EMS_PER_UNIT = 1.08 / SIZE  # a formula is a little larger than the text around it
MARGIN = 5.0
ALIASES = {
    "le": "leq",
    "ge": "geq",
    "ne": "neq",
    "to": "rightarrow",
    "lvert": "|",
    "rvert": "|",
    "tfrac": "frac",
}
SUM = re.compile(r"\\sum(?:_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w))?")  # gets a thin space behind it
COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


@cache
def formula(latex: str, *, display: bool = False) -> str:
    """Draw a formula.

    Parameters
    ----------
    latex : str
        Without the dollars. What the typesetter does not know is shown as it was written.
    display : bool
        On lines of its own; wide formulas are cut at their wide spaces and line ends.

    Returns
    -------
    str
        HTML with inline SVG; the LaTeX is kept for readers who cannot see it.
    """
    if not display:
        return _drawn(latex) or f"<code>{escape(latex.strip())}</code>"
    lines = [[_drawn(piece.replace(r"\frac", r"\dfrac")) for piece in line] for line in _lines(latex)]
    if any(piece is None for line in lines for piece in line):
        return f'<p class="formula"><code>{escape(latex.strip())}</code></p>'
    return f'<p class="formula">{"<br>".join(" ".join(filter(None, line)) for line in lines)}</p>'


def _lines(latex: str) -> list[list[str]]:
    """Cut a display formula into its lines, and each line where it may be broken."""
    bare = re.sub(r"\\(begin|end)\{(aligned|align\*?|split|gathered|cases|equation\*?)\}", "", latex)
    lines = [re.split(r"\\qquad", line) for line in re.split(r"\\\\", bare.replace("&", " "))]
    return [[piece for piece in line if piece.strip()] for line in lines]


def _drawn(latex: str) -> str | None:
    """Return a formula as inline SVG, none where the typesetter does not understand it."""
    source = " ".join(latex.split())
    known = re.sub(r"\\([a-z]+)(?![a-zA-Z])", _known_name, SUM.sub(r"\g<0>\\,", source))
    font = FontProperties(family="STIXGeneral", size=SIZE, math_fontfamily="stix")
    try:
        vertices, codes = text_to_path.get_text_path(font, f"${known}$", ismath=True)
        width, height, depth = text_to_path.get_text_width_height_descent(f"${known}$", font, ismath=True)
    except ValueError:
        return None
    drawing = _path(vertices, codes, height - depth)
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN
    ems = (f"{size * EMS_PER_UNIT:.2f}em" for size in (wide, high, -(depth + MARGIN)))
    style = "width:{};height:{};vertical-align:{}".format(*ems)
    box = f"{-MARGIN:g} {-MARGIN:g} {wide:.0f} {high:.0f}"
    return (
        f'<span class="math" role="img" aria-label="{escape(source)}">'
        f'<svg viewBox="{box}" style="{style}"><path d="{drawing}"/></svg></span>'
    )


def _known_name(command: re.Match[str]) -> str:
    """Give a command the name under which the typesetter knows it."""
    name = ALIASES.get(command[1], command[1])
    return name if name == "|" else f"\\{name}"


def _path(vertices: Any, codes: Any, ascent: float) -> str:
    """Write the outline as SVG, y downwards from the top of the formula."""
    steps = []
    for points, code in Path(vertices, codes).iter_segments(simplify=False):
        pairs = zip(points[::2], points[1::2], strict=True)
        place = "" if code == Path.CLOSEPOLY else " ".join(f"{x:.0f} {ascent - y:.0f}" for x, y in pairs)
        steps.append(COMMANDS[code] + place)
    return "".join(steps)
