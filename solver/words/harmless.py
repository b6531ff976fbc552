"""A text in a file that spreadsheets open: on one line, and never a formula."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula, and a text on one line."""
    line = BREAKS.sub(" ", text).strip()
    return f"'{line}" if line.startswith(FORMULA_STARTS) else line
