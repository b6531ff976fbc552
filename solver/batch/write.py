"""The files about a batch, beside its run folders."""

import json
from dataclasses import asdict
from pathlib import Path

from solver import __version__
from solver.batch.book import write_book
from solver.batch.gathered import Gathered
from solver.batch.page import write_page
from solver.words.files import write_text

MANIFEST = "batch.json"


def write_batch(gathered: Gathered, out: Path) -> Path:
    """Write page, workbook and manifest of a batch, in the language in force, and return the page.

    Raises
    ------
    PortfolioError
        One of them cannot be written.
    """
    told = {"version": __version__, "options": asdict(gathered.options), "portfolios": list(gathered.facts)}
    told |= {"grid": list(gathered.cells)} if gathered.cells else {}
    write_text(out / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1, default=str))
    write_book(gathered, out)
    return write_page(gathered, out)
