"""What visit reports change: visits, accounts, prospect work, and the next action of each account."""

from datetime import date
from typing import Any

import pandas as pd

from solver.intake.booking.sourced_tables import in_order
from solver.intake.history.days_told import later_than_files
from solver.intake.history.in_words import in_words
from solver.intake.history.outcomes import with_outcomes
from solver.intake.partners.owners import reps_named
from solver.intake.repairs import gather, repairs
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables import check, empty
from solver.words.i18n import _, clauses, format_date

VISIT = ["account_id", "date"]
# The fields of an account that its last report on them decides, unless a file answers on a later day.
REPORTED_FIELDS = ("potential_eur", "satisfaction", "stage")


def visits_with_reports(
    visits: pd.DataFrame, lines: pd.DataFrame, portfolio: Portfolio, rep_of: pd.Series
) -> pd.DataFrame:
    """Add the visits reported, and the appointments agreed there, to the visit log.

    Parameters
    ----------
    visits : DataFrame
        Table `visits`.
    lines : DataFrame
        Of a `ReportBook`.
    portfolio : Portfolio
        An appointment after its `as_of` is still to come; its reps are known.
    rep_of : Series of str
        The rep of each account, by account_id; keeps an appointment whose rep is unknown.

    Returns
    -------
    DataFrame
        Table `visits`. A visit that the log already holds (same account, same day) is not counted twice: the
        report only fills its gaps. Of an account's appointments the one agreed last is added.
    """
    if lines.empty:
        return visits
    logged = visits["status"].ne("agreed")
    told = lines.groupby(VISIT, sort=False).agg(
        rep_id=("rep_id", "first"),
        start_time=("start_time", "first"),
        duration_minutes=("duration_minutes", "first"),
        visit_outcome=("visit_outcome", "first"),
        complaint=("complaint", "first"),
        result=("result", lambda texts: clauses(texts.dropna().unique()) or None),
    )
    keys = pd.MultiIndex.from_frame(visits[VISIT])
    known = told.reindex(keys).set_axis(visits.index)
    filled = visits.assign(
        **{name: visits[name].fillna(known[name].where(logged)) for name in told.columns if name in visits}
    )
    done = told[~told.index.isin(keys[logged.to_numpy()])].reset_index().assign(status="done")
    agreed = _appointments(lines, portfolio, rep_of)
    promised = pd.MultiIndex.from_frame(visits.loc[~logged, VISIT])
    agreed = agreed[~pd.MultiIndex.from_frame(agreed[VISIT]).isin(promised)]
    parts = [part for part in (with_outcomes(filled), with_outcomes(done), agreed) if len(part)]
    every = pd.concat(parts, ignore_index=True).reindex(columns=visits.columns)
    return in_order("visits", every, ["date", "start_time", "account_id"])


def missed_appointments(visits: pd.DataFrame, lines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """List the appointments of the reports whose day is gone without a visit since (table `repairs`)."""
    last = values_of(
        lines["account_id"], visits[visits["status"].ne("agreed")].groupby("account_id")["date"].max()
    )
    missed = lines[lines["next_visit_on"].le(pd.Timestamp(as_of)) & last.le(lines["date"])]
    return repairs(
        missed["file"],
        missed["row"],
        column="next_visit_on",
        account_id=missed["account_id"],
        problem=_("an appointment for a day gone by: did it take place?"),
        found=[format_date(day) for day in missed["next_visit_on"]],
    )


def accounts_with_reports(
    accounts: pd.DataFrame, lines: pd.DataFrame, stated: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Bring potential, satisfaction, stage and objection of the accounts up to the last report on each.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    lines : DataFrame
        Of a `ReportBook`.
    stated : DataFrame
        Of `SourcedAccounts`: the days on which the files say what they say.

    Returns
    -------
    tuple of DataFrame
        The accounts; table `reported_changes` of what was changed; and the repairs that say where the file's
        answer is more recent than the report's, and stands, or of the same day.
    """
    table, changes, listed = accounts, [], [repairs(None, [], problem="")]
    if lines.empty:
        return accounts, empty("reported_changes"), listed[0]
    for name in REPORTED_FIELDS:
        last = last_reports(lines[lines[name].notna()])
        last, against = later_than_files(last, name, table.set_index("account_id")[name], stated)
        told = values_of(table["account_id"], last[name])
        listed.append(against)
        if name == "potential_eur":
            used = told.notna()
            said = pd.Series(_("visit report"), index=table.index, dtype="str")
            table = table.assign(
                potential_on=values_of(table["account_id"], last["date"]).where(used, table["potential_on"]),
                potential_source=said.where(used, table["potential_source"]),
            )
        if name == "stage":
            told = told.where(table["kind"].eq("prospect"))
        new = told.notna() & told.ne(table[name])
        changes.append(changed_values(table[new], last, name, told[new]))
        table = table.assign(**{name: table[name].mask(new, told)})
    nobody = lines["contact_name"].isna() & lines["contact_email"].isna()
    objecting = last_reports(lines[lines["opposed"] & nobody])
    new = table["account_id"].isin(objecting.index) & ~table["opposed"]
    changes.append(changed_values(table[new], objecting, "opposed", pd.Series(True, index=table.index[new])))
    return table.assign(opposed=table["opposed"] | new), _gathered(changes), gather(listed)


def events_with_reports(events: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Add the stages that prospects reached at the visits to the follow-up, each once."""
    told = lines.loc[lines["stage"].notna(), [*VISIT, "stage"]]
    if told.empty:
        return events
    again = pd.MultiIndex.from_frame(told).isin(pd.MultiIndex.from_frame(events)) | told.duplicated()
    added = pd.concat([events, told[~again]], ignore_index=True)
    return in_order("prospect_events", added, ["date", "account_id"])


def next_actions(lines: pd.DataFrame, accounts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return what was promised last to each account and is still to be done.

    Parameters
    ----------
    lines : DataFrame
        Of a `ReportBook`. A promise ends with a newer one, or with a later report that says it was kept; a
        report that is silent on it leaves it open.
    accounts : DataFrame
        Table `accounts`; its rep takes over what a rep of nobody's knowledge promised.
    as_of : date
        What was due before is overdue.

    Returns
    -------
    DataFrame
        Table `next_actions`, by account.
    """
    last = last_reports(lines[lines["next_action"].notna()])
    kept_on = lines[lines["promise_kept"].eq("kept")].groupby("account_id")["date"].max().reindex(last.index)
    last = last[~kept_on.gt(last["date"])].reset_index()
    due = last["next_action_on"].fillna(last["next_visit_on"])
    overdue = due.lt(pd.Timestamp(as_of))
    return check(
        "next_actions",
        pd.DataFrame(
            {
                "account_id": last["account_id"],
                "rep_id": last["rep_id"].fillna(
                    values_of(last["account_id"], accounts.set_index("account_id")["rep_id"])
                ),
                "action": last["next_action"],
                "agreed_on": last["date"],
                "due_on": due,
                "status": overdue.map({True: "overdue", False: "to_do"}).astype("str"),
            }
        ).sort_values("account_id", kind="stable"),
    )


def describe_reports(
    lines: pd.DataFrame, changes: pd.DataFrame, actions: pd.DataFrame, as_of: date
) -> dict[str, Any]:
    """Count what the visit reports brought."""
    counts = changes["field"].value_counts()
    return {
        "reports": len(lines),
        "accounts": int(lines["account_id"].nunique()),
        "appointments": int(lines["next_visit_on"].gt(pd.Timestamp(as_of)).sum()),
        "changes": {str(name): int(count) for name, count in counts.sort_index().items()},
        "open_actions": len(actions),
        "overdue_actions": int(actions["status"].eq("overdue").sum()),
    }


def changes_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return these rows as the table `reported_changes`, in a fixed order."""
    return in_order("reported_changes", rows, ["reported_on", "account_id", "field", "subject"])


def _appointments(lines: pd.DataFrame, portfolio: Portfolio, rep_of: pd.Series) -> pd.DataFrame:
    """Return, for each account, the last appointment of its reports that is still to come."""
    ahead = last_reports(lines[lines["next_visit_on"].gt(pd.Timestamp(portfolio.as_of))]).reset_index()
    named = reps_named(ahead["rep_id"], portfolio.reps)
    return pd.DataFrame(
        {
            "account_id": ahead["account_id"],
            "rep_id": named.fillna(values_of(ahead["account_id"], rep_of)),
            "date": ahead["next_visit_on"],
            "start_time": ahead["next_visit_time"],
            "duration_minutes": float("nan"),
            "status": "agreed",
            **{
                name: pd.Series(None, index=ahead.index, dtype="str")
                for name in ("visit_outcome", "complaint", "result")
            },
        }
    )


def last_reports(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the last report of each account, by account_id."""
    return (
        lines.sort_values("date", kind="stable")
        .drop_duplicates("account_id", keep="last")
        .set_index("account_id")
    )


def changed_values(accounts: pd.DataFrame, last: pd.DataFrame, name: str, after: pd.Series) -> pd.DataFrame:
    """Return the lines of `reported_changes` of what the last reports change in one column."""
    reports = last.loc[accounts["account_id"]]
    return pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy(),
            "subject": None,
            "field": name,
            "before": [in_words(name, value) for value in accounts[name]],
            "after": [in_words(name, value) for value in after],
            "reported_on": reports["date"].to_numpy(),
            "file": reports["file"].to_numpy(),
            "row": reports["row"].to_numpy(),
        }
    )


def _gathered(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]
