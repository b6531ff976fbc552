"""The bridge from last year to the forecast, the plan's gain and the goals of accounts, as it is read."""

from collections.abc import Mapping

import pandas as pd

from solver.evidence.forecast import YearForecast, year_forecast
from solver.evidence.year_lines import CURVES_HOLD, FORECAST, GOALS, year_lines
from solver.parameters import Portfolio
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.goals import account_goals
from solver.report.findings.margins import margin_of_clients
from solver.report.look.cells import Column
from solver.words.i18n import _, format_money, in_quotes, mark
from solver.words.sentences import signed

LINES: Mapping[str, str] = {
    "last_year": mark("Last 12 months"),
    "leave": mark("Clients who leave"),
    "alone": mark("Clients who come or come back by themselves"),
    "won": mark("Clients won by prospecting"),
    "won_anyway": mark("Prospects whom today's visits would win"),
    "growth": mark("Growth of those who stay, at the rate counted on"),
    "plan_prospects": mark("Plan: prospects its visits win"),
    "plan_stated": mark("Plan: growth of clients, only as far as the goal states it"),
    FORECAST: mark("= Forecast of the year"),
    "plan_beyond": mark("Plan: growth beyond, by the curves, not counted"),
    CURVES_HOLD: mark("= If the response curves hold"),
    "nobody_leaves": mark("Added back: clients who leave"),
    "nobody_comes": mark("Taken off: clients who come or are won"),
    "otherwise": mark("Former clients, clients with another goal or none"),
    GOALS: mark("= Goals account by account, no forecast"),
}


def forecast_of(artifacts: Artifacts) -> YearForecast | None:
    """Return what the year should bring; none before step 3."""
    need = artifacts.facts("need.json")
    if not need or not artifacts.has("expected_figures"):
        return None
    won = artifacts.facts("certificate.json").get("prospects_expected")
    return year_forecast(need, artifacts.table("expected_figures"), won)


def lines_of_the_year(artifacts: Artifacts, portfolio: Portfolio) -> pd.DataFrame:
    """Return the lines of the bridge by their codes; empty before step 4."""
    year = forecast_of(artifacts)
    if year is None or not artifacts.has("segments"):
        return pd.DataFrame()
    won = artifacts.facts("certificate.json").get("prospects_expected", {})
    plan = artifacts.table("action_plan") if artifacts.has("action_plan") else None
    return year_lines(
        artifacts.facts("need.json"),
        year,
        margin_eur=float(artifacts.table("segments")["margin_eur"].sum()),
        prospect_margin_rate=won.get("margin_rate", margin_of_clients(artifacts, portfolio)),
        gain=artifacts.facts("gain.json"),
        goals_eur=None if plan is None else float(account_goals(plan).sum()),
    )


def in_words(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the bridge, their names in the language in force."""
    return lines if lines.empty else lines.assign(line=lines["line"].map(lambda line: _(LINES[line])))


def year_heads() -> dict[str, str | Column]:
    """Return the heads of the bridge."""
    return {
        "line": _("From last year to the goals"),
        "revenue_eur": Column(label=_("Revenue"), unit="money", decimals=0),
        "margin_eur": Column(label=_("Margin"), unit="money", decimals=0),
    }


def inside_the_forecast(artifacts: Artifacts) -> str:
    """Say how much of the gain of the plan the forecast holds; empty without a gain."""
    gain, need = artifacts.facts("gain.json"), artifacts.facts("need.json")
    if "revenue_eur" not in gain or need["plan_share"] != 1.0:
        return ""
    return _(
        "Of the plan's gain, {gain} of margin or {revenue} of revenue, this forecast holds the prospects won "
        "and the growth of clients at the rate counted on; the rest is assumed, and stays out of it."
    ).format(gain=format_money(gain["gain_eur"]), revenue=format_money(gain["revenue_eur"]))


def beside_the_contribution(artifacts: Artifacts, lines: pd.DataFrame) -> str:
    """Lead from the margin of the bridge to the plan's contribution, to the euro; empty before step 10.

    With today's visits the contribution of clients is their margin less the risk of each. So what the bridge
    takes off by the rate of the whole, and what comes by itself, is all that lies between, but for the
    clients silent for a year and the visits of today that nobody may repeat.
    """
    planned = artifacts.facts("certificate.json").get("contribution_eur")
    margins = dict(zip(lines["line"], lines["margin_eur"], strict=True)) if len(lines) else {}
    if planned is None or "plan_stated" not in margins or not artifacts.has("loss_risk"):
        return ""
    end = CURVES_HOLD if CURVES_HOLD in margins else FORECAST
    total, alone = margins[end], margins.get("alone", 0.0)
    less = fewer_lost_eur(artifacts, lines)
    return _(
        "The plan's contribution, {planned}, is the margin of {line}, {total}, less {alone} of those who "
        "come by themselves, {less} for losses counted client by client, {rest} for clients silent for a "
        "year and visits of today that nobody may repeat."
    ).format(
        planned=format_money(planned),
        line=in_quotes(_(LINES[end]).removeprefix("= ")),
        total=format_money(total),
        alone=format_money(alone),
        less=signed(format_money(less)),
        rest=signed(format_money(round(planned) - total + alone - less)),
    )


def fewer_lost_eur(artifacts: Artifacts, lines: pd.DataFrame) -> float:
    """Return by how much margin the losses client by client stay below those of the bridge, by the rate."""
    risks = artifacts.table("loss_risk").merge(artifacts.table("segments"), on="account_id")
    by_client = round(float((risks["p"] * risks["margin_eur"].clip(lower=0)).sum()))
    return float(-lines.loc[lines["line"].eq("leave"), "margin_eur"].sum() - by_client)
