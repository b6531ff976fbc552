"""Decisions on prospects: the hours kept for them, and who finds the names that are missing."""

from solver.evidence.need_range import LeftToFind, left_to_find, revenue_of_a_name
from solver.parameters import Portfolio
from solver.report.figures.shared import hours_for_visits
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.who_when import who_and_when
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share


def hold_prospect_time(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Weigh the hours kept for prospects, which daily business eats first."""
    if not artifacts.has("allocation", "response", "ledger"):
        return None
    prospects = artifacts.table("allocation").query("kind == 'prospect' and visits > 0")
    if prospects.empty:
        return None
    unvisited = artifacts.table("response").query("visits == 0").set_index("account_id")["contribution_eur"]
    without = prospects["account_id"].map(unvisited).fillna(0.0)
    euros = float((prospects["contribution_eur"] - without).sum())
    room = hours_for_visits(artifacts.table("ledger"))
    share = prospects["hours"].sum() / room
    title = _("Hold {share} of the hours for visits for prospects").format(share=format_share(share, 1))
    why = counted(
        prospects["visits"].sum(),
        "{n} visit planned to {prospects}; {made} can be expected, which take {hours} of the {all} that the "
        "reserve leaves for visits, and bring {euros}.",
        "{n} visits planned to {prospects}; {made} can be expected, which take {hours} of the {all} that the "
        "reserve leaves for visits, and bring {euros}.",
    ).format(
        made=format_number(prospects["expected_visits"].sum()),
        prospects=counted(len(prospects), "{n} prospect", "{n} prospects"),
        hours=format_hours(prospects["hours"].sum()),
        all=format_hours(room),
        euros=format_money(euros),
    )
    cost = _cost_of_the_target(artifacts)
    who = who_and_when(artifacts, frozenset(prospects["account_id"]))
    gain = artifacts.facts("gain.json").get("prospects_eur")
    if gain is None:
        return Decision("hold_prospect_time", title, why + cost, euros, _("expected contribution"), who)
    why += " " + _("Today's visits to prospects would bring {today} of it.").format(
        today=format_money(round(euros) - round(gain))  # as the three are printed
    )
    return Decision("hold_prospect_time", title, why + cost, float(gain), _("expected gain"), who)


def find_names(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Ask who finds the names that prospecting is short of: no action of the plan does."""
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    left = left_to_find(artifacts.facts("need.json"), expected) if expected else LeftToFind()
    if not expected or not left.names:
        return None
    title = counted(
        left.names,
        "Say who finds {n} more name to call, and by when",
        "Say who finds {n} more names to call, and by when",
    )
    why = _("Prospecting is {amount} of revenue short of its part; no action of the plan looks for names.")
    why = why.format(amount=format_money(left.short_eur))
    if each := revenue_of_a_name(artifacts.facts("need.json")):
        why += " " + _worth_of_a_name(artifacts, each)
    euros = left.short_eur * expected["margin_rate"]
    return Decision("find_names", title, why, euros, _("margin that prospecting is short of"))


def _worth_of_a_name(artifacts: Artifacts, each: float) -> str:
    """Say what a name is counted at, and on what that rests."""
    need = artifacts.facts("need.json")
    return _(
        "A name is counted at {each}: {met} of those called are met, {won} of those met become clients, and "
        "a client brings {revenue} in its first year (step 3)."
    ).format(
        each=format_money(each),
        met=format_share(need["met_in_the_plan"], 1),
        won=format_share(need["conversion_rate"], 1),
        revenue=format_money(need["new_client_revenue_eur"]),
    )


def _cost_of_the_target(artifacts: Artifacts) -> str:
    """Say what the target of visits to prospects costs: without it, clients would get some of these hours."""
    if not artifacts.has("prospect_frontier"):
        return ""
    frontier = artifacts.table("prospect_frontier")
    cost = frontier.loc[frontier["target_share"] == 1.0, "cost_eur"].dropna().sum()
    if round(cost) < 1:
        return ""
    return " " + _(
        "The target itself costs {cost} a year, road included: without it, clients would get some of these "
        "hours."
    ).format(cost=format_money(cost))
