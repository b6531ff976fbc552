"""The five questions that a director asks first, each answered in words from what the run holds."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from solver.allocation.explain.hand_over import hand_over_sentence
from solver.allocation.explain.questions import POTENTIAL
from solver.allocation.explain.team_size import (
    FEWER,
    HIGH_RETURN,
    LOW_RETURN,
    MORE,
    RIGHT,
    SHORT,
    TOO_MANY,
    UNTOLD,
)
from solver.allocation.problem.bounds import HOLD, NO_DAY
from solver.calendar.weeks import monday_of, week_of
from solver.parameters import Portfolio
from solver.report.figures.shared import first_full_week, names_of
from solver.report.findings.answer import Answer
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.budget import in_all
from solver.report.findings.gain import gain_answer, gain_parts, simple_rule, who_judged
from solver.report.findings.goal_answer import goal_answer
from solver.report.findings.hours import SAME_HOURS, hours_that_earn, last_hours_bring, use_of_the_others
from solver.report.findings.moves import visit_moves
from solver.report.findings.potentials import potential_reached
from solver.report.findings.rules_on_accounts import (
    SET_BY_HAND,
    settle_records,
)
from solver.report.findings.rules_on_contacts import answer_complaints
from solver.report.findings.rules_on_losses import call_who_may_leave
from solver.report.findings.rules_on_prospects import find_names
from solver.report.findings.summary import visits_left_out
from solver.report.findings.year import (
    in_words,
    lines_of_the_year,
    year_heads,
)
from solver.tables import empty
from solver.words.i18n import (
    _,
    counted,
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
    mark,
    mark_plural,
)
from solver.words.sentences import listed, rep_names

NAMED = 3
ASKED_ON_MONDAY = (answer_complaints, call_who_may_leave, settle_records, find_names)
ASKED_AT_VISITS = ("answer_complaints", "call_who_may_leave")  # as the agendas do, too
FREE = mark("{name} ({today} → {visits})")
GIVEN_UP = mark("{name} ({today} → {visits}, buys {revenue})")
MOVED = {  # where somebody has a say, not the optimiser
    HOLD: mark("{name} ({today} → {visits}, on hold)"),
    **dict.fromkeys(SET_BY_HAND, mark("{name} ({today} → {visits}, decided)")),
}
NO_GROUND = mark(
    "nothing in these figures gives ground to change the team (a return of {share}; {least} to {most} by "
    "rule of thumb)."
)
RETURNS = {
    "low": mark("that would pay."),
    **dict.fromkeys((UNTOLD, "none_more"), NO_GROUND),
    TOO_MANY: mark(
        "the hours earn their cost, but less than is usual (a return of {share}; {least} to {most} by rule "
        "of thumb)."
    ),
    RIGHT: mark("the size is right (a return of {share}; {least} to {most} by rule of thumb)."),
    SHORT: mark("the team is short of people (a return of {share}; {least} to {most} by rule of thumb)."),
    "filled": mark(
        "no rep can be spared (a return of {share}; {least} to {most} by rule of thumb), but the accounts on "
        "file would not pay one more (a return of {more}): new names come first."
    ),
}
TEAM = {
    "low": mark("One rep fewer would pay."),
    UNTOLD: mark("Whether a rep more or fewer would pay, nobody can say yet."),
    "none_more": mark(
        "One rep more would not pay on the accounts on file; whether one fewer would, nobody can say yet."
    ),
    TOO_MANY: mark("Each rep earns its cost, but less than is usual."),
    RIGHT: mark("The team has the right size."),
    SHORT: mark("The team is short of people."),
    "filled": mark("No rep can be spared, but the accounts on file would not pay one more."),
}


def answers(artifacts: Artifacts, portfolio: Portfolio) -> list[Answer]:
    """Return the answers that the run can give, in the order in which the questions are asked."""
    lines = lines_of_the_year(artifacts, portfolio)
    told = (
        replace(
            _answer("goal", _("Will the goal be reached?"), goal_answer(artifacts, lines)),
            table=in_words(lines),
            columns=year_heads(),
        ),
        replace(
            _answer("monday", _("What changes on Monday?"), monday_answer(artifacts, portfolio)),
            behind=_("To do first, and who does it"),
        ),
        _answer("hours", _("Hours, or reps, too many?"), hours_answer(artifacts, portfolio)),
        _answer("wrong", _("What if it is wrong?"), wrong_answer(artifacts)),
        _answer("hands", _("Which accounts change hands?"), hands_answer(artifacts)),
    )
    return [answer for answer in told if answer.lead]


def _answer(code: str, question: str, sentences: Sequence[str]) -> Answer:
    """Split what is said into the answer, what must be read with it, and what is behind it."""
    lead, beside, *more = [*sentences, "", ""][: max(len(sentences), 2)]
    return Answer(question, lead, tuple(sentence for sentence in more if sentence), code=code, beside=beside)


def monday_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say what the first week holds, who gains or loses most visits, and what to settle first."""
    if not artifacts.has("allocation", "accounts"):
        return []
    first = [rule(artifacts, portfolio) for rule in ASKED_ON_MONDAY]
    said = [_first_week(artifacts), " ".join(_moved(artifacts))]
    if not said[0]:
        said = [said[1], ""]
    found = [decision for decision in first if decision is not None]
    ends = ["" if decision.title.endswith("…") else "." for decision in found]  # a long name that was cut
    told = [f"{decision.title}{end} {decision.whole}" for decision, end in zip(found, ends, strict=True)]
    calls = sum(decision.code in ASKED_AT_VISITS for decision in found)  # they stand first
    if calls:
        told[calls - 1] += " " + _(
            "Where a visit comes before such a call, or no call finds room, the rep's sheet asks first; "
            "after such a call it says to follow up the answer."
        )
    return [*said, *told]


def _first_week(artifacts: Artifacts) -> str:
    if not artifacts.has("appointments"):
        return ""
    appointments = artifacts.table("appointments")
    week = first_full_week(appointments)
    if week is None:
        return ""
    mine = appointments[week_of(appointments["date"]) == week].sort_values(["date", "start", "rep_id"])
    calls = artifacts.table("call_list") if artifacts.has("call_list") else empty("call_list")
    # Most hours of a week are fixed before it starts.
    calls = called_first(calls[calls["week"] <= week])
    first = mine["account_id"] if calls.empty else calls["account_id"].drop_duplicates()
    to_reach = calls.groupby("week")["account_id"].nunique()
    sentence = _("Week of {day}: {visits}, first {names}.")
    if len(calls):
        sentence = _(
            "Week of {day}: {visits}. Accounts to reach for an appointment: {before} before it{days}, "
            "{calls} in it, first {names}."
        )
    return sentence.format(
        day=format_date(monday_of(week), "long"),
        visits=counted(len(mine), "{n} visit", "{n} visits"),
        before=format_number(to_reach[to_reach.index < week].sum()),
        days=_on_days(calls.loc[calls["week"] < week, "call_on"]),
        calls=format_number(to_reach.get(week, 0)),
        names=listed(names_of(first.head(NAMED), artifacts.table("accounts"))),
    )


def _on_days(days: pd.Series) -> str:
    """Say on which day, or between which two, calls are made; empty without any."""
    if days.empty:
        return ""
    first, last = format_date(days.min(), "long"), format_date(days.max(), "long")
    if first == last:
        return _(", all on {day}").format(day=first)
    return _(", between {first} and {last}").format(first=first, last=last)


def called_first(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the call list in the order in which a firm phones: by the day of the call, then of the visit."""
    in_turn = ["week", "call_on", "proposed_on", "priority", "rep_id", "account_id"]
    return calls.sort_values(in_turn, kind="stable")


def _moved(artifacts: Artifacts) -> list[str]:
    """Name who gains and who loses most; of those who gain, whoever could buy more stands first."""
    moves = visit_moves(artifacts.table("allocation"))
    if moves is None:
        return []
    reached = moves.gaining["account_id"].isin(potential_reached(artifacts))
    gaining = moves.gaining if reached.all() else moves.gaining[~reached]
    up = counted(
        len(moves.gaining),
        "{n} account gains visits, first {names}",
        "{n} accounts gain visits, first {names}",
    )
    none = int((moves.losing["visits"] == 0).sum())
    forms = mark_plural("{n} account loses visits, first {names}", "{n} accounts lose visits, first {names}")
    if none:
        forms = mark_plural(
            "{n} account loses visits ({none} all of them), first {names}",
            "{n} accounts lose visits ({none} all of them), first {names}",
        )
    down = counted(len(moves.losing), *forms)
    free = GIVEN_UP if artifacts.has("segments") else FREE  # small clients, at a glance
    return [
        sentence.format(names=_with_visits(rows, artifacts, said), none=format_number(none)) + "."
        for sentence, rows, said in ((up, gaining, FREE), (down, moves.losing, free))
        if len(rows)
    ]


def _with_visits(rows: pd.DataFrame, artifacts: Artifacts, free: str) -> str:
    """Name the first accounts with their visits of today and those of the plan."""
    first = rows.head(NAMED)
    names = names_of(first["account_id"], artifacts.table("accounts"))
    bought = dict.fromkeys(first["account_id"], 0.0)
    if free == GIVEN_UP:
        bought |= artifacts.table("segments").set_index("account_id")["revenue_eur"].to_dict()
    return listed(
        [
            _(MOVED.get(row["binding"], free)).format(
                name=name,
                today=format_number(row["visits_today"]),
                visits=format_number(row["visits"]),
                revenue=format_money(bought[row["account_id"]]),
            )
            for name, row in zip(names, first.to_dict("records"), strict=True)
        ]
    )


def hours_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say which hours pay, and what to do with the others."""
    if not artifacts.has("stopping_plans"):
        return []
    plans = artifacts.table("stopping_plans")
    fewer = rep_least_missed(artifacts)
    return [
        hours_that_earn(plans, portfolio.value_years),
        "" if fewer is None else _(TEAM[_size_of_team(fewer, _recruit(artifacts))]),
        last_hours_bring(plans, portfolio.value_years),
        use_of_the_others(plans),
        *_unused(artifacts),
        *_cost_of_the_plan(artifacts),
    ]


def _unused(artifacts: Artifacts) -> list[str]:
    """Say where the hours that are not planned are: the reserve, and what no day has room for."""
    if not artifacts.has("ledger", "allocation"):
        return []
    ledger = artifacts.table("ledger")
    hours = ledger["unused_hours"].sum()
    said = [
        _("Of {capacity} in the field, {reserve} are kept in reserve and {unused} stay unused.").format(
            capacity=format_hours(ledger["capacity_hours"].sum()),
            reserve=format_hours(ledger["reserve_hours"].sum()),
            unused=format_hours(hours),
        )
    ]
    if hours >= SAME_HOURS:
        said.append(
            _("What one more hour would bring holds for days that are added whole, not for these remains.")
        )
    held = int(artifacts.table("allocation")["binding"].eq(NO_DAY).sum())
    if held and hours >= SAME_HOURS:
        said.append(
            counted(
                held,
                "{n} account could take more visits, but what is left of the days is too short for the "
                "drive there.",
                "{n} accounts could take more visits, but what is left of the days is too short for the "
                "drive there.",
            )
        )
    return [" ".join(said)]


def _cost_of_the_plan(artifacts: Artifacts) -> list[str]:
    """Say what the plan costs, and what of it is paid beyond today's visits."""
    road = artifacts.facts("certificate.json").get("road_cost_eur")
    if road is None or not artifacts.has("budget"):
        return []
    budget = artifacts.table("budget")
    said = _(
        "The action plan costs {plan} in the year: {hours} for the hours of its visits, which are paid "
        "either way, and {other} for calls and letters. The road, {road}, comes on top: {total} for both."
    ).format(
        plan=format_money(budget[["visit_cost_eur", "other_cost_eur"]].to_numpy().sum()),
        total=format_money(in_all(budget, road)),
        hours=format_money(budget["visit_cost_eur"].sum()),
        road=format_money(road),
        other=format_money(budget["other_cost_eur"].sum()),
    )
    gain = artifacts.facts("gain.json")
    if not gain:
        return [said]
    more = round(gain["gain_eur"]) - round(gain["net_of_road_eur"])  # as the two are printed
    of_road = _("That road costs {amount} more than today's.")
    if more < 0:
        of_road = _("That road costs {amount} less than today's.")
    return [f"{said} {of_road.format(amount=format_money(abs(more)))}"]


def a_rep_fewer(artifacts: Artifacts) -> str:
    """Set what a rep fewer saves beside what it loses, and the return beside the rule of thumb."""
    fewer = rep_least_missed(artifacts)
    if fewer is None:
        return ""
    said = _(
        "One rep fewer, the one least missed, saves {cost} in a year. With its accounts taken over, {first} "
        "would be lost at once and {years} over the years counted:"
    )
    more, team = _recruit(artifacts), artifacts.table("team_size")
    others = team.loc[team["team_change"].eq(FEWER), "return_share"]
    words = {
        "more": format_share(more),
        "first": format_money(-fewer["change_eur"]),
        "years": format_money(-fewer["years_change_eur"]),
        "cost": format_money(-fewer["cost_change_eur"]),
        "share": _of_whom(_return_with_range(fewer), others),
        "least": format_share(LOW_RETURN),
        "most": format_share(HIGH_RETURN),
    }
    return f"{said} {_(RETURNS[_size_of_team(fewer, more)])}".format(**words)


def _recruit(artifacts: Artifacts) -> float:
    """Return what a rep more returns on what it costs, beside the rep where that is most; NaN if unknown."""
    team = artifacts.table("team_size")
    return float(team.loc[team["team_change"].eq(MORE), "return_share"].max())


def _size_of_team(fewer: pd.Series, recruit: float) -> str:
    """Return what the return of the rep least missed says of the team.

    By the rule of thumb alone a team may be called short of people that has no work for one more.
    """
    if fewer["sizing"] == TOO_MANY and fewer["return_share"] < 0:
        return "low"
    without_work = {SHORT: "filled", UNTOLD: "none_more"} if recruit < 0 else {}
    return without_work.get(fewer["sizing"], str(fewer["sizing"]))


def _return_with_range(fewer: pd.Series) -> str:
    """Return what a rep returns, with the ends that hold four draws of five."""
    if pd.isna(fewer["return_low_80"]):
        return format_share(fewer["return_share"])
    return _("{share}, four times in five {low} to {high}").format(
        share=format_share(fewer["return_share"]),
        low=format_share(fewer["return_low_80"]),
        high=format_share(fewer["return_high_80"]),
    )


def _of_whom(share: str, returns: pd.Series) -> str:
    """Say whose return it is: that of the rep least missed, and how far the others go."""
    if returns.count() < 2:
        return share
    return _("{share}, of the rep least missed; up to {most} of the others").format(
        share=share, most=format_share(returns.max())
    )


def rep_least_missed(artifacts: Artifacts) -> pd.Series | None:
    """Return the line of `team_size` of the rep whose leaving would cost least for what it saves."""
    if not artifacts.has("team_size"):
        return None
    team = artifacts.table("team_size")
    fewer = team[(team["team_change"] == FEWER) & team["return_share"].notna()]
    if fewer.empty:
        return None
    return fewer.sort_values(["return_share", "rep_id"], kind="stable").iloc[0]


def wrong_answer(artifacts: Artifacts) -> list[str]:
    """Say how far the gain may be off, and how near a simple rule comes."""
    gain = artifacts.facts("gain.json")
    if not gain:
        return []
    comparison, allocation = artifacts.table("comparison"), artifacts.table("allocation")
    lead, *more = gain_answer(gain)
    counted_on = visits_left_out(comparison, allocation, artifacts.table("response"))
    return [
        lead,
        " ".join([who_judged(artifacts.table("judgements")), *simple_rule(comparison)]),
        *_unlike_the_curve(artifacts),
        counted_on,
        *more,
        *gain_parts(gain),
    ]


def _unlike_the_curve(artifacts: Artifacts) -> list[str]:
    """Ask which is right, potentials or the judged curve: of the type with most revenue where they differ."""
    if not artifacts.has("plan_questions"):
        return []
    asked = artifacts.table("plan_questions")
    asked = asked[asked["question"].eq(POTENTIAL)].sort_values(
        ["worth_eur", "account_type"], ascending=[False, True], kind="stable"
    )
    return asked["sentence"].head(1).tolist()


def hands_answer(artifacts: Artifacts) -> list[str]:
    """Say which accounts a nearer rep could take, and what that brings."""
    if not artifacts.has("hand_over", "accounts", "reps"):
        return []
    lines = artifacts.table("hand_over")
    each, names = lines[lines["account_id"].notna()].head(NAMED), rep_names(artifacts.table("reps"))
    who = [
        _("{name} to {rep}").format(name=name, rep=names.get(str(rep_id), str(rep_id)))
        for name, rep_id in zip(
            names_of(each["account_id"], artifacts.table("accounts")), each["new_rep_id"], strict=True
        )
    ]
    if not who:
        return []
    first = [_("First {names}.").format(names=listed(who)), *_before_their_visits(lines, artifacts)]
    return [hand_over_sentence(lines), " ".join(first)]


def _before_their_visits(lines: pd.DataFrame, artifacts: Artifacts) -> list[str]:
    """Say by when that is to be decided: the diary sends the rep of today to accounts of the first week."""
    if not artifacts.has("appointments"):
        return []
    appointments = artifacts.table("appointments")
    visits = appointments[appointments["account_id"].isin(lines["account_id"].dropna())]
    week = first_full_week(appointments)
    early = visits[week_of(visits["date"]) <= week] if week is not None else visits.head(0)
    if early.empty:
        return []
    sentence = counted(
        early["account_id"].nunique(),
        "Decide before {day}: in the first week the diary still sends the rep of today to {n} of them.",
        "Decide before {day}: in the first week the diary still sends the rep of today to {n} of them.",
    )
    return [sentence.format(day=format_date(early["date"].min(), "long"))]
