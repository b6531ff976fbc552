"""The pages of steps 10 and 11: the visits and why, what they bring and cost, what is done first."""

import pandas as pd

from solver.allocation.explain.team_size import HIGH_RETURN, LOW_RETURN
from solver.handover.pdf.pages import (
    Page,
    Part,
    callout,
    filling_table,
    heading,
    lines_left_out,
    note,
    picture,
    table,
)
from solver.handover.pdf.portfolio_pages import named_reps, rep_column, without_empty_today
from solver.report import figures
from solver.report.figures.action_plan import summed_up
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.gain import firmness, gain_sentences
from solver.report.findings.goals import goals_sentence
from solver.report.findings.pac import first_to_give_up, pac_heads, pac_lines
from solver.report.findings.read import Findings
from solver.report.findings.summary import visits_left_out
from solver.report.look.cells import Column
from solver.tables.codes import label
from solver.words.i18n import _, format_share

MANY_REPS = 12


def visits_page(findings: Findings) -> Page | None:
    """Return who gets how many visits, today and in the plan, and why."""
    artifacts = findings.artifacts
    if not artifacts.has("allocation", "account_types"):
        return None
    first = figures.visits_today_and_proposed(artifacts.table("allocation"), artifacts.table("account_types"))
    parts = [picture(first, titled=False)]
    if artifacts.has("accounts"):
        columns = without_empty_today(
            {
                "name": Column(),
                "visits_today": Column(label=_("Today")),
                "visits": Column(label=_("Plan")),
                "contribution_eur": Column(),
                "reason": Column(),
            },
            artifacts.table("allocation"),
        )
        parts += [
            heading(_("The accounts that count, and why")),
            filling_table(_main_accounts(artifacts), columns),
        ]
    return Page(_("The visits, and why"), first.title, parts, step="10")


def _main_accounts(artifacts: Artifacts) -> pd.DataFrame:
    """Accounts by what they bring, the largest first, named."""
    table = artifacts.table("allocation").sort_values(
        ["contribution_eur", "account_id"], ascending=[False, True]
    )
    return table.merge(artifacts.table("accounts")[["account_id", "name"]], on="account_id", how="left")


def worth_page(findings: Findings) -> Page | None:
    """Return what the plan brings, where it comes from, what it costs and how sure it is."""
    artifacts = findings.artifacts
    if not artifacts.has("comparison"):
        return None
    drawn = figures.comparison(artifacts.table("comparison"))
    title = drawn.title
    if artifacts.has("budget", "reps"):
        title = figures.budget(artifacts.table("budget"), artifacts.table("reps")).title
    parts: list[Part] = [picture(drawn, titled=title != drawn.title)]
    if artifacts.has("gain_sources"):
        columns = ["group", "accounts", "visits_today", "visits", "hours_change", "contribution_change_eur"]
        parts += [
            heading(_("Where the gain comes from")),
            table(artifacts.table("gain_sources").query("group == 'total' or accounts > 0"), columns),
        ]
        compared = (artifacts.table(name) for name in ("comparison", "allocation", "response"))
        left_out = visits_left_out(*compared)
        parts += [note(left_out)] if left_out else []
    if artifacts.has("budget"):
        parts += _budget(artifacts)
    sure = _how_sure(artifacts)
    if sure:
        parts.append(callout(_("How sure this is"), sure))
    return Page(_("What it brings and costs"), title, parts, step="10–11")


def team_page(findings: Findings) -> Page | None:
    """Return the team: where each rep's hours go, which hours earn their cost, one rep fewer or more."""
    artifacts = findings.artifacts
    if not artifacts.has("ledger"):
        return None
    drawn = figures.ledger(artifacts.table("ledger"), artifacts.table("reps"))
    columns = ["name", "capacity_hours", "client_hours", "prospect_hours", "reserve_hours", "unused_hours"]
    if artifacts.table("ledger")["free_hours"].any():
        columns.insert(-2, "free_hours")
    ledger = named_reps(artifacts.table("ledger"), artifacts).sort_values(["name", "rep_id"], kind="stable")
    hours = [
        part
        for told in findings.answers_to("hours")
        for part in (heading(told.question), note(" ".join(told.more)))
    ]
    parts: list[Part] = [*hours, filling_table(ledger, rep_column(columns), total=len(ledger) > 1)]
    if len(ledger) <= MANY_REPS:
        parts = [picture(drawn, titled=False), table(ledger, rep_column(columns), total=len(ledger) > 1)]
        parts += hours
        if artifacts.has("team_size"):
            parts += _team_size(artifacts)
    return Page(_("The team"), drawn.title, parts, step="10")


def _budget(artifacts: Artifacts) -> list[Part]:
    """Return what the plan costs, rep by rep, beside what one hour more of each would bring."""
    costs = named_reps(artifacts.table("budget"), artifacts)
    columns = ["name", "visits", "hours", "visit_cost_eur", "other_cost_eur", "lost_without_visits_eur"]
    if artifacts.has("hour_prices"):
        costs = costs.merge(artifacts.table("hour_prices")[["rep_id", "price_eur"]], on="rep_id", how="left")
        columns.append("price_eur")
    left_out = lines_left_out(MANY_REPS, len(costs)) or None
    heads = rep_column(columns)
    if "price_eur" in heads:
        heads["price_eur"] = Column(label=_("One more hour"))  # the heading says the rest
    made = table(costs, heads, total=len(costs) > 1, rows=MANY_REPS, note=left_out)
    return [heading(_("The budget, and what one more hour would bring over the years counted")), made]


def _team_size(artifacts: Artifacts) -> list[Part]:
    """Return what a rep fewer or a rep more would change."""
    columns: dict[str, str | Column] = {
        "team_change": Column(),
        "name": Column(label=_("Rep")),
        "moved_accounts": Column(),
        "change_eur": Column(label=_("First year")),
        "years_change_eur": Column(),
        "cost_change_eur": Column(),
        "return_share": Column(),
        "return_low_80": Column(),
        "return_high_80": Column(),
        "sizing": Column(),
    }
    team = named_reps(artifacts.table("team_size"), artifacts)
    read = _(
        "Return: what the visits bring over the years counted, less a year's cost, over that cost; {low} to "
        "{high} is usual. With what is assumed drawn anew it lies four times in five between the two ends: "
        "it rests on the assumed curves, like the gain, and is no verdict on a person."
    ).format(low=format_share(LOW_RETURN), high=format_share(HIGH_RETURN))
    return [heading(_("One rep fewer, or one more")), note(read), filling_table(team, columns)]


def _how_sure(artifacts: Artifacts) -> list[str]:
    """Sentences on the gain, on the numbers of visits, and on the dearest rule."""
    # The summary says the gain itself; what it is made of stands here.
    _gain, *said = gain_sentences(artifacts.facts("gain.json"), artifacts.table("comparison")) or [""]
    said += (
        [firmness(artifacts.table("stability"), artifacts.table("allocation"))]
        if artifacts.has("stability")
        else []
    )
    if artifacts.has("rule_prices"):
        dearest = artifacts.table("rule_prices").query("rule != 'all_rules'")
        dearest = dearest.sort_values("forgone_eur", ascending=False, kind="stable").head(1)
        said += [
            _("The dearest rule, in the first year: {sentence}").format(sentence=text[:1].lower() + text[1:])
            for text in dearest["sentence"]
        ]
    return said


def actions_page(findings: Findings) -> Page | None:
    """Return the action plan on one page: an action a line, by track."""
    artifacts = findings.artifacts
    if not artifacts.has("action_plan"):
        return None
    plan = artifacts.table("action_plan")
    lines = pac_lines(plan, artifacts.facts("certificate.json").get("prospects_expected"))
    parts: list[Part] = []
    for track, rows in lines.groupby("track", sort=False):
        parts += [heading(label("track", str(track))), table(rows, pac_heads())]
    title = summed_up(plan)
    goals = goals_sentence(plan, artifacts.facts("need.json"), artifacts.table("qualification"))
    spare = first_to_give_up(plan, artifacts.table("allocation"))
    lead = " ".join(part for part in (goals, spare) if part)
    return Page(_("The action plan on one page"), title, parts, lead=lead, step="11")
