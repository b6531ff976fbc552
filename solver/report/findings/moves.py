"""Which accounts gain and which lose visits: the one definition that every page counts by."""

from dataclasses import dataclass

import pandas as pd

from solver.allocation.problem.bounds import HOLD, OPPOSITION, PROCESSING, TOO_FAR
from solver.words.i18n import counted, mark_plural


@dataclass(frozen=True)
class VisitMoves:
    """Accounts of the plan against their visits of the last 12 months, as logged.

    Attributes
    ----------
    gaining, losing : DataFrame
        Lines of `allocation` with `change`, the largest change first; an account without a logged visit had
        none.
    """

    gaining: pd.DataFrame
    losing: pd.DataFrame


def visit_moves(allocation: pd.DataFrame) -> VisitMoves | None:
    """Return who gains and who loses visits; none where the firm keeps no log."""
    if not allocation["visits_today"].notna().any():
        return None
    rows = allocation.assign(visits_today=allocation["visits_today"].astype("float64").fillna(0.0))
    rows["change"] = rows["visits"] - rows["visits_today"]
    rows["size"] = rows["change"].abs()
    rows = rows.sort_values(
        ["size", "contribution_eur", "account_id"], ascending=[False, False, True], kind="stable"
    )
    return VisitMoves(
        gaining=rows[rows["change"] > 0].reset_index(drop=True),
        losing=rows[rows["change"] < 0].reset_index(drop=True),
    )


def value_moves(allocation: pd.DataFrame, response: pd.DataFrame) -> pd.DataFrame | None:
    """Return the lines of `allocation` with `change_eur` against the visits logged; none without a log.

    Every logged visit counts, also one to an account where nobody may go any more.
    """
    logged = allocation[allocation["visits_today"].notna()].copy()
    if not logged["visits_today"].sum():
        return None
    logged["visits_today"] = logged["visits_today"].astype("int64")
    most = logged["account_id"].map(response.groupby("account_id")["visits"].max())
    level = logged["visits_today"].clip(upper=most)
    values = response.set_index(["account_id", "visits"])["contribution_eur"]
    key = pd.MultiIndex.from_arrays([logged["account_id"], level])
    logged["change_eur"] = logged["contribution_eur"].to_numpy() - values.reindex(key).to_numpy()
    return logged


@dataclass(frozen=True)
class Unvisited:
    """Accounts of the plan without a visit, by why."""

    followed: int
    opposed: int
    too_far: int
    on_hold: int

    @property
    def left_alone(self) -> list[str]:
        """Say how many object, how many live too far, and how many records somebody has to decide on."""
        said = (
            (
                self.opposed,
                mark_plural(
                    "{n} account objects to being approached.", "{n} accounts object to being approached."
                ),
            ),
            (self.too_far, mark_plural("{n} is too far for a day.", "{n} are too far for a day.")),
            (self.on_hold, mark_plural("{n} record is on hold.", "{n} records are on hold.")),
        )
        return [counted(number, *words) for number, words in said if number]


def unvisited(allocation: pd.DataFrame) -> Unvisited:
    """Count the accounts followed without a visit, apart from who objects, lives too far or is on hold."""
    held = allocation.loc[allocation["visits"] == 0, "binding"]
    opposed = int(held.isin([OPPOSITION, PROCESSING]).sum())
    far, on_hold = int(held.eq(TOO_FAR).sum()), int(held.eq(HOLD).sum())
    return Unvisited(len(held) - opposed - far - on_hold, opposed, far, on_hold)
