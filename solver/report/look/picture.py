"""A picture for notebooks and the report: SVG that is the same to the byte whenever the data are the same."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from solver.report.look.theme import (
    FIGURE_FONT_STACK,
    FIGURE_WIDTH,
    PAPER,
    PHONE_WIDTH,
    SETTINGS,
    WIDEST_SHOWN,
)

POINTS = 72  # to an inch


@dataclass(frozen=True)
class Picture:
    """A drawing, its message and what it shows in words.

    Attributes
    ----------
    svg : str
        The drawing, an `<svg>` element ready to stand in a page.
    title : str
        The message in one sentence; it is written above the drawing, not in it.
    alt : str
        What a reader who cannot see the drawing is told.
    """

    svg: str
    title: str
    alt: str

    def __repr__(self) -> str:
        """Title and description, for a terminal."""
        return f"{self.title}\n{self.alt}" if self.alt != self.title else self.title

    def _repr_html_(self) -> str:
        return (
            f'<figure class="picture"><figcaption>{escape(self.title)}</figcaption>'
            f'<div class="drawing" role="img" aria-label="{escape(self.alt)}">{self.svg}</div></figure>'
        )


def new_figure(height: float, width: float = FIGURE_WIDTH) -> Figure:
    """Return an empty figure in the house style; pyplot knows nothing of it, so no notebook shows it twice.

    Parameters
    ----------
    height, width : float
        In inches of 72 points.
    """
    return Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)


def to_picture(figure: Figure, title: str, alt: str | None = None) -> Picture:
    """Turn a figure into a picture.

    Parameters
    ----------
    figure : Figure
    title : str
        The message, computed from the data.
    alt : str, optional
        A longer description; the title when left out.
    """
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Picture(_slim(file.getvalue()), title, alt or title)


def drawn[**Arguments, Made: Picture | None](
    function: Callable[Arguments, Made],
) -> Callable[Arguments, Made]:
    """Draw in the house style, whatever the notebook's own settings are."""
    settings: dict[Any, Any] = {"figure.dpi": 72, **SETTINGS}

    @wraps(function)
    def in_style(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
        with rc_context(settings):
            return function(*args, **kwargs)

    return in_style


def _slim(svg: str) -> str:
    """Keep what draws: no prologue, no metadata, no unused id, no digit beyond a hundredth of a point."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style[^>]*>.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<[^>]*>", lambda tag: _slim_tag(tag[0]), svg)
    svg = re.sub(r">\s+<", "><", svg).strip()
    svg = svg.replace("<defs></defs>", "").replace("<defs/>", "")
    svg = re.sub(r'<use [^>]*style="([^"]*)"/>(?:<use [^>]*style="\1"/>)+', _share_style, svg)
    return _own_ids(svg)


def _slim_tag(tag: str) -> str:
    """Shorten one tag; the text between tags is left as it is."""
    if tag.startswith("<svg"):
        box = re.search(r'viewBox="0 0 ([\d.]+) [\d.]+"', tag)
        assert box is not None
        widest = round(float(box[1]) * WIDEST_SHOWN)
        least = "min-width:0;" if float(box[1]) <= PHONE_WIDTH * POINTS else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box[0]} font-family="{FIGURE_FONT_STACK}" '
            f'stroke-linejoin="round" style="width:100%;{least}max-width:{widest}px;height:auto">'
        )
    tag = re.sub(r"\s+", " ", tag)
    tag = re.sub(r"font-family: [^;\"]*;? ?", "", tag)
    tag = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", tag)
    tag = re.sub(r"-?\d+\.\d{3,}(e-?\d+)?", lambda number: f"{round(float(number[0]), 2) + 0.0:g}", tag)
    tag = re.sub(r"M (\S+ \S+) L \1(?=[ \"])", r"M\1h0", tag)
    return tag.replace("xlink:href", "href").replace(' "', '"').replace(' style=""', "")


def _share_style(uses: re.Match[str]) -> str:
    """Say once how all the marks of a scatter look."""
    return f'<g style="{uses[1]}">{uses[0].replace(f' style="{uses[1]}"', "")}</g>'


def _own_ids(svg: str) -> str:
    """Drop the ids nobody refers to, and make the others this picture's own."""
    used = sorted(set(re.findall(r'(?:url\(|href=")#([\w-]+)', svg)))
    prefix = "p" + hashlib.sha256(svg.encode()).hexdigest()[:6]
    names = {name: f"{prefix}-{place}" for place, name in enumerate(used)}
    svg = re.sub(r' id="([\w.-]+)"', lambda id_: f' id="{names[id_[1]]}"' if id_[1] in names else "", svg)
    return re.sub(r"#([\w-]+)(?=\)|\")", lambda link: "#" + names.get(link[1], link[1]), svg)
