"""Decisions on the people at the accounts: whom to find, and whom to answer."""

import pandas as pd

from solver.method.behaviour.complaints import called, to_call_first
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.who_when import who_and_when, who_and_when_called
from solver.words.i18n import _, clauses, counted, format_money, mark_plural

CONTACT_CAP = "contact_cap"
NAMED = 3
STATES = (  # of a complaint
    mark_plural("{n} has a complaint open", "{n} have a complaint open"),
    mark_plural(
        "of {n} nobody noted whether it was settled", "of {n} nobody noted whether theirs was settled"
    ),
)


def find_second_contacts(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find the accounts held by the contacts that their people accept, and what that rule costs.

    Notes
    -----
    The amount is what the plan loses by the rule in the first year, found by solving again without it: the
    most that more people there can bring, as one of them accepts a certain number of visits, too. What one
    visit more each would bring beyond its hours is told beside it.
    """
    if not artifacts.has("allocation", "rule_prices", "accounts"):
        return None
    allocation, rules = artifacts.table("allocation"), artifacts.table("rule_prices")
    pays = allocation["next_visit_eur"] > allocation["visit_price_eur"]
    held = allocation[allocation["binding"].eq(CONTACT_CAP) & pays]
    held = held.sort_values(["next_visit_eur", "account_id"], ascending=[False, True])
    of_rule = rules["rule"].eq(CONTACT_CAP) & rules["rep_id"].isin(held["rep_id"])
    euros = float(rules.loc[of_rule, "forgone_eur"].sum())
    if held.empty or euros <= 0:
        return None
    title = counted(
        len(held),
        "Find a second person to talk to at {names}",
        "Find a second person to talk to at {n} accounts, first {names}",
    ).format(names=", ".join(names_of(held["account_id"].head(NAMED), artifacts.table("accounts"))))
    why = counted(
        len(held),
        "It gets all the visits that its people accept. Without that limit, as far as the other rules allow, "
        "the plan would bring {euros} more; one visit more alone {next} more than its hours bring elsewhere.",
        "They get all the visits that their people accept. Without that limit, as far as the other rules "
        "allow, the plan would bring {euros} more; one visit more each alone {next} more than their hours "
        "bring elsewhere.",
    ).format(
        euros=format_money(euros),
        next=format_money((held["next_visit_eur"] - held["visit_price_eur"]).sum()),
    )
    why += _with_two(held["account_id"], artifacts)
    who = who_and_when(artifacts, frozenset(held["account_id"]))
    return Decision("find_second_contacts", title, why, euros, _("cost of that limit, at most"), who)


def _with_two(account_ids: pd.Series, artifacts: Artifacts) -> str:
    """Say how many of them have two people already: there it takes a third."""
    if not artifacts.has("contacts"):
        return ""
    people = artifacts.table("contacts")
    willing = people.loc[~people["opposed"].astype("bool"), "account_id"].value_counts()
    two = int(account_ids.map(willing).fillna(0).ge(2).sum())
    forms = mark_plural(
        "At {n} two people are on file already: there it takes one more.",
        "At {n} two people or more are on file already: there it takes one more.",
    )
    return " " + counted(two, *forms) if two else ""


def contacts_rule(rule_prices: pd.DataFrame) -> str:
    """Say what the prices of a rule add up to, and which decision names the accounts the contacts hold.

    Parameters
    ----------
    rule_prices : DataFrame
        The canonical table of step 10.
    """
    own = rule_prices[rule_prices["rule"].eq(CONTACT_CAP)]
    said = _(
        "Over the reps the prices of a rule add up; over the rules they do not, as two may hold a visit."
    )
    if not own["forgone_eur"].gt(0).any():
        return said
    return f"{said} " + _(
        "Contacts accepted cost {euros} over the reps: that is all that the other rules would still allow, "
        "at every account. Among the decisions to take, “Find a second person to talk to” names these "
        "accounts, with that amount."
    ).format(euros=format_money(own["forgone_eur"].sum()))


def answer_complaints(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Name who complained and may still wait for an answer; no euros hang on it that anybody has measured."""
    if not artifacts.has("complaints", "segments", "accounts"):
        return None
    revenue = artifacts.table("segments").set_index("account_id")["revenue_eur"]
    complaints = artifacts.table("complaints")
    waiting = to_call_first(complaints[complaints["account_id"].isin(called(complaints))], revenue)
    if waiting.empty:
        return None
    title = counted(
        len(waiting),
        "Call {names}, who complained, before anything is offered there",
        "Call {n} clients who complained, before anything is offered there; first {names}",
    ).format(names=", ".join(names_of(waiting["account_id"].head(3), artifacts.table("accounts"))))
    is_open = waiting["open"] > 0
    states = zip(STATES, (is_open, ~is_open), strict=True)
    words = (
        _("They bought {revenue} worth in the last 12 months: {states}.")
        if is_open.any()
        else _("They bought {revenue} worth in the last 12 months; nobody noted whether any was settled.")
    )
    why = words.format(
        revenue=format_money(waiting["revenue_eur"].sum()),
        states=clauses(counted(int(mask.sum()), *forms) for forms, mask in states if mask.any()),
    )
    who = who_and_when_called(artifacts, frozenset(waiting["account_id"]))
    return Decision("answer_complaints", title, why, 0.0, "", who)
