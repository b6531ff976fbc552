"""Where the pursuits come from: those that somebody sent us, beside the others, and how many were won."""

import pandas as pd

from solver.method.prospects.rates import wilson_interval
from solver.tables import check
from solver.tables.codes import ORIGINS

CALLS = ("called", "reached")
FEWEST = 30  # of each of two origins, before anything is compared


def origins(discoveries: pd.DataFrame, prospect_events: pd.DataFrame) -> pd.DataFrame:
    """Count pursuits and wins by origin.

    Parameters
    ----------
    discoveries, prospect_events : DataFrame
        The canonical tables of step 1.

    Returns
    -------
    DataFrame
        The canonical table `origins`. An account that somebody introduced is introduced, whatever came first;
        else the first step on record tells: a call, or something else. The rate is of the pursuits, with
        Wilson's interval of 95 %. It enters no score.
    """
    dated = prospect_events.sort_values(["account_id", "date"], kind="stable")
    first = dated.groupby("account_id")["stage"].first()
    won = dated["stage"].eq("won").groupby(dated["account_id"]).any()
    sent = discoveries.loc[discoveries["introduced_by"].notna(), "account_id"]
    origin = pd.Series("other", index=first.index, dtype="str").mask(first.isin(CALLS), "call")
    origin = origin.mask(origin.index.isin(sent), "introduced")
    rows = []
    for name in ORIGINS:
        here = won[origin.eq(name)]
        if len(here):
            low, high = wilson_interval(int(here.sum()), len(here))
            rows.append((name, len(here), int(here.sum()), float(here.mean()), low, high))
    columns = ["origin", "pursuits", "won", "win_rate", "low_win_rate", "high_win_rate"]
    return check("origins", pd.DataFrame(rows, columns=columns))
