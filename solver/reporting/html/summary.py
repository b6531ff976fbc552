"""The first screen: the figures a director asks for, and what they rest on."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.i18n import _, format_hours, format_money, format_number, format_share
from solver.parameters import Portfolio
from solver.reporting.figures.plans import PLAN, SMALL_GAIN, TODAY
from solver.reporting.figures.shared import rep_names, signed
from solver.reporting.html.artifacts import has
from solver.reporting.labels import label


@dataclass(frozen=True)
class Tile:
    """One key figure: what it is, the figure, and what makes it understood."""

    label: str
    figure: str
    note: str


@dataclass(frozen=True)
class Judgement:
    """A parameter that nobody measured."""

    name: str
    value: Any
    description: str


def tiles(artifacts: dict[str, Any]) -> list[Tile]:
    """Return the key figures that the run can answer for, at most six."""
    made = (
        _capacity(artifacts),
        _target(artifacts),
        _visits(artifacts),
        _contribution(artifacts),
        _hour(artifacts),
        _gain(artifacts),
    )
    return [tile for tile in made if tile is not None]


def verdict(artifacts: dict[str, Any]) -> str:
    """Say in one or two sentences what the run found."""
    if not has(artifacts, "allocation", "comparison"):
        return _("The visits have not been shared out yet: what follows shows how far the method has come.")
    allocation, comparison = artifacts["allocation"], artifacts["comparison"]
    sentence = _(
        "{visits} visits on {accounts} accounts, and {unvisited} accounts followed without a visit."
    ).format(
        visits=format_number(allocation["visits"].sum()),
        accounts=format_number((allocation["visits"] > 0).sum()),
        unvisited=format_number((allocation["visits"] == 0).sum()),
    )
    return " ".join([sentence, *_gains_in_words(comparison)])


def hour_price_rows(artifacts: dict[str, Any]) -> pd.DataFrame | None:
    """Return one line per rep: price of an hour, its check by re-solving, cost of an hour, hours unused."""
    if not has(artifacts, "hour_prices", "reps"):
        return None
    rows = artifacts["hour_prices"].copy()
    rows.insert(0, "name", rows["rep_id"].map(rep_names(artifacts["reps"])))
    for name, column in (("visit_cost", "cost_per_hour_eur"), ("ledger", "unused_hours")):
        if has(artifacts, name):
            rows = rows.merge(artifacts[name][["rep_id", column]], on="rep_id", how="left")
    ordered = rows.sort_values("price_eur", ascending=False, kind="stable", ignore_index=True)
    return ordered.drop(columns="rep_id")


def judgements(portfolio: Portfolio) -> list[Judgement]:
    """Return the parameters whose description says that they are judged, not measured."""
    return [
        Judgement(name, getattr(portfolio, name), _(field.description))
        for name, field in type(portfolio).model_fields.items()
        if field.description and "judgement" in field.description
    ]


def _capacity(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "rep_time"):
        return None
    time = artifacts["rep_time"]
    note = _("{available} for visits, the reserve taken off; {reps} reps").format(
        available=format_hours(time["available_hours"].sum()), reps=format_number(time["rep_id"].nunique())
    )
    return Tile(_("Hours in the field"), format_hours(time["capacity_hours"].sum()), note)


def _target(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "prospect_target", "rep_time"):
        return None
    target = artifacts["prospect_target"]
    hours, available = target["prospect_hours"].sum(), artifacts["rep_time"]["available_hours"].sum()
    share = hours / available if available > 0 else None
    note = _("{share} of the hours available").format(share=format_share(share, 1))
    figure = _("{n} visits").format(n=format_number(target["prospect_visits"].sum()))
    return Tile(_("Prospect target"), figure, note)


def _visits(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "allocation"):
        return None
    allocation = artifacts["allocation"]
    today = allocation["visits_today"]
    note = _("no log of today's visits")
    if today.notna().any():
        note = _("against {today} in the last 12 months").format(today=format_number(today.sum()))
    return Tile(_("Visits proposed"), format_number(allocation["visits"].sum()), note)


def _contribution(artifacts: dict[str, Any]) -> Tile | None:
    certificate = artifacts.get("certificate.json")
    if not certificate or certificate.get("objective_eur") is None:
        return None
    note = _("no plan can bring more than {bound}; proven gap {gap}").format(
        bound=format_money(certificate["bound_eur"]), gap=format_share(certificate["gap"], 3)
    )
    return Tile(_("Expected contribution"), format_money(certificate["objective_eur"]), note)


def _hour(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "hour_prices"):
        return None
    prices = artifacts["hour_prices"]["price_eur"].dropna()
    if prices.empty:
        return None
    figure = _("{low} to {high}").format(low=format_money(prices.min()), high=format_money(prices.max()))
    if len(prices) == 1:
        figure = format_money(prices.iloc[0])
    return Tile(_("Price of an hour"), figure, _("what one hour more would bring, rep by rep"))


def _gain(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "comparison"):
        return None
    today = artifacts["comparison"].query("plan == @TODAY")
    if today.empty:
        return None
    row = today.iloc[0]
    size = _("a small gain: under {limit}").format(limit=format_share(SMALL_GAIN))
    note = size if abs(row["gain_share"]) < SMALL_GAIN else _("on the same hours and the same curves")
    figure = f"{signed(format_money(row['gain_eur']))} ({signed(format_share(row['gain_share'], 1))})"
    return Tile(_("Gain on today's visits"), figure, note)


def _gains_in_words(comparison: pd.DataFrame) -> list[str]:
    """Gain over today's visits, and over the rule of thumb that comes nearest."""
    others = comparison[comparison["plan"] != PLAN]
    today, rules = others[others["plan"] == TODAY], others[others["plan"] != TODAY]
    nearest = rules.sort_values("contribution_eur", ascending=False).head(1)
    sentences = []
    for row in pd.concat([today, nearest]).to_dict("records"):
        sentence = _("By the judged curves the plan brings {share} against {plan} ({gain}).")
        if abs(row["gain_share"]) < SMALL_GAIN:
            sentence = _(
                "By the judged curves the plan brings {share} against {plan} ({gain}), which is small."
            )
        sentences.append(
            sentence.format(
                share=signed(format_share(row["gain_share"], 1)),
                plan=label("plan", row["plan"]),
                gain=signed(format_money(row["gain_eur"])),
            )
        )
    return sentences
