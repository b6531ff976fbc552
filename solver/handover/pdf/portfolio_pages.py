"""The pages of steps 2 to 9: the time there is, the prospects it takes, who the accounts are."""

from typing import Any

import pandas as pd

from solver.handover.pdf.pages import Page, Part, filling_table, heading, note, picture, table, words
from solver.method.accounts.group_accounts import type_table
from solver.method.accounts.segment_portfolio import class_summary
from solver.report import figures
from solver.report.findings.artifacts import has
from solver.report.findings.expected import (
    growth_sentence,
    pursuits_sentence,
    range_sentence,
    sources_sentence,
    written_figures,
)
from solver.report.findings.read import Findings
from solver.report.look.cells import Column
from solver.report.past.sentences import cautions, names_of_accounts
from solver.words.i18n import _
from solver.words.sentences import rep_names


def hours_page(findings: Findings) -> Page | None:
    """Return the page of step 2: the hours there are and what one costs."""
    artifacts = findings.artifacts
    if not has(artifacts, "rep_time"):
        return None
    first = figures.time_waterfall(artifacts["rep_time"])
    parts = [picture(first, titled=False), picture(figures.monthly_capacity(artifacts["rep_time"]))]
    if has(artifacts, "visit_cost"):
        columns = ["name", "capacity_hours", "cost_per_hour_eur", "hours_per_visit", "cost_per_visit_eur"]
        costs = named_reps(artifacts["visit_cost"], artifacts)
        parts += [
            heading(_("Cost of an hour and of a visit, rep by rep")),
            filling_table(costs, rep_column(columns)),
        ]
    return Page(_("The hours available"), first.title, parts, step="2")


def prospects_page(findings: Findings) -> Page | None:
    """Return the page of step 3: how many visits to prospects, and how they become clients."""
    artifacts = findings.artifacts
    if not has(artifacts, "need.json"):
        return None
    first = figures.need_bridge(artifacts["need.json"])
    parts = [picture(first, titled=False)]
    if has(artifacts, "funnel"):
        parts.append(picture(figures.funnel(artifacts["funnel"])))
    if has(artifacts, "prospect_target"):
        columns = ["name", "prospect_visits", "prospect_hours", "capacity_share"]
        target = named_reps(artifacts["prospect_target"], artifacts)
        parts += [
            heading(_("The prospect visits of each rep")),
            filling_table(
                target,
                rep_column(columns)
                | {
                    "prospect_visits": Column(label=_("Visits")),
                    "prospect_hours": Column(label=_("Hours")),
                    "capacity_share": Column(label=_("Of the hours available"), decimals=1),
                },
                total=len(target) > 1,
            ),
        ]
    return Page(_("The prospect target"), first.title, parts, step="3")


def expected_page(findings: Findings) -> Page | None:
    """Return the second page of step 3: what is expected, and where new clients come from."""
    artifacts = findings.artifacts
    if not has(artifacts, "expected_figures", "need.json"):
        return None
    found, need = artifacts["expected_figures"], artifacts["need.json"]
    sentences = [growth_sentence(found)]
    if "on_record" in need:
        sentences.append(pursuits_sentence(need))
    parts = [words(sentence) for sentence in sentences]
    parts.append(table(written_figures(found)))
    if has(artifacts, "arrivals"):
        parts += [heading(_("Where new clients come from")), words(sources_sentence(artifacts["arrivals"]))]
        parts.append(table(artifacts["arrivals"]))
    title = _("What is expected, and how far it could be off")
    return Page(title, range_sentence(found), parts, step="3")


def segments_page(findings: Findings) -> Page | None:
    """Return the page of step 4: who makes the revenue."""
    artifacts = findings.artifacts
    if not has(artifacts, "segments"):
        return None
    segments = artifacts["segments"]
    first = figures.abc_curve(segments, findings.portfolio.abc_measure)
    columns = ["segment", "clients", "client_share", "revenue_eur", "revenue_share", "margin_eur"]
    parts = [
        picture(first, titled=False),
        heading(_("Three classes, very unequal")),
        table(class_summary(segments), columns, total=True),
    ]
    if has(artifacts, "accounts"):
        largest = segments.sort_values("rank", kind="stable").merge(
            artifacts["accounts"][["account_id", "name", "town"]], on="account_id", how="left"
        )
        shown = ["rank", "name", "town", "revenue_eur", "share", "cumulative_share", "margin_eur", "segment"]
        parts += [heading(_("The largest clients")), filling_table(largest, shown)]
    return Page(_("Who makes the revenue"), first.title, parts, step="4")


def potential_page(findings: Findings) -> Page | None:
    """Return the page of steps 5 and 6: what is left to win, and the account types it makes."""
    artifacts = findings.artifacts
    if not has(artifacts, "qualification", "accounts"):
        return None
    first = figures.wallet(artifacts["qualification"], artifacts["accounts"])
    parts = [picture(first, titled=False)]
    if has(artifacts, "account_types", "segments"):
        types, segments, qualification = (
            artifacts[name] for name in ("account_types", "segments", "qualification")
        )
        parts.append(picture(figures.crossed_matrix(types, segments, qualification)))
        made = type_table(types, qualification)
        parts.append(
            filling_table(
                made[made["accounts"] > 0],
                ["account_type", "accounts", "revenue_eur", "revenue_share", "gap_eur"],
            )
        )
    return Page(_("What is left to win"), first.title, parts, step="5–6")


def typology_page(findings: Findings) -> Page | None:
    """Return the page of steps 7 to 9: how clients buy, and the score it all makes."""
    artifacts = findings.artifacts
    drawn = []
    if has(artifacts, "typology", "segments"):
        drawn.append(figures.behaviours(artifacts["typology"], artifacts["segments"]))
    if has(artifacts, "scores"):
        cuts = findings.portfolio
        drawn.append(
            figures.score_distribution(
                artifacts["scores"], cuts=(cuts.score_cut_s1, cuts.score_cut_s2, cuts.score_cut_s3)
            )
        )
    if not drawn:
        return None
    parts = [picture(drawn[0], titled=False), *map(picture, drawn[1:])]
    if has(artifacts, "scores", "accounts"):
        parts += _best_scores(artifacts)
    if has(artifacts, "evidence.json", "accounts"):
        names = names_of_accounts(artifacts["accounts"])
        parts += [note(said) for said in cautions(artifacts["evidence.json"], names)]
    return Page(_("How they buy, and the score"), drawn[0].title, parts, step="7–9")


def _best_scores(artifacts: dict[str, Any]) -> list[Part]:
    """Who stands first, and with how many points by which criterion."""
    scores = artifacts["scores"]
    best = scores[scores["kind"] == "client"].sort_values(["score", "account_id"], ascending=[False, True])
    if best.empty:
        return []
    named = best.merge(artifacts["accounts"][["account_id", "name"]], on="account_id", how="left")
    points = [str(name) for name in named if str(name).endswith("_points") and named[name].notna().any()]
    whole = {name: Column(decimals=0) for name in ("score", *points)}
    columns: dict[str, str | Column] = {"name": Column(), "score_class": Column(), **whole}
    return [heading(_("The clients with the highest scores")), filling_table(named, columns)]


def named_reps(table: pd.DataFrame, artifacts: dict[str, Any]) -> pd.DataFrame:
    """Add the rep's name; the code where there is none."""
    names = rep_names(artifacts["reps"]) if has(artifacts, "reps") else {}
    return table.assign(name=table["rep_id"].map(lambda rep_id: names.get(str(rep_id), str(rep_id))))


def without_empty_today(
    columns: dict[str, str | Column], allocation: pd.DataFrame
) -> dict[str, str | Column]:
    """Leave out today's visits where the firm keeps no log of them."""
    logged = allocation["visits_today"].notna().any()
    return {name: spec for name, spec in columns.items() if logged or name != "visits_today"}


def rep_column(columns: list[str]) -> dict[str, str | Column]:
    """Return the columns of a table of reps, their names under the right head."""
    return {name: Column(label=_("Rep")) if name == "name" else Column() for name in columns}
