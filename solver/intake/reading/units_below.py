"""A line of units beneath the header of a sheet: “(€ HT)” below “Montant” is part of the name."""

import re

import pandas as pd

from solver.intake.words import fold

BRACKETED = re.compile(r"[(\[{].{1,24}[)\]}]")
SIGNS = re.compile(r"[€$£%#]|[km]€|n°|([jdt]+[/.-]m+|m+[/.-]d+)[/.-][ajy]+", re.I)
UNITS = (
    "eur euro keur ke chf usd gbp ht h t ttc tva nb nombre pieces piece pce u unite unites qte kg g l m "
    "heure heures min minutes jour jours date texte code hors taxe taxes milliers thousand excl incl vat "
    "tax en of the de net brut"
)


def with_units(cells: pd.DataFrame, place: int) -> pd.DataFrame:
    """Write the units that stand in the line below the header behind its names, and leave that line blank.

    Parameters
    ----------
    cells : DataFrame of str
        The sheet.
    place : int
        Where the header is.
    """
    if place + 1 >= len(cells):
        return cells
    header, below = (cells.iloc[at].str.strip() for at in (place, place + 1))
    said = below[below.ne("")]
    if said.empty or not said.map(_is_unit).all() or header[said.index].eq("").any():
        return cells
    written = cells.copy()
    shown = said.where(said.map(lambda text: bool(BRACKETED.fullmatch(text))), "(" + said + ")")
    written.iloc[place] = header.mask(below.ne(""), header + " " + shown.reindex(header.index, fill_value=""))
    written.iloc[place + 1] = ""
    return written


def _is_unit(text: str) -> bool:
    """Tell a unit, a currency, a way to write days, or a word on tax; anything short in brackets is one."""
    if BRACKETED.fullmatch(text):
        return not any(c.isdigit() for c in text)
    return bool(SIGNS.fullmatch(text)) or (
        bool(fold(text)) and {*UNITS.split()}.issuperset(fold(text).split())
    )
