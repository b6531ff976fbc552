"""The key figures of one rep."""

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.summary import Tile
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share


def rep_tiles(artifacts: Artifacts, rep_id: str) -> list[Tile]:
    """Return the key figures of one rep."""
    found = []
    mine = artifacts.of_rep("allocation", rep_id)
    if mine is not None:
        prospects = mine.loc[mine["kind"] == "prospect", "visits"].sum()
        note = _("{prospects} of them to prospects").format(prospects=format_number(prospects))
        found.append(Tile(_("Visits of the plan"), format_number(mine["visits"].sum()), note))
    hours = artifacts.of_rep("ledger", rep_id)
    if hours is not None:
        row = hours.iloc[0]
        note = _("{share} reserve, {unused} unused").format(
            share=format_share(
                row["reserve_hours"] / row["capacity_hours"] if row["capacity_hours"] else 0.0
            ),
            unused=format_hours(row["unused_hours"]),
        )
        found.append(Tile(_("Hours in the field"), format_hours(row["capacity_hours"]), note))
    price = artifacts.of_rep("hour_prices", rep_id)
    if price is not None:
        row = price.iloc[0]
        note = _("in whole visits {more}, one hour less costs {less}; {first} in the first year").format(
            first=format_money(row["first_year_price_eur"]),
            more=format_money(row["plus_one_eur"]),
            less=format_money(row["minus_one_eur"]),
        )
        found.append(
            Tile(_("One more hour would bring, over the years counted"), format_money(row["price_eur"]), note)
        )
    if mine is not None:
        found.append(
            Tile(
                _("Expected contribution, first year"),
                format_money(mine["contribution_eur"].sum()),
                counted(len(mine), "of {n} account", "of {n} accounts"),
            )
        )
    return found
