"""The pages of steps 2 to 9: the time there is, the prospects it takes, who the accounts are."""

import pandas as pd

from solver.handover.pdf.pages import Page, Part, filling_table, heading, note, picture, table, words
from solver.method.accounts.group_accounts import type_table
from solver.method.accounts.segment_portfolio import class_summary
from solver.report import figures
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.expected import (
    growth_sentence,
    losses_sentence,
    pursuits_sentence,
    range_sentence,
    reconciliation,
    sources_sentence,
    written_figures,
)
from solver.report.findings.read import Findings
from solver.report.look.cells import Column
from solver.report.past.sentences import cautions, names_of_accounts
from solver.words.i18n import _, counted
from solver.words.sentences import rep_names


def hours_page(findings: Findings) -> Page | None:
    """Return the page of step 2: the hours there are and what one costs."""
    artifacts = findings.artifacts
    if not artifacts.has("rep_time"):
        return None
    first = figures.time_waterfall(artifacts.table("rep_time"))
    parts = [picture(first, titled=False), picture(figures.monthly_capacity(artifacts.table("rep_time")))]
    if artifacts.has("visit_cost"):
        columns = ["name", "capacity_hours", "cost_per_hour_eur", "hours_per_visit", "cost_per_visit_eur"]
        costs = named_reps(artifacts.table("visit_cost"), artifacts)
        parts += [
            heading(_("Cost of an hour and of a visit, rep by rep")),
            filling_table(costs, rep_column(columns)),
        ]
    return Page(_("The hours available"), first.title, parts, step="2")


def prospects_page(findings: Findings) -> Page | None:
    """Return the page of step 3: how many visits to prospects, and how they become clients."""
    artifacts = findings.artifacts
    if not artifacts.has("need.json"):
        return None
    first = figures.need_bridge(artifacts.facts("need.json"))
    parts = [picture(first, titled=False)]
    if artifacts.has("funnel"):
        parts.append(picture(figures.funnel(artifacts.table("funnel"))))
    if artifacts.has("prospect_target"):
        columns = ["name", "prospect_visits", "prospect_hours", "capacity_share"]
        target = named_reps(artifacts.table("prospect_target"), artifacts)
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
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    lead = reconciliation(artifacts.facts("need.json"), expected) if expected else ""
    return Page(_("The prospect target"), first.title, parts, lead=lead, step="3")


def expected_page(findings: Findings) -> Page | None:
    """Return the second page of step 3: what is expected, and where new clients come from."""
    artifacts = findings.artifacts
    if not artifacts.has("expected_figures", "need.json"):
        return None
    found, need = artifacts.table("expected_figures"), artifacts.facts("need.json")
    sentences = [growth_sentence(found)]
    if "on_record" in need:
        sentences.append(pursuits_sentence(need))
    if artifacts.has("loss_risk", "segments"):
        sentences.append(losses_sentence(need, artifacts.table("loss_risk"), artifacts.table("segments")))
    parts = [words(sentence) for sentence in sentences]
    parts.append(table(written_figures(found)))
    if artifacts.has("arrivals"):
        parts += [
            heading(_("Where new clients come from")),
            words(sources_sentence(artifacts.table("arrivals"))),
        ]
        parts.append(table(artifacts.table("arrivals")))
    title = _("What is expected, and how far it could be off")
    short = counted(
        need["prospect_visits"],
        "The goal takes {n} visit to prospects",
        "The goal takes {n} visits to prospects",
    )
    return Page(title, short, parts, step="3", lead=range_sentence(found))


def segments_page(findings: Findings) -> Page | None:
    """Return the page of step 4: who makes the revenue."""
    artifacts = findings.artifacts
    if not artifacts.has("segments"):
        return None
    segments = artifacts.table("segments")
    first = figures.abc_curve(segments, findings.portfolio.abc_measure)
    columns = ["segment", "clients", "client_share", "revenue_eur", "revenue_share", "margin_eur"]
    parts = [
        picture(first, titled=False),
        heading(_("Three classes, very unequal")),
        table(class_summary(segments), columns, total=True),
    ]
    if artifacts.has("accounts"):
        largest = segments.sort_values("rank", kind="stable").merge(
            artifacts.table("accounts")[["account_id", "name", "town"]], on="account_id", how="left"
        )
        shown = ["rank", "name", "town", "revenue_eur", "share", "cumulative_share", "margin_eur", "segment"]
        parts += [heading(_("The largest clients")), filling_table(largest, shown)]
    return Page(_("Who makes the revenue"), first.title, parts, step="4")


def potential_page(findings: Findings) -> Page | None:
    """Return the page of steps 5 and 6: what is left to win, and the account types it makes."""
    artifacts = findings.artifacts
    if not artifacts.has("qualification", "accounts"):
        return None
    first = figures.wallet(artifacts.table("qualification"), artifacts.table("accounts"))
    parts = [picture(first, titled=False)]
    if artifacts.has("account_types", "segments"):
        types, segments, qualification = (
            artifacts.table(name) for name in ("account_types", "segments", "qualification")
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
    if artifacts.has("typology", "segments"):
        drawn.append(figures.behaviours(artifacts.table("typology"), artifacts.table("segments")))
    if artifacts.has("scores"):
        cuts = findings.portfolio
        drawn.append(
            figures.score_distribution(
                artifacts.table("scores"), cuts=(cuts.score_cut_s1, cuts.score_cut_s2, cuts.score_cut_s3)
            )
        )
    if not drawn:
        return None
    parts = [picture(drawn[0], titled=False), *map(picture, drawn[1:])]
    if artifacts.has("scores", "accounts"):
        parts += _best_scores(artifacts)
    if artifacts.has("evidence.json", "accounts"):
        names = names_of_accounts(artifacts.table("accounts"))
        parts += [note(said) for said in cautions(artifacts.facts("evidence.json"), names)]
    return Page(_("How they buy, and the score"), drawn[0].title, parts, step="7–9")


def _best_scores(artifacts: Artifacts) -> list[Part]:
    """Who stands first, and with how many points by which criterion."""
    scores = artifacts.table("scores")
    best = scores[scores["kind"] == "client"].sort_values(["score", "account_id"], ascending=[False, True])
    if best.empty:
        return []
    named = best.merge(artifacts.table("accounts")[["account_id", "name"]], on="account_id", how="left")
    points = [str(name) for name in named if str(name).endswith("_points") and named[name].notna().any()]
    whole = {name: Column(decimals=0) for name in ("score", *points)}
    columns: dict[str, str | Column] = {"name": Column(), "score_class": Column(), **whole}
    return [heading(_("The clients with the highest scores")), filling_table(named, columns)]


def named_reps(table: pd.DataFrame, artifacts: Artifacts) -> pd.DataFrame:
    """Add the rep's name; the code where there is none."""
    names = rep_names(artifacts.table("reps")) if artifacts.has("reps") else {}
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
