"""Which accounts gain and which lose visits: the one definition that every page counts by."""

from dataclasses import dataclass

import pandas as pd

from solver.words.i18n import counted

OBJECTING = ("opposition", "processing")


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


@dataclass(frozen=True)
class Unvisited:
    """Accounts of the plan without a visit, by why."""

    followed: int
    opposed: int
    too_far: int

    @property
    def left_alone(self) -> list[str]:
        """Say how many object, and how many live too far."""
        opposed = counted(self.opposed, "{n} account objects to visits.", "{n} accounts object to visits.")
        far = counted(self.too_far, "{n} is too far for a day.", "{n} are too far for a day.")
        return [*([opposed] if self.opposed else []), *([far] if self.too_far else [])]


def unvisited(allocation: pd.DataFrame) -> Unvisited:
    """Count the accounts followed without a visit; who objects or lives too far is not followed."""
    held = allocation.loc[allocation["visits"] == 0, "binding"]
    opposed, far = int(held.isin(OBJECTING).sum()), int(held.eq("too_far").sum())
    return Unvisited(len(held) - opposed - far, opposed, far)
