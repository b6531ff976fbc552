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
from solver.report.figures.hours import earning_hours
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.gain import firmness, gain_sentences
from solver.report.findings.goals import goals_sentence
from solver.report.findings.hours import hours_that_earn
from solver.report.findings.read import Findings
from solver.report.findings.summary import visits_left_out
from solver.report.look.cells import Column
from solver.tables.codes import label
from solver.words.i18n import _, counted, format_number, format_share

FIRST_DAYS = 90
OF_A_TRACK = 8
TRACKS = ("sales", "development", "information")
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
        left_out = visits_left_out(artifacts.table("comparison"), artifacts.table("allocation"))
        parts += [note(left_out)] if left_out else []
    if artifacts.has("budget"):
        parts += _budget(artifacts)
    sure = _how_sure(artifacts)
    if sure:
        parts.append(callout(_("How sure this is"), sure))
    return Page(_("What it brings and costs"), title, parts, step="10–11")


def hours_page(findings: Findings) -> Page | None:
    """Return how many hours earn their cost, and what other hours or another team would bring."""
    artifacts = findings.artifacts
    if not artifacts.has("stopping_plans"):
        return None
    plans, years = artifacts.table("stopping_plans"), findings.portfolio.value_years
    columns = ["stop_at", "visits", "prospect_visits", "hours", "contribution_eur", "years_eur"]
    parts: list[Part] = [
        heading(_("Fill the hours, or stop at their cost")),
        table(plans, [*columns, "hours_cost_eur", "road_cost_eur"]),
    ]
    if artifacts.has("hours_curve"):
        curve = artifacts.table("hours_curve")
        parts += [heading(_("The plan with fewer and more hours")), table(curve, list(curve.columns))]
    if artifacts.has("team_size"):
        parts += _team_size(artifacts)
    return Page(
        _("Hours and team"),
        earning_hours(plans, years),
        parts,
        lead=hours_that_earn(plans, years),
        step="10",
    )


def _budget(artifacts: Artifacts) -> list[Part]:
    """Return what the plan costs, rep by rep, beside what one hour more of each would bring."""
    costs = named_reps(artifacts.table("budget"), artifacts)
    columns = ["name", "visits", "hours", "visit_cost_eur", "other_cost_eur", "lost_without_visits_eur"]
    if artifacts.has("hour_prices"):
        costs = costs.merge(artifacts.table("hour_prices")[["rep_id", "price_eur"]], on="rep_id", how="left")
        columns.append("price_eur")
    left_out = lines_left_out(MANY_REPS, len(costs)) or None
    made = table(costs, rep_column(columns), total=len(costs) > 1, rows=MANY_REPS, note=left_out)
    return [heading(_("The budget, and the price of an hour")), made]


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
        "sizing": Column(),
    }
    team = named_reps(artifacts.table("team_size"), artifacts)
    read = _(
        "Return: what the visits bring over the years counted, less a year's cost, over that cost. Under "
        "{low} there is one rep too many, above {high} one too few; judged by the curves, like the gain."
    ).format(low=format_share(LOW_RETURN), high=format_share(HIGH_RETURN))
    return [heading(_("One rep fewer, or one more")), note(read), filling_table(team, columns)]


def _how_sure(artifacts: Artifacts) -> list[str]:
    """Sentences on the gain, on the numbers of visits, and on the dearest rule."""
    said = gain_sentences(artifacts.facts("gain.json"), artifacts.table("comparison"))
    said += [firmness(artifacts.table("stability"))] if artifacts.has("stability") else []
    if artifacts.has("rule_prices"):
        dearest = artifacts.table("rule_prices").query("rule != 'all_rules'")
        dearest = dearest.sort_values("price_eur", ascending=False, kind="stable").head(1)
        said += [_("The dearest rule: {sentence}").format(sentence=text) for text in dearest["sentence"]]
    return said


def actions_page(findings: Findings) -> Page | None:
    """Return the action plan by track, and what is due first."""
    artifacts = findings.artifacts
    if not artifacts.has("action_plan", "allocation"):
        return None
    plan = artifacts.table("action_plan")
    parts: list[Part] = [table(_tracks(plan), total=True)]
    soon = pd.Timestamp(findings.portfolio.plan_start) + pd.Timedelta(days=FIRST_DAYS)
    tracks = [(str(track), _most_first(rows, soon, artifacts)) for track, rows in plan.groupby("track")]
    for place, (track, rows) in enumerate(sorted(tracks, key=lambda pair: TRACKS.index(pair[0]))):
        parts.append(heading(_track_heading(track, rows, soon)))
        last = place == len(tracks) - 1
        heads: dict[str, str | Column] = {
            "name": Column(),
            "objective": Column(),
            "rep": Column(label=_("Rep")),
            "channel": Column(),
        }
        parts.append(filling_table(rows, heads) if last else table(rows, heads, rows=OF_A_TRACK))
    title = figures.actions(plan).title
    goals = goals_sentence(plan, artifacts.facts("need.json"))
    return Page(_("The action plan"), title, parts, lead=goals, step="11")


def _track_heading(track: str, rows: pd.DataFrame, soon: pd.Timestamp) -> str:
    due = int((rows["due_on"] < soon).sum())
    if due == 0:
        sentence = _("{track}: {actions}, an extract")
    else:
        sentence = counted(
            due,
            "{track}: {actions}, {n} of them due in the first {days} days",
            "{track}: {actions}, {n} of them due in the first {days} days",
        )
    return sentence.format(
        track=label("track", track),
        actions=counted(len(rows), "{n} action", "{n} actions"),
        days=format_number(FIRST_DAYS),
    )


def _tracks(plan: pd.DataFrame) -> pd.DataFrame:
    """One line per track: actions, visits, hours and budget."""
    groups = plan.groupby("track", as_index=False)
    return groups.agg(
        actions=("action_id", "size"),
        visits=("visits", "sum"),
        hours=("hours", "sum"),
        budget_eur=("budget_eur", "sum"),
    )


def _most_first(rows: pd.DataFrame, soon: pd.Timestamp, artifacts: Artifacts) -> pd.DataFrame:
    """Actions due soon first, then those with most hours, on the accounts that bring most; all named."""
    worth = artifacts.table("allocation").set_index("account_id")["contribution_eur"]
    ordered = rows.assign(
        later=rows["due_on"] >= soon, worth_eur=rows["account_id"].map(worth).fillna(0.0)
    ).sort_values(
        ["later", "hours", "worth_eur", "due_on", "action_id"], ascending=[True, False, False, True, True]
    )
    reps = named_reps(ordered, artifacts)["name"]
    ordered = ordered.assign(rep=reps)
    if not artifacts.has("accounts"):
        return ordered.assign(name=ordered["account_id"])
    return ordered.merge(artifacts.table("accounts")[["account_id", "name"]], on="account_id", how="left")
