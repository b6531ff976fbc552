"""How the plan looks: the firm's colours in the heads, yellow where somebody may write."""

from typing import Any

from babel.numbers import get_currency_symbol

from solver.report.look.brand import Brand
from solver.report.look.theme import PAPER, SHADE
from solver.tables.units import UnitName
from solver.words.i18n import BABEL_LOCALES, current_language

TABLE_SIZE = 10
RULE, TO_FILL, TO_FILL_HEAD = "#D5DBE1", "#FFF9D6", "#FFE577"
LATE = {"bg_color": "#F8D7CD", "font_color": "#8A2A0C"}
SOON = {"bg_color": "#FFE9B8", "font_color": "#6B4A00"}
DONE = {"font_color": "#55606E", "bg_color": "#DFF0E6"}
OVER = {"bg_color": "#B3261E", "font_color": "#FFFFFF", "bold": True}


def looks_of(brand: Brand) -> dict[str, dict[str, Any]]:
    """Return the looks of the plan's cells in the colours of the house."""
    cell = {"font_size": TABLE_SIZE, "valign": "top", "bottom": 1, "bottom_color": RULE, "indent": 1}
    head = {
        "font_size": TABLE_SIZE,
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "indent": 1,
    }
    sums = {"font_size": TABLE_SIZE, "bold": True, "bg_color": SHADE, "top": 1, "bottom": 1, "indent": 1}
    return {
        "title": {"bold": True, "font_size": 18, "font_color": brand.primary_ink},
        "section": {
            "bold": True,
            "font_size": 13,
            "font_color": brand.primary_ink,
            "bottom": 2,
            "bottom_color": brand.primary,
        },
        "line": {"text_wrap": True, "valign": "top"},
        "verdict": {"text_wrap": True, "valign": "vcenter", "font_size": 12, "bg_color": SHADE, "indent": 1},
        "link": {"font_color": brand.primary_ink, "underline": 1, "valign": "top"},
        "heading": head | {"bg_color": brand.primary, "font_color": brand.on_primary, "border_color": PAPER},
        "to_fill_heading": head | {"bg_color": TO_FILL_HEAD, "font_color": "#3A2F00", "border_color": RULE},
        "cell": cell,
        "wrapped": cell | {"text_wrap": True},
        "strong": cell | {"bold": True},
        "strong_wrapped": cell | {"bold": True, "text_wrap": True},
        "to_fill": cell | {"text_wrap": True, "bg_color": TO_FILL, "border": 1, "border_color": RULE},
        "sum": sums | {"border_color": RULE, "top_color": RULE, "bottom_color": RULE},
        "id": {"font_size": 8, "font_color": "#999999"},
    }


def numbers_of(currency: str) -> dict[UnitName, str]:
    """Return the number formats of the plan; the program that opens it puts its own separators in.

    Parameters
    ----------
    currency : str
        Three letters, as in EUR.
    """
    symbol = get_currency_symbol(currency, BABEL_LOCALES[current_language()]).replace('"', "")
    french = current_language() == "fr"

    def money(digits: str) -> str:
        if french:
            return f'{digits}\u00a0"{symbol}"'
        return f'"{symbol}"{digits};-"{symbol}"{digits}'

    return {
        "text": "General",
        "code": "General",
        "week": "General",
        "count": "#,##0",
        "minutes": "#,##0",
        "hours": "#,##0.0",
        "duration": '#,##0\u00a0"h"',
        "money": money("#,##0"),
        "cents": money("#,##0.00"),
        "share": "0.0\u00a0%" if french else "0.0%",
        "number": "General",
    }
