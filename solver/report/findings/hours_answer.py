"""The third question of a director: are there hours, or reps, too many, and what does the plan cost."""

import pandas as pd

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
from solver.allocation.problem.bounds import NO_DAY
from solver.parameters import Portfolio
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.budget import in_all
from solver.report.findings.hours import SAME_HOURS, hours_that_earn, last_hours_bring, use_of_the_others
from solver.words.i18n import (
    _,
    counted,
    format_hours,
    format_money,
    format_share,
    mark,
)
from solver.words.sentences import listed, rep_names

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


def hours_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say which hours pay, and what to do with the others."""
    if not artifacts.has("stopping_plans"):
        return []
    plans = artifacts.table("stopping_plans")
    fewer = rep_least_missed(artifacts)
    return [
        hours_that_earn(plans, portfolio.value_years),
        "" if fewer is None else _(TEAM[_size_of_team(fewer, _recruit(artifacts))]),
        *_above_the_rule(artifacts),
        last_hours_bring(plans, portfolio.value_years),
        use_of_the_others(plans),
        *_unused(artifacts),
        *_cost_of_the_plan(artifacts),
    ]


def _above_the_rule(artifacts: Artifacts) -> list[str]:
    """Say why a return above the rule of thumb calls for no recruit where the accounts on file pay none."""
    if not artifacts.has("team_size", "reps"):
        return []
    team = artifacts.table("team_size")
    fewer = team[team["team_change"].eq(FEWER) & team["return_share"].notna()]
    above = fewer[fewer["return_share"] > HIGH_RETURN]
    # Where all are above, the size of the team says so already.
    if above.empty or len(above) == len(fewer) or not _recruit(artifacts) < 0:
        return []
    names, with_return = rep_names(artifacts.table("reps")), _("{rep} ({share})")
    told = [
        with_return.format(rep=names[rep_id], share=format_share(share))
        for rep_id, share in zip(above["rep_id"], above["return_share"], strict=True)
    ]
    said = _(
        "By rule of thumb a rep who returns more than {most} says that the team is short of people: {reps}. "
        "But a rep more would return {more} at best, for the accounts on file leave no work for one; new "
        "names come first."
    )
    words = {"most": format_share(HIGH_RETURN), "more": format_share(_recruit(artifacts))}
    return [said.format(reps=listed(told), **words)]


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
        "One rep fewer, the one least missed, saves {cost} in a year. With its accounts taken over, the "
        "visits that fall away in that year would have brought {first} in it and {years} over the years "
        "counted:"
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
