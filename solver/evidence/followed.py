"""Planned and done: which dates of an earlier plan were kept, how late, and what was done beside it."""

from datetime import date

import pandas as pd

from solver.tables import check

ON_TIME_DAYS = 10
COUNTED = ("done", "late", "not_met", "not_done")


def followed(
    appointments: pd.DataFrame,
    visits: pd.DataFrame,
    visit_reports: pd.DataFrame,
    account_types: pd.DataFrame,
    *,
    seen_on: date,
    as_of: date,
) -> pd.DataFrame:
    """Hold the dates of an earlier plan against the visits made since, rep by rep and type by type.

    Parameters
    ----------
    appointments, account_types : DataFrame
        The canonical tables of steps 12 and 6 of the earlier run. Its dates count as it gave them, also
        where a run in between made them again (`replan`), or a person moved them.
    visits, visit_reports : DataFrame
        The canonical tables of today.
    seen_on, as_of : date
        The days that the earlier run and this one look at: dates up to the latter count.

    Returns
    -------
    DataFrame
        The canonical table `followed`. Each date takes the nearest visit to the account within ten days of
        it, then the first visit after, which is late; a visit that found nobody is `not_met`. A visit that no
        date takes is unplanned.
    """
    planned = appointments[appointments["date"].le(pd.Timestamp(as_of))]
    made = visits[visits["status"].ne("agreed") & visits["date"].gt(pd.Timestamp(seen_on))]
    made = made[made["date"].le(pd.Timestamp(as_of))].reset_index(drop=True)
    outcome, taken = _matched(planned, made)
    types = account_types.set_index("account_id")["account_type"]
    dates = planned.assign(outcome=outcome, account_type=planned["account_id"].map(types))
    beside = made[~made.index.isin(taken)]
    beside = beside.assign(account_type=beside["account_id"].map(types), outcome="unplanned")
    hours = made.assign(account_type=made["account_id"].map(types))
    keys = ["rep_id", "account_type"]
    every = pd.concat([dates[[*keys, "outcome"]], beside[[*keys, "outcome"]]], ignore_index=True)
    marks = {name: every["outcome"].eq(name).astype("int64") for name in (*COUNTED, "unplanned")}
    counts = every[keys].assign(**marks).groupby(keys, dropna=False).sum()
    table = counts.assign(planned=counts[[*COUNTED]].sum(axis=1))
    table["hours"] = hours.groupby(keys, dropna=False)["duration_minutes"].sum().div(60).reindex(table.index)
    table["promises_kept"] = _promises(visit_reports, types, seen_on, as_of).reindex(table.index)
    filled = table.fillna({"hours": 0.0, "promises_kept": 0}).reset_index()
    columns = [*keys, "planned", *COUNTED, "unplanned", "hours", "promises_kept"]
    return check("followed", filled[columns].sort_values(keys, kind="stable"))


def by_rep(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the lines of each rep, and say which part of the rep's dates was kept on time.

    Returns
    -------
    DataFrame
        `rep_id`, the counts of `followed`, and `on_time_share` (none without a date).
    """
    counts = ["planned", *COUNTED, "unplanned", "promises_kept"]
    sums = table.groupby("rep_id", dropna=False)[counts].sum().reset_index()
    return sums.assign(on_time_share=sums["done"] / sums["planned"].where(sums["planned"].gt(0)))


def kept_shares(table: pd.DataFrame) -> dict[str, float | None]:
    """Return which part of the dates was kept on time, and which was kept at all: on time or late."""
    planned, done = int(table["planned"].sum()), int(table["done"].sum())
    if not planned:
        return {"on_time": None, "done": None}
    return {"on_time": done / planned, "done": (done + int(table["late"].sum())) / planned}


def _matched(planned: pd.DataFrame, made: pd.DataFrame) -> tuple[pd.Series, set[int]]:
    """Give each date its visit: the nearest within ten days first, then the first one after."""
    outcome = pd.Series("not_done", index=planned.index, dtype="str")
    taken: set[int] = set()
    here = dict(list(made.sort_values("date", kind="stable").groupby("account_id")))
    left = []
    for row, code, day in planned.sort_values("date", kind="stable")[["account_id", "date"]].itertuples():
        rows = here.get(code)
        free = rows[~rows.index.isin(list(taken))] if rows is not None else made.head(0)
        apart = (free["date"] - day).dt.days.abs()
        if len(free) and apart.min() <= ON_TIME_DAYS:
            visit = int(apart.idxmin())
            taken.add(visit)
            outcome[row] = "not_met" if made.loc[visit, "status"] == "not_met" else "done"
        else:
            left.append((row, code, day))
    for row, code, day in left:
        rows = here.get(code)
        after = (
            rows[~rows.index.isin(list(taken)) & rows["date"].gt(day)] if rows is not None else made.head(0)
        )
        if len(after):
            visit = int(after.index[0])
            taken.add(visit)
            outcome[row] = "not_met" if made.loc[visit, "status"] == "not_met" else "late"
    return outcome, taken


def _promises(visit_reports: pd.DataFrame, types: pd.Series, seen_on: date, as_of: date) -> pd.Series:
    told = visit_reports[visit_reports["promise_kept"].eq("kept")]
    told = told[told["date"].gt(pd.Timestamp(seen_on)) & told["date"].le(pd.Timestamp(as_of))]
    told = told.assign(account_type=told["account_id"].map(types))
    return told.groupby(["rep_id", "account_type"], dropna=False).size()
