"""The slide on the portfolio: how concentrated it is, and the crossed matrix as a table."""

from typing import Any

import pandas as pd

from solver.handover.slides.deck import BOTTOM, INSIDE, MARGIN, TOP, Deck
from solver.handover.slides.notes import note
from solver.handover.slides.shapes import PRIMARY, Column, Line, table, write
from solver.report.figures.wallets import SIDES
from solver.report.look import theme
from solver.tables.dictionary import column_label
from solver.words.i18n import _, counted, format_share

ROWS = ("A", "B", "C", "F", "P")
CLASSES = ("A'", "B'", "C'", "?")
DARKEST = 0.42  # of the colour on white: ink stays readable on it


def matrix(deck: Deck) -> None:
    """Add the crossed matrix: accounts and visits of each cell, the darker the more visits."""
    if not deck.findings.has("account_types", "allocation", "segments"):
        return
    artifacts = deck.findings.artifacts
    cells = artifacts.table("account_types").merge(
        artifacts.table("allocation")[["account_id", "visits"]], on="account_id"
    )
    sums = cells.groupby("cell")["visits"].agg(["size", "sum"])
    rows = [row for row in ROWS if any(str(cell).startswith(f"{row}/") for cell in sums.index)]
    slide = deck.page(
        _concentration(artifacts.table("segments")),
        note(
            _("Read a row for what the clients buy today, a column for what they could buy."),
            "segments",
            "account_types",
            "allocation",
        ),
    )
    write(
        slide,
        (MARGIN, TOP, INSIDE, 0.62),
        [Line(_dependence(artifacts.facts("concentration.json")), 16)],
        name=_("Concentration"),
    )
    first, other = 2.63, (INSIDE - 2.63) / (len(CLASSES) + 1)
    heads = (_("A' large potential"), _("B' medium"), _("C' small"), _("? unknown"), _("Together"))
    end = table(
        slide,
        (MARGIN, TOP + 0.7, INSIDE, BOTTOM - TOP - 1.15),
        [Column(column_label("segment"), first), *(Column(head, other) for head in heads)],
        [_row(row, sums) for row in rows],
        name=_("Crossed matrix"),
        alt=_("Accounts and visits of the plan by segment (rows) and class of potential (columns)."),
        head=(PRIMARY, deck.brand.on_primary),
        fills=_fills(rows, sums, deck.brand.primary),
        stretch=0.6,
    )
    write(
        slide,
        (MARGIN, end + 0.08, INSIDE, 0.35),
        [
            Line(
                _("In each cell: accounts, and visits of the plan. The darker, the more visits."),
                14,
                colour=theme.SOFT_INK,
            )
        ],
        name=_("Key"),
    )


def _concentration(segments: pd.DataFrame) -> str:
    """Message of the portfolio: how few clients make most of the revenue."""
    ranked = segments.sort_values("rank", kind="stable")
    heavy = int((ranked["segment"] == "A").sum())
    share = float(ranked["cumulative_share"].iloc[heavy - 1]) if heavy else 0.0
    return _("{clients} of the clients make {share} of the revenue").format(
        clients=format_share(heavy / max(len(ranked), 1)), share=format_share(share)
    )


def _dependence(facts: dict[str, Any]) -> str:
    if facts.get("first_share") is None or facts.get("first_five_share") is None:
        return _("Large clients are A, the next B, the many small ones C.")
    return _(
        "The largest client makes {first} of the revenue, the five largest {five}. Segments A, B and C hold "
        "the clients by what they buy; A', B' and C' by what they could buy."
    ).format(first=format_share(facts["first_share"], 1), five=format_share(facts["first_five_share"], 1))


def _row(row: str, sums: pd.DataFrame) -> list[Any]:
    mine = sums[sums.index.astype(str).str.startswith(f"{row}/")]
    known = {str(cell): (int(count), int(visits)) for cell, count, visits in sums.itertuples()}
    counts = [known.get(f"{row}/{name}") for name in CLASSES]
    together = _cell((int(mine["size"].sum()), int(mine["sum"].sum())))
    return [
        [Line(_(SIDES[row]), 16, bold=True)],
        *([Line("–", 16, colour=theme.SOFT_INK)] if cell is None else _cell(cell) for cell in counts),
        together,
    ]


def _cell(cell: tuple[int, int]) -> list[Line]:
    count, visits = cell
    return [
        Line(counted(count, "{n} account", "{n} accounts"), 16, bold=True),
        Line(counted(visits, "{n} visit", "{n} visits"), 14),
    ]


def _fills(rows: list[str], sums: pd.DataFrame, colour: str) -> dict[tuple[int, int], str]:
    """Return the ground of each cell, from white to a tint of the firm's colour."""
    most = max(float(sums["sum"].max()), 1.0)
    fills = {}
    for place, row in enumerate(rows):
        for column, name in enumerate(CLASSES):
            visits = float(sums["sum"].get(f"{row}/{name}", 0.0))
            fills[place, column + 1] = theme.tint(colour, 0.04 + DARKEST * visits / most)
        fills[place, 0] = fills[place, len(CLASSES) + 1] = theme.SHADE
    return fills
