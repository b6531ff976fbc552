"""Decisions on the people at the accounts: whom to find, and whom to answer."""

from math import ceil

import pandas as pd

from solver.method.behaviour.complaints import called, to_call_first
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.who_when import who_and_when, who_and_when_called
from solver.words.i18n import _, clauses, counted, format_money, mark_plural
from solver.words.months import plan_quarters

CONTACT_CAP = "contact_cap"
CEILINGS = "ceilings"
NAMED = 3
STATES = (  # of a complaint
    mark_plural("{n} has a complaint open", "{n} have a complaint open"),
    mark_plural(
        "of {n} nobody noted whether it was settled", "of {n} nobody noted whether theirs was settled"
    ),
)


def find_second_contacts(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find the clients with one contact, who accepts fewer visits than the client is worth.

    Notes
    -----
    One visit more each is what hangs on the decision. At most a second contact accepts as many visits as the
    first, within the ceiling of the class: what they bring beyond the price of their hours is an upper bound,
    since that price rises as they take hours; giving up every ceiling of the rep is another, and the lower of
    the two is told beside it.
    """
    if not artifacts.has("allocation", "response", "hour_prices", "scores", "accounts"):
        return None
    held = _held_by_one_contact(artifacts, portfolio)
    if held.empty:
        return None
    prices = artifacts.table("hour_prices").set_index("rep_id")["first_year_price_eur"]
    levels = artifacts.table("response")
    most = levels["account_id"].map(held.set_index("account_id")["with_second"])
    found = best_levels(held, levels[levels["visits"] <= most], prices)
    by_rep = found.groupby("rep_id")["loss_eur"].sum()
    euros = float(by_rep.clip(upper=_ceilings_by_rep(artifacts).reindex(by_rep.index)).sum())
    names = ", ".join(names_of(held["account_id"].head(NAMED), artifacts.table("accounts")))
    title = counted(
        len(held),
        "Find a second contact at {names}",
        "Find a second contact at {n} clients, first {names}",
    )
    first = min(euros, float((held["next_visit_eur"] - held["visit_price_eur"]).sum()))
    why = counted(
        len(held),
        "Its one contact accepts no more visits. One more visit would bring {next} more than its hours would "
        "bring elsewhere; as many as the client is worth, {all} at most.",
        "Their one contact accepts no more visits. One more visit each would bring {next} more than their "
        "hours would bring elsewhere; as many as they are worth, {all} at most.",
    ).format(next=format_money(first), all=format_money(euros))
    who = who_and_when(artifacts, frozenset(held["account_id"]))
    return Decision("find_second_contacts", title.format(names=names), why, first, _("expected gain"), who)


def _held_by_one_contact(artifacts: Artifacts, portfolio: Portfolio) -> pd.DataFrame:
    """Clients whose next visit is worth its hours and waits for a second contact alone, dearest first."""
    allocation = artifacts.table("allocation")
    people: pd.DataFrame = artifacts.get("contacts", pd.DataFrame({"account_id": [], "opposed": []}))
    willing = people.loc[~people["opposed"].astype("bool"), "account_id"].value_counts()
    years = plan_quarters(portfolio.plan_start, portfolio.plan_end) / 4
    score_class = allocation["account_id"].map(
        artifacts.table("scores").set_index("account_id")["score_class"]
    )
    ceiling = score_class.map(
        {name: ceil(round(visits * years, 6)) for name, visits in portfolio.ceiling_visits.items()}
    )
    with_second = (2 * allocation["visits"]).clip(upper=ceiling)
    capped = (allocation["kind"] == "client") & (allocation["binding"] == CONTACT_CAP)
    alone = allocation["account_id"].map(willing).fillna(0) <= 1
    pays = allocation["next_visit_eur"] > allocation["visit_price_eur"]
    held = allocation.assign(with_second=with_second)
    held = held[capped & alone & pays & (with_second > allocation["visits"])]
    return held.sort_values(["next_visit_eur", "account_id"], ascending=[False, True])


def _ceilings_by_rep(artifacts: Artifacts) -> pd.Series:
    """Return what giving up every ceiling would bring, by rep; nothing where the rules are not priced."""
    if not artifacts.has("rule_prices"):
        return pd.Series(dtype="float64")
    rules = artifacts.table("rule_prices")
    prices: pd.Series = rules[rules["rule"] == CEILINGS].groupby("rep_id")["forgone_eur"].sum(min_count=1)
    return prices


def contacts_rule(rule_prices: pd.DataFrame) -> str:
    """Say what the prices of a rule add up to, and which part of those of the contacts a second one brings.

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
        "at every account. “Find a second contact” counts one visit more at each client with one contact: a "
        "part of it."
    ).format(euros=format_money(own["forgone_eur"].sum()))


def best_levels(rows: pd.DataFrame, response: pd.DataFrame, hour_eur: pd.Series) -> pd.DataFrame:
    """Return, for each account, the number of visits that would bring most after paying for the hours.

    Parameters
    ----------
    rows : DataFrame
        Lines of `allocation`.
    response : DataFrame
    hour_eur : Series
        What an hour is worth or costs, by rep_id.

    Returns
    -------
    DataFrame
        The lines with `loss_eur`, what the planned number of visits loses against the best; the fewest
        visits where two numbers are equally good, and none under the floor.
    """
    facts = rows[["account_id", "rep_id", "visits", "min_visits", "hours_per_visit"]]
    levels = facts.merge(
        response[["account_id", "visits", "contribution_eur"]], on="account_id", suffixes=("", "_level")
    )
    levels = levels[levels["visits_level"] >= levels["min_visits"]]
    price = levels["rep_id"].map(hour_eur).astype("float64").fillna(0.0) * levels["hours_per_visit"]
    levels = levels.assign(net_eur=levels["contribution_eur"] - price * levels["visits_level"])
    ordered = levels.sort_values(["account_id", "net_eur", "visits_level"], ascending=[True, False, True])
    best = ordered.drop_duplicates("account_id").set_index("account_id")
    planned = levels[levels["visits_level"] == levels["visits"]].set_index("account_id")["net_eur"]
    loss = rows["account_id"].map(best["net_eur"]) - rows["account_id"].map(planned)
    return rows.assign(loss_eur=loss).dropna(subset="loss_eur")


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
