"""A firm that knows whom it visits and not what they buy: potential stands in for it, and is said to."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import pandas as pd

from solver.intake.drafting.comments import comment, plain
from solver.intake.drafting.found import Found
from solver.intake.values.codes import usual_words
from solver.intake.values.numbers import MICRO, read_either_way
from solver.intake.words import fold, one_line
from solver.words.i18n import _

VISITED = ("visits", "visit_reports")
BOUGHT = ("client", "former_client")
YEARS = (2, 0)  # before the day of the portfolio: a client of two years ago is no new one


@dataclass(frozen=True)
class StandIn:
    """A file of accounts whose potential stands in for revenue, and its median in the firm's currency."""

    found: Found
    median: float

    @property
    def stated(self) -> Iterator[str]:
        """What no invoice can measure, as lines of the portfolio."""
        yield ""
        yield from comment(_("Without invoices nothing says what is lost and won in a year: it is stated."))
        yield "attrition_rate: 0"
        won = _("to correct: what a new client buys in its first year")
        yield f"new_client_revenue_eur: {max(round(self.median, -2), 100):.0f}  # {plain(won)}"

    @property
    def assumed(self) -> Iterator[str]:
        """What the report says of it."""
        yield _(
            "No invoices: the potential of each client stands in for what it buys, so that revenue, share of "
            "wallet and typology say nothing beyond it, and visits are shared out by potential alone."
        )


def standing_in(files: list[Found]) -> StandIn | None:
    """Return the accounts whose potential can stand in, where visits are known and no sales."""
    tables = {found.table for found in files}
    if "sales" in tables or not tables & {*VISITED}:
        return None
    for found in files:
        if (
            found.table != "accounts"
            or found.preset
            or not {"account_id", "potential_eur"} <= {*found.columns}
        ):
            continue
        read = read_either_way(found.cells[found.columns["potential_eur"]])
        amounts = read.micros[~(read.empty | read.bad | read.doubtful)] / MICRO
        if (amounts > 0).any():
            return StandIn(found, float(median(amounts[amounts > 0])))
    return None


def stand_in(potential: StandIn, as_of: pd.Timestamp) -> Iterator[str]:
    """Write the accounts once more as sales: what each may buy in a year, on the day of the portfolio."""
    found = potential.found
    said = _(
        "No file of invoices: what each client may buy ({column}) stands in for what it buys, on the day of "
        "the portfolio and two years before, so that nobody counts as new. Correct nothing here once there "
        "are invoices: take these two sources out and name their file."
    )
    yield from comment(said.format(column=found.columns["potential_eur"]), "  ")
    for years in YEARS:
        yield "  - table: sales"
        yield f"    path: {one_line(found.file)}"
        if found.sheet is not None:
            yield f"    sheet: {one_line(found.sheet)}"
        pairs = {"account_id": found.columns["account_id"], "revenue_eur": found.columns["potential_eur"]}
        yield f"    columns: {one_line(pairs)}"
        yield f'    constants: {{date: "{as_of - pd.DateOffset(years=years):%Y-%m-%d}"}}'
        if dropped := _no_clients(found):
            yield f"    drop: {one_line(dropped)}"


def _no_clients(found: Found) -> dict[str, list[str]]:
    """Return the values of the column of kinds that say prospect, supplier or anything but client."""
    column = found.columns.get("kind")
    if column is None:
        return {}
    kinds = {fold(word): kind for word, kind in usual_words("kind").items()}
    said = sorted({text.strip() for text in found.cells[column]} - {""})
    others = [text for text in said if kinds.get(fold(text), BOUGHT[0]) not in BOUGHT]
    return {column: others} if others else {}
