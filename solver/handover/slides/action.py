"""The slides that end a meeting: decisions to take, the action plan and its budget, the first days."""

import re
from typing import Any

import pandas as pd

from solver.calendar.calls import called_or_visited
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
    table,
    write,
)
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.report.findings.monday_answer import called_first
from solver.report.look import theme
from solver.tables.codes import label, labels
from solver.tables.dictionary import column_label
from solver.words.i18n import (
    _,
    counted,
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
    with_label,
)
from solver.words.sentences import rep_names, short_name

MOST_REPS, MOST_ACTIONS, MOST_CALLS, MOST_DUE = 8, 7, 8, 2
FIRST_DAYS = 30
_FRIDAY = pd.Timedelta(days=4)  # after Monday
MOST_SAID = 190  # letters of what supports a decision: five of them then stand in type that is read from afar
PEOPLE, REP_ROOM = 6.9, 1.67  # inches
WEEK_COLUMNS = (1.4, 0.95, 1.3, 1.2)  # no word of a head is broken, in either language
NAME_ROOM = PEOPLE - 1.1 - REP_ROOM - 4 * SIDE


def decisions_to_take(deck: Deck) -> None:
    """Add the five decisions on which most hangs."""
    found = deck.findings.decisions
    if not found:
        return
    title = counted(
        len(found),
        "{n} decision is to be taken; {euros} hang on it",
        "{n} decisions are to be taken; {euros} hang on the first",
    ).format(euros=format_money(found[0].euros))
    said = _(
        "Ranked by the amounts that hang on them over the plan. The amounts are of different kinds and do "
        "not add up."
    )
    slide = deck.page(title, note(said, "allocation"))
    rows = [
        [
            [Line(str(place), 20, bold=True, colour=TITLE_INK)],
            [
                Line(one_line(decision.title), 14, bold=True),
                Line(in_brief(one_line(decision.why)), 14, before=2),
            ],
            [
                Line(format_money(decision.euros), 16, bold=True, colour=TITLE_INK),
                Line(decision.stake, 14, colour=theme.SOFT_INK),
            ],
        ]
        for place, decision in enumerate(found, start=1)
    ]
    table(
        slide,
        (MARGIN, TOP - 0.2, INSIDE, BOTTOM - TOP + 0.2),
        [Column("", 0.5), Column(_("Decision"), INSIDE - 2.9), Column(_("At stake"), 2.4, right=True)],
        rows,
        name=_("Decisions to take"),
        alt=_("Each decision with the figures that support it and the amount that hangs on it."),
        head=(PRIMARY, deck.brand.on_primary),
        stretch=0.3,
    )


def in_brief(why: str) -> str:
    """Return the sentences that a slide has room for, the first at least: the page and the paper have all."""
    first, *others = re.split(r"(?<=[.!?])\s", why)
    for said in others:
        if len(first) + len(said) >= MOST_SAID:
            break
        first += f" {said}"
    return first


def budget(deck: Deck) -> None:
    """Add the action plan and what it costs, rep by rep."""
    if not deck.findings.has("action_plan", "budget", "reps"):
        return
    artifacts = deck.findings.artifacts
    sums = artifacts.table("budget")
    total = sums[["visit_cost_eur", "other_cost_eur"]].to_numpy().sum()
    share = sums["visit_cost_eur"].sum() / total if total else None
    title = counted(
        len(artifacts.table("action_plan")),
        "{n} action costs {budget}; the reps' visits take {share} of it",
        "{n} actions cost {budget}; the reps' visits take {share} of it",
    ).format(
        budget=headline(artifacts)["budget_eur"].written,
        share=format_share(share),
    )
    said = _("The cost of visits is that of the hours they take. The actions are in plan.xlsx, one by one.")
    slide = deck.page(title, note(said, "action_plan", "budget"))
    widths = {"visits": 0.9, "hours": 1.1, "visit_cost_eur": 1.35, "other_cost_eur": 1.25}
    widths |= {"lost_without_visits_eur": 1.95}
    end = table(
        slide,
        (MARGIN, TOP, 8.6, BOTTOM - TOP),
        [
            Column(_("Rep"), 8.6 - sum(widths.values())),
            *(Column(column_label(name), width, right=True) for name, width in widths.items()),
        ],
        _rep_rows(sums, rep_names(artifacts.table("reps"))),
        name=_("Budget by rep"),
        alt=_("Visits, hours, costs and expected contribution of each rep, and their total."),
        head=(PRIMARY, deck.brand.on_primary),
        last_bold=len(sums) > 1,
        least=0.42,
    )
    _tracks(slide, end + 0.2, artifacts.table("action_plan"))
    _kinds_of_action(slide, artifacts.table("action_plan"), deck)


def _rep_rows(sums: pd.DataFrame, names: dict[str, str]) -> list[list[str]]:
    """Return one row a rep, the smallest ones together where there are many, and the total."""
    named = sums.assign(
        name=sums["rep_id"].map(lambda rep_id: measure.cut(one_line(names.get(rep_id, rep_id)), 14, 1.85))
    )
    if len(named) > MOST_REPS:
        named = named.sort_values("hours", ascending=False, kind="stable", ignore_index=True)
        rest = named.iloc[MOST_REPS - 1 :]
        others = counted(len(rest), "{n} other rep", "{n} other reps")
        row = rest.sum(numeric_only=True).to_frame().T.assign(name=others)
        named = pd.concat([named.head(MOST_REPS - 1), row], ignore_index=True)
    rows = [_rep_row(row) for row in named.to_dict("records")]
    if len(rows) > 1:
        rows.append(_rep_row({"name": _("Total"), **sums.sum(numeric_only=True).to_dict()}))
    return rows


def _rep_row(row: dict[Any, Any]) -> list[str]:
    return [
        str(row["name"]),
        format_number(row["visits"]),
        format_hours(row["hours"]),
        format_money(row["visit_cost_eur"]),
        format_money(row["other_cost_eur"]),
        format_money(row["lost_without_visits_eur"]),
    ]


def _tracks(slide: Any, top: float, plan: pd.DataFrame) -> None:
    """Add what each family of actions costs, where there is room for it."""
    costs = plan.groupby("track")["budget_eur"].sum()
    tracks = [track for track in labels("track") if costs.get(track, 0.0) > 0]
    high = 0.4 * len(tracks) + 0.1
    if not tracks or top + 0.3 + high > BOTTOM + 0.05:
        return
    head = _("What the actions cost, by family")
    write(slide, (MARGIN, top, 8.6, 0.3), [Line(head, 14, bold=True, colour=TITLE_INK)], name=head)
    bars(
        slide,
        (MARGIN - 0.1, top + 0.3, 8.7, high),
        [label("track", track) for track in tracks],
        {_("Cost"): costs[tracks].round(0).tolist()},
        name=head,
        alt=_("Cost of the actions of each family: {costs}.").format(
            costs=", ".join(f"{label('track', track)} {format_money(costs[track])}" for track in tracks)
        ),
        colours=(PRIMARY,),
        form=figure_form(money=True),
        across=True,
        gap=40,
    )


def _kinds_of_action(slide: Any, plan: pd.DataFrame, deck: Deck) -> None:
    counts = plan["action"].value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    rows = [
        [short_name(one_line(action), 34), format_number(count)]
        for action, count in counts.head(MOST_ACTIONS).items()
    ]
    if len(counts) > MOST_ACTIONS:
        rows.append([_("Others"), format_number(counts.iloc[MOST_ACTIONS:].sum())])
    left = MARGIN + 8.9
    table(
        slide,
        (left, TOP, WIDTH - MARGIN - left, BOTTOM - TOP),
        [Column(_("Action"), WIDTH - MARGIN - left - 0.95), Column(_("Number"), 0.95, right=True)],
        rows,
        name=_("Actions by kind"),
        alt=_("How many actions of each kind the plan holds."),
        head=(PRIMARY, deck.brand.on_primary),
        least=0.5,
    )


def first_days(deck: Deck) -> None:
    """Add what happens in the first 30 days: visits and calls by week, and whom to call first."""
    if not deck.findings.has("appointments", "accounts", "reps"):
        return
    artifacts, portfolio = deck.findings.artifacts, deck.findings.portfolio
    start = max(pd.Timestamp(portfolio.plan_start), pd.Timestamp(portfolio.as_of) + pd.Timedelta(days=1))
    end = start + pd.Timedelta(days=FIRST_DAYS - 1)
    visits = artifacts.table("appointments")
    soon = visits[visits["date"].between(start, end)]
    calls = artifacts.table("call_list") if deck.findings.has("call_list") else None
    to_call = pd.DataFrame()
    if calls is not None:
        to_call = calls.assign(counted_on=called_or_visited(calls))
        to_call = to_call[to_call["counted_on"].between(start, end)]
    title = _("The first 30 days: {visits} and {calls}, from {start} to {end}").format(
        visits=counted(len(soon), "{n} visit", "{n} visits"),
        calls=counted(
            int(_to_reach(to_call).sum()),
            "{n} account to reach",
            "{n} accounts to reach",
        ),
        start=format_date(start, "d MMM"),
        end=format_date(end, "d MMM"),
    )
    names = ["appointments"] + [name for name in ("call_list", "action_plan") if deck.findings.has(name)]
    said = _("Each rep finds the days in the calendar file and on the weekly sheets of the folder “agenda”.")
    listed_until = pd.Timestamp(portfolio.plan_start) + pd.Timedelta(days=7 * portfolio.call_weeks - 1)
    slide = deck.page(title, note(said, *names))
    _weeks(slide, soon, to_call, listed_until, deck)
    if len(to_call):
        _calls(slide, to_call, deck)
    else:
        _visits(slide, soon, deck)
    due = _due(artifacts, end)
    last = to_call["call_on"].max() if len(to_call) else pd.NaT
    if pd.notna(last) and listed_until < end:
        until = _("The call list ends on {day}.").format(day=format_date(last, "long"))
        due = f"{due} {until}".strip()
    if due:
        write(slide, (MARGIN, BOTTOM - 0.42, INSIDE, 0.42), [Line(due, 16)], name=_("Actions due"))


def _monday(days: pd.Series) -> pd.Series:
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def _to_reach(to_call: pd.DataFrame) -> pd.Series:
    """Return how many accounts are to be reached, by the Monday of the week."""
    if to_call.empty:
        return pd.Series(dtype="int64", name="calls")
    return to_call.groupby(_monday(to_call["counted_on"]))["account_id"].nunique().rename("calls")


def _weeks(
    slide: Any, soon: pd.DataFrame, to_call: pd.DataFrame, listed_until: pd.Timestamp, deck: Deck
) -> None:
    """Add visits, those already agreed, and accounts to reach, week by week as far as the call list goes."""
    monday = _monday(soon["date"])
    agreed = soon["status"] == "agreed"
    table_ = pd.DataFrame({"visits": monday.value_counts(), "agreed": monday[agreed].value_counts()})
    if len(to_call):
        table_ = table_.join(_to_reach(to_call), how="outer")
    table_ = table_.reindex(columns=["visits", "agreed", "calls"]).fillna(0).sort_index()
    rows = [
        [
            format_date(week),
            *(format_number(row[name]) for name in ("visits", "agreed")),
            format_number(row["calls"]) if row["calls"] or week + _FRIDAY <= listed_until else "–",
        ]
        for week, row in zip(table_.index, table_.to_dict("records"), strict=True)
    ]
    rows.append([_("Total"), *(format_number(table_[name].sum()) for name in ("visits", "agreed", "calls"))])
    table(
        slide,
        (MARGIN, TOP, 4.85, BOTTOM - TOP - 0.6),
        [
            Column(_("Week of"), WEEK_COLUMNS[0]),
            Column(_("Visits"), WEEK_COLUMNS[1], right=True),
            Column(_("of them agreed"), WEEK_COLUMNS[2], right=True),
            Column(_("Accounts to reach"), WEEK_COLUMNS[3], right=True),
        ],
        rows,
        name=_("The first weeks"),
        alt=_("Visits, visits already agreed and accounts to reach by phone, week by week."),
        head=(PRIMARY, deck.brand.on_primary),
        last_bold=True,
        least=0.5,
        stretch=0.2,
    )


def _calls(slide: Any, to_call: pd.DataFrame, deck: Deck) -> None:
    """Add whom to call first."""
    reps = rep_names(deck.findings.artifacts.table("reps"))
    first = called_first(to_call).head(MOST_CALLS)
    rows = [
        [
            measure.cut(one_line(row["name"]), 14, NAME_ROOM),
            _rep(reps, row["rep_id"]),
            format_date(row["proposed_on"], "d MMM"),
        ]
        for row in first.to_dict("records")
    ]
    _people(slide, _("To be called first"), rows, deck)


def _visits(slide: Any, soon: pd.DataFrame, deck: Deck) -> None:
    """Add the first visits, where nobody has to be called."""
    artifacts = deck.findings.artifacts
    reps, names = (
        rep_names(artifacts.table("reps")),
        artifacts.table("accounts").set_index("account_id")["name"],
    )
    first = soon.sort_values(["date", "start", "account_id"], kind="stable").head(MOST_CALLS)
    rows = [
        [
            measure.cut(one_line(names.get(row["account_id"], row["account_id"])), 14, NAME_ROOM),
            _rep(reps, row["rep_id"]),
            format_date(row["date"], "d MMM"),
        ]
        for row in first.to_dict("records")
    ]
    if rows:
        _people(slide, _("First visits"), rows, deck)


def _people(slide: Any, head: str, rows: list[list[str]], deck: Deck) -> None:
    left = WIDTH - MARGIN - PEOPLE
    table(
        slide,
        (left, TOP, PEOPLE, BOTTOM - TOP - 0.6),
        [
            Column(head, NAME_ROOM + 2 * SIDE),
            Column(_("Rep"), REP_ROOM + 2 * SIDE),
            Column(_("Visit on"), 1.1, right=True),
        ],
        rows,
        name=head,
        alt=_("Accounts, their rep and the day of the visit."),
        head=(PRIMARY, deck.brand.on_primary),
        least=0.5,
    )


def _rep(reps: dict[str, str], rep_id: str) -> str:
    return measure.cut(one_line(reps.get(rep_id, rep_id)), 14, REP_ROOM)


def _due(artifacts: Artifacts, end: pd.Timestamp) -> str:
    plan = artifacts.get("action_plan")
    if plan is None or plan.empty:
        return ""
    soon = plan[plan["due_on"] <= end]
    if soon.empty:
        return ""
    said = counted(
        len(soon),
        "{n} action of the plan is due by {end}",
        "{n} actions of the plan are due by {end}",
    ).format(end=format_date(end, "long"))
    kinds = soon["action"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    named = [f"{one_line(kind)} {format_number(n)}" for kind, n in kinds.head(MOST_DUE).items()]
    if len(kinds) > MOST_DUE:
        named.append(f"{_('Others')} {format_number(kinds.iloc[MOST_DUE:].sum())}")
    return with_label(said, ", ".join(named)) + "."
