"""The figures' font, cut down to the letters a page uses and put into the page itself."""

import base64
import io
import re
from html import unescape
from pathlib import Path

import matplotlib
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from solver.report.look.theme import FIGURE_FONT

WITHOUT = frozenset({"GDEF", "GPOS", "GSUB", "kern"})  # large to read, and the figures do without
FILES = {"400": "DejaVuSans.ttf", "700": "DejaVuSans-Bold.ttf"}


def font_faces(page: str) -> str:
    """Return the CSS that makes the figures look the same on every machine.

    Parameters
    ----------
    page : str
        The HTML whose figures it is for.
    """
    letters = figure_letters(page)
    return "\n".join(_font_face(weight, file, letters) for weight, file in FILES.items() if letters)


def figure_letters(page: str) -> str:
    """Return every letter that the texts of the page's figures use, sorted."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    return "".join(sorted(set(unescape("".join(texts)))))


def _font_face(weight: str, file: str, letters: str) -> str:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    font = TTFont(folder / file, recalcTimestamp=False)
    for table in WITHOUT & set(font.keys()):
        del font[table]
    options = Options(hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]  # an editor's time stamp
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed)
    source = base64.b64encode(packed.getvalue()).decode("ascii")
    return (
        f'@font-face{{font-family:"{FIGURE_FONT}";font-weight:{weight};'
        f'src:url("data:font/woff;base64,{source}") format("woff")}}'
    )
