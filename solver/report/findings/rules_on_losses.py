"""Decisions on the clients whose orders fall, or who are more likely to leave than to stay."""

import pandas as pd

from solver.allocation.problem.bounds import OPPOSITION
from solver.evidence.labels import argued_by_loss, loss_of, silence_of_those_at_risk
from solver.evidence.loss_risk import expected_losses
from solver.method.behaviour.leaving import who_may_leave
from solver.parameters import Portfolio
from solver.report.figures.shared import names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.report.findings.margins import margin_of_clients
from solver.report.findings.moves import visit_moves
from solver.report.findings.who_when import who_and_when, who_and_when_called
from solver.report.past.labels import loss_sentence
from solver.tables.codes import labels
from solver.words.i18n import _, counted, format_money, format_number, format_share
from solver.words.sentences import listed

LARGE = ("A", "B")
HALF = 0.5
NAMED = 3


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
    why += _more_visits(leaving["account_id"], artifacts)
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


def _more_visits(account_ids: pd.Series, artifacts: Artifacts) -> str:
    """Name those to whom the plan sends more visits than today: these hang on what the call brings."""
    if not artifacts.has("allocation"):
        return ""
    moves = visit_moves(artifacts.table("allocation"))
    more = None if moves is None else moves.gaining[moves.gaining["account_id"].isin(account_ids)]
    if more is None or more.empty:
        return ""
    first = more.head(NAMED)
    names = names_of(first["account_id"], artifacts.table("accounts"))
    visits = first[["visits_today", "visits"]].map(format_number).itertuples(index=False)
    return " " + counted(
        len(more),
        "{n} of them is to get more visits, {names}: only if it says that it will order.",
        "{n} of them are to get more visits, first {names}: only those that say that they will order.",
    ).format(
        names=listed([f"{name} ({now} → {then})" for name, (now, then) in zip(names, visits, strict=True)])
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
