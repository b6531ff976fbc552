"""Decisions on the hours: who has them, what they are kept for, what they cost."""

from solver.allocation.explain.hand_over import hand_over_sentence
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.hours import SAME_HOURS, last_hours, last_hours_bring
from solver.words.i18n import _, counted, format_hours, format_money, format_number
from solver.words.sentences import listed, rep_names

WORTH_MOVING = 1.2  # what one more hour would bring with one rep over that with another
HOURS_MOVED = 50.0  # about seven days a year: small enough for the prices to hold
IDLE_SHARE = 0.05
PRICE = "first_year_price_eur"  # as all decisions are weighed


def move_hours(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Compare what one more hour would bring with each rep."""
    if not artifacts.has("hour_prices", "reps"):
        return None
    prices = artifacts.table("hour_prices").dropna(subset=PRICE).sort_values(PRICE, kind="stable")
    if len(prices) < 2:
        return None
    names = rep_names(artifacts.table("reps"))
    cheap, dear = prices.iloc[0], prices.iloc[-1]
    if dear[PRICE] < WORTH_MOVING * cheap[PRICE] or dear[PRICE] <= 0:
        return None
    euros = HOURS_MOVED * float(dear[PRICE] - cheap[PRICE])
    title = _("Move accounts from {dear} to {cheap}").format(
        dear=names[dear["rep_id"]], cheap=names[cheap["rep_id"]]
    )
    why = _(
        "One more hour would bring {high} with {dear} and {low} with {cheap} in the first year: {hours} of "
        "visits taken over are worth {euros} at most, as each hour brings less than the one before."
    ).format(
        high=format_money(dear[PRICE]),
        dear=names[dear["rep_id"]],
        low=format_money(cheap[PRICE]),
        cheap=names[cheap["rep_id"]],
        hours=format_hours(HOURS_MOVED),
        euros=format_money(euros),
    )
    return Decision("move_hours", title, why, euros, _("gain, at most"))


def use_idle_hours(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find reps with hours that no account is worth under the rules."""
    if not artifacts.has("ledger", "visit_cost", "reps"):
        return None
    table = artifacts.table("ledger").merge(
        artifacts.table("visit_cost")[["rep_id", "cost_per_hour_eur"]], on="rep_id"
    )
    idle = table[table["unused_hours"] > IDLE_SHARE * table["capacity_hours"]]
    if idle.empty:
        return None
    euros = float((idle["unused_hours"] * idle["cost_per_hour_eur"]).sum())
    names = rep_names(artifacts.table("reps"))
    who = listed([names[rep_id] for rep_id in idle["rep_id"]])
    title = counted(len(idle), "{who} has {hours} free", "{who} have {hours} free").format(
        who=who, hours=format_hours(idle["unused_hours"].sum())
    )
    why = _(
        "Under the ceilings and the contacts that people accept, no visit is left that these hours could "
        "make; they cost {euros}. More accounts, more prospects, or another task."
    ).format(euros=format_money(euros))
    return Decision("use_idle_hours", title, why, euros, _("cost of the hours"))


def question_last_visits(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Weigh the hours that do not earn their cost within the years counted.

    Notes
    -----
    The hours are paid whatever they are used for, so this is no saving by itself: it is what another use of
    them has to beat.
    """
    if portfolio.stop_at_cost or not artifacts.has("stopping_plans"):
        return None
    plans = artifacts.table("stopping_plans")
    last = last_hours(plans)
    if last["hours"] < SAME_HOURS:
        return None
    euros = last["hours_cost_eur"] + last["road_cost_eur"] - last["years_eur"]
    title = _("Find {hours} of visits something better to do").format(hours=format_hours(last["hours"]))
    beat = _("More prospects, or new accounts, only have to beat that.")
    why = f"{last_hours_bring(plans, portfolio.value_years)} {beat}"
    return Decision(
        "question_last_visits", title, why, euros, _("cost above what they bring, over the years counted")
    )


def review_locks(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Name the decisions that cost something: each solved again without it."""
    if not artifacts.has("decision_prices", "accounts"):
        return None
    prices = artifacts.table("decision_prices").dropna(subset=["account_id", "forgone_eur"])
    dear = prices[prices["forgone_eur"] > 1].sort_values(
        ["forgone_eur", "account_id"], ascending=[False, True]
    )
    if dear.empty:
        return None
    euros = float(dear["forgone_eur"].sum())
    first = names_of(dear["account_id"].head(3), artifacts.table("accounts"))
    title = counted(
        len(dear),
        "Look again at the visits set by hand for {names}",
        "Look again at {n} numbers of visits set by hand, first {names}",
    ).format(names=", ".join(first))
    why = counted(
        len(dear),
        "Of {all} set by hand, it costs {euros} in the first year.",
        "Of {all} set by hand, these cost {euros} in the first year, each alone.",
    ).format(all=format_number(len(prices)), euros=format_money(euros))
    return Decision("review_locks", title, why, euros, _("cost of the rules"))


def hand_accounts_over(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Propose the accounts that a nearer rep could take."""
    if not artifacts.has("hand_over", "accounts"):
        return None
    lines = artifacts.table("hand_over")
    each, whole = lines[lines["account_id"].notna()], lines[lines["account_id"].isna()]
    if each.empty or whole.empty:
        return None
    euros = float((whole["new_contribution_eur"] - whole["contribution_eur"]).iloc[0])
    title = counted(
        len(each),
        "Hand over {n} account to a nearer rep: {names}",
        "Hand over {n} accounts to nearer reps, first {names}",
    ).format(names=", ".join(names_of(each["account_id"].head(3), artifacts.table("accounts"))))
    return Decision("hand_over", title, hand_over_sentence(lines), euros, _("expected gain"))
