"""Decisions on the accounts: which gain or lose visits, or are not known well enough."""

import pandas as pd

from solver.allocation.problem.bounds import HOLD, OPPOSITION
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.margins import margin_of_clients
from solver.report.findings.moves import value_moves
from solver.report.findings.potentials import potential_reached, to_ask_first
from solver.report.findings.who_when import reps_of, who_and_when
from solver.tables.actions import MAIN, codes_of
from solver.tables.channels import SPOKEN
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share

NAMED = 5
LARGE = ("A", "B")
SET_BY_HAND = ("lock", "decision")


def visit_more(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find the accounts that gain most by the visits of the plan."""
    moves = _moves(artifacts)
    if moves is None:
        return None
    gains = moves[moves["visits"] > moves["visits_today"]]
    gains = gains.sort_values(["change_eur", "account_id"], ascending=[False, True])
    open_ = gains[~gains["binding"].isin(SET_BY_HAND)]  # what is decided needs no decision
    sure = open_[~open_["account_id"].isin(to_ask_first(artifacts))]
    first = (open_ if sure.empty else sure).head(NAMED)
    if first.empty:
        return None
    names = ", ".join(names_of(first["account_id"], artifacts.table("accounts")))
    title = _("Visit more often: {names}").format(names=names)
    why = counted(
        len(first),
        "It got {today} in the last 12 months and would get {visits}: the curves expect {euros} "
        "more from it.",
        "These {n} accounts got {today} in the last 12 months and would get {visits}: the curves expect "
        "{euros} more from them. {count} accounts gain visits in all.",
    ).format(
        today=counted(first["visits_today"].sum(), "{n} visit", "{n} visits"),
        visits=format_number(first["visits"].sum()),
        euros=format_money(first["change_eur"].sum()),
        count=format_number(len(gains)),
    )
    if not sure.empty and open_.head(NAMED)["account_id"].tolist() != first["account_id"].tolist():
        why += " " + _("Accounts whose potential has to be asked first are not among them.")
    why += _beyond_potential(first, artifacts) + _changing_hands(first["account_id"], artifacts)
    euros, who = float(first["change_eur"].sum()), who_and_when(artifacts, frozenset(first["account_id"]))
    return Decision("visit_more", title, why, euros, _("expected gain"), who)


def _beyond_potential(moves: pd.DataFrame, artifacts: Artifacts) -> str:
    """Say how much is expected of clients without a gap: their potential on file leaves nothing to win."""
    theirs = moves[moves["account_id"].isin(potential_reached(artifacts))]
    euros = float(theirs["change_eur"].sum())
    if euros <= 0:
        return ""
    return " " + counted(
        len(theirs),
        "Of the {all}, {euros} comes from {n} account that already buys all that its potential on file "
        "lets us reach: ask whether it is more.",
        "Of the {all}, {euros} comes from {n} accounts that already buy all that their potential on file "
        "lets us reach: ask whether it is more.",
    ).format(all=format_money(moves["change_eur"].sum()), euros=format_money(euros))


def _changing_hands(account_ids: pd.Series, artifacts: Artifacts) -> str:
    """Say which of the accounts the plan would also give to another rep: that is decided first."""
    if not artifacts.has("hand_over"):
        return ""
    handed = account_ids[account_ids.isin(artifacts.table("hand_over")["account_id"].dropna())]
    if handed.empty:
        return ""
    return " " + counted(
        len(handed),
        "{names} may change hands: decide first who goes there.",
        "{names} may change hands: decide first who goes there.",
    ).format(names=", ".join(names_of(handed, artifacts.table("accounts"))))


def visit_less(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find the accounts whose visits are worth more elsewhere."""
    moves = _moves(artifacts)
    if moves is None or not artifacts.has("hour_prices"):
        return None
    less = moves[(moves["visits"] < moves["visits_today"]) & (moves["kind"] != "prospect")]
    if less.empty:
        return None
    freed = (less["visits_today"] - less["visits"]) * less["hours_per_visit"]
    price = (
        less["rep_id"]
        .map(artifacts.table("hour_prices").set_index("rep_id")["first_year_price_eur"])
        .fillna(0.0)
    )
    lost = -float(less["change_eur"].sum())
    hours, given_up = _given_up(artifacts, float(freed.sum()), lost)
    worth = hours * float((freed * price).sum() / freed.sum())
    title = counted(
        len(less),
        "Accept that {n} client gets fewer visits",
        "Accept that {n} clients, former ones included, get fewer visits",
    )
    why = _(
        "This frees {hours}. The curves expect to lose {lost} with these accounts; at what one more hour "
        "would bring, the time is worth {worth}."
    ).format(hours=format_hours(hours), lost=format_money(given_up), worth=format_money(worth))
    if lost > given_up + 0.5 or float(freed.sum()) > hours + 0.5:
        why += " " + _(
            "With the visits of today that nobody may repeat (an objection, a record on hold, too far for a "
            "day, beyond the hours of a rep) it would be {hours}, as the list of these accounts adds up, and "
            "a loss of {lost}; that time is not free."
        ).format(hours=format_hours(freed.sum()), lost=format_money(lost))
    ids = frozenset(less["account_id"])
    calls = _calls_instead(artifacts, ids)
    cost = float(calls.sum()) * portfolio.phone_contact_cost_eur
    if cost:
        why += " " + counted(
            int(calls.sum()),
            "{n} call in their place costs {cost}, taken off as well; what it brings is not counted.",
            "{n} calls in their place cost {cost}, taken off as well; what they bring is not counted.",
        ).format(cost=format_money(cost))
        uncalled = less[less["visits"].eq(0) & ~less["account_id"].isin(_called(artifacts))]
        barred = int(uncalled["binding"].isin([HOLD, OPPOSITION]).sum())
        if len(uncalled):
            why += " " + counted(
                len(uncalled),
                "{n} account gets neither a visit nor a call",
                "{n} accounts get neither a visit nor a call",
            )
            why += (
                f", {_('{n} of them on hold or objecting').format(n=format_number(barred))}."
                if barred
                else "."
            )
    who = _("Who: {reps}.").format(reps=reps_of(artifacts, ids))
    stake = _("worth of the time, less the loss and the calls")
    return Decision("visit_less", title, why, worth - given_up - cost, stake, who)


def _calls_instead(artifacts: Artifacts, ids: frozenset[str]) -> pd.Series:
    """Return how many calls the main actions of these accounts hold, by account_id."""
    if not artifacts.has("action_plan"):
        return pd.Series(dtype="int64")
    plan = artifacts.table("action_plan")
    main = plan["account_id"].isin(ids) & codes_of(plan["action_id"]).isin(MAIN)
    calls: pd.Series = plan[main].groupby("account_id")["calls"].sum()
    return calls


def _called(artifacts: Artifacts) -> pd.Series:
    """Return the accounts that some action of the plan, or some contact beside the visits, calls."""
    plan = artifacts.table("action_plan")
    called = [plan.loc[plan["calls"].gt(0), "account_id"]]
    if artifacts.has("touches"):
        touches = artifacts.table("touches")
        called.append(touches.loc[touches["channel"].isin(SPOKEN), "account_id"])
    return pd.concat(called)


def _given_up(artifacts: Artifacts, hours: float, euros: float) -> tuple[float, float]:
    """Return hours freed and contribution lost as the page on the gain has them, where the run holds it."""
    if not artifacts.has("gain_sources"):
        return hours, euros
    groups = artifacts.table("gain_sources").set_index("group")
    return -float(groups["hours_change"]["over_visited"]), -float(
        groups["contribution_change_eur"]["over_visited"]
    )


def learn_potentials(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Weigh the growth that the plan expects of accounts whose potential nobody has checked."""
    if not artifacts.has("qualification", "segments", "allocation", "accounts"):
        return None
    table = (
        artifacts.table("qualification")[["account_id", "flag"]]
        .merge(artifacts.table("allocation")[["account_id", "contribution_eur"]], on="account_id")
        .merge(artifacts.table("segments")[["account_id", "segment", "margin_eur"]], on="account_id")
    )
    doubtful = table[table["flag"].notna() & table["segment"].isin(LARGE)].copy()
    doubtful["growth_eur"] = (doubtful["contribution_eur"] - doubtful["margin_eur"]).clip(lower=0)
    moves = _moves(artifacts)
    if moves is not None:  # as the gain is counted, of which this is a part
        doubtful["growth_eur"] = doubtful["account_id"].map(moves.set_index("account_id")["change_eur"])
    doubtful = doubtful.sort_values(["growth_eur", "account_id"], ascending=[False, True])
    if doubtful.empty:
        return None
    growth = float(doubtful["growth_eur"].sum())
    first = names_of(doubtful["account_id"].head(3), artifacts.table("accounts"))
    title = counted(
        len(doubtful),
        "Ask {names} what they buy in all",
        "Ask {n} A and B clients what they buy in all, first {names}",
    ).format(names=", ".join(first))
    why = _(
        "Their potential is unknown, old or below what they buy, and the plan expects {growth} more margin "
        "of them than today's visits bring."
    ).format(growth=format_money(growth))
    who = who_and_when(artifacts, frozenset(doubtful["account_id"]))
    return Decision("learn_potentials", title, why, growth, _("growth that rests on a guess"), who)


def lessen_dependence(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Tell whether one client makes too much of the revenue."""
    if not artifacts.has("segments", "accounts"):
        return None
    segments = artifacts.table("segments")
    total = float(segments["revenue_eur"].sum())
    first = segments.sort_values(["revenue_eur", "account_id"], ascending=[False, True]).iloc[0]
    share = float(first["revenue_eur"]) / total if total > 0 else 0.0
    if share <= portfolio.dependence_share:
        return None
    name = names_of([first["account_id"]], artifacts.table("accounts"))[0]
    title = _("Lessen the dependence on {name}").format(name=name)
    why = _(
        "It makes {share} of the revenue, above the {limit} held for safe; its margin is {margin}."
    ).format(
        share=format_share(share, 1),
        limit=format_share(portfolio.dependence_share),
        margin=format_money(first["margin_eur"]),
    )
    return Decision("lessen_dependence", title, why, float(first["margin_eur"]), _("margin of that client"))


def settle_records(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Weigh the records that get no visit until somebody says whether they are doubles, or to be deleted."""
    if not artifacts.has("allocation", "segments", "accounts"):
        return None
    allocation = artifacts.table("allocation")
    held = allocation[allocation["binding"].eq(HOLD)]
    bought = artifacts.table("segments")[["account_id", "revenue_eur", "margin_eur"]]
    held = held.merge(bought, on="account_id", how="left").fillna({"revenue_eur": 0.0, "margin_eur": 0.0})
    held = held.sort_values(["margin_eur", "account_id"], ascending=[False, True])
    if held.empty:
        return None
    first = names_of(held["account_id"].head(3), artifacts.table("accounts"))
    title = counted(
        len(held),
        "Say whether {names} is a double, or to be deleted",
        "Say of {n} records on hold which are doubles, and which to delete; first {names}",
    ).format(names=", ".join(first))
    why = _(
        "They bought {revenue} worth in the last 12 months and got {visits}; none gets a visit before "
        "somebody has said so in the workbook or the file."
    ).format(
        revenue=format_money(held["revenue_eur"].sum()),
        visits=counted(held["visits_today"].fillna(0).sum(), "{n} visit", "{n} visits"),
    )
    who = _("Who: {reps}.").format(reps=reps_of(artifacts, frozenset(held["account_id"])))
    return Decision(
        "settle_records", title, why, float(held["margin_eur"].sum()), _("margin of these records"), who
    )


def repair_data(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Weigh the revenue of the sales lines that had to be set aside."""
    causes = artifacts.facts("quality.json").get("reconciliation", {}).get("causes", [])
    if not causes:
        return None
    aside = pd.DataFrame(causes, columns=["cause", "rows", "revenue_eur"])
    by_cause = aside.assign(size=aside["revenue_eur"].abs()).groupby("cause")[["rows", "size"]].sum()
    worst = by_cause.sort_values("size", ascending=False, kind="stable")
    revenue = float(worst["size"].sum())
    rate = margin_of_clients(artifacts, portfolio)
    title = counted(
        worst["rows"].sum(),
        "Correct one line of the sales files: {cause}",
        "Correct {n} lines of the sales files, first: {cause}",
    ).format(cause=worst.index[0])
    why = _(
        "They were set aside with {revenue} of revenue; at a margin of {rate}, {euros} are missing "
        "from the plan."
    ).format(
        revenue=format_money(revenue),
        rate=format_share(rate, 1),
        euros=format_money(revenue * rate),
    )
    euros = revenue * rate
    return Decision("repair_data", title, why, euros, _("margin the plan does not see"))


def _moves(artifacts: Artifacts) -> pd.DataFrame | None:
    """Lines of the allocation with what changes; none where something of it is not there, or no log."""
    if not artifacts.has("allocation", "response", "accounts"):
        return None
    return value_moves(artifacts.table("allocation"), artifacts.table("response"))
