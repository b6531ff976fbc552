"""A potential below what an account buys: nothing would be left to win there, and nobody said so."""

from collections.abc import Sequence

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.repairs import repairs
from solver.intake.words import values_of
from solver.words.i18n import _, format_money, mark

CENT = 0.005
PROBLEM = mark(
    "this potential is below what the account bought in the last 12 months: write what it buys of everybody "
    "in a year"
)


def low_potentials(
    accounts: pd.DataFrame, origins: pd.DataFrame, revenue: pd.Series, sources: Sequence[Sorted]
) -> pd.DataFrame:
    """List the potentials that are less than the account bought in the last 12 months.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    origins : DataFrame
        Table `value_sources`: the file and the row in which each potential stands.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    sources : sequence of Sorted
        The files, for the name of the column.

    Returns
    -------
    DataFrame
        Table `repairs`. A potential of nothing is asked about elsewhere.
    """
    places = origins[origins["field"].eq("potential_eur") & origins["file"].notna()]
    potential = values_of(places["account_id"], accounts.set_index("account_id")["potential_eur"])
    bought = values_of(places["account_id"], revenue).fillna(0.0)
    low = potential.gt(0) & bought.gt(potential + CENT)
    wrong, heads = places[low], _heads(sources)
    return repairs(
        wrong["file"],
        wrong["row"],
        column=wrong["file"].map(heads).fillna("potential_eur"),
        account_id=wrong["account_id"],
        problem=_(PROBLEM),
        found=[format_money(value) for value in potential[low]],
        used=[
            _("kept; bought {amount}, so nothing counts as left to win").format(amount=format_money(value))
            for value in bought[low]
        ],
    )


def _heads(sources: Sequence[Sorted]) -> dict[str, str]:
    raws = [source.typed.raw for source in sources]
    return {raw.file: raw.columns["potential_eur"] for raw in raws if "potential_eur" in raw.columns}
