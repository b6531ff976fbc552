"""The pages of the reps: one each in a small team, two a page in a larger one, a table in a large one."""

from dataclasses import replace

import pandas as pd

from solver.handover.pdf.pages import Page, Part, cards, filling_table, heading, picture, table
from solver.handover.pdf.portfolio_pages import named_reps, rep_column, without_empty_today
from solver.report import figures
from solver.report.figures.shared import first_full_week
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.report.findings.rep_tiles import rep_tiles
from solver.report.look.cells import Column
from solver.words.i18n import _

ONE_A_PAGE = 5  # reps
TWO_A_PAGE = 10
ON_HALF_A_PAGE = 13  # lines
FIRST_DAYS = 28


def rep_pages(findings: Findings) -> list[Page]:
    """Return the pages of the reps, five at most however large the team."""
    artifacts = findings.artifacts
    if not artifacts.has("reps", "allocation", "accounts"):
        return []
    reps = artifacts.table("reps").sort_values(["name", "rep_id"])
    people = list(zip(reps["rep_id"].astype(str), reps["name"].astype(str), strict=True))
    if len(people) <= ONE_A_PAGE:
        pages = [_one(artifacts, rep_id, name) for rep_id, name in people]
    elif len(people) <= TWO_A_PAGE:
        pages = [_two(artifacts, people[place : place + 2]) for place in range(0, len(people), 2)]
    else:
        return _team(artifacts)
    return [replace(pages[0], group=_("The reps")), *pages[1:]]


def _one(artifacts: Artifacts, rep_id: str, name: str) -> Page:
    """One rep: key figures, where the hours go, the area, the accounts that count."""
    parts: list[Part] = [cards(rep_tiles(artifacts, rep_id), columns=4)]
    drawn = _area(artifacts, rep_id)
    if drawn:
        parts.append(drawn)
    parts += [
        heading(_("The accounts that count")),
        filling_table(_accounts(artifacts, rep_id), _account_columns(artifacts)),
    ]
    return Page(name, name, parts, lead=_hours_in_words(artifacts, rep_id), level=2)


def _two(artifacts: Artifacts, people: list[tuple[str, str]]) -> Page:
    """Two reps: key figures and the accounts that count."""
    parts: list[Part] = []
    for rep_id, name in people:
        parts += [
            heading(name),
            cards(rep_tiles(artifacts, rep_id), columns=4),
            table(_accounts(artifacts, rep_id), _account_columns(artifacts), rows=ON_HALF_A_PAGE),
        ]
    names = ", ".join(name for _rep_id, name in people)
    return Page(names, names, parts, level=2)


def _team(artifacts: Artifacts) -> list[Page]:
    """Return the hours of all reps in one table."""
    if not artifacts.has("ledger"):
        return []
    columns = ["name", "capacity_hours", "client_hours", "prospect_hours", "reserve_hours", "unused_hours"]
    if artifacts.table("ledger")["free_hours"].any():
        columns.insert(-2, "free_hours")
    ledger = named_reps(artifacts.table("ledger"), artifacts).sort_values(["name", "rep_id"])
    title = figures.ledger(artifacts.table("ledger"), artifacts.table("reps")).title
    return [Page(_("The reps"), title, [filling_table(ledger, rep_column(columns), total=True)])]


def _hours_in_words(artifacts: Artifacts, rep_id: str) -> str:
    mine = artifacts.of_rep("ledger", rep_id)
    return "" if mine is None else figures.ledger(mine, artifacts.table("reps")).title


def _area(artifacts: Artifacts, rep_id: str) -> Part | None:
    """Draw the accounts on the map, with the tours of the first full week."""
    mine = artifacts.of_rep("appointments", rep_id)
    if mine is None:
        return None
    first = mine[mine["date"] < mine["date"].min() + pd.Timedelta(days=FIRST_DAYS)]
    return picture(
        figures.tour_map(
            artifacts.table("accounts"), mine, artifacts.table("reps"), rep_id, first_full_week(first)
        )
    )


def _accounts(artifacts: Artifacts, rep_id: str) -> pd.DataFrame:
    mine = artifacts.table("allocation")[artifacts.table("allocation")["rep_id"] == rep_id]
    named = mine.merge(
        artifacts.table("accounts")[["account_id", "name", "town"]], on="account_id", how="left"
    )
    return named.sort_values(["contribution_eur", "account_id"], ascending=[False, True])


def _account_columns(artifacts: Artifacts) -> dict[str, str | Column]:
    columns: dict[str, str | Column] = {
        "name": Column(),
        "town": Column(),
        "visits_today": Column(label=_("Today")),
        "visits": Column(label=_("Plan")),
        "contribution_eur": Column(),
        "next_visit_eur": Column(label=_("One visit more"), decimals=0),
    }
    return without_empty_today(columns, artifacts.table("allocation"))
