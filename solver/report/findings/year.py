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
from solver.words.i18n import _, format_money, mark

LINES: Mapping[str, str] = {
    "last_year": mark("Last 12 months"),
    "leave": mark("Clients who leave"),
    "alone": mark("Clients who come or come back by themselves"),
    "won": mark("Clients won by prospecting"),
    "won_anyway": mark("Prospects whom today's visits would win"),
    "growth": mark("Growth of those who stay, as stated"),
    "plan_prospects": mark("Plan: prospects its visits win"),
    "plan_stated": mark("Plan: growth of clients, as far as stated"),
    FORECAST: mark("= Forecast of the year"),
    "plan_beyond": mark("Plan: growth beyond, judged, not counted"),
    CURVES_HOLD: mark("= If the judged curves hold"),
    "nobody_leaves": mark("Added back: clients who leave"),
    "nobody_comes": mark("Taken off: clients who come or are won"),
    "otherwise": mark("Former clients, clients with another goal or none"),
    GOALS: mark("= Goals of the action plan"),
}


def forecast_of(artifacts: Artifacts) -> YearForecast | None:
    """Return what the year should bring; none before step 3."""
    need = artifacts.facts("need.json")
    if not need or not artifacts.has("expected_figures"):
        return None
    won = artifacts.facts("certificate.json").get("prospects_expected")
    return year_forecast(need, artifacts.table("expected_figures"), won)


def year_table(artifacts: Artifacts, portfolio: Portfolio) -> pd.DataFrame:
    """Return the lines of the bridge, their names in the language in force; empty before step 4."""
    year = forecast_of(artifacts)
    if year is None or not artifacts.has("segments"):
        return pd.DataFrame()
    won = artifacts.facts("certificate.json").get("prospects_expected", {})
    plan = artifacts.table("action_plan") if artifacts.has("action_plan") else None
    lines = year_lines(
        artifacts.facts("need.json"),
        year,
        margin_eur=float(artifacts.table("segments")["margin_eur"].sum()),
        prospect_margin_rate=won.get("margin_rate", margin_of_clients(artifacts, portfolio)),
        gain=artifacts.facts("gain.json"),
        goals_eur=None if plan is None else float(account_goals(plan).sum()),
    )
    return lines.assign(line=lines["line"].map(lambda line: _(LINES[line])))


def year_heads() -> dict[str, str | Column]:
    """Return the heads of `year_table`."""
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
        "and the growth of clients as far as stated; the rest is judged, and stays out of it."
    ).format(gain=format_money(gain["gain_eur"]), revenue=format_money(gain["revenue_eur"]))


def beside_the_contribution(artifacts: Artifacts) -> str:
    """Say why the margin of the forecast is not the plan's contribution; empty before step 10."""
    planned = artifacts.facts("certificate.json").get("contribution_eur")
    if planned is None:
        return ""
    return _(
        "The plan's contribution, {planned}, is another sum than the margin here: it takes losses off client "
        "by client, and leaves out whoever comes by itself."
    ).format(planned=format_money(planned))
