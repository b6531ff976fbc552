"""The middle of the first screens: who the clients are, and who gets the visits."""

from typing import Any

import pandas as pd

from solver.handover.html.data_table import data_table
from solver.handover.html.frame import Chapter
from solver.report import figures
from solver.report.figures.behaviour import who_is_at_risk
from solver.report.findings.artifacts import Artifacts
from solver.report.look.cells import Column
from solver.words.i18n import _, counted, format_number
from solver.words.sentences import rep_names


def core(artifacts: Artifacts) -> list[Chapter]:
    """Return the portfolio and the plan, each a picture that says its message, as far as the run has them."""
    return [chapter for chapter in (_portfolio(artifacts), _plan(artifacts)) if chapter]


def _portfolio(artifacts: Artifacts) -> Chapter | None:
    if not artifacts.has("account_types", "segments", "qualification"):
        return None
    types, segments, qualification = (
        artifacts.table(name) for name in ("account_types", "segments", "qualification")
    )
    parts: list[Any] = [figures.crossed_matrix(types, segments, qualification)]
    if artifacts.has("typology"):
        typology = artifacts.table("typology")
        said = f"{figures.behaviours(typology, segments).title}."
        if artifacts.has("loss_risk"):
            known = (typology, segments, artifacts.table("loss_risk"), artifacts.get("label_losses"))
            said = f"{said} {who_is_at_risk(*known)}".strip()
        parts.append(said)
    lead = _("What each client buys, crossed with what it could buy: every box has its mission.")
    return Chapter("portfolio", _("The portfolio"), lead, parts)


def _plan(artifacts: Artifacts) -> Chapter | None:
    if not artifacts.has("allocation", "account_types"):
        return None
    allocation = artifacts.table("allocation")
    parts: list[Any] = [figures.visits_today_and_proposed(allocation, artifacts.table("account_types"))]
    if (unsure := _not_all_made(allocation)) is not None:
        parts.append(unsure)
    if artifacts.has("ledger", "reps"):
        parts.append(_team(allocation, artifacts))
    lead = _("Who gets the visits, today and in the plan, and what that makes of each rep's year.")
    return Chapter("plan", _("The plan"), lead, parts)


def _not_all_made(allocation: pd.DataFrame) -> str | None:
    """Say how many of the visits can be expected to be made; none where every one of them is."""
    planned, made = allocation["visits"].sum(), round(allocation["expected_visits"].sum())
    if made >= planned:
        return None
    prospects = allocation[allocation["kind"] == "prospect"]
    met = round(prospects["expected_visits"].sum())
    said = counted(
        made,
        "Of {planned} planned, {n} visit is expected to be made, {clients} to clients and {met} of {asked} "
        "to prospects: not every prospect receives us.",
        "Of {planned} planned, {n} visits are expected to be made, {clients} to clients and {met} of {asked} "
        "to prospects: not every prospect receives us.",
    )
    return said.format(
        planned=format_number(planned),
        clients=format_number(made - met),
        met=format_number(met),
        asked=format_number(prospects["visits"].sum()),
    )


def _team(allocation: pd.DataFrame, artifacts: Artifacts) -> Any:
    """Set the reps beside each other: visits, hours, what one more hour would bring."""
    prospects = allocation["kind"] == "prospect"
    visits = pd.DataFrame(
        {
            "client_visits": allocation["visits"].mask(prospects, 0).groupby(allocation["rep_id"]).sum(),
            "prospect_visits": allocation["visits"].where(prospects, 0).groupby(allocation["rep_id"]).sum(),
        }
    )
    team = artifacts.table("ledger").merge(visits, left_on="rep_id", right_index=True, how="left")
    columns: dict[str, str | Column] = {
        "rep_id": Column(label=_("Rep")),
        "client_visits": Column(label=_("Visits to clients"), unit="count"),
        "prospect_visits": Column(label=_("Visits to prospects"), unit="count"),
        "capacity_hours": Column(),
        "unused_hours": Column(),
    }
    if artifacts.has("hour_prices"):
        team = team.merge(artifacts.table("hour_prices")[["rep_id", "price_eur"]], on="rep_id", how="left")
        columns["price_eur"] = Column()
    team["rep_id"] = team["rep_id"].map(rep_names(artifacts.table("reps"))).fillna(team["rep_id"])
    return data_table(team.sort_values("rep_id", kind="stable"), columns, name=_("The reps"))
