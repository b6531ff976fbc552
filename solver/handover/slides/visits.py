"""The slides on the visits: who gains and who loses some, why, and what the plan brings."""

from typing import Any

import pandas as pd

from solver.handover.slides import measure
from solver.handover.slides.deck import BOTTOM, INSIDE, MARGIN, TOP, WIDTH, Deck, one_line
from solver.handover.slides.notes import note
from solver.handover.slides.shapes import (
    PRIMARY,
    SIDE,
    TITLE_INK,
    Column,
    Line,
    bars,
    figure_form,
    panel,
    table,
    write,
)
from solver.report.figures.plans import PLAN, gain_in_words
from solver.report.figures.visits import proposed_without_log
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.asked_first import asked_first
from solver.report.findings.gain import firmness, who_judged
from solver.report.findings.potentials import potential_reached
from solver.report.findings.rules_on_accounts import SET_BY_HAND
from solver.report.findings.summary import judgements
from solver.report.look import theme
from solver.report.past.sentences import classes_warning
from solver.tables.codes import label, labels
from solver.tables.dictionary import column_label
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share, with_label
from solver.words.sentences import short_name, signed

NAMED, NAME_WIDE = 5, 3.0
LONGEST = 200  # signs of an assumption that a slide has room for
NO_GAP = 5e-6  # written with three decimals of a per cent, it is nothing
EXAMPLES, GAP, INSIDE_CARD = 3, 0.25, 0.26
CARD = (INSIDE - (EXAMPLES - 1) * GAP) / EXAMPLES
CONTEXT = ("revenue_eur", "potential_eur", "contribution_eur")


def moves(deck: Deck) -> None:
    """Add who gains and who loses visits: by account type, and the accounts that move most."""
    if not deck.findings.has("allocation", "account_types", "accounts"):
        return
    allocation = _named(deck)
    logged = bool(allocation["visits_today"].notna().any())
    slide = deck.page(
        _moves_in_words(allocation, logged),
        note(
            _("Every account is in plan.xlsx with its visits and the reason for them."),
            "allocation",
            "account_types",
        ),
    )
    sums = allocation.groupby("account_type")[["visits_today", "visits"]].sum(min_count=1)
    moving = set(sums.index[sums.fillna(0).sum(axis=1) > 0])
    types = [name for name in labels("account_type") if name in moving]
    series = {_("proposed"): sums.loc[types, "visits"].astype(float).tolist()}
    if logged:
        today = sums.loc[types, "visits_today"].astype("float64").fillna(0.0).tolist()
        series = {_("last 12 months"): today, **series}
    wide = 6.55 if logged else INSIDE
    bars(
        slide,
        (MARGIN - 0.1, TOP - 0.1, wide, BOTTOM - TOP + 0.1),
        [label("account_type", name) for name in types],
        series,
        form=figure_form(),
        name=_("Visits by account type"),
        alt=_("Visits of the last 12 months and visits proposed, by account type.")
        if logged
        else _("Visits proposed, by account type."),
        colours=(theme.QUIET, PRIMARY) if logged else (PRIMARY,),
        across=True,
        gap=30,
    )
    if logged:
        _tables_of_moves(slide, allocation, deck)


def _named(deck: Deck) -> pd.DataFrame:
    """Return the allocation with names, account types, score classes and the change of visits."""
    artifacts = deck.findings.artifacts
    table_ = artifacts.table("allocation").merge(
        artifacts.table("account_types")[["account_id", "account_type"]], on="account_id", how="left"
    )
    if deck.findings.has("scores"):
        table_ = table_.merge(
            artifacts.table("scores")[["account_id", "score", "score_class"]], on="account_id", how="left"
        )
    for name, column in (("segments", "revenue_eur"), ("qualification", "potential_eur")):
        if deck.findings.has(name):
            table_ = table_.merge(artifacts.table(name)[["account_id", column]], on="account_id", how="left")
    reached = table_["account_id"].isin(potential_reached(artifacts))
    table_["no_example"] = reached | table_["binding"].isin(SET_BY_HAND)
    unused = pd.Series(dtype="float64")
    if deck.findings.has("ledger"):
        unused = artifacts.table("ledger").set_index("rep_id")["unused_hours"]
    table_["unused_hours"] = table_["rep_id"].map(unused).astype("float64").fillna(0.0)
    table_["hours_left"] = table_["unused_hours"] > table_["hours_per_visit"]
    table_["first"] = table_["account_id"].map(asked_first(artifacts))
    names = artifacts.table("accounts").set_index("account_id")["name"]
    table_["name"] = table_["account_id"].map(names).fillna(table_["account_id"]).map(one_line)
    table_["visits_today"] = table_["visits_today"].astype("float64")
    table_["change"] = table_["visits"] - table_["visits_today"].fillna(0.0)
    return table_.sort_values("account_id", ignore_index=True, kind="stable")


def _moves_in_words(allocation: pd.DataFrame, logged: bool) -> str:
    if not logged:
        return proposed_without_log(allocation["visits"].sum())
    more, fewer = int((allocation["change"] > 0).sum()), int((allocation["change"] < 0).sum())
    up = counted(more, "{n} account gains visits", "{n} accounts gain visits")
    down = counted(fewer, "{n} gives some up", "{n} give some up")
    return _("{gains}, {losses}: {visits} against {today}").format(
        gains=up,
        losses=down,
        visits=counted(allocation["visits"].sum(), "{n} visit", "{n} visits"),
        today=format_number(allocation["visits_today"].sum()),
    )


def _tables_of_moves(slide: Any, allocation: pd.DataFrame, deck: Deck) -> None:
    left, half = 7.35, (BOTTOM - TOP) / 2
    ordered = allocation.sort_values("change", ascending=False, kind="stable")
    parts = (
        (_("Gain the most"), ordered[ordered["change"] > 0].head(NAMED)),
        (_("Give up the most"), ordered[ordered["change"] < 0].iloc[::-1].head(NAMED)),
    )
    top = TOP
    for head, rows in parts:
        if rows.empty:
            continue
        top = table(
            slide,
            (left, top, WIDTH - MARGIN - left, half - 0.1),
            [
                Column(head, NAME_WIDE),
                Column(_("today"), 1.4, right=True),
                Column(_("plan"), 0.98, right=True, bold=True),
            ],
            [
                [
                    measure.cut(row["name"], 14, NAME_WIDE - 2 * SIDE),
                    format_number(row["visits_today"]),
                    format_number(row["visits"]),
                ]
                for row in rows.to_dict("records")
            ],
            name=head,
            alt=_("Accounts with their visits of the last 12 months and of the plan."),
            head=(PRIMARY, deck.brand.on_primary),
        )
        top += 0.2


def examples(deck: Deck) -> None:
    """Add three accounts whose numbers of visits are explained."""
    if not deck.findings.has("allocation", "account_types", "accounts"):
        return
    chosen = _chosen(_named(deck))
    if not chosen:
        return
    first = chosen[0]
    visits = counted(first["visits"], "{n} visit", "{n} visits")
    title = _("Every number has its reason: {name} gets {visits}").format(
        name=short_name(first["name"]), visits=visits
    )
    if pd.notna(first["visits_today"]):
        title = _("Every number has its reason: {name} goes from {today} to {visits}").format(
            name=short_name(first["name"]),
            today=format_number(first["visits_today"]),
            visits=visits,
        )
    left = _hours_left(chosen)
    said = _("A visit is planned as long as its hours bring more there than anywhere else.")
    slide = deck.page(title, note(f"{said} {left}".strip(), "allocation", "account_types", "scores"))
    room = CARD - 2 * INSIDE_CARD
    size = min(measure.largest(row["name"], (18, 16, 14), (room, 0.32), bold=True) for row in chosen)
    for place, row in enumerate(chosen):
        box = (MARGIN + place * (CARD + GAP), TOP, CARD, 4.85)
        panel(slide, box, _card(row, size), name=short_name(row["name"]), inside=INSIDE_CARD)
    # Below the cards there is room for one line; what it does not say of the hours, the note does.
    if warned := classes_warning(deck.findings.artifacts.facts("evidence.json")) or left:
        below = (MARGIN, TOP + 4.9, INSIDE, BOTTOM - TOP - 4.9)
        write(slide, below, [Line(warned, 14, colour=theme.SOFT_INK)], name=_("Caution"))


def _chosen(allocation: pd.DataFrame) -> list[dict[Any, Any]]:
    """Choose the account that gains most, the one that gives up most, and the prospect worked on most.

    Where nothing is known of today, the second is the one without a visit that brings most nevertheless.
    Accounts of reps whose hours are used up go first: what a visit is worth elsewhere needs no word there.
    Who buys all that its potential on file lets us reach, or was decided on, is no example of growth.
    """
    clients = allocation[allocation["kind"] != "prospect"]
    fewer = clients.sort_values("change", kind="stable")
    if not (fewer["change"] < 0).any():
        fewer = clients[clients["visits"] == 0].sort_values(
            "contribution_eur", ascending=False, kind="stable"
        )
    prospects = allocation[(allocation["kind"] == "prospect") & (allocation["visits"] > 0)]
    ordered = [
        clients.sort_values(["no_example", "change"], ascending=[True, False], kind="stable"),
        fewer,
        prospects.sort_values(["visits", "contribution_eur"], ascending=False, kind="stable"),
        allocation.sort_values("contribution_eur", ascending=False, kind="stable"),
    ]
    chosen: dict[str, dict[Any, Any]] = {}
    for rows in (rows.sort_values("hours_left", kind="stable") for rows in ordered):
        fresh = rows[~rows["account_id"].isin(chosen)].head(1)
        for row in fresh.to_dict("records"):
            chosen[row["account_id"]] = row
    return list(chosen.values())[:EXAMPLES]


def _hours_left(chosen: list[dict[Any, Any]]) -> str:
    """Say why hours stay unused where an hour is scarce; "" where none of these reps has some left."""
    left = {
        row["rep_id"]: row["unused_hours"]
        for row in chosen
        if row["hours_left"] and row["hour_price_eur"] > 0
    }
    if not left:
        return ""
    return _("{hours} of their reps stay unused: ends of days, too short for one more visit.").format(
        hours=format_hours(sum(left.values()))
    )


def _card(row: dict[Any, Any], size: float) -> list[Line]:
    """Return the words on one account, its name in letters of that size."""
    score = ""
    if pd.notna(row.get("score_class")):
        score = _("Score {score}, class {score_class}").format(
            score=format_number(row["score"]), score_class=row["score_class"]
        )
    figure = counted(row["visits"], "{n} visit", "{n} visits")
    room = CARD - 2 * INSIDE_CARD
    lines = [
        Line(measure.cut(row["name"], size, room, bold=True), size, bold=True),
        Line(label("account_type", row["account_type"]), 14, colour=theme.SOFT_INK, before=2),
        Line(score, 14, colour=theme.SOFT_INK),
        Line(figure, 32, bold=True, colour=TITLE_INK, before=14),
    ]
    if pd.notna(row["visits_today"]):
        said = counted(
            row["visits_today"], "against {n} in the last 12 months", "against {n} in the last 12 months"
        )
        lines.append(Line(said, 14, colour=theme.SOFT_INK))
    lines.append(Line(one_line(row["reason"]), 18, before=16))
    if pd.notna(row["first"]):
        lines.append(Line(one_line(with_label(_("Ask first"), row["first"])), 14, bold=True, before=6))
    context = CONTEXT if pd.isna(row["first"]) else CONTEXT[:1]  # there is room for one line more
    known = [name for name in context if pd.notna(row.get(name))]
    for place, name in enumerate(known):
        text = with_label(column_label(name), format_money(row[name]))
        lines.append(Line(text, 14, colour=theme.SOFT_INK, before=4 if place else 16))
    return lines


def worth(deck: Deck) -> None:
    """Add what the plan brings over others, the bound nobody can pass, and what rests on judgement."""
    if not deck.findings.has("comparison"):
        return
    artifacts = deck.findings.artifacts
    others = artifacts.table("comparison")[artifacts.table("comparison")["plan"] != PLAN]
    if others.empty:
        return
    names = ["comparison"] + [
        name for name in ("certificate.json", "judgements") if artifacts.get(name) is not None
    ]
    said = _("All plans are valued by the same curves; what they are worth rests on these curves.")
    slide = deck.page(gain_in_words(others), note(said, *names))
    amounts = {
        plan: format_money(gain) for plan, gain in zip(others["plan"], others["gain_eur"], strict=True)
    }
    alt = _("What the plan brings more than each other plan: {gains}.").format(
        gains=", ".join(f"{label('plan', plan)} {signed(euros)}" for plan, euros in amounts.items())
    )
    head = [Line(_("What the plan brings more than…"), 16, bold=True, colour=TITLE_INK)]
    write(slide, (MARGIN, TOP, 6.6, 0.4), head, name=_("Head of the chart"))
    bars(
        slide,
        (MARGIN - 0.1, TOP + 0.4, 6.7, min(BOTTOM - TOP - 0.4, 0.6 + 0.95 * len(others))),
        [label("plan", plan) for plan in others["plan"]],
        {_("Gain"): others["gain_eur"].round(0).tolist()},
        name=_("Gain over other plans"),
        alt=alt,
        colours=(PRIMARY,),
        form=figure_form(money=True),
        across=True,
        gap=55,
    )
    box = (7.75, TOP, WIDTH - MARGIN - 7.75, BOTTOM - TOP)
    panel(slide, box, [*_bound(artifacts), *_judged(deck)], name=_("Bound and judgement"), inside=0.28)


def _bound(artifacts: Artifacts) -> list[Line]:
    facts = artifacts.facts("certificate.json")
    if facts.get("bound_eur") is None or facts.get("gap") is None:
        return []
    if facts["gap"] < NO_GAP:
        said = counted(
            facts["value_years"],
            "Over the one year counted, road deducted, no plan is worth more than {bound} under the same "
            "rules: this one is the best, and proven.",
            "Over the {n} years counted, road deducted, no plan is worth more than {bound} under the same "
            "rules: this one is the best, and proven.",
        )
        text = said.format(bound=format_money(facts["bound_eur"]))
        return [Line(_("How good the plan is"), 16, bold=True, colour=TITLE_INK), Line(text, before=4)]
    said = counted(
        facts["value_years"],
        "Over the one year counted, road deducted, no plan is worth more than {bound} under the same rules. "
        "This one is proven to come within {gap} of it.",
        "Over the {n} years counted, road deducted, no plan is worth more than {bound} under the same rules. "
        "This one is proven to come within {gap} of it.",
    )
    text = said.format(bound=format_money(facts["bound_eur"]), gap=format_share(facts["gap"], 3))
    return [Line(_("How good the plan is"), 16, bold=True, colour=TITLE_INK), Line(text, before=4)]


def _judged(deck: Deck) -> list[Line]:
    artifacts, portfolio = deck.findings.artifacts, deck.findings.portfolio
    told = [
        counted(
            len(judgements(portfolio)),
            "What a visit brings is assumed, not measured; {n} parameter is an assumption.",
            "What a visit brings is assumed, not measured; {n} parameters are assumptions.",
        )
    ]
    if deck.findings.has("judgements"):
        told.append(who_judged(artifacts.table("judgements")))
    if deck.findings.has("stability"):
        told.append(firmness(artifacts.table("stability"), artifacts.table("allocation")))
    told += [short_name(one_line(_(assumption)), LONGEST) for assumption in portfolio.assumptions[:2]]
    head = Line(_("What rests on judgement"), 16, bold=True, colour=TITLE_INK, before=16)
    return [head, *(Line(text, before=5) for text in told)]
