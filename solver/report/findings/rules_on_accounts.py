"""Decisions on the accounts: which gain or lose visits, are at risk, or are not known well enough."""

import pandas as pd

from solver.allocation.problem.bounds import HOLD, OPPOSITION
from solver.evidence.labels import argued_by_loss, loss_of, silence_of_those_at_risk
from solver.evidence.loss_risk import expected_losses
from solver.method.behaviour.leaving import who_may_leave
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.margins import margin_of_clients
from solver.report.findings.moves import value_moves
from solver.report.findings.potentials import potential_reached, to_ask_first
from solver.report.findings.who_when import reps_of, who_and_when, who_and_when_called
from solver.report.past.labels import loss_sentence
from solver.tables.actions import MAIN, codes_of
from solver.tables.codes import labels
from solver.words.i18n import _, counted, format_hours, format_money, format_number, format_share

NAMED = 5
LARGE = ("A", "B")
HALF = 0.5
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
        "Accept that {n} account gets fewer visits",
        "Accept that {n} accounts get fewer visits",
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
        nobody_goes = less["visits"].eq(0)
        uncalled = less[nobody_goes & ~less["account_id"].isin(calls.index[calls > 0])]
        barred = int(uncalled["binding"].isin([HOLD, OPPOSITION]).sum())
        if len(uncalled):
            why += " " + counted(
                len(uncalled),
                "{n} account gets neither a visit nor a call in its place",
                "{n} accounts get neither a visit nor a call in its place",
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


def _given_up(artifacts: Artifacts, hours: float, euros: float) -> tuple[float, float]:
    """Return hours freed and contribution lost as the page on the gain has them, where the run holds it."""
    if not artifacts.has("gain_sources"):
        return hours, euros
    groups = artifacts.table("gain_sources").set_index("group")
    return -float(groups["hours_change"]["over_visited"]), -float(
        groups["contribution_change_eur"]["over_visited"]
    )


def keep_clients_at_risk(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Find the large clients whose orders fall."""
    if not artifacts.has("typology", "segments", "accounts"):
        return None
    table = artifacts.table("typology").merge(artifacts.table("segments"), on="account_id")
    risky = table[(table["behaviour"] == "at_risk") & table["segment"].isin(LARGE)]
    risky = risky.sort_values(["margin_eur", "account_id"], ascending=[False, True])
    if risky.empty:
        return None
    first = names_of(risky["account_id"].head(3), artifacts.table("accounts"))
    line = loss_of(artifacts.table("label_losses"), "at_risk") if artifacts.has("label_losses") else None
    title = counted(
        len(risky),
        "Ask a large client what is wrong: {names}",
        "Ask {n} large clients what is wrong, first {names}",
    )
    if argued_by_loss(line) and not _without_signal(artifacts):
        title = counted(
            len(risky),
            "Keep a large client at risk: {names}",
            "Keep {n} large clients at risk, first {names}",
        )
    margin = float(risky["margin_eur"].clip(lower=0).sum())
    why = _("They make {revenue} of revenue, {share} of the total, and {margin} of margin.").format(
        revenue=format_money(risky["revenue_eur"].sum()),
        share=format_share(risky["revenue_eur"].sum() / artifacts.table("segments")["revenue_eur"].sum(), 1),
        margin=format_money(margin),
    )
    why = " ".join([why, loss_sentence(line, silence_of_those_at_risk(artifacts.table("typology")))])
    title = title.format(names=", ".join(first))
    who = who_and_when(artifacts, frozenset(risky["account_id"]))
    expected = _expected_loss(artifacts, risky)
    if expected is not None:
        stake = _("expected loss of margin, by the risk of each client")
        return Decision("keep_clients_at_risk", title, why, expected, stake, who)
    # The share was measured on names given by orders alone: those who only complain have no part in it.
    fallen = risky[risky["by_orders"].eq("at_risk")]
    if line is None or fallen.empty:
        stake = _("their margin; how many leave is unknown")
        return Decision("keep_clients_at_risk", title, why, margin, stake, who)
    margin = float(fallen["margin_eur"].clip(lower=0).sum())
    stake = _("expected loss of margin with those whose orders fall, {low} to {high}").format(
        low=format_money(margin * line["low_share"]),
        high=format_money(margin * line["high_share"]),
    )
    return Decision("keep_clients_at_risk", title, why, margin * line["lost_share"], stake, who)


def _expected_loss(artifacts: Artifacts, clients: pd.DataFrame) -> float | None:
    """Add up risk times margin where the risk of each client was measured; none elsewhere."""
    if not artifacts.has("loss_risk"):
        return None
    risk = artifacts.table("loss_risk")
    measured = risk[risk["basis"] == "measured"].set_index("account_id")["p"]
    of_each = clients["account_id"].map(measured)
    if of_each.isna().any():
        return None
    return float((of_each * clients["margin_eur"].clip(lower=0)).sum())


def _without_signal(artifacts: Artifacts) -> bool:
    """Tell whether the past was asked who will leave, and did not know."""
    return (
        artifacts.has("evidence.json")
        and artifacts.facts("evidence.json")["consequences"]["risk_argued"] is False
    )


def call_who_may_leave(artifacts: Artifacts, portfolio: Portfolio) -> Decision | None:
    """Name the clients more likely to buy nothing than something, those first who would take most along."""
    if not artifacts.has("loss_risk", "segments", "accounts"):
        return None
    known = artifacts.table("loss_risk"), artifacts.table("segments")
    losses = expected_losses(*known)
    leaving = losses[losses["account_id"].isin(who_may_leave(*known)["account_id"])]
    objecting = leaving["account_id"].isin(_objecting(artifacts))
    left_alone, leaving = int(objecting.sum()), leaving[~objecting]
    if leaving.empty:
        return None
    first = names_of(leaving["account_id"].head(3), artifacts.table("accounts"))
    title = counted(
        len(leaving),
        "Call {names}, who may leave, and sell nothing there before that call",
        "Call {n} clients who may leave, and sell nothing there before that call; first {names}",
    ).format(names=", ".join(first))
    margins = _margin_leaving(leaving, artifacts, portfolio)
    euros = float(margins.sum())
    why = _(
        "By the risk fitted on the firm's own past they are more likely to buy nothing in the year to come "
        "than to buy; they bought {revenue} worth in the last 12 months."
    ).format(revenue=format_money(leaving["revenue_eur"].sum()))
    why += _half_of_one(margins, leaving["account_id"], artifacts)
    if left_alone:
        why += " " + counted(
            left_alone,
            "{n} more objects to being canvassed, and nobody calls it.",
            "{n} more object to being canvassed, and nobody calls them.",
        )
    why += _called_by_step_7(leaving["account_id"], artifacts)
    if artifacts.has("qualification"):
        gaps = artifacts.table("qualification")
        gap = float(gaps.loc[gaps["account_id"].isin(leaving["account_id"]), "gap_eur"].sum())
        if gap > 0:
            why += " " + _("Of what is left to win, {gap} lies there: do not count on it.").format(
                gap=format_money(gap)
            )
    who = who_and_when_called(artifacts, frozenset(leaving["account_id"]))
    return Decision("call_who_may_leave", title, why, euros, _("margin expected to leave"), who)


def _margin_leaving(leaving: pd.DataFrame, artifacts: Artifacts, portfolio: Portfolio) -> pd.Series:
    """Return the margin that each of them is expected to take along: its own, the mean where unknown."""
    known = artifacts.table("segments").set_index("account_id")
    rates = (known["margin_eur"] / known["revenue_eur"]).where(known["revenue_eur"] > 0)
    of_each = leaving["account_id"].map(rates).fillna(margin_of_clients(artifacts, portfolio))
    return leaving["expected_loss_eur"] * of_each.clip(lower=0)


def _half_of_one(amounts: pd.Series, account_ids: pd.Series, artifacts: Artifacts) -> str:
    """Say which of several accounts stands for more than half of an amount; nothing where none does."""
    total = float(amounts.sum())
    if len(amounts) < 2 or total <= 0 or float(amounts.max()) <= HALF * total:
        return ""
    largest = amounts.to_numpy().argmax()
    words = _("One of them, {name}, stands for {share} of the {euros} of margin expected to leave.")
    return " " + words.format(
        name=names_of([account_ids.iloc[largest]], artifacts.table("accounts"))[0],
        share=format_share(float(amounts.max()) / total),
        euros=format_money(total),
    )


def _objecting(artifacts: Artifacts) -> frozenset[str]:
    """Return the accounts that nobody may canvass, by their own word or that of all their people."""
    accounts = artifacts.table("accounts")
    ids = set(accounts.loc[accounts["opposed"].astype("bool"), "account_id"])
    if artifacts.has("allocation"):
        allocation = artifacts.table("allocation")
        ids |= set(allocation.loc[allocation["binding"].eq(OPPOSITION), "account_id"])
    return frozenset(ids)


def _called_by_step_7(account_ids: pd.Series, artifacts: Artifacts) -> str:
    """Say what the behaviours of step 7 call these clients: most are not those at risk."""
    if not artifacts.has("typology"):
        return ""
    typology = artifacts.table("typology")
    called = typology.loc[typology["account_id"].isin(account_ids), "behaviour"].value_counts()
    named = [f"{name} {called[code]}" for code, name in labels("behaviour").items() if code in called.index]
    said = " " + _("Step 7 calls them: {behaviours}.").format(behaviours=", ".join(named))
    others = int(typology["behaviour"].eq("at_risk").sum() - called.get("at_risk", 0))
    if others:
        said += " " + counted(
            others,
            "The other client that it calls at risk is more likely to buy than not.",
            "The {n} others that it calls at risk are more likely to buy than not.",
        )
    return said


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
