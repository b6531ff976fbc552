"""What the sales manager decided about single accounts."""

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.row_reader import Cause, account_causes, sort_rows
from solver.intake.booking.sourced_tables import SourcedTable, in_order, without_source
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.words.i18n import _

LIMITS = ["min_visits", "max_visits", "locked_visits"]


def build_decisions(sources: list[Typed], codes: AccountCodes) -> SourcedTable:
    """Put the sales manager's decisions together: of two on one account, the later one holds.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    if not sources:
        return without_source("decisions")
    tables, per_source, notes = [], [], []
    for typed in sources:
        table = typed.table
        account = codes.find(table["account_id"])
        silent = table[LIMITS].isna().all(axis=1)
        contrary = table["min_visits"].gt(table["max_visits"]).fillna(False).astype("bool")
        causes = [
            *account_causes(typed, account, codes),
            Cause(
                _("the decision says no number of visits"),
                silent,
                "min_visits",
                _("say it, or remove the row"),
            ),
            Cause(
                _("the least number of visits is above the most"), contrary, "min_visits", _("exchange them")
            ),
        ]
        sourced = sort_rows(typed, causes)
        kept = sourced.kept(account_id=account, file=typed.raw.file)
        tables.append(kept.assign(row=kept.index))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account)]
    stacked = pd.concat(tables, ignore_index=True)
    dated = stacked.sort_values("decided_on", kind="stable", na_position="first")
    replaced = dated[dated["account_id"].duplicated(keep="last")]
    listed = repairs(
        replaced["file"],
        replaced["row"],
        account_id=replaced["account_id"],
        problem=_("a later decision on the same account replaces this one"),
        found=replaced["reason"],
    )
    last = dated.drop_duplicates("account_id", keep="last")
    own = last.assign(source=last["file"], from_plan=False, new_rep_id=None, replaces_rep_id=None)
    return SourcedTable(in_order("decisions", own, ["account_id"]), per_source, gather([*notes, listed]))
