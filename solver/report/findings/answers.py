"""The five questions that a director asks first, each answered in words from what the run holds."""

from collections.abc import Sequence

import pandas as pd

from solver.allocation.explain.hand_over import hand_over_sentence
from solver.allocation.explain.questions import POTENTIAL
from solver.allocation.explain.team_size import FEWER, HIGH_RETURN, LOW_RETURN, RIGHT, SHORT, TOO_MANY
from solver.allocation.problem.bounds import HOLD, NO_DAY
from solver.calendar.weeks import monday_of, week_of
from solver.evidence.backtest import latest
from solver.evidence.forecast import YearForecast
from solver.evidence.loss_risk import expected_loss_eur
from solver.evidence.need_range import left_to_find
from solver.parameters import Portfolio
from solver.report.figures.shared import first_full_week, names_of
from solver.report.findings.answer import Answer
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.gain import gain_answer, gain_parts, simple_rule, who_judged
from solver.report.findings.hours import SAME_HOURS, hours_that_earn, last_hours_bring, use_of_the_others
from solver.report.findings.moves import visit_moves
from solver.report.findings.rules_on_accounts import call_who_may_leave, settle_records
from solver.report.findings.summary import visits_left_out
from solver.report.findings.year import (
    beside_the_contribution,
    fewer_lost_eur,
    forecast_of,
    in_words,
    inside_the_forecast,
    lines_of_the_year,
    year_heads,
)
from solver.report.past.sentences import foresaw_too_little
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
MUCH_LESS = 0.1  # than is counted on: worth a sentence
RETURNS = {
    "low": mark("that would pay."),
    "open": mark(
        "what is judged so far gives no ground to change the team (a return of {share}; {least} to {most} "
        "by rule of thumb)."
    ),
    TOO_MANY: mark(
        "the hours earn their cost, but less than is usual (a return of {share}; {least} to {most} by rule "
        "of thumb)."
    ),
    RIGHT: mark("the size is right (a return of {share}; {least} to {most} by rule of thumb)."),
    SHORT: mark("the team is short of people (a return of {share}; {least} to {most} by rule of thumb)."),
}


def answers(artifacts: Artifacts, portfolio: Portfolio) -> list[Answer]:
    """Return the answers that the run can give, in the order in which the questions are asked."""
    lines = lines_of_the_year(artifacts, portfolio)
    told = (
        Answer(
            _("Will the goal be reached?"),
            *_said(goal_answer(artifacts, lines)),
            in_words(lines),
            year_heads(),
            "goal",
        ),
        Answer(_("What changes on Monday?"), *_said(monday_answer(artifacts, portfolio)), code="monday"),
        Answer(_("Hours, or reps, too many?"), *_said(hours_answer(artifacts, portfolio)), code="hours"),
        Answer(_("What if it is wrong?"), *_said(wrong_answer(artifacts)), code="wrong"),
        Answer(_("Which accounts change hands?"), *_said(hands_answer(artifacts)), code="hands"),
    )
    return [answer for answer in told if answer.lead]


def answer_to(code: str, artifacts: Artifacts, portfolio: Portfolio) -> list[Answer]:
    """Return the answer of that name, where there is more to it than its sentence."""
    return [told for told in answers(artifacts, portfolio) if told.code == code and told.more]


def _said(sentences: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Split what is said into the answer and what is behind it."""
    lead, *more = [sentence for sentence in sentences if sentence] or [""]
    return lead, tuple(more)


def goal_answer(artifacts: Artifacts, lines: pd.DataFrame) -> list[str]:
    """Set the year's revenue, with its interval and what it is made of, beside the goal.

    `lines` is the bridge, as `lines_of_the_year` returns it.
    """
    year = forecast_of(artifacts)
    if year is None:
        return []
    lead = _("{total} of revenue are expected of the year, against a goal of {goal}: {off}.")
    if year.low_eur is not None:
        lead = _(
            "{total} of revenue are expected of the year (four times in five {low} to {high}), against a "
            "goal of {goal}: {off}."
        )
    off = _("{amount} short") if year.short_eur > 0 else _("{amount} above")
    amounts = {
        "total": year.total_eur,
        "goal": year.goal_eur,
        "low": year.low_eur,
        "high": year.high_eur,
    }
    words = {name: format_money(amount) for name, amount in amounts.items()}
    words["off"] = off.format(amount=format_money(abs(year.short_eur)))
    behind = [
        _names_to_find(artifacts),
        inside_the_forecast(artifacts),
        beside_the_contribution(artifacts, lines),
        *_visits_made(artifacts),
    ]
    return [lead.format(**words), *behind, *_other_loss(artifacts, year, lines), *_newcomers(artifacts, year)]


def goal_title(artifacts: Artifacts) -> str:
    """Say in few words whether the goal is reached; empty before step 3."""
    year = forecast_of(artifacts)
    if year is None:
        return ""
    sentence = _("{total} expected of the year, {amount} above the goal")
    if year.short_eur > 0:
        sentence = _("{total} expected of the year, {amount} short of the goal")
    return sentence.format(total=format_money(year.total_eur), amount=format_money(abs(year.short_eur)))


def _names_to_find(artifacts: Artifacts) -> str:
    """Say how many prospects more it takes where those on file do not bring what is asked of them."""
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    short, names = left_to_find(artifacts.facts("need.json"), expected) if expected else (0.0, 0)
    if not names:
        return ""
    return counted(
        names,
        "Prospects on file leave {amount} of it missing: it takes {n} more name of a prospect.",
        "Prospects on file leave {amount} of it missing: it takes {n} more names of prospects.",
    ).format(amount=format_money(short))


def _visits_made(artifacts: Artifacts) -> list[str]:
    """Say how many of the visits planned to prospects can be expected to be made."""
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    if not expected or not expected["met"]:
        return []
    clients = counted(
        round(expected["clients"]),
        "{n} client is won of {met} prospects met ({share}, against {measured} so far: that more visits each "
        "win more is judged)",
        "{n} clients are won of {met} prospects met ({share}, against {measured} so far: that more visits "
        "each win more is judged)",
    ).format(
        met=format_number(expected["met"]),
        share=format_share(expected["clients"] / expected["met"]),
        measured=format_share(artifacts.facts("need.json")["conversion_rate"]),
    )
    return [f"{said}." for said in (visits_made(expected["planned_visits"], expected["visits"]), clients)]


def _other_loss(artifacts: Artifacts, year: YearForecast, lines: pd.DataFrame) -> list[str]:
    """Say what the forecast would be with the losses that step 10 expects, client by client."""
    if not artifacts.has("loss_risk", "segments"):
        return []
    lost = artifacts.facts("need.json")["lost_eur"]
    expected = expected_loss_eur(artifacts.table("loss_risk"), artifacts.table("segments"))
    short = year.short_eur - lost + expected
    sentence = _(
        "Losses are counted by the rate of the whole, {lost}; client by client they come to {expected}, and "
        "the goal would be missed by {off}."
    )
    if short <= 0:
        sentence = _(
            "Losses are counted by the rate of the whole, {lost}; client by client they come to {expected}, "
            "and the goal would be passed by {off}."
        )
    said = sentence.format(
        lost=format_money(lost), expected=format_money(expected), off=format_money(abs(short))
    )
    cut = latest(artifacts.facts("evidence.json")) if artifacts.has("evidence.json") else None
    if cut and cut["losses"] and foresaw_too_little(cut["losses"]):
        said += " " + _("A year ago both ways foresaw too little: rather believe the higher loss.")
        fewer = fewer_lost_eur(artifacts, lines)
        if fewer > 0 and artifacts.has("certificate.json"):
            said += " " + _("With it the plan's contribution is {amount} lower.").format(
                amount=format_money(fewer)
            )
    return [said]


def _newcomers(artifacts: Artifacts, year: YearForecast) -> list[str]:
    """Say what the forecast would be with the newcomers of the last 12 months, where they brought less."""
    if not artifacts.has("arrivals"):
        return []
    came = artifacts.table("arrivals").set_index("arrived_by")["last_year_eur"].get("by_themselves")
    counted_on = artifacts.facts("need.json")["inflow_eur"]
    if came is None or not came < counted_on * (1 - MUCH_LESS):
        return []
    short = year.short_eur + counted_on - came
    sentence = _(
        "Clients who come by themselves are counted at the mean of the years on record, {inflow}; those of "
        "the last 12 months brought {came}: with that the goal would be missed by {off}."
    )
    if short <= 0:
        sentence = _(
            "Clients who come by themselves are counted at the mean of the years on record, {inflow}; those "
            "of the last 12 months brought {came}: with that the goal would still be passed by {off}."
        )
    money = {"inflow": counted_on, "came": came, "off": abs(short)}
    return [sentence.format(**{name: format_money(amount) for name, amount in money.items()})]


def visits_made(planned: float, made: float) -> str:
    """Say how many visits to prospects are planned, and how many of them find somebody who receives us."""
    return counted(
        round(made),
        "{planned} planned to prospects, {n} expected to be made",
        "{planned} planned to prospects, {n} expected to be made",
    ).format(planned=counted(planned, "{n} visit", "{n} visits"))


def monday_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say what the first week holds, who gains or loses most visits, and what to settle first."""
    if not artifacts.has("allocation", "accounts"):
        return []
    first = [rule(artifacts, portfolio) for rule in (call_who_may_leave, settle_records)]
    said = [_first_week(artifacts), *_moved(artifacts)]
    said += [f"{decision.title}. {decision.why}" for decision in first if decision is not None]
    return [sentence for sentence in said if sentence]


def _first_week(artifacts: Artifacts) -> str:
    if not artifacts.has("appointments"):
        return ""
    appointments = artifacts.table("appointments")
    week = first_full_week(appointments)
    if week is None:
        return ""
    mine = appointments[week_of(appointments["date"]) == week].sort_values(["date", "start", "rep_id"])
    calls = artifacts.table("call_list") if artifacts.has("call_list") else empty("call_list")
    calls = called_first(calls[calls["week"] == week])
    first = mine["account_id"] if calls.empty else calls["account_id"]
    sentence = _("Week of {day}: {visits}, {calls} for them, first {names}.")
    return sentence.format(
        day=format_date(monday_of(week), "long"),
        visits=counted(len(mine), "{n} visit", "{n} visits"),
        calls=counted(calls["account_id"].nunique(), "{n} account to call", "{n} accounts to call"),
        names=listed(names_of(first.head(NAMED), artifacts.table("accounts"))),
    )


def called_first(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the call list in the order in which a firm phones: week by week, what is most urgent first."""
    return calls.sort_values(["week", "priority", "rep_id", "account_id"], kind="stable")


def _moved(artifacts: Artifacts) -> list[str]:
    """Name who gains and who loses most."""
    moves = visit_moves(artifacts.table("allocation"))
    if moves is None:
        return []
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
    return [
        sentence.format(names=_with_visits(rows, artifacts), none=format_number(none)) + "."
        for sentence, rows in ((up, moves.gaining), (down, moves.losing))
        if len(rows)
    ]


def _with_visits(rows: pd.DataFrame, artifacts: Artifacts) -> str:
    """Name the first accounts with their visits of today and those of the plan."""
    first = rows.head(NAMED)
    names = names_of(first["account_id"], artifacts.table("accounts"))
    return listed(
        [
            (
                _("{name} ({today} → {visits}, on hold)")
                if row["binding"] == HOLD
                else _("{name} ({today} → {visits})")
            ).format(name=name, today=format_number(row["visits_today"]), visits=format_number(row["visits"]))
            for name, row in zip(names, first.to_dict("records"), strict=True)
        ]
    )


def hours_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say which hours pay, and what to do with the others."""
    if not artifacts.has("stopping_plans"):
        return []
    plans = artifacts.table("stopping_plans")
    said = [hours_that_earn(plans, portfolio.value_years), last_hours_bring(plans, portfolio.value_years)]
    return [sentence for sentence in (*said, use_of_the_others(plans), *_unused(artifacts)) if sentence]


def _unused(artifacts: Artifacts) -> list[str]:
    """Say why hours stay unused beside accounts that could take a visit more."""
    if not artifacts.has("ledger", "allocation"):
        return []
    held = int(artifacts.table("allocation")["binding"].eq(NO_DAY).sum())
    hours = artifacts.table("ledger")["unused_hours"].sum()
    if not held or hours < SAME_HOURS:
        return []
    return [
        counted(
            held,
            "{hours} stay unused: {n} account could take more visits, and what is left of the days is too "
            "short for the drive there.",
            "{hours} stay unused: {n} accounts could take more visits, and what is left of the days is too "
            "short for the drive there.",
        ).format(hours=format_hours(hours))
    ]


def a_rep_fewer(artifacts: Artifacts) -> str:
    """Set what a rep fewer saves beside what it loses, and the return beside the rule of thumb."""
    fewer = rep_least_missed(artifacts)
    if fewer is None:
        return ""
    said = _(
        "One rep fewer would save {cost} a year and lose {first} in the first year, {years} over the years "
        "counted, accounts taken over:"
    )
    words = {
        "first": format_money(-fewer["change_eur"]),
        "years": format_money(-fewer["years_change_eur"]),
        "cost": format_money(-fewer["cost_change_eur"]),
        "share": _return_with_range(fewer),
        "least": format_share(LOW_RETURN),
        "most": format_share(HIGH_RETURN),
    }
    verdict = "low" if fewer["return_share"] < 0 else str(fewer["sizing"])
    if fewer["return_low_80"] < LOW_RETURN < fewer["return_high_80"]:
        verdict = "open"
    return f"{said} {_(RETURNS[verdict])}".format(**words)


def _return_with_range(fewer: pd.Series) -> str:
    """Return what a rep returns, with the ends that hold four draws of five."""
    if pd.isna(fewer["return_low_80"]):
        return format_share(fewer["return_share"])
    return _("{share}, four times in five {low} to {high}").format(
        share=format_share(fewer["return_share"]),
        low=format_share(fewer["return_low_80"]),
        high=format_share(fewer["return_high_80"]),
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
        *simple_rule(comparison),
        who_judged(artifacts.table("judgements")),
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
    return [hand_over_sentence(lines), _("First {names}.").format(names=listed(who))] if who else []
