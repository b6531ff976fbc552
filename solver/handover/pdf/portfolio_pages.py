"""The pages of steps 2 to 9: the time there is, the prospects it takes, who the clients are."""

import pandas as pd

from solver.handover.pdf.pages import Page, Part, filling_table, heading, note, picture, words
from solver.report import figures
from solver.report.figures.behaviour import who_is_at_risk
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.expected import range_sentence
from solver.report.findings.read import Findings
from solver.report.look.cells import Column
from solver.report.past.sentences import cautions, names_of_accounts
from solver.tables.criteria import POINTS
from solver.words.i18n import _
from solver.words.sentences import rep_names


def time_page(findings: Findings) -> Page | None:
    """Return the page of steps 2 and 3: the hours there are, and the prospects that the goal takes."""
    artifacts = findings.artifacts
    if not artifacts.has("rep_time"):
        return None
    first = figures.time_waterfall(artifacts.table("rep_time"))
    parts = [picture(first, titled=False)]
    if artifacts.has("need.json"):
        parts += _prospects(artifacts)
    if artifacts.has("visit_cost"):
        columns = ["name", "capacity_hours", "cost_per_hour_eur", "hours_per_visit", "cost_per_visit_eur"]
        costs = named_reps(artifacts.table("visit_cost"), artifacts)
        parts += [
            heading(_("Cost of an hour and of a visit, rep by rep")),
            filling_table(costs, rep_column(columns)),
        ]
    return Page(_("The time and the prospects"), first.title, parts, step="2–3")


def _prospects(artifacts: Artifacts) -> list[Part]:
    """Show how many visits to prospects the goal takes, and how far that could be off."""
    need = artifacts.facts("need.json")
    parts: list[Part] = [picture(figures.need_bridge(need))]
    if artifacts.has("expected_figures"):
        parts.append(words(range_sentence(artifacts.table("expected_figures"))))
    return parts


def clients_page(findings: Findings) -> Page | None:
    """Return the page of steps 4 to 6: who makes the revenue, and what is left to win."""
    artifacts = findings.artifacts
    if not artifacts.has("segments"):
        return None
    segments = artifacts.table("segments")
    first = figures.abc_curve(segments, findings.portfolio.abc_measure)
    parts = [picture(first, titled=False)]
    if artifacts.has("account_types", "qualification"):
        types, qualification = artifacts.table("account_types"), artifacts.table("qualification")
        parts.append(picture(figures.crossed_matrix(types, segments, qualification)))
    return Page(_("Who the clients are"), first.title, parts, step="4–6")


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
    if artifacts.has("typology", "segments", "loss_risk"):
        typology, segments, risk = (artifacts.table(name) for name in ("typology", "segments", "loss_risk"))
        said = who_is_at_risk(typology, segments, risk, artifacts.get("label_losses"))
        parts[1:1] = [note(said)] if said else []
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
    points = [str(name) for name in named if str(name).endswith(POINTS) and named[name].notna().any()]
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
