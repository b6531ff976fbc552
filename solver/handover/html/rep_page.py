"""What the director asks of one rep: where the hours go, what changes most, the first week."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from solver.calendar.weeks import week_of
from solver.handover.html.data_table import data_table
from solver.report import figures
from solver.report.figures.shared import first_full_week
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.rep_tiles import rep_tiles
from solver.report.findings.summary import Tile
from solver.report.look.cells import Column, with_names
from solver.report.look.picture import Picture
from solver.words.i18n import _, counted, format_number
from solver.words.sentences import usual_case

FIRST_DAYS = 28
CHANGES = 4
MOST = 60  # reps with pictures and tables of their own: nobody reads more, and the page stays small


@dataclass(frozen=True)
class RepPage:
    """One rep's part of the report; what the run cannot tell yet is left out."""

    rep_id: str
    name: str
    tiles: list[Tile]
    parts: list[tuple[str, list[Markup | Picture | str]]]


def rep_pages(artifacts: Artifacts) -> list[RepPage]:
    """Return one page per rep, in the order of their names.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds. Of very many reps those whose visits bring most have pictures and tables, the
        others their figures, beside which the page links their files.
    """
    if not artifacts.has("reps"):
        return []
    reps = artifacts.table("reps").sort_values(["name", "rep_id"])
    whole = set(reps["rep_id"])
    if len(reps) > MOST and artifacts.has("allocation"):
        brought = artifacts.table("allocation").groupby("rep_id")["contribution_eur"].sum()
        whole = set(brought.sort_index().sort_values(ascending=False, kind="stable").index[:MOST])
    return [
        rep_page(artifacts, str(rep["rep_id"]), str(rep["name"]), whole=rep["rep_id"] in whole)
        for rep in reps.to_dict("records")
    ]


def rest_of(pages: list[RepPage]) -> str:
    """Say of how many reps the page has the figures alone; empty where it has all of everybody."""
    left_out = sum(not page.parts for page in pages)
    if len(pages) <= MOST or not left_out:
        return ""
    return counted(
        MOST,
        "The {n} rep whose visits bring most is here in full; of the others ({left}), figures and files.",
        "The {n} reps whose visits bring most are here in full; of the others ({left}), figures and files.",
    ).format(left=format_number(left_out))


def rep_page(artifacts: Artifacts, rep_id: str, name: str, *, whole: bool = True) -> RepPage:
    """Return the page of one rep, or its figures alone."""
    if not whole:
        return RepPage(rep_id, name, rep_tiles(artifacts, rep_id), [])
    made = (
        (_("Where the hours go"), _hours(artifacts, rep_id)),
        (_("What changes most"), _changes(artifacts, rep_id)),
        (_("The first full week"), _first_week(artifacts, rep_id)),
    )
    return RepPage(
        rep_id, name, rep_tiles(artifacts, rep_id), [(title, parts) for title, parts in made if parts]
    )


def _hours(artifacts: Artifacts, rep_id: str) -> list[Markup | Picture | str]:
    hours = artifacts.of_rep("ledger", rep_id)
    return [] if hours is None else [figures.ledger(hours, artifacts.table("reps"))]


def _changes(artifacts: Artifacts, rep_id: str) -> list[Markup | Picture | str]:
    """List the accounts that gain or lose most visits; where no visits are logged, nobody knows."""
    mine = artifacts.of_rep("allocation", rep_id)
    if mine is None or not artifacts.has("accounts"):
        return []
    change = (mine["visits"] - mine["visits_today"]).astype("Float64").fillna(0.0).astype(float)
    moved = mine.assign(change=change, size=change.abs())[change != 0]
    if moved.empty:
        return []
    more = int((moved["change"] > 0).sum())
    sentence = counted(
        more,
        "{n} account gets more visits than in the last 12 months, {fewer}.",
        "{n} accounts get more visits than in the last 12 months, {fewer}.",
    ).format(fewer=counted(len(moved) - more, "{n} gets fewer", "{n} get fewer"))
    largest = moved.sort_values(["size", "contribution_eur", "account_id"], ascending=[False, False, True])
    columns: dict[str, str | Column] = {
        "account_id": Column(),
        "name": Column(),
        "visits_today": Column(),
        "visits": Column(),
        "change": Column(label=_("Change"), unit="count"),
        "reason": Column(),
    }
    return [
        sentence,
        data_table(with_names(largest, artifacts.table("accounts")), columns, rows=CHANGES),
    ]


def _first_week(artifacts: Artifacts, rep_id: str) -> list[Markup | Picture | str]:
    """Show the tours of the first full week; the days of all others are on the sheets of the rep."""
    mine = artifacts.of_rep("appointments", rep_id)
    if mine is None or not artifacts.has("accounts", "tours"):
        return []
    accounts = artifacts.table("accounts")
    first = mine[mine["date"] < mine["date"].min() + pd.Timedelta(days=FIRST_DAYS)]
    week = first_full_week(artifacts.table("appointments"))  # that of the firm: one first week on the page
    if week not in set(week_of(first["date"])):
        week = first_full_week(first)
    return [
        figures.tour_map(accounts, mine, artifacts.table("reps"), rep_id, week),
        data_table(
            day_sheet(
                first if week is None else first[week_of(first["date"]) == week],
                accounts,
                artifacts.table("tours"),
            ),
            {
                "date": Column(),
                "tour": _("Tour"),
                "driving_minutes": Column(label=_("On the road, way home included (min)"), unit="minutes"),
            },
        ),
    ]


def day_sheet(appointments: pd.DataFrame, accounts: pd.DataFrame, tours: pd.DataFrame) -> pd.DataFrame:
    """Return one line per day: its visits in order, with hour, name and town, and the driving of the day.

    Returns
    -------
    DataFrame
        `date, tour, driving_minutes`, the way home included.
    """
    places = accounts[["account_id", "name", "town"]]
    listed = appointments.merge(places, on="account_id", how="left").sort_values(["date", "stop"])
    town = listed["town"].map(lambda name: f" ({usual_case(name)})" if pd.notna(name) else "")
    agreed = listed["status"].map(lambda status: f", {_('agreed')}" if status == "agreed" else "")
    listed["tour"] = listed["start"] + " " + listed["name"].fillna(listed["account_id"]) + town + agreed
    days = listed.groupby(["rep_id", "date"], as_index=False).agg(tour=("tour", " · ".join))
    driven = tours[["rep_id", "date", "driving_minutes"]]
    return days.merge(driven, how="left", on=["rep_id", "date"])[["date", "tour", "driving_minutes"]]
