"""The values that a file for another program may hold; the dictionary says what each is."""

import numpy as np
import pandas as pd

from solver.method.behaviour.private_lines import without_private_lines
from solver.report.findings.days import in_turn
from solver.report.findings.read import Findings
from solver.tables.codes import CODES, label
from solver.value.prospects import visits_to_date

IS_PROSPECT = "is_prospect"  # to choose rows by; no description writes it
SHORTEST, LONGEST = 7, 730  # days between two visits that field apps accept


ACCOUNT_VALUES = (
    *("account_id", "name", "address", "postcode", "town", "country", "phone", "email", "lat", "lon"),
    *("kind", "rep_id", "rep_name", "rep_email"),
    *("revenue_eur", "potential_eur", "segment", "cell", "account_type", "behaviour", "score", "score_class"),
    *("visits_today", "target_visits", "visit_minutes", "interval_days", "min_days", "max_days"),
    *("hours", "contribution_eur", "next_visit_on", "next_visit_at", "reason"),
)
APPOINTMENT_VALUES = (
    *ACCOUNT_VALUES,
    *(
        "visit_no",
        "date",
        "starts_at",
        "ends_at",
        "earliest_begin",
        "latest_end",
        "duration_minutes",
        "status",
    ),
)


def account_values(findings: Findings) -> pd.DataFrame:
    """Return one line per account of the plan that may be contacted, with all the account values.

    Parameters
    ----------
    findings : Findings
        `accounts` and `allocation` are needed; the columns of a table that is not there stay empty.

    Returns
    -------
    DataFrame
        One column per name of `ACCOUNT_VALUES` and `is_prospect`, in the order of the account codes. Codes
        are written in the language in force. Accounts that object to being canvassed are not in it.
    """
    accounts = findings.artifacts.table("accounts")
    table = findings.artifacts.table("allocation").rename(columns={"visits": "target_visits"})
    if findings.has("contacts"):
        accounts = without_private_lines(accounts, findings.artifacts.table("contacts"))
    known = accounts[~accounts["opposed"].fillna(False).astype(bool)].drop(columns=["kind", "rep_id"])
    table = table.merge(known, on="account_id", how="inner", suffixes=("", "_of_account"))
    for name, columns in (
        ("scores", ["score", "score_class"]),
        ("segments", ["segment", "revenue_eur"]),
        ("account_types", ["cell", "account_type"]),
        ("typology", ["behaviour"]),
        ("visit_time", ["visit_minutes"]),
    ):
        if findings.has(name):
            table = table.merge(
                findings.artifacts.table(name)[["account_id", *columns]], on="account_id", how="left"
            )
    table = _with_reps(_with_first_visit(_with_intervals(table, findings), findings), findings)
    if "visit_minutes" not in table:
        prospects = table["kind"] == "prospect"
        table["visit_minutes"] = np.where(
            prospects, findings.portfolio.prospect_visit_minutes, findings.portfolio.visit_minutes
        )
    table[IS_PROSPECT] = table["kind"] == "prospect"
    table = table.reindex(columns=[*ACCOUNT_VALUES, IS_PROSPECT]).sort_values(
        "account_id", ignore_index=True, kind="stable"
    )
    return _in_words(table, ("kind", "account_type", "behaviour"))


def appointment_values(findings: Findings, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return one line per visit with a date, with all the appointment values.

    Parameters
    ----------
    findings : Findings
    accounts : DataFrame
        What `account_values` returned; visits to other accounts are left out.

    Returns
    -------
    DataFrame
        One column per name of `APPOINTMENT_VALUES`, by rep, day and time; no line where nothing is dated.
    """
    if not findings.has("appointments"):
        return pd.DataFrame(columns=list(APPOINTMENT_VALUES))
    visits = in_turn(findings.artifacts.table("appointments")).drop(columns=["rep_id", "visit_no"])
    visits = visits.rename(columns={"turn": "visit_no"})
    table = visits.merge(accounts, on="account_id", how="inner")
    begin, end = _at(table["date"], table["start"]), _at(table["date"], table["end"])
    agreed = table["status"] == "agreed"
    table["starts_at"], table["ends_at"] = begin, end
    table["earliest_begin"] = begin.where(agreed, table["date"])
    table["latest_end"] = end.where(agreed, table["date"] + pd.Timedelta(hours=23, minutes=59))
    table["duration_minutes"] = (end - begin).dt.total_seconds() / 60
    table = table.sort_values(["rep_id", "starts_at", "account_id"], ignore_index=True)
    return _in_words(table.reindex(columns=list(APPOINTMENT_VALUES)), ("status",))


def _with_intervals(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Add the days between visits: the plan's days over the visits that get a date, and the ends of the gaps.

    Of a prospect these are the visits that can be expected: a field app would else plan all of them with
    people of whom nobody knows whether they receive us.
    """
    days = (findings.portfolio.plan_end - findings.portfolio.plan_start).days + 1
    visits = visits_to_date(table.rename(columns={"target_visits": "visits"}))["visits"].astype("float64")
    interval = (days / visits.where(visits > 0)).round().clip(SHORTEST, LONGEST)
    least = np.ceil(findings.portfolio.spacing_share * interval)
    return table.assign(interval_days=interval, min_days=least, max_days=2 * interval - least)


def _with_first_visit(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    if not findings.has("appointments"):
        return table
    visits = findings.artifacts.table("appointments")
    first = _at(visits["date"], visits["start"]).groupby(visits["account_id"]).min()
    moment = table["account_id"].map(first)
    return table.assign(next_visit_at=moment, next_visit_on=moment.dt.normalize())


def _with_reps(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    if not findings.has("reps"):
        return table
    reps = findings.artifacts.table("reps").set_index("rep_id")
    return table.assign(
        rep_name=table["rep_id"].map(reps["name"]), rep_email=table["rep_id"].map(reps["email"])
    )


def _at(days: pd.Series, times: pd.Series) -> pd.Series:
    """Put a time such as 09:30 behind a day."""
    return days + pd.to_timedelta(times + ":00")


def _in_words(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Write codes by what they are called; what is missing stays missing."""
    return table.assign(
        **{
            name: table[name].map({code: label(name, code) for code in CODES[name]}.get, na_action="ignore")
            for name in columns
        }
    )
