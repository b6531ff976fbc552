"""The first screen: the figures a director asks for, and what they rest on."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.parameters import Portfolio
from solver.report.figures.plans import PLAN, SMALL_GAIN, TODAY, no_gain
from solver.report.findings.artifacts import has
from solver.tables.codes import label
from solver.words.i18n import _, clauses, format_hours, format_money, format_number, format_share
from solver.words.sentences import counted, money_range, rep_names, signed

JUDGED = ("(a judgement).", "(judgements).")


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


def visits_left_out(artifacts: dict[str, Any]) -> str:
    """Say how many of today's visits the comparison with the plan values; empty where it values all."""
    if not has(artifacts, "gain_sources", "allocation"):
        return ""
    groups = artifacts["gain_sources"]
    valued = groups.loc[groups["group"] == "total", "visits_today"].sum()
    logged = artifacts["allocation"]["visits_today"].sum()
    if groups.empty or valued == logged:
        return ""
    return _(
        "Visits today: {valued} of {logged}; those that no plan may make, or that exceed the hours of a rep, "
        "are left out."
    ).format(valued=format_number(valued), logged=format_number(logged))


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
    visited, unvisited = (allocation["visits"] > 0).sum(), (allocation["visits"] == 0).sum()
    sentence = _("{visits} visits on {accounts} accounts.")
    if unvisited:
        sentence = counted(
            unvisited,
            _("{visits} visits on {accounts} accounts, and 1 account followed without a visit."),
            _("{visits} visits on {accounts} accounts, and {n} accounts followed without a visit."),
        )
    sentence = sentence.format(
        visits=format_number(allocation["visits"].sum()), accounts=format_number(visited)
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
        if field.description and field.description.endswith(JUDGED)
    ]


def _capacity(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "rep_time"):
        return None
    time = artifacts["rep_time"]
    note = counted(
        time["rep_id"].nunique(),
        _("{available} for visits, the reserve taken off; 1 rep"),
        _("{available} for visits, the reserve taken off; {n} reps"),
    ).format(available=format_hours(time["available_hours"].sum()))
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
        counts = _visits_compared(artifacts)
        if counts is not None and counts < today.sum():
            note += _(", {n} of which the comparison counts: the others break a rule of the plan").format(
                n=format_number(counts)
            )
    if has(artifacts, "unplaced"):
        unplaced = len(artifacts["unplaced"])
        waiting = counted(unplaced, _("1 of them has no day yet"), _("{n} of them have no day yet"))
        note = clauses([waiting, note])
    return Tile(_("Visits proposed"), format_number(allocation["visits"].sum()), note)


def _visits_compared(artifacts: dict[str, Any]) -> int | None:
    """Visits of today's plan as the comparison counts them: those that keep the rules of the plan."""
    if not has(artifacts, "comparison"):
        return None
    counts = artifacts["comparison"].query("plan == @TODAY")["visits"]
    return None if counts.empty else int(counts.iloc[0])


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
    figure = money_range(artifacts["hour_prices"]["price_eur"])
    if figure is None:
        return None
    return Tile(_("Price of an hour"), figure, _("what one hour more would bring, rep by rep"))


def _gain(artifacts: dict[str, Any]) -> Tile | None:
    if not has(artifacts, "comparison"):
        return None
    plans = artifacts["comparison"].set_index("plan")
    if not {PLAN, TODAY} <= set(plans.index):
        return None
    plan, today = plans.loc[PLAN], plans.loc[TODAY]
    note = _(
        "by the same curves; today's plan uses {hours} and {prospects} prospect visits, the proposal "
        "{more_hours} and {more_prospects}"
    ).format(
        hours=format_hours(today["hours"]),
        prospects=format_number(today["prospect_visits"]),
        more_hours=format_hours(plan["hours"]),
        more_prospects=format_number(plan["prospect_visits"]),
    )
    if abs(today["gain_share"]) < SMALL_GAIN:
        note = _("small, under {limit}; {note}").format(limit=format_share(SMALL_GAIN), note=note)
    figure = f"{signed(format_money(today['gain_eur']))} ({signed(format_share(today['gain_share'], 1))})"
    if no_gain(today["gain_share"]):
        figure = _("none")
    return Tile(_("Gain on today's visits"), figure, note)


def _gains_in_words(comparison: pd.DataFrame) -> list[str]:
    """Gain over today's visits, and over the rule of thumb that comes nearest."""
    others = comparison[comparison["plan"] != PLAN]
    today, rules = others[others["plan"] == TODAY], others[others["plan"] != TODAY]
    nearest = rules.sort_values("contribution_eur", ascending=False).head(1)
    sentences: list[str] = []
    for row in pd.concat([today, nearest]).to_dict("records"):
        choose = _next_gain_sentence if sentences else _gain_sentence
        sentences.append(
            choose(row["gain_share"]).format(
                share=format_share(abs(row["gain_share"]), 1),
                plan=label("plan", row["plan"]),
                gain=format_money(abs(row["gain_eur"])),
            )
        )
    return sentences


def _gain_sentence(share: float) -> str:
    """Choose the words for a gain: none, a loss, a small one, or one that counts."""
    if no_gain(share):
        return _("If the judged curves hold, the plan brings no more than {plan}.")
    if share < 0:
        return _("If the judged curves hold, the plan brings {share} less than {plan} ({gain}).")
    if share < SMALL_GAIN:
        return _(
            "If the judged curves hold, the plan brings {share} more than {plan} ({gain}), which is small."
        )
    return _("If the judged curves hold, the plan brings {share} more than {plan} ({gain}).")


def _next_gain_sentence(share: float) -> str:
    """Choose the words for a second gain, where the condition has just been said."""
    if no_gain(share):
        return _("By the same curves, it brings no more than {plan}.")
    if share < 0:
        return _("By the same curves, it brings {share} less than {plan} ({gain}).")
    if share < SMALL_GAIN:
        return _("By the same curves, it brings {share} more than {plan} ({gain}), which is small.")
    return _("By the same curves, it brings {share} more than {plan} ({gain}).")
