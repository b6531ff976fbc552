"""One look for every table, figure and page: colours, type and the matplotlib settings made of them.

The colours can be told apart by readers with the usual colour deficiencies (the tests simulate them) and,
on a grey print-out, by their lightness; no chart relies on hue alone. Fills stand out from white by 3:1 and
inks by 4.5:1, the WCAG 2.2 thresholds for graphics and text; only the palest steps may fall below.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from solver.tables.codes import ACCOUNT_TYPES, BEHAVIOURS, DOMAINS, SCORE_CLASSES

PAPER = "#ffffff"
INK = "#1d2733"
BLACK = "#000000"
SOFT_INK = "#55606e"
RULE = "#c9d0d8"
SHADE = "#eef1f5"

ACCENT = "#1f5a8f"
WARNING = "#b3401a"
GOOD = "#1d7a5c"
QUIET = "#7c8794"
LIGHT_ACCENT = "#6d9dc7"

SEGMENT_COLOURS: Mapping[str, str] = MappingProxyType(
    {"A": "#123a5e", "B": "#3f7fb5", "C": "#84909d", "P": "#8a3a86"}
)
DOMAIN_COLOURS: Mapping[str, str] = MappingProxyType(
    dict(zip(DOMAINS, ("#14507a", "#c25a10", "#7c8794", "#a84fa3"), strict=True))
)
ACCOUNT_TYPE_COLOURS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            ACCOUNT_TYPES,
            (
                "#123a5e",  # the clients' blues and oranges: the more there is at stake, the darker
                "#5e2608",
                "#b5520f",
                "#3f86ba",
                "#9aa324",
                "#7c8794",
                "#7a2f80",  # the prospects' purples
                "#a851a6",
                "#cc8ccb",
                "#8a6f5a",
            ),
            strict=True,
        )
    )
)
BEHAVIOUR_COLOURS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            BEHAVIOURS,
            ("#3d94d1", "#2a9a74", "#123a5e", "#858e98", "#b3401a", "#b98a1e", "#4b1d22"),
            strict=True,
        )
    )
)
SCORE_CLASS_COLOURS: Mapping[str, str] = MappingProxyType(
    dict(zip(SCORE_CLASSES, ("#123a5e", "#2f6ea5", "#5f98c7", "#a3adb8"), strict=True))
)
SERIES = ("#123a5e", "#b04a0e", "#259c84", "#b548a8", "#a59620", "#571a22", "#3d8fd0", "#6f7883")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

FIGURE_FONT = "DejaVu Sans"
FIGURE_FONT_STACK = "DejaVu Sans,Verdana,sans-serif"  # Verdana has nearly the same widths

FIGURE_WIDTH = 9.0  # inches
PHONE_WIDTH = 5.0  # inches: shown whole on a phone, its words stay legible
WIDEST_SHOWN = 1.25  # a figure is never enlarged beyond this, so that its text stays the size of the page's
TEXT_SIZE = 11
SMALL_SIZE = 10

SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "font.family": [FIGURE_FONT],
        "font.size": TEXT_SIZE,
        "text.color": INK,
        "axes.edgecolor": SOFT_INK,
        "axes.labelcolor": SOFT_INK,
        "axes.labelsize": SMALL_SIZE,
        "axes.titlesize": TEXT_SIZE,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "xtick.color": SOFT_INK,
        "ytick.color": SOFT_INK,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": SMALL_SIZE,
        "ytick.labelsize": SMALL_SIZE,
        "grid.color": RULE,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": SMALL_SIZE,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "figure.constrained_layout.h_pad": 0.06,
        "figure.constrained_layout.w_pad": 0.06,
        "svg.fonttype": "none",
        "svg.hashsalt": "twelvefold",
        "path.simplify": False,
        "text.parse_math": False,  # an account may have two dollar signs in its name
    }
)


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """Give each name, a rep for instance, a colour of its own, in the order of the list.

    Parameters
    ----------
    names : sequence of str
        After eight the colours start again; a marker tells them apart then.
    """
    return {name: SERIES[place % len(SERIES)] for place, name in enumerate(names)}


def markers_of(names: Sequence[str]) -> dict[str, str]:
    """Give each name a marker, so that a chart can be read without its colours."""
    rounds = len(SERIES)
    return {name: MARKERS[(place + place // rounds) % len(MARKERS)] for place, name in enumerate(names)}


def ink_on(fill: str) -> str:
    """Return the ink, black or white, that reads best on a fill; one of them always reaches 4.5:1."""
    return PAPER if contrast(PAPER, fill) >= 4.5 else BLACK


def tint(colour: str, part: float) -> str:
    """Return a colour mixed with white; `part` is that of the colour, from 0 to 1."""
    channels = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - part * (255 - channel)):02x}" for channel in channels)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours written as `#rrggbb`.

    References
    ----------
    WCAG 2.2, definition of contrast ratio and of relative luminance.
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
