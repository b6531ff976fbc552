"""Deals of a customer relations package: one row a deal, several steps of prospecting in each.

A deal that was opened has reached somebody. Where it stands now, or stood when it was decided, is the stage
of its pipeline. A lost deal that does not say where it stood counts as visited: then what is won of the
prospects visited is what is won of the deals decided, the usual win rate.
"""

import pandas as pd

from solver.intake.reading.typed import Typed

DEAL_COLUMNS = ("outcome", "closed_on", "won_on", "lost_on", "changed_on")
DECIDED = ("won", "lost")
BEFORE_REACHED = ("called", "reached")


def deal_stage(typed: Typed) -> pd.Series:
    """Return the stage of each row, the outcome of a deal where its stage is not known."""
    stage = typed.table["stage"]
    outcome = typed.table["outcome"]
    return stage.fillna(outcome.where(outcome.isin(DECIDED)))


def deal_events(typed: Typed, table: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return what happened in each deal, one row a step; rows that are no deals stay as they are.

    Parameters
    ----------
    typed : Typed
        The file.
    table : DataFrame
        Its rows that are kept; `date` is the day a deal was opened.
    as_of : Timestamp
        A deal decided later was still open that day.
    """
    if typed.raw.columns.keys().isdisjoint(DEAL_COLUMNS):
        return table
    stage = table["stage"]
    outcome = table["outcome"].where(table["outcome"].isin(DECIDED), stage.where(stage.isin(DECIDED)))
    won = table["won_on"].where(outcome.eq("won"), table["lost_on"])
    end = won.fillna(table["closed_on"]).fillna(table["changed_on"]).fillna(table["date"])
    decided = outcome.notna() & end.le(as_of)
    end = end.where(end.ge(table["date"]), table["date"])
    moved = table["changed_on"].where(table["changed_on"].between(table["date"], as_of), table["date"])
    stood = stage.where(~stage.isin(DECIDED))
    opened = stood.where(stood.eq("called") & ~decided, "reached")
    between = stood.where(~stood.isin(BEFORE_REACHED))
    between = between.fillna(pd.Series("visited", index=table.index).where(decided & outcome.eq("lost")))
    events = [
        table.assign(stage=opened),
        table.assign(stage=between, date=end.where(decided, moved))[between.notna()],
        table.assign(stage=outcome, date=end)[decided],
    ]
    return pd.concat(events).sort_index(kind="stable")
