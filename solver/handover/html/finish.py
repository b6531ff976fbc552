"""The last touch to a page: every table has a name for those who hear it, every id is there once."""

import re
from html import unescape

from markupsafe import escape

NAMED = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>|<table(?![^>]*aria-label)(?=[^>]*>(?!<caption))", re.DOTALL)
WITH_IDS = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
ID = re.compile(r' id="([^"]+)"')


def finished(page: str) -> str:
    """Return the page, ready to be read by people and by machines."""
    return _ids_once(_tables_named(page))


def _tables_named(page: str) -> str:
    """Call a table without a title by the heading above it."""
    heading, called = "", dict[str, int]()

    def name(found: re.Match[str]) -> str:
        nonlocal heading
        if found[1] is not None:
            heading = unescape(re.sub(r"<[^>]+>", "", found[1])).strip()
            return found[0]
        called[heading] = called.get(heading, 0) + 1
        place = f" ({called[heading]})" if called[heading] > 1 else ""
        return f'{found[0]} aria-label="{escape(heading + place)}"'

    return NAMED.sub(name, page)


def _ids_once(page: str) -> str:
    """Rename the ids of a picture that comes a second time, with all that refers to them."""
    taken: set[str] = set()

    def rename(block: re.Match[str]) -> str:
        text = block[0]
        ids = list(dict.fromkeys(ID.findall(text)))
        for old in ids:
            new, number = old, 1
            while new in taken:
                number += 1
                new = f"{old}-{number}"
            taken.add(new)
            if new != old:
                text = re.sub(rf'(?<=["#]){re.escape(old)}(?=["\)])', new, text)
        return text

    return WITH_IDS.sub(rename, page)
